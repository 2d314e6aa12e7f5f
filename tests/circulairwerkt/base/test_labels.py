"""The label of a choice is the one that Django would give, in each language."""

from django.apps import apps
from django.conf import settings
from django.utils import translation
from django.utils.encoding import force_str
from django.utils.hashable import make_hashable


def test_every_choice_of_the_house_has_the_label_that_django_gives() -> None:
    seen = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            display = f"get_{field.attname}_display"
            if field.choices is None or not hasattr(model, display):
                continue
            for value in [*(choice for choice, _label in field.flatchoices), None, "something else", []]:
                row = model(**{field.attname: value})
                for code, _name in settings.LANGUAGES:
                    with translation.override(code):
                        labels = dict(make_hashable(field.flatchoices))
                        expected = force_str(labels.get(make_hashable(value), value), strings_only=True)
                        assert getattr(row, display)() == expected, (model, field.name, value)
                        seen.add((code, str(expected)))
    assert ("fr", "entreprise") in seen
