from django.urls import path

from nhipcau.campaigns.views import board, by_hand, circulars, confirming, consolidated, desk, form01, own_page, unit

app_name = "campaigns"

urlpatterns = [
    path("", desk.campaigns, name="list"),
    path("new/", circulars.new, name="new"),
    path("circulars/<int:pk>/", confirming.confirm, name="confirm"),
    path("circulars/<int:pk>/text/", circulars.keep_text, name="keep-text"),
    path("circulars/<int:pk>/set-aside/", circulars.set_aside, name="set-aside"),
    path("circulars/<int:pk>/original/", circulars.original, name="original"),
    path("<int:pk>/", board.board, name="board"),
    path("<int:pk>/board.csv", board.board_csv, name="board-csv"),
    path("<int:pk>/board.xlsx", board.board_xlsx, name="board-xlsx"),
    path("<int:pk>/print/", board.board_print, name="board-print"),
    path("<int:pk>/by-hand/", by_hand.by_hand, name="by-hand"),
    path("<int:pk>/by-hand/links.xlsx", by_hand.links_xlsx, name="links-xlsx"),
    path("units/<int:pk>/", desk.unit_page, name="unit"),
    path("units/<int:pk>/call/", desk.call, name="call"),
    path("help/<int:pk>/answer/", desk.answer, name="answer-help"),
    path("hand-ins/<int:pk>/return/", desk.return_hand_in, name="return-hand-in"),
    path("hand-ins/<int:pk>/file/", desk.hand_in_file, name="hand-in-file"),
    path("owed/", unit.owed, name="owed"),
    path("owed/<int:pk>/", unit.owed_one, name="owed-one"),
    path("owed/<int:pk>/acknowledge/", unit.acknowledge, name="acknowledge"),
    path("owed/<int:pk>/help/", unit.ask_for_help, name="ask-for-help"),
    path("tasks/<int:pk>/", unit.task, name="task"),
    path("tasks/<int:pk>/form01/", form01.start, name="form01"),
    path("form01/<int:pk>/", form01.preview, name="form01-proposal"),
    path("form01/<int:pk>/people/new/", form01.add, name="form01-add"),
    path("form01/<int:pk>/people/<int:key>/", form01.person, name="form01-person"),
    path("form01/<int:pk>/people/<int:key>/drop/", form01.drop, name="form01-drop"),
    path("form01/<int:pk>/unit/", form01.choose_unit, name="form01-unit"),
    path("form01/<int:pk>/discard/", form01.discard, name="form01-discard"),
    path("form01/<int:pk>/confirm/", form01.confirm, name="form01-confirm"),
    path("pages/<int:pk>/", own_page.own_page, name="own-page"),
    path("collaborators/<int:pk>/", own_page.collaborator, name="collaborator"),
    path("<int:pk>/form01.xlsx", consolidated.form01_xlsx, name="form01-xlsx"),
]
