"""Words, dates and names of a volume in one language, and the templates that use them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path

from babel.dates import format_date, format_interval
from babel.lists import format_list
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from forumapp.config import ROOT
from forumapp.domain import clock
from forumapp.domain.people import PersonFacts
from forumapp.domain.registration import written_in
from forumapp.domain.text import Translated
from forumapp.i18n import catalogue
from forumapp.i18n.catalogue import gettext
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.countries import country_name
from forumapp.i18n.words import label
from forumapp.render.wording import line


@cache
def templates(locale: str) -> Environment:
    """The templates of volumes, speaking one language."""
    environment = Environment(
        loader=FileSystemLoader(_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(  # type: ignore[attr-defined]  # the i18n extension adds it
        catalogue.translations(locale), newstyle=True
    )
    filters: Mapping[str, Callable[..., object]] = {
        "tr": lambda text: translated(text, locale),
        "also": also,
        "said": gettext,
        "plain": lambda text: line(text.pick(locale)) if text else "",
        "line": line,
        "label": lambda code: label(code, locale),
        "label_in": label,
        "post_in": post_in,
        "country": lambda code: country_name(code, locale) if code else "",
        "script": script,
        "name_pieces": name_pieces,
        "plain_name": lambda person: plain_name(person, locale),
        "day": lambda value: day(value, locale),
        "date": lambda value: long_date(value, locale),
        "listed": lambda items: listed(items, locale),
        "language_names": lambda codes: listed(
            (catalogue.language_name(code, locale) for code in codes), locale
        ),
        "html_language": catalogue.html_language,
    }
    environment.filters.update(filters)
    environment.globals.update(marks=marks(locale), beside="")
    return environment


@dataclass(frozen=True, slots=True)
class Marks:
    """Punctuation: between clauses, in a list, before what follows from a name, between items."""

    comma: str = ", "
    pause: str = ", "
    colon: str = ": "
    semicolon: str = "; "


def marks(locale: str) -> Marks:
    """The marks of a language; Chinese ones fill a character of their own."""
    return Marks("，", "、", "：", "；") if locale == "zh" else Marks()


def render(template: str, *, locale: str, **facts: object) -> str:
    """The HTML of a template of volumes."""
    return templates(locale).get_template(template).render(locale=locale, **facts)


def translated(text: Translated, locale: str) -> str | Markup:
    """A text in the volume's language, marked with its own language where it falls back."""
    if not text:
        return ""
    language, words = text.picked(locale), line(text.pick(locale))
    if language == locale:
        return words
    return Markup('<span lang="{}">{}</span>').format(
        catalogue.html_language(language), escape(words)
    )


def also(text: Translated, language: str) -> str | Markup:
    """The text in a second language on a line below, where it is written in that one."""
    if not language or language not in text:
        return ""
    return Markup('<span class="second" lang="{}">{}</span>').format(
        catalogue.html_language(language), escape(line(text[language]))
    )


def post_in(person: PersonFacts, language: str) -> str:
    """Title, organisation and country in a second language; nothing where neither is written."""
    posts = (person.title.get(language, ""), person.organisation.get(language, ""))
    if not any(posts):
        return ""
    country = country_name(person.country, language) if person.country else ""
    return marks(language).comma.join(line(piece) for piece in (*posts, country) if piece)


def script(text: str, country: str = "") -> str:
    """The BCP 47 tag of a name in its own script; Vietnamese is told by the country."""
    found = written_in(text)
    if found == "en":
        return "vi" if country == "VN" else "und"
    return catalogue.html_language(found)


def name_pieces(person: PersonFacts) -> tuple[str, str, str]:
    """The printed name cut around the family name, each piece as one clean line."""
    family = line(person.family_name)
    return replace(person, printed_name=line(person.printed_name), family_name=family).name_pieces


def plain_name(person: PersonFacts, locale: str) -> str:
    """A name on one line without marks; in a Chinese volume, a Chinese one in Chinese."""
    own = line(person.native_name)
    if locale == "zh" and own and written_in(own) == "zh":
        return own
    return line(person.name)


def day(value: date, locale: str) -> str:
    """A day with its weekday: Tuesday 9 March 2027."""
    return str(format_date(value, "full", locale=_british(locale)))


def hours_of_day(value: date, hours: str, locale: str) -> str:
    """A day and hours of it: Tuesday 9 March 2027, 09:00–10:30."""
    return gettext(_("%(day)s, %(hours)s"), locale) % {"day": day(value, locale), "hours": hours}


def long_date(value: date, locale: str) -> str:
    """A day: 9 March 2027."""
    return str(format_date(value, "long", locale=_british(locale)))


def days(starts: date, ends: date, locale: str) -> str:
    """The days of an event as one expression: 9–11 March 2027."""
    if starts == ends:
        return long_date(starts, locale)
    if locale != "en":
        return str(format_interval(starts, ends, "yMMMMd", locale=locale))
    # CLDR has no English interval with the month in full.
    if (starts.year, starts.month) == (ends.year, ends.month):
        return f"{starts.day}\N{EN DASH}{long_date(ends, locale)}"
    shown = long_date(starts, locale)
    if starts.year == ends.year:
        shown = shown.removesuffix(f" {starts.year}")
    return f"{shown} \N{EN DASH} {long_date(ends, locale)}"


def date_in(moment: datetime, zone: str) -> date:
    """The day that an aware instant falls on in a zone."""
    return clock.wall(moment, zone).date()


def listed(items: Iterable[str], locale: str) -> str:
    """Items as one expression: English, Chinese and Khmer."""
    return str(format_list([item for item in items if item], locale=_british(locale)))


def _british(locale: str) -> str:
    return "en_GB" if locale == "en" else locale


def _folder() -> Path:
    """The folder of the checkout, or of the installed package."""
    beside = ROOT / "templates"
    return (beside if beside.is_dir() else ROOT / "forumapp" / "templates") / "pdf"
