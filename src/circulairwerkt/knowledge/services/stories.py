"""What happens to stories that come from a case: released with a tick, changed, taken back."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circulairwerkt.base.audit import differences, record, write
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.cases.models import Lesson
from circulairwerkt.knowledge import perms
from circulairwerkt.knowledge.models import CaseStory
from circulairwerkt.knowledge.releasing import names_in
from circulairwerkt.knowledge.services.addresses import free_slug
from circulairwerkt.reference.models import Sector

#: In which texts people write; each is Dutch, other languages of a story stay as they are.
_TEXTS = ("title", "summary", "body", "lesson")


@write("knowledge.tell", gettext_lazy("les in de verhalen gezet"))
def tell(*, actor: Actor, lesson: Lesson, seen_version: int, values: Mapping[str, Any]) -> CaseStory:
    """Put a lesson in the public stories, in the words of ``values``; a second time changes them.

    Nothing of the case goes along but these words. Raises ValidationError where they name a firm, a person
    or a place of the case, EditConflict where somebody else saved in between.
    """
    require(perms.may_tell(actor, lesson.case))
    _refuse_names(lesson, values)
    # Two who release the same lesson at once must not make two stories.
    Lesson.objects.select_for_update().get(pk=lesson.pk)
    story = CaseStory.objects.filter(told_of=lesson).first() or CaseStory(
        hub=lesson.case.hub, told_of=lesson, is_example=lesson.case.is_example
    )
    filled = {
        **{name: {**getattr(story, name), "nl": values[name].strip()} for name in _TEXTS},
        "keywords": values["keywords"],
        "came_of": values["came_of"],
        "visibility": Visibility.PUBLIC.value,
        "published_on": story.published_on or timezone.localdate(),
    }
    changes = differences(story, filled)
    for name, value in filled.items():
        setattr(story, name, value)
    if story.pk:
        story.save_as_successor_of(seen_version, [*filled])
    else:
        story.slug = free_slug(CaseStory, values["title"], "les")
        story.save()
    story.sectors.set(Sector.objects.filter(key__in=values["sectors"]))
    record(actor=actor, row=story, hub_id=story.hub_id, changes=changes)
    return story


def _refuse_names(lesson: Lesson, values: Mapping[str, Any]) -> None:
    refused = {}
    for name in (*_TEXTS, "keywords"):
        said = values[name]
        named = names_in(lesson.case, [said] if isinstance(said, str) else said)
        if named:
            words = _("Dit noemt iemand of een plaats uit het dossier: %(names)s. Schrijf het zonder.")
            refused[name] = [words % {"names": ", ".join(named)}]
    if refused:
        raise ValidationError(refused)


@write("knowledge.write_story", gettext_lazy("verhaal geschreven of gewijzigd"))
def write_story(*, actor: Actor, story: CaseStory, seen_version: int, values: Mapping[str, Any]) -> CaseStory:
    """Write a story by hand, one without a key yet, or change one; ``is_public``: everybody reads it.

    Raises ValidationError where something lacks that everybody would miss, EditConflict where somebody else
    saved in between.
    """
    require(perms.may_write_story(actor, story))
    is_public = bool(values["is_public"])
    if is_public:
        _refuse_unfinished(values)
    filled = {name: values[name] for name in (*_TEXTS, "keywords", "came_of", "source")}
    filled["visibility"] = (Visibility.PUBLIC if is_public else Visibility.HUB).value
    filled["published_on"] = (story.published_on or timezone.localdate()) if is_public else None
    changes = differences(story, filled)
    for name, value in filled.items():
        setattr(story, name, value)
    if not story.pk:
        story.slug = free_slug(CaseStory, values["title"]["nl"], "verhaal")
    story.add_or_succeed(seen_version, filled)
    story.sectors.set(Sector.objects.filter(key__in=values["sectors"]))
    record(actor=actor, row=story, hub_id=story.hub_id, changes=changes)
    return story


def _refuse_unfinished(values: Mapping[str, Any]) -> None:
    lacking = {
        "summary_nl": [_("Zeg eerst in het kort wat er gebeurde.")],
        "body_nl": [_("Er staat nog geen tekst in. Schrijf hem eerst.")],
    }
    open_ones = {name: said for name, said in lacking.items() if not values[name[:-3]].get("nl")}
    if open_ones:
        raise ValidationError(open_ones)


@write("knowledge.take_back", gettext_lazy("les uit de verhalen gehaald"))
def take_back(*, actor: Actor, story: CaseStory) -> None:
    """Take a story out at once; its words wait for the hub until it is told again.

    Where the case or its lesson is gone nobody could tell it again: the story goes whole.
    """
    require(perms.may_take_back(actor, story))
    changes = {"published_on": [story.published_on, None]}
    if story.told_of_id is None and not story.is_by_hand:
        record(actor=actor, row=story, hub_id=story.hub_id, changes=changes)
        story.delete()
        return
    story.published_on, story.visibility = None, Visibility.HUB.value
    story.save_as_successor_of(story.version, ["published_on", "visibility"])
    record(actor=actor, row=story, hub_id=story.hub_id, changes=changes)
