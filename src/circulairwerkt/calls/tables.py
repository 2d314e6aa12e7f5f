"""The ideas of a call as a list to take along, with how far each came and what juries gave it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from circulairwerkt.base.downloads import Columns, beside
from circulairwerkt.calls.judging import Spread, spreads_at
from circulairwerkt.calls.models import Call, Entry, Step
from circulairwerkt.calls.queries import entries_of

_NOTHING = Spread(jurors=0, interests=0, mean=None, lowest=None, highest=None, deviation=None)


def ideas(call: Call) -> Columns:
    """Return what was handed in and not withdrawn; points of closed rounds alone, as the pages show them.

    Without who handed it in: such a list goes round, and who needs a name finds it at the idea.
    """
    rows, steps = list(entries_of(call)), list(call.steps.all())
    names = {step.number: str(step) for step in steps}
    last = [row.last for row in rows]
    columns: Columns = {
        _("Nummer"): [row.pk for row in rows],
        _("Titel"): [version.title for version in last],
        _("In één zin"): [version.summary for version in last],
        _("Het idee"): [version.words for version in last],
        _("Link"): [version.url for version in last],
        _("Organisatie"): [row.organisation for row in rows],
        _("Uitdaging"): [row.challenge.title if row.challenge else "" for row in rows],
        _("Ingezonden op"): [f"{timezone.localtime(row.made_at):%Y-%m-%d %H:%M}" for row in rows],
        _("Versie"): [version.number for version in last],
        _("Stand"): [row.get_state_display() for row in rows],
        _("Gekomen tot"): [names.get(row.position, _("ingezonden")) for row in rows],
        _("Stemmen"): [row.votes for row in rows],
    }
    judged = [step for step in steps if step.judged_at is not None]
    return beside(columns, [each for step in judged for each in _points(step, rows)])


def _points(step: Step, rows: list[Entry]) -> list[tuple[str, list[object]]]:
    """What a jury gave each idea in one closed round."""
    by_entry = spreads_at(step)
    spreads = [by_entry.get(row.pk, _NOTHING) for row in rows]
    return [
        (_("%(step)s: gemiddelde") % {"step": step}, [_point(each.mean) for each in spreads]),
        (_("%(step)s: laagste") % {"step": step}, [_point(each.lowest) for each in spreads]),
        (_("%(step)s: hoogste") % {"step": step}, [_point(each.highest) for each in spreads]),
        (_("%(step)s: spreiding") % {"step": step}, [_point(each.deviation) for each in spreads]),
        (_("%(step)s: juryleden") % {"step": step}, [each.jurors for each in spreads]),
        (_("%(step)s: met een belang") % {"step": step}, [each.interests for each in spreads]),
    ]


def _point(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
