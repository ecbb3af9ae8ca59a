"""Durations, devices and refusals in words."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from flask_babel import format_timedelta
from flask_babel import gettext as _

# The first that is found names the program: most call themselves by several names.
_BROWSERS = (
    ("Edge", r"\bEdgA?/|\bEdgiOS/"),
    ("Opera", r"\bOPR/|\bOpera\b"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("WeChat", r"\bMicroMessenger/"),
    ("QQ Browser", r"\bM?QQBrowser/"),
    ("UC Browser", r"\bUC?Browser/|\bUCWEB"),
    ("Firefox", r"\bFirefox/|\bFxiOS/"),
    ("Chrome", r"\bChrom(e|ium)/|\bCriOS/|\bHeadlessChrome/"),
    ("Safari", r"\bSafari/"),
)
_SYSTEMS = (
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("HarmonyOS", r"\bHarmonyOS\b|\bOpenHarmony\b"),
    ("Windows", r"\bWindows\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("macOS", r"\bMac OS X\b|\bMacintosh\b"),
    ("Linux", r"\bLinux\b"),
)


def device(agent: str) -> str:
    """A browser in words, from what it calls itself: Firefox, Windows."""
    program, system = _first(_BROWSERS, agent), _first(_SYSTEMS, agent)
    return " · ".join(name for name in (program, system) if name) or str(_("Unknown browser"))


def ago(moment: datetime, *, now: datetime) -> str:
    """How long ago, in the language of the page."""
    passed = now - moment
    if passed < timedelta(minutes=1):
        return str(_("just now"))
    return str(format_timedelta(-passed, add_direction=True, granularity="minute"))


def wait(seconds: int) -> str:
    """What to do about too many tries."""
    duration = format_timedelta(timedelta(seconds=seconds), granularity="minute", threshold=1.5)
    return str(_("That was tried too often. Please wait %(duration)s.", duration=duration))


def _first(patterns: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for name, pattern in patterns if re.search(pattern, agent)), "")
