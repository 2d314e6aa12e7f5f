"""Services called in a second way, and rules asked by themselves: what the first way does not come to."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from circulairwerkt.base import perms as base_perms
from circulairwerkt.base import services as base
from circulairwerkt.base.audit import last_line
from circulairwerkt.base.models import Job, OutgoingMail
from circulairwerkt.base.permissions import Actor, require
from circulairwerkt.base.scope import everywhere
from circulairwerkt.base.visibility import Visibility
from circulairwerkt.cases import services as cases
from circulairwerkt.cases.models import Case
from circulairwerkt.cases.services import mail as case_mail
from circulairwerkt.flows.services import opportunities as flows
from circulairwerkt.hubs.models import Hub, LifeCycle
from circulairwerkt.knowledge import services as knowledge
from circulairwerkt.matching import perms as matching_perms
from circulairwerkt.matching import services as matching
from circulairwerkt.matching.models import Proposal, Run
from circulairwerkt.matching.services import runs
from circulairwerkt.portal import perms as portal_perms
from circulairwerkt.portal.services import searches
from circulairwerkt.streams import perms as streams_perms
from circulairwerkt.streams import services as streams
from circulairwerkt.streams.models import MaterialCard
from circulairwerkt.streams.sorts import CARD
from tests.circulairwerkt.permissions import rooms
from tests.circulairwerkt.permissions.own_rights import OWN_RIGHTS
from tests.circulairwerkt.permissions.rooms.agreements import _draft
from tests.circulairwerkt.permissions.rooms.base import job_of, letter_of
from tests.circulairwerkt.permissions.rooms.cases import _SUBSIDY, WORKERS, case_of
from tests.circulairwerkt.permissions.rooms.matching import HUB, _proposal
from tests.circulairwerkt.permissions.rooms.newsletter import asked_for, issue_sent
from tests.circulairwerkt.permissions.rooms.opportunities import opportunity_of
from tests.circulairwerkt.permissions.rooms.streams import PARTIES, _card, _photo
from tests.circulairwerkt.permissions.rooms.texts import VALUES as TEXT
from tests.circulairwerkt.permissions.rooms.texts import text_of
from tests.circulairwerkt.permissions.service import COORDINATOR, EVERYBODY, NOBODY, SIGNED_IN, Service
from tests.circulairwerkt.permissions.world import START, World


def _another_case(world: World, title: str = "Een ander dossier") -> Case:
    with everywhere("a test of what belongs to another case"):
        return Case.objects.get_or_create(  # type: ignore[no-any-return]
            hub=world.hub, year=2026, number=77, defaults={"title": title, "mail_key": "b" * 16}
        )[0]


def _agreement_of_another_case(world: World, actor: Actor) -> Any:
    draft = _draft(world)
    values = {
        "what": "nieuw",
        "giver": world.organisation,
        "taker": world.other_organisation,
        "valid_from": START,
    }
    return cases.save_agreement(
        actor=actor, case=_another_case(world), agreement=draft, seen_version=1, values=values, shares={}
    )


def _refer_case(world: World, actor: Actor) -> Any:
    Hub.objects.filter(pk=world.other_hub.pk).update(claimed_on=START)
    return cases.refer(
        actor=actor,
        case=case_of(world),
        to_hub=Hub.objects.get(pk=world.other_hub.pk),
        reason="Dit ligt bij jullie",
        due_on=timezone.localdate(),
    )


def _proposal_with_case(world: World, at_home: bool) -> Proposal:
    proposal = _proposal(world)
    with everywhere("a test of who may open the case of a proposal again"):
        case = case_of(world)
        if not at_home:
            case = Case.objects.get_or_create(
                hub=world.other_hub, year=2026, number=78, defaults={"title": "Elders", "mail_key": "c" * 16}
            )[0]
    Proposal._base_manager.filter(pk=proposal.pk).update(case=case)
    proposal.refresh_from_db()
    return proposal


def _follow(_world: World, actor: Actor) -> int:
    Run.objects.create(state=Run.State.DONE, until_entry=last_line())
    return runs.follow(actor=actor)


def _begun_by(world: World, persona: str) -> Job:
    job = job_of(world)
    job.who_id = world.users[persona].pk
    return job


def _sent(world: World) -> OutgoingMail:
    letter = letter_of(world)
    OutgoingMail.objects.filter(pk=letter.pk).update(state=OutgoingMail.State.SENT)
    letter.refresh_from_db()
    return letter


def _open_card(world: World, _actor: Actor) -> None:
    """A card that its party opened to all is shown to a visitor, who does not sign in."""
    card = _card(world)
    MaterialCard._base_manager.filter(pk=card.pk).update(visibility=Visibility.PUBLIC)
    if Client().get(reverse("streams:row", args=[CARD, card.pk])).status_code != 200:
        raise Http404


def _newsletter_of(world: World, _actor: Actor) -> None:
    """A hub that does not use a newsletter has no page for it."""
    world.hub.switches.create(key="newsletter", is_on=False)
    if Client().get(reverse("knowledge:newsletter", args=[world.hub.slug])).status_code != 200:
        raise Http404


def _ended(world: World) -> Hub:
    Hub.objects.filter(pk=world.hub.pk).update(life_cycle=LifeCycle.ENDED)
    return Hub.objects.get(pk=world.hub.pk)


def _confirm_at_one_that_ended(world: World, actor: Actor) -> Any:
    subscription = asked_for(world)
    subscription.hub = _ended(world)
    return knowledge.confirm_subscription(actor=actor, subscription=subscription)


#: What is tried, how, and for whom it is done; the names say the service or the rule first.
MORE_WAYS: Mapping[str, Service] = {
    "base.may_see_job, begun by oneself": Service(
        lambda w, a: require(base_perms.may_see_job(a, _begun_by(w, "member"))), {"member", *COORDINATOR}
    ),
    "base.try_mail_again, a letter that was sent": Service(
        lambda w, a: base.try_mail_again(actor=a, mail=_sent(w)), NOBODY
    ),
    "knowledge.may_read_newsletter, a hub without one": Service(_newsletter_of, NOBODY),
    "knowledge.subscribe, at a hub that ended": Service(
        lambda w, a: knowledge.subscribe(actor=a, hub=_ended(w), email="n@example.org"), NOBODY
    ),
    "knowledge.confirm_subscription, at a hub that ended": Service(_confirm_at_one_that_ended, NOBODY),
    "knowledge.save_article, one that everybody reads": Service(
        lambda w, a: knowledge.save_article(
            actor=a, article=text_of(w, "published"), seen_version=1, values=TEXT
        ),
        COORDINATOR,
    ),
    "knowledge.review_article, a draft": Service(
        lambda w, a: knowledge.review_article(actor=a, article=text_of(w), seen_version=1), NOBODY
    ),
    "knowledge.save_issue, one that was sent": Service(
        lambda w, a: knowledge.save_issue(actor=a, issue=issue_sent(w), seen_version=1, values={}), NOBODY
    ),
    "cases.save_agreement, one of another case": Service(_agreement_of_another_case, NOBODY),
    "cases.save_subsidy_file, one of the case": Service(
        lambda w, a: cases.save_subsidy_file(
            actor=a,
            case=case_of(w),
            row=case_of(w).subsidy_files.get(),
            seen_version=case_of(w).subsidy_files.get().version,
            values=_SUBSIDY,
        ),
        WORKERS,
    ),
    "cases.save_subsidy_file, one of another case": Service(
        lambda w, a: cases.save_subsidy_file(
            actor=a,
            case=_another_case(w),
            row=case_of(w).subsidy_files.get(),
            seen_version=case_of(w).subsidy_files.get().version,
            values=_SUBSIDY,
        ),
        NOBODY,
    ),
    "cases.refer, a case": Service(_refer_case, {"member", *COORDINATOR}),
    "cases.take, a mail of the mailbox": Service(
        lambda w, a: case_mail.take(b"From: jan@example.org\n\nDag", actor=a), NOBODY
    ),
    "cases.read_mailbox": Service(lambda w, a: case_mail.read_mailbox(actor=a), NOBODY),
    "matching.follow, nothing new": Service(_follow, NOBODY),
    "flows.open_case, of the run of another hub": Service(
        lambda w, a: flows.open_case(actor=a, hub=w.other_hub, opportunity=opportunity_of(w)), NOBODY
    ),
    "flows.look_at_night": Service(lambda w, a: flows.look_at_night(actor=a), NOBODY),
    # A hub without cards: there is nothing to find, so no service behind it says no.
    "flows.find_at_once, nothing to find": Service(
        lambda w, a: flows.find_at_once(actor=a, hub=w.other_hub), NOBODY
    ),
    "matching.may_see": Service(lambda w, a: require(matching_perms.may_see(a, _proposal(w))), HUB),
    "matching.open_case, open already": Service(
        lambda w, a: matching.open_case(actor=a, proposal=_proposal_with_case(w, at_home=True), hub=w.hub),
        HUB,
    ),
    "matching.open_case, open at a hub that is not told": Service(
        lambda w, a: matching.open_case(actor=a, proposal=_proposal_with_case(w, at_home=False), hub=w.hub),
        NOBODY,
    ),
    "matching.open_case, at a hub that is not told": Service(
        lambda w, a: matching.open_case(actor=a, proposal=_proposal(w), hub=w.other_hub), NOBODY
    ),
    "portal.may_save_searches": Service(lambda w, a: require(portal_perms.may_save_searches(a)), SIGNED_IN),
    "portal.save_search, of a kind that is not there": Service(
        lambda w, a: searches.save_search(actor=a, name="", words="karton", kind="niets", alerts="none"),
        NOBODY,
    ),
    "streams.change_photo, shown to others": Service(
        lambda w, a: streams.change_photo(actor=a, photo=_photo(w), alt="dozen", is_open=True), PARTIES
    ),
    "streams.may_see_money": Service(lambda w, a: require(streams_perms.may_see_money(a, _card(w))), PARTIES),
    "streams.may_see_history": Service(
        lambda w, a: require(streams_perms.may_see_history(a, _card(w))),
        {"organisation_member", "member", *COORDINATOR},
    ),
    "streams.row, open to all": Service(_open_card, EVERYBODY),
    **rooms.MORE,
    **OWN_RIGHTS,
}
