"""Template tags that every page may use."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

from holdfast.web.base.static import address_of

register = template.Library()
#: Words of our own content only. Raw HTML in them is shown as text.
_MARKDOWN = MarkdownIt("commonmark", {"html": False})


@register.simple_tag
def static_file(name: str) -> str:
    """The address of a static file, named by its content."""
    return address_of(name)


@register.filter
def markdown(text: str) -> SafeString:
    """Content Markdown → HTML."""
    return SafeString(_MARKDOWN.render(text))


@register.filter
def markdown_line(text: str) -> SafeString:
    """One line of content Markdown → HTML without a paragraph around it."""
    return SafeString(_MARKDOWN.renderInline(text))
