"""Being erased: by oneself, and by the owner of the event."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from forumapp.domain.access import Role
from forumapp.models import Event, Person
from tests import factories as make


class Scene:
    """A forum that is over, and somebody who took part."""

    def __init__(self) -> None:
        self.event: Event = make.an_event(starts_on=(make.NOW - timedelta(days=9)).date())
        self.person: Person = self.somebody(self.event)
        self.address = f"/manage/{self.event.slug}/people/{self.person.id}/erase"

    def somebody(self, event: Event) -> Person:
        person = make.a_person(event, printed_name="SOK Chanthavy", family_name="SOK")
        parts = (make.a_part(event),)
        make.a_registration(event, person, category=make.a_category(event), parts=parts)
        return person


@pytest.fixture
def scene(client: FlaskClient) -> Scene:
    return Scene()


def test_a_participant_is_erased_after_the_event_once_they_say_so(
    client: FlaskClient, scene: Scene
) -> None:
    make.open_participation(client, scene.person)
    assert "/me/erase" in client.get("/me/").text
    assert "This stays, without a name" in client.get("/me/erase").text
    assert client.post("/me/erase").status_code == 422

    done = client.post("/me/erase", data={"confirm": "erase"}, follow_redirects=True)

    assert "You are erased" in done.text
    assert client.get("/me/").location == "/me/link"
    make.sign_in(client, event=scene.event, role=Role.OWNER)
    assert "of them erased" in client.get(f"/manage/{scene.event.slug}/registrations").text
    for page in ("people", "registrations", "audit"):
        assert "SOK" not in client.get(f"/manage/{scene.event.slug}/{page}").text


def test_before_the_event_they_are_told_to_withdraw_first(
    client: FlaskClient, scene: Scene
) -> None:
    awaited = scene.somebody(make.an_event())
    make.open_participation(client, awaited)

    refused = client.post("/me/erase", data={"confirm": "erase"})

    assert refused.status_code == 409
    assert 'href="/me/withdraw"' in refused.text


def test_the_owner_erases_with_a_reason_and_the_name_once_more(
    client: FlaskClient, scene: Scene
) -> None:
    make.sign_in(client, event=scene.event, role=Role.OWNER)
    assert scene.address in client.get(scene.address.removesuffix("/erase")).text
    assert client.post(scene.address, data={"confirm": "SOK"}).status_code == 422
    assert client.post(scene.address, data={"confirm": "x", "reason": "asked"}).status_code == 422

    answer = client.post(scene.address, data={"confirm": "SOK", "reason": "Asked by letter"})

    assert answer.status_code == 303
    assert client.get(scene.address).status_code == 404
    assert "Asked by letter" in client.get(f"/manage/{scene.event.slug}/audit").text


def test_who_decides_registrations_does_not_erase(client: FlaskClient, scene: Scene) -> None:
    make.sign_in(client, event=scene.event, role=Role.REGISTRAR)

    assert client.get(scene.address).status_code == 403
    assert scene.address not in client.get(scene.address.removesuffix("/erase")).text
