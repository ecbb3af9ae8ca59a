"""A programme as JSON and back."""

from __future__ import annotations

from typing import Any

from cattrs.preconf.json import make_converter

from forumapp.domain.programme import Programme
from forumapp.domain.text import Translated

_converter = make_converter()
_converter.register_unstructure_hook(Translated, lambda text: text.plain())
_converter.register_structure_hook(Translated, lambda texts, _: Translated(texts))


def dump(programme: Programme) -> dict[str, Any]:
    """The snapshot that a release keeps."""
    dumped: dict[str, Any] = _converter.unstructure(programme)
    return dumped


def load(snapshot: dict[str, Any]) -> Programme:
    """The programme of a snapshot; unknown keys of a later version are passed over."""
    return _converter.structure(snapshot, Programme)
