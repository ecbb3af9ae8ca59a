"""What a page is checked for wherever it is open."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

PHONE, DESK, NARROWEST = 390, 1280, 320
_HEIGHT = 900
# Of long lists the first eight are looked at: the others are made alike.
_LATER = ("li:nth-child(n+9)", "tr:nth-child(n+9)")
_FIRST_OF_MANY = {"include": [["html"]], "exclude": [[selector] for selector in _LATER]}


@cache
def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text()


def hindrances(page: Page, *, contrast: bool = True) -> list[str]:
    """What axe-core finds by all its rules, and by that of WCAG 2.2 on the size of targets.

    That of contrast takes as long as all others, and colours come from a few tokens.
    """
    rules = {"target-size": {"enabled": True}, "color-contrast": {"enabled": contrast}}
    return _found(page, {"rules": rules})


def unreadable(page: Page) -> list[str]:
    """The words that stand out too little from what is behind them (WCAG 2.2, 1.4.3)."""
    return _found(page, {"runOnly": {"type": "rule", "values": ["color-contrast"]}})


def _found(page: Page, options: dict[str, Any]) -> list[str]:
    page.evaluate(_axe())
    found: list[str] = page.evaluate(
        """async ([context, options]) => {
          const { violations } = await axe.run(context, options);
          return violations.flatMap(({ id, nodes }) => nodes.map(
            ({ html, target }) => `${id}: ${html.slice(0, 160)} (${target[0]})`));
        }""",
        [_FIRST_OF_MANY, {"resultTypes": ["violations"], **options}],
    )
    return found


def torn(page: Page) -> list[str]:
    """The cells that fall apart where a table's rows are stacked: each holds one thing there."""
    cells = page.evaluate(
        """() => [...document.querySelectorAll(".stacked td[data-label]")]
          .filter((cell) => [...cell.childNodes].filter(
            (node) => node.nodeType === Node.ELEMENT_NODE || node.textContent.trim()).length > 1)
          .map((cell) => cell.dataset.label)"""
    )
    return [f"a cell in pieces: {label}" for label in sorted(set(cells))]


def sideways(page: Page, *widths: int) -> list[str]:
    """The widths at which the page is wider than its window, and what reaches furthest."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": _HEIGHT})
        over = page.evaluate(
            """() => {
              const room = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= room) return "";
              const reach = (element) => element.getBoundingClientRect().right;
              const all = [...document.querySelectorAll("body *")];
              const widest = all.reduce((a, b) => (reach(b) > reach(a) ? b : a));
              return `${Math.round(reach(widest))}: ${widest.outerHTML.slice(0, 120)}`;
            }"""
        )
        if over:
            found.append(f"{width} px reached to {over}")
    return found
