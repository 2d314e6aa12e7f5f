"""What jury and public said of ideas, for the hub that decides: nothing while either is still busy."""

from collections.abc import Iterable
from datetime import datetime

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from circulairwerkt.calls.judging import round_of, spreads_at
from circulairwerkt.calls.models import Call, Entry
from circulairwerkt.calls.voting import vote_of, votes_in


def heard_of(call: Call, entries: Iterable[Entry], moment: datetime) -> dict[int, list[str]]:
    """Return in words what each idea got at the step where the call stands, by its key.

    Votes are only counted here: they are written down, and forgotten, when the hub leaves the step.
    """
    found: dict[int, list[str]] = {entry.pk: [] for entry in entries}
    judged = round_of(call)
    for key, spread in (spreads_at(judged) if judged else {}).items():
        if spread.mean is not None and key in found:
            found[key].append(_("jury: %(mean)s op 5") % {"mean": floatformat(spread.mean, 1)})
    step = vote_of(call)
    if step is not None and step.ends_at is not None and step.ends_at <= moment:
        counts = votes_in(call)
        for key, said in found.items():
            n = counts.get(key, 0)
            said.append(ngettext("%(n)d stem", "%(n)d stemmen", n) % {"n": n})
    return found
