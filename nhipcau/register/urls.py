from django.urls import path

from nhipcau.register import views

app_name = "register"

urlpatterns = [
    path("", views.register_list, name="list"),
    path("units/<int:pk>/", views.unit, name="unit"),
    path("duplicates/", views.duplicates, name="duplicates"),
    path("duplicates/<int:pk>/same/", views.same, name="same"),
    path("duplicates/<int:pk>/different/", views.different, name="different"),
    path("duplicates/<int:pk>/undo/", views.undo, name="undo-merge"),
    path("pages/<int:pk>/checked/", views.check_page, name="check-page"),
    path("people/<int:pk>/consent/", views.consent, name="consent"),
]
