"""Letters: issuing and revoking them, and telling anyone whether one is good."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from cattrs.preconf.json import make_converter

from forumapp.db import db, lock
from forumapp.domain import clock
from forumapp.domain.access import Action, Actor
from forumapp.domain.errors import NotFound
from forumapp.domain.papers import LetterChoice, LetterFacts, LetterKind, LetterSet, TextKind
from forumapp.domain.papers.letters import ALPHABET, CODE, lacks_an_answer, name_on, read_code
from forumapp.domain.people import PersonFacts
from forumapp.domain.registration import RegistrationStatus
from forumapp.domain.text import Translated
from forumapp.domain.volumes import Volume, VolumeName
from forumapp.models import Category, Delegation, Event, Letter, Person, Registration
from forumapp.services import audit, limits, questions
from forumapp.services.access import require
from forumapp.services.limits import Limited
from forumapp.services.papers.attendance import sessions_attended
from forumapp.services.papers.templates import TemplateRow, in_force
from forumapp.services.publications.draft import event_facts, person_facts
from forumapp.services.publications.volumes import languages
from forumapp.services.rows import one, read

_converter = make_converter()
_converter.register_unstructure_hook(Translated, lambda text: text.plain())
_converter.register_structure_hook(Translated, lambda texts, _: Translated(texts))


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """A letter without its text. `name` is as it was printed."""

    id: int
    event_id: int
    person_id: int
    kind: LetterKind
    language: str
    code: str
    name: str
    issued_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody approved, with the latest letter of a kind; `may` says whether they may get one.

    `sessions` are those they attended, as far as it is recorded and of concern.
    """

    person: PersonFacts
    delegation_id: int | None
    letter: LetterRow | None
    may: bool
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """How many letters were issued, and in how many the place of an answer stays empty."""

    letters: int
    lacking: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What anyone who has a letter's code is told, and nothing else. The day is the venue's."""

    kind: LetterKind
    event: Translated
    name: str
    issued_at: datetime
    zone: str
    valid: bool


def recipients(
    actor: Actor, event_id: int, kind: LetterKind, *, now: datetime
) -> tuple[Recipient, ...]:
    """Everyone approved by family name, with their letter of this kind.

    A certificate is for those alone whom the ledger has in a session at least; where nothing is
    recorded of anybody, the organiser decides. A constant number of queries.
    """
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    latest = {row.person_id: row for row in _rows(Letter.event_id == event_id, Letter.kind == kind)}
    attended = sessions_attended(event_id, now=now) if kind is LetterKind.CERTIFICATE else None
    found = (
        Recipient(
            person=person_facts(person),
            delegation_id=delegation_id,
            letter=latest.get(person.id),
            may=attended is None or person.id in attended,
            sessions=attended.get(person.id, 0) if attended else 0,
        )
        for person, delegation_id in db.session.execute(
            sa.select(Person, Registration.delegation_id)
            .join(Registration, Registration.person_id == Person.id)
            .where(
                Registration.event_id == event_id,
                Registration.status == RegistrationStatus.APPROVED,
                Person.erased_at.is_(None),
            )
        )
    )
    return tuple(sorted(found, key=lambda row: (row.person.sort_key, row.person.id)))


def issue_letters(
    actor: Actor,
    event_id: int,
    kind: LetterKind,
    person_ids: Iterable[int],
    *,
    language: str = "",
    now: datetime,
) -> Issued:
    """Issue letters to these people, of those who may get one, and say to how many.

    Each is in its reader's language unless one is named. A letter of the same kind that somebody
    has already is revoked: one alone is good.
    """
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    lock(Event, event_id)
    found = recipients(actor, event_id, kind, now=now)
    may = {row.person.id: row.sessions for row in found if row.may}
    wanted = may.keys() & set(person_ids)
    event = db.session.get_one(Event, event_id)
    _revoke(Letter.event_id == event_id, Letter.kind == kind, Letter.person_id.in_(wanted), now=now)
    texts: dict[str, TemplateRow] = {}
    answers, lacking = questions.printed(event_id, wanted), 0
    for person, facts in _facts(event, wanted):
        spoken = language or _language(person, event)
        text = texts.setdefault(spoken, in_force(event_id, TextKind(kind.value), spoken))
        facts["sessions"] = may[person.id]
        facts["answers"] = answers.get(person.id, {})
        lacking += lacks_an_answer(text.text, facts["answers"])
        db.session.add(_letter(actor, event, person, text, facts, now=now))
    db.session.flush()
    audit.note(
        actor, event_id, action="issue", noun="letters", object_id=0, after={"new": len(wanted)}
    )
    return Issued(letters=len(wanted), lacking=lacking)


def revoke(actor: Actor, event_id: int, letter_id: int, *, now: datetime) -> None:
    """End a letter: whoever checks it is told so."""
    require(actor, Action.DECIDE_REGISTRATIONS, event_id=event_id)
    row = one(Letter, letter_id, event_id=event_id)
    _revoke(Letter.id == row.id, now=now)
    audit.note(actor, event_id, action="revoke", noun="letters", object_id=row.id)


def letter(actor: Actor, event_id: int, letter_id: int) -> LetterRow:
    """A letter of an event, for its organiser."""
    require(actor, Action.READ_REGISTRATIONS, event_id=event_id)
    return read(LetterRow, one(Letter, letter_id, event_id=event_id))


_OWN = (
    sa.select(Letter)
    .where(Letter.person_id == sa.bindparam("person_id"), Letter.revoked_at.is_(None))
    .order_by(Letter.id.desc())
)


def own_letters(actor: Actor) -> tuple[LetterRow, ...]:
    """The letters of a participant that are good, latest first."""
    require(actor, Action.OWN_PARTICIPATION)
    rows = db.session.scalars(_OWN, {"person_id": actor.person_id})
    return tuple(read(LetterRow, row) for row in rows)


def own_letter(actor: Actor, letter_id: int) -> LetterRow:
    """One of them; NotFound for any other."""
    found = next((row for row in own_letters(actor) if row.id == letter_id), None)
    if found is None:
        raise NotFound
    return found


def good_letter(person_id: int, kind: LetterKind) -> LetterRow | None:
    """The letter of this kind that a person has and that is good."""
    rows = db.session.scalars(_OWN, {"person_id": person_id})
    found = (read(LetterRow, row) for row in rows if row.kind is kind)
    return next(found, None)


def issue_missing(
    actor: Actor, event_id: int, kind: LetterKind, person_ids: Iterable[int], *, now: datetime
) -> None:
    """Issue letters to those of these people who may have one and have none that is good."""
    found = recipients(actor, event_id, kind, now=now)
    held = {row.person.id for row in found if row.letter and row.letter.revoked_at is None}
    missing = set(person_ids) - held
    if missing:
        issue_letters(actor, event_id, kind, missing, now=now)


def letter_facts(letter_id: int) -> LetterFacts:
    """What a letter was made of; NotFound when its reader was erased."""
    row = db.session.get(Letter, letter_id, options=[sa.orm.undefer(Letter.snapshot)])
    if row is None or not row.snapshot:
        raise NotFound
    return _converter.structure(row.snapshot, LetterFacts)


def letters_facts(ids: Iterable[int]) -> tuple[LetterFacts, ...]:
    """The same of several, in their order, without those whose readers were erased."""
    wanted = sa.select(Letter.id, Letter.snapshot).where(Letter.id.in_(ids))
    found: dict[int, Any] = dict(db.session.execute(wanted).all())
    return tuple(_converter.structure(found[key], LetterFacts) for key in ids if found.get(key))


def letter_set(event_id: int, choice: LetterChoice) -> LetterSet:
    """The good letters of a kind, by their readers' family names."""
    wanted = (
        sa.select(Letter.id, Person)
        .join(Person, Person.id == Letter.person_id)
        .outerjoin(Registration, Registration.person_id == Person.id)
        .where(
            Letter.event_id == event_id,
            Letter.kind == choice.kind,
            Letter.revoked_at.is_(None),
            Person.erased_at.is_(None),
        )
    )
    if choice.delegation_id is not None:
        wanted = wanted.where(Registration.delegation_id == choice.delegation_id)
    found = ((person_facts(person).sort_key, key) for key, person in db.session.execute(wanted))
    return LetterSet(
        event=event_facts(db.session.get_one(Event, event_id)),
        kind=choice.kind,
        ids=tuple(key for _name, key in sorted(found)),
    )


def letter_volume(row: LetterRow) -> Volume:
    """The PDF of a letter."""
    return Volume(
        event_id=row.event_id,
        name=VolumeName.LETTER,
        locale=row.language,
        release_id=0,
        number=row.id,
    )


def count_check(*, address: str, now: datetime) -> int:
    """Count a look at a code; TooMany after too many wrong ones. Commit before looking."""
    return limits.spend(Limited.LETTER_FROM_ADDRESS, address, now=now)


def verified(typed: str, *, counted: int) -> Verified | None:
    """What a code says, or None for one that there isn't: the same queries either way."""
    found = db.session.execute(
        sa.select(Letter, Event.title, Event.zone)
        .join(Event, Event.id == Letter.event_id)
        .where(Letter.code == (read_code(typed) or "-"))
    ).first()
    limits.forgive((counted,) if found else ())
    if found is None:
        return None
    row, title, zone = found
    return Verified(
        kind=row.kind,
        event=title,
        name=row.name,
        issued_at=row.issued_at,
        zone=zone,
        valid=row.revoked_at is None,
    )


def _letter(
    actor: Actor,
    event: Event,
    person: Person,
    text: TemplateRow,
    facts: dict[str, Any],
    *,
    now: datetime,
) -> Letter:
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE))
    held = LetterFacts(
        kind=LetterKind(text.kind.value),
        language=text.language,
        code=code,
        heading=text.heading,
        text=text.text,
        person=person_facts(person),
        event=event_facts(event),
        day=clock.wall(now, event.zone).date(),
        **facts,
    )
    return Letter(
        event_id=event.id,
        person_id=person.id,
        kind=held.kind,
        language=text.language,
        code=code,
        name=name_on(held.person, text.language),
        issued_at=now,
        issued_by=actor.name,
        snapshot=_converter.unstructure(held),
    )


def _facts(event: Event, people: set[int]) -> Iterable[tuple[Person, dict[str, Any]]]:
    """Each person with what the registration knows beside."""
    rows = db.session.execute(
        sa.select(Person, Registration.capacity, Category.name, Delegation.country, Delegation.name)
        .join(Registration, Registration.person_id == Person.id)
        .join(Category, Category.id == Registration.category_id)
        .outerjoin(Delegation, Delegation.id == Registration.delegation_id)
        .where(Person.event_id == event.id, Person.id.in_(people))
        .order_by(Person.id)
    )
    for person, capacity, category, country, name in rows:
        yield (
            person,
            {
                "capacity": capacity,
                "category": category,
                "delegation_country": country or "",
                "delegation_name": name or Translated(),
            },
        )


def _language(person: Person, event: Event) -> str:
    """The reader's where the event has it, else the event's first."""
    known = languages(event.languages)
    return person.locale if person.locale in known else known[0]


def _revoke(*where: sa.ColumnElement[bool], now: datetime) -> None:
    db.session.execute(
        sa.update(Letter).where(*where, Letter.revoked_at.is_(None)).values(revoked_at=now)
    )


def _rows(*where: sa.ColumnElement[bool]) -> tuple[LetterRow, ...]:
    """Letters by number, the latest last."""
    rows = db.session.scalars(sa.select(Letter).where(*where).order_by(Letter.id))
    return tuple(read(LetterRow, row) for row in rows)
