"""A new key for Page tokens: every token opens afterwards, the old key opens none, a cut run is ended by the next."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.management import call_command

from nhipcau.audit.models import Entry
from nhipcau.publishing import tokens
from nhipcau.publishing.models import Page
from tests.publishing.conftest import TOKEN

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def test_after_a_rotation_only_the_new_key_opens_the_tokens(page, settings):
    old = Fernet(settings.TOKEN_KEY)

    call_command("rotate_token_key")

    page.refresh_from_db()
    assert page.token == TOKEN
    with pytest.raises(InvalidToken):
        old.decrypt(page.sealed_token.encode())
    assert len(tokens.kept_keys()) == 1
    assert tokens.key_file().stat().st_mode & 0o077 == 0
    assert Entry.objects.filter(verb="page.token_resealed").count() == 1
    first = page.sealed_token
    call_command("rotate_token_key")
    page.refresh_from_db()
    assert page.token == TOKEN and page.sealed_token != first


def test_a_rotation_cut_in_the_middle_loses_nothing(page, monkeypatch):
    monkeypatch.setattr(tokens, "reseal", lambda sealed: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        call_command("rotate_token_key")
    assert Page.objects.get().token == TOKEN  # the old row, with both keys there
    monkeypatch.undo()

    call_command("rotate_token_key")

    assert Page.objects.get().token == TOKEN
    assert len(tokens.kept_keys()) == 1
