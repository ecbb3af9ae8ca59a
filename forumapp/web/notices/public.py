"""The notice board of an event, as page and feed."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.config import settings
from forumapp.http.guard import public
from forumapp.http.identity import now
from forumapp.http.locale import locale, plain
from forumapp.http.pages import released
from forumapp.render import atom
from forumapp.services import notices, publications
from forumapp.services.notices import NoticeRow
from forumapp.services.publications import Current
from forumapp.web.notices import bp

ATOM = "application/atom+xml; charset=utf-8"


@bp.get("/events/<slug>/notices")
@public
def board(slug: str) -> ResponseReturnValue:
    """Every notice that is up."""
    return released(slug, _page)


@bp.get("/events/<slug>/notices.atom")
@public
def feed(slug: str) -> ResponseReturnValue:
    """The same as a feed (RFC 4287)."""
    return released(slug, _feed, media_type=ATOM)


def _page(current: Current) -> str:
    return render_template(
        "notices/board.html",
        event=publications.announced(current),
        notices=notices.shown(current.event_id, now=now()),
    )


def _feed(current: Current) -> bytes:
    event = publications.announced(current)
    here = f"{settings().base_url}{url_for('notices.board', slug=current.slug)}"
    rows = sorted(
        notices.shown(current.event_id, now=now()), key=lambda row: row.changed_at, reverse=True
    )
    return atom.feed(
        (_entry(row, here) for row in rows),
        key=f"{event.key}/notices",
        title=_("Notices: %(event)s", event=plain(event.title)),
        author=plain(event.contact_name or event.title),
        locale=locale(),
        url=here,
        source_url=f"{here}.atom?lang={locale()}",
    )


def _entry(row: NoticeRow, here: str) -> atom.Entry:
    from forumapp.render.markdown import to_html

    return atom.Entry(
        key=f"notices/{row.key}",
        title=plain(row.title),
        url=f"{here}#notice-{row.id}",
        issued_at=row.shows_from,
        changed_at=max(row.shows_from, row.changed_at),
        html=to_html(row.body.pick(locale())),
    )
