"""The same schema and the same use cases on both databases."""

from __future__ import annotations

import pytest
from flask import Flask

from forumapp.services import publications
from tests import factories as make


@pytest.mark.postgres
def test_a_release_can_be_made_and_read_on_postgresql(postgres_app: Flask) -> None:
    event = make.an_event()
    make.a_session(event, make.a_part(event), code="S1")

    programme = publications.programme(make.publish(event).id)

    assert [s.code for s in programme.sessions] == ["S1"]
