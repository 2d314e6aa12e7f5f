"""Feedback of each other: who may be read says so, all are read as often, nothing moves once it is frozen."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from pytest_django import DjangoAssertNumQueries

from circulairwerkt.base import from_people
from circulairwerkt.base.from_people import fresh_stamp
from circulairwerkt.base.models import AuditEntry, OutgoingMail
from circulairwerkt.base.permissions import NOBODY, SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.calls import services
from circulairwerkt.calls.links import token_of
from circulairwerkt.calls.models import Call, Entry, PeerWord, Reading, Step
from circulairwerkt.calls.peering import LEAST_TIME, READERS, seen_by
from circulairwerkt.calls.services.steps import STEP_FIELDS
from circulairwerkt.hubs.models import Hub
from tests.circulairwerkt import factories as make

pytestmark = pytest.mark.django_db
START = datetime(2027, 5, 1, 9, tzinfo=UTC)
IDEAS = 6
WHO = st.integers(0, IDEAS - 1)
WORDS = {"strong": "Knap.", "better": "Zeg met wie.", "question": ""}


def peers_call(hub: Hub, *, ends_at: datetime | None = None, **fields: Any) -> Call:
    """A call whose deadline passed and whose first step is feedback of each other."""
    call = make.call(hub, **{"closes_at": timezone.now() - timedelta(days=1), **fields})
    ends = ends_at or timezone.now() + timedelta(days=5)
    Step.objects.filter(call=call, number=1).update(kind="peer_review", has_peers=True, ends_at=ends)
    return call


def ideas_of(call: Call, count: int, **fields: Any) -> list[Entry]:
    """Ideas whose entrants said that others may read them, each of another organisation."""
    own = {"peer_word": "yes", **fields}
    return [make.idea(call, organisation=f"Atelier {n}", title=f"Idee {n}", **own) for n in range(count)]


def begun(hub: Hub, count: int = 4, **fields: Any) -> tuple[Call, list[Entry]]:
    """A call in which entrants read each other now."""
    call = peers_call(hub, **fields)
    ideas = ideas_of(call, count)
    with everywhere("a test"):
        services.move_on(actor=SYSTEM, call=call, seen_position=0, going=ideas)
    return Call._base_manager.get(pk=call.pk), ideas


class PeersMachine(RuleBasedStateMachine):
    """One call with feedback of each other, beside a sheet of paper; the first two share an organisation."""

    hub: Hub

    @initialize()
    def begin(self) -> None:
        self.now, self.ends, self.position = START, START + timedelta(days=5), 0
        self.made = peers_call(self.hub, closes_at=START - timedelta(days=1), ends_at=self.ends)
        orgs = ["Atelier", " atelier", "B", "C", "D", ""]
        words = [PeerWord.YES] * (IDEAS - 1) + [PeerWord.OPEN]
        self.ideas = [
            make.idea(self.made, organisation=org, peer_word=word)
            for org, word in zip(orgs, words, strict=True)
        ]
        self.word = dict(enumerate(words))
        self.inside = set(range(IDEAS))
        self.written: dict[int, str] = {}
        self.hidden: set[int] = set()
        self.interests: set[tuple[int, int]] = set()
        self.is_even = True

    @property
    def is_open(self) -> bool:
        return self.position == 1 and self.now < self.ends

    def call(self) -> Call:
        found: Call = Call._base_manager.select_related("hub", "event").get(pk=self.made.pk)
        return found

    def entry(self, who: int) -> Entry:
        return Entry.objects.select_related("call__hub").get(pk=self.ideas[who].pk)

    def shared(self) -> set[int]:
        return {self.ideas[who].pk for who in self.inside if self.word[who] == PeerWord.YES}

    def divided(self) -> None:
        """Remember whether readers could still be found at this moment."""
        if self.is_open:
            self.is_even = self.now + LEAST_TIME <= self.ends

    def some(self, what: int) -> Reading | None:
        rows = list(Reading.objects.select_related("step__call__hub").order_by("pk"))
        rows = [row for row in rows if row.step.call_id == self.made.pk]
        return rows[what % len(rows)] if rows else None

    @rule()
    def move_on(self) -> None:
        going = list(Entry.objects.filter(call=self.made, state="in"))
        step = self.position
        if step > 1:
            return
        may = bool(going) and (not self.is_open if step else self.now + LEAST_TIME <= self.ends)
        try:
            services.move_on(actor=SYSTEM, call=self.call(), seen_position=step, going=going, now=self.now)
        except ValidationError:
            assert not may
            return
        assert may
        self.position += 1
        self.divided()

    @rule(what=st.integers(0, 30), words=st.sampled_from(["Sterk.", "Heel sterk."]))
    def write(self, what: int, words: str) -> None:
        reading = self.some(what)
        if reading is None:
            return
        may = self.is_open and not reading.has_interest
        may = may and {reading.reader_id, reading.entry_id} <= self.shared()
        try:
            services.give_feedback(
                actor=NOBODY, reading=reading, values={**WORDS, "strong": words}, now=self.now
            )
        except services.FeedbackClosed:
            assert not may
            return
        assert may
        self.written[reading.pk] = words

    @rule(what=st.integers(0, 30), has=st.booleans())
    def tell_interest(self, what: int, has: bool) -> None:
        reading = self.some(what)
        if reading is None:
            return
        may = self.is_open and {reading.reader_id, reading.entry_id} <= self.shared()
        try:
            services.tell_peer_interest(actor=NOBODY, reading=reading, has_interest=has, now=self.now)
        except services.FeedbackClosed:
            assert not may
            return
        assert may
        self.written.pop(reading.pk, None)
        pair = (reading.reader_id, reading.entry_id)
        self.interests = self.interests | {pair} if has else self.interests - {pair}
        if has:
            self.divided()

    @rule(what=st.integers(0, 30), is_hidden=st.booleans())
    def hide(self, what: int, is_hidden: bool) -> None:
        reading = self.some(what)
        if reading is not None and reading.is_given:
            services.hide_feedback(actor=SYSTEM, reading=reading, is_hidden=is_hidden)
            self.hidden = self.hidden | {reading.pk} if is_hidden else self.hidden - {reading.pk}

    @rule(who=WHO, is_agreed=st.booleans())
    def answer(self, who: int, is_agreed: bool) -> None:
        may = who in self.inside and (self.position == 0 or self.is_open)
        try:
            services.answer_peers(actor=NOBODY, entry=self.entry(who), is_agreed=is_agreed, now=self.now)
        except services.FeedbackClosed:
            assert not may
            return
        assert may
        before, self.word[who] = self.word[who], PeerWord.YES if is_agreed else PeerWord.NO
        if before != self.word[who]:
            self.divided()

    @rule(who=WHO)
    def withdraw(self, who: int) -> None:
        services.withdraw(actor=NOBODY, entry=self.entry(who), now=self.now)
        if who in self.inside:
            self.inside.discard(who)
            self.divided()
        there = set(Reading.objects.filter(step__call=self.made).values_list("pk", flat=True))
        self.written = {pk: words for pk, words in self.written.items() if pk in there}

    @rule(hours=st.integers(1, 40))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(days=st.integers(-2, 2))
    def other_end(self, days: int) -> None:
        wanted = self.ends + timedelta(days=days)
        step = self.call().steps.get(number=1)
        values = {name: getattr(step, name) for name in STEP_FIELDS} | {"ends_at": wanted}
        try:
            services.save_step(
                actor=SYSTEM, step=step, seen_version=step.version, values=values, now=self.now
            )
        except ValidationError:
            assert self.position
            assert days
            assert not self.is_open or wanted <= self.now
            return
        self.ends = wanted

    @invariant()
    def nobody_reads_what_he_may_not_and_all_are_read_as_often_as_can_be(self) -> None:
        if not hasattr(self, "ideas"):
            return
        rows = list(Reading.objects.filter(step__call=self.made).select_related("reader", "entry"))
        for row in rows:
            assert row.reader_id != row.entry_id
            same = row.reader.organisation.strip().casefold() == row.entry.organisation.strip().casefold()
            assert not (same and row.entry.organisation)
            assert row.has_interest is ((row.reader_id, row.entry_id) in self.interests)
            if not row.is_given and not row.has_interest and self.is_open:
                assert {row.reader_id, row.entry_id} <= self.shared()
        if not (self.is_open and self.is_even):
            return
        there = [idea for idea in self.ideas if idea.pk in self.shared()]
        known = {(row.reader_id, row.entry_id) for row in rows}
        live = [
            row for row in rows if not row.has_interest and {row.reader_id, row.entry_id} <= self.shared()
        ]
        load = {idea.pk: sum(row.reader_id == idea.pk for row in live) for idea in there}
        read = {idea.pk: sum(row.entry_id == idea.pk for row in live) for idea in there}
        for reader in there:
            for entry in there:
                is_own = bool(entry.organisation.strip()) and (
                    reader.organisation.strip().casefold() == entry.organisation.strip().casefold()
                )
                if reader != entry and not is_own and (reader.pk, entry.pk) not in known:
                    assert read[entry.pk] >= READERS or load[reader.pk] >= READERS

    @invariant()
    def the_rows_say_what_the_paper_says_and_nobody_sees_it_early(self) -> None:
        if not hasattr(self, "ideas"):
            return
        rows = {row.pk: row for row in Reading.objects.filter(step__call=self.made)}
        assert {pk: row.strong for pk, row in rows.items() if row.is_given} == self.written
        call = self.call()
        for who in range(IDEAS):
            entry = self.entry(who)
            seen = seen_by(entry, call, self.now)
            assert seen is not None
            is_shown = self.position > 1 or (self.position == 1 and self.now >= self.ends)
            wanted = {pk for pk in self.written if rows[pk].entry_id == entry.pk} - self.hidden
            assert {row.pk for row in seen.received} == (wanted if is_shown else set())
            assert seen.readings == [] or (self.is_open and entry.pk in self.shared())


def test_no_sequence_of_actions_breaks_the_feedback() -> None:
    with everywhere("a test of feedback of each other"):
        PeersMachine.hub = make.hub()
        run_state_machine_as_test(  # type: ignore[no-untyped-call]
            PeersMachine,
            settings=settings(
                max_examples=12,
                stateful_step_count=25,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )


@pytest.fixture
def hub() -> Hub:
    return make.hub("De Lus", slug="de-lus")


@pytest.fixture
def desk(hub: Hub) -> Client:
    client = Client()
    client.force_login(make.member(hub))
    return client


def letters(subject: str) -> list[str]:
    return sorted(OutgoingMail.objects.filter(subject__startswith=subject).values_list("to", flat=True))


def test_the_page_says_who_reads_an_idea_before_it_is_handed_in(
    client: Client, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(from_people, "LEAST_SECONDS", -1)
    cache.clear()
    call = make.call(hub, slug="zonder")
    page = client.get("/oproepen/zonder/meedoen/").content.decode()
    assert "Alleen De Lus en de jury lezen je idee" in page
    sent = {name: value or "" for name, value in make.idea_values().items()} | {"getoond": fresh_stamp()}
    # who read the old promise, while the hub changed it: what his page said counts
    Step.objects.filter(call=call, number=1).update(has_peers=True)
    assert client.post("/oproepen/zonder/meedoen/", sent).status_code == 302
    page = client.get("/oproepen/zonder/meedoen/").content.decode()
    assert "lezen ook enkele andere inzenders" in page
    assert "Alleen De Lus en de jury lezen je idee" not in page
    told = re.search(r'name="told_of_peers" value="(\w*)"', page)
    assert told is not None
    wrong = client.post("/oproepen/zonder/meedoen/", {**sent, "told_of_peers": told[1], "title": ""})
    assert "lezen ook enkele andere inzenders" in wrong.content.decode(), (
        "asked again, the promise is the same"
    )
    client.post("/oproepen/zonder/meedoen/", {**sent, "told_of_peers": told[1]})
    assert list(Entry.objects.order_by("pk").values_list("peer_word", flat=True)) == ["open", "yes"]
    mails = list(OutgoingMail.objects.order_by("pk").values_list("text", flat=True))
    assert ["andere inzenders" in text for text in mails] == [False, True]


def test_who_handed_in_under_another_promise_is_asked_and_not_read_without_a_yes(
    client: Client, hub: Hub, desk: Client
) -> None:
    call = peers_call(hub)
    ideas = ideas_of(call, 4)
    old = make.idea(
        call, email="oud@example.org", organisation="Oud", title="Oud idee", words="Vertrouwelijk."
    )
    here = f"/werkplek/de-lus/oproepen/{call.pk}/"
    assert "Van 1 idee weten we niet" in desk.get(f"{here}verder/").content.decode()
    assert desk.post(f"{here}feedback/vragen/").status_code == 302
    assert letters("Mogen andere inzenders je idee lezen?") == ["oud@example.org"]
    desk.post(f"{here}feedback/vragen/")
    assert len(letters("Mogen andere inzenders je idee lezen?")) == 1, "asked once"
    going = {"seen": "0", "going": [entry.pk for entry in [*ideas, old]]}
    assert desk.post(f"{here}verder/", going).status_code == 302
    assert not Reading.objects.filter(entry=old).exists()
    assert not Reading.objects.filter(reader=old).exists()
    assert set(Reading.objects.values_list("entry", flat=True)) == {entry.pk for entry in ideas}
    mine = f"/mijn-idee/{token_of(old)}/"
    assert "Mogen nu ook enkele andere inzenders" in client.get(mine).content.decode()
    client.post(f"{mine}delen/", {"ja": "1"})
    assert Reading.objects.filter(entry=old).count() == READERS
    assert "Je hebt nu zelf niets te lezen" in client.get(mine).content.decode(), "all is divided already"
    assert letters("Er is een idee bij om te lezen")
    client.post(f"{mine}delen/", {"nee": "1"})
    assert not Reading.objects.filter(entry=old).exists()
    assert Reading.objects.filter(entry__in=ideas).count() == 4 * READERS


def test_from_reading_to_feedback(client: Client, hub: Hub, desk: Client) -> None:
    call, ideas = begun(hub)
    here = f"/werkplek/de-lus/oproepen/{call.pk}/"
    reading = Reading.objects.filter(reader=ideas[0]).select_related("entry").order_by("pk")[0]
    mine = f"/mijn-idee/{token_of(ideas[0])}/"
    page = client.get(mine).content.decode()
    assert f"{mine}lezen/{reading.pk}/" in page
    read = client.get(f"{mine}lezen/{reading.pk}/")
    assert read["Referrer-Policy"] == "same-origin"
    assert reading.entry.last.words in read.content.decode()
    assert "An Bos" not in read.content.decode(), "one reads ideas, not persons"
    others = Reading.objects.exclude(reader=ideas[0]).order_by("pk")[0]
    assert client.get(f"{mine}lezen/{others.pk}/").status_code == 404, "what another reads is not his"
    assert client.post(f"{mine}lezen/{reading.pk}/", {"strong": "Knap."}).status_code == 422
    sent = {"strong": "Knap gevonden.", "better": "Zeg met wie.", "question": "Wanneer?"}
    assert client.post(f"{mine}lezen/{reading.pk}/", sent).status_code == 302
    about = f"/mijn-idee/{token_of(reading.entry)}/"
    assert "Knap gevonden." not in client.get(about).content.decode()
    inside = desk.get(f"{here}feedback/").content.decode()
    assert "Knap gevonden." in inside
    assert "schreef over 1 van 3 ideeën" in inside
    assert desk.post(f"{here}verder/", {"seen": "1", "going": [ideas[0].pk]}).status_code == 422
    desk.post(f"{here}feedback/{reading.pk}/verbergen/")
    assert "De hub verborg wat je hier schreef" in client.get(mine).content.decode()
    Step.objects.filter(call=call, number=1).update(ends_at=timezone.now() - timedelta(minutes=1))
    assert "Knap gevonden." not in client.get(about).content.decode()
    desk.post(f"{here}feedback/{reading.pk}/verbergen/", {"terug": "1"})
    assert "Knap gevonden." in client.get(about).content.decode()
    assert client.get(f"{mine}lezen/{reading.pk}/").status_code == 404, "frozen"
    late = client.post(f"{mine}lezen/{reading.pk}/", {**sent, "strong": "Te laat, maar lang getypt."})
    assert late.status_code == 422
    assert "De feedback is gesloten" in late.content.decode()
    assert "Te laat, maar lang getypt." in late.content.decode(), "what was typed comes back"
    assert reading.entry.last.words not in late.content.decode()
    assert "Knap gevonden." in desk.get(f"{here}ideeen/{reading.entry.pk}/").content.decode()
    # neither what was written nor by whom stands in the trail
    trail = AuditEntry.objects.filter(action="calls.give_feedback").values_list("changes", flat=True)
    assert "Knap" not in str(list(trail))


def test_what_was_typed_about_an_idea_that_left_comes_back(client: Client, hub: Hub) -> None:
    _call, ideas = begun(hub, 5)
    reading = Reading.objects.filter(reader=ideas[0]).select_related("entry").order_by("pk")[0]
    where = f"/mijn-idee/{token_of(ideas[0])}/lezen/{reading.pk}/"
    with everywhere("a test"):
        services.withdraw(actor=NOBODY, entry=Entry.objects.select_related("call").get(pk=reading.entry_id))
    assert client.get(where).status_code == 404
    late = client.post(where, {"strong": "Knap <b>gevonden</b>.", "better": "Lang\ngetypt."})
    assert late.status_code == 422
    text = late.content.decode()
    assert "Je feedback is niet bewaard" in text
    assert "Knap &lt;b&gt;gevonden&lt;/b&gt;." in text
    assert "Lang<br>getypt." in text
    assert reading.entry.last.words not in text
    assert late["Referrer-Policy"] == "same-origin"
    assert client.post(f"{where}belang/").status_code == 302
    others = Reading.objects.exclude(reader=ideas[0]).order_by("pk")[0]
    same = client.post(f"/mijn-idee/{token_of(ideas[0])}/lezen/{others.pk}/", WORDS).content.decode()
    assert "Je feedback is niet bewaard" in same, "of what another reads it tells nothing else"
    others.refresh_from_db()
    assert not others.is_given


def test_an_interest_is_not_forgotten_when_the_idea_leaves_and_comes_back(client: Client, hub: Hub) -> None:
    _call, ideas = begun(hub, 5)
    reading = (
        Reading.objects.filter(reader=ideas[0]).select_related("entry__call", "step__call").order_by("pk")[0]
    )
    where = f"/mijn-idee/{token_of(ideas[0])}/lezen/{reading.pk}/"
    assert client.post(f"{where}belang/").status_code == 302
    assert reading.entry.last.words not in client.get(where).content.decode(), (
        "who has an interest does not read"
    )
    other = Entry.objects.select_related("call").get(pk=reading.entry_id)
    for is_agreed in (False, True):
        services.answer_peers(actor=NOBODY, entry=other, is_agreed=is_agreed)
    again = Reading.objects.filter(reader=ideas[0], entry=other)
    assert [row.has_interest for row in again] == [True]


def test_who_stands_alone_is_promised_no_reader(client: Client, hub: Hub) -> None:
    _call, ideas = begun(hub, 1)
    page = client.get(f"/mijn-idee/{token_of(ideas[0])}/").content.decode()
    assert "Er is nu niemand die je idee kan lezen" in page
    assert "Je leest enkele ideeën" not in OutgoingMail.objects.get(subject__startswith="Idee ").text


def test_nobody_is_asked_any_more_once_it_is_frozen(hub: Hub, desk: Client) -> None:
    call, _ideas = begun(hub)
    make.idea(call, title="Oud idee", position=1)
    page = f"/werkplek/de-lus/oproepen/{call.pk}/feedback/"
    assert "Vraag het aan 1 inzender" in desk.get(page).content.decode()
    Step.objects.filter(call=call, number=1).update(ends_at=timezone.now() - timedelta(minutes=1))
    frozen = desk.get(page).content.decode()
    assert "Vraag het aan" not in frozen
    assert "De vraag is gemaild" not in frozen


def test_letters_about_feedback_go_once(hub: Hub) -> None:
    ends = timezone.now() + timedelta(days=5)
    call, ideas = begun(hub, ends_at=ends)
    assert len(letters("Idee ")) == 4
    assert all("Je leest enkele ideeën" in mail.text for mail in OutgoingMail.objects.all())
    for reading in Reading.objects.filter(reader=ideas[0]).select_related("step__call__hub"):
        services.give_feedback(actor=NOBODY, reading=reading, values=WORDS)
    with everywhere("the clock"):
        for _again in range(2):
            services.remind(actor=SYSTEM, now=ends - timedelta(hours=20))
        assert letters("Er wachten nog ideeën op jouw feedback") == sorted(one.email for one in ideas[1:])
        hidden = Reading.objects.filter(reader=ideas[0], entry=ideas[1]).select_related("step__call")[0]
        services.hide_feedback(actor=SYSTEM, reading=hidden, is_hidden=True)
        for _again in range(2):
            services.remind(actor=SYSTEM, now=ends + timedelta(minutes=10))
    assert letters("Er is feedback voor") == sorted(one.email for one in ideas[2:])
    assert Call._base_manager.get(pk=call.pk).position == 1


def test_feedback_needs_a_day_and_stays_where_it_began(hub: Hub) -> None:
    soon = timezone.now() + timedelta(hours=5)
    call = peers_call(hub, ends_at=soon)
    ideas = ideas_of(call, 3)
    with everywhere("a test"):
        with pytest.raises(ValidationError, match="minstens een dag"):
            services.move_on(actor=SYSTEM, call=call, seen_position=0, going=ideas)
        second = call.steps.get(number=2)
        values = {name: getattr(second, name) for name in STEP_FIELDS} | {"has_peers": True}
        with pytest.raises(ValidationError, match="andere stap"):
            services.save_step(actor=SYSTEM, step=second, seen_version=second.version, values=values)
    begun_call, _ideas = begun(hub)
    with everywhere("a test"):
        step = begun_call.steps.get(number=1)
        values = {name: getattr(step, name) for name in STEP_FIELDS} | {"has_peers": False}
        with pytest.raises(ValidationError, match="al begonnen"):
            services.save_step(actor=SYSTEM, step=step, seen_version=step.version, values=values)


def test_feedback_is_erased_with_the_names(hub: Hub) -> None:
    call, ideas = begun(hub)
    Entry.objects.filter(call=call).update(email="", contact_name="")
    long_ago = timezone.now() - timedelta(days=731)
    Call._base_manager.filter(pk=call.pk).update(ended_at=long_ago)
    with everywhere("the clock"):
        assert services.erase_people(actor=SYSTEM) == 1
    assert not Reading.objects.exists()
    assert Entry.objects.filter(pk__in=[idea.pk for idea in ideas]).count() == 4


def test_the_page_of_feedback_asks_as_much_for_many_ideas(
    hub: Hub, desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    call, _ideas = begun(hub, 12)
    for reading in Reading.objects.filter(step__call=call).select_related("step__call__hub"):
        services.give_feedback(actor=NOBODY, reading=reading, values=WORDS)
    with django_assert_max_num_queries(26):
        assert desk.get(f"/werkplek/de-lus/oproepen/{call.pk}/feedback/").status_code == 200
