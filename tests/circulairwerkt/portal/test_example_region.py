"""The example region: whole, marked, refused in production, and gone without a trace."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import Http404
from django.utils import timezone

from circulairwerkt.agenda.models import Event
from circulairwerkt.base.models import AuditEntry, SearchEntry
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.base.search_index import catch_up, mend
from circulairwerkt.base.trail import word_of
from circulairwerkt.calls.models import Call
from circulairwerkt.cases.models import (
    Agreement,
    AgreementState,
    Case,
    Entry,
    Lesson,
    Question,
    Stage,
    Transfer,
    WorkPackage,
)
from circulairwerkt.coaching.models import Coaching
from circulairwerkt.flows.sankey import flows_of_hub
from circulairwerkt.hubs.models import Hub
from circulairwerkt.infopoints.models import Visit
from circulairwerkt.knowledge.models import Article
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.people import enclaves
from circulairwerkt.people.models import Enclave, PersonFile
from circulairwerkt.portal.services.example import removal
from circulairwerkt.portal.services.example.region import (
    AlreadyThere,
    load_example_region,
    remove_example_region,
)
from circulairwerkt.streams.models import Capability, MaterialCard, Need
from circulairwerkt.trainings.models import Attest
from tests.circulairwerkt import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_scope() -> Iterator[None]:
    with everywhere("a test of the example region"):
        yield


def counts() -> dict[str, int]:
    """Rows of every table but the trail."""
    tables = [model for model in apps.get_models(include_auto_created=True) if model is not AuditEntry]
    return {model._meta.label: model._base_manager.count() for model in tables}


def test_it_is_whole_marked_and_leaves_without_a_trace(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    call_command("load_reference", verbosity=0)
    call_command("load_hubs", verbosity=0)
    mend()
    before, real = counts(), set(Organisation.objects.values_list("pk", flat=True))

    made = load_example_region(actor=SYSTEM)

    assert Agreement.objects.filter(case__is_example=True).count() == made.pop("agreements") > 20
    assert set(Agreement.objects.values_list("state", flat=True)) == set(AgreementState)
    assert Transfer.objects.count() == made.pop("transfers") > 80
    assert WorkPackage.objects.count() == made.pop("work packages") > 4
    assert Transfer.objects.filter(corrects__isnull=False).exists()
    assert flows_of_hub(Hub.objects.get(is_example=True), timezone.localdate().year).real is not None
    work = list(Capability.objects.filter(is_example=True).values_list("organisation", "sentence"))
    assert len(work) == len(set(work)), "somebody does the same work twice"
    assert Event.objects.filter(is_example=True).count() > made.pop("events") == 10
    assert Call.objects.filter(is_example=True).count() == made.pop("calls") == 4
    assert Article.objects.filter(is_example=True).count() == made.pop("texts") == 4
    assert Coaching.objects.filter(is_example=True).count() == made.pop("coachings") == 5
    assert made.pop("offers") == 5
    assert Visit.objects.filter(is_example=True).count() == made.pop("visits") == 4
    assert PersonFile.objects.filter(is_example=True).count() == made.pop("people guided") == 2
    groups = list(Enclave.objects.filter(is_example=True))
    assert len(groups) == made.pop("groups at other firms") == 2
    assert [enclaves.missing(group, own={group.coach_id}) for group in groups] == [[], ["notice", "coach"]]
    assert Attest.objects.filter(hub__is_example=True).count() == made.pop("attests") == 2
    assert made == {"organisations": 71, "cards": 300, "needs": 200, "capabilities": 60, "cases": 80}
    hub = Hub.objects.get(is_example=True)
    line = AuditEntry.objects.get(action="portal.load_example_region")
    assert all(word_of(line.object_type, name) for name in line.changes)
    for model in (MaterialCard, Need, Capability, Case):
        rows = model.objects.all()
        assert rows.count() == rows.filter(is_example=True, hub=hub).count() == made[_NAMES[model]]
    new = Organisation.objects.exclude(pk__in=real)
    assert all(one.is_example and one.name.endswith("(voorbeeld)") for one in new)
    assert not Organisation.objects.filter(pk__in=real, is_example=True).exists()
    assert set(Case.objects.values_list("stage", flat=True)) >= set(Stage) - {Stage.QUESTION}
    assert Question.objects.filter(hub=hub).exists()
    assert Lesson.objects.exists()
    assert Entry.objects.count() >= 400
    with pytest.raises(AlreadyThere):
        load_example_region(actor=SYSTEM)

    catch_up()
    found = SearchEntry.objects.filter(kind="card").values("object_id").distinct()
    assert found.count() == made["cards"]
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_example_region(actor=SYSTEM) > 1000
    connection.check_constraints()
    assert counts() == before
    assert not AuditEntry.objects.filter(hub_id=hub.pk).exists()
    assert remove_example_region(actor=SYSTEM) == 0


_NAMES = {MaterialCard: "cards", Need: "needs", Capability: "capabilities", Case: "cases"}


def test_production_refuses_it(settings: Any) -> None:
    settings.LOCAL_PAGES = False
    with pytest.raises(CommandError, match="not loaded with production"):
        call_command("load_example_region")
    with pytest.raises(Http404):
        load_example_region(actor=SYSTEM)
    assert not Hub.objects.filter(is_example=True).exists()


def test_what_hangs_on_a_row_goes_and_what_only_points_at_it_stays() -> None:
    hub = factories.hub(is_example=True)
    other = factories.hub()
    successor_of = factories.hub()
    Hub.objects.filter(pk=successor_of.pk).update(successor=hub)
    partner = factories.organisation()
    factories.partnership(partner, hub)
    factories.partnership(partner, other)

    removal.remove(removal.with_all_that_hangs_on(removal.made_up_rows()))

    assert set(Hub.objects.values_list("pk", flat=True)) == {other.pk, successor_of.pk}
    assert Hub.objects.get(pk=successor_of.pk).successor is None
    assert list(partner.partnerships.values_list("hub_id", flat=True)) == [other.pk]
