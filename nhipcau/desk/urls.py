"""The officers' front door."""

from django.urls import path

from nhipcau.desk import views

app_name = "desk"

urlpatterns = [
    path("", views.home, name="home"),
    path("trail/", views.audit, name="audit"),
]
