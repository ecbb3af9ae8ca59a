"""The releases so far, for everyone: what each changed, as page and feed; each as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from math import ceil
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from forumapp.config import settings
from forumapp.domain.errors import NotFound
from forumapp.domain.programme import EventFacts
from forumapp.http.guard import public
from forumapp.http.locale import locale, plain
from forumapp.http.pages import RARE, released
from forumapp.i18n.words import issued_as
from forumapp.render import atom, changes
from forumapp.services import publications
from forumapp.services.publications import Current, Difference
from forumapp.web.publications import bp

Answer = ResponseReturnValue
SIZE = 10
ATOM = "application/atom+xml; charset=utf-8"


@bp.get("/events/<slug>/programme/changes")
@public
def history(slug: str) -> Answer:
    """Every release with what it changed, latest first; or what changed since one of them."""
    since, page = request.args.get("since", type=int), request.args.get("page", 1, type=int)
    render = partial(_since, number=since) if since else partial(_history, page=max(1, page))
    return released(slug, render, asked={"since": since, "page": page})


@bp.get("/events/<slug>/programme/changes.json")
@public
def changes_since(slug: str) -> Answer:
    """How much has changed since a release: as many as the page of changes has entries."""
    since = request.args.get("since", 0, type=int)
    return released(
        slug,
        partial(_counted, number=since),
        media_type="application/json",
        asked={"since": since},
        shelf=RARE,
    )


@bp.get("/events/<slug>/programme/changes.atom")
@public
def history_atom(slug: str) -> Answer:
    """The same as a feed (RFC 4287)."""
    return released(slug, _feed, media_type=ATOM)


@bp.get("/events/<slug>/programme/releases/<int:number>")
@public
def old_release(slug: str, number: int) -> Answer:
    """The programme as a release published it."""
    return released(slug, partial(_release, number=number))


def _history(current: Current, *, page: int) -> str:
    rows = publications.history(current.event_id)
    pages = max(1, ceil(len(rows) / SIZE))
    if page > pages:
        raise NotFound
    found = publications.public_changes(current.event_id, page=page, size=SIZE)
    return render_template(
        "publications/history.html",
        **_context(current),
        releases=rows,
        shown=[_said(difference) for difference in found],
        since=None,
        page_number=page,
        pages=pages,
        page_address=lambda number: url_for(
            "publications.history", slug=current.slug, page=number if number > 1 else None
        ),
    )


def _since(current: Current, *, number: int) -> str:
    return render_template(
        "publications/history.html",
        **_context(current),
        releases=publications.history(current.event_id),
        shown=[_said(publications.since(current.event_id, number))],
        since=number,
    )


def _counted(current: Current, *, number: int) -> str:
    said = _said(publications.since(current.event_id, number))
    count = len(said["changes"]) + bool(said["frame"])
    words = ngettext(
        "%(num)s change since your last visit", "%(num)s changes since your last visit", count
    )
    return json.dumps({"count": count, "words": words})


def _release(current: Current, *, number: int) -> str:
    release, programme = publications.public_release(current.event_id, number)
    return render_template(
        "publications/release.html",
        **_context(current),
        release=release,
        programme=programme,
        rooms={room.id: room for room in programme.rooms},
        people={person.id: person for person in programme.people},
        current=current,
    )


def _context(current: Current) -> dict[str, Any]:
    """The event as it is published now, whatever the release that is looked at."""
    return {"event": publications.announced(current)}


def _said(difference: Difference) -> dict[str, Any]:
    """A release with its changes in words."""
    return {
        "release": difference.release,
        "programme": difference.after,
        "first": difference.before is None,
        "changes": changes.said(
            difference.before, difference.after, difference.changes, locale=locale()
        ),
        "frame": changes.frame(difference.frame, locale=locale()),
    }


def _feed(current: Current) -> bytes:
    event = publications.announced(current)
    base = settings().base_url
    page = url_for("publications.history", slug=current.slug)
    return atom.feed(
        (_entry(event, found) for found in publications.public_changes(current.event_id)),
        key=f"{event.key}/changes",
        title=_("Changes of the programme: %(event)s", event=plain(event.title)),
        author=plain(event.contact_name or event.title),
        locale=locale(),
        url=f"{base}{page}",
        source_url=f"{base}{page}.atom?lang={locale()}",
    )


def _entry(event: EventFacts, found: Difference) -> atom.Entry:
    release = found.release
    dress = issued_as(release.status, release.revision, locale())
    address = url_for("publications.old_release", slug=event.slug, number=release.number)
    return atom.Entry(
        key=f"{event.key}/releases/{release.number}",
        title=_("Release %(number)s: %(status)s", number=release.number, status=dress),
        url=f"{settings().base_url}{address}",
        issued_at=release.issued_at,
        sentences=tuple(_sentences(found)),
    )


def _sentences(found: Difference) -> Iterator[str]:
    """What a release changed, a sentence a line; of the first one only that it is there."""
    if found.release.note:
        yield found.release.note
    if found.before is None:
        yield _("The first release of the programme.")
        return
    said = _said(found)
    for session in said["changes"]:
        yield f"{session.code} {session.title}: {'; '.join(session.sentences)}"
    yield from said["frame"]
