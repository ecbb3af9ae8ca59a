"""Content may say what it says, and never how it looks or what else is loaded."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring, tostring

import pytest

from forumapp.render.pdf.markup import clean


def cleaned(html: str) -> str:
    root = fromstring(f"<body>{html}</body>")
    clean(root)
    return tostring(root, encoding="unicode").removeprefix("<body>").removesuffix("</body>")


def test_content_stays() -> None:
    html = '<h1 id="a" class="title" lang="km">A</h1><p>b <em>c</em> d</p>'
    assert cleaned(html) == html


@pytest.mark.parametrize("name", ["style", "script", "link", "base", "meta", "iframe", "object"])
def test_styles_scripts_and_other_documents_go_and_their_surroundings_stay(name: str) -> None:
    assert cleaned(f"a <{name}>x</{name}> b <i>c</i><{name}/> d") == "a  b <i>c</i> d"


def test_own_styles_of_an_element_go() -> None:
    assert cleaned('<p style="font-size: 900pt" class="quiet">a</p>') == '<p class="quiet">a</p>'


@pytest.mark.parametrize(
    "target", ["https://forum.example/a", "mailto:a@forum.example", "#here", "chapter:annex#b"]
)
def test_links_that_lead_somewhere_stay(target: str) -> None:
    assert target in cleaned(f'<a href="{target}">a</a>')


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "file:///etc/passwd", "/manage", "data:text/html,x", "#", ""]
)
def test_links_that_must_not_be_followed_become_text(target: str) -> None:
    assert cleaned(f'<a href="{target}" rel="attachment">a</a>') == "<a>a</a>"


@pytest.mark.parametrize(
    ("span", "kept"), [("2", "2"), ("1000000000", "100"), ("-3", "1"), ("x", "1"), ("²", "1")]
)
def test_cells_span_a_hundred_columns_at_most(span: str, kept: str) -> None:
    assert cleaned(f'<td colspan="{span}">a</td>') == f'<td colspan="{kept}">a</td>'
