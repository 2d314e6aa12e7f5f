"""Template tags of the look: icons, the mark, dates as people say them, schema.org data."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import Any, Final

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.formats import localize, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from circulairwerkt.base import still_map

register = template.Library()

#: Icon of each kind of resource; names as in Lucide. ``static/src/icons.json`` brings them into the sprite.
KIND_ICONS: Final[Mapping[str, str]] = {
    "material": "boxes",
    "product": "armchair",
    "energy": "flame",
    "water": "droplets",
    "space": "warehouse",
    "food": "apple",
}
ORGANISATION_ICONS: Final[Mapping[str, str]] = {
    "local_authority": "landmark",
    "intercommunal": "recycle",
    "province": "map",
    "enterprise": "factory",
    "social_enterprise": "users-round",
    "sheltered_department": "wrench",
    "other_social_enterprise": "sprout",
    "local_services": "hand-helping",
    "reuse_centre": "shopping-basket",
    "knowledge": "graduation-cap",
    "social_profit": "heart-handshake",
    "network": "network",
    "funder": "banknote",
}
LIFE_CYCLE_ICONS: Final[Mapping[str, str]] = {
    "not_confirmed": "circle-dashed",
    "active": "circle-check",
    "embedded": "anchor",
    "ended": "archive",
}
LIFE_CYCLE_TONES: Final[Mapping[str, str]] = {"active": "good", "embedded": "good", "ended": "ended"}
STYLE_SHEET: Final = "app.css"
#: Where somebody comes from who has no style sheet of ours yet (the header Sec-Fetch-Site): an address typed
#: or kept, another site. Who follows a link of ours has it; so has, as far as we know, who does not say.
FROM_ELSEWHERE: Final = frozenset({"none", "cross-site"})
_BESIDE = re.compile(r"""url\(["']?\./([^"')]+)["']?\)""")
#: Message level of Django to look and icon of a notice.
NOTICE_ICONS: Final[Mapping[str, str]] = {
    "success": "circle-check",
    "info": "info",
    "waiting": "hourglass",
    "warning": "triangle-alert",
    "error": "triangle-alert",
    "plain": "info",
}

#: Day and moment by language, in Django's date format: "ma 23 november 2026, 14.00 u".
DAY_FORMATS: Final[Mapping[str, str]] = {"nl": "D j F Y", "en": "D j F Y", "fr": "D j F Y"}
TIME_FORMATS: Final[Mapping[str, str]] = {"nl": r"H.i \u", "en": "H:i", "fr": r"H \h i"}


@register.simple_tag
@cache
def icon(name: str, extra: str = "") -> SafeString:
    """Draw an icon beside its word; it says nothing to a screen reader, so the word must stand there too.

    A list draws hundreds of a few sorts: each is put together once.
    """
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        f" {extra}" if extra else "",
        static("icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def shared(context: template.Context, part: str, with_icons: bool = False) -> SafeString:
    """Draw a part that every page has and that differs only by language and by which page is open.

    The part knows `here` (the name of the view), `with_icons` and `is_local`, and nothing of who reads: the
    main menu stands three times on a page, and is put together once for all pages.
    """
    match = getattr(context.get("request"), "resolver_match", None)
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    return draw(part, get_language(), match.view_name if match else "", with_icons, settings.LOCAL)


@lru_cache(maxsize=1000)
def _drawn(part: str, _language: str | None, here: str, with_icons: bool, is_local: bool) -> SafeString:
    return render_to_string(part, {"here": here, "with_icons": with_icons, "is_local": is_local})


@register.simple_tag
def drawn_options(groups: Iterable[tuple[Any, Iterable[Mapping[str, Any]], int]]) -> SafeString:
    """Draw the options of a choice list, by group as a widget gives them.

    A list of materials has hundreds: a loop in a template takes ten times as long as this one.
    """
    parts: list[str] = []
    for name, options, _index in groups:
        drawn = [
            f'<option value="{_escaped(str(option["value"]))}"{" selected" if option["selected"] else ""}>'
            f"{_escaped(localize(option['label']))}</option>\n"
            for option in options
        ]
        parts += [f'<optgroup label="{_escaped(name)}">', *drawn, "</optgroup>"] if name else drawn
    return mark_safe("".join(parts))  # noqa: S308 - every value and label is escaped above


@register.simple_tag
def drawn_choices(widget: Mapping[str, Any]) -> SafeString:
    """Draw radio buttons or boxes to tick, by group as a widget gives them.

    Django draws each by three templates: on the answer to a sentence that was a tenth of the page's time.
    """
    own = widget["attrs"]
    parts = [f"<div{drawn_attributes({key: own[key] for key in ('id', 'class') if own.get(key)})}>"]
    for name, options, _index in widget["optgroups"]:
        drawn = [f"<div>{_drawn_choice(option)}</div>\n" for option in options]
        parts += [f"<div><label>{_escaped(name)}</label>", *drawn, "</div>"] if name else drawn
    return mark_safe("".join([*parts, "</div>"]))  # noqa: S308 - every value and label is escaped above


def _drawn_choice(option: Mapping[str, Any]) -> str:
    value = "" if option["value"] is None else f' value="{_escaped(str(option["value"]))}"'
    drawn = (
        f'<input type="{option["type"]}" name="{_escaped(option["name"])}"{value}'
        f"{drawn_attributes(option['attrs'])}>"
    )
    if not option["wrap_label"]:
        return drawn
    to = drawn_attributes({"for": option["attrs"]["id"]}) if option["attrs"].get("id") else ""
    return f"<label{to}>{drawn} {_escaped(localize(option['label']))}</label>"


@register.simple_tag
def drawn_input(widget: Mapping[str, Any]) -> SafeString:
    """Draw a field of one line, as a widget gives it: Django takes two templates for each of many."""
    value = "" if widget["value"] is None else f' value="{_escaped(str(widget["value"]))}"'
    return mark_safe(  # noqa: S308 - every value is escaped
        f'<input type="{_escaped(widget["type"])}" name="{_escaped(widget["name"])}"{value}'
        f"{drawn_attributes(widget['attrs'])}>"
    )


@register.simple_tag
def drawn_attributes(attributes: Mapping[str, Any]) -> SafeString:
    """Draw the attributes of a field: what is False is left out, what is True has no value."""
    told = ((name, value) for name, value in attributes.items() if value is not False)
    drawn = (f" {name}" if value is True else f' {name}="{_escaped(str(value))}"' for name, value in told)
    return mark_safe("".join(drawn))  # noqa: S308 - every value is escaped above


def _escaped(text: Any) -> str:
    """Return ``text`` for a page, as it is where it is markup already."""
    return str(text) if hasattr(text, "__html__") else escape(str(text))


@register.simple_tag
def told(form: Any) -> str:
    """Note that the page told what is wrong with a form as a whole: the form itself does not say it again."""
    form.is_told = True
    return ""


@register.simple_tag
def mark() -> SafeString:
    """Draw the mark: two arcs that almost close around the t."""
    return format_html(
        '<svg class="mark" aria-hidden="true" focusable="false"><use href="{}#mark"></use></svg>',
        static("icons.svg"),
    )


@register.filter
def kind_icon(kind: str) -> str:
    """Return the icon's name for a kind of resource."""
    return KIND_ICONS.get(kind, "boxes")


@register.filter
def organisation_icon(kind: str) -> str:
    """Return the icon's name for a kind of organisation."""
    return ORGANISATION_ICONS.get(kind, "factory")


@register.filter
def life_cycle_icon(state: str) -> str:
    """Return the icon's name for a hub's life cycle."""
    return LIFE_CYCLE_ICONS.get(state, "circle-dashed")


@register.filter
def life_cycle_tone(state: str) -> str:
    """Return the tone of a status (``good``, ``waiting``, ``ended``, ``plain``) for a hub's life cycle."""
    return LIFE_CYCLE_TONES.get(state, "plain")


@register.filter
def notice_icon(level: str) -> str:
    """Return the icon's name for a notice's or message's level."""
    return NOTICE_ICONS.get(level, "info")


def _by_language(formats: Mapping[str, str]) -> str:
    return formats.get((get_language() or "nl")[:2], formats["nl"])


@register.filter
def day(value: date | datetime | None) -> str:
    """Return a day as people say it: "ma 23 november 2026"; nothing for None."""
    if value is None or value == "":
        return ""
    local = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    return _day_in(get_language(), local.year, local.month, local.day)


@lru_cache(maxsize=2000)
def _day_in(_language: str | None, year: int, month: int, day_of_month: int) -> str:
    return format_date(date(year, month, day_of_month), _by_language(DAY_FORMATS)).replace(".", "", 1)


@register.filter
def moment(value: datetime | None) -> str:
    """Return a moment in Belgian time: "ma 23 november 2026, 14.00 u"; nothing for None."""
    if value is None or value == "":
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(local)}, {clock(local)}"


@register.filter
def clock(value: datetime | None) -> str:
    """Return the time of a moment in Belgian time: "14.00 u"; nothing for None."""
    if value is None or value == "":
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return format_date(local, _by_language(TIME_FORMATS))


@register.simple_tag
def span(start: datetime, end: datetime) -> str:
    """Return from when until when, in Belgian time: "ma 23 november 2026, 14.00 tot 16.00 u"."""
    begins, ends = timezone.localtime(start), timezone.localtime(end)
    if begins.date() != ends.date():
        return _("%(start)s tot %(end)s") % {"start": moment(begins), "end": moment(ends)}
    return _("%(day)s, %(start)s tot %(end)s") % {
        "day": day(begins),
        "start": clock(begins).removesuffix(" u"),
        "end": clock(ends),
    }


@register.filter
def number(value: Decimal | float) -> str:
    """Return a number as people write it: "4,5", "1.200"; to a thousandth, without zeros at the end."""
    plain = Decimal(str(value)).quantize(Decimal("0.001")).normalize()
    return number_format(f"{plain:f}", use_l10n=True, force_grouping=True)


@register.filter
def km(value: float, decimals: int = 1) -> str:
    """Return a distance as people read it: "12,3 km". A list of what is near has dozens."""
    return f"{number_format(value, decimals)} km"


@register.filter
def waited(since: date | datetime | None) -> str:
    """Return how long something waits, in whole days: "vandaag", "1 dag", "3 dagen"."""
    if since is None or since == "":
        return ""
    start = timezone.localtime(since).date() if isinstance(since, datetime) else since
    days = max(0, (timezone.localdate() - start).days)
    if days == 0:
        return _("vandaag")
    return ngettext("%(days)d dag", "%(days)d dagen", days) % {"days": days}


@register.filter
def ago(since: date | datetime | None) -> str:
    """Return how long ago something was, in whole days: "vandaag", "gisteren", "3 dagen geleden"."""
    if since is None or since == "":
        return ""
    start = timezone.localtime(since).date() if isinstance(since, datetime) else since
    days = max(0, (timezone.localdate() - start).days)
    if days < 2:
        return _("gisteren") if days else _("vandaag")
    return ngettext("%(days)d dag geleden", "%(days)d dagen geleden", days) % {"days": days}


@register.simple_tag(takes_context=True)
def style_sheet(context: template.Context) -> SafeString:
    """Write the style sheet into a page that is opened from elsewhere, else a link to it.

    A first visit so waits for one answer before it is drawn instead of two. The file is fetched for the pages
    that follow; a medium that no screen is keeps this page from waiting for it.
    """
    request = context.get("request")
    address = static(STYLE_SHEET)
    link = format_html('<link rel="stylesheet" href="{}">', address)
    if request is None or request.headers.get("Sec-Fetch-Site") not in FROM_ELSEWHERE:
        return link
    # Only now: the file is looked for in the folder of each room.
    path = finders.find(STYLE_SHEET)
    if not path:
        return link
    return format_html(
        '<style nonce="{}">{}</style>\n<link rel="stylesheet" href="{}" media="not all">',
        request.csp_nonce,
        _style_of(path, Path(path).stat().st_mtime_ns),
        address,
    )


@cache
def _style_of(path: str, _changed_ns: int) -> SafeString:
    """Return the style sheet as it reads inside a page; a bundle made anew is read anew."""
    text = Path(path).read_text("utf-8")
    if "</" in text:
        raise ValueError(f"{path} would end the element that it stands in")
    return mark_safe(_BESIDE.sub(lambda found: f'url("{static(found[1])}")', text))  # noqa: S308 - our own file


@register.simple_tag(takes_context=True)
def json_ld(context: template.Context, data: Mapping[str, Any] | None) -> SafeString:
    """Write schema.org ``data`` into the page; nothing when there is none."""
    if not data:
        return SafeString("")
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False, separators=(",", ":"))
    for unsafe, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(unsafe, escaped)
    nonce = getattr(context.get("request"), "csp_nonce", "")
    return format_html(
        '<script type="application/ld+json" nonce="{}">{}</script>',
        nonce,
        mark_safe(text),  # noqa: S308 - the three characters that could end the script are escaped above
    )


@register.simple_tag
def still_point(lat: float, lon: float) -> SafeString:
    """Return ``cx`` and ``cy`` of a point on the still map (see ``circulairwerkt.base.still_map``)."""
    x, y = still_map.project(lat=lat, lon=lon)
    return format_html('cx="{}" cy="{}"', f"{x:.1f}", f"{y:.1f}")


@register.simple_tag
def still_view() -> str:
    """Return the ``viewBox`` of the still map."""
    return f"0 0 {still_map.WIDTH} {still_map.HEIGHT}"
