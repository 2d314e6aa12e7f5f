"""Pages for trying out: mail that went nowhere, and signing in as a made-up person, on this machine alone."""

import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.http import Http404
from django.test import Client

from circulairwerkt.accounts.models import User
from circulairwerkt.base import mail
from circulairwerkt.base.models import AuditEntry
from circulairwerkt.base.permissions import Role
from circulairwerkt.hubs import services
from circulairwerkt.hubs.actors import actor_of
from tests.circulairwerkt import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def letterbox(settings: Any, tmp_path: Path) -> Path:
    """A folder of one's own for kept mail."""
    settings.LOCAL_MAIL_DIR = tmp_path / "mail"
    return tmp_path / "mail"


def test_mail_is_printed_and_kept(client: Client, letterbox: Path) -> None:
    said = StringIO()
    backend = mail.LocalMail(stream=said)
    letter = EmailMessage("Dag <b>jij</b>", "Code: ABCD\n\nhttps://example.org/x", to=["an@example.org"])
    assert backend.send_messages([letter, EmailMessage("Tweede", "x", to=["b@example.org"])]) == 2
    assert "Code: ABCD" in said.getvalue()
    page = client.get("/lokaal/post/")
    assert [each.subject for each in page.context["letters"]] == ["Tweede", "Dag <b>jij</b>"]
    assert "<b>jij</b>" not in page.content.decode()
    one = client.get(f"/lokaal/post/{mail.letters()[1].key}/").content.decode()
    assert "Code: ABCD" in one
    assert 'href="https://example.org/x"' in one
    assert client.get("/lokaal/post/bestaat-niet/").status_code == 404


def test_old_mail_makes_room(letterbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "KEPT", 3)
    backend = mail.LocalMail(stream=StringIO())
    for number in range(5):
        backend.send_messages([EmailMessage(f"Nummer {number}", "x", to=["a@example.org"])])
    assert [each.subject for each in mail.letters()] == ["Nummer 4", "Nummer 3", "Nummer 2"]


@pytest.mark.parametrize(
    ("role", "goes_to"),
    [
        (Role.COORDINATOR, "/werkplek/gent/"),
        (Role.MEMBER, "/werkplek/gent/"),
        (Role.COACH, "/werkplek/gent/"),
        (Role.ADMINISTRATOR, "/werkplek/"),
        (Role.FUNDER, "/werkplek/"),
    ],
)
def test_one_click_signs_in_as_anybody_of_a_hub(client: Client, role: Role, goes_to: str) -> None:
    hub = factories.hub("Hub Gent", slug="gent")
    for _ in range(2):
        answer = client.post("/lokaal/aanmelden/", {"hub": "gent", "role": role.value})
        assert answer["Location"] == goes_to
    user = User.objects.get()
    assert user.is_example
    assert "voorbeeld" in user.name
    actor = actor_of(user)
    assert role in actor.programme | actor.by_hub.get(hub.pk, frozenset())
    assert client.get(goes_to).status_code == 200


def test_the_sign_in_page_shows_the_way(client: Client) -> None:
    assert "/lokaal/aanmelden/" in client.get("/aanmelden/").content.decode()


def test_they_answer_to_this_machine_alone(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    for path in ("/lokaal/post/", "/lokaal/aanmelden/"):
        assert client.get(path, headers={"host": "hubs.example.org"}).status_code == 404
        assert client.get(path, headers={"host": "localhost:8000"}).status_code == 200


def test_without_the_setting_there_are_none(client: Client, settings: Any) -> None:
    hub = factories.hub("Hub Gent", slug="gent")
    settings.LOCAL_PAGES = False
    assert client.get("/lokaal/post/").status_code == 404
    assert client.post("/lokaal/aanmelden/", {"hub": "gent", "role": "coordinator"}).status_code == 404
    with pytest.raises(Http404):
        services.example_person(hub=hub, role=Role.COORDINATOR)


def test_the_first_ones_are_named_from_the_command_line() -> None:
    hub = factories.hub("Hub Gent", slug="gent")
    said = StringIO()
    call_command("make_administrator", "baas@example.org", stdout=said)
    call_command("make_coordinator", "an@example.org", "gent", stdout=said)
    assert Role.ADMINISTRATOR in actor_of(User.objects.get(email="baas@example.org")).programme
    assert actor_of(User.objects.get(email="an@example.org")).by_hub == {
        hub.pk: frozenset({Role.COORDINATOR})
    }
    assert set(AuditEntry.objects.values_list("action", "is_system")) == {
        ("accounts.make_person", True),
        ("accounts.give_programme_role", True),
        ("hubs.give_role", True),
    }
    for arguments, told in (
        (("make_coordinator", "an@example.org", "nergens"), "no hub 'nergens'; there are: gent"),
        (("make_coordinator", "an@example.org", "gent"), "heeft deze rol al"),
        (("make_administrator", "geen adres"), "e-mail"),
    ):
        with pytest.raises(CommandError, match=re.escape(told)):
            call_command(*arguments)
