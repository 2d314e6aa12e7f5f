"""What happens to a coaching as a whole: asked, filed, given a coach, closed, linked to a case."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base import links
from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.base.scope import everywhere
from circulairwerkt.cases import perms as case_perms
from circulairwerkt.cases import services as cases
from circulairwerkt.cases.models import Case
from circulairwerkt.coaching import letters, perms
from circulairwerkt.coaching.finding import coaches_at
from circulairwerkt.coaching.models import Coach, Coaching
from circulairwerkt.coaching.models.coach import fresh_nonce
from circulairwerkt.coaching.services.rows import _touch
from circulairwerkt.coaching.words import Closing
from circulairwerkt.hubs.models import Hub
from circulairwerkt.hubs.queries import is_on

#: What an intake holds.
INTAKE = (
    "maturity",
    "wish",
    "themes",
    "spoken",
    "organisation_name",
    "contact",
    "contact_name",
    "municipality",
    "lat",
    "lon",
)


class NobodyReads(Exception):
    """The hub coaches nobody, or nobody reads there; nothing was stored."""


def reads(hub: Hub) -> bool:
    """Whether an entrepreneur who asks this hub for a coach is answered."""
    return hub.is_claimed and hub.is_working and is_on(hub, "coaching")


def _make(actor: Actor, hub: Hub, values: Mapping[str, Any], language: str) -> Coaching:
    if not reads(hub):
        raise NobodyReads
    coaching: Coaching = Coaching.objects.create(
        hub=hub, language=language, **{name: values[name] for name in INTAKE if name in values}
    )
    return coaching


@write("coaching.ask", gettext_lazy("coach gevraagd"))
def ask(*, actor: Actor, hub: Hub, values: Mapping[str, Any], language: str = "nl") -> Coaching:
    """Store that an entrepreneur asks ``hub`` for a coach, and give him his private link.

    ``values`` are those of ``INTAKE``. Raises NobodyReads. The trail holds nothing of who it is.
    """
    coaching = _make(actor, hub, values, language)
    record(actor=actor, row=coaching, hub_id=hub.pk, changes={"asked": [None, True]})
    letters.asked(coaching)
    return coaching


@write("coaching.file", gettext_lazy("begeleiding genoteerd"))
def file_for(*, actor: Actor, hub: Hub, values: Mapping[str, Any], language: str = "nl") -> Coaching:
    """Write down what an entrepreneur asked on the phone; he gets his link where a mail address is known."""
    require(perms.may_file(actor, hub))
    coaching = _make(actor, hub, values, language)
    coaching.filed_by_id = actor.user_id
    coaching.save(update_fields=["filed_by"])
    record(actor=actor, row=coaching, hub_id=hub.pk, changes={"asked": [None, True]})
    letters.asked(coaching)
    return coaching


@write("coaching.give_coach", gettext_lazy("coach aangeduid"))
def give_coach(*, actor: Actor, coaching: Coaching, coach: Coach) -> Coaching:
    """Say who coaches; the one who did keeps the appointments that were made.

    Raises ValidationError for somebody who does not coach for the hub, and once it was closed.
    """
    require(perms.may_lead_coaching(actor, coaching))
    if not coaching.is_open:
        raise ValidationError(_("Deze begeleiding is afgesloten."))
    if not coaches_at(coaching.hub_id).filter(pk=coach.pk).exists():
        raise ValidationError(_("Deze persoon begeleidt niet voor deze hub."))
    before, coaching.coach = coaching.coach_id, coach
    _touch(coaching, "coach")
    record(actor=actor, row=coaching, hub_id=coaching.hub_id, changes={"coach": [before, coach.pk]})
    if before != coach.pk:
        letters.given_coach(coaching)
    return coaching


@write("coaching.close", gettext_lazy("begeleiding afgesloten"))
def close(*, actor: Actor, coaching: Coaching, seen_version: int, values: Mapping[str, Any]) -> Coaching:
    """End it with a reason, and say what came of it; a second time corrects both.

    Raises ValidationError while an appointment is still to come, EditConflict where somebody else saved since
    ``seen_version``.
    """
    require(perms.may_work(actor, coaching))
    if coaching.meetings.filter(state="booked", starts_at__gt=timezone.now()).exists():
        raise ValidationError(_("Er staat nog een afspraak. Zeg die eerst af."))
    was_open = coaching.is_open
    filled = {
        "closing": values["closing"],
        "came_of": values["came_of"],
        "closed_at": coaching.closed_at or timezone.now(),
        "moved_at": timezone.now(),
    }
    changes = differences(coaching, {name: filled[name] for name in ("closing", "came_of")})
    for name, value in filled.items():
        setattr(coaching, name, value)
    coaching.save_as_successor_of(seen_version, [*filled])
    record(actor=actor, row=coaching, hub_id=coaching.hub_id, changes=changes)
    if was_open:
        letters.closed(coaching)
    return coaching


@write("coaching.reopen", gettext_lazy("begeleiding heropend"))
def reopen(*, actor: Actor, coaching: Coaching) -> Coaching:
    """Go on after all. Raises ValidationError where the entrepreneur withdrew: nothing of his is left."""
    require(perms.may_work(actor, coaching))
    if coaching.closing == Closing.WITHDRAWN:
        raise ValidationError(_("De ondernemer trok dit in. Er is niets meer om mee verder te gaan."))
    before, coaching.closed_at, coaching.closing = coaching.closing, None, ""
    _touch(coaching, "closed_at", "closing")
    record(actor=actor, row=coaching, hub_id=coaching.hub_id, changes={"closing": [before, ""]})
    return coaching


@write("coaching.renew_link", gettext_lazy("nieuwe link gestuurd"))
def renew_link(*, actor: Actor, coaching: Coaching) -> Coaching:
    """Make the private link void and send a new one, such as when it came into wrong hands."""
    require(perms.may_work(actor, coaching))
    coaching.nonce = fresh_nonce()
    _touch(coaching, "nonce")
    record(actor=actor, row=coaching, hub_id=coaching.hub_id, changes={"link": [False, True]})
    letters.new_link(coaching)
    return coaching


@write("coaching.open_case", gettext_lazy("dossier geopend uit een begeleiding"))
def open_case(*, actor: Actor, coaching: Coaching) -> Case:
    """Open a case of what the coaching found, linked both ways; a second time gives the case there is."""
    require(perms.may_lead_coaching(actor, coaching))
    Coaching._base_manager.select_for_update(of=("self",)).get(pk=coaching.pk)
    found = cases_of(coaching)
    if found:
        record(actor=actor, row=coaching, hub_id=coaching.hub_id)
        return found[0]
    title = coaching.organisation_name or str(coaching)
    case = cases.open_case(actor=actor, hub=coaching.hub, title=title, summary=coaching.wish)
    _join(actor, coaching, case)
    return case


@write("coaching.join_case", gettext_lazy("begeleiding aan een dossier gekoppeld"))
def join_case(*, actor: Actor, coaching: Coaching, case: Case) -> None:
    """Say that ``case`` came of the coaching. The case is one that the reader may see."""
    require(perms.may_lead_coaching(actor, coaching) and case_perms.may_contribute(actor, case))
    _join(actor, coaching, case)


def _join(actor: Actor, coaching: Coaching, case: Case) -> None:
    links.join(coaching, case)
    _touch(coaching)
    record(actor=actor, row=coaching, hub_id=coaching.hub_id, changes={"case": [None, case.pk]})


@write("coaching.leave_case", gettext_lazy("begeleiding van een dossier losgemaakt"))
def leave_case(*, actor: Actor, coaching: Coaching, case: Case) -> None:
    """Take the link to a case away: it was laid by mistake."""
    require(perms.may_lead_coaching(actor, coaching))
    links.part(coaching, case)
    record(actor=actor, row=coaching, hub_id=coaching.hub_id, changes={"case": [case.pk, None]})


def cases_of(coaching: Coaching) -> list[Case]:
    """Return the cases that came of a coaching, the first first."""
    keys = links.results([coaching], Case)[coaching.pk]
    with everywhere("the page shows a case by its number alone to who may not read it"):
        found = Case.objects.filter(pk__in=keys).select_related("hub").prefetch_related("shares")
        return sorted(found, key=lambda case: keys.index(case.pk))
