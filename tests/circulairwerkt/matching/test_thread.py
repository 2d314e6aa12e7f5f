"""One thread per proposal: by mail or by link, each party its own words, and it goes along into the case."""

from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from django.http import Http404
from django.test import Client

from circulairwerkt.base.models import OutgoingMail
from circulairwerkt.base.permissions import NOBODY, SYSTEM, Actor
from circulairwerkt.cases import services as cases
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Hub
from circulairwerkt.matching import services
from circulairwerkt.matching.links import mail_address_of
from circulairwerkt.matching.models import Inquiry, Message, Proposal
from circulairwerkt.matching.pools import key_of
from circulairwerkt.matching.said import messages_of_party
from tests.circulairwerkt import factories as make
from tests.circulairwerkt.cases import imap_office
from tests.circulairwerkt.cases.imap_office import Office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mailbox(settings: Any) -> None:
    settings.MAILBOX_ADDRESS = "dossier@voorbeeld.be"


@pytest.fixture
def hub() -> Hub:
    return make.hub("De hub")


@pytest.fixture
def coordinator(hub: Hub) -> Actor:
    return actor_of(make.member(hub, email="els@hub.be"))


@pytest.fixture
def proposal(hub: Hub) -> Proposal:
    card = make.card(hub)
    make.need(hub)
    services.run_for(actor=SYSTEM, keys=[key_of(card)])
    found: Proposal = Proposal.objects.get()
    return found


def asked(actor: Actor, proposal: Proposal, side: str, email: str) -> Inquiry:
    return services.ask_party(actor=actor, proposal=proposal, side=side, email=email)


@pytest.fixture
def taker(coordinator: Actor, proposal: Proposal) -> Inquiry:
    return asked(coordinator, proposal, "taker", "bo@example.org")


@pytest.fixture
def giver(coordinator: Actor, proposal: Proposal) -> Inquiry:
    return asked(coordinator, proposal, "giver", "an@example.org")


def letter(to: Inquiry, text: str = "Dinsdag past.", **headers: str) -> bytes:
    mail = EmailMessage()
    values = {"From": "bo@example.org", "To": mail_address_of(to), "Subject": "Re: x", "Message_ID": "<1@x>"}
    for name, value in {**values, **headers}.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def page_of(inquiry: Inquiry) -> str:
    return Client().get(f"/voorstel/{services.token_of(inquiry)}/").content.decode()


def test_each_letter_is_answered_at_an_address_of_its_own(taker: Inquiry, giver: Inquiry) -> None:
    by_reader = {mail.to: mail for mail in OutgoingMail.objects.all()}
    assert by_reader["bo@example.org"].reply_to == mail_address_of(taker)
    assert by_reader["an@example.org"].reply_to == mail_address_of(giver)
    assert mail_address_of(taker) != mail_address_of(giver)
    assert "Antwoord gewoon op deze mail" in by_reader["bo@example.org"].text


def test_without_a_mailbox_a_letter_says_where_to_answer(
    coordinator: Actor, proposal: Proposal, settings: Any
) -> None:
    settings.MAILBOX_ADDRESS = ""
    asked(coordinator, proposal, "taker", "bo@example.org")
    written = OutgoingMail.objects.get(to="bo@example.org")
    assert written.reply_to == ""
    assert "Antwoord niet op deze mail" in written.text


def test_a_party_reads_its_own_words_and_the_hubs_and_the_others_only_when_shared(
    coordinator: Actor, proposal: Proposal, taker: Inquiry, giver: Inquiry
) -> None:
    services.write_to(actor=coordinator, proposal=proposal, inquiries=[taker], text="Past dinsdag?")
    said = services.party_writes(actor=NOBODY, inquiry=taker, text="Dinsdag lukt, ik ben Bo.")
    assert [one["who"] for one in messages_of_party(taker)] == ["hub", "mine"]
    assert messages_of_party(giver) == []
    assert "Dinsdag lukt" in page_of(taker)
    assert "Dinsdag" not in page_of(giver)
    services.share(actor=coordinator, message=said)
    assert [one["who"] for one in messages_of_party(giver)] == ["other"]
    shared = page_of(giver)
    assert "De andere partij" in shared
    assert "bo@example.org" not in shared
    told = OutgoingMail.objects.get(subject="Nieuw bericht bij een voorstel")
    assert (told.to, "Dinsdag" in told.text) == ("els@hub.be", False)


@pytest.fixture(scope="module")
def servers() -> Iterator[Office]:
    with imap_office.opened() as running:
        yield running


def test_a_reply_travels_from_a_mail_server_into_the_thread_once(
    taker: Inquiry, servers: Office, settings: Any
) -> None:
    settings.MAILBOX_URL = servers.url
    for _copy in range(2):
        servers.post(
            letter(taker, "Dinsdag past.\n\nOp ma 23 nov. 2026 om 10:00 schreef De hub <x@y.be>:\n> Hallo")
        )
    assert cases.read_mailbox(actor=SYSTEM) == 2
    message = Message.objects.get()
    assert (message.writer, message.text, message.is_waiting) == (taker, "Dinsdag past.", False)
    assert servers.left() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"From": "vals@example.org"},
        {"Authentication_Results": "mx.voorbeeld.be; spf=pass; dmarc=fail (p=none) header.from=example.org"},
    ],
)
def test_a_forged_sender_waits_for_the_hub_and_no_party_reads_it(
    coordinator: Actor, taker: Inquiry, giver: Inquiry, headers: dict[str, str]
) -> None:
    assert cases.take(letter(taker, "Klik hier", **headers), actor=SYSTEM)
    waiting = Message.objects.get()
    assert waiting.is_waiting
    assert "Klik hier" not in page_of(taker) + page_of(giver)
    with pytest.raises(Http404):
        services.share(actor=coordinator, message=waiting)
    services.let_in(actor=coordinator, message=waiting)
    assert "Klik hier" in page_of(taker)


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Return_Path": "<>"},
        {"Subject": "Automatisch antwoord: ik ben weg"},
        {"Content_Type": "multipart/report"},
        {"From": "dossier@voorbeeld.be"},
    ],
)
def test_machines_are_taken_and_forgotten(taker: Inquiry, headers: dict[str, str]) -> None:
    content = letter(taker)
    for name, value in headers.items():
        header = name.replace("_", "-").encode()
        kept = [line for line in content.split(b"\n") if not line.lower().startswith(header.lower() + b":")]
        content = header + b": " + value.encode() + b"\n" + b"\n".join(kept)
    assert cases.take(content, actor=SYSTEM)
    assert not Message.objects.exists()


def test_who_sends_a_file_along_hears_that_it_was_not_kept_and_where_it_may_go(
    taker: Inquiry, hub: Hub
) -> None:
    Hub.objects.filter(pk=hub.pk).update(contact_email="hub@hub.be")
    OutgoingMail.objects.all().delete()

    def sent(number: int, sender: str) -> list[OutgoingMail]:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Message-ID"] = sender, mail_address_of(taker), f"<{number}@x>"
        mail.set_content("Zie de foto.")
        mail.add_attachment(make.picture(), maintype="image", subtype="jpeg", filename="foto.jpg")
        assert cases.take(mail.as_bytes(), actor=SYSTEM)
        return list(OutgoingMail.objects.filter(to=sender))

    (told,) = sent(1, "bo@example.org")
    assert "hub@hub.be" in told.text
    assert told.headers["Auto-Submitted"] == "auto-generated"
    assert "1 bijlage(n) niet bewaard" in Message.objects.get(message_id="<1@x>").text
    assert sent(2, "vreemde@example.org") == [], "a sender that nobody knows gets no answer"


def test_the_platforms_own_addresses_never_answer_each_other(taker: Inquiry, giver: Inquiry) -> None:
    assert cases.take(letter(taker, From=mail_address_of(giver)), actor=SYSTEM)
    assert not Message.objects.exists()


def test_an_address_that_was_made_up_or_belongs_to_another_is_left_in_the_mailbox(
    taker: Inquiry, giver: Inquiry
) -> None:
    proof = mail_address_of(giver).partition("-")[2]
    crossed = mail_address_of(taker).partition("-")[0] + "-" + proof
    assert not cases.take(letter(taker, To=crossed), actor=SYSTEM)
    assert not Message.objects.exists()


def test_two_machines_that_answer_each_other_end(taker: Inquiry, monkeypatch: Any) -> None:
    monkeypatch.setattr("circulairwerkt.matching.services.thread.MOST_AN_HOUR", 2)
    taken = [cases.take(letter(taker, Message_ID=f"<{n}@x>"), actor=SYSTEM) for n in range(4)]
    assert taken == [True, True, False, False]


def test_the_thread_goes_along_into_the_case_and_replies_after_that_are_read_there(
    hub: Hub, coordinator: Actor, proposal: Proposal, taker: Inquiry
) -> None:
    services.party_writes(actor=NOBODY, inquiry=taker, text="Voor de eerste dag")
    case = services.open_case(actor=coordinator, proposal=proposal, hub=hub)
    cases.take(letter(taker, "Na de eerste dag"), actor=SYSTEM)
    client = Client()
    client.force_login(make.member(hub))
    text = client.get(f"/dossiers/{case.pk}/").content.decode()
    assert text.count("Voor de eerste dag") == text.count("Na de eerste dag") == 1
    assert not case.entries.filter(text__contains="eerste dag").exists()
    answer = client.post(
        f"/werkplek/{hub.slug}/voorstellen/{proposal.pk}/bericht/",
        {"inquiries": [taker.pk], "text": "Tot dan", "dossier": case.pk},
    )
    assert answer["Location"] == f"/dossiers/{case.pk}/"
    assert OutgoingMail.objects.filter(to="bo@example.org", text__contains="Tot dan").count() == 1


def test_who_wants_no_mail_gets_none_and_keeps_the_page(
    coordinator: Actor, proposal: Proposal, taker: Inquiry
) -> None:
    OutgoingMail.objects.all().delete()
    services.stop_mail(actor=NOBODY, inquiry=taker)
    services.write_to(actor=coordinator, proposal=proposal, inquiries=[taker], text="Past het?")
    assert not OutgoingMail.objects.exists()
    assert "Past het?" in page_of(taker)


def test_the_other_hub_of_a_proposal_reads_neither_the_party_nor_its_words(
    hub: Hub, coordinator: Actor
) -> None:
    other = make.hub("Andere hub")
    card = make.card(hub, visibility="network")
    make.need(other, visibility="network")
    services.run_for(actor=SYSTEM, keys=[key_of(card)])
    proposal = Proposal.objects.get()
    assert proposal.hub_ids == {hub.pk, other.pk}
    giver = asked(coordinator, proposal, "giver", "an@geheim.be")
    services.party_writes(actor=NOBODY, inquiry=giver, text="Wij zijn de firma Geheim.")
    there = actor_of(user := make.member(other))
    client = Client()
    client.force_login(user)
    text = client.get(f"/werkplek/{other.slug}/voorstellen/{proposal.pk}/").content.decode()
    assert "eheim" not in text
    with pytest.raises(Http404):
        services.write_to(actor=there, proposal=proposal, inquiries=[giver], text="x")
    mine = services.ask_party(actor=there, proposal=proposal, side="taker", email="cas@ergens.be", hub=other)
    assert mine.asking_hub == other
