"""A strict reader of calendars: RFC 5545 line by line, sharing no code with what writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_PARAMETER = re.compile(
    r';([A-Z0-9-]+)=("[^"\x00-\x08\x0a-\x1f\x7f]*"|[^";:,\x00-\x08\x0a-\x1f\x7f]*)'
)
_NAME = re.compile(r"[A-Z0-9-]+")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Property:
    name: str
    parameters: dict[str, str]
    raw: str

    @property
    def text(self) -> str:
        """The value as TEXT (RFC 5545 3.3.11)."""
        bare = _ESCAPED.sub("", self.raw)
        assert not set(bare) & set("\\;,"), f"unescaped: {self.raw!r}"
        return _ESCAPED.sub(_unescaped, self.raw)


@dataclass(slots=True)
class Component:
    name: str
    properties: list[Property] = field(default_factory=list)
    inside: list[Component] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        return [p for p in self.properties if p.name == name]

    def one(self, name: str) -> Property:
        (found,) = self.all(name)
        return found

    def components(self, name: str) -> list[Component]:
        return [c for c in self.inside if c.name == name]

    @property
    def entries(self) -> list[Component]:
        return self.components("VEVENT")

    @property
    def zone_names(self) -> list[str]:
        return [zone.one("TZID").raw for zone in self.components("VTIMEZONE")]

    def used_zones(self) -> set[str]:
        """Every TZID that a property names, in this component and all inside."""
        own = {p.parameters["TZID"] for p in self.properties if "TZID" in p.parameters}
        return own.union(*(c.used_zones() for c in self.inside))


def read(data: bytes) -> Component:
    """The one calendar in these bytes; AssertionError where they break RFC 5545 3.1."""
    stack = [Component("")]
    for content in _unfolded(data):
        found = _property(content)
        if found.name == "BEGIN":
            component = Component(found.raw)
            stack[-1].inside.append(component)
            stack.append(component)
        elif found.name == "END":
            assert stack.pop().name == found.raw
        else:
            stack[-1].properties.append(found)
    (root,) = stack
    (calendar,) = root.inside
    assert calendar.name == "VCALENDAR"
    assert not root.properties
    assert calendar.inside, "a calendar holds at least one component (RFC 5545 3.6)"
    return calendar


def _unfolded(data: bytes) -> list[str]:
    assert data.endswith(b"\r\n")
    rows = data.removesuffix(b"\r\n").split(b"\r\n")
    for row in rows:
        assert len(row) <= 75, row
        assert b"\r" not in row
        assert b"\n" not in row
        assert row.strip(), "an empty line"
        row.decode()  # no character is cut in two
    return re.split(r"\r\n(?![ \t])", data.decode().replace("\r\n ", "")[:-2])


def _property(content: str) -> Property:
    name = _NAME.match(content)
    assert name, content
    position, parameters = name.end(), {}
    while found := _PARAMETER.match(content, position):
        assert found[1] not in parameters, content
        parameters[found[1]] = found[2].strip('"')
        position = found.end()
    assert content[position] == ":", content
    raw = content[position + 1 :]
    assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", raw), content
    return Property(name[0], parameters, raw)


def _unescaped(found: re.Match[str]) -> str:
    assert found[1] in "\\;,nN", found[0]
    return "\n" if found[1] in "nN" else found[1]
