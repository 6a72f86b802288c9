from django.urls import path, re_path

from nhipcau.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("tin/feed.atom", views.feed, name="feed"),
    re_path(r"^tin/anh/(?P<pk>\d+)/(?P<size>large|medium|small)\.jpg$", views.photo, name="photo"),
    path("tin/phim/<int:pk>/", views.clip, name="clip"),
    path("tin/phim/<int:pk>.jpg", views.still, name="still"),
    path("tin/bai/<int:pk>/", views.short, name="short"),
    path("tin/<slug:name>/", views.unit, name="unit"),
    path("tin/<slug:name>/feed.atom", views.feed, name="unit-feed"),
    path("tin/<slug:name>/<int:pk>-<slug:slug>/", views.item, name="item"),
]
