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


@write("knowledge.take_back", gettext_lazy("les uit de verhalen gehaald"))
def take_back(*, actor: Actor, story: CaseStory) -> None:
    """Take a story of a case out at once; its words wait for the hub until it is told again.

    Where the case or its lesson is gone nobody could tell it again: the story goes whole.
    """
    require(perms.may_take_back(actor, story))
    changes = {"published_on": [story.published_on, None]}
    if story.told_of_id is None:
        record(actor=actor, row=story, hub_id=story.hub_id, changes=changes)
        story.delete()
        return
    story.published_on, story.visibility = None, Visibility.HUB.value
    story.save_as_successor_of(story.version, ["published_on", "visibility"])
    record(actor=actor, row=story, hub_id=story.hub_id, changes=changes)
