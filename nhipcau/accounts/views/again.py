"""A code by e-mail for people who sign in with nothing else, before something is published."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import BaseReauthenticateView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from nhipcau.accounts.again import CODES
from nhipcau.accounts.codes import MINUTES
from nhipcau.accounts.forms import EmailCodeForm, SubmitKeyOnlyForm


class CodeAgainView(BaseReauthenticateView):
    """First a button that mails the code, then the field for it; then the request that was set aside goes on."""

    form_class = EmailCodeForm
    template_name = "account/again_code.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "send" in request.POST:
            asked = SubmitKeyOnlyForm(request.POST)
            if asked.is_valid():
                user: Any = request.user
                CODES.ask(request, user, user.email, "account/again_code.txt", **asked.cleaned_data)
            return redirect(request.get_full_path())
        if not CODES.waiting(request):
            return redirect(request.get_full_path())
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def form_valid(self, form: EmailCodeForm) -> HttpResponse:
        user: Any = self.request.user
        if not CODES.is_right(self.request, user, form.cleaned_data["code"]):
            form.add_error(
                "code", _("This code is not right. Look at the newest message, or ask for a new code.")
            )
            return self.form_invalid(form)  # type: ignore[no-any-return]
        CODES.forget(self.request)
        record_authentication(self.request, user, method="code", reauthenticated=True)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = {"waiting": CODES.waiting(self.request), "minutes": MINUTES, "send_form": SubmitKeyOnlyForm()}
        return {**super().get_context_data(**kwargs), **asked}
