"""What a person reads about the connection of a Page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nhipcau.core import clock
from nhipcau.facebook.faults import Fault
from nhipcau.publishing.models import Page
from nhipcau.publishing.words.saying import Words, hour


def of_page(page: Page) -> Words:
    """How the connection stands."""
    if not page.is_connected:
        return Words(
            _("This Page is not connected; its posts go out by hand."),
            _("Connect the Page to publish by schedule."),
        )
    if page.is_stopped:
        return stopped_words(page.stopped_reason)
    if page.paused_until is not None and page.paused_until > clock.now():
        return Words(_("Rate limited, continuing at %(time)s.") % {"time": hour(page.paused_until)})
    if page.is_hidden:
        return Words(
            _("The Page is unpublished."),
            _("Nobody but its administrators sees it. Publish the Page on facebook.com.")
            if page.waits_when_hidden
            else _("Posts go out all the same; members see them once the Page is published on facebook.com."),
        )
    if page.app_is_in_development:
        return Words(
            _("The latest post cannot be seen signed out."),
            _(
                "The Meta app is in development mode. Ask the operator to set it to live, then open the post signed out."
            ),
        )
    return Words(_("The Page is connected."))


def stopped_words(reason: str) -> Words:
    """Why a Page's posts wait, and who must do what."""
    if reason == Fault.ROLE_LOST:
        return Words(
            _("The connecting person no longer has a role on the Page."),
            _("A person with a role on the Page must connect it again."),
        )
    if reason == Fault.PERMISSION:
        return Words(
            _("A permission to publish on the Page is missing."),
            _(
                "Connect the Page again and grant pages_manage_posts, pages_read_engagement and pages_show_list."
            ),
        )
    if reason == Fault.VERIFY:
        return Words(
            _("Facebook asks an admin to verify on facebook.com."),
            _("Sign in on facebook.com, do what it asks, then connect the Page again."),
        )
    if reason == Fault.BLOCKED:
        return Words(
            _("Facebook has blocked publishing on this Page for a while."),
            _("Wait a day, look at the Page on facebook.com, then connect it again."),
        )
    if reason == Fault.PROOF:
        return Words(
            _("The app secret of this installation does not fit the app."),
            _("Ask the operator to correct it, then connect the Page again."),
        )
    return Words(
        _("The connection to the Page has ended; its posts wait."),
        _("Reconnect the Page: open “Pages” and press “Connect again”."),
    )


def unusable(why: str) -> str:
    """Why a Page of the list cannot be chosen; nothing when it can."""
    if why == "no_token":
        return _("It was not ticked in Facebook's dialog. Start again and tick it.")
    if why == "no_task":
        return _(
            "The person who signed in may not create content there. An administrator of the Page can allow it."
        )
    return _("Facebook does not let this app use it.") if why else ""
