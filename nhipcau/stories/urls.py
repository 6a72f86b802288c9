from django.urls import path, re_path

from nhipcau.stories.views import desk, editing, offline, photos, queue, rules, sender, unit, uploads

app_name = "stories"
urlpatterns = [
    path("", sender.mine, name="mine"),
    path("unit/", unit.of_unit, name="of-unit"),
    path("new/", sender.new, name="new"),
    path("offline/", offline.offline, name="offline"),
    path("worker.js", offline.worker, name="worker"),
    path("qr/", offline.code, name="qr"),
    path("sending/", uploads.sending, name="sending"),
    path("uploads/", uploads.begin, name="uploads"),
    path("uploads/<uuid:key>/", uploads.upload, name="upload"),
    path("<int:pk>/", sender.story, name="story"),
    path("<int:pk>/write/", sender.write, name="write"),
    path("<int:pk>/discard/", sender.discard, name="discard"),
    re_path(r"^photos/(?P<pk>\d+)/(?P<size>large|medium|small)\.jpg$", photos.photo, name="photo"),
    path("clips/<int:pk>/", photos.clip, name="clip"),
    path("clips/<int:pk>/still.jpg", photos.still, name="still"),
    path("desk/", queue.queue, name="review-queue"),
    path("desk/<int:pk>/", desk.review, name="review"),
    path("desk/<int:pk>/claim/", desk.claim, name="claim"),
    path("desk/<int:pk>/release/", desk.release, name="release"),
    path("desk/<int:pk>/edit/", editing.edit, name="edit"),
    path("desk/rules/", rules.rules, name="rules"),
    path("desk/<int:pk>/hand-over/", desk.hand_over, name="hand-over"),
    path("desk/<int:pk>/checklist/", desk.checklist, name="checklist"),
    path("desk/<int:pk>/note/", desk.note, name="note"),
    path("desk/<int:pk>/preview/", editing.show_preview, name="preview"),
    path("desk/<int:pk>/compare/", editing.compare, name="compare"),
    path("desk/<int:pk>/return/", desk.return_to_sender, name="return"),
    path("desk/<int:pk>/approve/", desk.approve, name="approve"),
]
