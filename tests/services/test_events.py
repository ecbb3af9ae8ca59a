"""Events are made, saved and refused by the rules."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from forumapp.db import db, unit_of_work
from forumapp.domain import clock
from forumapp.domain.access import NOBODY, Action, Actor, Role, can
from forumapp.domain.errors import Forbidden, Invalid, NotFound, Stale
from forumapp.domain.events import EventFormat, EventKind, EventState
from forumapp.domain.text import Translated
from forumapp.models import AuditEntry, Event, EventRole, Session
from forumapp.services import accounts, events, publications
from forumapp.services.events import EventRow
from tests import factories as make

NEW: dict[str, Any] = {
    "slug": "forum-2027",
    "title": Translated(en="A Forum", zh="论坛"),
    "kind": EventKind.FORUM,
    "format": EventFormat.HYBRID,
    "starts_on": date(2027, 6, 28),
    "ends_on": date(2027, 6, 30),
    "zone": "Asia/Yangon",
    "languages": ("en", "zh"),
    "edition": 17,
    "place": Translated(en="Yangon"),
    "series_id": None,
}


def values_of(event: Event, **changes: Any) -> dict[str, Any]:
    """What the settings form would send back."""
    row = events.event(event.slug)
    values = {field.name: getattr(row, field.name) for field in fields(EventRow)}
    for name in ("registration_opens_at", "registration_closes_at", "changes_close_at"):
        values[name] = values[name] and clock.wall(values[name], row.zone)
    return {**values, **changes}


def save(actor: Actor, event: Event, *, version: int | None = None, **changes: Any) -> EventRow:
    with unit_of_work():
        slug = events.save(
            actor,
            event.id,
            values=values_of(event, **changes),
            version=event.version if version is None else version,
        )
    return events.event(slug)


def refused(actor: Actor, event: Event, **changes: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        save(actor, event, **changes)
    return dict(refusal.value.errors)


def an_owner(**more: Any) -> tuple[Actor, Event]:
    event = make.an_event(**more)
    return make.an_actor(Role.OWNER, event), event


def test_a_new_event_is_a_draft_owned_by_its_maker(app: Flask) -> None:
    actor, _other = an_owner()

    with unit_of_work():
        slug = events.create(actor, values=NEW, now=make.NOW)

    row = events.event(slug)
    role = db.session.query(EventRole).filter_by(event_id=row.id).one()
    assert (row.state, row.title["zh"], row.edition) == (EventState.DRAFT, "论坛", 17)
    assert (role.user_id, role.role) == (actor.user_id, Role.OWNER)


def test_only_who_owns_an_event_or_administers_makes_one(app: Flask) -> None:
    event = make.an_event()
    for actor in (make.an_actor(Role.EDITOR, event), make.an_actor(Role.VIEWER, event), NOBODY):
        with pytest.raises(Forbidden), unit_of_work():
            events.create(actor, values=NEW, now=make.NOW)


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"slug": "a"}, {"slug": "not_a_slug"}),
        ({"slug": "Forum 2027"}, {"slug": "not_a_slug"}),
        ({"slug": "new"}, {"slug": "taken"}),
        ({"slug": "x" * 61}, {"slug": "too_many_characters"}),
        ({"slug": ""}, {"slug": "required"}),
        ({"title": Translated()}, {"title": "required"}),
        ({"title": Translated(zh="长" * 201)}, {"title.zh": "too_many_characters"}),
        ({"zone": "Asia/Atlantis"}, {"zone": "not_a_zone"}),
        ({"ends_on": date(2027, 6, 27)}, {"ends_on": "ends_before_start"}),
        ({"ends_on": date(2028, 6, 27)}, {"ends_on": "days_too_many"}),
        ({"starts_on": None}, {"starts_on": "required"}),
        ({"starts_on": date(1, 1, 1)}, {"starts_on": "not_a_date"}),
        ({"kind": "banquet"}, {"kind": "not_a_choice"}),
        ({"languages": ()}, {"languages": "required"}),
        ({"languages": ("en", "tlh")}, {"languages": "not_a_choice"}),
        ({"edition": 10**9}, {"edition": "out_of_range"}),
        ({"series_id": 999}, {"series_id": "not_a_choice"}),
    ],
)
def test_what_cannot_be_makes_no_event(
    app: Flask, changes: dict[str, Any], errors: dict[str, str]
) -> None:
    actor, _event = an_owner()

    with pytest.raises(Invalid) as refusal, unit_of_work():
        events.create(actor, values={**NEW, **changes}, now=make.NOW)

    assert dict(refusal.value.errors) == errors
    assert db.session.query(Event).count() == 1


def test_a_slug_is_one_events_alone(app: Flask) -> None:
    actor, event = an_owner(slug="forum-2022")
    with pytest.raises(Invalid) as refusal, unit_of_work():
        events.create(actor, values={**NEW, "slug": "forum-2022"}, now=make.NOW)
    assert refusal.value.errors == {"slug": "taken"}

    other = make.an_event(state=EventState.DRAFT)
    actor = replace(actor, roles={**actor.roles, other.id: Role.OWNER})
    assert refused(actor, other, slug=event.slug) == {"slug": "taken"}


@pytest.mark.parametrize(
    "name", ["ស" * 200, "<script>alert(1)</script>", "=1+1", "🧑‍🌾", "\u202eевил\u202c"]
)
def test_a_title_may_be_anything_that_is_text(app: Flask, name: str) -> None:
    actor, event = an_owner()
    assert save(actor, event, title=Translated(en=name)).title["en"] == name


def test_everything_of_an_event_is_saved_and_the_public_sees_it_at_once(app: Flask) -> None:
    actor, event = an_owner()
    assert publications.current(event.slug).live.accent == "#7a1f2b"

    row = save(
        actor,
        event,
        accent="#1F4E79",
        contact_email="who@ministry.example",
        foreword=Translated(en="# Foreword\n\nText"),
        capitals=("Asia/Bangkok",),
        notice=Translated(zh="两行\n一行"),
    )

    assert (row.accent, row.capitals) == ("#1f4e79", ("Asia/Bangkok",))
    assert row.foreword["en"] == "# Foreword\n\nText"
    assert row.notice["zh"] == "两行 一行"
    assert publications.current(event.slug).live.accent == "#1f4e79"


def test_the_registration_window_is_written_on_the_events_clock(app: Flask) -> None:
    actor, event = an_owner(zone="Asia/Yangon")
    opens = datetime.fromisoformat("2026-06-01T09:00")

    row = save(actor, event, registration_opens_at=opens)

    assert row.registration_opens_at == datetime(2026, 6, 1, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"accent": "#ffe680"}, {"accent": "contrast"}),
        ({"accent": "red; }"}, {"accent": "not_a_colour"}),
        ({"contact_email": "nobody"}, {"contact_email": "not_an_email"}),
        ({"capitals": ("Asia/Atlantis",)}, {"capitals": "not_a_choice"}),
        ({"zone": "../etc/passwd"}, {"zone": "not_a_zone"}),
        (
            {
                "registration_opens_at": datetime.fromisoformat("2026-06-02T09:00"),
                "registration_closes_at": datetime.fromisoformat("2026-06-01T09:00"),
            },
            {"registration_closes_at": "closes_before_opens"},
        ),
        (
            {
                "zone": "Europe/Berlin",
                "registration_opens_at": datetime.fromisoformat("2026-03-29T02:30"),
            },
            {"registration_opens_at": "no_such_time"},
        ),
        ({"practical": Translated(en="x" * 20_001)}, {"practical.en": "too_many_characters"}),
    ],
)
def test_what_cannot_be_is_not_saved(
    app: Flask, changes: dict[str, Any], errors: dict[str, str]
) -> None:
    actor, event = an_owner()
    assert refused(actor, event, **changes) == errors


def test_the_address_of_a_public_event_stays(app: Flask) -> None:
    actor, event = an_owner(slug="public-one")
    assert save(actor, event, slug="other-one").slug == "public-one"


def test_days_that_would_leave_sessions_outside_are_refused(app: Flask) -> None:
    actor, event = an_owner()
    make.a_session(event, make.a_part(event))
    week = timedelta(days=7)
    later: dict[str, Any] = {"starts_on": event.starts_on + week, "ends_on": event.ends_on + week}

    assert refused(actor, event, **later) == {"starts_on": "sessions_outside"}


def test_sessions_move_with_the_first_day_and_keep_their_time(app: Flask) -> None:
    actor, event = an_owner()
    session = make.a_session(event, make.a_part(event), hour=9)
    week = timedelta(days=7)
    later: dict[str, Any] = {"starts_on": event.starts_on + week, "ends_on": event.ends_on + week}

    save(actor, event, move_sessions=True, **later)

    moved = db.session.get_one(Session, session.id, populate_existing=True)
    assert moved.starts == datetime.combine(event.starts_on, datetime.min.time()).replace(hour=9)
    assert moved.starts.date() == later["starts_on"]


def test_a_zone_whose_clock_skips_a_session_is_refused(app: Flask) -> None:
    day = date(2027, 3, 28)
    actor, event = an_owner(starts_on=day, ends_on=day)
    make.a_session(event, make.a_part(event), hour=2, minutes=30)

    assert refused(actor, event, zone="Europe/Berlin") == {"zone": "no_such_time"}


def test_a_stale_save_says_both_versions(app: Flask) -> None:
    actor, event = an_owner()
    seen = event.version
    save(actor, event, theme=Translated(en="Theirs"))

    with pytest.raises(Stale) as stale:
        save(actor, event, version=seen, theme=Translated(en="Mine"))

    assert stale.value.yours == {"theme": Translated(en="Mine")}
    assert stale.value.theirs == {"theme": Translated(en="Theirs")}
    assert events.event(event.slug).theme["en"] == "Theirs"


def test_a_series_can_be_new_or_one_of_mine_but_not_a_strangers(app: Flask) -> None:
    actor, event = an_owner()
    stranger, theirs = an_owner()
    strange = save(stranger, theirs, series_name=Translated(en="Theirs"), series_since=2007)

    row = save(actor, event, series_name=Translated(en="Mine"), series_since=2019)

    assert [s.name["en"] for s in events.series.known(actor)] == ["Mine"]
    assert refused(actor, event, series_id=strange.series_id) == {"series_id": "not_a_choice"}
    assert save(actor, event, series_id=None).series_id is None
    assert row.series_id is not None


def test_a_series_is_renamed_by_who_may_edit_all_its_editions(app: Flask) -> None:
    actor, event = an_owner()
    row = save(actor, event, series_name=Translated(en="Mine"))
    other = make.an_event(series_id=row.series_id)
    name = Translated(en="Ours")

    with pytest.raises(Forbidden), unit_of_work():
        events.series.rename(actor, event.id, name=name, since=2007, version=1)
    both = replace(actor, roles={**actor.roles, other.id: Role.EDITOR})
    with unit_of_work():
        events.series.rename(both, event.id, name=name, since=2007, version=1)

    found = events.series.of_event(both, other.id)
    assert (found.name, found.since) == (name, 2007)


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.VIEWER])
def test_who_may_not_edit_saves_nothing(app: Flask, role: Role) -> None:
    event = make.an_event()
    actor = make.an_actor(role, event)
    assert not can(actor, Action.EDIT_EVENT, event_id=event.id)
    with pytest.raises(Forbidden):
        save(actor, event, theme=Translated(en="Mine"))
    with pytest.raises(NotFound):
        save(make.an_actor(Role.OWNER, make.an_event()), event, theme=Translated(en="Mine"))


def test_every_change_is_put_down_to_who_made_it(app: Flask) -> None:
    actor, event = an_owner()
    save(actor, event, theme=Translated(en="Mine"))

    entry = db.session.query(AuditEntry).filter_by(event_id=event.id, action="update").one()
    assert (entry.actor, entry.before, entry.after) == (
        "Lin Daw",
        {"theme": {}},
        {"theme": {"en": "Mine"}},
    )


def test_an_owner_of_nothing_learns_nothing(app: Flask) -> None:
    nobody = Actor(user_id=make.a_user(), name="X")
    assert events.events_of(nobody) == ()
    assert accounts.find_user("nobody@x.example") is None
