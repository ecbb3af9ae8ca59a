"""What a page is checked for wherever it is open."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

PHONE, DESK, NARROWEST = 390, 1280, 320
_HEIGHT = 900


@cache
def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text()


def hindrances(page: Page, *rules: str) -> list[str]:
    """What axe-core finds, by all its rules and that of WCAG 2.2 on targets, or by these alone."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    else:
        options["rules"] = {"target-size": {"enabled": True}}
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    found = page.evaluate("(options) => axe.run(document, options)", options)
    return [
        f"{violation['id']}: {node['html'][:160]} ({node['target'][0]})"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


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
