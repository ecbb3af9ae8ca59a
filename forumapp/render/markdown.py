"""Markdown as people write it, as HTML that can do no harm."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

LONGEST = 200_000  # characters; the rest of a longer text is left out
_TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code"),
    *("strong", "em", "s", "a", "ul", "ol", "li"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel"}


@lru_cache(maxsize=1024)
def to_html(text: str) -> str:
    """Clean HTML of a Markdown text (CommonMark with tables); safe to put on a page unescaped.

    HTML in the text is shown as it was typed, links keep only full addresses of the schemes people
    send each other, pictures become their words, and headings start at level 2, below the page's.
    """
    return _clean(_parser().render(text[:LONGEST])).strip() if text else ""


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 20})
    parser.enable(["table", "strikethrough"])
    parser.core.ruler.push("lower_headings", _lower_headings)
    parser.add_render_rule("image", _words_of_image)
    return parser


def _lower_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + 1, 6)}"


def _words_of_image(renderer: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    """A text has no pictures of its own: they would be loaded from elsewhere."""
    from markdown_it.common.utils import escapeHtml

    return escapeHtml(renderer.renderInlineAsText(tokens[index].children, options, env))


def _clean(html: str) -> str:
    """The second lock: even if the parser let something through, only these tags stay."""
    import nh3

    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        url_relative="deny",
        link_rel="noopener nofollow ugc",
    )
