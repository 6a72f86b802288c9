"""The one-time link by which a unit without an account says that it has the circular."""

from typing import Any

from django.utils.translation import gettext as _

from nhipcau.accounts import links
from nhipcau.accounts.models import OneTimeLink
from nhipcau.campaigns import actions
from nhipcau.campaigns.models import Addressed


def words(link: OneTimeLink) -> links.Words:
    """Which unit acknowledges what."""
    addressed = Addressed.objects.select_related("campaign", "unit").get(pk=link.about_id or 0)
    return links.Words(
        title=_("The circular has arrived"),
        text=_("%(unit)s confirms that it has received: %(campaign)s")
        % {"unit": addressed.unit.name, "campaign": addressed.campaign},
        button=_("We have received it"),
    )


@links.handler("acknowledge", words)
def acknowledge(link: Any, request: Any = None, **_values: Any) -> Any:
    """Only the button's POST comes here."""
    addressed = Addressed.objects.select_related("campaign", "unit").get(pk=link.about_id)
    actions.acknowledge_by_link(addressed, link=link)
    return _("Thank you. Your unit is put down as having received the circular.")
