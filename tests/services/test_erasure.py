"""Erasing a person: nothing that is known of them is left anywhere, and what is counted is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from forumapp.config import settings
from forumapp.db import Base, db, unit_of_work
from forumapp.domain.access import SYSTEM, Actor, Role
from forumapp.domain.checkin.ledger import MarkKind
from forumapp.domain.checkin.scans import Direction, Way
from forumapp.domain.checkin.verdicts import Finding
from forumapp.domain.errors import Conflict, Invalid, NotFound
from forumapp.domain.events import Mode
from forumapp.domain.invitations import Method
from forumapp.domain.mail import MailKind, MailState
from forumapp.domain.papers import EditionStatus, LetterKind
from forumapp.domain.registration import RegistrationStatus, SeatStatus
from forumapp.domain.text import Translated
from forumapp.gateways.files import LocalFiles
from forumapp.jobs import engine
from forumapp.models import (
    AuditEntry,
    Event,
    Invitation,
    Job,
    Letter,
    Mail,
    Mark,
    Person,
    PersonalCode,
    Publication,
    Registration,
    Scan,
    Seat,
    Speaker,
    Star,
    Unavailability,
)
from forumapp.services import mail, papers, people, privacy, publications, registration, tokens
from forumapp.services.people import PersonValues
from forumapp.services.registration import Filters
from forumapp.services.tokens import Purpose
from tests import factories as make
from tests.factories import NOW

# Each of these stands somewhere in what is kept of the person, and nowhere else.
PLANTED = (
    "plantedname",
    "ផ្កា",
    "planted-needs",
    "planted-diet",
    "planted@ministry.example",
    "+855 12 345 678",
    "planted-title",
    "planted-note",
    "planted-old",
)


class Scene:
    """A forum of last week with a person of whom everything is known, and another one."""

    def __init__(self) -> None:
        day = (NOW - timedelta(days=7)).date()
        self.event: Event = make.an_event(starts_on=day)
        self.part = make.a_part(self.event)
        self.category = make.a_category(self.event)
        self.delegation = make.a_delegation(self.event, country="LA")
        self.session = make.a_session(self.event, self.part)
        self.photo, self.old_photo = (self.file(data) for data in (b"a face", b"a younger face"))
        self.person = make.a_person(
            self.event,
            printed_name="BOUA Plantedname",
            family_name="BOUA",
            native_name="ផ្កា",
            title=Translated(en="planted-title"),
            biography=Translated(zh="planted-title 一"),
            country="",
            email="planted-old@ministry.example",
            photo=self.old_photo,
        )
        self.registration = make.a_registration(
            self.event,
            self.person,
            category=self.category,
            parts=(self.part,),
            mode=Mode.ROOM,
            delegation_id=self.delegation.id,
            access_needs="planted-needs",
            dietary_needs="planted-diet",
            listed=True,
        )
        self.other = make.a_person(self.event, printed_name="LIN Other", family_name="LIN")
        make.a_registration(
            self.event, self.other, category=self.category, parts=(self.part,), listed=True
        )
        self._live()

    def file(self, data: bytes) -> str:
        return LocalFiles(settings().files).put(data, suffix=".png")

    def _live(self) -> None:
        """What happens to somebody: they speak for a while, change, are written to, and come."""
        line = make.a_speaker(self.session, self.person, topic=Translated(en="planted-note"))
        make.publish(self.event)
        with unit_of_work():
            publications.issues.issue(SYSTEM, self.event.id, now=NOW)
            plan = papers.prepared(SYSTEM, self.event.id)
            papers.issue(
                SYSTEM,
                self.event.id,
                status=EditionStatus.PROVISIONAL,
                symbol="",
                note="",
                seen=plan.token,
                now=NOW,
            )
            self._change()
        with unit_of_work() as written:
            written.delete(written.get_one(Speaker, line.id))
        make.a_speaker(self.session, self.other)
        make.publish(self.event)
        with unit_of_work() as written:
            for row in self._rows():
                written.add(row)
            papers.issue_letters(
                SYSTEM, self.event.id, LetterKind.INVITATION, [self.person.id], now=NOW
            )
            for number, state in enumerate(MailState):
                key = f"test {number}"
                mail.write(
                    MailKind.APPROVED, key=key, person_id=self.person.id, event_id=self.event.id,
                    locale="en", facts={"told": "planted-note"}, now=NOW,
                )  # fmt: skip
                written.execute(
                    sa.update(Mail).filter_by(key=key).values(state=state, error="planted-note")
                )
            written.execute(sa.update(Job).values(error="<planted@ministry.example> unknown"))

    def _change(self) -> None:
        row = people.person(SYSTEM, self.event.id, self.person.id)
        values = {name: getattr(row, name) for name in PersonValues.__slots__}
        values |= {"email": "planted@ministry.example", "phone": "+855 12 345 678"}
        people.save(SYSTEM, self.event.id, row.id, PersonValues(**values), version=None)
        people.set_photo(SYSTEM, self.event.id, row.id, self.photo)

    def _rows(self) -> Iterator[Base]:
        of_event, of_person = {"event_id": self.event.id}, {"person_id": self.person.id}
        of_both = {**of_event, **of_person}
        door = make.a_door(self.event)
        yield Star(**of_person, session_id=self.session.id, created_at=NOW)
        yield Scan(
            **of_both, key="k", door_id=door.id, direction=Direction.IN, way=Way.CAMERA,
            finding=Finding.WELCOME, let_through=True, device_at=NOW, at=NOW, received_at=NOW,
        )  # fmt: skip
        yield Mark(
            **of_both, session_id=self.session.id, kind=MarkKind.ROOM, minutes=30,
            reason="planted-note", made_by="Lin Daw", made_at=NOW,
        )  # fmt: skip
        yield Invitation(
            **of_both, session_key=self.session.key, uid="u", method=Method.REQUEST,
            told={"title": "planted-note"}, told_at=NOW,
        )  # fmt: skip
        moment = self.session.starts
        yield Unavailability(**of_both, starts=moment, ends=moment, note="planted-note")
        yield PersonalCode(
            **of_event, name="BOUA Plantedname", email="planted@ministry.example", locale="en",
            category_id=self.category.id, registration_id=self.registration.id, created_at=NOW,
        )  # fmt: skip
        yield PersonalCode(
            **of_event, name="Plantedname again", email="PLANTED@ministry.example", locale="en",
            category_id=self.category.id, created_at=NOW,
        )  # fmt: skip
        said = {"who": "BOUA Plantedname", "reason": "asked by planted@ministry.example"}
        yield AuditEntry(
            at=NOW, actor="Lin Daw", event_id=self.event.id, action="decide", noun="extensions",
            object_id=1, after=said,
        )  # fmt: skip


def everything() -> str:
    """All that the database holds, as text; secrets are read too."""
    db.session.rollback()
    rows: list[Any] = []
    for table in Base.metadata.sorted_tables:
        rows += [table.name, *map(list, db.session.execute(sa.select(table)))]
    return json.dumps(rows, default=str, ensure_ascii=False)


def found(text: str) -> list[str]:
    return [word for word in PLANTED if word.casefold() in text.casefold()]


def as_themselves(person: Person) -> Actor:
    return Actor(person_id=person.id, name="participant")


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene()


def test_nothing_that_is_known_of_a_person_is_left_in_any_table(scene: Scene) -> None:
    check_nothing_is_left(scene)


@pytest.mark.postgres
def test_nothing_is_left_on_postgresql_either(postgres_app: Flask) -> None:
    check_nothing_is_left(Scene())


def check_nothing_is_left(scene: Scene) -> None:
    assert found(everything()) == list(PLANTED)

    with unit_of_work():
        privacy.erase_own(as_themselves(scene.person), now=NOW)

    assert found(everything()) == []


def test_what_is_counted_stays_without_a_name(scene: Scene) -> None:
    erase(scene)

    person = db.session.get_one(Person, scene.person.id)
    kept = db.session.get_one(Registration, scene.registration.id)
    assert (person.printed_name, person.country, person.email) == ("—", "LA", "")
    assert (kept.status, kept.category_id) == (RegistrationStatus.APPROVED, scene.category.id)
    assert (kept.delegation_id, kept.listed, kept.access_needs) == (None, False, "")
    seat = db.session.scalars(sa.select(Seat).filter_by(registration_id=kept.id)).one()
    assert (seat.mode, seat.status) == (Mode.ROOM, SeatStatus.HELD)
    mark = db.session.scalars(sa.select(Mark)).one()
    assert (mark.person_id, mark.minutes, mark.reason) == (person.id, 30, "")
    assert db.session.scalars(sa.select(Scan.person_id)).all() == [person.id]


def test_nobody_finds_them_in_a_list_any_more(scene: Scene) -> None:
    erase(scene)

    actor, event_id = make.an_actor(Role.OWNER, scene.event), scene.event.id
    listed = registration.participants(actor, event_id, Filters())
    letters = papers.recipients(actor, event_id, LetterKind.INVITATION, now=NOW)
    frozen = papers.contents(papers.edition(event_id, 1))
    assert [row.person.printed_name for row in listed.rows] == ["LIN Other"]
    assert [row.printed_name for row in people.people_of(actor, event_id)] == ["LIN Other"]
    assert [row.person.printed_name for row in letters] == ["LIN Other"]
    assert [p.person.printed_name for d in frozen.delegations for p in d.participants] == [
        "LIN Other"
    ]
    with pytest.raises(NotFound):
        people.person(actor, event_id, scene.person.id)


def test_what_was_published_before_forgets_them_in_every_process(scene: Scene) -> None:
    current, before = publications.of_event(scene.event.slug), publications.history(scene.event.id)
    first = before[-1]
    assert "BOUA Plantedname" in str(publications.programme(first.id))
    issue = publications.issues.issues(scene.event.id)[0]
    assert "BOUA Plantedname" in str(publications.issues.contents(issue.id))

    erase(scene)

    again = publications.issues.issues(scene.event.id)[0]
    assert found(str(publications.programme(first.id))) == []
    assert found(str(publications.issues.contents(issue.id))) == []
    assert publications.of_event(scene.event.slug) != current
    assert (again.number, again.digest != issue.digest) == (issue.number, True)
    due = db.session.scalars(sa.select(Job.key).filter_by(name="build_publication"))
    assert any(again.digest[:32] in key for key in due)


def test_links_die_and_what_waits_is_never_sent(scene: Scene) -> None:
    links = [(make.token(scene.person, purpose), purpose) for purpose in Purpose]

    erase(scene)

    for link, purpose in links:
        with pytest.raises(tokens.Revoked):
            tokens.read(link, purpose)
    kept = db.session.scalars(sa.select(Mail).filter_by(person_id=scene.person.id)).all()
    assert {row.state for row in kept} == {MailState.SENT, MailState.HANDING_OVER}
    assert {(row.recipient, str(row.facts), row.error) for row in kept} == {("", "{}", "")}
    letter = db.session.scalars(sa.select(Letter)).one()
    said = papers.verified(letter.code, counted=0)
    assert said is not None
    assert (said.name, said.valid) == ("—", False)


def test_files_go_unless_somebody_else_has_the_same(scene: Scene) -> None:
    shared = scene.file(b"the same face")
    with unit_of_work() as written:
        people.set_photo(SYSTEM, scene.event.id, scene.person.id, shared)
        written.get_one(Person, scene.other.id).photo = shared
        for name in ("badges", "programme"):
            written.add(
                Publication(
                    event_id=scene.event.id, name=name, edition="r1-en", locale="en", size=1,
                    file=scene.file(name.encode()), built_at=NOW,
                )
            )  # fmt: skip
    chapters = settings().cache / "chapters"
    chapters.mkdir(parents=True)
    (chapters / "one.pdf").write_bytes(b"BOUA Plantedname")
    outbox = settings().instance / "outbox"
    outbox.mkdir()
    for number in db.session.scalars(sa.select(Mail.id)):
        (outbox / f"{number}.0123@localhost.eml").write_bytes(b"To: planted@ministry.example")
    store = LocalFiles(settings().files)
    assert found(written_on_disk()) == list(PLANTED)
    before = {path.name for path in settings().files.rglob("*") if path.is_file()}

    erase(scene)
    _run("forget_files")

    gone = before - {path.name for path in settings().files.rglob("*") if path.is_file()}
    assert {scene.photo, scene.old_photo} <= gone
    assert store.read(shared) == b"the same face"
    assert len(gone) == 4
    assert list(chapters.iterdir()) == []
    assert found(written_on_disk()) == []


def written_on_disk() -> str:
    """All that stands in the files of the instance, the database's own among them."""
    held = [path for path in settings().instance.rglob("*") if path.is_file()]
    return "".join(path.read_bytes().decode(errors="replace") for path in held)


def test_who_speaks_or_is_awaited_is_told_what_to_do_first(app: Flask) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event)
    person = make.a_person(event)
    make.a_registration(event, person, category=category, parts=(part,))
    line = make.a_speaker(make.a_session(event, part), person)
    make.publish(event)
    owner = make.an_actor(Role.OWNER, event)

    def refused() -> str:
        with pytest.raises(Conflict) as own, unit_of_work():
            privacy.erase_own(as_themselves(person), now=NOW)
        with pytest.raises(Conflict) as by_owner, unit_of_work():
            privacy.erase(owner, event.id, person.id, reason="asked", now=NOW)
        assert own.value.code == by_owner.value.code
        return own.value.code

    assert refused() == "speaks"
    with unit_of_work() as written:
        written.delete(written.get_one(Speaker, line.id))
    assert refused() == "published"
    make.publish(event)
    assert refused() == "registered"
    with unit_of_work():
        registration.withdraw_own(as_themselves(person), now=NOW)
        privacy.erase_own(as_themselves(person), now=NOW)
    assert db.session.get_one(Person, person.id).erased_at == NOW


def test_who_turned_out_to_be_two_is_erased_as_both_from_an_older_backup(app: Flask) -> None:
    event = make.an_event()
    kept, dropped = (make.a_person(event, printed_name=name) for name in ("SOK One", "SOK Two"))
    key = dropped.key
    with unit_of_work():
        registration.merge(SYSTEM, event.id, kept.id, dropped.id, from_dropped=frozenset(), now=NOW)
    with unit_of_work():
        privacy.erase_own(as_themselves(kept), now=NOW)
    marks = privacy.marks_kept()
    assert len(marks) == 2

    before = make.a_person(event, key=key, printed_name="SOK Two")
    stranger = make.a_person(event)
    with unit_of_work():
        assert privacy.replay(marks, secrets=["other", settings().secret_key], now=NOW) == 1

    make.afresh()
    assert db.session.get_one(Person, before.id).printed_name == "—"
    assert db.session.get_one(Person, stranger.id).erased_at is None


def test_the_secretariat_gives_a_reason_which_the_log_keeps(scene: Scene) -> None:
    owner, elsewhere = make.an_actor(Role.OWNER, scene.event), make.an_event()
    with pytest.raises(Invalid), unit_of_work():
        privacy.erase(owner, scene.event.id, scene.person.id, reason=" ", now=NOW)
    with pytest.raises(NotFound), unit_of_work():
        privacy.erase(SYSTEM, elsewhere.id, scene.person.id, reason="asked", now=NOW)

    with unit_of_work():
        privacy.erase(owner, scene.event.id, scene.person.id, reason="asked by letter", now=NOW)

    make.afresh()
    said = db.session.scalars(sa.select(AuditEntry).filter_by(action="erase")).one()
    assert (said.actor, said.after) == ("Lin Daw", {"reason": "asked by letter"})
    with pytest.raises(NotFound), unit_of_work():
        privacy.erase(owner, scene.event.id, scene.person.id, reason="again", now=NOW)


def erase(scene: Scene) -> None:
    with unit_of_work():
        privacy.erase_own(as_themselves(scene.person), now=NOW)
    make.afresh()


def _run(name: str) -> None:
    """Carry out the jobs of this name alone."""
    ids = db.session.scalars(sa.select(Job.id).filter_by(name=name)).all()
    db.session.rollback()
    for job_id in ids:
        engine.run(job_id)
