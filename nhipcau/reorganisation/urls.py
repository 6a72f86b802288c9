"""Units, for officers."""

from django.urls import path

from nhipcau.reorganisation.views import loading, units

app_name = "reorganisation"

urlpatterns = [
    path("", units.units, name="list"),
    path("<int:pk>/", units.unit, name="unit"),
    path("names/<int:pk>/forget/", units.forget_name, name="forget-name"),
    path("load/", loading.load, name="load"),
    path("load/confirm/", loading.confirm, name="confirm"),
    path("load/danh-sach-don-vi.xlsx", loading.template, name="template"),
]
