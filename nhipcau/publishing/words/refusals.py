"""What a person reads when Facebook refuses one post."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nhipcau.facebook.faults import Fault


def fault_words(fault: str) -> tuple[str, str]:
    """A refusal of one post."""
    table = {
        Fault.DUPLICATE: (_("Same text as the latest post."), _("Change the text, then schedule it again.")),
        Fault.CONTENT: (
            _("Facebook refused the content."),
            _("Change the text or the photos, then schedule it again."),
        ),
        Fault.LINK: (
            _("Facebook cannot read a link in the text."),
            _("Correct or remove the link, then schedule it again."),
        ),
        Fault.PHOTO: (
            _("A photo was refused; nothing was published."),
            _("Replace or remove this photo, then schedule the post again."),
        ),
        Fault.GONE: (
            _("Facebook does not know this Page under its number any more."),
            _("Connect the Page again under “Pages”, then schedule the post again or post it by hand."),
        ),
        Fault.VIDEO: (
            _("Facebook refused the video."),
            _("The text is kept. Replace the clip by another one, then schedule the post again."),
        ),
        Fault.VIDEO_LATER: (
            _("Facebook did not have the whole video, twice."),
            _("Schedule the post again; the clip is then uploaded anew."),
        ),
        Fault.SCHEDULE: (
            _("Facebook did not accept the time."),
            _("Publish it now, or choose another time."),
        ),
    }
    return table.get(
        Fault(fault) if fault in set(Fault) else Fault.UNCLASSIFIED,
        (
            _("Facebook refused the post for a reason this program does not know."),
            _("Show the attempt below to the operator, then schedule it again or post it by hand."),
        ),
    )
