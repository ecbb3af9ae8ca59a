"""/j/<token>: each answer of the gate, as a browser meets it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import OctKey

from forumapp.app import create_app
from forumapp.config import Settings
from forumapp.db import db, unit_of_work
from forumapp.domain.events import EventState, Mode
from forumapp.domain.registration import RegistrationStatus
from forumapp.domain.speakers import SpeakingPart
from forumapp.domain.video import Admitted, Audience, Decision, Provider
from forumapp.models import Event, Join, Person, Registration, Session
from forumapp.services import publications, tokens
from forumapp.services.tokens import Purpose
from tests import factories as make
from tests.gateways.bigbluebutton import running_bigbluebutton


class Scene:
    """A hybrid event whose one session runs now, and one person registered online."""

    def __init__(self, *, starts_in: timedelta = timedelta(minutes=-10), **room: object) -> None:
        starts = (datetime.now(UTC) + starts_in).replace(tzinfo=None, second=0, microsecond=0)
        today: date = starts.date()
        self.event: Event = make.an_event(starts_on=today, ends_on=today, zone="UTC")
        self.part = make.a_part(self.event)
        self.session: Session = make.a_session(
            self.event, self.part, code="NOW", starts=starts, ends=starts + timedelta(hours=1)
        )
        self.room = make.a_video_room(self.event, self.session, **room)
        self.person: Person = make.a_person(self.event)
        self.registration: Registration = make.a_registration(
            self.event, self.person, category=make.a_category(self.event), parts=(self.part,)
        )
        make.publish(self.event)

    @property
    def link(self) -> str:
        return f"/j/{make.token(self.person, Purpose.JOIN, self.session.id)}"


def test_who_is_admitted_goes_on_and_it_is_logged(client: FlaskClient) -> None:
    scene = Scene(passcode=None, dial_in=None, backup_address=None)

    answer = client.get(scene.link)

    assert (answer.status_code, answer.location) == (302, scene.room.address)
    assert answer.headers["Cache-Control"] == "no-store"
    make.afresh()
    logged = [(j.person_id, j.session_id, j.decision) for j in db.session.query(Join)]
    assert logged == [(scene.person.id, scene.session.id, Decision.ADMITTED)]


def test_passcode_and_telephone_stand_on_the_page_of_who_is_admitted(client: FlaskClient) -> None:
    scene = Scene()

    page = client.get(scene.link)

    assert page.status_code == 200
    assert "planted-passcode-771" in page.text
    assert "planted-dial-in" in page.text
    assert "planted-host-link" not in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_whoever_presides_is_sent_to_the_host_link(client: FlaskClient) -> None:
    scene = Scene(passcode=None, dial_in=None, backup_address=None)
    make.a_speaker(scene.session, scene.person, part=SpeakingPart.CHAIR)

    assert client.get(scene.link).location == scene.room.host_link


def test_too_early_is_a_page_that_waits_and_tells_no_secret(client: FlaskClient) -> None:
    scene = Scene(starts_in=timedelta(minutes=40))

    page = client.get(scene.link)

    assert page.status_code == 200
    assert "data-countdown" in page.text
    assert "planted" not in page.text


def test_too_late_is_a_page_that_says_so(client: FlaskClient) -> None:
    page = client.get(Scene(starts_in=timedelta(hours=-2)).link)

    assert page.status_code == 410
    assert "planted" not in page.text


@pytest.mark.parametrize(
    "refused",
    [
        {"status": RegistrationStatus.PENDING},
        {"status": RegistrationStatus.REJECTED},
        {"status": RegistrationStatus.WITHDRAWN},
    ],
)
def test_only_the_approved_are_admitted(
    client: FlaskClient, refused: dict[str, RegistrationStatus]
) -> None:
    scene = Scene()
    with unit_of_work():
        registration = db.session.get_one(Registration, scene.registration.id)
        registration.status = refused["status"]

    page = client.get(scene.link)

    assert page.status_code == 403
    assert "planted" not in page.text
    assert "Opening plenary" not in page.text


def test_a_room_for_those_online_does_not_admit_those_in_the_hall(client: FlaskClient) -> None:
    scene = Scene()
    guest = make.a_person(scene.event)
    category = make.a_category(scene.event)
    make.a_registration(scene.event, guest, category=category, parts=(scene.part,), mode=Mode.ROOM)
    link = f"/j/{make.token(guest, Purpose.JOIN, scene.session.id)}"

    assert client.get(link).status_code == 403
    with unit_of_work():
        db.session.get_one(type(scene.room), scene.room.id).admitted = Admitted.BOTH
    assert client.get(link).status_code == 200


def test_a_room_for_speakers_admits_speakers_alone(client: FlaskClient) -> None:
    scene = Scene(audience=Audience.SPEAKERS)
    speaker = make.a_person(scene.event)
    make.a_speaker(scene.session, speaker)

    assert client.get(scene.link).status_code == 403
    link = f"/j/{make.token(speaker, Purpose.JOIN, scene.session.id)}"
    assert client.get(link).status_code == 200


def test_a_rotated_link_is_revoked(client: FlaskClient) -> None:
    scene = Scene()
    old = scene.link
    with unit_of_work():
        tokens.rotate(db.session.get_one(Person, scene.person.id), Purpose.JOIN)

    assert client.get(old).status_code == 410
    assert client.get(scene.link).status_code == 200


def test_a_link_nobody_gave_out_is_404(client: FlaskClient) -> None:
    scene = Scene()

    assert client.get("/j/made-up").status_code == 404
    feed = make.token(scene.person, Purpose.FEED)
    assert client.get(f"/j/{feed}").status_code == 404


def test_a_link_to_another_events_session_opens_nothing(client: FlaskClient) -> None:
    scene, other = Scene(), Scene()
    link = f"/j/{make.token(scene.person, Purpose.JOIN, other.session.id)}"

    assert client.get(link).status_code == 410


def test_an_archived_event_opens_nothing(client: FlaskClient) -> None:
    scene = Scene()
    with unit_of_work():
        db.session.get_one(Event, scene.event.id).state = EventState.ARCHIVED
    publications.forget(scene.event.slug)

    assert client.get(scene.link).status_code == 410


def test_a_jitsi_room_is_entered_with_a_token_signed_at_the_click(client: FlaskClient) -> None:
    scene = Scene(
        provider=Provider.JITSI,
        address="https://meet.example",
        app_id="forum",
        secret="a shared secret of some length, planted",
        meeting_id="plenary",
        passcode=None,
        dial_in=None,
        backup_address=None,
    )

    address = urlsplit(client.get(scene.link).location)

    signed = parse_qs(address.query)["jwt"][0]
    key = OctKey.import_key("a shared secret of some length, planted")
    claims = jwt.decode(signed, key).claims
    assert (address.hostname, address.path) == ("meet.example", "/plenary")
    assert claims["context"]["user"]["name"] == "CAMBODIA - Ms. SOK Chanthavy"


def test_a_bigbluebutton_room_is_made_and_joined_when_clicked(settings: Settings) -> None:
    with running_bigbluebutton() as server:
        allowed = f"http://127.0.0.1:{server.port}#private"
        app = create_app(replace(settings, video_origins=allowed))
        app.config["TESTING"] = True
        with app.app_context():
            scene = Scene(
                provider=Provider.BIGBLUEBUTTON,
                address=server.address,
                secret=server.secret,
                meeting_id="plenary",
                passcode=None,
                dial_in=None,
                backup_address=None,
            )
            link = scene.link
            db.session.remove()
        address = app.test_client().get(link).location
        with urlopen(address) as answer:
            assert b"SUCCESS" in answer.read()

    assert server.calls == ["create", "join"]
    (joined,) = server.meetings["plenary"].joined
    assert (joined["fullName"], joined["role"]) == ("CAMBODIA - Ms. SOK Chanthavy", "VIEWER")


def test_a_provider_that_may_not_be_called_is_no_server_error(client: FlaskClient) -> None:
    scene = Scene(
        provider=Provider.BIGBLUEBUTTON,
        address="https://127.0.0.1:9/bigbluebutton",
        secret="planted",
        meeting_id="plenary",
    )

    page = client.get(scene.link)

    assert page.status_code == 503
    assert "planted" not in page.text
