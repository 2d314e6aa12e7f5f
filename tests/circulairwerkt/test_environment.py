"""Settings from the environment: what production wants, and what it does not have."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from circulairwerkt.settings.environment import BadEnvironment, read
from tests.circulairwerkt.signing import pem, public_half

pytestmark = pytest.mark.any_database
GOOD = {
    "CW_ENV": "production",
    "CW_SECRET_KEY": "x" * 60,
    "CW_HOSTS": "hubs.example.org",
    "CW_BASE_URL": "https://hubs.example.org",
    "CW_MAIL_URL": "smtp+tls://post:geheim@mail.example.org:587",
    "CW_PEOPLE_KEYS": f"{'a' * 43}=,{'b' * 43}=",
    "DATABASE_URL": "postgresql://nobody@localhost:5432/none",
}


def test_production_names_all_that_is_missing_at_once() -> None:
    with pytest.raises(BadEnvironment) as caught:
        read({"CW_ENV": "production"})
    for name in ("CW_SECRET_KEY", "CW_HOSTS", "DATABASE_URL", "CW_BASE_URL", "CW_MAIL_URL", "CW_PEOPLE_KEYS"):
        assert f"{name}: missing" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("CW_SECRET_KEY", "kort", "50 characters"),
        ("CW_BASE_URL", "http://hubs.example.org", "https://"),
        ("CW_MAIL_URL", "mail.example.org", "smtp://"),
        ("CW_TRUSTED_PROXIES", "-1", "whole number"),
        ("CW_LANGUAGES", "fr", "expected nl"),
        ("CW_PEOPLE_KEYS", "kort", "Fernet keys"),
        ("DATABASE_URL", "mysql://x", "not sqlite or postgresql"),
        ("CW_ACM_IDM_URL", "https://server.example.org", "CLIENT:SECRET"),
        ("CW_ITSME_URL", "https://a:b@server.example.org:geen/", "CLIENT:SECRET"),
    ],
)
def test_a_wrong_value_is_named_with_what_was_expected(name: str, value: str, told: str) -> None:
    with pytest.raises(BadEnvironment, match=told):
        read({**GOOD, name: value})


def test_identity_providers_are_read_from_their_address() -> None:
    environment = read({**GOOD, "CW_ACM_IDM_URL": "https://hub%40cw:ge%2Fheim@auth.example.org/op"})
    provider = environment.identity_providers[0]
    assert (provider.key, provider.client_id, provider.secret) == ("acm-idm", "hub@cw", "ge/heim")
    assert provider.server_url == "https://auth.example.org/op"


def test_a_forgotten_mode_does_not_serve_strangers() -> None:
    """Local mode signs anybody in; it must never answer to a name of the outside world."""
    with pytest.raises(BadEnvironment, match="CW_ENV=production"):
        read({"CW_HOSTS": "hubs.example.org"})


def _in_production(code: str, **more: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path("src").absolute()), **GOOD, **more},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


START = "import django; from django.conf import settings; import os;"
START += "os.environ['DJANGO_SETTINGS_MODULE'] = 'circulairwerkt.settings'; django.setup();"


def test_the_pages_for_trying_out_do_not_exist_in_production() -> None:
    code = START + (
        "from django.urls import resolve, Resolver404\n"
        "for path in ('/lokaal/post/', '/lokaal/post/x/', '/lokaal/aanmelden/', '/stijl/'):\n"
        "    try: resolve(path); print('FOUND', path)\n"
        "    except Resolver404: print('gone')\n"
    )
    assert _in_production(code).split() == ["gone"] * 4


def test_production_is_strict() -> None:
    code = START + (
        "print(settings.SECOND_FACTOR_FOR_ADMINISTRATORS, settings.SESSION_COOKIE_SECURE,"
        " settings.CSRF_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS > 30_000_000,"
        " settings.SECURE_SSL_REDIRECT, settings.EMAIL_BACKEND.endswith('smtp.EmailBackend'),"
        " settings.EMAIL_USE_TLS, not settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN, not settings.DEBUG)"
    )
    assert set(_in_production(code).split()) == {"True"}


def test_identity_providers_bring_their_addresses() -> None:
    code = START + "from django.urls import reverse; print(reverse('openid_connect_login', args=['itsme']))"
    told = _in_production(code, CW_ITSME_URL="https://a:b@itsme.example.org/op")
    assert told.strip() == "/aanmelden/met/oidc/itsme/login/"


def test_keys_of_badges_are_text_or_files_and_the_first_signs(tmp_path: Path) -> None:
    assert read(GOOD).badge_keys == ()
    new, old = pem("new").strip(), public_half(pem("old")).strip()
    files = [tmp_path / "new.pem", tmp_path / "old.pem"]
    for file, text in zip(files, (new, old), strict=True):
        file.write_text(f"{text}\n", encoding="ascii")
    for given in (f"{new}\n{old}", f"{new}{old}".replace("\n", "\\n"), ", ".join(map(str, files))):
        assert read({**GOOD, "CW_BADGE_KEYS": given}).badge_keys == (new, old)


def test_a_wrong_key_of_badges_is_named_and_not_shown(tmp_path: Path) -> None:
    elliptic = ec.generate_private_key(ec.SECP256R1())
    other = elliptic.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    sealed = elliptic.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"geheim"))
    no_key = tmp_path / "brief.txt"
    no_key.write_text("geen sleutel", encoding="ascii")
    for given, told in (
        (str(tmp_path / "weg.pem"), "weg.pem' cannot be read"),
        (str(tmp_path), "cannot be read"),
        (str(no_key), "holds no whole key"),
        (pem()[:200], "holds no whole key"),
        (pem()[:200] + pem()[-100:], "key 1 is no key in PEM"),
        (sealed.decode(), "key 1 is no key in PEM without a password"),
        (other, "key 1 is not RSA of 2048 bits"),
        (pem() + pem("short", bits=1024), "key 2 is not RSA of 2048 bits"),
        (public_half(pem()), "key 1 signs"),
    ):
        with pytest.raises(BadEnvironment) as caught:
            read({**GOOD, "CW_BADGE_KEYS": given})
        assert str(caught.value).startswith("CW_BADGE_KEYS: ")
        assert told in str(caught.value)
        assert pem()[100:140] not in str(caught.value)
