"""The client for this installation's Meta app, as the settings say."""

from dataclasses import replace

from django.conf import settings

from nhipcau.facebook.client import GraphClient, Hosts, Timeouts


def hosts() -> Hosts:
    """Facebook's own hosts, one address that plays all four, or each by its own setting."""
    base = getattr(settings, "FACEBOOK_BASE_URL", "")
    found = Hosts.on(base) if base else Hosts()
    named = {name: url for name, url in getattr(settings, "FACEBOOK_HOSTS", {}).items() if url}
    return replace(found, **named)


def graph_client() -> GraphClient:
    """One client a piece of work; close it after use."""
    return GraphClient(
        app_id=settings.FACEBOOK_APP_ID,
        app_secret=settings.FACEBOOK_APP_SECRET,
        hosts=hosts(),
        version=settings.FACEBOOK_API_VERSION,
        timeouts=Timeouts(**getattr(settings, "FACEBOOK_TIMEOUTS", {})),
    )


def is_open() -> bool:
    """Has this installation a Meta app at all? Without one, posts go out by hand."""
    return bool(settings.FACEBOOK_APP_ID and settings.FACEBOOK_APP_SECRET)
