"""Every field that can hold something about a person stands in the register, with purpose and retention."""

import re
from collections.abc import Iterator

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from tests.architecture.repository import ROOT

REGISTER = ROOT / "docs" / "running" / "privacy.md"
ROW = re.compile(r"^\| `(?P<field>[\w.]+)` \|(?P<cells>.*)\|$", re.MULTILINE)
#: Words for what people write about themselves or others, and how to reach them.
TELLING = {"contact", "contact_name", "contact_email", "contact_phone", "sentence", "message", "text"}


def _rows() -> dict[str, list[str]]:
    text = REGISTER.read_text(encoding="utf-8")
    return {row["field"]: [cell.strip() for cell in row["cells"].split("|")] for row in ROW.finditer(text)}


def _personal() -> Iterator[str]:
    user = get_user_model()
    for model in apps.get_models():
        named = getattr(model, "personal_fields", frozenset())
        for field in model._meta.local_fields:
            points_to_a_person = isinstance(field, models.ForeignKey) and field.related_model is user
            holds_an_address = isinstance(field, models.EmailField | models.GenericIPAddressField)
            if points_to_a_person or holds_an_address or field.name in named or field.name in TELLING:
                yield f"{model._meta.label}.{field.name}"


def test_every_personal_field_stands_in_the_register() -> None:
    missing = sorted(set(_personal()) - set(_rows()))
    assert not missing, f"Say in docs/running/privacy.md what for, how long, who sees it: {missing}"


def test_the_register_names_no_field_that_is_gone() -> None:
    known = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
    }
    gone = sorted(set(_rows()) - known)
    assert not gone, f"docs/running/privacy.md speaks of fields that do not exist: {gone}"


def test_no_line_is_half_empty() -> None:
    half = [field for field, cells in _rows().items() if len(cells) != 3 or not all(cells)]
    assert not half, f"Purpose, retention and reader, each of them: {half}"
