"""The jury and the vote: blind until closed, nobody judges the own idea, one vote each, nothing kept."""

import re
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from circulairwerkt.base.models import AuditEntry, OutgoingMail
from circulairwerkt.base.outbox import deliver_due
from circulairwerkt.base.permissions import NOBODY, SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.base.templatetags.face import moment
from circulairwerkt.calls import services
from circulairwerkt.calls.judging import spread_of, spreads_at, words_at
from circulairwerkt.calls.links import token_of_juror
from circulairwerkt.calls.models import Call, Entry, Judgement, Juror, Step, Vote
from circulairwerkt.calls.voting import token_of_voter, voter_digest
from circulairwerkt.hubs.models import Hub
from tests.circulairwerkt import factories as make
from tests.circulairwerkt.taken_along import rows_at

pytestmark = pytest.mark.django_db
IDEAS, JURORS = 4, 3
WHO, WHAT = st.integers(0, JURORS - 1), st.integers(0, IDEAS - 1)
_number = count(1)


def judged_call(hub: Hub, **step: Any) -> Call:
    """A call at its first step, at which a jury judges."""
    call = make.call(hub, closes_at=timezone.now() - timedelta(days=1), position=1)
    Step.objects.filter(call=call, number=1).update(has_jury=True, **step)
    return call


class JuryMachine(RuleBasedStateMachine):
    """One round: jurors, ideas of which one is a juror's own, and a coordinator who closes it."""

    hub: Hub

    @initialize()
    def begin(self) -> None:
        self.call = judged_call(self.hub)
        self.jurors = [make.juror(self.call) for _who in range(JURORS)]
        own = self.jurors[0].organisation = "Atelier Twee"
        self.jurors[0].save()
        self.ideas = [
            make.idea(self.call, position=1, organisation=own.upper() if what == 0 else f"Ander {what}")
            for what in range(IDEAS)
        ]
        self.paper: dict[tuple[int, int], list[int]] = {}
        self.interests: set[tuple[int, int]] = set()
        self.is_closed = self.has_moved = False

    def fresh(self, who: int) -> Juror:
        return Juror.objects.select_related("call__hub").get(pk=self.jurors[who].pk)

    @rule(who=WHO, what=WHAT, points=st.lists(st.integers(0, 6), min_size=2, max_size=4))
    def judge(self, who: int, what: int, points: list[int]) -> None:
        is_right = len(points) == 3 and set(points) <= {1, 2, 3, 4, 5}
        may = is_right and not self.is_closed and (who, what) not in self.interests | {(0, 0)}
        try:
            services.judge(actor=NOBODY, juror=self.fresh(who), entry=self.ideas[what], points=points)
        except ValidationError:
            assert not may
            return
        assert may
        self.paper[who, what] = points

    @rule(who=WHO, what=WHAT, has=st.booleans())
    def tell_interest(self, who: int, what: int, has: bool) -> None:
        try:
            services.tell_interest(
                actor=NOBODY, juror=self.fresh(who), entry=self.ideas[what], has_interest=has
            )
        except services.RoundClosed:
            assert self.is_closed
            return
        assert not self.is_closed
        self.paper.pop((who, what), None)
        self.interests = self.interests | {(who, what)} if has else self.interests - {(who, what)}

    @rule()
    def close(self) -> None:
        try:
            services.close_round(actor=SYSTEM, call=self.call)
        except services.RoundClosed:
            assert self.is_closed
            return
        assert not self.is_closed
        self.is_closed = True

    @rule()
    def move_on(self) -> None:
        going = list(Entry.objects.filter(call=self.call, state="in"))
        try:
            services.move_on(actor=SYSTEM, call=self.call, seen_position=1, going=going)
        except ValidationError:
            assert not self.is_closed or self.has_moved
            return
        assert self.is_closed
        self.has_moved = True

    @invariant()
    def the_rows_say_what_the_paper_says(self) -> None:
        if not hasattr(self, "paper"):
            return
        who = {juror.pk: number for number, juror in enumerate(self.jurors)}
        what = {entry.pk: number for number, entry in enumerate(self.ideas)}
        rows = Judgement.objects.filter(step__call=self.call)
        found = {(who[row.juror_id], what[row.entry_id]): row.points for row in rows if row.points}
        assert found == self.paper
        told = {(who[row.juror_id], what[row.entry_id]) for row in rows if row.has_interest}
        assert told == self.interests

    @invariant()
    def nobody_sees_a_figure_before_the_round_is_closed(self) -> None:
        if not hasattr(self, "paper"):
            return
        step = self.call.steps.get(number=1)
        spreads = spreads_at(step)
        assert bool(spreads) <= self.is_closed
        if self.is_closed:
            for what, entry in enumerate(self.ideas):
                given_to = [points for (_who, which), points in self.paper.items() if which == what]
                assert (spreads[entry.pk].jurors if entry.pk in spreads else 0) == len(given_to)


def test_no_sequence_of_actions_breaks_a_round() -> None:
    with everywhere("a test of the jury"):
        JuryMachine.hub = make.hub()
        run_state_machine_as_test(  # type: ignore[no-untyped-call]
            JuryMachine,
            settings=settings(
                max_examples=10,
                stateful_step_count=25,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )


@given(rows=st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=1, max_size=9))
def test_a_spread_lies_between_what_was_given(rows: list[list[int]]) -> None:
    found = spread_of(Judgement(points=points) for points in rows)
    assert found.mean is not None
    assert found.lowest is not None
    assert found.highest is not None
    assert 1 <= found.lowest <= found.mean + 1e-9
    assert found.mean - 1e-9 <= found.highest <= 5
    assert (found.deviation is None) == (len(rows) == 1)
    assert spread_of(Judgement(points=points) for points in reversed(rows)) == found or len(rows) > 2


def test_a_worked_example() -> None:
    # three jurors: means 2, 4 and 3; the sample deviation of those is 1
    found = spread_of(Judgement(points=points) for points in ([1, 2, 3], [5, 4, 3], [3, 3, 3]))
    assert (found.jurors, found.mean, found.lowest, found.highest, found.deviation) == (3, 3, 2, 4, 1)


def test_a_jury_judges_by_link(client: Client) -> None:
    hub = make.hub(slug="de-lus")
    desk = Client()
    desk.force_login(make.member(hub))
    call = judged_call(hub)
    entry = make.idea(call, position=1, title="Kistenkruk")
    here = f"/werkplek/de-lus/oproepen/{call.pk}/"
    person = {"name": "Jo", "email": "jo@example.org", "organisation": "Elders"}
    assert desk.post(f"{here}jury/", person).status_code == 302
    assert desk.post(f"{here}jury/", person).status_code == 422, "asked already"
    found = re.search(r"/jury/\S+", OutgoingMail.objects.get().text)
    assert found is not None
    link = found[0]
    page = client.get(f"{link}{entry.pk}/").content.decode()
    assert "Kistenkruk" in page
    assert "An Bos" not in page, "a jury judges ideas, not persons"
    assert client.post(f"{link}{entry.pk}/", {"criterium_0": "5"}).status_code == 422
    assert "Nog niet klaar: Jo" in desk.get(f"{here}jury/").content.decode(), "who closes now closes without"
    given_points = {"criterium_0": "5", "criterium_1": "4", "criterium_2": "3", "words": "Knap."}
    assert client.post(f"{link}{entry.pk}/", given_points).status_code == 302
    open_round = desk.get(f"{here}jury/").content.decode()
    assert "Knap." not in open_round
    assert "Nog niet klaar" not in open_round
    assert words_at(call.steps.get(number=1), entry) == []
    assert desk.post(f"{here}verder/", {"seen": "1", "going": [entry.pk]}).status_code == 422
    desk.post(f"{here}jury/sluiten/")
    assert "4,0" in desk.get(f"{here}jury/").content.decode()
    assert "Knap." in desk.get(f"{here}ideeen/{entry.pk}/").content.decode()
    assert client.post(f"{link}{entry.pk}/", given_points).status_code == 302, "sent back to the list"
    assert "gesloten" in client.get(link).content.decode()
    # what was given stands nowhere in the trail
    trail = AuditEntry.objects.filter(action="calls.judge").values_list("changes", flat=True)
    assert "points" not in str(list(trail))
    juror = Juror.objects.get()
    desk.post(f"{here}jury/{juror.pk}/weg/")
    assert Juror.objects.exists(), "the result rests on it"
    desk.post(f"{here}jury/{juror.pk}/nieuwe-link/")
    assert client.get(link).status_code == 404


def test_ideas_go_along_with_the_spread_of_closed_rounds_alone(client: Client) -> None:
    hub = make.hub()
    call = judged_call(hub)
    for points in ([2, 2, 2], [4, 4, 4]):
        juror = make.juror(call)
        idea = call.entries.first() or make.idea(call, position=1, title="=Kringloop", email="x@example.org")
        services.judge(actor=NOBODY, juror=juror, entry=idea, points=points)
    make.idea(call, state="withdrawn")
    client.force_login(make.member(hub))
    path = f"/werkplek/{hub.slug}/oproepen/{call.pk}/"
    assert f"{path}ideeen/lijst/csv/" in client.get(path).content.decode()
    (blind,) = rows_at(client, f"{path}ideeen/lijst/csv/")
    step = call.steps.get(number=1)
    assert (blind["Titel"], blind["Gekomen tot"]) == ("'=Kringloop", str(step))
    assert f"{step}: gemiddelde" not in blind
    assert "x@example.org" not in blind.values()
    services.close_round(actor=SYSTEM, call=call)
    (row,) = rows_at(client, f"{path}ideeen/lijst/csv/")
    assert [
        row[f"{step}: {word}"] for word in ("gemiddelde", "laagste", "hoogste", "spreiding", "juryleden")
    ] == ["3", "2", "4", "1.41", "2"]


def test_the_criteria_are_fixed_once_points_were_given() -> None:
    call = judged_call(make.hub())
    juror, entry = make.juror(call), make.idea(call, position=1)
    with everywhere("a test"):
        services.judge(actor=NOBODY, juror=juror, entry=entry, points=[3, 3, 3])
        names = ("title", "summary", "description", "closes_at", "event")
        values = {name: getattr(call, name) for name in names} | {"criteria": ["Iets anders?"]}
        with pytest.raises(ValidationError, match="punten"):
            services.edit_call(actor=SYSTEM, call=call, seen_version=call.version, values=values)


def test_a_jury_is_always_asked_something() -> None:
    call = judged_call(make.hub())
    names = ("title", "summary", "description", "closes_at", "event")
    with everywhere("a test"):
        values = {name: getattr(call, name) for name in names} | {"criteria": []}
        services.edit_call(actor=SYSTEM, call=call, seen_version=call.version, values=values)
    juror, entry = make.juror(call), make.idea(call, position=1)
    services.judge(actor=NOBODY, juror=juror, entry=entry, points=[3, 3, 3])


def test_an_idea_that_nobody_judged_stands_in_the_table_too(client: Client) -> None:
    hub = make.hub()
    call = judged_call(hub)
    judged, left = make.idea(call, position=1), make.idea(call, position=1, title="Vergeten kruk")
    make.idea(call, state="out", title="Viel eerder af")
    services.judge(actor=NOBODY, juror=make.juror(call), entry=judged, points=[5, 5, 5])
    services.close_round(actor=SYSTEM, call=call)
    client.force_login(make.member(hub))
    here = f"/werkplek/{hub.slug}/oproepen/{call.pk}/"
    page = client.get(f"{here}jury/").content.decode()
    assert "Vergeten kruk" in page
    assert "Viel eerder af" not in page
    assert "Geen enkel jurylid" in client.get(f"{here}ideeen/{left.pk}/").content.decode()


def test_who_decides_sees_what_jury_and_public_said(client: Client) -> None:
    hub = make.hub()
    call = judged_call(hub, has_vote=True, ends_at=timezone.now() + timedelta(days=1))
    first, second = make.idea(call, position=1, title="Kruk"), make.idea(call, position=1, title="Stoel")
    services.judge(actor=NOBODY, juror=make.juror(call), entry=first, points=[5, 4, 4])
    services.cast_vote(actor=NOBODY, call=call, digest="a" * 32, entry=second)
    client.force_login(make.member(hub))
    decide = f"/werkplek/{hub.slug}/oproepen/{call.pk}/uitslag/"
    page = client.get(decide).content.decode()
    assert "op 5" not in page, "blind until the round is closed"
    assert "1 stem" not in page, "nobody knows while one can vote"
    services.close_round(actor=SYSTEM, call=call)
    Step.objects.filter(call=call, number=1).update(ends_at=timezone.now() - timedelta(minutes=1))
    choices = dict(client.get(decide).context["form"].fields["going"].choices)
    assert choices[str(first.pk)] == f"Kruk · {first.organisation} · jury: 4,3 op 5 · 0 stemmen"
    assert choices[str(second.pk)] == f"Stoel · {second.organisation} · 1 stem"
    assert Vote.objects.exists(), "they are forgotten when the result is told, not before"
    assert client.post(decide, {"seen": "1", "going": [second.pk]}).status_code == 302
    over = client.get(f"/werkplek/{hub.slug}/oproepen/{call.pk}/jury/").content.decode()
    assert "Je zet dat aan bij de stap zelf" not in over, "nothing can be switched on any more"


def voting_call(hub: Hub, **fields: Any) -> Call:
    call = make.call(hub, closes_at=timezone.now() - timedelta(days=1), position=1, **fields)
    ends = timezone.now() + timedelta(days=2)
    Step.objects.filter(call=call, number=1).update(has_vote=True, ends_at=ends)
    return call


def test_one_mailbox_one_vote_and_nothing_is_kept(client: Client) -> None:
    cache.clear()
    call = voting_call(make.hub(slug="de-lus"), slug="bouw")
    first, second = make.idea(call, position=1), make.idea(call, position=1, title="Ander")
    assert "/oproepen/bouw/stemmen/" in client.get("/oproepen/bouw/").content.decode()
    assert client.post("/oproepen/bouw/stemmen/", {"email": "geen adres"}).status_code == 422
    assert client.post("/oproepen/bouw/stemmen/", {"email": "an@example.org"}).status_code == 200
    mail = OutgoingMail.objects.get()
    found = re.search(r"/mijn-stem/\S+", mail.text)
    assert found is not None
    link = found[0]
    assert client.get(link).status_code == 200
    assert not Vote.objects.exists(), "a scanner that opens the link does not vote"
    assert client.post(link, {"entry": first.pk}).status_code == 302
    assert client.post(link, {"entry": second.pk}).status_code == 422
    assert client.get(link[:-3] + "xx/").status_code == 404
    # the same mailbox, written otherwise
    assert voter_digest(call, " AN+werk@Example.org") == Vote.objects.get().voter_digest
    with everywhere("a test"):
        other = Call.objects.get(pk=call.pk)
        other.pk = call.pk + 1
    assert voter_digest(other, "an@example.org") != Vote.objects.get().voter_digest
    deliver_due(now=timezone.now() + timedelta(minutes=1))
    mail.refresh_from_db()
    assert (mail.to, mail.text) == ("", "")
    assert "an@" not in str(list(AuditEntry.objects.values_list("changes", "object_name")))
    with everywhere("a test"):
        with pytest.raises(ValidationError):
            services.finish(actor=SYSTEM, call=call, seen_position=1, winners=[first])
        late = timezone.now() + timedelta(days=3)
        services.finish(actor=SYSTEM, call=call, seen_position=1, winners=[first], now=late)
    assert list(Entry.objects.order_by("pk").values_list("votes", flat=True)) == [1, 0]
    assert not Vote.objects.exists()
    assert "1 stem van het publiek" in client.get("/oproepen/bouw/").content.decode()


def test_one_mailbox_gets_few_links_and_one_visitor_asks_few(client: Client) -> None:
    cache.clear()
    voting_call(make.hub(), slug="bouw")
    for _try in range(5):
        assert client.post("/oproepen/bouw/stemmen/", {"email": "an@example.org"}).status_code == 200
    assert OutgoingMail.objects.count() == 3
    found = [
        client.post("/oproepen/bouw/stemmen/", {"email": f"p{next(_number)}@example.org"}).status_code
        for _try in range(17)
    ]
    assert found.count(429) == 2


def test_no_votes_before_or_after_and_none_are_kept_of_a_stopped_call(client: Client) -> None:
    call = voting_call(make.hub(), slug="bouw")
    entry = make.idea(call, position=1)
    with everywhere("a test"):
        step = call.steps.get(number=1)
        for moment in (step.ends_at, step.ends_at + timedelta(days=1)):
            with pytest.raises(services.VoteRefused):
                services.cast_vote(actor=NOBODY, call=call, digest="a" * 32, entry=entry, now=moment)
        services.cast_vote(actor=NOBODY, call=call, digest="a" * 32, entry=entry)
        services.stop(actor=SYSTEM, call=call, reason="")
    assert not Vote.objects.exists()
    assert client.get(f"/mijn-stem/{token_of_voter(call, 'a' * 32)}/").status_code == 200


@pytest.mark.parametrize(
    "typed", ["atelier twee ", "Atelier Twee BV", "N.V. Atelier Twee", "Atelier-Twee vzw"]
)
def test_a_juror_of_the_same_organisation_is_told(client: Client, typed: str) -> None:
    call = judged_call(make.hub())
    juror = make.juror(call, organisation=typed)
    make.idea(call, position=1)
    assert "Je eigen organisatie" in client.get(f"/jury/{token_of_juror(juror)}/").content.decode()


def test_a_refused_vote_is_told_once(client: Client) -> None:
    call = voting_call(make.hub())
    entry = make.idea(call, position=1)
    link = f"/mijn-stem/{token_of_voter(call, 'a' * 32)}/"
    client.post(link, {"entry": entry.pk})
    page = client.post(link, {"entry": entry.pk}).content.decode()
    assert page.count("Met deze link is al gestemd") == 1


def test_a_juror_hears_until_when_once_there_is_something_to_judge() -> None:
    call = make.call(make.hub(), closes_at=timezone.now() - timedelta(days=1))
    ends = timezone.now() + timedelta(days=5)
    Step.objects.filter(call=call, number=1).update(has_jury=True, ends_at=ends)
    entry = make.idea(call)
    values = {"name": "Jo", "email": "jo@example.org", "organisation": ""}
    with everywhere("a test"):
        services.add_juror(actor=SYSTEM, call=call, values=values)
        services.move_on(actor=SYSTEM, call=call, seen_position=0, going=[entry])
    asked, begun = OutgoingMail.objects.filter(to="jo@example.org").order_by("pk")
    assert "Je krijgt nog een mail als het zover is" in asked.text
    assert f"Beoordeel tot {moment(ends)}" in begun.text


def test_the_jury_hears_when_it_is_time() -> None:
    call = make.call(make.hub(), closes_at=timezone.now() - timedelta(days=1))
    Step.objects.filter(call=call, number=2).update(has_jury=True)
    make.juror(call, email="jo@example.org")
    entry = make.idea(call)
    with everywhere("a test"):
        for position, heard in ((0, 0), (1, 1)):
            services.move_on(actor=SYSTEM, call=call, seen_position=position, going=[entry])
            assert OutgoingMail.objects.filter(to="jo@example.org").count() == heard
