"""Numbers of the Crossroads Bank for Enterprises: of an enterprise and of an establishment.

Ten digits; the last two are 97 minus the remainder of the first eight divided by 97. An enterprise's begins
with 0 or 1,
an establishment's with 2 to 8. Source: economie.fgov.be (KBO), checked by python-stdnum for enterprises.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.be import vat
from stdnum.exceptions import ValidationError as NumberError

_BETWEEN = re.compile(r"[\s./-]")


def enterprise_number(text: str) -> str:
    """Return an enterprise number as ten digits. Raises ValidationError, saying what is expected.

    Points, blanks and ``BE`` before it are taken away; a number of nine digits (the old VAT form) gets its 0.
    """
    digits = re.sub(r"^BE", "", _BETWEEN.sub("", text.upper()))
    try:
        number = str(vat.validate(digits))
    except NumberError as error:
        raise ValidationError(
            _("Dit ondernemingsnummer klopt niet. Het telt tien cijfers, zoals 0403.019.261.")
        ) from error
    if number[0] not in "01" or number[-2:] == "00":
        raise ValidationError(
            _("Dit ondernemingsnummer klopt niet. Het begint met 0 of 1, zoals 0403.019.261.")
        )
    return number


def establishment_number(text: str) -> str:
    """Return an establishment number as ten digits. Raises ValidationError, saying what is expected."""
    digits = _BETWEEN.sub("", text)
    if not re.fullmatch(r"[2-8][0-9]{9}", digits) or int(digits[8:]) != 97 - int(digits[:8]) % 97:
        raise ValidationError(
            _("Dit vestigingsnummer klopt niet. Het telt tien cijfers en begint met 2 tot 8.")
        )
    return digits


def shown_number(number: str) -> str:
    """Return a number as people write it.

    >>> shown_number("0403019261"), shown_number("2147812701"), shown_number("")
    ('0403.019.261', '2.147.812.701', '')
    """
    if len(number) != 10:
        return number
    if number[0] in "01":
        return f"{number[:4]}.{number[4:7]}.{number[7:]}"
    return f"{number[0]}.{number[1:4]}.{number[4:7]}.{number[7:]}"
