"""A passport of skills: the person's own, as a page and as a tagged file; each reading is told to him."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from circulairwerkt.base import paper as base_paper
from circulairwerkt.base.permissions import NOBODY
from circulairwerkt.people import paper, services
from circulairwerkt.people.links import own_token
from circulairwerkt.people.models import Look, Note, PersonFile
from tests.circulairwerkt.base import tagged
from tests.circulairwerkt.people.guiding import member_of, signed_in, who
from tests.circulairwerkt.people.marked import FIRST, LAST
from tests.circulairwerkt.people.test_files import coach as coach
from tests.circulairwerkt.people.test_files import enterprise as enterprise
from tests.circulairwerkt.people.test_files import file as file

pytestmark = pytest.mark.django_db


@pytest.fixture
def skilled(file: PersonFile, coach: Any) -> Iterator[PersonFile]:
    """Somebody with two competences, a training, what is not done yet and what he says is wrong."""
    for kind, text, on, together in (
        ("competence", "sorteert op <kleur>", date(2026, 3, 2), True),
        ("competence", "legt uit aan een collega", date(2026, 5, 4), False),
        ("training", "veilig heffen", date(2026, 4, 1), False),
        ("step", "kleuren leren", date(2026, 6, 1), False),
        ("competence", "is altijd te laat", date(2026, 6, 2), False),
    ):
        services.note(actor=who(coach), file=file, kind=kind, text=text, on=on, is_seen_together=together)
    services.dispute(actor=NOBODY, note=Note.objects.order_by("-pk")[0])
    services.adjust(actor=who(coach), file=file, needs={"no_lifting"}, has_agreed=True)
    return file


@pytest.mark.parametrize(
    ("language", "title", "can", "learnt"),
    [
        ("nl", f"Wat {FIRST} {LAST} kan", "Wat ik kan", "Wat ik leerde"),
        ("en", f"What {FIRST} {LAST} can do", "What I can do", "What I learnt"),
        ("fr", f"Ce que {FIRST} {LAST} sait faire", "Ce que je sais faire", "Ce que j’ai appris"),
    ],
)
def test_the_file_is_tagged_titled_and_read_in_order(
    skilled: PersonFile, language: str, title: str, can: str, learnt: str
) -> None:
    with override(language):
        told = tagged.read(paper.written(skilled))
    assert (told.language, told.title) == (language, title)
    assert [tag for tag in told.tags if tag in ("/H1", "/H2", "/L", "/Figure")] == [
        "/H1", "/H2", "/L", "/H2", "/L",
    ]  # fmt: skip
    order = [
        title,
        skilled.organisation.name,
        can,
        "legt uit aan een collega",
        "sorteert op <kleur>",
        learnt,
        "veilig heffen",
    ]
    tagged.in_order(told.words, order)
    for absent in ("kleuren leren", "te laat", "tillen", skilled.phone, skilled.email):
        assert absent not in told.words, absent


def test_many_skills_go_on_on_a_next_page(file: PersonFile, coach: Any) -> None:
    for number in range(60):
        services.note(
            actor=who(coach), file=file, kind="competence", text=f"werk {number:02}", on=date(2026, 3, 2)
        )
    told = tagged.read(paper.written(file))
    tagged.in_order(told.words, [f"werk {number:02}" for number in range(60)])


def test_an_empty_passport_is_a_sheet_too(file: PersonFile) -> None:
    assert "Hier staat nog niets." in tagged.read(paper.written(file)).words


def test_coach_and_person_take_it_and_each_reading_is_told(
    skilled: PersonFile, coach: Any, enterprise: Any
) -> None:
    mine = f"/mijn-pad/{own_token(skilled)}/"
    for client, path in ((signed_in(coach), f"/mensen/{skilled.pk}/"), (Client(), mine)):
        assert "paspoort.pdf" in client.get(path).content.decode()
        Look.objects.all().delete()
        answer = client.get(f"{path}paspoort.pdf")
        assert answer["Content-Type"] == "application/pdf"
        assert FIRST not in answer["Content-Disposition"], "a name would stay in a list of downloads"
        assert "no-store" in answer["Cache-Control"]
        assert "veilig heffen" in tagged.read(answer.content).words
        look = Look.objects.get()
        assert (look.purpose, look.part, look.who) == (
            ("guiding", "file", coach) if client.session.keys() else ("own", "file", None)
        )
    assert answer["Referrer-Policy"] == "same-origin"
    assert signed_in(member_of(enterprise)).get(f"/mensen/{skilled.pk}/paspoort.pdf").status_code == 404
    services.object_to(actor=NOBODY, file=skilled)
    Look.objects.all().delete()
    closed = signed_in(coach).get(f"/mensen/{skilled.pk}/paspoort.pdf")
    assert "De persoon sloot dit dossier" in closed.content.decode()
    assert Client().get(f"{mine}paspoort.pdf").status_code == 200, "it stays his"
    assert [look.purpose for look in Look.objects.all()] == ["own"]


def test_without_pango_the_page_stands_in(
    skilled: PersonFile, coach: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_name: str) -> Any:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(base_paper, "import_module", missing)
    for client, path in (
        (signed_in(coach), f"/mensen/{skilled.pk}/"),
        (Client(), f"/mijn-pad/{own_token(skilled)}/"),
    ):
        answer = client.get(f"{path}paspoort.pdf", follow=True)
        assert answer.redirect_chain[-1][0] == f"{path}paspoort/"
        assert "printen kan wel" in answer.content.decode()
