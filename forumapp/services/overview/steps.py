"""What is still to be done before an event can take place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from forumapp.domain.access import Action, Actor, can
from forumapp.domain.agenda import Visibility
from forumapp.domain.events import EventFormat, EventState, Mode, modes
from forumapp.domain.programme import compare
from forumapp.domain.registration import RegistrationStatus
from forumapp.services import privacy, publications
from forumapp.services.access import require
from forumapp.services.events.completeness import Done
from forumapp.services.events.queries import EventRow
from forumapp.services.overview.figures import Counts, Figures


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, or done: a code, and the facts its words need."""

    code: str
    done: bool = False
    facts: dict[str, object] = field(default_factory=dict)


def steps(
    actor: Actor,
    event: EventRow,
    *,
    counts: Counts,
    written: Iterable[Done],
    figures: Figures | None,
    now: datetime,
) -> tuple[Step, ...]:
    """The checklist in the order of work; of an archived event only what goes next."""
    require(actor, Action.READ_WORKSPACE, event_id=event.id)
    if event.state is EventState.ARCHIVED:
        return tuple(_privacy(actor, event))
    return (
        *_setting_up(event, counts),
        *_agenda(event, counts),
        *_translations(written),
        *_publishing(event, now=now),
        *_registration(event, figures, now=now),
        *_privacy(actor, event),
    )


def _setting_up(event: EventRow, counts: Counts) -> Iterator[Step]:
    yield Step("organisations", bool(counts.organisations))
    yield Step("parts", bool(counts.parts))
    if Mode.ROOM in modes(event.format):
        yield Step("rooms", bool(counts.rooms))
    yield Step("categories", bool(counts.categories))
    yield Step("delegations", bool(counts.delegations))
    yield Step("contact", bool(event.contact_email or event.contact_phone))


def _agenda(event: EventRow, counts: Counts) -> Iterator[Step]:
    yield Step("sessions", bool(counts.sessions))
    if counts.sessions_without_place:
        yield Step("places", facts={"count": counts.sessions_without_place})
    if counts.sessions and event.format is not EventFormat.IN_PERSON:
        yield Step("video", bool(counts.sessions_online))
    if counts.sessions:
        yield Step("speakers", bool(counts.speakers))
    if counts.speakers_invited:
        yield Step("invited", facts={"count": counts.speakers_invited})


def _translations(written: Iterable[Done]) -> Iterator[Step]:
    for row in written:
        facts: dict[str, object] = {"language": row.language, "missing": row.all - row.done}
        yield Step("translations", row.complete, facts)


def _publishing(event: EventRow, *, now: datetime) -> Iterator[Step]:
    yield Step("published", event.state.public)
    history = publications.history(event.id)
    if not history:
        yield Step("release")
        return
    released = publications.programme(history[0].id)
    draft = publications.draft(event.id, now=now).visible_to(Visibility.REGISTERED)
    changes = compare(released, draft)
    number = len({change.session.key for change in changes})
    yield Step("changes", not number, {"count": number, "number": history[0].number})


def _registration(event: EventRow, figures: Figures | None, *, now: datetime) -> Iterator[Step]:
    window = bool(event.registration_opens_at and event.registration_closes_at)
    if event.starts_on > now.date():
        yield Step("window", window)
    if figures is None:
        return
    if pending := figures.statuses.get(RegistrationStatus.PENDING, 0):
        yield Step("pending", facts={"count": pending})
    if figures.waiting:
        yield Step("waiting", facts={"count": figures.waiting})


def _privacy(actor: Actor, event: EventRow) -> Iterator[Step]:
    """What the owner may still keep, whose deletion stands announced."""
    if can(actor, Action.GOVERN_DATA, event_id=event.id) and (days := privacy.announced(event.id)):
        yield Step("goes", facts={"count": len(days), "day": min(days)})
