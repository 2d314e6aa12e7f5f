"""The label of a choice, looked for and not hashed: lists ask for one on each row.

Django makes a dictionary of all choices each time, and to hash a label it translates it: 20 rows of ten
choices are 200 translations for 20 labels, a tenth of what the directory took.
"""

from typing import Any

from django.db.models import Field, Model
from django.utils.encoding import force_str


def _label(self: Model, field: "Field[Any, Any]") -> str:
    value = getattr(self, field.attname)
    labels = (label for choice, label in field.flatchoices if choice == value)
    label: str = force_str(next(labels, value), strings_only=True)
    return label


def show_labels_quickly() -> None:
    """Have ``get_..._display`` of every model loaded from now on look for its one label."""
    Model._get_FIELD_display = _label  # type: ignore[attr-defined]
