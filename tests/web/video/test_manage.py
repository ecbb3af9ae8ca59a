"""The organiser's video rooms."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from forumapp.db import db, unit_of_work
from forumapp.domain.access import Role
from forumapp.domain.video import Decision, Provider
from forumapp.models import AuditEntry, Join, VideoRoom, VideoRoomSession
from tests import factories as make

ROOM = {
    "name": "Main line",
    "provider": "plain",
    "address": "https://video.example/planted",
    "audience": "registered",
    "admitted": "online",
    "opens_before": "15",
    "closes_after": "15",
}


def test_a_room_is_made_for_sessions_and_its_secrets_are_encrypted(client: FlaskClient) -> None:
    event = make.an_event()
    session = make.a_session(event, make.a_part(event))
    make.sign_in(client, event=event, role=Role.EDITOR)

    answer = client.post(
        f"/manage/{event.slug}/video/new", data={**ROOM, "session_ids": [str(session.id)]}
    )

    assert answer.status_code == 302
    make.afresh()
    (room,) = db.session.query(VideoRoom)
    assert room.address == "https://video.example/planted"
    assert [s.session_id for s in db.session.query(VideoRoomSession)] == [session.id]
    raw = db.session.connection().exec_driver_sql("SELECT address FROM video_rooms").scalar()
    assert isinstance(raw, bytes)
    assert b"planted" not in raw


def test_no_page_of_the_workspace_shows_what_is_set_unless_asked(client: FlaskClient) -> None:
    event = make.an_event()
    room = make.a_video_room(event, make.a_session(event, make.a_part(event)))
    make.sign_in(client, event=event, role=Role.OWNER)
    base = f"/manage/{event.slug}/video"

    for address in (base, f"{base}/{room.id}"):
        page = client.get(address)
        assert page.status_code == 200
        assert "planted" not in page.text
    shown = client.post(f"{base}/{room.id}/secrets")

    assert "planted-passcode-771" in shown.text
    make.afresh()
    assert "read_secrets" in [entry.action for entry in db.session.query(AuditEntry)]
    assert "planted" not in str([(e.before, e.after) for e in db.session.query(AuditEntry)])


def test_an_empty_secret_is_kept_and_a_ticked_one_cleared(client: FlaskClient) -> None:
    event = make.an_event()
    room = make.a_video_room(event)
    make.sign_in(client, event=event, role=Role.EDITOR)

    data = {**ROOM, "address": "", "clear": ["passcode"], "version": str(room.version)}
    answer = client.post(f"/manage/{event.slug}/video/{room.id}", data=data)

    assert answer.status_code == 302
    make.afresh()
    db.session.expire_all()
    saved = db.session.get_one(VideoRoom, room.id)
    assert saved.address == "https://video.example/planted-address"
    assert (saved.passcode, saved.host_link) == ("", "https://video.example/planted-host-link")


def test_a_session_has_one_video_room_at_most(client: FlaskClient) -> None:
    event = make.an_event()
    session = make.a_session(event, make.a_part(event), code="TAKEN")
    make.a_video_room(event, session)
    make.sign_in(client, event=event, role=Role.EDITOR)

    page = client.post(
        f"/manage/{event.slug}/video/new", data={**ROOM, "session_ids": [str(session.id)]}
    )

    assert page.status_code == 422
    assert "TAKEN" in page.text


def test_an_address_that_no_browser_can_open_is_refused(client: FlaskClient) -> None:
    event = make.an_event()
    make.sign_in(client, event=event, role=Role.EDITOR)

    for wrong in ("javascript:alert(1)", "ftp://x.example", "https://", "https://a@b.example", ""):
        page = client.post(f"/manage/{event.slug}/video/new", data={**ROOM, "address": wrong})
        assert page.status_code == 422, wrong
    make.afresh()
    assert db.session.query(VideoRoom).count() == 0


def test_another_events_room_is_not_there(client: FlaskClient) -> None:
    event, other = make.an_event(), make.an_event()
    room = make.a_video_room(other)
    make.sign_in(client, event=event, role=Role.OWNER)

    assert client.get(f"/manage/{event.slug}/video/{room.id}").status_code == 404
    assert client.post(f"/manage/{event.slug}/video/{room.id}/secrets").status_code == 404
    assert client.post(f"/manage/{event.slug}/video/{room.id}/delete").status_code == 404


def test_who_only_looks_may_see_the_list_and_nothing_more(client: FlaskClient) -> None:
    event = make.an_event()
    room = make.a_video_room(event)
    make.sign_in(client, event=event, role=Role.VIEWER)
    base = f"/manage/{event.slug}/video"

    assert client.get(base).status_code == 200
    assert client.get(f"{base}/{room.id}").status_code == 403
    assert client.post(f"{base}/{room.id}/secrets").status_code == 403


def test_two_saves_at_once_are_met_with_both_versions(client: FlaskClient) -> None:
    event = make.an_event()
    room = make.a_video_room(event)
    make.sign_in(client, event=event, role=Role.EDITOR)
    address = f"/manage/{event.slug}/video/{room.id}"
    seen = str(room.version)

    first = client.post(address, data={**ROOM, "name": "Hers", "version": seen})
    second = client.post(address, data={**ROOM, "name": "His", "version": seen})

    assert (first.status_code, second.status_code) == (302, 409)
    assert "Hers" in second.text
    assert "His" in second.text


def test_a_room_goes_only_when_its_name_is_typed(client: FlaskClient) -> None:
    event = make.an_event()
    room = make.a_video_room(event, make.a_session(event, make.a_part(event)))
    make.sign_in(client, event=event, role=Role.EDITOR)
    here = f"/manage/{event.slug}/video/{room.id}/delete"

    assert "1 session can’t be followed online then." in client.get(here).text
    assert client.post(here, data={"confirm": "main line"}).status_code == 422
    assert db.session.query(VideoRoom).count() == 1
    assert client.post(here, data={"confirm": "Main line"}).status_code == 302
    make.afresh()
    assert db.session.query(VideoRoom).count() == 0


@pytest.mark.parametrize(
    ("provider", "needed"),
    [
        (Provider.JITSI, ("meeting_id", "app_id", "secret")),
        (Provider.BIGBLUEBUTTON, ("meeting_id", "secret")),
    ],
)
def test_what_a_provider_needs_is_asked_for_when_the_room_is_saved(
    client: FlaskClient, provider: Provider, needed: tuple[str, ...]
) -> None:
    event = make.an_event()
    make.sign_in(client, event=event, role=Role.EDITOR)
    new = f"/manage/{event.slug}/video/new"
    whole = {**ROOM, "provider": provider.value, **dict.fromkeys(needed, "something")}

    for name in needed:
        page = client.post(new, data={**whole, name: ""})
        assert page.status_code == 422
        assert page.text.count("can’t be reached without it") == 1
    assert client.post(new, data=whole).status_code == 302
    room = db.session.query(VideoRoom).one()
    kept = {**whole, "version": room.version, "meeting_id": "", "secret": ""}
    assert client.post(f"/manage/{event.slug}/video/{room.id}", data=kept).status_code == 302


def test_the_secretariat_sees_who_knocked(client: FlaskClient) -> None:
    event = make.an_event()
    session = make.a_session(event, make.a_part(event), code="OPEN")
    room, person = make.a_video_room(event, session), make.a_person(event)
    with unit_of_work() as opened:
        knock = Join(session_id=session.id, person_id=person.id, at=make.NOW)
        knock.decision = Decision.TOO_EARLY
        opened.add(knock)
    make.sign_in(client, event=event, role=Role.EDITOR)

    page = client.get(f"/manage/{event.slug}/video/{room.id}").text
    assert "Who knocked" in page
    assert "Too early" in page
    assert person.printed_name in page
