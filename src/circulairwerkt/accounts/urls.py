"""Addresses of signing in and of one's own account.

Django-allauth finds its pages by name, so its names stay; the addresses are ours, in Dutch. Pages for
passwords do
not exist here.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as sessions
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from circulairwerkt.accounts import views
from circulairwerkt.accounts.views import refusing

named = (
    [
        path("mijn/", views.profile, name="profile"),
        path("mijn/verwijderen/", views.leave, name="leave"),
        path("programma/mensen/", views.programme_people, name="programme_people"),
        path("programma/mensen/<int:pk>/stoppen/", views.end_programme_role, name="end_programme_role"),
    ],
    "accounts",
)

signing_in: list[URLPattern | URLResolver] = [
    path("aanmelden/", refusing(account.login), name="account_login"),
    # Asking for a code is what our sign-in page does; allauth asks for it by this name too.
    path("aanmelden/", refusing(account.login), name="account_request_login_code"),
    path("aanmelden/code/", refusing(account.confirm_login_code), name="account_confirm_login_code"),
    path("aanmelden/tweede-stap/", refusing(mfa.authenticate), name="mfa_authenticate"),
    path("aanmelden/sleutel/", refusing(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("aanmelden/niet-actief/", account.account_inactive, name="account_inactive"),
    path("registreren/", refusing(account.signup), name="account_signup"),
    path(
        "registreren/code/", refusing(account.email_verification_sent), name="account_email_verification_sent"
    ),
    path("afmelden/", account.logout, name="account_logout"),
]

own_account: list[URLPattern | URLResolver] = [
    path("mijn/e-mailadres/", refusing(account.email), name="account_email"),
    path("mijn/sessies/", refusing(sessions.list_usersessions), name="usersessions_list"),
    path("mijn/beveiliging/", views.SecurityView.as_view(), name="mfa_index"),
    path("mijn/beveiliging/opnieuw/", refusing(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "mijn/beveiliging/opnieuw/sleutel/",
        refusing(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("mijn/beveiliging/app/", refusing(totp.activate_totp), name="mfa_activate_totp"),
    path("mijn/beveiliging/app/uit/", refusing(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("mijn/beveiliging/sleutels/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("mijn/beveiliging/sleutels/nieuw/", refusing(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("mijn/beveiliging/sleutels/<int:pk>/", refusing(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path(
        "mijn/beveiliging/sleutels/<int:pk>/weg/",
        refusing(webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path("mijn/beveiliging/herstelcodes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "mijn/beveiliging/herstelcodes/nieuw/",
        refusing(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "mijn/beveiliging/herstelcodes/bestand/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *signing_in,
    *own_account,
    path("", include(named)),
]
if settings.ENVIRONMENT.identity_providers:
    urlpatterns += [
        path("aanmelden/met/", include("allauth.socialaccount.urls")),
        path("aanmelden/met/", include("allauth.socialaccount.providers.openid_connect.urls")),
    ]
