"""The one place where the environment is read; what is wrong with it is said at start, all at once."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast
from urllib.parse import parse_qsl, unquote, urlsplit

Mode = Literal["local", "test", "production"]
MODES: tuple[Mode, ...] = ("local", "test", "production")

#: A key for machines where nothing is at stake; production refuses it.
LOCAL_KEY = "local-only-key-for-a-machine-where-nothing-is-at-stake-0123456789"


class BadEnvironment(Exception):
    """One or more environment variables have a value that the platform cannot work with."""


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
    ("CW_MAIL_FROM", "sender of outgoing mail", "hub@localhost"),
    ("CW_BASE_URL", "address of the site, for links in mail", "http://localhost:8000"),
    ("CW_LANGUAGES", "languages offered, divided by commas; nl is always one", "nl,en,fr"),
    ("CW_TILE_URL", "a map tile source instead of the outlines that ship", "none"),
    ("CW_TRUSTED_PROXIES", "how many proxies stand before the site (for the visitor's address)", "0"),
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


def read(environ: Mapping[str, str] | None = None) -> Environment:
    """Read and check the environment; raise BadEnvironment naming every wrong variable."""
    env = os.environ if environ is None else environ
    mode = env.get("CW_ENV", "local")
    if mode not in MODES:
        raise BadEnvironment(f"CW_ENV: {mode!r} is not one of {', '.join(MODES)}")
    problems: list[str] = []
    production = mode == "production"

    def value(name: str, default: str) -> str:
        given = env.get(name, "")
        if not given and production and name in {"CW_SECRET_KEY", "CW_HOSTS", "DATABASE_URL", "CW_BASE_URL"}:
            problems.append(f"{name}: missing; production needs it")
        return given or default

    data_dir = Path(env.get("CW_DATA_DIR", "") or "var").absolute()
    key = value("CW_SECRET_KEY", LOCAL_KEY)
    if production and (key == LOCAL_KEY or len(key) < 50):
        problems.append("CW_SECRET_KEY: 50 characters or more, of your own")
    languages = tuple(part.strip() for part in env.get("CW_LANGUAGES", "nl,en,fr").split(",") if part.strip())
    if "nl" not in languages or set(languages) - {"nl", "en", "fr"}:
        problems.append(f"CW_LANGUAGES: {','.join(languages)!r}; expected nl, with en and fr if wanted")
    proxies = env.get("CW_TRUSTED_PROXIES", "0")
    if not proxies.isdigit():
        problems.append(f"CW_TRUSTED_PROXIES: {proxies!r} is not a whole number")
    base_url = value("CW_BASE_URL", "http://localhost:8000").rstrip("/")
    if production and not base_url.startswith("https://"):
        problems.append(f"CW_BASE_URL: {base_url!r} must start with https:// in production")
    database: dict[str, object] = {}
    try:
        database = database_from_url(
            value("DATABASE_URL", f"sqlite:///{data_dir / 'circulairwerkt.sqlite3'}")
        )
    except BadEnvironment as error:
        problems.append(str(error))
    if problems:
        raise BadEnvironment("; ".join(problems))
    return Environment(
        mode=cast(Mode, mode),
        secret_key=key,
        hosts=tuple(part.strip() for part in value("CW_HOSTS", "localhost").split(",") if part.strip()),
        data_dir=data_dir,
        database=database,
        mail_url=env.get("CW_MAIL_URL", ""),
        mail_from=env.get("CW_MAIL_FROM", "") or "hub@localhost",
        base_url=base_url,
        languages=languages,
        tile_url=env.get("CW_TILE_URL", ""),
        trusted_proxies=int(proxies) if proxies.isdigit() else 0,
    )
