from django.urls import path

from nhipcau.publishing.views import calendar, offers, pages, plan, posts

app_name = "publishing"
urlpatterns = [
    path("", posts.queue, name="queue"),
    path("new/", posts.new, name="new"),
    path("new/<int:story_pk>/", posts.new, name="new-from-story"),
    path("<int:pk>/", posts.post, name="post"),
    path("<int:pk>/edit/", posts.edit, name="edit"),
    path("<int:pk>/schedule/", posts.schedule, name="schedule"),
    path("<int:pk>/publish-now/", posts.publish_now, name="publish-now"),
    path("<int:pk>/by-hand/", posts.by_hand, name="by-hand"),
    path("<int:pk>/call-off/", posts.call_off, name="call-off"),
    path("<int:pk>/it-is-there/", posts.it_is_there, name="it-is-there"),
    path("<int:pk>/publish-again/", posts.publish_again, name="publish-again"),
    path("<int:pk>/photos.zip", posts.photos_zip, name="photos-zip"),
    path("<int:pk>/photos/<int:position>/", posts.photo, name="photo"),
    path("<int:pk>/photos/<int:position>/remove/", posts.remove_photo, name="remove-photo"),
    path("<int:pk>/move/", calendar.move, name="move"),
    path("<int:pk>/offer/", offers.offer_it, name="offer-it"),
    path("calendar/", calendar.month, name="calendar"),
    path("plan/", plan.page, name="plan"),
    path("offers/", offers.offers, name="offers"),
    path("offers/<int:pk>/", offers.offer, name="offer"),
    path("offers/<int:pk>/reuse/", offers.reuse, name="reuse"),
    path("offers/<int:pk>/sheet/", offers.sheet, name="offer-sheet"),
    path("offers/<int:pk>/photos/<int:position>/", offers.photo, name="offer-photo"),
    path("pages/", pages.pages, name="pages"),
    path("pages/connect/", pages.connect, name="connect"),
    path("pages/add/", pages.add, name="add-page"),
    path("pages/<int:pk>/reconnect/", pages.reconnect, name="reconnect"),
    path("pages/<int:pk>/auto-resend/", pages.auto_resend, name="auto-resend"),
]
