"""Pages of one person, drawn anew only when a fact that they show is another one."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from flask import session
from flask_wtf.csrf import generate_csrf

MOST = 256
# Stands in a drawn page where each browser's own token belongs.
TOKEN = secrets.token_hex(16)
_FLASHED = "_flashes"


class Drawn:
    """The last page drawn for each key. Facts are compared, so nothing has to be told of changes.

    A template that is drawn so shows its facts alone: no clock, and `TOKEN` for the form token.
    """

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, tuple[object, str]] = OrderedDict()
        self._lock = Lock()

    def page(self, key: Hashable, facts: object, draw: Callable[[], str]) -> str:
        """The page of these facts, with this browser's form token; `draw` makes it."""
        kept = None if _FLASHED in session else self._pages.get(key)
        if kept is not None and kept[0] == facts:
            page = kept[1]
        else:
            flashed = _FLASHED in session
            page = draw()
            if not flashed:
                self._keep(key, facts, page)
        return page.replace(TOKEN, generate_csrf())

    def _keep(self, key: Hashable, facts: object, page: str) -> None:
        with self._lock:
            self._pages[key] = facts, page
            self._pages.move_to_end(key)
            while len(self._pages) > MOST:
                self._pages.popitem(last=False)
