from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "nhipcau.campaigns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """One-time links know what they do."""
        from nhipcau.campaigns import links  # noqa: F401
