"""A person whose data are unlike any other text, so that they are found wherever they leak."""

from typing import Any

from django.utils import timezone

from circulairwerkt.base.scope import everywhere
from circulairwerkt.people.models import Caller, CallRequest, PersonFile
from circulairwerkt.people.seals import digest_of
from circulairwerkt.people.wording import plain_phone

FIRST, LAST = "Zwaanhilde", "Oosterquist"
PHONE, EMAIL = "0479 98 76 51", "zwaanhilde.oosterquist@example.org"
#: What would tell of her, as it may stand in a page, a mail, a log or a table.
MARKS = (FIRST, LAST, PHONE, "479987651", "0479987651", EMAIL)
#: Pages whose matter she is; the permission table says who comes to them.
HERS = ("mensen/", "organisaties/<slug:slug>/beheer/mensen/", "mijn-pad/")


def her_file(organisation: Any, coach: Any, **fields: Any) -> PersonFile:
    """Return the file of the marked person at ``organisation``."""
    known = PersonFile.objects.filter(organisation=organisation).first()
    values = {"first_name": FIRST, "last_name": LAST, "phone": PHONE, "email": EMAIL, **fields}
    return known or PersonFile.objects.create(organisation=organisation, coach=coach, **values)


def her_call(hub: Any, caller_user: Any, place: Any) -> CallRequest:
    """Return her request to be called, which waits for somebody with an account who agreed."""
    known = CallRequest.objects.filter(hub=hub).first()
    if known is not None:
        return known
    with everywhere("a test of calling back"):
        caller = Caller.objects.create(
            hub=hub,
            name="Toon van de hub",
            email="toon@example.org",
            user=caller_user,
            agreed_at=timezone.now(),
        )
        caller.municipalities.add(place)
    return CallRequest.objects.create(
        hub=hub,
        municipality=place,
        caller=caller,
        first_name=FIRST,
        phone=PHONE,
        phone_digest=digest_of("phone", plain_phone(PHONE)),
        nonce="n" * 24,
        call_by=timezone.localdate(),
    )


def marks_in(text: str) -> list[str]:
    """Return the marks that stand in ``text``."""
    return [mark for mark in MARKS if mark in text]


def leaked(route: str, persona: str, content: bytes) -> list[str]:
    """Return what ``persona`` reads of her at ``route`` though he should not."""
    if route.startswith("bellen/") and persona == "coach":
        return []
    if route.startswith(HERS) and (persona == "organisation_member" or route.startswith("mijn-pad/")):
        return []
    return marks_in(content.decode("utf-8", "replace"))
