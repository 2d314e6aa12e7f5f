"""Plans in and out as a file: taken along whole, read in once, all of it or nothing, never kept twice."""

import re
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from circulairwerkt.base.bridge import read_cells, write_for_people
from circulairwerkt.base.models import AuditEntry
from circulairwerkt.base.permissions import NOBODY
from circulairwerkt.organisations.models import Organisation
from circulairwerkt.people import plans, services
from circulairwerkt.people.models import Look, Note, PersonFile
from circulairwerkt.people.wording import national_number_in, tells_of_health
from tests.circulairwerkt.people.guiding import guiding_enterprise, member_of, signed_in, who
from tests.circulairwerkt.people.marked import FIRST, LAST, her_file, marks_in
from tests.circulairwerkt.people.test_files import coach as coach
from tests.circulairwerkt.people.test_files import enterprise as enterprise
from tests.circulairwerkt.permissions.world import taken_back

pytestmark = pytest.mark.django_db
Columns = dict[str, list[object]]


#: Texts as people write them, with what a spreadsheet would take for a formula, a number, a separator.
TEXTS = st.one_of(
    st.sampled_from(
        ["=1+1", "+32", "-5", "@SOM(A1)", "a;b,c", 'hij zei "ja"', "007", "1.0", "ja", "'s morgens"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20),
).filter(
    lambda text: (
        not re.match(r"'[=+\-@]", text) and not tells_of_health(text) and not national_number_in(text)
    )
)
KEPT = st.tuples(
    st.sampled_from(Note.Kind.values),
    TEXTS,
    st.sampled_from(Note.State.values),
    st.dates(date(1950, 1, 1), date(2090, 1, 1)),
    st.one_of(st.none(), st.times().map(lambda at: at.replace(second=0, microsecond=0))),
    st.booleans(),
)
PEOPLE = st.dictionaries(TEXTS.map(str.casefold), st.lists(KEPT, max_size=4), max_size=3)


def through_a_file(columns: Columns, folder: Path, ending: str) -> list[plans.PlanRow]:
    path = folder / f"plannen.{ending}"
    write_for_people(path, columns)
    return plans.read(read_cells(path, language="nl"))


def without_numbers(columns: Columns) -> list[tuple[object, ...]]:
    return sorted(zip(*(columns[name] for name in plans.COLUMNS[1:]), strict=True), key=str)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=PEOPLE)
def test_what_goes_out_comes_in_whole_and_a_second_time_changes_nothing(
    people: dict[str, list[Any]], ending: str, enterprise: Organisation, coach: Any, tmp_path: Path
) -> None:
    with taken_back():
        for name, kept in people.items():
            file = PersonFile.objects.create(
                organisation=enterprise, coach=coach, first_name=name, last_name="V"
            )
            for kind, text, state, on, at, together in kept:
                Note.objects.create(
                    file=file,
                    kind=kind,
                    text=text,
                    state=state,
                    on=on,
                    at=at if kind == "meeting" else None,
                    is_seen_together=together,
                )
        out = services.export_plans(actor=who(coach), organisation=enterprise)
        rows = through_a_file(out, tmp_path, ending)
        again = services.import_plans(actor=who(coach), organisation=enterprise, rows=rows)
        assert (again.opened, again.noted, again.moved) == (0, 0, 0), "nothing is kept twice"
        there = guiding_enterprise()
        theirs = who(member_of(there))
        moved = through_a_file({**out, "dossier": [""] * len(out["dossier"])}, tmp_path, ending)
        for _time in range(2):
            services.import_plans(actor=theirs, organisation=there, rows=moved)
            back = services.export_plans(actor=theirs, organisation=there)
            assert without_numbers(back) == without_numbers(out)


def row(text: str = "kleuren sorteren", **values: Any) -> plans.PlanRow:
    told = {
        "number": 2,
        "file_number": None,
        "first_name": FIRST,
        "last_name": LAST,
        "kind": "step",
        **values,
    }
    return plans.PlanRow(text=text, **told)


def test_a_line_goes_to_the_file_it_names_or_to_the_only_one_of_that_name(
    enterprise: Organisation, coach: Any
) -> None:
    file = her_file(enterprise, coach)
    actor = who(coach)

    def take(*rows: plans.PlanRow) -> Any:
        return services.import_plans(actor=actor, organisation=enterprise, rows=rows)

    assert take(row(), row("heftruck", file_number=file.pk)).opened == 0
    assert take(row("kleuren sorteren", state="doing", on=Note.objects.order_by("pk")[0].on)).moved == 1
    assert set(file.notes.values_list("state", flat=True)) == {"doing", "planned"}
    wrong = (
        row(file_number=file.pk, first_name="Iemand anders"),
        row(file_number=her_file(guiding_enterprise(), None).pk),
        row("heftruck", state="dropped"),
    )
    take(row("heftruck", state="done"))
    for each in wrong:
        with pytest.raises(plans.PlansRefused):
            take(each)
    PersonFile.objects.create(organisation=enterprise, coach=coach, first_name=FIRST, last_name=LAST)
    with pytest.raises(plans.PlansRefused):
        take(row("nog iets"))
    assert Note.objects.count() == 2


def test_one_wrong_line_and_nothing_is_read_in(enterprise: Organisation, coach: Any) -> None:
    client, base = signed_in(coach), f"/organisaties/{enterprise.slug}/beheer/mensen/plannen/"
    head = "voornaam;soort;wat;op\n"
    lines = (
        f"{FIRST};stap;kleuren sorteren;23/11/2026",
        f"{FIRST};stap;zij heeft hernia;23/11/2026",
        f"{FIRST};sprong;hoger;23/11/2026",
        f"{FIRST};stap;nummer 85.07.30-033 28;23/11/2026",
        ";stap;wie;23/11/2026",
        f"{FIRST};stap;wanneer;ooit",
    )
    for sent in (
        head + "\n".join(lines),
        "naam;iets\nEls;x\n",
        "",
        "\0\0",
    ):
        file = SimpleUploadedFile("plannen.csv", sent.encode())
        assert client.post(base, {"file": file}).status_code == 422
    file = SimpleUploadedFile("plannen.csv", (head + "\n".join(lines)).encode())
    answer = client.post(base, {"file": file})
    assert [number for number, _sentence in answer.context["problems"]] == [3, 4, 5, 6, 7]
    assert "hernia" not in answer.content.decode()
    assert not PersonFile.objects.exists()
    right = SimpleUploadedFile("plannen.csv", (head + lines[0]).encode())
    assert client.post(base, {"file": right}).status_code == 302
    assert PersonFile.objects.get().notes.get().on == date(2026, 11, 23)
    large = SimpleUploadedFile("plannen.csv", b"x" * (2 * 1024 * 1024 + 1))
    assert client.post(base, {"file": large}).status_code == 422


def test_taking_along_is_told_to_the_person_and_leaves_out_who_objected(
    enterprise: Organisation, coach: Any
) -> None:
    file = her_file(enterprise, coach)
    client, base = signed_in(coach), f"/organisaties/{enterprise.slug}/beheer/mensen/plannen/"
    services.adjust(actor=who(coach), file=file, needs={"no_lifting"}, has_agreed=True)
    told = client.get(f"{base}csv/").content.decode("utf-8-sig")
    assert FIRST in told
    assert "tillen" not in told
    assert [look.purpose for look in Look.objects.all()] == ["taking_along"]
    assert client.get(f"{base}pdf/").status_code == 404
    assert client.get(f"{base}xlsx/").content[:2] == b"PK"
    assert not marks_in(str(list(AuditEntry.objects.values())))
    services.object_to(actor=NOBODY, file=file)
    assert not marks_in(client.get(f"{base}csv/").content.decode("utf-8-sig"))
    with pytest.raises(plans.PlansRefused):
        services.import_plans(actor=who(coach), organisation=enterprise, rows=[row()])


def test_a_colleague_takes_along_his_own_people_alone(enterprise: Organisation, coach: Any) -> None:
    her_file(enterprise, coach)
    other = signed_in(member_of(enterprise))
    told = other.get(f"/organisaties/{enterprise.slug}/beheer/mensen/plannen/csv/").content.decode(
        "utf-8-sig"
    )
    assert not marks_in(told)


def test_the_hour_of_an_appointment_goes_along(enterprise: Organisation, coach: Any, tmp_path: Path) -> None:
    services.import_plans(
        actor=who(coach), organisation=enterprise, rows=[row("gesprek", kind="meeting", at=time(9, 30))]
    )
    out = services.export_plans(actor=who(coach), organisation=enterprise)
    assert out["om"] == ["09:30"]
    assert through_a_file(out, tmp_path, "csv")[0].at == time(9, 30)
