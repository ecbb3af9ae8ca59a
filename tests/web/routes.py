"""Every route of the application, with addresses that lead to real objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, Rule

from forumapp.db import Base, db, unit_of_work
from forumapp.domain.access import Role
from forumapp.domain.events import OrganisationRole
from forumapp.domain.mail import MailKind
from forumapp.domain.text import Translated
from forumapp.models import Event, Organisation, Series, Track
from forumapp.services import jobs, mail
from forumapp.services.tokens import Purpose
from tests import factories as make

READING = {"GET", "HEAD", "OPTIONS"}
NO_SUCH = 999_999

# Tables that a mere look may write to: who was seen when, how often something was tried.
_OF_LOOKING = {"user_sessions", "attempts"}


@dataclass(frozen=True, slots=True)
class World:
    """An event with one of everything, and the arguments that lead there."""

    event: Event
    arguments: Mapping[str, Any]
    person: Any


def a_world(slug: str) -> World:
    """An event with one of everything, released."""
    series = Series(name=Translated(en="A series"))
    with unit_of_work() as session:
        session.add(series)
    event = make.an_event(slug=slug, series_id=series.id)
    part, room = make.a_part(event), make.a_room(event)
    track, organisation = Track(), Organisation()
    for row, more in ((track, {}), (organisation, {"role": OrganisationRole.HOST})):
        row.event_id, row.name = event.id, Translated(en="One of these")
        for name, value in more.items():
            setattr(row, name, value)
    with unit_of_work() as session:
        session.add_all((track, organisation))
    category, delegation = make.a_category(event), make.a_delegation(event)
    make.a_credential(event, delegation)
    question = make.a_question(event, "flight")
    make.publish_form(event)
    person = make.a_person(event)
    registration = make.a_registration(
        event, person, category=category, parts=(part,), delegation_id=delegation.id
    )
    held = make.a_session(event, part, code="S1", room_id=room.id, track_id=track.id)
    speaker = make.a_speaker(held, person)
    video = make.a_video_room(event, held)
    release = make.publish(event)
    with unit_of_work():
        mail_id = mail.write(
            MailKind.LINK_AGAIN,
            key=f"{slug}:again",
            person_id=person.id,
            event_id=event.id,
            locale="en",
            facts={},
            now=datetime.now(UTC),
        )
        job_id = jobs.enqueue(
            "build_publication",
            key=f"{slug}:build",
            payload={},
            event_id=event.id,
            now=datetime.now(UTC),
        )
    arguments: dict[str, Any] = {
        "slug": slug,
        "code": "S1",
        "token": make.token(person, Purpose.JOIN, held.id),
        "person_id": person.id,
        "registration_id": registration.id,
        "session_id": held.id,
        "speaker_id": speaker.id,
        "room_id": video.id,
        "delegation_id": delegation.id,
        "part_id": part.id,
        "member": person.id,
        "extension_id": NO_SUCH,
        "number": release.number,
        "mail_id": mail_id,
        "job_id": job_id,
        "language": "en",
        "release_id": release.id,
        "user_id": make.a_user(),
        "organisations": organisation.id,
        "parts": part.id,
        "rooms": room.id,
        "tracks": track.id,
        "categories": category.id,
        "delegations": delegation.id,
        "doors": make.a_door(event).id,
        "questions": question.id,
        "field": "phone",
    }
    return World(event=event, arguments=arguments, person=person)


def rules(app: Flask, *, writing: bool) -> list[Rule]:
    """The rules that take a GET, or those that take anything that writes."""
    return [
        rule
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
        if rule.endpoint != "static"
        and (methods(rule) if writing else "GET" in (rule.methods or set()))
    ]


def methods(rule: Rule) -> list[str]:
    """The methods that write."""
    return sorted((rule.methods or set()) - READING)


def access(app: Flask, rule: Rule) -> str:
    """What the route declares."""
    return str(vars(app.view_functions[rule.endpoint])["access"])


def addresses(rule: Rule, world: World, **other: Any) -> Iterator[str]:
    """The rule's addresses in this world, one for each of the words it offers."""
    converters = rule._converters
    words = [name for name, kind in converters.items() if isinstance(kind, AnyConverter)]
    for chosen in product(*(sorted(converters[name].items) for name in words)):  # type: ignore[attr-defined]  # its types don't tell
        values = dict(zip(words, chosen, strict=True))
        for name in rule.arguments - values.keys():
            values[name] = _value(rule, name, {**world.arguments, **other}, values)
        built = rule.build(values, append_unknown=False)
        assert built is not None, rule
        yield built[1]


def _value(rule: Rule, name: str, arguments: Mapping[str, Any], chosen: Mapping[str, str]) -> Any:
    """A value for an argument: by its name, for a plain `key` by what it is a key of."""
    if name != "key":
        return arguments.get(name, NO_SUCH)
    nouns = [*chosen.values(), *rule.rule.split("/")]
    return next((arguments[noun] for noun in nouns if noun in arguments), NO_SUCH)


def somebody(app: Flask, who: str, mine: World, other: World) -> FlaskClient:
    """A browser of this kind of person, whose event is `mine`."""
    client = app.test_client()
    if who == "participant":
        make.open_participation(client, mine.person)
    elif who == "focal point":
        make.open_delegation(client, mine.event, mine.arguments["delegations"])
    elif who == "administrator":
        make.sign_in(client, administrator=True)
    elif who == "owner elsewhere":
        make.sign_in(client, event=other.event, role=Role.OWNER)
    elif who != "nobody":
        make.sign_in(client, event=mine.event, role=Role(who))
    return client


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but for what looking writes."""
    make.afresh()
    found = {
        table.name: [tuple(row) for row in db.session.execute(sa.select(table).order_by("id"))]
        for table in Base.metadata.sorted_tables
        if table.name not in _OF_LOOKING
    }
    make.afresh()
    return found
