"""Content in several languages and Markdown, shown safely."""

from collections.abc import Mapping

import markdown
import nh3
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from circulairwerkt.base.forms import LANGUAGE_NAMES
from circulairwerkt.base.texts import shown

register = template.Library()

_TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "h2", "h3", "h4", "blockquote", "code", "hr"}


@register.simple_tag
def in_language(texts: Mapping[str, str] | None) -> SafeString:
    """Show the text in the reader's language, or a fallback marked with its own ``lang``."""
    text = shown(texts)
    if not text.is_fallback:
        return format_html("{}", text.text)
    return format_html('<span lang="{}">{}</span>', text.language, text.text)


@register.simple_tag
def fallback_note(texts: Mapping[str, str] | None) -> SafeString:
    """Say in which language the content stands when it is not the reader's; else nothing."""
    text = shown(texts)
    if not text or not text.is_fallback:
        return SafeString("")
    words = _("Deze tekst bestaat alleen in het %(language)s.") % {"language": LANGUAGE_NAMES[text.language]}
    return format_html('<p class="fallback-note">{}</p>', words)


@register.simple_tag
def rich_text(texts: Mapping[str, str] | None) -> SafeString:
    """Show Markdown in the reader's language as HTML cleaned by an allow list; headings start at h2."""
    text = shown(texts)
    html = markdown.markdown(text.text, extensions=["sane_lists"], output_format="html")
    html = html.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="nofollow noopener",
    )
    return format_html('<div class="prose" lang="{}">{}</div>', text.language, mark_safe(clean))  # noqa: S308


@register.filter
def plain(texts: Mapping[str, str] | None) -> str:
    """Return the text in the reader's language without any markup, for titles and descriptions."""
    return shown(texts).text
