"""Every address of an installation, package by package."""

from django.urls import include, path

from nhipcau.accounts.views.link import link
from nhipcau.core import views as core

urlpatterns = [
    path("", include("nhipcau.portal.urls")),
    path("l/<str:secret>/", link, name="link"),
    path("i18n/setlang/", core.choose_language, name="set_language"),
    path("accounts/", include("nhipcau.accounts.urls")),
    path("people/", include("nhipcau.accounts.people_urls")),
    path("units/", include("nhipcau.reorganisation.urls")),
    path("campaigns/", include("nhipcau.campaigns.urls")),
    path("forms/", include("nhipcau.sheets.urls")),
    path("register/", include("nhipcau.register.urls")),
    path("stories/", include("nhipcau.stories.urls")),
    path("publishing/", include("nhipcau.publishing.urls")),
    path("notifications/", include("nhipcau.notifications.urls")),
    path("desk/", include("nhipcau.desk.urls")),
    path("demo/", include("nhipcau.demo.urls")),
]
