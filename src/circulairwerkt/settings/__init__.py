"""Django's settings, derived from the environment that ``environment.read`` checked."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, NONE, SELF

from circulairwerkt.settings.environment import read

ENVIRONMENT = read()
PACKAGE = Path(__file__).resolve().parent.parent
PRODUCTION = ENVIRONMENT.is_production
LOCAL = ENVIRONMENT.mode == "local"
#: Whether the pages for trying the platform out exist: outgoing mail, signing in as a made-up person.
LOCAL_PAGES = not PRODUCTION

DEBUG = False
SECRET_KEY = ENVIRONMENT.secret_key
#: Keys for what tells how to reach people, the newest first; without them one is made of SECRET_KEY.
PEOPLE_KEYS = ENVIRONMENT.people_keys
#: Keys in PEM that sign badges, the one that signs first; without them there are none.
BADGE_KEYS = ENVIRONMENT.badge_keys
ALLOWED_HOSTS = [*ENVIRONMENT.hosts, *([] if PRODUCTION else ["localhost", "testserver"])]
BASE_URL = ENVIRONMENT.base_url

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *(
        ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
        if ENVIRONMENT.identity_providers
        else []
    ),
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "circulairwerkt.base",
    "circulairwerkt.reference",
    "circulairwerkt.accounts",
    "circulairwerkt.hubs",
    "circulairwerkt.organisations",
    "circulairwerkt.streams",
    "circulairwerkt.cases",
    "circulairwerkt.matching",
    "circulairwerkt.flows",
    "circulairwerkt.coaching",
    "circulairwerkt.calls",
    "circulairwerkt.infopoints",
    "circulairwerkt.knowledge",
    "circulairwerkt.agenda",
    "circulairwerkt.trainings",
    "circulairwerkt.people",
    "circulairwerkt.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Outside production static files are not compressed beforehand: then they are on their way out.
    *([] if PRODUCTION else ["django.middleware.gzip.GZipMiddleware"]),
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    *(["django.middleware.gzip.GZipMiddleware"] if PRODUCTION else []),
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "circulairwerkt.hubs.middleware.HubScopeMiddleware",
]

ROOT_URLCONF = "circulairwerkt.urls"
WSGI_APPLICATION = "circulairwerkt.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
# A label of template tags that stands twice: `i18n` alone, whose place ours takes on purpose, says a test.
SILENCED_SYSTEM_CHECKS = ["templates.W003"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["circulairwerkt.base.templatetags.addresses"],
            "libraries": {"i18n": "circulairwerkt.base.templatetags.known_texts"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "circulairwerkt.portal.context.site",
            ],
        },
    }
]

DATABASES = {"default": {**ENVIRONMENT.database, "ATOMIC_REQUESTS": False}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
#: *default* is shared by all processes, because rate limits count there; *memory* is each process's own.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "base_cacheentry",
        # Django throws entries out from 300 on, limits of rates and the figure of a day among them.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
#: The queue is a table: what is put in it is saved, or not, with what it belongs to.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, str]] = []
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:workspace"
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "circulairwerkt.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "circulairwerkt.accounts.forms.SignInForm",
    "signup": "circulairwerkt.accounts.forms.SignUpForm",
    "add_email": "circulairwerkt.accounts.forms.NewAddressForm",
    "confirm_login_code": "circulairwerkt.accounts.forms.SignInCodeForm",
    "confirm_email_verification_code": "circulairwerkt.accounts.forms.AddressCodeForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.trusted_proxies
MFA_ADAPTER = "circulairwerkt.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "circulairwerkt.accounts.forms.SecondFactorForm",
    "reauthenticate": "circulairwerkt.accounts.forms.AgainForm",
    "activate_totp": "circulairwerkt.accounts.forms.AppForm",
    "add_webauthn": "circulairwerkt.accounts.forms.PasskeyForm",
    "edit_webauthn": "circulairwerkt.accounts.forms.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Circulair Werkt"
MFA_TOTP_TOLERANCE = 1
#: Browsers allow passkeys on plain http for ``localhost`` alone; so do we, and never in production.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
USERSESSIONS_TRACK_ACTIVITY = False
#: Whether programme administrators, who give other people their rights, must have a second factor.
SECOND_FACTOR_FOR_ADMINISTRATORS = PRODUCTION
if ENVIRONMENT.identity_providers:
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": provider.key,
                    "name": provider.name,
                    "client_id": provider.client_id,
                    "secret": provider.secret,
                    "settings": {"server_url": provider.server_url, "fetch_userinfo": True},
                }
                for provider in ENVIRONMENT.identity_providers
            ],
        }
    }
    SOCIALACCOUNT_ADAPTER = "circulairwerkt.accounts.identities.IdentityAdapter"
    SOCIALACCOUNT_LOGIN_ON_GET = False
    SOCIALACCOUNT_STORE_TOKENS = False
    SOCIALACCOUNT_EMAIL_VERIFICATION = "mandatory"

LANGUAGE_CODE = "nl"
LANGUAGES = [
    (code, name)
    for code, name in (("nl", "Nederlands"), ("en", "English"), ("fr", "Français"))
    if code in ENVIRONMENT.languages
]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data_dir / "static"
STATICFILES_DIRS = [PACKAGE / "static" / "dist"] if (PACKAGE / "static" / "dist").is_dir() else []
MEDIA_ROOT = ENVIRONMENT.data_dir / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
# Files are looked up anew at each request, so that a new bundle is seen without a restart.
WHITENOISE_AUTOREFRESH = not PRODUCTION
DATA_DIR = ENVIRONMENT.data_dir
TRUSTED_PROXIES = ENVIRONMENT.trusted_proxies
TILE_URL = ENVIRONMENT.tile_url

DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from
SERVER_EMAIL = ENVIRONMENT.mail_from
#: Whether letters go as soon as they are saved, in the same process: tests have no worker.
MAIL_AT_ONCE = ENVIRONMENT.mode == "test"
MAILBOX_URL = ENVIRONMENT.mailbox_url
MAILBOX_ADDRESS = ENVIRONMENT.mailbox_address
LOCAL_MAIL_DIR = ENVIRONMENT.data_dir / "mail"
EMAIL_BACKEND = "circulairwerkt.base.mail.LocalMail"
if ENVIRONMENT.mail_url:
    _mail = urlsplit(ENVIRONMENT.mail_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or 25
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
    EMAIL_TIMEOUT = 20

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        **({"upgrade-insecure-requests": True} if PRODUCTION else {}),
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    if ENVIRONMENT.trusted_proxies:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_personal_data": {"()": "circulairwerkt.base.logs.WithoutPersonalData"}},
    "formatters": {
        "plain": {
            "()": "circulairwerkt.base.logs.PlainFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["no_personal_data"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django's own handlers for these (a mail to administrators with the whole request in it) are left out.
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
    },
}
