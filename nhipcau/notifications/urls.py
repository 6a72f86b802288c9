from django.urls import path

from nhipcau.notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.notices, name="notices"),
    path("seen/", views.seen, name="seen"),
    path("mail/", views.demo_mail, name="demo-mail"),
]
