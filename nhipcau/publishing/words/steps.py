"""What a person reads about one step of connecting a Page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nhipcau.facebook.faults import Fault
from nhipcau.publishing.steps import Step, Tried
from nhipcau.publishing.words.saying import Words


def title_of(step: Step) -> str:
    """The step in a few words."""
    return {
        Step.APP: _("The app of your federation"),
        Step.TOKEN: _("The kind of token"),
        Step.PERMISSIONS: _("The permissions"),
        Step.ROLE: _("The role on the Page"),
        Step.PAGE: _("The Page itself"),
        Step.TEST_POST: _("A test post that nobody sees"),
        Step.TEST_GONE: _("The test post is deleted"),
    }[step]


def of_step(tried: Tried) -> Words:
    """What was found, and what to do about it."""
    speak = {
        Step.APP: _app,
        Step.TOKEN: _token,
        Step.PERMISSIONS: _permissions,
        Step.ROLE: _role,
        Step.PAGE: _page,
        Step.TEST_POST: _test_post,
        Step.TEST_GONE: _test_gone,
    }
    return speak[tried.step](tried)


def _app(tried: Tried) -> Words:
    if tried.ok:
        return Words(
            _("The token belongs to the app “%(app)s”.") % {"app": tried.note},
            _(
                "Facebook does not say whether the app is live. After the first post, open it signed out: if it cannot be seen, the app is still in development mode."
            ),
        )
    if tried.note == Fault.PROOF:
        return Words(
            _("The app secret of this installation does not fit the app."),
            _("Ask the operator to correct it, then connect the Page again."),
        )
    return Words(_("Facebook could not be asked about the token."), _("Try again in a few minutes."))


def _token(tried: Tried) -> Words:
    if tried.ok:
        return Words(_("It is the Page's own token, and it does not end by itself."))
    if tried.note == "ends":
        return Words(
            _("This token ends by itself after a while, so posts would stop one day."),
            _("Connect the Page again with “Sign in with Facebook”."),
        )
    return Words(
        _("It is not a valid token of a Page."), _("Connect the Page again with “Sign in with Facebook”.")
    )


def _permissions(tried: Tried) -> Words:
    if not tried.ok:
        return Words(
            _("Missing: %(missing)s.") % {"missing": tried.note},
            _("Connect again, and leave every tick in Facebook's dialog as it is."),
        )
    if tried.note:
        return Words(
            _("Everything that publishing needs was granted."),
            _("Not granted, and only needed for numbers or business portfolios: %(missing)s.")
            % {"missing": tried.note},
        )
    return Words(_("Everything was granted."))


def _role(tried: Tried) -> Words:
    if tried.ok:
        return Words(_("The person who signed in may create content on the Page."))
    if tried.ok is None:
        return Words(_("With a pasted token Facebook does not say it; the test post below shows it."))
    return Words(
        _("The person who signed in may not create content on the Page."),
        _("Ask an administrator of the Page for the task “Content”, then connect again."),
    )


def _page(tried: Tried) -> Words:
    if tried.ok:
        return Words(_("The Page is public."))
    if tried.note:
        return Words(_("The Page could not be read."), _("Try again in a few minutes."))
    return Words(
        _("The Page is unpublished."), _("Members see its posts only after it is published on facebook.com.")
    )


def _test_post(tried: Tried) -> Words:
    if tried.ok:
        return Words(_("Facebook took it; nobody saw it."))
    return Words(
        _("Facebook did not take a test post, so posts would not go out either."),
        _("Ask an administrator of the Page for the task “Content”, then connect again."),
    )


def _test_gone(tried: Tried) -> Words:
    if tried.ok:
        return Words(_("It is gone; nothing is left on the Page."))
    return Words(
        _("The test post could not be deleted. Its number is %(id)s; nobody sees it.") % {"id": tried.note},
        _("Remove it on facebook.com among the unpublished posts of the Page."),
    )
