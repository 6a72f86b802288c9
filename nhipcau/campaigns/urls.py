from django.urls import path

from nhipcau.campaigns.views import board, by_hand, circulars, desk, unit

app_name = "campaigns"

urlpatterns = [
    path("", desk.campaigns, name="list"),
    path("new/", circulars.new, name="new"),
    path("circulars/<int:pk>/", circulars.confirm, name="confirm"),
    path("circulars/<int:pk>/text/", circulars.keep_text, name="keep-text"),
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
]
