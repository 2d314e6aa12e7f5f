"""Mail that joins a case: read from a real mailbox, dropped as a file, or left for a person to look at."""

from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from circulairwerkt.base import scope
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.cases import received, services
from circulairwerkt.cases.links import mail_address_of
from circulairwerkt.cases.mailbox import MailboxGone
from circulairwerkt.cases.models import Case, Entry
from circulairwerkt.hubs.actors import actor_of
from tests.circulairwerkt import factories as make
from tests.circulairwerkt.cases import imap_office
from tests.circulairwerkt.cases.imap_office import Office

KEY = "abcdefghjkmnpqrs"
TO = f"dossier+{KEY}@voorbeeld.be"


@pytest.fixture(scope="module")
def servers() -> Iterator[Office]:
    with imap_office.opened() as running:
        yield running


@pytest.fixture
def office(servers: Office) -> Office:
    """The mailbox, empty: no test leans on what another left in it."""
    if servers.left():
        servers.empty()
    return servers


@pytest.fixture(autouse=True)
def _mailbox(settings: Any) -> Iterator[None]:
    settings.MAILBOX_ADDRESS = "dossier@voorbeeld.be"
    with scope.everywhere("a test"):
        yield


@pytest.fixture
def case(db: None) -> Case:
    case = make.case(make.hub(), mail_key=KEY)
    make.contact(case, name="Els", email="els@example.org")
    return case


def letter(text: str = "Dinsdag past.", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    values = {"From": "Els <els@example.org>", "To": TO, "Subject": "MDF", "Message_ID": "<1@example.org>"}
    for name, value in {**values, **headers}.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def take(mail: EmailMessage) -> bool:
    return services.take(mail.as_bytes(), actor=SYSTEM)


def test_the_address_of_a_case_carries_its_key(case: Case) -> None:
    assert mail_address_of(case) == TO


def test_a_mail_travels_from_a_mail_server_into_the_thread(case: Case, office: Office, settings: Any) -> None:
    settings.MAILBOX_URL = office.url
    mail = letter("Dinsdag past, tot dan.")
    mail.add_attachment(b"%PDF-1.4 plan", maintype="application", subtype="pdf", filename="plan.pdf")
    office.post(mail.as_bytes())
    assert services.read_mailbox(actor=SYSTEM) == 1
    entry = case.entries.get()
    assert (entry.text, entry.contact.name, entry.is_waiting) == ("Dinsdag past, tot dan.", "Els", False)
    assert entry.files.get().name == "plan.pdf"
    assert office.left() == 0
    assert services.read_mailbox(actor=SYSTEM) == 0


def test_what_belongs_nowhere_stays_in_the_mailbox_and_is_read_once(
    case: Case, office: Office, settings: Any
) -> None:
    settings.MAILBOX_URL = office.url
    office.post(letter(To="dossier+zzzzzzzzzzzzzzzz@voorbeeld.be").as_bytes(), to="dossier@voorbeeld.be")
    office.post(b"geen mail")
    assert services.read_mailbox(actor=SYSTEM) == 0
    assert services.read_mailbox(actor=SYSTEM) == 0
    assert office.left() == 2
    assert not Entry.objects.exists()


def test_a_server_that_is_gone_or_refuses_is_said_so(settings: Any, office: Office) -> None:
    settings.MAILBOX_URL = "imap://wie:wat@127.0.0.1:1/INBOX"
    with pytest.raises(MailboxGone):
        services.read_mailbox(actor=SYSTEM)
    settings.MAILBOX_URL = office.url.replace("geheim", "fout")
    with pytest.raises(MailboxGone):
        services.read_mailbox(actor=SYSTEM)


def test_the_same_mail_twice_stands_there_once(case: Case) -> None:
    assert take(letter())
    assert take(letter())
    assert case.entries.count() == 1


def test_a_stranger_waits_until_the_hub_lets_him_in(case: Case) -> None:
    take(letter(From="Tom <tom@example.org>"))
    entry = case.entries.get()
    assert entry.is_waiting
    services.let_in(actor=actor_of(make.member(case.hub)), entry=entry)
    take(letter(From="Tom <tom@example.org>", Message_ID="<2@example.org>"))
    assert [each.is_waiting for each in case.entries.all()] == [False, False]


def test_a_stranger_who_is_turned_away_leaves_nothing(case: Case) -> None:
    take(letter(From="Tom <tom@example.org>"))
    services.turn_away(actor=actor_of(make.member(case.hub)), entry=case.entries.get())
    assert not case.entries.exists()


def test_a_colleague_who_forwards_is_known(case: Case) -> None:
    make.member(case.hub, email="collega@hub.be")
    take(letter(From="collega@hub.be", Subject="Fwd: MDF"))
    assert not case.entries.get().is_waiting


def test_a_flood_of_strangers_ends(case: Case, monkeypatch: Any) -> None:
    monkeypatch.setattr("circulairwerkt.cases.services.mail.MOST_WAITING", 2)
    taken = [take(letter(From=f"s{n}@example.org", Message_ID=f"<{n}@x>")) for n in range(4)]
    assert taken == [True, True, False, False]


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
        {"From": "dossier@voorbeeld.be"},
        {"From": TO},
    ],
)
def test_machines_do_not_answer_each_other(case: Case, headers: dict[str, str]) -> None:
    assert take(letter(**headers))
    assert not case.entries.exists()


def test_a_reply_comes_without_what_it_answers_and_a_forward_whole() -> None:
    text = "Dinsdag past.\n\nOp ma 23 nov. 2026 om 10:00 schreef Hub <hub@example.org>:\n> Past dinsdag?"
    assert received.read(letter(text, Subject="Re: MDF").as_bytes()).text == "Dinsdag past."
    assert "Past dinsdag?" in received.read(letter(text, Subject="Fwd: MDF").as_bytes()).text


def test_an_html_mail_becomes_words_without_what_it_would_load() -> None:
    mail = letter()
    mail.set_content(
        "<style>p{}</style><p>Dag<br>Jan &amp; Els</p><img src='https://spion.be/x'><script>alert(1)</script>",
        subtype="html",
    )
    assert received.read(mail.as_bytes()).text == "Dag\nJan & Els"


def test_a_dropped_mail_joins_the_thread(case: Case) -> None:
    actor = actor_of(make.member(case.hub))
    entry = services.drop_mail(actor=actor, case=case, content=letter(From="x@example.org").as_bytes())
    assert (entry.is_waiting, entry.author_id) == (False, actor.user_id)
    with pytest.raises(ValidationError):
        services.drop_mail(actor=actor, case=case, content=b"\x00\x01 geen mail")


def test_attachments_that_may_not_be_kept_are_counted(case: Case) -> None:
    mail = letter()
    mail.add_attachment(b"MZ0000", maintype="application", subtype="octet-stream", filename="x.exe")
    take(mail)
    assert not case.files.exists()
    assert "1 bijlage" in case.entries.get().text


def test_a_bomb_of_parts_is_refused() -> None:
    mail = letter()
    for _ in range(received.MOST_PARTS + 5):
        mail.add_attachment(b"x", maintype="text", subtype="plain", filename="x.txt")
    with pytest.raises(received.BadMail):
        received.read(mail.as_bytes())


def test_parts_within_parts_within_parts_do_not_break_the_reader() -> None:
    inner = b"Content-Type: text/plain\r\n\r\nkern"
    for depth in range(3000):
        inner = (
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (depth, depth)
            + inner
            + b"\r\n--b%d--" % depth
        )
    with pytest.raises(received.BadMail):
        received.read(b"From: a@b.be\r\n" + inner)


PIECES = st.sampled_from(
    [
        *(
            b"From: ",
            b"a@b.be",
            b"\r\n",
            b"\r\n\r\n",
            b"Subject: =?utf-8?q?",
            b"?=",
            b"--x",
            b"\x00",
            b"\xff\xfe",
        ),
        *(
            b"Content-Type: multipart/mixed; boundary=x",
            b"Content-Transfer-Encoding: base64",
            b"To: <<,;:",
            b"\xff",
        ),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.lists(PIECES, max_size=30).map(b"".join)))
def test_whatever_comes_is_a_mail_or_a_bad_one(content: bytes) -> None:
    try:
        mail = received.read(content)
    except received.BadMail:
        return
    assert "@" in mail.sender_email
    assert "\n" not in mail.subject
    assert len(mail.text) <= received.TEXT_LENGTH
