"""A programme as JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from cattrs.preconf.json import make_converter

from forumapp.db import db
from forumapp.domain.programme import EventFacts, Programme
from forumapp.domain.text import Translated
from forumapp.models import Release
from forumapp.services.publications.numbering import revision

_converter = make_converter()
_converter.register_unstructure_hook(Translated, lambda text: text.plain())
_converter.register_structure_hook(Translated, lambda texts, _: _translated(texts))


def _translated(texts: Mapping[str, str] | str) -> Translated:
    """A text by language; one of an earlier version, written in no language, counts as English."""
    return Translated(en=texts) if isinstance(texts, str) else Translated(texts)


def dump(programme: Programme) -> dict[str, Any]:
    """The snapshot that a release keeps."""
    dumped: dict[str, Any] = _converter.unstructure(programme)
    return dumped


def load(snapshot: dict[str, Any]) -> Programme:
    """The programme of a snapshot; unknown keys of a later version are passed over."""
    return _converter.structure(snapshot, Programme)


def event_of(snapshot: dict[str, Any]) -> EventFacts:
    """The event of a snapshot's `event`."""
    return _converter.structure(snapshot, EventFacts)


def programme(release_id: int) -> Programme:
    """The programme that a release froze; parsed once a process, and again when it is redacted."""
    redactions = sa.select(Release.redactions).where(Release.id == release_id)
    return _programme(release_id, db.session.scalars(redactions).one())


@lru_cache(maxsize=16)
def _programme(release_id: int, _redactions: int) -> Programme:
    row = db.session.execute(
        sa.select(Release.snapshot, revision()).where(Release.id == release_id)
    ).one()
    found = load(row[0])
    return replace(found, release=replace(found.release, id=release_id, revision=row[1]))


forget_parsed = _programme.cache_clear
