"""Signing in and up: a code by mail, a second step, no word about who has an account."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone

from circulairwerkt.accounts import services
from circulairwerkt.accounts.models import User
from circulairwerkt.base.models import AuditEntry
from circulairwerkt.base.permissions import SYSTEM, Role
from circulairwerkt.hubs.actors import actor_of

pytestmark = pytest.mark.django_db
#: A code as allauth writes them: two groups of four.
CODE = re.compile(r"^[A-Z0-9-]{4,20}$", re.MULTILINE)


@pytest.fixture(autouse=True)
def _no_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def person() -> User:
    """Somebody with an account whose address is proven."""
    user = User.objects.create_user("an@example.org", name="An")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _code() -> str:
    found = CODE.findall(str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return str(found[0])


def _sign_in(client: Client, email: str = "an@example.org") -> Any:
    client.post("/aanmelden/", {"login": email})
    return client.post("/aanmelden/code/", {"code": _code()})


def test_a_code_from_the_mail_signs_in(client: Client, person: User) -> None:
    asked = client.post("/aanmelden/", {"login": "An@Example.org"})
    assert asked.status_code == 302
    assert asked["Location"] == "/aanmelden/code/"
    assert mail.outbox[-1].to == ["an@example.org"]
    done = client.post("/aanmelden/code/", {"code": _code()})
    assert done["Location"] == "/werkplek/"
    assert client.get("/werkplek/").status_code == 200


def test_a_wrong_code_is_refused_and_a_third_ends_it(client: Client, person: User) -> None:
    client.post("/aanmelden/", {"login": person.email})
    right = _code()
    for _ in range(2):
        answer = client.post("/aanmelden/code/", {"code": "0000-0000"})
        assert answer.status_code == 422
        assert "Deze code klopt niet" in answer.content.decode()
    assert client.post("/aanmelden/code/", {"code": "0000-0000"}).status_code == 302
    assert client.post("/aanmelden/code/", {"code": right})["Location"] == "/aanmelden/"
    assert client.get("/werkplek/").status_code == 302


def _shape(answer: Any) -> tuple[int, str, str]:
    """What a visitor can tell of an answer, without what is random in every one."""
    text = re.sub(r'value="[A-Za-z0-9]{60,}"|nonce="[^"]*"|nonce-[^\']*', "", answer.content.decode())
    return answer.status_code, answer.get("Location", ""), text


@pytest.mark.parametrize(("start", "field"), [("/aanmelden/", "login"), ("/registreren/", "email")])
def test_nobody_learns_who_has_an_account(start: str, field: str, person: User) -> None:
    shapes = []
    for email in (person.email, "zz@example.org"):
        client = Client()
        mail.outbox.clear()
        asked = client.post(start, {field: email})
        page = client.get(asked["Location"])
        wrong = client.post(asked["Location"], {"code": "0000-0000"})
        assert len(mail.outbox) == 1, "a mail goes out either way, so that time tells nothing"
        told = [_shape(answer) for answer in (asked, page, wrong)]
        shapes.append([(status, to, text.replace(email, "ADDRESS")) for status, to, text in told])
    assert shapes[0] == shapes[1]


def test_signing_up_takes_the_code_and_is_recorded(client: Client) -> None:
    client.post("/registreren/", {"email": "nieuw@example.org"})
    assert client.post("/registreren/code/", {"code": _code()}).status_code == 302
    user = User.objects.get(email="nieuw@example.org")
    assert EmailAddress.objects.get(user=user).verified
    assert client.get("/mijn/").status_code == 200
    entry = AuditEntry.objects.get(action="accounts.sign_up")
    assert "nieuw@example.org" not in f"{entry.object_name}{entry.changes}"


def test_asking_for_codes_is_limited(person: User) -> None:
    answers = [Client().post("/aanmelden/", {"login": person.email}) for _ in range(5)]
    assert [answer.status_code for answer in answers[:3]] == [302, 302, 302]
    assert answers[-1].status_code in {422, 429}
    assert len(mail.outbox) <= 3


def test_the_address_behind_a_proxy_is_counted(settings: Any) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.7")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert get_client_ip(request) == "10.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert get_client_ip(request) == "203.0.113.7"


def _totp_code(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_and_then_asked_for(client: Client, person: User) -> None:
    _sign_in(client)
    page = client.get("/mijn/beveiliging/app/")
    secret = page.context["form"].secret
    assert client.post("/mijn/beveiliging/app/", {"code": "12"}).status_code == 422
    done = client.post("/mijn/beveiliging/app/", {"code": _totp_code(secret)})
    assert done["Location"] == "/mijn/beveiliging/herstelcodes/"
    codes = client.get("/mijn/beveiliging/herstelcodes/").context["unused_codes"]
    assert len(codes) == 10
    stored = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data), "the seed lies sealed in the database"
    assert AuditEntry.objects.filter(action="accounts.second_factor_changed").exists()

    again = Client()
    assert _sign_in(again)["Location"] == "/aanmelden/tweede-stap/"
    assert again.get("/werkplek/").status_code == 302
    assert again.post("/aanmelden/tweede-stap/", {"code": "nonsens"}).status_code == 422
    assert again.post("/aanmelden/tweede-stap/", {"code": codes[0]}).status_code == 302
    assert again.get("/werkplek/").status_code == 200


def test_an_administrator_without_second_factor_is_none_where_one_is_required(
    client: Client, person: User, settings: Any
) -> None:
    services.give_programme_role(actor=SYSTEM, user=person, role=Role.ADMINISTRATOR)
    client.force_login(person)
    assert client.get("/programma/").status_code == 200
    settings.SECOND_FACTOR_FOR_ADMINISTRATORS = True
    assert actor_of(person).programme == frozenset()
    assert client.get("/programma/").status_code == 404
    assert "Zet eerst een tweede stap aan" in client.get("/werkplek/").content.decode()
    assert _sign_in(Client())["Location"] == "/mijn/beveiliging/"
    Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={"credential": {}})
    assert client.get("/programma/").status_code == 200


def test_the_address_changes_after_the_code(client: Client, person: User) -> None:
    client.force_login(person)
    asked = client.post("/mijn/e-mailadres/", {"action_add": "", "email": "anders@example.org"})
    assert asked["Location"] == "/registreren/code/"
    person.refresh_from_db()
    assert person.email == "an@example.org"
    client.post("/registreren/code/", {"code": _code()})
    person.refresh_from_db()
    assert person.email == "anders@example.org"
    assert AuditEntry.objects.filter(action="accounts.address_changed").exists()


def test_other_sessions_are_ended(person: User) -> None:
    here, there = Client(), Client()
    _sign_in(here)
    cache.clear()
    _sign_in(there)
    assert there.get("/mijn/").status_code == 200
    assert here.post("/mijn/sessies/").status_code == 302
    assert there.get("/mijn/").status_code == 302
    assert here.get("/mijn/").status_code == 200


def test_the_profile_speaks_the_chosen_language(client: Client, person: User) -> None:
    client.force_login(person)
    answer = client.post("/mijn/", {"name": "An Peeters", "language": "fr"})
    assert answer["Location"] == "/fr/mijn/"
    person.refresh_from_db()
    assert (person.name, person.language) == ("An Peeters", "fr")
    entry = AuditEntry.objects.get(action="accounts.edit_profile")
    assert "Peeters" not in str(entry.changes), "the trail keeps that a name changed, not the name"


def test_leaving_takes_everything_personal_along(client: Client, person: User) -> None:
    services.give_programme_role(actor=SYSTEM, user=person, role=Role.FUNDER)
    _sign_in(client)
    assert client.post("/mijn/verwijderen/", {}).status_code == 422
    assert client.post("/mijn/verwijderen/", {"confirm": "on"}).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.is_active) == ("", False)
    assert "an@" not in person.email
    assert not EmailAddress.objects.filter(user=person).exists()
    assert not actor_of(person).programme
    assert person.programme_roles.count() == 1, "roles end, they are not deleted"
    assert not person.programme_roles.get().holds_now
    assert client.get("/mijn/").status_code == 302
    assert AuditEntry.objects.filter(action="accounts.forget_person", user=person).exists()


def test_the_only_administrator_stays(person: User) -> None:
    role = services.give_programme_role(actor=SYSTEM, user=person, role=Role.ADMINISTRATOR)
    with pytest.raises(services.ValidationError):
        services.end_programme_role(actor=SYSTEM, role_id=role.pk)


def test_what_is_no_longer_needed_goes_by_the_clock(client: Client, person: User) -> None:
    long_ago = timezone.now() - timedelta(days=services.TRAIL_DAYS + 1)
    services.sign_up(email="nooit-bevestigd@example.org", language="nl")
    services.appoint(actor=SYSTEM, email="aangesteld@example.org", role=Role.FUNDER)
    User.objects.update(joined_at=long_ago)
    assert services.forget_unproven(actor=SYSTEM) == 1
    left = set(User.objects.values_list("email", flat=True))
    assert left == {"an@example.org", "aangesteld@example.org"}

    _sign_in(client)
    assert UserSession.objects.count() == 1
    Session.objects.update(expire_date=long_ago)
    assert services.forget_sessions(actor=SYSTEM) == 1
    assert not UserSession.objects.exists()

    AuditEntry.objects.filter(action="accounts.sign_up").update(at=long_ago)
    assert services.shorten_trail(actor=SYSTEM) == 1
    assert not AuditEntry.objects.filter(action="accounts.sign_up").exists()
