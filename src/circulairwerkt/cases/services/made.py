"""Cards and needs made of a question: one for each of its streams, linked to it, in its case where one is."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base import links
from circulairwerkt.base.audit import record, write
from circulairwerkt.base.permissions import SYSTEM, Actor, require
from circulairwerkt.cases import perms
from circulairwerkt.cases.models import Case, CaseStream, Party, Question, QuestionPart
from circulairwerkt.cases.phone_note import without_person
from circulairwerkt.cases.services.questions_lock import locked
from circulairwerkt.cases.services.work import stream_field
from circulairwerkt.hubs.models import Hub
from circulairwerkt.streams import services as streams
from circulairwerkt.streams.models import MaterialCard, Need
from circulairwerkt.streams.queries import is_material
from circulairwerkt.streams.words import Source


@write("cases.make_of_part", gettext_lazy("kaart gemaakt van een vraag"))
def make_of_part(
    *, actor: Actor, question: Question, place: int, is_another: bool = False, same_as: int | None = None
) -> MaterialCard | Need:
    """Make a card of one stream of a question, or note it as a need where it is sought.

    What the asker said is told, what we understood a guess; his photos go along, closed; how to reach him
    does not. A stream becomes one row: a second time gives that row. ``same_as`` is a row of the hub that is
    the same thing: then only the link is laid. Raises ``streams.Alike`` unless ``is_another``,
    ValidationError for a question that is stopped or withdrawn, and Http404 for a stream that is not there.
    """
    question = locked(question)
    require(perms.may_answer(actor, question))
    part = question.parts.filter(place=place).first()
    if part is None or question.hub is None:
        raise Http404
    if question.withdrawn_at is not None:
        raise ValidationError(_("De vraagsteller trok deze vraag in. Er komt geen kaart van."))
    if question.danger:
        raise ValidationError(
            _("Dit kan gevaarlijk zijn. Eerst moet dat duidelijk zijn: er komt geen kaart.")
        )
    model = Need if part.is_sought else MaterialCard
    row = _made_before(part, model) or _same(question.hub, model, same_as)
    if row is None:
        row = _make(actor, question.hub, question, part, is_another=is_another)
        if isinstance(row, MaterialCard):
            _give_photos(actor, question, row)
    links.join(part, row)
    links.join(question, row)
    case = Case._base_manager.filter(question=question).first()
    if case is not None:
        _put_in_case(actor, case, row)
    record(actor=actor, row=question, hub_id=question.hub_id, changes={stream_field(row): [None, row.pk]})
    return row


def _made_before(part: QuestionPart, model: type[MaterialCard] | type[Need]) -> MaterialCard | Need | None:
    keys = links.results([part], model)[part.pk]
    row: MaterialCard | Need | None = model._base_manager.filter(pk__in=keys, is_gone=False).first()
    return row


def _same(hub: Hub, model: type[MaterialCard] | type[Need], pk: int | None) -> MaterialCard | Need | None:
    if pk is None:
        return None
    row: MaterialCard | Need | None = model._base_manager.filter(pk=pk, hub=hub).first()
    if row is None:
        raise Http404
    return row


def _make(
    actor: Actor, hub: Hub, question: Question, part: QuestionPart, *, is_another: bool
) -> MaterialCard | Need:
    giver = list(_givers(question)[:2])
    maker = streams.make_need if part.is_sought else streams.make_card
    made: MaterialCard | Need = maker(
        actor=actor,
        hub=hub,
        sentence=without_person(part.text),
        organisation=giver[0].organisation if len(giver) == 1 else None,
        municipality=question.municipality,
        values=_told(part),
        source=Source.QUESTION,
        is_another=is_another,
        is_cleared=bool(question.danger_lifted),
    )
    return made


def _givers(question: Question) -> Any:
    case = Case._base_manager.filter(question=question).first()
    return Party.objects.filter(case=case, role=Party.Role.GIVER).select_related("organisation")


def _told(part: QuestionPart) -> dict[str, Any]:
    """What the asker said or confirmed, as columns of a card; a guess is read again from the words."""
    told: dict[str, Any] = {}
    if not part.is_guess("material") and part.material:
        if is_material(part.material):
            told |= {"material": part.material, "kind": part.kind, "low_code": part.low_code}
        else:
            told["product"] = part.material
    if part.quantity is not None and part.pack_size is not None:
        told |= {"quantity": part.quantity * part.pack_size, "unit": part.pack_unit}
    elif part.quantity is not None and not part.is_guess("quantity"):
        told |= {"quantity": part.quantity, "unit": part.unit}
    if part.period and not part.is_guess("period"):
        told["period"] = part.period
    if part.is_clean is not None:
        told["state"] = _("zuiver") if part.is_clean else _("gemengd of vuil")
    return told


def _give_photos(actor: Actor, question: Question, card: MaterialCard) -> None:
    for photo in question.photos.all():
        copy = streams.adopt_photo(
            actor=actor, card=card, name=photo.file, alt="", width=photo.width, height=photo.height
        )
        links.join(photo, copy)


def _put_in_case(actor: Actor, case: Case, row: MaterialCard | Need) -> None:
    """Say that a case is about a row that came of its question. Inside a transaction."""
    CaseStream.objects.get_or_create(
        case=case, **{stream_field(row): row}, defaults={"added_by_id": actor.user_id}
    )


def made_of(question: Question) -> list[MaterialCard | Need]:
    """Return the cards and needs that came of a question, without the scope in force."""
    found: list[MaterialCard | Need] = []
    for model in (MaterialCard, Need):
        keys = links.results([question], model)[question.pk]
        rows = model._base_manager.filter(pk__in=keys)
        found.extend(rows.select_related("hub", "organisation", "site", "municipality").order_by("pk"))
    return found


def forget_words(question: Question) -> None:
    """Wipe the asker's words from what came of his question. Inside a transaction."""
    for row in made_of(question):
        streams.forget_words(actor=SYSTEM, row=row)
