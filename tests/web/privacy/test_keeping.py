"""The owner's page of what is kept, for how long, and what goes next."""

from __future__ import annotations

from datetime import timedelta

from flask.testing import FlaskClient

from forumapp.db import unit_of_work
from forumapp.domain.access import Role
from forumapp.services import privacy
from tests import factories as make


def test_the_owner_sees_what_goes_and_changes_how_long_else_is_kept(client: FlaskClient) -> None:
    event = make.an_event(starts_on=(make.NOW - timedelta(days=100)).date())
    person = make.a_person(event, phone="+855 12 345 678")
    make.a_registration(event, person, category=make.a_category(event), access_needs="a ramp")
    with unit_of_work():
        privacy.dispose(event.id, now=make.NOW)
    make.sign_in(client, event=event, role=Role.OWNER)
    address = f"/manage/{event.slug}/privacy"

    page = client.get(address).text
    assert "This goes next" in page
    assert "Access needs, of 1 person" in page
    assert f'href="{address}"' in client.get(f"/manage/{event.slug}/").text
    sent = {"mails": "10", "photos": "", "schedules": "90", "codes": "30", "attendance": ""}
    assert client.post(address, data={**sent, "version": "0"}).status_code == 303
    assert client.post(address, data={**sent, "mails": "11", "version": "0"}).status_code == 409
    assert client.post(address, data={**sent, "mails": "-1", "version": "1"}).status_code == 422
    assert 'value="10"' in client.get(address).text
    assert "10" in client.get(f"/manage/{event.slug}/audit").text
