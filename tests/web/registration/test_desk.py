"""The registration desk: one act for who stands there, and the form again for the next."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask.testing import FlaskClient

from forumapp.db import db
from forumapp.domain.access import Role
from forumapp.domain.registration import Approval, Origin, RegistrationStatus
from forumapp.models import Registration
from tests import factories as make
from tests.services import registration_kit as kit


def test_who_stands_there_is_approved_and_has_a_code_at_once(client: FlaskClient) -> None:
    event = make.an_event()
    part, other = make.a_part(event, seats_room=1), make.a_part(event, position=2)
    category = make.a_category(event, approval=Approval.BY_HAND)
    make.sign_in(client, event=event, role=Role.REGISTRAR)
    address = f"/manage/{event.slug}/registrations/desk"
    assert "autofocus" in client.get(address).text
    sent: dict[str, Any] = {
        "printed_name": "Anna BEE",
        "organisation": "Ministry of Roads",
        "category": category.id,
        f"part-{part.id}": "room",
        f"part-{other.id}": "online",
    }

    assert client.post(address, data={**sent, "printed_name": ""}).status_code == 422
    answer = client.post(address, data=sent)

    row = db.session.scalars(sa.select(Registration)).one()
    assert (row.status, row.origin) == (RegistrationStatus.APPROVED, Origin.ON_THE_SPOT)
    page = client.get(answer.headers["Location"]).text
    assert "Just registered" in page
    assert "<svg" in page.split("Just registered")[1]
    assert "Ministry of Roads" in page
    assert f'name="part-{other.id}" value="online" checked' in page
    assert 'value="Anna BEE"' not in page
    assert '<option value="Ministry of Roads">' in page, "the next one need not type it"

    late = client.get(client.post(address, data=sent | {"key": ""}).headers["Location"]).text
    assert "No seat was free everywhere" in late


def test_who_awaits_approval_is_approved_at_the_desk(client: FlaskClient) -> None:
    event = make.an_event()
    part, category = make.a_part(event), make.a_category(event, approval=Approval.BY_HAND)
    received = kit.register(event, category, part, email="sok@ministry.example")
    make.sign_in(client, event=event, role=Role.REGISTRAR)
    sent: dict[str, Any] = {
        "printed_name": kit.NAME,
        "email": "sok@ministry.example",
        "category": category.id,
        f"part-{part.id}": "room",
    }

    answer = client.post(f"/manage/{event.slug}/registrations/desk", data=sent)

    assert f"last={received.registration_id}" in answer.headers["Location"]
    assert kit.own(received).registration.status is RegistrationStatus.APPROVED
    elsewhere = make.an_event()
    make.sign_in(client, event=elsewhere, role=Role.REGISTRAR)
    other = f"/manage/{elsewhere.slug}/registrations/desk?last={received.registration_id}"
    assert client.get(other).status_code == 404
