"""The checklist in words, each with the page where it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext

from forumapp.http.locale import locale, short_day
from forumapp.i18n.catalogue import language_name
from forumapp.services.overview import Step

Facts = dict[str, Any]


class Todo(NamedTuple):
    """A step as the page shows it."""

    words: str
    href: str
    done: bool


def todo(step: Step, root: str) -> Todo:
    """The words of a step and its page; `root` is the address of the event's workspace."""
    words, path = _STEPS[step.code]
    return Todo(words(step.facts), root + path, step.done)


def _translations(facts: Facts) -> str:
    language = language_name(facts["language"], locale())
    if not facts["missing"]:
        return str(_("Everything is written in %(language)s", language=language))
    return str(
        ngettext(
            "%(num)s text is missing in %(language)s",
            "%(num)s texts are missing in %(language)s",
            facts["missing"],
            language=language,
        )
    )


def _places(facts: Facts) -> str:
    return str(
        ngettext(
            "%(num)s session has neither a room nor a video link",
            "%(num)s sessions have neither a room nor a video link",
            facts["count"],
        )
    )


def _invited(facts: Facts) -> str:
    return str(
        ngettext(
            "%(num)s speaker is invited and has not confirmed",
            "%(num)s speakers are invited and have not confirmed",
            facts["count"],
        )
    )


def _changes(facts: Facts) -> str:
    if not facts["count"]:
        return str(_("Release %(number)s shows the agenda as it is", number=facts["number"]))
    return str(
        ngettext(
            "%(num)s session differs from release %(number)s: publish the change",
            "%(num)s sessions differ from release %(number)s: publish the changes",
            facts["count"],
            number=facts["number"],
        )
    )


def _pending(facts: Facts) -> str:
    return str(
        ngettext(
            "%(num)s registration awaits approval",
            "%(num)s registrations await approval",
            facts["count"],
        )
    )


def _waiting(facts: Facts) -> str:
    return str(
        ngettext(
            "%(num)s person is on a waiting list",
            "%(num)s people are on a waiting list",
            facts["count"],
        )
    )


def _goes(facts: Facts) -> str:
    return str(
        ngettext(
            "%(num)s kind of what is known of people goes from %(day)s on: look at it before",
            "%(num)s kinds of what is known of people go from %(day)s on: look at them before",
            facts["count"],
            day=short_day(facts["day"]),
        )
    )


_STEPS: dict[str, tuple[Callable[[Facts], str], str]] = {
    "organisations": (lambda _f: _("Name the organisations behind the event"), "organisations"),
    "parts": (lambda _f: _("Set up the parts and their seats"), "parts"),
    "rooms": (lambda _f: _("Add the rooms"), "rooms"),
    "categories": (lambda _f: _("Say which categories of people may register"), "categories"),
    "delegations": (lambda _f: _("Add the delegations and their quotas"), "delegations"),
    "contact": (lambda _f: _("Give a contact whom people can ask"), "settings#contact_name"),
    "sessions": (lambda _f: _("Write the agenda"), "sessions"),
    "places": (_places, "sessions"),
    "video": (lambda _f: _("Link the sessions with video rooms"), "video"),
    "speakers": (lambda _f: _("Write the speaker lists"), "sessions"),
    "invited": (_invited, "sessions"),
    "translations": (_translations, "#languages"),
    "published": (lambda _f: _("Make the event public"), "settings#state"),
    "release": (lambda _f: _("Publish the programme as release 1"), "publications"),
    "changes": (_changes, "publications"),
    "window": (lambda _f: _("Set when registration opens and closes"), "settings#window"),
    "pending": (_pending, "registrations?status=pending"),
    "waiting": (_waiting, "registrations?seat=waiting"),
    "goes": (_goes, "privacy"),
}
