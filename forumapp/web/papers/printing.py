"""Badges, nameplates, the order of flags and door lists, chosen by the organiser."""

from __future__ import annotations

from collections.abc import Iterable

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.domain.access import Action
from forumapp.domain.errors import NotFound
from forumapp.domain.papers import BadgeChoice, BadgeSheet, PlateKind
from forumapp.domain.volumes import Volume, VolumeName
from forumapp.http.guard import requires
from forumapp.http.identity import actor
from forumapp.http.locale import locale
from forumapp.i18n import catalogue
from forumapp.services import delegations, events, papers, publications, registration
from forumapp.web.papers import bp
from forumapp.web.publications.volumes import Place, serve, state

Answer = ResponseReturnValue
Options = list[tuple[str, str]]


@bp.get("/manage/<slug>/papers/printing")
@requires(Action.READ_REGISTRATIONS)
def printing(slug: str) -> Answer:
    """What there is to print, and for whom."""
    return render_template(
        "papers/manage_printing.html",
        event=g.event,
        sheets=_sheets(),
        languages=[
            (code, catalogue.language_name(code, locale()))
            for code in publications.volumes.languages(g.event.languages)
        ],
        categories=_categories(),
        delegations=_delegations(),
        plates=((PlateKind.COUNTRY, _("By country")), (PlateKind.PERSON, _("By person"))),
        sessions=[
            (row.id, f"{row.code} · {row.title.pick(locale())}")
            for row in papers.sessions(actor(), g.event.id)
        ],
    )


@bp.get("/manage/<slug>/papers/badges")
@requires(Action.READ_REGISTRATIONS)
def badges(slug: str) -> Answer:
    """The badges that the form asks for."""
    wanted = request.args
    try:
        sheet = BadgeSheet(wanted.get("sheet", BadgeSheet.A4_8))
    except ValueError:
        raise NotFound from None
    choice = BadgeChoice(
        sheet=sheet,
        category_id=wanted.get("category", type=int),
        delegation_id=wanted.get("delegation", type=int),
        online=bool(wanted.get("online")),
    )
    return _to(VolumeName.BADGES, choice.code)


@bp.get("/manage/<slug>/papers/door-list")
@requires(Action.READ_REGISTRATIONS)
def door_list(slug: str) -> Answer:
    """The door list that the form asks for."""
    return _to(VolumeName.DOOR_LIST, f"s{request.args.get('session', 0, type=int)}")


@bp.get("/manage/<slug>/papers/<name>/<layout>-<language>.pdf")
@requires(Action.READ_REGISTRATIONS)
def print_pdf(slug: str, name: str, layout: str, language: str) -> Answer:
    """A paper as the tables have it now."""
    return serve(
        _volume(name, layout, language),
        events.facts(g.event.id),
        place=Place(
            here=_address("print_pdf", name, layout, language),
            state=_address("print_state", name, layout, language),
            back=url_for("papers.printing", slug=slug),
            layout="layouts/manage.html",
            page="papers",
        ),
        title=_("The paper is being made"),
    )


@bp.get("/manage/<slug>/papers/<name>/<layout>-<language>.pdf/state")
@requires(Action.READ_REGISTRATIONS)
def print_state(slug: str, name: str, layout: str, language: str) -> Answer:
    """How far that PDF is."""
    here = _address("print_pdf", name, layout, language)
    return state(_volume(name, layout, language), location=here)


def _to(name: VolumeName, layout: str) -> Answer:
    language = request.args.get("language", locale())
    return redirect(_address("print_pdf", name, layout, language))


def _address(view: str, name: str, layout: str, language: str) -> str:
    return url_for(f"papers.{view}", slug=g.event.slug, name=name, layout=layout, language=language)


def _volume(name: str, layout: str, language: str) -> Volume:
    if name not in set(VolumeName) or language not in catalogue.locales():
        raise NotFound
    volume, _found = papers.printed(
        actor(), g.event.id, VolumeName(name), layout=layout, locale=language
    )
    return volume


def _sheets() -> Iterable[tuple[BadgeSheet, str]]:
    return (
        (BadgeSheet.A4_8, _("A4, eight cards of 90 × 65 mm")),
        (BadgeSheet.A4_10, _("A4, ten cards of 85 × 54 mm")),
        (BadgeSheet.A4_4, _("A4, four of A6")),
        (BadgeSheet.A6, _("A6, one on a page")),
    )


def _categories() -> Options:
    offer = registration.offer(g.event, locale=locale())
    found = [(str(one.id), one.name.pick(locale())) for one in offer.categories]
    return [("", _("All")), *found]


def _delegations() -> Options:
    rows = delegations.listed(actor(), g.event.id)
    return [("", _("All")), *((str(row.id), row.printed(locale())) for row in rows)]
