from django.apps import AppConfig


class ReorganisationConfig(AppConfig):
    name = "nhipcau.reorganisation"
    default_auto_field = "django.db.models.BigAutoField"
