"""Letters to who handed in an idea: that it came in, that it goes on or not, how it ended."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from circulairwerkt.base import outbox
from circulairwerkt.calls.links import juror_address, participant_address, private_address
from circulairwerkt.calls.models import Call, Entry, Juror, Participant, Step
from circulairwerkt.calls.voting import vote_address

#: Beginning of what letters with a vote are about: they keep no address once they ended.
VOTE = "calls.vote:"
outbox.FORGETS_ADDRESS.add(VOTE)


def _send(
    template: str, entry: Entry, call: Call, kind: outbox.Kind = outbox.Kind.PERSONAL, **context: Any
) -> None:
    """Write a letter to who handed in ``entry``; nothing once the address is erased."""
    if not entry.email:
        return
    outbox.send(
        f"calls/mail/{template}.txt",
        to=entry.email,
        language=entry.language,
        kind=kind,
        hub_id=call.hub_id,
        reply_to=call.hub.contact_email,
        about=f"calls.call:{call.pk}",
        headers=outbox.BY_ITSELF,
        context={
            "call": call,
            "hub": call.hub,
            "entry": entry,
            "address": private_address(entry),
            **context,
        },
    )


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
    """Remind that an idea can still be made better: nobody waits for it, so one may stop such letters."""
    _send("closes_soon", entry, entry.call, kind=outbox.Kind.BUNDLE)


def asked_to_judge(juror: Juror) -> None:
    """Give a juror his private link."""
    _to_juror("asked_to_judge", juror)


def judge_soon(juror: Juror, step: Step) -> None:
    """Remind a juror that ideas wait for him."""
    _to_juror("judge_soon", juror, kind=outbox.Kind.BUNDLE, step=step)


def _to_juror(template: str, juror: Juror, kind: outbox.Kind = outbox.Kind.PERSONAL, **context: Any) -> None:
    call = juror.call
    outbox.send(
        f"calls/mail/{template}.txt",
        to=juror.email,
        language=settings.LANGUAGE_CODE,
        kind=kind,
        hub_id=call.hub_id,
        reply_to=call.hub.contact_email,
        about=f"calls.call:{call.pk}",
        headers=outbox.BY_ITSELF,
        context={
            "call": call,
            "hub": call.hub,
            "juror": juror,
            "address": juror_address(juror),
            **context,
        },
    )


def vote_link(call: Call, address: str, digest: str, language: str) -> None:
    """Give somebody a link that gives one vote; the letter keeps no address once it went."""
    outbox.send(
        "calls/mail/vote_link.txt",
        to=address,
        language=language,
        hub_id=call.hub_id,
        reply_to=call.hub.contact_email,
        about=f"{VOTE}{call.pk}",
        headers=outbox.BY_ITSELF,
        context={"call": call, "hub": call.hub, "address": vote_address(call, digest, language)},
    )


def _to_participant(
    template: str, participant: Participant, kind: outbox.Kind = outbox.Kind.PERSONAL
) -> None:
    call = participant.call
    outbox.send(
        f"calls/mail/{template}.txt",
        to=participant.email,
        language=participant.language,
        kind=kind,
        hub_id=call.hub_id,
        reply_to=call.hub.contact_email,
        about=f"calls.call:{call.pk}",
        headers=outbox.BY_ITSELF,
        context={
            "call": call,
            "hub": call.hub,
            "participant": participant,
            "address": participant_address(participant),
        },
    )


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
    _to_participant("team_has_no_idea", participant, kind=outbox.Kind.BUNDLE)
