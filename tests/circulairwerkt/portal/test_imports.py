"""Reading a file in: what is refused, understood, shown side by side, made, and taken back."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt.accounts.models import User
from circulairwerkt.base import imports, search_index, services
from circulairwerkt.base.models import AuditEntry, Import, ImportRow, Job
from circulairwerkt.base.permissions import SYSTEM
from circulairwerkt.base.scope import everywhere
from circulairwerkt.hubs.actors import actor_of
from circulairwerkt.hubs.models import Hub
from circulairwerkt.organisations.models import Organisation, Partnership
from tests.circulairwerkt import factories
from tests.circulairwerkt.base import importing
from tests.circulairwerkt.base.conftest import killed  # noqa: F401 - a fixture of the room below
from tests.circulairwerkt.queue import work

pytestmark = pytest.mark.django_db
PATH = "/werkplek/gent/inlezen/"
STATE = ImportRow.State


@pytest.fixture
def client() -> Client:
    """The coordinator of a hub in Gent."""
    hub = factories.hub("Hub Gent", slug="gent", seat=factories.municipality("Gent", nis="44021"))
    signed_in = Client()
    signed_in.force_login(factories.member(hub))
    return signed_in


def _upload(client: Client, content: bytes, name: str = "lijst.csv", kind: str = "organisations") -> Any:
    return client.post(PATH, {"kind": kind, "file": SimpleUploadedFile(name, content)})


def _checked(
    client: Client, content: bytes, name: str = "lijst.csv", kind: str = "organisations", **columns: str
) -> Import:
    """Upload, take the columns as proposed, and have the rows checked."""
    answer = _upload(client, content, name, kind)
    assert answer.status_code == 302, answer.content.decode()
    batch = Import.objects.latest("pk")
    sent = client.post(f"{PATH}{batch.pk}/", {**batch.mapping, **columns})
    assert sent.status_code == 302, sent.context["form"].errors
    work()
    batch.refresh_from_db()
    assert batch.state == Import.State.CHECKED, batch.job.error if batch.job else ""
    return batch


def _read_in(client: Client, batch: Import) -> Import:
    client.post(f"{PATH}{batch.pk}/start/")
    work()
    batch.refresh_from_db()
    assert batch.state == Import.State.DONE
    return batch


def _xlsx(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


GOOD = (
    "Bedrijfsnaam;Ondernemingsnr.;Type;Adres;Gemeente;Opmerking\n"
    "De Zaag;0403.019.261;bedrijf;Kaai 1;Gent;x\n"
    "Kringwinkel Noord;;kringloopcentrum;;9000;\n"
)


def test_a_file_becomes_organisations_with_their_site(client: Client) -> None:
    batch = _checked(client, GOOD.encode())
    assert batch.mapping["name"] == "bedrijfsnaam"
    _read_in(client, batch)
    saw = Organisation.objects.get(name="De Zaag")
    assert (saw.kbo_number, saw.kind) == ("0403019261", "enterprise")
    site = saw.sites.get()
    assert (site.street, site.municipality.name if site.municipality else "") == ("Kaai 1", "Gent")
    assert Organisation.objects.get(name="Kringwinkel Noord").kind == "reuse_centre"
    assert Partnership.objects.filter(hub__slug="gent").count() == 2
    trail = AuditEntry.objects.filter(action="organisations.import").order_by("object_name")
    names = trail.filter(object_type="organisations.organisation").values_list("object_name", flat=True)
    assert list(names) == ["De Zaag", "Kringwinkel Noord"]
    page = client.get(f"{PATH}{batch.pk}/").content.decode()
    assert "Neem alles terug" in page


def test_a_spreadsheet_in_windows_letters_and_a_workbook_are_read_alike(client: Client) -> None:
    rows = [["naam", "gemeente"], ["Café Één", "Gent"]]
    for name, content in (
        ("a.csv", "naam;gemeente\nCafé Één;Gent\n".encode("cp1252")),
        ("b.csv", "naam,gemeente\nCafé Één,Gent\n".encode("utf-16")),
        ("c.xlsx", _xlsx(rows)),  # type: ignore[arg-type]
    ):
        batch = _checked(client, content, name)
        assert batch.lines.get().cells["name"] == "Café Één", name


def test_the_columns_of_last_time_are_remembered(client: Client) -> None:
    content = b"Wie;Waar\nDe Zaag;Gent\n"
    _upload(client, content)
    first = Import.objects.latest("pk")
    assert "name" not in first.mapping
    page = client.post(f"{PATH}{first.pk}/", {"place": "waar"})
    assert page.status_code == 422
    assert "Kies een kolom" in page.content.decode()
    twice = client.post(f"{PATH}{first.pk}/", {"name": "wie", "place": "wie"})
    assert "maar één veld" in twice.content.decode()
    assert client.post(f"{PATH}{first.pk}/", {"name": "wie", "place": "waar"}).status_code == 302
    _upload(client, b"WAAR;WIE;Nog iets\nGent;De Boor;x\n")
    assert Import.objects.latest("pk").mapping == {"name": "wie", "place": "waar"}


def _bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (201 * 1024**2))
    return stream.getvalue()


#: What is no table, with a word of the answer; made when it is needed.
UNREADABLE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "leeg"),
    "blanks": (lambda: b"   \n", "leeg"),
    "only heads": (lambda: b"naam;plaats\n", "geen enkele rij"),
    "a head twice": (lambda: b"naam;naam\nx;y\n", "kolom"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "geen CSV"),
    "pdf": (lambda: b"%PDF-1.7\0\0", "geen CSV"),
    "parquet": (lambda: b"PAR1" + b"x" * 50, "CSV of XLSX"),
    "no zip": (lambda: b"PK\x03\x04" + b"x" * 200, "XLSX"),
    "old workbook": (lambda: b"\xd0\xcf\x11\xe0" + b"x" * 200, "XLS"),
    "half a workbook": (lambda: _xlsx([["naam"], ["x"]])[:-400], "XLSX"),
    "zip bomb": (_bomb, "te groot"),
    "too large": (lambda: b"naam\n" + b"x" * (10 * 1024 * 1024), "10 MB"),
    "too many rows": (lambda: b"naam\n" + b"x\n" * 50_001, "50.000"),
}


@pytest.mark.parametrize("sort", UNREADABLE)
def test_what_cannot_be_read_is_refused_in_words(client: Client, sort: str) -> None:
    made, word = UNREADABLE[sort]
    answer = _upload(client, made())
    assert answer.status_code == 422
    assert word in " ".join(answer.context["form"].errors["file"])
    assert not Import.objects.exists()


def test_what_is_wrong_with_a_row_is_said_by_field_and_can_be_downloaded(client: Client) -> None:
    batch = _checked(
        client,
        b"naam;kbo;gemeente;website\n;;;\n"
        b"Fout;123;Atlantis;geen adres\n"
        b'=HYPERLINK("x");;Atlantis;\n'
        b"Goed;;Gent;goed.be\n",
    )
    states = dict(batch.lines.values_list("number", "state"))
    assert list(states.values()).count(STATE.GOOD) == 1
    wrong = batch.lines.get(cells__name="Fout")
    assert set(wrong.problems) == {"kbo_number", "place", "website"}
    page = client.get(f"{PATH}{batch.pk}/").content.decode()
    assert "Deze plaats vinden we niet in Vlaanderen." in page
    answer = client.get(f"{PATH}{batch.pk}/fouten/")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert any("ondernemingsnummer: " in str(cell.value) for cell in cells)
    assert any(str(cell.value).endswith('HYPERLINK("x")') for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n"}, "no cell is a formula"


def test_what_resembles_something_is_shown_beside_it_and_waits_for_a_choice(client: Client) -> None:
    hub = Hub.objects.get(slug="gent")
    known = factories.organisation("De Kringwinkel Noord", kbo_number="0403019261")
    other = factories.organisation("Houtbedrijf Zuid")
    batch = _checked(
        client,
        b"naam;kbo\nIets heel anders;0403019261\nHoutbedrijf Zuit;\nNieuw;\nNieuw;\n",
    )
    first, second, third, fourth = batch.lines.all()
    assert [each.state for each in (first, second, third, fourth)] == [
        STATE.TWIN,
        STATE.TWIN,
        STATE.GOOD,
        STATE.TWIN,
    ]
    assert (first.twin["pk"], second.twin["pk"], fourth.twin["row"]) == (known.pk, other.pk, third.number)
    page = client.get(f"{PATH}{batch.pk}/").content.decode()
    assert "De Kringwinkel Noord" in page
    assert "Hetzelfde als rij" in page
    client.post(f"{PATH}{batch.pk}/keuzes/", {f"rij-{second.pk}": "make", "rij-x": "make", "rij-9": "?"})
    _read_in(client, batch)
    assert Partnership.objects.filter(hub=hub, organisation=known).exists(), "the one that is there is used"
    assert Organisation.objects.filter(name="Houtbedrijf Zuit").exists()
    assert not Partnership.objects.filter(organisation=other).exists()
    assert Organisation.objects.filter(name="Nieuw").count() == 1
    assert Organisation.objects.filter(name="Iets heel anders").count() == 0


def test_taking_back_leaves_what_was_edited_and_names_it(client: Client) -> None:
    kept = factories.organisation("Er al", kbo_number="0403019261")
    batch = _read_in(client, _checked(client, b"naam;kbo\nEen;\nTwee;\nDrie;\nAnders;0403019261\n"))
    edited = Organisation.objects.get(name="Twee")
    edited.name = "Twee, verbeterd"
    edited.save_as_successor_of(1, ["name"])
    used = Organisation.objects.get(name="Drie")
    factories.partnership(used, factories.hub())
    client.post(f"{PATH}{batch.pk}/terug/")
    work()
    batch.refresh_from_db()
    assert batch.state == Import.State.UNDONE
    names = set(Organisation.objects.values_list("name", flat=True))
    assert names == {"Er al", "Twee, verbeterd", "Drie"}
    assert not Partnership.objects.filter(organisation=kept).exists()
    page = client.get(f"{PATH}{batch.pk}/").content.decode()
    assert "Twee" in page
    assert "Drie" in page
    assert "Anders" not in page.partition("Deze bleven")[2].partition("<footer")[0].partition("<table")[0]


def test_a_job_that_was_stopped_goes_on_or_is_taken_back(client: Client) -> None:
    lines = "\n".join(["naam", *(f"Zaak {number * 7919 % 100_003:06d}" for number in range(90))])
    batch = _checked(client, lines.encode())
    client.post(f"{PATH}{batch.pk}/keuzes/", {"alle": "make"})
    client.post(f"{PATH}{batch.pk}/start/")
    batch.refresh_from_db()
    client.post(f"/werkplek/taken/{batch.job_id}/stoppen/")
    work()
    page = client.get(f"{PATH}{batch.pk}/").content.decode()
    assert "stopte halverwege" in page
    client.post(f"{PATH}{batch.pk}/start/")
    work()
    batch.refresh_from_db()
    assert (batch.state, Organisation.objects.count()) == (Import.State.DONE, 90)
    assert client.post(f"{PATH}{batch.pk}/start/").status_code == 302
    assert Job.objects.filter(kind="base.run_import").count() == 2, "what is done does not start again"


def test_who_lost_the_role_meanwhile_reads_nothing_in(client: Client) -> None:
    batch = _checked(client, b"naam\nEen\n")
    client.post(f"{PATH}{batch.pk}/start/")
    assert batch.who is not None
    batch.who.hub_memberships.all().delete()
    work()
    batch.refresh_from_db()
    assert batch.job is not None
    assert (batch.job.state, batch.job.error) == (Job.State.FAILED, "Je mag dit niet meer doen bij deze hub.")
    assert not Organisation.objects.exists()


def test_files_and_rows_are_erased_after_thirty_days(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    batch = _read_in(client, _checked(client, b"naam\nEen\n"))
    storage, name = batch.file.storage, batch.file.name
    assert storage.exists(name)
    Import.objects.update(made_at=timezone.now() - services.imports.KEEPS)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.forget_old_imports(actor=SYSTEM) == 1
    assert not storage.exists(name)
    assert services.forget_old_imports(actor=SYSTEM) == 0
    batch.refresh_from_db()
    assert (batch.file.name, batch.sample, batch.lines.count()) == ("", [], 0)
    assert Organisation.objects.filter(name="Een").exists()
    assert client.get(f"{PATH}{batch.pk}/").status_code == 200


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_list_goes_out_and_comes_in_again_without_formulas(client: Client, ending: str) -> None:
    _read_in(client, _checked(client, b"naam;kbo\n=1+1;0403019261\n@zaak;\n"))
    answer = client.get(f"{PATH}uit/organisations/{ending}/")
    assert answer["Content-Disposition"].endswith(f'.{ending}"')
    if ending == "csv":
        text = answer.content.decode("utf-8-sig")
        assert "\n'=1+1," in text.replace("\r", "")
        assert "\n'@zaak," in text.replace("\r", "")
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    again = _checked(client, answer.content, f"x.{ending}")
    assert set(again.lines.values_list("state", flat=True)) <= {STATE.TWIN, STATE.GOOD}
    assert again.lines.get(values__kbo_number="0403019261").state == STATE.TWIN
    assert client.get(f"{PATH}uit/organisations/pdf/").status_code == 404


#: For each kind of file: its columns, and a row of it by number.
ROWS: dict[str, tuple[str, Callable[[int], str]]] = {
    "organisations": ("naam;straat;gemeente", lambda n: f"{FIRMS[n]} nieuw;Kaai {n};Gent"),
    "contacts": ("naam;organisatie;telefoon", lambda n: f"{FIRMS[n]} contact;{FIRMS[n]};051 12 34 5{n % 10}"),
    "cards": ("omschrijving;organisatie;gemeente", lambda n: f"{n} ton {FIRMS[n]}hout;{FIRMS[n]};Gent"),
    "needs": ("omschrijving;organisatie;gemeente", lambda n: f"zoek {n} ton {FIRMS[n]}hout;{FIRMS[n]};Gent"),
    "cases": (
        "titel;organisatie;notitie",
        lambda n: f"{FIRMS[n]} zoekt raad;{FIRMS[n]};belde over zijn hout",
    ),
    "events": (
        "titel;dag;van;gemeente",
        lambda n: f"Avond over {FIRMS[n]}hout;{n + 1:02d}/06/{timezone.localdate().year + 1};19:00;Gent",
    ),
}
FIRMS = [f"{first}{last}" for first in ("eik", "beuk", "linde", "wilg") for last in ("zaak", "gaard", "hoek")]


@pytest.mark.parametrize("kind", ROWS)
def test_what_is_read_in_is_found_and_what_is_taken_back_is_not(client: Client, kind: str) -> None:
    hub = Hub.objects.get(slug="gent")
    for name in FIRMS[:2]:
        factories.partnership(factories.organisation(name, search_name=name), hub)
    head, row = ROWS[kind]
    batch = _checked(client, f"{head}\n{row(0)}\n{row(1)}\n".encode(), kind=kind)
    assert set(batch.lines.values_list("state", flat=True)) == {STATE.GOOD}
    word = row(1).split(";")[0].split()[-2 if kind == "cases" else -1]
    before = _found(client, word)
    _read_in(client, batch)
    came = _found(client, word) - before
    assert len(came) >= 1
    client.post(f"{PATH}{batch.pk}/terug/")
    work()
    assert set(batch.lines.values_list("state", flat=True)) == {STATE.UNDONE}
    assert _found(client, word) == before


def _found(client: Client, word: str) -> set[str]:
    """The addresses that a search for a word leads to, once the index read what changed."""
    search_index.catch_up()
    page = client.get("/zoeken/", {"q": word})
    return {hit.url for group in page.context["groups"] for hit in group.hits}


@pytest.mark.parametrize("kind", ROWS)
def test_ten_rows_take_no_more_queries_than_two(client: Client, kind: str) -> None:
    """Of understanding, finding twins, making and taking back: a file may hold 50,000 rows."""
    hub = Hub.objects.get(slug="gent")
    actor = actor_of(User.objects.get())
    for name in FIRMS:
        factories.partnership(factories.organisation(name, search_name=name), hub)
    known = imports.kinds()[kind]
    names = list(imports.proposed(known, ROWS[kind][0].split(";"), {}))
    cells = [dict(zip(names, ROWS[kind][1](n).split(";"), strict=True)) for n in range(len(FIRMS))]
    known.understand(cells[:1])
    counts = []
    with everywhere("a test of reading in"):
        for rows in (cells[:2], cells[2:]):
            with CaptureQueriesContext(connection) as asked:
                values = [each for each in known.understand(rows) if not isinstance(each, imports.RowRefused)]
                assert known.twins(hub.pk, values) == [None] * len(rows)
                wanted = [imports.Wanted(each) for each in values]
                made = known.make(actor=actor, hub_id=hub.pk, rows=wanted)
                whole = [each.rows for each in made if isinstance(each, imports.Made)]
                assert known.undo(actor=actor, hub_id=hub.pk, made=whole) == [True] * len(rows)
            counts.append(len(asked))
    assert counts[1] <= counts[0]


@given(st.lists(st.text(max_size=12), max_size=8, unique=True))
def test_a_proposal_uses_each_column_once_and_invents_none(columns: list[str]) -> None:
    kind = imports.kinds()["organisations"]
    found = imports.proposed(kind, columns, {})
    assert set(found.values()) <= set(columns)
    assert len(set(found.values())) == len(found)
    assert set(found) <= {each.name for each in kind.fields}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Organisatie", "name"),
        ("company", "name"),
        ("BTW-nummer", "kbo_number"),
        ("Ondernemingsnummr", "kbo_number"),
        ("Code postal", "postcode"),
        ("Ville", "place"),
        ("Straat + nr", "street"),
    ],
)
def test_headers_are_recognised_in_three_languages_and_misspelt(header: str, field: str) -> None:
    assert imports.proposed(imports.kinds()["organisations"], [header], {}) == {field: header}


def test_an_import_killed_at_twenty_moments_loses_no_row_and_makes_none_twice(
    killed: Callable[..., dict[str, Any]],  # noqa: F811
) -> None:
    told = killed("tests.circulairwerkt.base.importing", longest_ms=300, seed=20261125)
    assert told["kills"] == 20
    assert told["jobs"] == [["base.check_import", "done"], ["base.run_import", "done"]]
    rows = told["files"] * importing.ROWS
    assert len(told["names"]) == len(set(told["names"])) == rows
    assert told["made"] == told["partnerships"] == told["sites"] == told["trail"] == rows
