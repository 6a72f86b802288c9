from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "nhipcau.sheets"
    default_auto_field = "django.db.models.BigAutoField"
