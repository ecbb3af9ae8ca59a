"""Badges: several to a sheet, or one on a page, the largest letters that their names allow."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from forumapp.domain.events import EventFormat
from forumapp.domain.papers import Badge, Badges, BadgeSheet
from forumapp.domain.registration import written_in
from forumapp.i18n.catalogue import gettext, html_language
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.words import label
from forumapp.render import qr
from forumapp.render.papers import fit
from forumapp.render.pdf.document import Chapter, Numbering, PdfDocument
from forumapp.render.volumes.language import render
from forumapp.render.volumes.participants import heading
from forumapp.render.volumes.styles import sheet
from forumapp.render.wording import line

TOGETHER = 40  # badges in one chapter: what a process sets between two steps of the progress
SIZES = range(5, 121)
COLOUR = re.compile(r"#[0-9a-f]{6}")

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Frame:
    """What a badge of a sheet has room for: millimetres, and sizes of letters in points.

    The name is followed by its own script at four fifths of its size, title and organisation at
    half, but none smaller than `least`.
    """

    beside_photo: tuple[float, float]
    alone: tuple[float, float]
    names: Sequence[int]
    least: int
    countries: Sequence[int]
    country: float


FRAMES: Mapping[BadgeSheet, Frame] = {
    BadgeSheet.A4_10: Frame((53, 25), (75, 25), range(16, 6, -1), 6, range(12, 5, -1), 58),
    BadgeSheet.A4_8: Frame((56, 32), (80, 32), range(18, 6, -1), 6, range(14, 5, -1), 61),
    BadgeSheet.A4_4: Frame((92, 31), (92, 62), range(30, 9, -1), 8, range(22, 8, -1), 90),
    BadgeSheet.A6: Frame((92, 31), (92, 62), range(30, 9, -1), 8, range(22, 8, -1), 90),
}
LEADING, TALL = 1.25, 1.65  # heights of lines; of scripts that stack marks


@dataclass(frozen=True, slots=True)
class Face:
    """One badge as it is set; `at` is its place on the sheet, sizes are in points."""

    badge: Badge
    at: int
    band: str
    photo: str
    code: str
    mode: str
    country: str
    name_size: int
    native_size: int
    country_size: int
    post_size: int


def badges(
    facts: Badges, *, photos: Mapping[str, str], locale: str, created: datetime
) -> PdfDocument:
    """The sheets in one language; `photos` are the names of pictures among the assets, by key."""
    title = gettext(_("Badges"), locale)
    chosen = facts.choice.sheet

    def face(place: int, badge: Badge) -> Face:
        return _face(badge, at=place % chosen.together, photos=photos, facts=facts, locale=locale)

    return PdfDocument(
        title=f"{title} · {line(facts.event.title.pick(locale))}",
        language=html_language(locale),
        created=created,
        chapters=tuple(_chapters(facts, face, title=title, locale=locale)),
        stylesheets=(
            *(sheet("volume"), sheet("badges"), _page(chosen), sizes()),
            _bands({badge.colour for badge in facts.badges}),
        ),
        header="",
        accent=facts.event.accent,
    )


def _chapters(
    facts: Badges, face: Callable[[int, Badge], Face], *, title: str, locale: str
) -> Iterable[Chapter]:
    chosen = facts.choice.sheet
    share = max(chosen.together, TOGETHER // chosen.together * chosen.together)
    for number, held in enumerate(shares(facts.badges, share) or ((),)):
        faces = [face(place, badge) for place, badge in enumerate(held)]
        html = render(
            "papers-badges.html",
            locale=locale,
            event=facts.event,
            sheet=chosen.value,
            pages=shares(faces, chosen.together),
        )
        yield Chapter(f"badges-{number}", title, html, level=0, numbering=Numbering.NONE)


def _face(badge: Badge, *, at: int, photos: Mapping[str, str], facts: Badges, locale: str) -> Face:
    frame, photo = FRAMES[facts.choice.sheet], photos.get(badge.person.photo, "")
    country = heading(badge.delegation, locale)
    name, native, post = _sizes(badge, frame, beside=bool(photo), locale=locale)
    return Face(
        badge=badge,
        at=at,
        band=_band(badge.colour),
        photo=photo,
        code="data:image/png;base64," + base64.b64encode(qr.small_png(badge.token)).decode(),
        mode=_mode(badge, facts, locale),
        country=country,
        name_size=name,
        native_size=native,
        country_size=fit.size(country, frame.countries, width=frame.country, most=1),
        post_size=post,
    )


def _sizes(badge: Badge, frame: Frame, *, beside: bool, locale: str) -> tuple[int, int, int]:
    """The largest sizes of name, own script and post at which all of them have room."""
    width, height = frame.beside_photo if beside else frame.alone
    person = badge.person
    name, native = line(person.printed_name), line(person.native_name)
    posts = [line(text.pick(locale)) for text in (person.title, person.organisation)]
    leading = TALL if written_in(native) in ("km", "my", "lo", "th") else LEADING
    for points in frame.names:
        found = points, max(frame.least, points * 4 // 5), max(frame.least, points // 2)
        taken = fit.MM * (
            found[2] * LEADING * (1 + sum(fit.lines(t, found[2], width=width) for t in posts))
            + found[0] * LEADING * fit.lines(name, found[0], width=width)
            + found[1] * leading * fit.lines(native, found[1], width=width)
        )
        if taken <= height and fit.lines(name, points, width=width) <= 3:
            break
    return found


def _mode(badge: Badge, facts: Badges, locale: str) -> str:
    """How somebody takes part, where the event is held in both ways."""
    if facts.event.format is not EventFormat.HYBRID:
        return ""
    return " + ".join(label(mode, locale) for mode in badge.participant.modes)


def shares(items: Sequence[Item], most: int) -> list[Sequence[Item]]:
    """The items in shares of so many at most."""
    return [items[start : start + most] for start in range(0, len(items), most)]


def _band(colour: str) -> str:
    """The class of a colour: band-1f4e79."""
    return f"band-{colour.removeprefix('#')}"


def _bands(colours: Iterable[str]) -> str:
    found = sorted(colour for colour in colours if COLOUR.fullmatch(colour))
    return "\n".join(f".{_band(one)} .band {{ background: {one} }}" for one in found)


def _page(chosen: BadgeSheet) -> str:
    size = "A6" if chosen is BadgeSheet.A6 else "A4"
    return f"@page {{ size: {size}; margin: 0 }}"


def sizes() -> str:
    """A class for each size of letters: .s14 is 14 points."""
    return "\n".join(f".s{points} {{ font-size: {points}pt }}" for points in SIZES)
