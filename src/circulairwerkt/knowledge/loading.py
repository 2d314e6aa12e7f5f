"""Loads the stories and texts that ship; what a person edited stays."""

from circulairwerkt.base.loading import LoadedKeys, LoadReport, edition, load_links, load_row, load_set
from circulairwerkt.base.permissions import Actor
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.hubs.models import Hub
from circulairwerkt.knowledge import files
from circulairwerkt.knowledge.models import Article, CaseStory
from circulairwerkt.organisations.models import Organisation

#: Counts up when the code below writes other columns from the same files.
LAYOUT = 1
NAME = "stories"


@edition(
    "knowledge.load",
    name=NAME,
    layout=LAYOUT,
    digest=lambda: files.digest(),
    rows=lambda: CaseStory.objects.filter(is_example=False).count(),
)
def load_stories(actor: Actor, keys: LoadedKeys, report: LoadReport) -> None:
    """Bring the stories up to date; a load of the same edition does nothing unless ``again``.

    Runs in a scope that sees all hubs. Hubs and partners must have been loaded. A story is published on the
    day its source was read.
    """
    hubs = dict(Hub.objects.values_list("slug", "pk"))
    organisations = dict(Organisation.objects.values_list("slug", "pk"))
    for story in files.read():
        if story.hub in hubs:
            _load_story(story, hubs[story.hub], organisations, keys, report, actor)
        else:
            report.keep(f"{story.slug}: its hub was removed by a person")


def _load_story(
    story: files.StoryFile,
    hub_id: int,
    organisations: dict[str, int],
    keys: LoadedKeys,
    report: LoadReport,
    actor: Actor,
) -> None:
    row: CaseStory | None = load_row(
        model=CaseStory,
        key={"slug": story.slug},
        values={
            "hub_id": hub_id,
            "title": story.title,
            "summary": story.summary,
            "body": story.body,
            "lesson": story.lesson,
            "keywords": list(story.keywords),
            "source": story.source,
            "source_read_on": story.read_on,
            "published_on": story.read_on,
            "visibility": Visibility.PUBLIC.value,
        },
        keys=keys,
        report=report,
        actor=actor,
        hub_of=lambda row: row.hub_id,
    )
    if row is None:
        return
    load_links(row=row, column="sectors", keys=story.sectors, links=row.sectors)
    to_add, to_drop = load_set(
        row=row,
        column="organisations",
        wanted=[slug for slug in story.organisations if slug in organisations],
        present=row.organisations.values_list("slug", flat=True),
    )
    row.organisations.add(*(organisations[slug] for slug in to_add))
    row.organisations.remove(*(organisations[slug] for slug in to_drop if slug in organisations))


@edition(
    "knowledge.load_texts",
    name="texts",
    layout=1,
    digest=lambda: files.digest_of_texts(),
    rows=lambda: Article.objects.filter(is_example=False).count(),
)
def load_texts(actor: Actor, keys: LoadedKeys, report: LoadReport) -> None:
    """Bring the programme's own texts up to date; runs in a scope that sees all hubs."""
    for text in files.read_texts():
        load_row(
            model=Article,
            key={"slug": text.slug},
            values={
                "kind": text.kind,
                "title": text.title,
                "summary": text.summary,
                "body": text.body,
                "keywords": list(text.keywords),
                "reviewed_on": text.reviewed_on,
            },
            only_new={
                "hub": None,
                "state": Article.State.PUBLISHED,
                "visibility": Visibility.PUBLIC,
                "published_on": text.reviewed_on,
                "author": "Circulair Werkt",
            },
            keys=keys,
            report=report,
            actor=actor,
        )
