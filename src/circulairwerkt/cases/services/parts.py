"""What was understood of a question: corrected by its asker, stopped where it is dangerous."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.cases import perms
from circulairwerkt.cases.models import Question, QuestionPart
from circulairwerkt.cases.services.questions import NoLongerOpen
from circulairwerkt.cases.services.questions_lock import locked
from circulairwerkt.cases.understanding import chosen, danger_in, reworded

#: What a person may fill in or correct.
CORRECTABLE = frozenset({"is_sought", "quantity", "unit", "period", "pack_size", "pack_unit", "is_clean"})


def changed_part(part: QuestionPart, values: Mapping[str, Any]) -> QuestionPart:
    """Fill ``values`` in on ``part``; what a person said is no guess any more.

    ``words`` are read anew: they say what the part is about. ``material`` is a class of the core, ``skipped``
    names a question left open. A field that cannot be corrected is an error.
    """
    for name, value in values.items():
        if name == "words":
            reworded(part, str(value))
        elif name == "skipped":
            part.skipped = sorted({*part.skipped, str(value)})
        elif name == "material":
            chosen(part, str(value))
        elif name in CORRECTABLE:
            setattr(part, name, value)
            part.corrected = sorted({*part.corrected, name})
        else:
            raise ValueError(f"a part of a question has no {name!r} to correct")
    return part


@write("cases.correct_part", gettext_lazy("verbeterd wat we begrepen"))
def correct_part(*, actor: Actor, question: Question, place: int, values: Mapping[str, Any]) -> QuestionPart:
    """Let the asker correct a guess or answer the next question through the private link.

    Raises NoLongerOpen for a question that was withdrawn, and QuestionPart.DoesNotExist for a part that is
    not there. A danger that shows itself stops the question; only the hub lifts it.
    """
    question = locked(question)
    if question.withdrawn_at is not None:
        raise NoLongerOpen
    part = changed_part(question.parts.get(place=place), values)
    part.save()
    if not question.danger:
        question.danger = danger_in([part])
        question.save(update_fields=["danger"])
    record(actor=actor, row=question, hub_id=question.hub_id, changes={"understood": [None, sorted(values)]})
    return part


@write("cases.lift_danger", gettext_lazy("gevaar nagekeken: geen gevaar"))
def lift_danger(*, actor: Actor, question: Question, reason: str) -> Question:
    """Say, after looking into it, that there is no danger; the reason stays with the question."""
    require(perms.may_answer(actor, question))
    question = locked(question)
    before = question.danger
    question.danger = ""
    question.danger_lifted = reason
    question.save(update_fields=["danger", "danger_lifted"])
    record(actor=actor, row=question, hub_id=question.hub_id, changes={"danger": [before, ""]})
    return question
