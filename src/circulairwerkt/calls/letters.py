"""Letters about calls: to who handed in an idea, judges, takes part in a hackathon or votes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings

from circulairwerkt.base import outbox
from circulairwerkt.calls.judging import round_of
from circulairwerkt.calls.links import juror_address, participant_address, private_address
from circulairwerkt.calls.models import Call, Entry, Juror, Participant, Step
from circulairwerkt.calls.voting import vote_address

#: Beginning of what letters with a vote are about: they keep no address once they ended.
VOTE = "calls.vote:"
outbox.FORGETS_ADDRESS.add(VOTE)


def _write(
    template: str,
    call: Call,
    to: str,
    *,
    language: str,
    address: str,
    kind: outbox.Kind = outbox.Kind.PERSONAL,
    about: str = "",
    useless_at: datetime | None = None,
    **context: Any,
) -> None:
    """Write a letter about a call, with the private link ``address``; nothing once ``to`` is erased."""
    if not to:
        return
    outbox.send(
        f"calls/mail/{template}.txt",
        to=to,
        language=language,
        kind=kind,
        hub_id=call.hub_id,
        reply_to=call.hub.contact_email,
        about=about or f"calls.call:{call.pk}",
        headers=outbox.BY_ITSELF,
        useless_at=useless_at,
        context={"call": call, "hub": call.hub, "address": address, **context},
    )


def _send(template: str, entry: Entry, call: Call, **more: Any) -> None:
    """Write to who handed in an idea."""
    link = private_address(entry)
    _write(template, call, entry.email, language=entry.language, address=link, entry=entry, **more)


def _to_juror(template: str, juror: Juror, **more: Any) -> None:
    link, language = juror_address(juror), settings.LANGUAGE_CODE
    _write(template, juror.call, juror.email, language=language, address=link, juror=juror, **more)


def _to_participant(template: str, one: Participant, **more: Any) -> None:
    link = participant_address(one)
    _write(template, one.call, one.email, language=one.language, address=link, participant=one, **more)


def handed_in(entry: Entry) -> None:
    """Confirm that the idea came in, with the private link."""
    _send("handed_in", entry, entry.call)


def new_link(entry: Entry) -> None:
    """Give a new link; the old one is void."""
    _send("new_link", entry, entry.call)


def goes_on(call: Call, entries: Iterable[Entry], step: Step) -> None:
    """Tell who reaches a step what happens there, in the words of the hub."""
    for entry in entries:
        _send("goes_on", entry, call, step=step)


def step_changed(call: Call, entries: Iterable[Entry], step: Step) -> None:
    """Tell who is at a step that its day, hours or place changed, or became known."""
    for entry in entries:
        _send("step_changed", entry, call, step=step)


def does_not_go_on(call: Call, entries: Iterable[Entry], words: str) -> None:
    """Tell who does not go further, with a word of the hub."""
    for entry in entries:
        _send("does_not_go_on", entry, call, words=words)


def chosen(call: Call, entries: Iterable[Entry], words: str) -> None:
    """Tell who was chosen."""
    for entry in entries:
        _send("chosen", entry, call, words=words)


def stopped(call: Call, entries: Iterable[Entry]) -> None:
    """Tell everybody who is still in that it does not go on."""
    for entry in entries:
        _send("stopped", entry, call)


def closes_soon(entry: Entry) -> None:
    """Tell that an idea can still be made better: nothing is lost without it, so it may be capped."""
    ends = entry.call.closes_at
    _send("closes_soon", entry, entry.call, kind=outbox.Kind.BUNDLE, useless_at=ends)


def ask_peers(call: Call, entry: Entry) -> None:
    """Ask who handed in under another promise whether other entrants may read the idea."""
    _send("ask_peers", entry, call)


def one_more(call: Call, entry: Entry, step: Step) -> None:
    """Tell an entrant that there is an idea more to read."""
    _send("one_more", entry, call, step=step)


def read_soon(call: Call, entry: Entry, step: Step) -> None:
    """Remind an entrant of ideas that wait for his feedback."""
    _send("read_soon", entry, call, kind=outbox.Kind.REMINDER, useless_at=step.ends_at, step=step)


def feedback_there(call: Call, entry: Entry) -> None:
    """Tell an entrant that he can read what others wrote about his idea."""
    _send("feedback_there", entry, call)


def asked_to_judge(juror: Juror) -> None:
    """Give a juror his private link, and say until when where the round runs."""
    step = round_of(juror.call)
    is_open = step is not None and step.judged_at is None
    _to_juror("asked_to_judge", juror, step=step if is_open else None)


def judge_soon(juror: Juror, step: Step) -> None:
    """Remind a juror that ideas wait for him."""
    _to_juror("judge_soon", juror, kind=outbox.Kind.REMINDER, useless_at=step.ends_at, step=step)


def vote_link(call: Call, address: str, digest: str, language: str) -> None:
    """Give somebody a link that gives one vote; the letter keeps no address once it went."""
    link = vote_address(call, digest, language)
    _write("vote_link", call, address, language=language, address=link, about=f"{VOTE}{call.pk}")


def takes_part(participant: Participant) -> None:
    """Give somebody who takes part the private link."""
    _to_participant("takes_part", participant)


def has_a_team(participant: Participant) -> None:
    """Tell somebody that the team is there."""
    _to_participant("has_a_team", participant)


def has_no_team(participant: Participant) -> None:
    """Tell somebody why there is no team for him yet."""
    _to_participant("has_no_team", participant)


def team_has_no_idea(participant: Participant) -> None:
    """Remind somebody in a team that it handed nothing in yet."""
    ends = participant.call.closes_at
    _to_participant("team_has_no_idea", participant, kind=outbox.Kind.REMINDER, useless_at=ends)
