"""Choices are drawn at once, and the same as Django draws them one by one."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from hypothesis import given
from hypothesis import strategies as st

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), max_size=8)
PAIRS = st.lists(st.tuples(TEXTS, TEXTS), max_size=4)
CHOICES = PAIRS | st.lists(st.tuples(TEXTS.filter(bool), PAIRS), max_size=3)
ATTRIBUTES = st.fixed_dictionaries(
    {},
    optional={
        "id": st.sampled_from(["id_keuze", "vraag-1"]),
        "class": st.sampled_from(["klein", "chips wide"]),
        "disabled": st.booleans(),
        "required": st.just(True),
        "data-wat": TEXTS,
    },
)


@pytest.mark.parametrize("widget", [forms.RadioSelect, forms.CheckboxSelectMultiple, forms.Select])
@given(data=st.data(), choices=CHOICES, attributes=ATTRIBUTES)
def test_choices_are_drawn_as_django_draws_them(
    widget: type[forms.Widget], data: Any, choices: list[Any], attributes: dict[str, Any]
) -> None:
    values = [pair[0] for pair in choices if isinstance(pair[1], str)]
    chosen = data.draw(st.lists(st.sampled_from(values), max_size=2) if values else st.just([]))
    one: Any = widget
    drawn = [
        one(choices=choices).render("keuze", chosen, attributes, renderer=renderer)
        for renderer in (None, DjangoTemplates())
    ]
    assert parse_html(drawn[0]) == parse_html(drawn[1])


def test_a_label_that_is_markup_stays_so_and_other_text_does_not() -> None:
    drawn = forms.RadioSelect(choices=[("a", "<b>vet</b>")]).render("keuze", "a")
    assert "&lt;b&gt;vet&lt;/b&gt;" in drawn


@pytest.mark.parametrize("widget", [forms.TextInput, forms.Textarea, forms.CheckboxInput, forms.EmailInput])
@given(attributes=ATTRIBUTES, value=TEXTS)
def test_fields_are_drawn_as_django_draws_them(
    widget: type[forms.Widget], attributes: dict[str, Any], value: str
) -> None:
    drawn = [
        widget().render("veld", value, attributes, renderer=renderer)
        for renderer in (None, DjangoTemplates())
    ]
    assert parse_html(drawn[0]) == parse_html(drawn[1])
