"""A coordinator keeps the hub: confirms it, pastes its area, chooses, edits, invites; all in the trail."""

from datetime import date, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import ValidationError
from django.http import Http404
from django.test import Client
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt.base import hours
from circulairwerkt.base.models import AuditEntry
from circulairwerkt.base.permissions import SYSTEM, Role
from circulairwerkt.hubs import services
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Hub, HubArea, HubMembership, LifeCycle
from circulairwerkt.hubs.queries import hubs_of, is_on
from circulairwerkt.reference.models import Municipality, Sector
from tests.circulairwerkt import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub() -> Hub:
    """A hub that nobody confirmed, with its seat alone."""
    seat = factories.municipality("Gent", nis="44021")
    return Hub.objects.create(slug="gent", name="Hub Gent", seat=seat, lat=51.05, lon=3.72)


@pytest.fixture
def coordinator(hub: Hub, client: Client) -> Client:
    """A browser in which the hub's coordinator is signed in."""
    client.force_login(factories.member(hub, email="an@example.org"))
    return client


def _send(client: Client, path: str, data: dict[str, Any] | None = None, **fields: Any) -> Any:
    """Fill the form at ``path`` as a browser would, with some fields changed, and send it."""
    form = client.get(path).context["form"]
    values: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, bool | type(None)):
            continue
        values[bound.html_name] = (
            [getattr(each, "pk", each) for each in value]
            if hasattr(value, "__iter__") and not isinstance(value, str)
            else value
        )
    return client.post(path, {**values, **(data or {}), **fields})


def test_the_workspace_says_what_waits_until_it_is_done(coordinator: Client, hub: Hub) -> None:
    def waiting() -> list[str]:
        return [item.key for item in coordinator.get("/werkplek/gent/").context["waiting"]]

    assert waiting() == ["confirm", "contact", "area", "switches", "summary"]
    assert _send(coordinator, "/werkplek/gent/bevestigen/", life_cycle="active").status_code == 302
    assert waiting() == ["contact", "area", "switches", "summary"]
    sent = _send(
        coordinator, "/werkplek/gent/gegevens/", contact_phone="09 123 45 67", summary_nl="Wij helpen."
    )
    assert sent.status_code == 302
    assert waiting() == ["area", "switches"]
    assert _send(coordinator, "/werkplek/gent/gebruik/", kinds=["material"]).status_code == 302
    assert waiting() == ["area"]


def test_confirming_takes_the_hub_up(coordinator: Client, hub: Hub) -> None:
    assert coordinator.post("/werkplek/gent/bevestigen/", {"version": 1}).status_code == 422
    _send(coordinator, "/werkplek/gent/bevestigen/", life_cycle="active")
    hub.refresh_from_db()
    today = timezone.localdate()
    assert (hub.life_cycle, hub.checked_on, hub.claimed_on) == (LifeCycle.ACTIVE, today, today)


def test_an_administrator_does_not_take_a_hub_up(hub: Hub) -> None:
    admin = actor_of(factories.administrator())
    services.confirm_hub(actor=admin, hub=hub, seen_version=1, life_cycle=LifeCycle.ACTIVE)
    hub.refresh_from_db()
    assert hub.claimed_on is None


def test_an_ended_hub_names_who_follows_and_never_itself(coordinator: Client, hub: Hub) -> None:
    other = factories.hub("Hub Aalst", slug="aalst", successor=hub)
    answer = _send(coordinator, "/werkplek/gent/bevestigen/", life_cycle="ended", successor=other.pk)
    assert answer.status_code == 422
    assert "opvolgen" in answer.content.decode()
    other.successor = None
    other.save()
    assert (
        _send(coordinator, "/werkplek/gent/bevestigen/", life_cycle="ended", successor=other.pk).status_code
        == 302
    )
    hub.refresh_from_db()
    assert (hub.life_cycle, hub.successor) == (LifeCycle.ENDED, other)


def test_a_pasted_list_is_shown_first_and_then_applied(coordinator: Client, hub: Hub) -> None:
    for nis, name in (("44020", "Gavere"), ("44021", "Gent"), ("44043", "Merelbeke"), ("42008", "Hamme")):
        Municipality.objects.get_or_create(
            nis=nis, defaults={"name": name, "province": "x", "lat": 51, "lon": 4}
        )
    form = {"names": "Gavere; Gent\n Haamme \n44021", "mode": "replace", "from_day": "2026-01-01"}
    preview = coordinator.post("/werkplek/gent/gebied/", form)
    assert preview.status_code == 200
    assert [each.name for each in preview.context["come"]] == ["Gavere", "Gent"]
    assert [line.typed for line in preview.context["unknown"]] == ["Haamme"]
    assert "Hamme" in preview.context["unknown"][0].suggestions
    assert not HubArea.objects.exists(), "a preview writes nothing"

    assert coordinator.post("/werkplek/gent/gebied/", {**form, "apply": "1"}).status_code == 302
    rows = HubArea.objects.filter(hub=hub).values_list("municipality__name", "valid_from")
    assert set(rows) == {("Gavere", date(2026, 1, 1)), ("Gent", date(2026, 1, 1))}


def test_an_area_is_ended_not_erased_and_can_be_taken_back(hub: Hub) -> None:
    a, b, c = (factories.municipality(name) for name in "ABC")
    HubArea.objects.create(hub=hub, municipality=a)
    HubArea.objects.create(hub=hub, municipality=b, valid_from=date(2026, 6, 1), source="een lijst")
    before = set(HubArea.objects.values_list("municipality__name", "valid_from", "valid_to", "source"))
    services.set_area(actor=SYSTEM, hub=hub, municipalities=[c], from_day=date(2026, 3, 1), replace=True)
    after = set(HubArea.objects.values_list("municipality__name", "valid_from", "valid_to"))
    # B would have begun after the new list: it never served.
    assert after == {("A", None, date(2026, 2, 28)), ("C", date(2026, 3, 1), None)}
    entry = services.last_change(hub)
    assert entry is not None
    services.undo_area(actor=SYSTEM, hub=hub, seen_entry=entry.pk)
    assert (
        set(HubArea.objects.values_list("municipality__name", "valid_from", "valid_to", "source")) == before
    )
    with pytest.raises(services.AreaUndone):
        services.undo_area(actor=SYSTEM, hub=hub, seen_entry=entry.pk)


def test_adding_to_the_area_removes_nothing(hub: Hub) -> None:
    a, b = factories.municipality("A"), factories.municipality("B")
    HubArea.objects.create(hub=hub, municipality=a)
    change = services.set_area(
        actor=SYSTEM, hub=hub, municipalities=[b], from_day=date(2026, 3, 1), replace=False
    )
    assert (change.come, change.stay, change.go) == ((b.nis,), (a.nis,), ())


def test_what_is_off_is_off(hub: Hub) -> None:
    assert is_on(hub, "food")
    services.set_switches(actor=SYSTEM, hub=hub, seen_version=1, on=["material", "stories"])
    assert not is_on(hub, "food")
    assert is_on(hub, "stories")
    services.set_switches(actor=SYSTEM, hub=hub, seen_version=2, on=["food"])
    assert is_on(hub, "food")
    with pytest.raises(ValueError, match="nothing to switch"):
        services.set_switches(actor=SYSTEM, hub=hub, seen_version=3, on=["spaceships"])


def test_the_trail_says_who_changed_what_but_names_no_person(coordinator: Client, hub: Hub) -> None:
    _send(coordinator, "/werkplek/gent/gegevens/", name="Hub Groot-Gent", contact_name="Jan Jansen")
    page = coordinator.get("/werkplek/gent/geschiedenis/").content.decode()
    assert "gegevens van de hub veranderd" in page
    assert "Hub Groot-Gent" in page
    assert "Jan Jansen" not in page
    entry = AuditEntry.objects.get(action="hubs.edit")
    assert "Jan Jansen" not in str(entry.changes)
    assert entry.changes["name"] == ["Hub Gent", "Hub Groot-Gent"]


def test_the_trail_and_the_sectors_are_told_in_the_readers_language(coordinator: Client, hub: Hub) -> None:
    Sector.objects.create(key="hout", label={"nl": "Hout", "en": "Wood"})
    AuditEntry.objects.create(action="hubs.load", object_type="hubs.hub", object_name=hub.name, hub_id=hub.pk)
    services.confirm_hub(actor=SYSTEM, hub=hub, seen_version=hub.version, life_cycle=LifeCycle.ACTIVE)
    page = coordinator.get("/en/werkplek/gent/geschiedenis/").content.decode()
    assert "<del>not yet confirmed</del> → <ins>active</ins>" in page
    assert "platform data loaded · Hub Gent" in page
    assert "hubs.load" not in page
    page = coordinator.get("/en/werkplek/gent/gegevens/").content.decode()
    assert "Wood" in page
    assert "Hout" not in page


def test_the_trail_names_the_rows_it_points_to(coordinator: Client, hub: Hub) -> None:
    place, other = factories.municipality("Gavere", nis="44020"), factories.hub("Hub Aalst", slug="aalst")
    Sector.objects.create(key="hout", label={"nl": "Hout", "en": "Wood"})
    services.set_area(actor=SYSTEM, hub=hub, municipalities=[place], from_day=date(2026, 3, 1), replace=False)
    services.set_switches(actor=SYSTEM, hub=hub, seen_version=1, on=["material"])
    _send(coordinator, "/werkplek/gent/bevestigen/", life_cycle="ended", successor=other.pk)
    _send(coordinator, "/werkplek/gent/gegevens/", sectors=["hout"])
    membership = HubMembership.objects.create(
        user=factories.person(name="Mia"), hub=hub, role=Role.MEMBER, valid_from=date(2024, 1, 1)
    )
    _send(coordinator, f"/werkplek/gent/mensen/{membership.pk}/stoppen/", last_day="")
    page = coordinator.get("/werkplek/gent/geschiedenis/").content.decode()
    for told in (
        "<dt>Gebied</dt><dd><del>-</del> → <ins>Gavere</ins>",
        "<dt>Opvolger</dt><dd><del>-</del> → <ins>Hub Aalst</ins>",
        "<dt>Sectoren</dt><dd><del>-</del> → <ins>Hout</ins>",
        "<dt>Voeding</dt><dd><del>ja</del> → <ins>nee</ins>",
        "<dt>Persoon</dt><dd><del>Mia</del> → <ins>Mia</ins>",
    ):
        assert told in page, page[page.index("Wie veranderde") :]


def test_the_trail_asks_no_more_for_more_lines(
    coordinator: Client, hub: Hub, django_assert_max_num_queries: Any
) -> None:
    other = factories.hub("Hub Aalst", slug="aalst")
    for number in range(30):
        AuditEntry.objects.create(
            action="hubs.confirm",
            object_type="hubs.hub",
            object_id=str(hub.pk),
            hub_id=hub.pk,
            changes={"successor": [None, other.pk], "sectors": [[], [f"s{number}"]]},
        )
    with django_assert_max_num_queries(20):
        coordinator.get("/werkplek/gent/geschiedenis/")


def test_a_line_of_long_ago_is_still_shown(coordinator: Client, hub: Hub) -> None:
    AuditEntry.objects.create(
        action="hubs.gone",
        object_type="hubs.gone",
        hub_id=hub.pk,
        changes={"successor": ["x", {"a": 1}], "weg": [1, 2]},
    )
    AuditEntry.objects.create(
        action="hubs.edit",
        object_type="hubs.hub",
        hub_id=hub.pk,
        changes={"successor": ["Oud", 999999], "seat": [{"a": 1}, None]},
    )
    page = coordinator.get("/werkplek/gent/geschiedenis/").content.decode()
    assert "<del>Oud</del> → <ins>999999</ins>" in page


def test_a_made_up_person_keeps_the_name_of_the_hub_as_it_is(hub: Hub, settings: Any) -> None:
    settings.LOCAL_PAGES = True
    with translation.override("nl"):
        person = services.example_person(hub=hub, role=Role.COORDINATOR)
    assert person.name == "Hubcoördinator, Hub Gent (voorbeeld)"


def test_opening_hours_are_checked_and_told_in_words(coordinator: Client, hub: Hub) -> None:
    wrong = _send(coordinator, "/werkplek/gent/gegevens/", opening_hours="elke dag behalve soms")
    assert wrong.status_code == 422
    assert wrong.context["form"]["opening_hours"].value() == "elke dag behalve soms", "what was typed is kept"
    _send(coordinator, "/werkplek/gent/gegevens/", opening_hours="Mo-Fr 09:00-12:00,13:00-17:30")
    page = coordinator.get("/werkplek/gent/gegevens/").content.decode()
    assert "9 tot 12 uur en 13 tot 17.30 uur" in page


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("nl", "9 tot 12 uur en 13 tot 17.30 uur"),
        ("en", "09:00 to 12:00 and 13:00 to 17:30"),
        ("fr", "9 à 12 h et 13 à 17:30 h"),
    ],
)
def test_hours_are_written_as_each_language_does(language: str, told: str) -> None:
    with translation.override(language):
        assert hours.in_words("Mo 09:00-12:00,13:00-17:30")[0][1] == told


@pytest.mark.parametrize("never", ["off", "SH Mo 10:00-12:00", "sunrise-sunset", "2020 Mo 09:00-10:00"])
def test_hours_that_never_open_or_say_nothing_here_are_refused(never: str) -> None:
    for known in ("24/7", "PH 10:00-12:00", 'Mo 09:00-10:00 "SH"'):
        hours.check_opens(known)
    with pytest.raises(ValidationError):
        hours.check_opens(never)


@given(st.text(max_size=60))
def test_no_text_breaks_the_hours(text: str) -> None:
    told = hours.in_words(text)
    try:
        hours.check(text)
    except ValidationError:
        assert not told


def _accept(invited: str, token: str, *, proven: bool = True) -> Any:
    user = factories.person(invited)
    EmailAddress.objects.create(user=user, email=invited, verified=proven, primary=True)
    return services.accept_invitation(actor=actor_of(user), token=token)


def _invite(coordinator: Client, callbacks: Any, email: str = "nieuw@example.org") -> str:
    with callbacks(execute=True):
        _send(coordinator, "/werkplek/gent/mensen/", email=email, role="member")
    assert mail.outbox[-1].to == [email]
    return str(mail.outbox[-1].body).split("/uitnodiging/")[1].split("/")[0]


def test_an_invitation_gives_the_role_once_to_the_invited_alone(
    coordinator: Client, hub: Hub, django_capture_on_commit_callbacks: Any
) -> None:
    token = _invite(coordinator, django_capture_on_commit_callbacks)
    with pytest.raises(services.InvitationForAnother):
        _accept("ander@example.org", token)
    with pytest.raises(services.InvitationForAnother):
        _accept("nieuw@example.org", token, proven=False)
    membership = None
    EmailAddress.objects.filter(email="nieuw@example.org").update(verified=True)
    user = EmailAddress.objects.get(email="nieuw@example.org").user
    membership = services.accept_invitation(actor=actor_of(user), token=token)  # type: ignore[arg-type]
    assert membership is not None
    assert [each.slug for each in hubs_of(actor_of(user))] == ["gent"]  # type: ignore[arg-type]
    with pytest.raises(services.InvitationGone):
        services.accept_invitation(actor=actor_of(user), token=token)  # type: ignore[arg-type]


def test_a_second_invitation_and_a_withdrawal_close_the_first(
    coordinator: Client, hub: Hub, django_capture_on_commit_callbacks: Any
) -> None:
    first = _invite(coordinator, django_capture_on_commit_callbacks)
    second = _invite(coordinator, django_capture_on_commit_callbacks)
    assert coordinator.get(f"/uitnodiging/{first}/").status_code == 410
    assert coordinator.get(f"/uitnodiging/{second}/").status_code == 200
    with pytest.raises(Http404):
        services.invitation_for("nooit-verstuurd")


def test_a_role_ends_by_a_date_or_at_once(coordinator: Client, hub: Hub) -> None:
    membership = HubMembership.objects.create(
        user=factories.person(), hub=hub, role=Role.MEMBER, valid_from=date(2024, 1, 1)
    )
    path = f"/werkplek/gent/mensen/{membership.pk}/stoppen/"
    later = timezone.localdate() + timedelta(days=30)
    _send(coordinator, path, last_day=later.isoformat())
    membership.refresh_from_db()
    assert membership.holds_now
    assert not membership.holds_on(later + timedelta(days=1))
    assert coordinator.get(path).context["form"]["last_day"].value() == later
    _send(coordinator, path, last_day="")
    membership.refresh_from_db()
    assert not membership.holds_now
    assert membership.holds_on(timezone.localdate() - timedelta(days=1))
    assert not actor_of(membership.user).by_hub
    assert _send(coordinator, path, last_day="").status_code == 422, "it is over"


def test_the_programme_adds_a_hub_and_names_its_inbox(client: Client) -> None:
    client.force_login(factories.administrator())
    seat = factories.municipality("Genk")
    data = {"name": "Hub Genk", "slug": "genk", "seat": seat.nis}
    assert client.post("/programma/hubs/nieuw/", data)["Location"] == "/werkplek/genk/mensen/"
    made = Hub.objects.get(slug="genk")
    assert (made.life_cycle, made.is_claimed) == (LifeCycle.NOT_CONFIRMED, False)
    assert client.post("/programma/hubs/nieuw/", data).status_code == 422
    _send(client, "/programma/inbox/", name="Onthaal", email="o@example.org", answer_days="4")
    assert "Onthaal" in client.get("/programma/").content.decode()
    client.post("/programma/inbox/sluiten/", {"version": 1})
    assert "Niemand leest nu" in client.get("/programma/").content.decode()
