"""Badges: signed as Open Badges 3.0 says, checked from what is published; it names no person."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as of_property
from hypothesis import strategies as st

from circulairwerkt.agenda.models import Event
from circulairwerkt.base.permissions import SYSTEM, Role
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.models import Hub
from circulairwerkt.trainings import badges, keys, services
from circulairwerkt.trainings.links import token_of
from circulairwerkt.trainings.models import Attest
from tests.circulairwerkt import factories
from tests.circulairwerkt.signing import pem, public_half

pytestmark = pytest.mark.django_db

SKILL = "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d"
OUTCOMES = [{"text": "stof *herkennen*", "esco": SKILL}, {"text": "naden nakijken", "esco": ""}]
#: What the standard's data model says that an object must have, by its class (appendix B of Open Badges 3.0).
REQUIRED: Mapping[str, set[str]] = {
    "OpenBadgeCredential": {
        "@context",
        "id",
        "type",
        "name",
        "credentialSubject",
        "issuer",
        "validFrom",
    },
    "AchievementSubject": {"type", "achievement"},
    "Achievement": {"id", "type", "criteria", "description", "name"},
    "Profile": {"id", "type"},
    "Alignment": {"type", "targetName", "targetUrl"},
    "IdentityObject": {"type", "hashed", "identityHash", "identityType"},
    "Related": {"id", "type"},
    "1EdTechRevocationList": {"id", "type"},
    "1EdTechJsonSchemaValidator2019": {"id", "type"},
}


@pytest.fixture(autouse=True)
def _with_a_key(settings: Any) -> None:
    cache.clear()
    settings.BADGE_KEYS = (pem(),)


@pytest.fixture
def hub() -> Iterator[Hub]:
    with everywhere("a test"):
        yield factories.hub(
            "De Lus",
            slug="de-lus",
            contact_name="Griet Geheim",
            contact_email="griet@example.org",
            contact_phone="0470 00 00 00",
        )


@pytest.fixture
def attest(hub: Hub) -> Attest:
    event = factories.training(hub).event
    Event.objects.filter(pk=event.pk).update(
        title={"nl": "Textiel sorteren", "fr": "Trier le textile"}, slug="textiel-sorteren"
    )
    event.refresh_from_db()
    return factories.attest(event, outcomes=OUTCOMES)


def link(attest: Attest, language: str = "") -> str:
    """The address of the holder's page."""
    return f"{language}/attest/{token_of(attest)}/"


def badge_of(attest: Attest, *, language: str = "", **asked: str) -> str:
    """The file as its holder gets it."""
    answer = Client().get(f"{link(attest, language)}badge.jwt", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def published(address: str) -> Any:
    """What stands at an address that a badge names."""
    assert address.startswith(settings.BASE_URL)
    answer = Client().get(address.removeprefix(settings.BASE_URL))
    assert answer.status_code == 200, address
    return answer.json()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims, read without a library for JWT."""
    header, claims, _signature = token.split(".")
    return json.loads(_bytes(header)), json.loads(_bytes(claims))


def check(token: str, jwk: Mapping[str, str]) -> None:
    """Check the signature as RFC 7515 says, with nothing of ours but the key as published."""
    signing_input, _dot, signature = token.rpartition(".")
    exponent, modulus = (int.from_bytes(_bytes(jwk[name]), "big") for name in ("e", "n"))
    RSAPublicNumbers(exponent, modulus).public_key().verify(
        _bytes(signature), signing_input.encode("ascii"), PKCS1v15(), SHA256()
    )


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _objects(each)
    elif isinstance(value, list):
        for each in value:
            yield from _objects(each)


def _is_whole(document: dict[str, Any]) -> set[str]:
    """Assert that each object with a type has what its class requires; return the classes that were met."""
    met = set()
    for found in _objects(document):
        sorts = found.get("type", [])
        for sort in [sorts] if isinstance(sorts, str) else sorts:
            if sort == "VerifiableCredential":
                continue
            met.add(sort)
            assert REQUIRED[sort] <= found.keys(), sort
            assert all(found[name] not in ("", None, [], {}) for name in REQUIRED[sort]), sort
    return met


def test_whoever_reads_a_badge_can_check_it_from_what_is_published(attest: Attest) -> None:
    token = badge_of(attest)
    header, claims = parts(token)
    assert header.keys() == {"alg", "kid", "typ"}, "the standard allows no other header"
    assert (header["alg"], header["typ"]) == ("RS256", "JWT")
    check(token, published(header["kid"]))
    [of_set] = published(f"{settings.BASE_URL}/badges/sleutels/")["keys"]
    assert of_set == published(header["kid"])
    assert of_set["kid"] == header["kid"]
    assert of_set.keys() == {"kty", "n", "e", "alg", "use", "kid"}, "nothing of the private half"
    assert header["kid"].rstrip("/").rpartition("/")[2] == keys.thumbprint_of(of_set)
    # Section 8.2.4.1 and 8.2.6.1: the claims of the JWT are those of the credential.
    assert claims["iss"] == claims["issuer"]["id"]
    assert claims["jti"] == claims["id"]
    assert claims["sub"] == claims["credentialSubject"]["id"]
    assert claims["nbf"] == datetime.fromisoformat(claims["validFrom"]).timestamp()
    assert "exp" not in claims
    assert claims["nbf"] == int(attest.given_at.timestamp())
    assert claims["validFrom"][:10] == timezone.localdate(attest.given_at).isoformat()


def test_a_badge_has_all_that_the_standard_requires(attest: Attest) -> None:
    _header, claims = parts(badge_of(attest))
    assert claims["@context"][:2] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    assert set(claims["type"]) == {"VerifiableCredential", "OpenBadgeCredential"}
    assert _is_whole(claims) == REQUIRED.keys()
    subject = claims["credentialSubject"]
    assert subject["achievement"]["criteria"]["narrative"].endswith(
        "- stof \\*herkennen\\*\n- naden nakijken"
    )
    assert "4,5 uur" in subject["achievement"]["criteria"]["narrative"]
    [aligned] = subject["achievement"]["alignment"]
    assert (aligned["targetUrl"], aligned["targetFramework"]) == (SKILL, "ESCO")
    assert subject["activityStartDate"].startswith("2026-10-01T00:00:00+02")
    # What a badge names stands there, and says the same.
    assert published(claims["issuer"]["id"]) == {"@context": claims["@context"][:2], **claims["issuer"]}
    told = published(subject["achievement"]["id"])
    assert _is_whole(told) >= {"Achievement", "Profile"}
    assert (told["id"], told["name"]) == (subject["achievement"]["id"], "Textiel sorteren")
    for other in told["related"]:
        assert published(other["id"])["inLanguage"] == other["inLanguage"] != told["inLanguage"]


def test_without_outcomes_a_badge_is_whole_too(attest: Attest) -> None:
    Attest._base_manager.update(outcomes=[])
    _header, claims = parts(badge_of(attest))
    assert _is_whole(claims) == REQUIRED.keys() - {"Alignment"}
    assert "leerde" not in claims["credentialSubject"]["achievement"]["criteria"]["narrative"]


@of_property(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_badge_that_was_changed_anywhere_is_not_signed(attest: Attest, data: st.DataObject) -> None:
    token = badge_of(attest)
    jwk = published(parts(token)[0]["kid"])
    signed, _dot, signature = token.rpartition(".")
    place = data.draw(st.integers(0, len(signed) - 1))
    other = data.draw(st.sampled_from("ABCxyz019-_").filter(lambda sign: sign != signed[place]))
    with pytest.raises(InvalidSignature):
        check(f"{signed[:place]}{other}{signed[place + 1 :]}.{signature}", jwk)


def test_a_badge_with_another_name_in_it_is_not_signed(attest: Attest) -> None:
    token = badge_of(attest, naam="on")
    header, claims = parts(token)
    claims["credentialSubject"]["identifier"][0]["identityHash"] = "Iemand Anders"
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    first, _claims, last = token.split(".")
    with pytest.raises(InvalidSignature):
        check(f"{first}.{forged}.{last}", published(header["kid"]))


@pytest.mark.parametrize("kept", [pem, lambda name: public_half(pem(name))], ids=["whole", "public half"])
def test_an_old_badge_holds_after_a_new_key_is_put_first(
    attest: Attest, settings: Any, kept: Callable[[str], str]
) -> None:
    old = badge_of(attest)
    settings.BADGE_KEYS = (pem("newer"), kept("first"))
    new = badge_of(attest)
    assert parts(new)[0]["kid"] != parts(old)[0]["kid"]
    assert parts(new)[1] == parts(old)[1], "the same badge, but for who signed it"
    for token in (old, new):
        check(token, published(parts(token)[0]["kid"]))
    with pytest.raises(InvalidSignature):
        check(old, published(parts(new)[0]["kid"]))
    assert len(published(f"{settings.BASE_URL}/badges/sleutels/")["keys"]) == 2


def test_the_thumbprint_is_that_of_the_example_in_rfc_7638() -> None:
    n = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZ"
        "CiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJ"
        "ZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBn"
        "iIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
    )
    public = {"kty": "RSA", "n": n, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"}
    assert keys.thumbprint_of(public) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


def test_the_name_is_a_hash_unless_the_holder_asks(attest: Attest) -> None:
    token = badge_of(attest)
    assert "Zoë" not in json.dumps(parts(token)[1], ensure_ascii=False)
    [identity] = parts(token)[1]["credentialSubject"]["identifier"]
    digest = hashlib.sha256(f"{attest.name}{identity['salt']}".encode()).hexdigest()
    assert (identity["hashed"], identity["identityHash"]) == (True, f"sha256${digest}")
    [identity] = parts(badge_of(attest, naam="on"))[1]["credentialSubject"]["identifier"]
    assert (identity["hashed"], identity["identityHash"]) == (False, attest.name)
    assert identity["identityType"] == "name"
    assert "salt" not in identity


def test_a_badge_is_the_same_at_each_download_and_speaks_the_language_of_the_page(attest: Attest) -> None:
    assert badge_of(attest) == badge_of(attest)
    dutch, french = (parts(badge_of(attest, language=language))[1] for language in ("", "/fr"))
    assert dutch["id"] == french["id"] == parts(badge_of(attest, naam="on"))[1]["id"]
    assert dutch["credentialStatus"] == french["credentialStatus"]
    assert dutch["issuer"] == french["issuer"]
    assert french["name"] == "Trier le textile"
    assert french["credentialSubject"]["achievement"]["inLanguage"] == "fr"
    assert "4,5 heures" in french["description"]
    other = factories.attest(attest.event)
    assert parts(badge_of(other))[1]["id"] != dutch["id"]
    assert attest.number not in json.dumps(dutch)
    assert attest.nonce not in json.dumps(dutch)


def test_what_is_withdrawn_stands_in_the_list_and_gives_no_badge(attest: Attest) -> None:
    _header, claims = parts(badge_of(attest))
    where = claims["credentialStatus"]["id"]
    empty = published(where)
    assert empty["revokedCredentials"] == []
    assert (empty["id"], empty["issuer"]) == (where, claims["issuer"]["id"])
    services.withdraw(actor=SYSTEM, attest=attest, reason="Zoë was er niet")
    told = published(where)
    assert told["revokedCredentials"] == told["revokedCredential"] == [{"id": claims["id"], "revoked": True}]
    gone = Client().get(f"{link(attest)}badge.jwt")
    assert gone.status_code == 404
    assert "Er is geen badge meer: het attest is ingetrokken." in gone.content.decode()
    assert "badge.jwt" not in Client().get(link(attest)).content.decode()
    elsewhere = factories.training(factories.hub("Elders", slug="elders"))
    assert (
        published(f"{settings.BASE_URL}/badges/hubs/{elsewhere.event.hub.slug}/ingetrokken/")[
            "revokedCredentials"
        ]
        == []
    )
    services.restore(actor=SYSTEM, attest=attest)
    assert published(where) == empty
    assert parts(badge_of(attest))[1] == claims


def test_an_erased_name_gives_no_badge(attest: Attest) -> None:
    services.forget_own_name(actor=SYSTEM, attest=attest)
    gone = Client().get(f"{link(attest)}badge.jwt")
    assert gone.status_code == 404
    assert "Er is geen badge meer: de naam is gewist." in gone.content.decode()
    assert "badge.jwt" not in Client().get(link(attest)).content.decode()
    assert Client().get("/attest/verzonnen/badge.jwt").status_code == 404


def _addresses(attest: Attest) -> list[str]:
    return [
        "/badges/sleutels/",
        f"/badges/sleutels/{keys.all_keys()[0].thumbprint}/",
        "/badges/hubs/de-lus/",
        "/badges/hubs/de-lus/ingetrokken/",
        f"/badges/opleidingen/{attest.event.slug}/",
    ]


def test_without_a_key_nothing_of_it_is_in_sight(attest: Attest, settings: Any) -> None:
    everywhere_seen = [*_addresses(attest), f"{link(attest)}badge.jwt"]
    holder, room = link(attest), f"/werkplek/de-lus/agenda/{attest.event_id}/opleiding/"
    desk = Client()
    desk.force_login(factories.member(attest.hub, Role.COORDINATOR))
    assert "badge.jwt" in Client().get(holder).content.decode()
    assert "badge.jwt" not in desk.get(room).content.decode(), "the badge is the holder's alone"
    settings.BADGE_KEYS = ()
    for address in everywhere_seen:
        assert Client().get(address).status_code == 404, address
    for address in (holder, f"/attest/?nummer={attest.number}", f"/agenda/{attest.event.slug}/", room):
        page = desk.get(address)
        assert page.status_code == 200
        assert "badge.jwt" not in page.content.decode()
        assert "Digitale badge" not in page.content.decode()


def test_what_is_published_says_nothing_of_a_person_and_may_be_kept(attest: Attest) -> None:
    services.withdraw(actor=SYSTEM, attest=attest, reason="Zoë was er niet")
    of_people = ["Zoë", "Łącka", "Griet", "griet@", "0470", attest.number, attest.spelt, attest.nonce]
    kinds = ["jwk-set+json", "jwk+json", "ld+json", "json", "ld+json"]
    for address, kind in zip(_addresses(attest), kinds, strict=True):
        for prefix in ("", "/fr"):
            answer = Client().get(prefix + address)
            text = json.dumps(answer.json(), ensure_ascii=False)
            assert [word for word in of_people if word in text] == [], address
            assert answer["Content-Type"] == f"application/{kind}"
            assert answer["Access-Control-Allow-Origin"] == "*"
            assert "public" in answer["Cache-Control"]
            assert not answer.cookies
        again = Client().get(address, headers={"If-None-Match": Client().get(address)["ETag"]})
        assert again.status_code == 304
    assert "max-age=300" in Client().get("/badges/hubs/de-lus/ingetrokken/")["Cache-Control"]


def test_the_file_is_kept_close_and_named(attest: Attest) -> None:
    answer = Client().get(f"{link(attest)}badge.jwt")
    assert answer["Content-Type"] == "text/plain"
    assert answer["Content-Disposition"] == f'attachment; filename="badge-{attest.spelt}.jwt"'
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"


def test_who_gives_no_attest_is_no_issuer_and_a_draft_is_not_published(attest: Attest) -> None:
    factories.hub("Zonder", slug="zonder")
    plain = factories.training(attest.hub, gives_attest=False).event
    Event.objects.filter(pk=attest.event_id).update(state="draft")
    for address in (
        "/badges/hubs/zonder/",
        "/badges/hubs/zonder/ingetrokken/",
        f"/badges/opleidingen/{plain.slug}/",
        f"/badges/opleidingen/{attest.event.slug}/",
        "/badges/sleutels/verzonnen/",
    ):
        assert Client().get(address).status_code == 404, address
    assert Client().get("/badges/hubs/de-lus/").status_code == 200


def test_a_made_up_hub_says_so_in_its_badges(attest: Attest) -> None:
    Hub.objects.update(is_example=True)
    attest.hub.refresh_from_db()
    attest.event.hub.refresh_from_db()
    assert badges.credential(attest, with_name=False)["description"].startswith("Dit is een voorbeeld.")


def test_a_badge_of_last_night_is_of_its_own_day(attest: Attest) -> None:
    """Given half an hour after midnight in Belgium, when it was still the day before in Greenwich."""
    late = timezone.make_aware(datetime(2026, 10, 9, 0, 30))
    Attest._base_manager.update(given_at=late + timedelta(microseconds=7))
    _header, claims = parts(badge_of(attest))
    assert claims["validFrom"] == "2026-10-09T00:30:00+02:00"
    assert claims["nbf"] == int(late.timestamp())
