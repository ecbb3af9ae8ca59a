"""Markdown becomes HTML that can do no harm."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forumapp.render.markdown import to_html

ALLOWED = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code"),
    *("strong", "em", "s", "a", "ul", "ol", "li"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
HEAD = "<tr>\n<th>a</th>\n</tr>\n"
ROW = "<tr>\n<td>1</td>\n</tr>\n"


class Seen(HTMLParser):
    """Every tag and attribute that a browser would act on."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def harmless(html: str) -> bool:
    seen = Seen(html)
    links = [value for name, value in seen.attributes if name == "href"]
    return (
        seen.tags <= ALLOWED
        and {name for name, _ in seen.attributes} <= {"href", "rel", "start"}
        and all(link.startswith(("http://", "https://", "mailto:", "tel:")) for link in links)
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("Dear **colleagues**", "<p>Dear <strong>colleagues</strong></p>"),
        ("# Title", "<h2>Title</h2>"),
        ("###### Deep", "<h6>Deep</h6>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("3. third", '<ol start="3">\n<li>third</li>\n</ol>'),
        ("尊敬的各位代表", "<p>尊敬的各位代表</p>"),
        ("A < B & C", "<p>A &lt; B &amp; C</p>"),
        ("~~no~~ `code`", "<p><s>no</s> <code>code</code></p>"),
        (
            "[site](https://a.example/?b=1&c=2)",
            '<p><a href="https://a.example/?b=1&amp;c=2" rel="noopener nofollow ugc">site</a></p>',
        ),
        (
            "|a|\n|-:|\n|1|",
            f"<table>\n<thead>\n{HEAD}</thead>\n<tbody>\n{ROW}</tbody>\n</table>",
        ),
    ],
)
def test_text_is_set_as_its_author_meant(text: str, html: str) -> None:
    assert to_html(text) == html


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\nscript:alert(1))",
        "[x](java&#10;script:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](&#x6A;avascript&colon;alert(1))",
        "[x](\x01javascript:alert(1))",
        "[x](vbscript:msgbox(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](file:///etc/passwd)",
        "[x](//evil.example/)",
        "[x](/logout)",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        '[x](https://a.example "onmouseover=alert(1)")',
        '[x](https://a.example/"onmouseover="alert(1))',
        "![x](https://evil.example/pixel.png)",
        '![x" onerror="alert(1)](https://evil.example/pixel.png)',
        "![<img src=x onerror=alert(1)>](x)",
        "<svg/onload=alert(1)>",
        "<style>body{display:none}</style>",
        "<iframe src=https://evil.example></iframe>",
        "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<!--><script>alert(1)</script-->",
        '``` "><script>alert(1)</script>\ncode\n```',
        '```x" onclick="alert(1)\ncode\n```',
        "</textarea><script>alert(1)</script>",
        "<base href=https://evil.example/>",
        "<form action=https://evil.example><input name=password></form>",
        "# <b onclick=alert(1)>x</b>",
        "|<script>alert(1)</script>|\n|-|\n|<img src=x onerror=alert(1)>|",
    ],
)
def test_attacks_stay_words(attack: str) -> None:
    assert harmless(to_html(attack))


def test_html_is_shown_as_it_was_typed() -> None:
    assert to_html("<b>bold</b> & <i>") == "<p>&lt;b&gt;bold&lt;/b&gt; &amp; &lt;i&gt;</p>"


def test_pictures_become_their_words() -> None:
    assert to_html("See ![the *map*](https://a.example/m.png) here") == "<p>See the map here</p>"


def test_a_code_block_does_not_carry_its_language_into_a_class() -> None:
    assert to_html("```js\nx\n```") == "<pre><code>x\n</code></pre>"


@given(st.text(alphabet=st.sampled_from("<>[]()!*_`~#-|:&;\"'\n =/\\ajscriptx01"), max_size=120))
def test_no_text_becomes_a_way_in(text: str) -> None:
    assert harmless(to_html(text))


@pytest.mark.parametrize("piece", ["[", "![", "*a_ ", ">", "`", "a**", "- ", "<", "|", "~", "\\"])
def test_a_hostile_text_ends_soon(piece: str) -> None:
    to_html((piece * 20_000)[:20_000])
