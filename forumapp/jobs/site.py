"""Copying an event's public site: every page that a stranger can reach, as files in a ZIP.

The pages are asked for as a stranger asks, without a cookie, so nothing can be in the copy that
isn't public.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile

from flask import current_app, render_template
from flask.testing import FlaskClient

from forumapp.config import settings
from forumapp.domain import clock
from forumapp.domain.volumes import Volume
from forumapp.i18n.catalogue import gettext
from forumapp.i18n.catalogue import message as _
from forumapp.jobs.progress import Progress
from forumapp.render.site import Address, Note, address_of, addresses_in, is_page, rewritten
from forumapp.render.volumes.language import long_date
from forumapp.services import events, publications

MOST_FILES, MOST_BYTES = 20_000, 2**30
SPRITE = "/static/icons/sprite.svg"


class Unfit(Exception):
    """Why there can be no copy: `not_public`, or `too_large`."""


def copied(volume: Volume, progress: Progress) -> tuple[bytes, int]:
    """The ZIP and how many pages it has; raises Unfit."""
    event = publications.programme(volume.release_id).event
    locales = publications.volumes.languages(event.languages)
    with tempfile.TemporaryDirectory(prefix="forumapp-site-") as folder:
        copy = _Copy(event.slug, locales, Path(folder), progress)
        copy.fetch()
        return copy.zipped(zone=event.zone, now=datetime.now(UTC)), copy.pages


@dataclass
class _Copy:
    """The addresses met so far, and the bodies of those that answered."""

    slug: str
    locales: tuple[str, ...]
    folder: Path
    progress: Progress
    met: dict[Address, Path | None] = field(default_factory=dict)
    weight: int = 0

    @property
    def own(self) -> str:
        parts = urlsplit(settings().base_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def home(self) -> str:
        return f"/events/{self.slug}/"

    @property
    def pages(self) -> int:
        return sum(body is not None and is_page(one, self.slug) for one, body in self.met.items())

    def fetch(self) -> None:
        """Ask for every page that leads on from the homes, and for what they show."""
        waiting = [Address(SPRITE), *(Address(self.home, "", code) for code in self.locales)]
        homes = waiting[1:]
        clients = {code: current_app.test_client(use_cookies=False) for code in ("", *self.locales)}
        while waiting:
            one = waiting.pop(0)
            if one in self.met:
                continue
            body = self._answer(clients[one.locale], one)
            self.met[one] = self._keep(body) if body is not None else None
            if body is not None and is_page(one, self.slug):
                waiting += (x for x in self._leading_on(one, body) if x not in self.met)
            self.progress(len(self.met), len(self.met) + len(waiting))
        if not all(self.met[home] for home in homes):
            raise Unfit("not_public")

    def _answer(self, client: FlaskClient, one: Address) -> bytes | None:
        """What a stranger gets, None for anything but the thing itself."""
        application = client.application
        with application.app_context():  # of its own, as a stranger's request has one
            answer = client.get(
                one.path,
                query_string=one.query,
                base_url=settings().base_url,
                headers={"Accept-Language": one.locale or self.locales[0]},
                buffered=True,
            )
        return answer.data if answer.status_code == HTTPStatus.OK else None

    def _keep(self, body: bytes) -> Path:
        self.weight += len(body)
        if len(self.met) >= MOST_FILES or self.weight > MOST_BYTES:
            raise Unfit("too_large")
        path = self.folder / str(len(self.met))
        path.write_bytes(body)
        return path

    def _leading_on(self, page: Address, body: bytes) -> Iterator[Address]:
        for link in addresses_in(body):
            if (found := self._address(page, link)) is not None:
                yield found

    def _address(self, page: Address, link: str) -> Address | None:
        return address_of(link, of=page, slug=self.slug, host=self.own, locales=self.locales)

    def zipped(self, *, zone: str, now: datetime) -> bytes:
        """The files, pages rewritten, with a page in front that leads to each language."""
        written = io.BytesIO()
        with ZipFile(written, "w", ZIP_DEFLATED) as archive:
            archive.writestr("index.html", self._front())
            for one, path in self.met.items():
                if path is not None and one != Address(SPRITE):
                    name, body = one.file(self.slug), path.read_bytes()
                    page = is_page(one, self.slug)
                    archive.writestr(name, self._page(one, body, zone, now) if page else body)
        return written.getvalue()

    def _page(self, one: Address, body: bytes, zone: str, now: datetime) -> bytes:
        def leads(link: str) -> str | None:
            found = self._address(one, link)
            return found.file(self.slug) if found and self.met.get(found) else None

        sprite = self.met[Address(SPRITE)]
        return rewritten(
            body,
            file=one.file(self.slug),
            leads=leads,
            own=self.own,
            icons=sprite.read_bytes() if sprite else b"<svg></svg>",
            note=self._note(one.locale, zone, now),
        )

    def _note(self, locale: str, zone: str, now: datetime) -> Note:
        day = long_date(clock.wall(now, zone).date(), locale)
        words = gettext(_("A copy of %(date)s. What is current stands at"), locale)
        return Note(words % {"date": day}, f"{settings().base_url}{self.home}")

    def _front(self) -> str:
        title = events.event(self.slug).title
        return render_template("site/front.html", title=title, languages=self.locales)
