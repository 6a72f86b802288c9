from django.urls import path

from nhipcau.register import views

app_name = "register"

urlpatterns = [
    path("", views.register_list, name="list"),
    path("units/<int:pk>/", views.unit, name="unit"),
    path("people/<int:pk>/consent/", views.consent, name="consent"),
]
