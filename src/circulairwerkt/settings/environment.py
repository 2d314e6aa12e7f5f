"""The one place where the environment is read; what is wrong with it is said at start, all at once."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from circulairwerkt.settings.badge_keys import pem_blocks

Mode = Literal["local", "test", "production"]
MODES: tuple[Mode, ...] = ("local", "test", "production")

#: A key for machines where nothing is at stake; production refuses it.
LOCAL_KEY = "local-only-key-for-a-machine-where-nothing-is-at-stake-0123456789"


class BadEnvironment(Exception):
    """One or more environment variables have a value that the platform cannot work with."""


@dataclass(frozen=True)
class IdentityProvider:
    """An OpenID Connect server that people may sign in with."""

    key: str
    name: str
    client_id: str
    secret: str
    server_url: str


#: variable, key in addresses, name on the button.
IDENTITY_PROVIDERS: tuple[tuple[str, str, str], ...] = (
    ("CW_ACM_IDM_URL", "acm-idm", "ACM/IDM"),
    ("CW_ITSME_URL", "itsme", "itsme"),
)
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver"})


@dataclass(frozen=True)
class Environment:
    """What the surroundings decide, read once at start.

    ``mode`` chooses the defaults: *local* (nothing to install, mail on a local page), *test*, *production*
    (strict: every value below must be given).
    """

    mode: Mode
    secret_key: str
    hosts: tuple[str, ...]
    data_dir: Path
    database: Mapping[str, object]
    mail_url: str
    mail_from: str
    base_url: str
    languages: tuple[str, ...]
    tile_url: str
    trusted_proxies: int
    identity_providers: tuple[IdentityProvider, ...] = ()
    mailbox_url: str = ""
    mailbox_address: str = ""
    #: Fernet keys for data of people, the one that seals first; empty: one made of the secret key.
    people_keys: tuple[str, ...] = ()
    #: RSA keys in PEM that sign badges, the one that signs first; empty: there are no badges.
    badge_keys: tuple[str, ...] = ()

    @property
    def is_production(self) -> bool:
        """True where real people's data are at stake."""
        return self.mode == "production"


#: name, meaning, default outside production. ``docs/running/settings.md`` is checked against this list.
VARIABLES: tuple[tuple[str, str, str], ...] = (
    ("CW_ENV", "local, test or production", "local"),
    ("CW_SECRET_KEY", "key for signatures, 50 characters or more", "a fixed local key"),
    ("CW_HOSTS", "host names served, divided by commas", "localhost"),
    ("CW_DATA_DIR", "folder for the database, mail and uploads", "var"),
    ("DATABASE_URL", "sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/NAME", "SQLite in CW_DATA_DIR"),
    ("CW_MAIL_URL", "smtp://USER:PASSWORD@HOST:PORT or smtp+tls://...", "a page on this machine"),
    ("CW_MAIL_FROM", "sender of outgoing mail", "hub@ the first of CW_HOSTS"),
    ("CW_MAILBOX_URL", "imaps://USER:PASSWORD@HOST:PORT/FOLDER of the mailbox of the cases", "none is read"),
    ("CW_MAILBOX_ADDRESS", "its address, whose part before @ may carry +KEY (dossier@example.org)", "none"),
    ("CW_BASE_URL", "address of the site, for links in mail", "http://localhost:8000"),
    ("CW_LANGUAGES", "languages offered, divided by commas; nl is always one", "nl,en,fr"),
    ("CW_PEOPLE_KEYS", "Fernet keys for data of people, divided by commas, newest first", "made of the key"),
    (
        "CW_BADGE_KEYS",
        "RSA keys for badges, the one that signs first: files divided by commas, or PEM text",
        "no badges",
    ),
    ("CW_TILE_URL", "a map tile source instead of the outlines that ship", "none"),
    ("CW_ACM_IDM_URL", "https://CLIENT:SECRET@SERVER/PATH of ACM/IDM (OpenID Connect)", "none"),
    ("CW_ITSME_URL", "https://CLIENT:SECRET@SERVER/PATH of itsme (OpenID Connect)", "none"),
    ("CW_TRUSTED_PROXIES", "how many proxies stand before the site (for the visitor's address)", "0"),
)


NEEDED_IN_PRODUCTION = frozenset(
    {"CW_SECRET_KEY", "CW_HOSTS", "DATABASE_URL", "CW_BASE_URL", "CW_MAIL_URL", "CW_PEOPLE_KEYS"}
)


def database_from_url(url: str) -> dict[str, object]:
    """Return Django's database settings for ``url``.

    Raises BadEnvironment for any scheme but ``sqlite`` and ``postgresql``.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        name = unquote(parts.path[1:]) if parts.path != "/:memory:" else ":memory:"
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            # To open it anew is to read all its tables' definitions anew: more than a whole page may take.
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                " PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;",
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or dict(parse_qsl(parts.query)).get("host", ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise BadEnvironment(f"DATABASE_URL: {parts.scheme!r} is not sqlite or postgresql")


def identity_provider_from_url(variable: str, url: str, *, key: str, name: str) -> IdentityProvider:
    """Return the identity provider that ``url`` describes.

    Raises BadEnvironment where scheme, client or secret is missing.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" or not (parts.hostname and parts.username and parts.password):
        raise BadEnvironment(f"{variable}: expected https://CLIENT:SECRET@SERVER/PATH")
    port = f":{parts.port}" if parts.port else ""
    return IdentityProvider(
        key=key,
        name=name,
        client_id=unquote(parts.username),
        secret=unquote(parts.password),
        server_url=f"https://{parts.hostname}{port}{parts.path}",
    )


class _Reading:
    """Values of the environment as they are read, and all that is wrong with them."""

    def __init__(self, env: Mapping[str, str], mode: Mode) -> None:
        self.env = env
        self.mode = mode
        self.problems: list[str] = []

    def value(self, name: str, default: str) -> str:
        """Return a variable or its default; production misses what it needs."""
        given = self.env.get(name, "")
        if not given and self.mode == "production" and name in NEEDED_IN_PRODUCTION:
            self.problems.append(f"{name}: missing; production needs it")
        return given or default

    def secret_key(self) -> str:
        """Return the key; production wants a long one of its own."""
        key = self.value("CW_SECRET_KEY", LOCAL_KEY)
        if self.mode == "production" and (key == LOCAL_KEY or len(key) < 50):
            self.problems.append("CW_SECRET_KEY: 50 characters or more, of your own")
        return key

    def hosts(self) -> tuple[str, ...]:
        """Return the names served. Outside production that is this machine: its pages ask for no proof."""
        hosts = _parts(self.value("CW_HOSTS", "localhost"))
        if self.mode == "local" and set(hosts) - LOCAL_HOSTS:
            self.problems.append("CW_HOSTS: CW_ENV=local serves this machine alone; set CW_ENV=production")
        return hosts

    def languages(self) -> tuple[str, ...]:
        """Return the languages offered; Dutch is always one."""
        languages = _parts(self.env.get("CW_LANGUAGES", "nl,en,fr"))
        if "nl" not in languages or set(languages) - {"nl", "en", "fr"}:
            self.problems.append(
                f"CW_LANGUAGES: {','.join(languages)!r}; expected nl, with en and fr if wanted"
            )
        return languages

    def trusted_proxies(self) -> int:
        """Return how many proxies add to the list of addresses a request passed."""
        proxies = self.env.get("CW_TRUSTED_PROXIES", "") or "0"
        if not proxies.isdecimal():
            self.problems.append(f"CW_TRUSTED_PROXIES: {proxies!r} is not a whole number")
            return 0
        return int(proxies)

    def people_keys(self) -> tuple[str, ...]:
        """Return the keys that seal data of people; each is a Fernet key: 32 bytes as URL-safe base64."""
        keys = _parts(self.value("CW_PEOPLE_KEYS", ""))
        if not all(re.fullmatch(r"[\w-]{43}=", key, re.ASCII) for key in keys):
            self.problems.append("CW_PEOPLE_KEYS: expected Fernet keys, 32 bytes as URL-safe base64 each")
        return keys

    def badge_keys(self) -> tuple[str, ...]:
        """Return the keys that sign badges; none by default."""
        try:
            return pem_blocks(self.env.get("CW_BADGE_KEYS", ""))
        except ValueError as error:
            self.problems.append(f"CW_BADGE_KEYS: {error}")
            return ()

    def base_url(self) -> str:
        """Return the address of the site; production's is https."""
        base_url = self.value("CW_BASE_URL", "http://localhost:8000").rstrip("/")
        if self.mode == "production" and not base_url.startswith("https://"):
            self.problems.append(f"CW_BASE_URL: {base_url!r} must start with https:// in production")
        return base_url

    def mail_url(self) -> str:
        """Return the mail server; none outside production."""
        mail_url = self.value("CW_MAIL_URL", "")
        parts = urlsplit(mail_url)
        if mail_url and (parts.scheme not in {"smtp", "smtp+tls"} or not parts.hostname):
            self.problems.append(
                "CW_MAIL_URL: expected smtp://HOST:PORT or smtp+tls://USER:PASSWORD@HOST:PORT"
            )
        return mail_url

    def mailbox(self) -> tuple[str, str]:
        """Return the mailbox of the cases and its address: none by default, never one without the other."""
        url, address = self.env.get("CW_MAILBOX_URL", ""), self.env.get("CW_MAILBOX_ADDRESS", "")
        parts = urlsplit(url)
        if url and (parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username):
            self.problems.append("CW_MAILBOX_URL: expected imaps://USER:PASSWORD@HOST:PORT/FOLDER")
        if parts.scheme == "imap" and self.mode == "production":
            self.problems.append("CW_MAILBOX_URL: production reads mail over imaps:// alone")
        if bool(url) != bool(address):
            self.problems.append("CW_MAILBOX_URL and CW_MAILBOX_ADDRESS: both or neither")
        if address and not re.fullmatch(r"[^@+\s]+@[^@+\s]+", address):
            self.problems.append(
                f"CW_MAILBOX_ADDRESS: {address!r} is not an address such as dossier@example.org"
            )
        return url, address

    def database(self, data_dir: Path) -> dict[str, object]:
        """Return Django's settings of the database."""
        url = self.value("DATABASE_URL", f"sqlite:///{data_dir / 'circulairwerkt.sqlite3'}")
        try:
            return database_from_url(url)
        except BadEnvironment as error:
            self.problems.append(str(error))
            return {}

    def identity_providers(self) -> tuple[IdentityProvider, ...]:
        """Return the OpenID Connect servers that were given."""
        found = []
        for variable, key, name in IDENTITY_PROVIDERS:
            if not self.env.get(variable):
                continue
            try:
                found.append(identity_provider_from_url(variable, self.env[variable], key=key, name=name))
            except ValueError:
                self.problems.append(f"{variable}: expected https://CLIENT:SECRET@SERVER/PATH")
            except BadEnvironment as error:
                self.problems.append(str(error))
        return tuple(found)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def read(environ: Mapping[str, str] | None = None) -> Environment:
    """Read and check the environment; raise BadEnvironment naming every wrong variable."""
    env = os.environ if environ is None else environ
    mode = env.get("CW_ENV", "local")
    if mode not in MODES:
        raise BadEnvironment(f"CW_ENV: {mode!r} is not one of {', '.join(MODES)}")
    reading = _Reading(env, mode)
    data_dir = Path(env.get("CW_DATA_DIR", "") or "var").absolute()
    hosts = reading.hosts()
    mailbox_url, mailbox_address = reading.mailbox()
    environment = Environment(
        mode=reading.mode,
        secret_key=reading.secret_key(),
        hosts=hosts,
        data_dir=data_dir,
        database=reading.database(data_dir),
        mail_url=reading.mail_url(),
        mail_from=reading.value("CW_MAIL_FROM", f"hub@{hosts[0] if hosts else 'localhost'}"),
        base_url=reading.base_url(),
        languages=reading.languages(),
        tile_url=env.get("CW_TILE_URL", ""),
        trusted_proxies=reading.trusted_proxies(),
        identity_providers=reading.identity_providers(),
        mailbox_url=mailbox_url,
        mailbox_address=mailbox_address,
        people_keys=reading.people_keys(),
        badge_keys=reading.badge_keys(),
    )
    if reading.problems:
        raise BadEnvironment("; ".join(reading.problems))
    return environment
