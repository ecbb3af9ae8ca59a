"""The language of a page: asked for, remembered, or what the browser prefers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache

from babel.dates import format_date, format_interval, format_skeleton
from flask import Flask, Response, g, request
from flask_babel import Babel
from markupsafe import Markup, escape

from forumapp.config import settings
from forumapp.domain import clock
from forumapp.domain.text import Translated
from forumapp.i18n import catalogue, cldr
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.countries import country_name, zone_place
from forumapp.i18n.words import issued_as, label
from forumapp.render.markdown import to_html

COOKIE = "lang"
DATING = {"en": "en_GB"}
YEAR = int(timedelta(days=365).total_seconds())
babel = Babel()


def init_app(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(catalogue.FOLDER)
    babel.init_app(app, locale_selector=locale)
    cldr.keep_little((*catalogue.locales(), *DATING.values()))
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # by i18n
        _gettext, _ngettext, newstyle=True, pgettext=_pgettext
    )
    app.after_request(_remember)
    for name, function in FILTERS.items():
        app.add_template_filter(function, name)


def locale() -> str:
    """The locale of this request."""
    chosen: str | None = g.get("locale")
    if chosen is None:
        chosen = g.locale = _choose()
    return chosen


def speak(language: str) -> None:
    """Show this page in a reader's own language, unless its address asks for another."""
    if request.args.get("lang") not in catalogue.locales() and language in catalogue.locales():
        g.locale = language


def _gettext(message: str) -> str:
    """A template's message: Flask-Babel's own looks up its context anew for each."""
    return catalogue.translations(locale()).gettext(message)


def _ngettext(singular: str, plural: str, number: int) -> str:
    return catalogue.translations(locale()).ngettext(singular, plural, number)


def _pgettext(context: str, message: str) -> str:
    """A message whose English word has another translation elsewhere."""
    return str(catalogue.translations(locale()).pgettext(context, message))


def _choose() -> str:
    known = catalogue.locales()
    for wanted in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wanted in known:
            return str(wanted)
    header = request.accept_languages
    return header.best_match(known, default=catalogue.SOURCE) or catalogue.SOURCE


def _remember(response: Response) -> Response:
    """Only a page that was asked for in a language changes that of the pages after it."""
    wanted = request.args.get("lang")
    if response.mimetype != "text/html" or g.get("forgets_language"):
        return response
    if wanted in catalogue.locales() and request.cookies.get(COOKIE) != wanted:
        remember(response, str(wanted))
    return response


def remember(response: Response, language: str) -> None:
    """Have this browser see the interface in a language from now on."""
    response.set_cookie(
        COOKIE, language, max_age=YEAR, samesite="Lax", secure=settings().secure_cookies
    )


def translated(text: Translated | None) -> str | Markup:
    """A text in the page's language, marked with its own language where it falls back."""
    if not text:
        return ""
    language = text.picked(locale())
    if language == locale():
        return text.pick(language)
    tag = catalogue.html_language(language)
    return Markup('<span lang="{}">{}</span>').format(tag, escape(text.pick(language)))


def plain(text: Translated | None) -> str:
    """A text in the page's language, for attributes and titles."""
    return text.pick(locale()) if text else ""


def prose(text: Translated | None) -> str | Markup:
    """A text of Markdown in the page's language, as clean HTML."""
    if not text:
        return ""
    language = text.picked(locale())
    html = Markup(to_html(text.pick(language)))  # noqa: S704  cleaned where it is made
    if language == locale():
        return html
    return Markup('<div lang="{}">{}</div>').format(catalogue.html_language(language), html)


def _dating() -> str:
    """The locale of dates: English ones are written day first, as such meetings do."""
    return DATING.get(locale(), locale())


def day(value: date) -> str:
    """A day with its weekday."""
    return _written(_day_of(value), "full", _dating())


def short_day(value: date) -> str:
    return _written(_day_of(value), "medium", _dating())


def weekday_of(value: date) -> str:
    """A day in few words, for tabs: Sat 19 Dec."""
    return str(format_skeleton("MMMEd", value, locale=_dating()))


@lru_cache(maxsize=1024)
def _written(value: date, style: str, dating: str) -> str:
    return str(format_date(value, style, locale=dating))


def _day_of(value: date) -> date:
    """The day of a wall time: equal instants of two zones may be on different days."""
    return value.date() if isinstance(value, datetime) else value


def time_of_day(value: datetime) -> str:
    """A wall time as HH:MM, alike in every language."""
    return f"{value:%H:%M}"


def date_and_time(value: datetime | None, zone: str = "UTC") -> str:
    """An aware instant, or a wall time, as date and time in a zone with its offset."""
    if value is None:
        return ""
    shown = clock.wall(value, zone) if value.tzinfo else value
    date_words = format_date(shown, "long", locale=_dating())
    words = catalogue.gettext(_("%(date)s, %(time)s"), locale()) % {
        "date": date_words,
        "time": f"{shown:%H:%M}",
    }
    if not value.tzinfo:
        return words
    return f"{words} ({clock.offset_label(clock.offset(value, zone))})"


def day_range(starts: date, ends: date) -> str:
    """Two days as one expression: 28–30 June 2022."""
    if starts == ends:
        return str(format_date(starts, "long", locale=_dating()))
    return str(format_interval(starts, ends, "yMMMd", locale=_dating()))


def offset_at(value: datetime, zone: str) -> str:
    """The UTC offset of a zone at an aware instant."""
    return clock.offset_label(clock.offset(value, zone))


def wall_in(value: datetime, zone: str) -> datetime:
    """What another zone's clock shows at an aware instant."""
    return clock.wall(value, zone)


def languages(codes: Iterable[str]) -> str:
    """Languages by name: English and Chinese."""
    names = tuple(catalogue.language_name(code, locale()) for code in codes)
    return catalogue.listed(names, locale())


FILTERS: dict[str, Callable[..., object]] = {
    "tr": translated,
    "plain": plain,
    "prose": prose,
    "label": lambda code: label(code, locale()),
    "issued_as": lambda release: issued_as(release.status, release.revision, locale()),
    "country": lambda code: country_name(code, locale()) if code else "",
    "language_name": lambda code: catalogue.language_name(code, locale()),
    "languages": languages,
    "joined": lambda pieces: catalogue.joined(pieces, locale()),
    "own_name": catalogue.own_name,
    "with_own_name": lambda code: (code, catalogue.own_name(code)),
    "html_language": catalogue.html_language,
    "place_of": lambda zone: zone_place(zone, locale()),
    "day": day,
    "short_day": short_day,
    "weekday_of": weekday_of,
    "time": time_of_day,
    "when": date_and_time,
    "day_range": day_range,
    "offset_at": offset_at,
    "wall_in": wall_in,
    "instant": clock.instant,
}
