"""What was asked and what was read, as JSON between two processes, or on disk."""

from __future__ import annotations

from typing import Any, TypeVar

from cattrs.preconf.json import make_converter

from forumapp.domain.text import Translated

Kind = TypeVar("Kind")

_converter = make_converter(omit_if_default=True)
_converter.register_unstructure_hook(Translated, lambda text: text.plain())
_converter.register_structure_hook(Translated, lambda texts, _: Translated(texts))


def dumped(value: Any) -> bytes:
    """A frozen value of the domain as JSON."""
    return _converter.dumps(value, ensure_ascii=True).encode()


def loaded(kind: type[Kind], data: bytes) -> Kind:
    """The value of this kind again; raises ValueError and others for anything else."""
    return _converter.loads(data, kind)
