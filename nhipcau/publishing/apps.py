from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "nhipcau.publishing"
    default_auto_field = "django.db.models.BigAutoField"
