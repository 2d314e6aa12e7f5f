"""Content in several languages: one JSON column, Dutch first, a fallback that the reader can see."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language


@dataclass(frozen=True)
class ShownText:
    """A text as shown: in ``language``, which is another than the reader's when ``is_fallback``."""

    text: str
    language: str
    is_fallback: bool

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


def shown(texts: Mapping[str, str] | None, language: str | None = None) -> ShownText:
    """Return the text in ``language`` (default: the active one), else in Dutch, else in any language there
    is.
    """
    wanted = (language or get_language() or settings.LANGUAGE_CODE)[:2]
    texts = texts or {}
    for code in (wanted, "nl", "en", "fr"):
        if text := texts.get(code):
            return ShownText(text=text, language=code, is_fallback=code != wanted)
    return ShownText(text="", language=wanted, is_fallback=False)


def check_texts(value: object) -> None:
    """Refuse anything but a mapping of known languages to texts."""
    if not isinstance(value, dict) or any(
        code not in {"nl", "en", "fr"} or not isinstance(text, str) for code, text in value.items()
    ):
        raise ValidationError("expected texts by language: nl, en, fr")


class Texts(models.JSONField):
    """A column of texts by language code, such as ``{"nl": "...", "fr": "..."}``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, check_texts]
