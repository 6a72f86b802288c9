from django.urls import path

from nhipcau.demo import views

app_name = "demo"
urlpatterns = [path("", views.welcome, name="welcome"), path("files/<str:name>", views.file, name="file")]
