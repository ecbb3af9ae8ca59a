"""The interface's languages: a locale is here when it has a folder under translations/."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from babel import Locale
from babel.lists import format_list
from babel.support import NullTranslations, Translations

FOLDER = Path(__file__).parent / "translations"
SOURCE = "en"


@cache
def locales() -> tuple[str, ...]:
    """English, the language of the source, first; then every catalogue by name."""
    found = sorted(path.name for path in FOLDER.iterdir() if (path / "LC_MESSAGES").is_dir())
    return (SOURCE, *found)


@cache
def translations(locale: str) -> NullTranslations:
    """The messages of a locale; the source's own words where it has none."""
    return Translations.load(FOLDER, [locale])


def gettext(message: str, locale: str) -> str:
    """A message in the words of a locale."""
    return str(translations(locale).gettext(message)) if message else ""


def ngettext(singular: str, plural: str, number: int, locale: str) -> str:
    """A message about a number, which both its forms name as %(num)s."""
    return str(translations(locale).ngettext(singular, plural, number)) % {"num": number}


def message(text: str) -> str:
    """Mark a text for the catalogues; it is translated where it is shown."""
    return text


def joined(pieces: Iterable[str], locale: str) -> str:
    """Those that are not empty, with a locale's commas between them."""
    return gettext(message(", "), locale).join(piece for piece in pieces if piece)


@cache
def listed(names: tuple[str, ...], locale: str) -> str:
    """Names as a sentence has them: English and Chinese."""
    return format_list(names, locale=locale)


@cache
def language_name(code: str, locale: str) -> str:
    """A language's name in the words of a locale: km -> Khmer."""
    return Locale.parse(code).get_display_name(locale) or code


@cache
def own_name(code: str) -> str:
    """A language's name in itself: zh -> 中文."""
    return Locale.parse(code).get_display_name(code) or code


def html_language(code: str) -> str:
    """The BCP 47 tag for a lang attribute; Chinese here is in simplified characters."""
    return "zh-Hans" if code == "zh" else code
