"""Attests as badges that other software reads: Open Badges 3.0 of 1EdTech, on the W3C data model 2.0.

A badge is a credential signed as section 8.2 of the standard says (VC-JWT): the claims are the credential
itself, beside the few that a JWT asks for. What it points to is published: the hub that issues it, what one
did for it, the keys, and the list of what was withdrawn. None of those says anything about a person.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from circulairwerkt.agenda.models import Event
from circulairwerkt.base.templatetags.face import number
from circulairwerkt.base.texts import shown
from circulairwerkt.hubs.models import Hub
from circulairwerkt.trainings import keys
from circulairwerkt.trainings.entitled import asked_sessions, hours_of
from circulairwerkt.trainings.models import Attest, Training

Document = dict[str, Any]

_CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
#: Where the words for the list of withdrawn badges and for the schema stand.
_EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
_SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
#: Never change it: every badge would get another id, and those withdrawn would hold again.
_IDS = UUID("6f1c2b0a-7d0e-4c53-9b1e-2f6f7f0e5a31")
#: What Markdown, in which criteria are read, would take for more than a sign.
_MARKS = re.compile(r"([\\`*_\[\]<>#|~])")


def key_address(key: keys.Key) -> str:
    """Return where the public half of a key stands: the name by which a badge says who signed it."""
    return _address("trainings:badge_key", key.thumbprint)


def key_set() -> Document:
    """Return all public keys (RFC 7517), each under the name that stands in the badges it signed."""
    return {"keys": [public_key(key) for key in keys.all_keys()]}


def public_key(key: keys.Key) -> Document:
    """Return the public half of one key (RFC 7517)."""
    return {**key.public, "kid": key_address(key)}


def profile(hub: Hub) -> Document:
    """Return who issues: the hub, with its page on this site. Whom to call there is no matter of a badge."""
    return {"@context": [_CREDENTIALS, _BADGES], **_issuer(hub)}


def achievement(training: Training) -> Document:
    """Return what one does at a training to get its badge, as the training is now, in the active language."""
    event = training.event
    hours = hours_of(asked_sessions(training))
    told = _achievement(event, title=event.title, outcomes=training.outcomes, hours=hours)
    return {"@context": [_CREDENTIALS, _BADGES], **told}


def withdrawn(hub: Hub) -> Document:
    """Return the ids of what a hub withdrew (1EdTech Revocation List Status Method 1.0); never why.

    The list stands there under two names: 1EdTech's own validator reads ``revokedCredentials``, others that
    issue and read badges write ``revokedCredential``.
    """
    rows = Attest._base_manager.filter(hub=hub, withdrawn_at__isnull=False).order_by("pk")
    listed = [{"id": badge_id(row), "revoked": True} for row in rows.only("number")]
    return {
        "id": _address("trainings:withdrawn_badges", hub.slug),
        "issuer": _issuer_address(hub),
        "revokedCredentials": listed,
        "revokedCredential": listed,
    }


def badge_id(attest: Attest) -> str:
    """Return the id of the badge of an attest: always the same, and nobody reads its number from it."""
    return f"urn:uuid:{uuid5(_IDS, attest.number)}"


def credential(attest: Attest, *, with_name: bool) -> Document:
    """Return the badge of an attest, unsigned, in the language of the page.

    Who it is about is told by the name on the attest: as a salted hash, which whoever knows the name can
    check, or in full where ``with_name``.
    """
    started, ended = (
        timezone.make_aware(datetime.combine(day, time.min)).isoformat()
        for day in (attest.first_day, attest.last_day)
    )
    told = _achievement(attest.event, title=attest.title, outcomes=attest.outcomes, hours=attest.hours)
    return {
        "@context": [_CREDENTIALS, _BADGES, _EXTENSIONS],
        "id": badge_id(attest),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": told["name"],
        "description": told["description"],
        "issuer": _issuer(attest.hub),
        "validFrom": _valid_from(attest).isoformat(),
        "credentialSubject": {
            "id": f"urn:uuid:{uuid5(_IDS, f'{attest.number} holder')}",
            "type": ["AchievementSubject"],
            "identifier": [_identity(attest, with_name=with_name)],
            "activityStartDate": started,
            "activityEndDate": ended,
            "achievement": told,
        },
        "credentialStatus": {
            "id": _address("trainings:withdrawn_badges", attest.hub.slug),
            "type": "1EdTechRevocationList",
        },
        "credentialSchema": [{"id": _SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def signed(attest: Attest, *, with_name: bool) -> str:
    """Return the badge of an attest as the text of its file, signed by the first key."""
    told = credential(attest, with_name=with_name)
    claims = {
        **told,
        "iss": told["issuer"]["id"],
        "jti": told["id"],
        "sub": told["credentialSubject"]["id"],
        "nbf": int(_valid_from(attest).timestamp()),
    }
    return keys.signed(claims, kid=key_address(keys.all_keys()[0]))


def _valid_from(attest: Attest) -> datetime:
    # To the second, as a JWT counts; on the clock of Belgium, so that every reader shows the right day.
    return timezone.localtime(attest.given_at).replace(microsecond=0)


def _identity(attest: Attest, *, with_name: bool) -> Document:
    told = {"type": "IdentityObject", "identityType": "name"}
    if with_name:
        return {**told, "hashed": False, "identityHash": attest.name}
    salt = badge_id(attest).rpartition(":")[2]
    digest = hashlib.sha256(f"{attest.name}{salt}".encode()).hexdigest()
    return {**told, "hashed": True, "identityHash": f"sha256${digest}", "salt": salt}


def _issuer(hub: Hub) -> Document:
    return {
        "id": _issuer_address(hub),
        "type": ["Profile"],
        "name": hub.name,
        "url": _address("portal:hub", hub.slug),
    }


def _achievement(
    event: Event, *, title: Mapping[str, str], outcomes: Iterable[Mapping[str, str]], hours: Decimal
) -> Document:
    language = get_language() or settings.LANGUAGE_CODE
    spelt = {"hub": event.hub.name, "hours": number(hours)}
    outcomes = list(outcomes)
    told: Document = {
        "id": _achievement_address(event, language),
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "inLanguage": language,
        "name": str(shown(title)),
        "description": _(
            "Attest van aanwezigheid, gegeven door %(hub)s. Wie het kreeg, was erbij in alle sessies die "
            "meetellen, samen %(hours)s uur. Er was geen examen."
        )
        % spelt,
        "criteria": {"narrative": _criteria(outcomes, spelt)},
        "creator": _issuer(event.hub),
        "related": [
            {"id": _achievement_address(event, other), "type": ["Related"], "inLanguage": other}
            for other, _name in settings.LANGUAGES
            if other != language
        ],
    }
    if event.hub.is_example:
        told["description"] = f"{_('Dit is een voorbeeld.')} {told['description']}"
    skills = [row for row in outcomes if row["esco"]]
    if skills:
        told["alignment"] = [
            {
                "type": ["Alignment"],
                "targetName": row["text"],
                "targetUrl": row["esco"],
                "targetFramework": "ESCO",
            }
            for row in skills
        ]
    return told


def _criteria(outcomes: Iterable[Mapping[str, str]], spelt: Mapping[str, str]) -> str:
    lines = [_MARKS.sub(r"\\\1", row["text"]) for row in outcomes]
    asked = _("Erbij zijn in alle sessies die meetellen, samen %(hours)s uur.") % spelt
    if not lines:
        return asked
    return "\n".join([asked, "", _("Wat men er leerde:"), "", *(f"- {line}" for line in lines)])


def _achievement_address(event: Event, language: str) -> str:
    return _address("trainings:achievement", event.slug, language=language)


def _issuer_address(hub: Hub) -> str:
    return _address("trainings:issuer", hub.slug)


def _address(view: str, *arguments: str, language: str = "nl") -> str:
    """Return a whole address; in one language whatever the reader's, so that a name stays one name."""
    with override(language):
        return str(settings.BASE_URL + reverse(view, args=arguments))
