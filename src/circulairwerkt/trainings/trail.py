"""What the trail calls what trainings record that is no column."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: Mapping[str, Mapping[str, str | Promise]] = {
    "trainings.training": {"asked": _("sessies die meetellen"), "attests": _("attesten")},
    "trainings.attest": {
        "withdrawn": _("ingetrokken"),
        "erased": _("gewist"),
    },
}
