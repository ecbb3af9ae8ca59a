"""People who are there twice: the list of them, two side by side, and one of two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.duplicates import Sign
from forumapp.domain.errors import Invalid, NotFound
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale
from forumapp.i18n.answers import answer_words
from forumapp.i18n.catalogue import own_name
from forumapp.i18n.countries import country_name
from forumapp.services import questions, registration
from forumapp.services.events import EventRow
from forumapp.services.registration import Double, RegistrationRow, Twin
from forumapp.web.registration import bp

SIZE = 50  # pairs of a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field in which the two differ, in words: what the first says, and what the second.

    `pictures` are the keys of photos.
    """

    name: str
    label: str
    values: tuple[str, str]
    pictures: tuple[str, str] = ("", "")


@bp.get("/manage/<slug>/registrations/doubles")
@requires(Action.READ_REGISTRATIONS)
def doubles(slug: str) -> ResponseReturnValue:
    """Pairs of people who may be one, those with most in common first."""
    event: EventRow = g.event
    found = registration.duplicates(actor(), event.id)
    pages = max(1, ceil(len(found) / SIZE))
    number = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "registration/manage_doubles.html",
        event=event,
        pairs=found[(number - 1) * SIZE : number * SIZE],
        count=len(found),
        number=number,
        pages=pages,
        apart=registration.names_apart(actor(), event.id),
        signs=_signs(),
    )


@bp.get("/manage/<slug>/registrations/doubles/pair")
@requires(Action.DECIDE_REGISTRATIONS)
def pair(slug: str) -> ResponseReturnValue:
    """Both side by side, and which of each field stays; the list where no two are named."""
    if not {"first", "second"} <= request.args.keys():
        return redirect(url_for("registration.doubles", slug=slug))
    return _page(*_two(request.args))


@bp.post("/manage/<slug>/registrations/doubles/pair")
@requires(Action.DECIDE_REGISTRATIONS)
def merge(slug: str) -> ResponseReturnValue:
    """Make them one."""
    event: EventRow = g.event
    first, second = _two(request.form)
    kept, dropped = (second, first) if request.form.get("kept") == "second" else (first, second)
    side = "second" if dropped == second else "first"
    names = (*registration.OF_PERSON, *registration.OF_REGISTRATION, *_answers_named(request.form))
    chosen = frozenset(name for name in names if request.form.get(f"field-{name}") == side)
    try:
        with unit_of_work():
            registration.merge(actor(), event.id, kept, dropped, from_dropped=chosen, now=now())
    except Invalid:
        words = _("Somebody else is registered with this name and address. Choose the other one.")
        return _page(first, second, refusal=words), 409
    flash(_("They are one now. The links of both lead to the one that stays."), "success")
    return redirect(url_for("registration.doubles", slug=slug), 303)


@bp.post("/manage/<slug>/registrations/doubles/apart")
@requires(Action.DECIDE_REGISTRATIONS)
def tell_apart(slug: str) -> ResponseReturnValue:
    """They are two: write that down, or take it back."""
    first, second = _two(request.form)
    event: EventRow = g.event
    with unit_of_work():
        if request.form.get("again"):
            registration.ask_again(actor(), event.id, first, second)
        else:
            registration.tell_apart(actor(), event.id, first, second, now=now())
    flash(_("That is kept in mind."), "success")
    return redirect(url_for("registration.doubles", slug=slug), 303)


def _two(given: MultiDict[str, str]) -> tuple[int, int]:
    first, second = given.get("first", type=int), given.get("second", type=int)
    if not first or not second:
        raise NotFound
    return first, second


def _page(first: int, second: int, *, refusal: str = "") -> str:
    event: EventRow = g.event
    found = registration.double(actor(), event.id, first, second)
    return render_template(
        "registration/manage_double.html",
        event=event,
        found=found,
        fields=(*_differences(found), *_answers(found)),
        refusal=refusal,
    )


def _differences(found: Double) -> tuple[Field, ...]:
    told = [_told(found.first, found.registrations[0]), _told(found.second, found.registrations[1])]
    labels = _labels()
    fields = [
        Field(name=name, label=labels[name], values=(told[0].get(name, ""), told[1].get(name, "")))
        for name in labels
        if name in told[0] | told[1] and told[0].get(name) != told[1].get(name)
    ]
    keys = (found.first.photo, found.second.photo)
    if keys[0] != keys[1]:
        values = (_said(keys[0]), _said(keys[1]))
        fields.append(Field(name="photo", label=_("Photo"), values=values, pictures=keys))
    return tuple(fields)


def _answers(found: Double) -> Iterator[Field]:
    """What both answered, and differently."""
    event: EventRow = g.event
    ids = [row.id if row else 0 for row in found.registrations]
    given = questions.answers_of(actor(), event.id, ids)
    first, second = (given.get(key, {}) for key in ids)
    for question in questions.known(actor(), event.id):
        both = [side[question.code] for side in (first, second) if question.code in side]
        if len(both) == 2 and both[0] != both[1]:
            one, other = (answer_words(question, said, locale()) for said in both)
            name = f"{registration.ANSWER}{question.code}"
            yield Field(name=name, label=question.label.pick(locale()), values=(one, other))


def _answers_named(sent: MultiDict[str, str]) -> Iterator[str]:
    names = (key.removeprefix("field-") for key in sent)
    return (name for name in names if name.startswith(registration.ANSWER))


def _said(photo: str) -> str:
    return _("This photo") if photo else ""


def _labels() -> dict[str, str]:
    return {
        "name": _("Name"),
        "native_name": _("Name in native script"),
        "title": _("Title or position"),
        "organisation": _("Organisation"),
        "country": _("Country"),
        "email": _("E-mail"),
        "phone": _("Telephone"),
        "locale": _("Language of mails"),
        "biography": _("Biography"),
        "category": _("Category"),
        "delegation": _("Delegation"),
        "access_needs": _("Access needs"),
        "dietary_needs": _("Dietary needs"),
        "listed": _("On the list of participants"),
    }


def _told(person: Twin, row: RegistrationRow | None) -> dict[str, str]:
    language = locale()
    found = {
        "name": f"{person.honorific} {person.printed_name}".strip(),
        "native_name": person.native_name,
        "title": person.title.pick(language),
        "organisation": person.organisation.pick(language),
        "country": country_name(person.country, language) if person.country else "",
        "email": person.email,
        "phone": person.phone,
        "locale": own_name(person.locale),
        "biography": person.biography.pick(language),
    }
    return found | (_registered(row, language) if row else {})


def _registered(row: RegistrationRow, language: str) -> dict[str, str]:
    country = row.delegation_country
    return {
        "category": row.category.pick(language),
        "delegation": country_name(country, language)
        if country
        else row.delegation_name.pick(language),
        "access_needs": row.access_needs,
        "dietary_needs": row.dietary_needs,
        "listed": _("Yes") if row.listed else _("No"),
    }


def _signs() -> dict[Sign, str]:
    return {
        Sign.NAME_AND_EMAIL: _("same name and address"),
        Sign.NAME_AND_COUNTRY: _("same name and country"),
        Sign.NATIVE_NAME: _("same name in native script"),
        Sign.EMAIL: _("same address"),
    }
