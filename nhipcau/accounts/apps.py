from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "nhipcau.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """One-time links know what they do."""
        from nhipcau.accounts import link_pages  # noqa: F401
