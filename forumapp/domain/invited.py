"""A pasted list of delegations to be invited."""

from __future__ import annotations

import re
from dataclasses import dataclass

from forumapp.domain.text import one_line

_BETWEEN = re.compile(r"\t|\s*[,，;；]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedInvitation:
    """A line: the country or organisation, its focal point and their address; empty is missing."""

    number: int
    who: str
    name: str
    email: str


def read_list(text: str) -> tuple[ListedInvitation, ...]:
    """The lines that aren't empty, counted from 1.

    The address is what stands last and has an @, the country or organisation stands first; a comma
    between may belong to the name.
    """
    lines = enumerate(text.splitlines(), 1)
    return tuple(_read(number, line) for number, line in lines if line.strip(" ,;\t"))


def _read(number: int, line: str) -> ListedInvitation:
    who, *rest = [one_line(cell) for cell in _BETWEEN.split(line.strip())]
    email = rest.pop() if rest and "@" in rest[-1] else ""
    return ListedInvitation(number=number, who=who, name=", ".join(filter(None, rest)), email=email)
