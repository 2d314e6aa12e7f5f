"""Every form over a row that several people keep: the second sees both versions, a removed row's words stay.

``EVERY`` names each form that hubs and organisations edit a row with. The same laws hold for all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from circulairwerkt.accounts.models import User
from circulairwerkt.agenda.models import Event, OwnQuestion, Session
from circulairwerkt.base.edits import VersionedForm
from circulairwerkt.base.models import Versioned
from circulairwerkt.base.permissions import SYSTEM, Role
from circulairwerkt.calls.models import Call, Challenge, Step
from circulairwerkt.coaching.models import Coach, Coaching
from circulairwerkt.hubs import services as hubs
from circulairwerkt.hubs.models import Hub, HubArea, HubMembership, ProgrammeInbox
from circulairwerkt.infopoints.models import InfoPoint
from circulairwerkt.knowledge.article_form import WrittenForm
from circulairwerkt.knowledge.models import Article, CaseStory, Issue
from circulairwerkt.organisations.models import Organisation, Partnership, Recognition, Site
from circulairwerkt.people.models import Enclave, PersonFile, WorkOffer
from circulairwerkt.trainings.models import Training
from tests.circulairwerkt import factories

START = date(2024, 1, 1)


@dataclass(frozen=True)
class Case:
    """An address with a form, the field that two people change, and what each puts there."""

    path: str
    field: str
    first: Any
    second: Any
    row: Callable[[], Versioned]
    held: Callable[[Any], Any]
    #: Key of whose page it is, in ``pks``: the same person in two windows. Else two administrators.
    whose: str = ""


EVERY: dict[str, Case] = {
    "hub": Case(
        "/werkplek/gent/gegevens/", "name", "Eén", "Twee", lambda: Hub.objects.get(), lambda row: row.name
    ),
    "life cycle": Case(
        "/werkplek/gent/bevestigen/",
        "life_cycle",
        "embedded",
        "ended",
        lambda: Hub.objects.get(),
        lambda row: row.life_cycle,
    ),
    "switches": Case(
        "/werkplek/gent/gebruik/",
        "kinds",
        ["material"],
        ["food"],
        lambda: Hub.objects.get(),
        lambda row: sorted({"material", "food"} - _off(row)),
    ),
    "membership": Case(
        "/werkplek/gent/mensen/{membership}/stoppen/",
        "last_day",
        "2099-01-31",
        "2099-02-28",
        lambda: HubMembership.objects.get(role=Role.MEMBER),
        lambda row: row.valid_to.isoformat(),
    ),
    "inbox": Case(
        "/programma/inbox/",
        "name",
        "Dienst een",
        "Dienst twee",
        lambda: ProgrammeInbox.objects.get(),
        lambda row: row.name,
    ),
    "organisation": Case(
        "/organisaties/labeur/beheer/gegevens/",
        "name",
        "Eén",
        "Twee",
        lambda: Organisation.objects.get(),
        lambda row: row.name,
    ),
    "kind": Case(
        "/organisaties/labeur/beheer/soort/",
        "kind",
        "network",
        "knowledge",
        lambda: Organisation.objects.get(),
        lambda row: row.kind,
    ),
    "site": Case(
        "/organisaties/labeur/beheer/vestigingen/{site}/",
        "street",
        "Kaai 1",
        "Kaai 2",
        lambda: Site.objects.get(),
        lambda row: row.street,
    ),
    "recognition": Case(
        "/organisaties/labeur/beheer/erkenningen/{recognition}/",
        "number",
        "A 1",
        "A 2",
        lambda: Recognition.objects.get(),
        lambda row: row.number,
    ),
    "text": Case(
        "/kennis/droog-karton/bewerken/",
        "title_nl",
        "Eén",
        "Twee",
        lambda: Article._base_manager.get(),
        lambda row: row.title["nl"],
    ),
    "story": Case(
        "/verhalen/van-rest-naar-tas/bewerken/",
        "title_nl",
        "Eén",
        "Twee",
        lambda: CaseStory._base_manager.get(),
        lambda row: row.title["nl"],
    ),
    "newsletter": Case(
        "/werkplek/gent/nieuwsbrief/{issue}/",
        "title_nl",
        "Eén",
        "Twee",
        lambda: Issue._base_manager.get(),
        lambda row: row.title["nl"],
    ),
    "partnership": Case(
        "/werkplek/gent/partners/{partnership}/",
        "valid_to",
        "2099-01-31",
        "2099-02-28",
        lambda: Partnership.objects.get(),
        lambda row: row.valid_to.isoformat(),
    ),
    "event": Case(
        "/werkplek/gent/agenda/{event}/gegevens/",
        "place_name",
        "Zaal een",
        "Zaal twee",
        lambda: Event._base_manager.exclude(kind="training").get(),
        lambda row: row.place_name,
    ),
    "session": Case(
        "/werkplek/gent/agenda/{event}/sessies/{session}/",
        "room",
        "boven",
        "beneden",
        lambda: Session.objects.exclude(event__kind="training").get(),
        lambda row: row.room,
    ),
    "rules of registering": Case(
        "/werkplek/gent/agenda/{event}/inschrijven/",
        "offer_hours",
        "12",
        "24",
        lambda: Event._base_manager.exclude(kind="training").get(),
        lambda row: str(row.offer_hours),
    ),
    "info point": Case(
        "/werkplek/gent/infopunten/{info_point}/gegevens/",
        "street",
        "Kaai 1",
        "Kaai 2",
        lambda: InfoPoint._base_manager.get(),
        lambda row: row.street,
    ),
    "training": Case(
        "/werkplek/gent/agenda/{training}/opleiding/gegevens/",
        "outcomes",
        "knopen tellen",
        "naden nakijken",
        lambda: Training.objects.get(),
        lambda row: row.outcomes[0]["text"],
    ),
    "own question": Case(
        "/werkplek/gent/agenda/{event}/vragen/{question}/",
        "words",
        "Eén?",
        "Twee?",
        lambda: OwnQuestion.objects.get(),
        lambda row: row.words,
    ),
    "call": Case(
        "/werkplek/gent/oproepen/{call}/gegevens/",
        "summary_nl",
        "Eén",
        "Twee",
        lambda: Call._base_manager.get(),
        lambda row: row.summary["nl"],
    ),
    "step of a call": Case(
        "/werkplek/gent/oproepen/{call}/stappen/{step}/",
        "place",
        "boven",
        "beneden",
        lambda: Step.objects.get(),
        lambda row: row.place,
    ),
    "challenge": Case(
        "/werkplek/gent/oproepen/{call}/uitdagingen/{challenge}/",
        "title",
        "Hout",
        "Karton",
        lambda: Challenge.objects.get(),
        lambda row: row.title,
    ),
    "work on offer": Case(
        "/werk/aanbod/{offer}/wijzig/",
        "title",
        "Eén",
        "Twee",
        lambda: WorkOffer._base_manager.get(),
        lambda row: row.title,
    ),
    "own file of a person": Case(
        "/mijn-pad/{own}/wijzig/",
        "first_name",
        "Eén",
        "Twee",
        lambda: PersonFile.objects.get(),
        lambda row: row.first_name,
    ),
    "group at another firm": Case(
        "/mensen/groepen/{enclave}/",
        "customer",
        "Eén",
        "Twee",
        lambda: Enclave.objects.get(),
        lambda row: row.customer,
        whose="guide",
    ),
    "profile of a coach": Case(
        "/werkplek/gent/begeleiding/profiel/",
        "words",
        "Eén",
        "Twee",
        lambda: Coach._base_manager.get(),
        lambda row: row.words,
        whose="coach",
    ),
    "end of a coaching": Case(
        "/begeleiding/{coaching}/afsluiten/",
        "came_of",
        "Eén",
        "Twee",
        lambda: Coaching._base_manager.get(),
        lambda row: row.came_of,
    ),
}


def _off(hub: Hub) -> set[str]:
    return set(hub.switches.filter(is_on=False).values_list("key", flat=True))


@pytest.fixture
def first(pks: dict[str, Any]) -> Client:
    client = Client()
    client.force_login(factories.administrator())
    return client


@pytest.fixture
def second(pks: dict[str, Any]) -> Client:
    client = Client()
    client.force_login(factories.administrator())
    return client


def _form(client: Client, path: str) -> dict[str, Any]:
    """What a browser would send back of the form, unchanged."""
    values: dict[str, Any] = {}
    for bound in client.get(path).context["form"]:
        value = bound.value()
        if hasattr(value, "__iter__") and not isinstance(value, str):
            value = [getattr(each, "pk", each) for each in value]
        values[bound.html_name] = "" if value is None else getattr(value, "pk", value)
    return values


def _hidden(page: Any) -> dict[str, Any]:
    values: dict[str, Any] = {"resolve": "1", "version": page.context["current"].version}
    values["differs"] = [each.name for each in page.context["differences"]]
    for name, value in page.context["sent"]:
        values.setdefault(name, []).append(value)
    return values


@pytest.mark.parametrize("name", EVERY)
def test_the_second_is_shown_both_and_chooses(
    name: str, pks: dict[str, Any], first: Client, second: Client
) -> None:
    case = EVERY[name]
    if case.whose:
        for client in (first, second):
            client.force_login(User.objects.get(pk=pks[case.whose]))
    path = case.path.format(**pks)
    form_1, form_2 = _form(first, path), _form(second, path)
    assert first.post(path, {**form_1, case.field: case.first}).status_code == 302
    both = second.post(path, {**form_2, case.field: case.second})
    assert both.status_code == 409
    assert [each.name for each in both.context["differences"]] == [case.field]
    assert case.held(case.row()) == case.first, "nothing was written yet"
    answer = second.post(path, {**_hidden(both), f"choice_{case.field}": "mine"})
    assert answer.status_code == 302
    assert case.held(case.row()) == case.second


def test_every_versioned_form_is_held_to_it() -> None:
    """A form over a versioned row that nobody tries here fails this test."""
    tried = {
        "HubForm", "ConfirmForm", "SwitchForm", "EndForm", "InboxForm", "OrganisationForm", "KindForm",
        "SiteForm", "RecognitionForm", "PartnerForm", "ArticleForm", "StoryForm", "IssueForm", "EventForm",
        "SessionForm",
        "RulesForm", "OwnQuestionForm", "CallForm", "StepForm", "ChallengeForm", "PointForm", "OfferForm",
        "PersonForm", "EnclaveForm", "CoachForm", "CloseForm", "TrainingForm",
    }  # fmt: skip
    named = (
        "hubs",
        "organisations",
        "accounts",
        "agenda",
        "calls",
        "infopoints",
        "people",
        "coaching",
        "trainings",
    )
    # The addresses load every form: this process may have asked for none yet.
    import_module(settings.ROOT_URLCONF)
    rooms = tuple(f"circulairwerkt.{room}." for room in named)
    texts = ("circulairwerkt.knowledge.article_form", "circulairwerkt.knowledge.issue_form")
    forms = {
        form.__name__
        for form in (*VersionedForm.__subclasses__(), *WrittenForm.__subclasses__())
        if form.__module__.startswith(rooms + texts) and form is not WrittenForm
    }
    assert forms == tried


def test_what_another_form_of_the_row_changed_is_no_quarrel(
    pks: dict[str, Any], first: Client, second: Client
) -> None:
    """One edits the texts, the other confirms the hub: both stand, and the confirmation is really written."""
    Hub.objects.update(life_cycle="active", checked_on=START)
    confirm, texts = "/werkplek/gent/bevestigen/", "/werkplek/gent/gegevens/"
    form = _form(second, confirm)
    assert first.post(texts, {**_form(first, texts), "name": "Nieuwe naam"}).status_code == 302
    assert second.post(confirm, form).status_code == 302
    hub = Hub.objects.get()
    assert (hub.name, hub.checked_on) == ("Nieuwe naam", timezone.localdate())


REMOVED = {
    "site": ("vestigingen", "street", "Kaai 9", Site),
    "recognition": ("erkenningen", "number", "A 9", Recognition),
}


@pytest.mark.parametrize("name", REMOVED)
def test_what_was_typed_for_a_row_that_somebody_removed_is_not_lost(
    name: str, pks: dict[str, Any], first: Client, second: Client
) -> None:
    folder, field, typed, model = REMOVED[name]
    path = f"/organisaties/labeur/beheer/{folder}/{pks[name]}/"
    form = _form(second, path)
    assert first.post(f"{path}weg/", {"version": 1}).status_code == 302
    assert not model.objects.exists()
    back = second.post(path, {**form, field: typed})
    assert back.status_code == 409
    assert typed in back.content.decode()
    action = back.context["action"]
    assert f'action="{action}"' in back.content.decode()
    sent = {bound.html_name: bound.value() or "" for bound in back.context["form"]}
    assert second.post(action, {**sent, "version": 0}).status_code == 302
    assert getattr(model.objects.get(), field) == typed
    assert second.post(path.replace(str(pks[name]), "999999"), form).status_code == 404, "it never was there"


@pytest.mark.parametrize("name", REMOVED)
def test_nobody_removes_what_he_did_not_see(
    name: str, pks: dict[str, Any], first: Client, second: Client
) -> None:
    folder, field, typed, model = REMOVED[name]
    path = f"/organisaties/labeur/beheer/{folder}/{pks[name]}/"
    first.post(path, {**_form(first, path), field: typed})
    answer = second.post(f"{path}weg/", {"version": 1})
    assert answer["Location"] == path
    assert getattr(model.objects.get(), field) == typed
    assert "Kijk eerst wat er nu staat" in second.get(path).content.decode()
    second.post(f"{path}weg/", {"version": 2})
    assert not model.objects.exists()


def test_a_site_with_a_recognition_stays(pks: dict[str, Any], first: Client) -> None:
    Recognition.objects.update(site_id=pks["site"])
    first.post(f"/organisaties/labeur/beheer/vestigingen/{pks['site']}/weg/", {"version": 1})
    assert Site.objects.exists()
    assert "geldt een erkenning" in first.get("/organisaties/labeur/beheer/").content.decode()


def test_an_area_that_changed_since_is_shown_anew_before_it_is_kept(
    pks: dict[str, Any], first: Client, second: Client
) -> None:
    hub = Hub.objects.get()
    for name, nis in (("Gavere", "44020"), ("Deinze", "44083")):
        factories.municipality(name, nis=nis)
    path, form = "/werkplek/gent/gebied/", {"mode": "replace", "from_day": "2026-01-01"}
    stamp = second.post(path, {**form, "names": "Gavere"}).context["stamp"]
    first.post(path, {**form, "names": "Deinze", "apply": "1"})
    late = second.post(path, {**form, "names": "Gavere", "apply": "1", "seen": stamp})
    assert late.status_code == 409
    assert [each.name for each in late.context["go"]] == ["Deinze"]
    assert "Iemand anders veranderde het gebied" in late.content.decode()
    assert _served(hub) == {"Deinze"}
    again = {**form, "names": "Gavere", "apply": "1", "seen": late.context["stamp"]}
    assert second.post(path, again).status_code == 302
    assert _served(hub) == {"Gavere"}


def _served(hub: Hub) -> set[str]:
    rows = HubArea.objects.filter(hub=hub, valid_to__isnull=True)
    return set(rows.values_list("municipality__name", flat=True))


def _add(hub: Hub, name: str) -> None:
    places = [factories.municipality(name)]
    hubs.set_area(actor=SYSTEM, hub=hub, municipalities=places, from_day=START, replace=False)


def test_only_the_change_that_one_saw_is_taken_back(
    pks: dict[str, Any], first: Client, second: Client
) -> None:
    hub = Hub.objects.get()
    _add(hub, "Aalter")
    seen = second.get("/werkplek/gent/gebied/").context["last_change"].pk
    _add(hub, "Deinze")
    page = second.post("/werkplek/gent/gebied/ongedaan/", {"version": seen}, follow=True)
    assert "Iemand anders veranderde het gebied" in page.content.decode()
    assert {"Aalter", "Deinze"} <= _served(hub)


def test_an_inbox_that_another_closed_is_not_opened_again_unseen(
    pks: dict[str, Any], first: Client, second: Client
) -> None:
    form = _form(second, "/programma/inbox/")
    first.post("/programma/inbox/sluiten/", {"version": 1})
    back = second.post("/programma/inbox/", {**form, "name": "Ander"})
    assert back.status_code == 409
    assert "Ander" in back.content.decode()
    assert not ProgrammeInbox.objects.filter(is_active=True).exists()


def test_two_who_each_name_the_first_inbox_see_each_other(
    pks: dict[str, Any], first: Client, second: Client
) -> None:
    ProgrammeInbox.objects.all().delete()
    form = {**_form(second, "/programma/inbox/"), "email": "d@example.org"}
    assert first.post("/programma/inbox/", {**form, "name": "Eén"}).status_code == 302
    both = second.post("/programma/inbox/", {**form, "name": "Twee"})
    assert both.status_code == 409
    assert [each.name for each in both.context["differences"]] == ["name"]
    assert ProgrammeInbox.objects.get().name == "Eén"


def test_an_inbox_that_changed_is_not_closed_unseen(
    pks: dict[str, Any], first: Client, second: Client
) -> None:
    first.post("/programma/inbox/", {**_form(first, "/programma/inbox/"), "name": "Nieuw"})
    assert second.post("/programma/inbox/sluiten/", {"version": 1})["Location"] == "/programma/inbox/"
    assert ProgrammeInbox.objects.get().is_active
