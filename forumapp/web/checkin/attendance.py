"""The ledger of attendance: what it adds up to, each session's people, and the marks by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.events import Mode, days
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.locale import locale, short_day
from forumapp.i18n.countries import country_name
from forumapp.i18n.words import label
from forumapp.render import sheets
from forumapp.services.checkin import attendance, marks, sitting, sums
from forumapp.services.checkin.attendance import Narrowing
from forumapp.services.checkin.sitting import Shown
from forumapp.services.checkin.sums import Sums
from forumapp.web.checkin import bp
from forumapp.web.checkin.forms import MarkForm
from forumapp.web.checkin.reports import report, table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAMES = ("part", "day", "country", "mode")
LIST = ("q", "shown")


@bp.get("/manage/<slug>/attendance")
@requires(Action.READ_REGISTRATIONS)
def ledger(slug: str) -> ResponseReturnValue:
    """Reports by session, country, mode and part, narrowed as the address says."""
    found = sums.sums(actor(), g.event.id, _narrowing(), now=now())
    asked: dict[str, Any] = {name: request.args[name] for name in NAMES if request.args.get(name)}
    return render_template(
        "checkin/manage_attendance.html",
        event=g.event,
        report=report(found),
        any=sums.anything(g.event.id),
        filters=_filters(found),
        asked=asked,
        export_address=lambda kind: url_for("checkin.export", slug=slug, kind=kind, **asked),
    )


@bp.get("/manage/<slug>/attendance.<any(xlsx, csv):kind>")
@requires(Action.READ_REGISTRATIONS)
def export(slug: str, kind: str) -> ResponseReturnValue:
    """Every entry of what the address narrows the ledger to."""
    with unit_of_work():
        found = attendance.export(actor(), g.event.id, _narrowing(), now=now())
    if kind == "csv":
        data, media_type = sheets.csv(table(found)), "text/csv; charset=utf-8"
    else:
        data, media_type = sheets.xlsx(table(found), written_at=now()), XLSX
    name = f"{slug}-attendance-{now():%Y%m%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, content_type=media_type, headers=headers)


@bp.get("/manage/<slug>/attendance/<int:session_id>")
@requires(Action.READ_REGISTRATIONS)
def session(slug: str, session_id: int) -> ResponseReturnValue:
    """Who was in a session, who has a seat and wasn't seen, and the marks."""
    return _session(session_id, MarkForm(person_id=request.args.get("person", type=int)))


@bp.post("/manage/<slug>/attendance/<int:session_id>/marks")
@requires(Action.DECIDE_REGISTRATIONS)
def mark(slug: str, session_id: int) -> ResponseReturnValue:
    """Mark somebody; a mark before is corrected by the new one, and stays to be read."""
    form = MarkForm()
    if form.sent(lambda: marks.mark(actor(), g.event.id, session_id, form.values(), now=now())):
        flash(_("The mark is kept."), "success")
        return redirect(url_for("checkin.session", slug=slug, session_id=session_id), 303)
    return _session(session_id, form), form.status


def _session(session_id: int, form: MarkForm) -> str:
    asked: dict[str, Any] = {name: request.args[name] for name in LIST if request.args.get(name)}
    shown = asked.get("shown", "")

    def address(**more: Any) -> str:
        known: dict[str, Any] = {"slug": g.event.slug, "session_id": session_id}
        return url_for("checkin.session", **known, **{**asked, **more})

    found = sitting.sitting(
        actor(),
        g.event.id,
        session_id,
        shown=Shown(shown) if shown in set(Shown) else None,
        text=asked.get("q", "")[:200],
        page=request.args.get("page", 1, type=int),
        now=now(),
    )
    return render_template(
        "checkin/manage_session.html",
        event=g.event,
        found=found,
        marks=marks.marks_of(actor(), g.event.id, session_id),
        form=form,
        marked=form.person_id.data and sitting.somebody(actor(), g.event.id, form.person_id.data),
        asked=asked,
        which=[(one.value, words) for one, words in _which()],
        address=address,
        page_of=lambda number: address(page=number),
    )


def _which() -> tuple[tuple[Shown, str], ...]:
    return (
        (Shown.THERE, _("Were there")),
        (Shown.MISSING, _("Have a seat and were not seen")),
        (Shown.MARKED, _("Marked by hand")),
    )


def _narrowing() -> Narrowing:
    """What the address asks for; nonsense in it narrows nothing."""
    mode = request.args.get("mode", "")
    return Narrowing(
        part_id=request.args.get("part", type=int),
        day=request.args.get("day", type=date.fromisoformat),
        country=request.args.get("country", "")[:2],
        mode=Mode(mode) if mode in set(Mode) else None,
    )


def _filters(found: Sums) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Name, label and options of each select."""
    countries = [(code, country_name(code, locale())) for code in found.countries]
    return [
        ("part", _("Part"), [(str(key), name.pick(locale())) for key, name in found.parts.items()]),
        (
            "day",
            _("Day"),
            [(day.isoformat(), short_day(day)) for day in days(g.event.starts_on, g.event.ends_on)],
        ),
        ("country", _("Country"), sorted(countries, key=lambda pair: pair[1])),
        ("mode", _("Takes part"), [(mode.value, label(mode, locale())) for mode in Mode]),
    ]
