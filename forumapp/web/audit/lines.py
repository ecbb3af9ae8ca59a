"""A line of the log as a page shows it: words where there are any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _

from forumapp.domain.access import SYSTEM
from forumapp.http.locale import date_and_time, locale, short_day
from forumapp.i18n.catalogue import own_name
from forumapp.i18n.countries import country_codes, country_name
from forumapp.i18n.words import label
from forumapp.services import audit
from forumapp.services.audit import AuditRow
from forumapp.web.audit.words import CODES, action_words, field_words, noun_words

LONGEST = 240  # characters of a text that are shown

PICTURES = ("logo", "photo")  # kept as the key of a file, which tells nobody anything

Names = Mapping[tuple[str, int], Any]


class Change(NamedTuple):
    """One field: what it is called, and what it was and is."""

    field: str
    before: str
    after: str


class Line(NamedTuple):
    """One line of the log."""

    at: datetime
    actor: str
    action: str
    noun: str
    name: str
    changes: tuple[Change, ...]


def line(row: AuditRow, names: Names, *, zone: str) -> Line:
    """An entry in words; instants on the clock of the event."""
    return Line(
        at=row.at,
        actor=_("The system") if row.actor == SYSTEM.name else row.actor,
        action=action_words(row.action),
        noun=noun_words(row.noun),
        name=_name(row, names),
        changes=tuple(_changes(row, names, zone)),
    )


def _name(row: AuditRow, names: Names) -> str:
    """What the object is called now, or was when it was last written down."""
    if found := names.get((row.noun, row.object_id)):
        return _called(row.noun, found)
    for values in (row.after, row.before):
        for field in ("user_id", "person_id"):
            if found := names.get((audit.points_at(field), values.get(field, 0))):
                return _called("", found)
        for field in ("title", "subject", "name", "printed_name", "code", "country"):
            if value := values.get(field):
                return value if isinstance(value, str) else _picked(value)
    return str(_("number %(number)s", number=row.object_id))


def _called(noun: str, name: Any) -> str:
    text = str(name.pick(locale()))
    if noun == "delegations" and text in country_codes():
        return country_name(text, locale())
    return text


def _picked(texts: Any) -> str:
    if not isinstance(texts, Mapping):
        return str(texts)
    return str(texts.get(locale()) or next(iter(texts.values()), ""))


def _changes(row: AuditRow, names: Names, zone: str) -> Iterable[Change]:
    for field in {**row.before, **row.after}:
        if field in ("event_id", "key", "id"):
            continue
        words = field_words(row.noun, field)
        old, new = (_flat(field, side.get(field)) for side in (row.before, row.after))
        if isinstance(old or new, dict):
            yield from _by_language(words, old or {}, new or {})
        else:
            shown = [_shown(row.noun, field, value, names, zone) for value in (old, new)]
            if shown[0] != shown[1] or field in PICTURES:
                yield Change(words, *shown)


def _flat(field: str, value: Any) -> Any:
    """Structured values as lists: what a question offers and depends on, whom a circular is for."""
    if field == "options" and value:
        return [_picked(one["label"]) for one in value if not one["retired"]]
    if field == "condition" and isinstance(value, Mapping):
        return [value["question"], *value["values"]] if value else []
    if field == "filters" and isinstance(value, Mapping):
        return [f"{name}: {wanted}" for name, wanted in sorted(value.items())]
    return value


def _by_language(words: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterable[Change]:
    for language in {**old, **new}:
        before, after = old.get(language, ""), new.get(language, "")
        if before != after:
            yield Change(f"{words} · {own_name(language)}", _cut(before), _cut(after))


def _shown(noun: str, field: str, value: Any, names: Names, zone: str) -> str:
    """A value of the log in the words of the page."""
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, list):
        return ", ".join(_shown(noun, field, item, names, zone) for item in value)
    if isinstance(value, int):
        return _pointed_at(field, value, names)
    if field in PICTURES:
        return str(_("a picture"))
    text = str(value)
    return _code(noun, field, text) or _moment(field, text, zone) or _cut(text)


def _pointed_at(field: str, number: int, names: Names) -> str:
    noun = audit.points_at(field)
    found = names.get((noun, number)) if noun else None
    return _called(noun, found) if found else str(number)


def _code(noun: str, field: str, text: str) -> str:
    kind = CODES.get((noun, field)) or CODES.get(("", field))
    if kind is not None and text in {code.value for code in kind}:
        return label(kind(text), locale())
    if field == "country" and text in country_codes():
        return country_name(text, locale())
    return ""


def _moment(field: str, text: str, zone: str) -> str:
    """Days, wall times (`starts`, `ends`) and instants (`…_at`)."""
    try:
        if field.endswith("_on"):
            return short_day(date.fromisoformat(text))
        if field.endswith("_at") or field in ("starts", "ends"):
            return date_and_time(datetime.fromisoformat(text), zone)
    except ValueError:
        return text
    return ""


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"
