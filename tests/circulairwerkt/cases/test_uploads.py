"""What a file is, told by its bytes: archives are never unpacked, names are harmless, the rest is refused."""

import contextlib
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from circulairwerkt.cases.uploads import NAME_LENGTH, from_bytes, safe_name


def archive(*names: str, content: bytes = b"x") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 plan", "application/pdf"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("één lijst; met euro €".encode(), "text/plain"),
        ("één lijst".encode("cp1252"), "text/plain"),
        (
            archive("[Content_Types].xml", "xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (archive("mimetype", "content.xml"), "application/vnd.oasis.opendocument"),
    ],
)
def test_the_bytes_say_what_it_is_whatever_the_name(content: bytes, kind: str) -> None:
    assert from_bytes("naam.png", content).content_type == kind


@pytest.mark.parametrize(
    "content",
    [
        archive("bom.txt", content=b"0" * 20_000_000),
        archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        archive(*[f"xl/{number}" for number in range(2_100)], "[Content_Types].xml"),
        b"PK\x03\x04" + b"\x00" * 40,
        b"#!/bin/sh",
        b"\x00\x01\x02",
        b"",
    ],
    ids=["bomb", "macros", "crowd", "broken", "script", "unknown", "empty"],
)
def test_what_does_not_belong_is_refused(content: bytes) -> None:
    with pytest.raises(ValidationError):
        from_bytes("lijst.xlsx", content)


def test_a_runnable_ending_is_refused_whatever_the_bytes() -> None:
    with pytest.raises(ValidationError):
        from_bytes("foto.JS", b"gewoon tekst")


@given(st.text(max_size=400))
def test_a_name_is_harmless(name: str) -> None:
    clean = safe_name(name)
    assert clean
    assert len(clean) <= NAME_LENGTH
    assert not set(clean) & set('/\\<>":|?*\x00\n\r')
    assert clean not in {".", ".."}


@given(st.binary(max_size=300))
def test_any_bytes_are_a_kind_or_refused(content: bytes) -> None:
    with contextlib.suppress(ValidationError):
        assert from_bytes("x", content).size_bytes == len(content)
