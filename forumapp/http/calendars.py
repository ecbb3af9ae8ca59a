"""One person's calendar in bytes."""

from __future__ import annotations

from dataclasses import replace

from forumapp.config import settings
from forumapp.domain.programme import SessionFacts
from forumapp.i18n.catalogue import gettext
from forumapp.i18n.catalogue import message as _
from forumapp.services.people.participation import OwnCalendar

NAME = _("My sessions: %(event)s")


def written(own: OwnCalendar) -> bytes:
    """The calendar in the person's language, with the product's own join addresses."""
    from forumapp.render import ical

    base_url = settings().base_url

    def join_url(session: SessionFacts) -> str | None:
        path = own.joins.get(session.id)
        return f"{base_url}{path}" if path else None

    programme = replace(own.published.programme, sessions=own.sessions)
    title = programme.event.title.pick(own.locale)
    return ical.personal(
        programme,
        locale=own.locale,
        base_url=base_url,
        name=gettext(NAME, own.locale) % {"event": title},
        source_url=f"{base_url}{own.feed_path}",
        join_url=join_url,
    )
