"""Credentials: handed in by the focal point, decided by the secretariat, reported."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from forumapp.db import unit_of_work
from forumapp.domain import clock
from forumapp.domain.access import Action
from forumapp.domain.delegations import CredentialStatus
from forumapp.domain.errors import Conflict, Invalid, Stale
from forumapp.http.forms import CodeField, EditForm, Line, Lines, words
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.letters import drop_letters, keep_letter, send_letter
from forumapp.http.locale import locale
from forumapp.i18n.words import label
from forumapp.render import sheets
from forumapp.render.sheets import Cell, Table
from forumapp.services import delegations
from forumapp.services.delegations import credentials
from forumapp.services.delegations.credentials import CredentialRow, Report
from forumapp.services.delegations.rows import DelegationRow
from forumapp.web.delegations import bp

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OWN, ROOT = "/events/<slug>/delegation/credentials", "/manage/<slug>/delegations"


_NAMES = {"status": "standing"}


class CredentialForm(EditForm):
    """What the letter says, and what it is worth."""

    standing = CodeField(lazy_gettext("Status"), CredentialStatus)  # `status` is the page's own
    issuer = Line(
        lazy_gettext("Issued by"),
        description=lazy_gettext("Such as the Ministry of Foreign Affairs."),
    )
    signatory = Line(lazy_gettext("Signed by"))
    rank = Line(lazy_gettext("Rank of who signed"))
    reason = Lines(
        lazy_gettext("Reason"),
        longest=1000,
        description=lazy_gettext("The focal point reads it. A rejection needs one."),
    )

    def meet(self, stale: Stale) -> None:
        """Show both versions, with the status under the name that the form has for it."""
        yours, theirs = (
            {_NAMES.get(name, name): value for name, value in side.items()}
            for side in (stale.yours, stale.theirs)
        )
        super().meet(Stale(yours=yours, theirs=theirs, version=stale.version))


@bp.post(OWN)
@requires(Action.OWN_DELEGATION)
def hand_in(slug: str) -> ResponseReturnValue:
    """Take the letter of the focal point."""
    back = redirect(url_for("delegations.own", slug=slug, _anchor="credentials"), 303)
    try:
        key, media_type = keep_letter(request.files.get("letter"), field="letter")
        with unit_of_work():
            over = credentials.hand_in(actor(), file=key, media_type=media_type, now=now())
    except Invalid as refusal:
        flash(words(refusal.errors["letter"], field="letter"), "error")
        return back
    except Conflict:
        flash(_("The event is over."), "warn")
        return back
    drop_letters(over)
    flash(_("The secretariat has the letter and will check it."), "success")
    return back


@bp.get(f"{OWN}/file")
@requires(Action.OWN_DELEGATION)
def own_letter(slug: str) -> ResponseReturnValue:
    """The letter that the focal point handed in."""
    with unit_of_work():
        row = credentials.own_letter(actor())
    return _attachment(row, "own")


@bp.get(f"{ROOT}/credentials")
@requires(Action.READ_REGISTRATIONS)
def report(slug: str) -> ResponseReturnValue:
    """How many credentials are in which state, and each delegation's."""
    found = credentials.report(actor(), g.event.id)
    return _page("manage_credentials", report=found, statuses=tuple(CredentialStatus))


@bp.get(f"{ROOT}/credentials.xlsx")
@requires(Action.READ_REGISTRATIONS)
def report_xlsx(slug: str) -> ResponseReturnValue:
    """The same as a workbook."""
    data = sheets.xlsx(_table(credentials.report(actor(), g.event.id)), written_at=now())
    name = f"{slug}-credentials-{now():%Y%m%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, content_type=XLSX, headers=headers)


@bp.route(f"{ROOT}/<int:key>/credentials", methods=["GET", "POST"])
@requires(Action.DECIDE_REGISTRATIONS)
def decide(slug: str, key: int) -> ResponseReturnValue:
    """Say what the credentials of a delegation are worth."""
    row = delegations.get(actor(), g.event.id, key)
    found = credentials.of_delegation(actor(), g.event.id, key)
    form = CredentialForm(obj=found, standing=found.status, zone=g.event.zone)

    def save() -> None:
        credentials.decide(
            *(actor(), g.event.id, key), values=form.values(), version=form.edited, now=now()
        )

    if form.sent(save):
        flash(_("The credentials are saved."), "success")
        return redirect(url_for("delegations.report", slug=slug, _anchor=f"row-{key}"))
    return _page("manage_credential", row=row, found=found, form=form), form.status


@bp.get(f"{ROOT}/<int:key>/credentials/file")
@requires(Action.READ_REGISTRATIONS)
def letter(slug: str, key: int) -> ResponseReturnValue:
    """The letter, for those who check it; each look is in the audit log."""
    with unit_of_work():
        row = credentials.letter(actor(), g.event.id, key)
    return _attachment(row, str(key))


def _attachment(row: CredentialRow, name: str) -> Response:
    return send_letter(row.file, name=f"credentials-{name}", media_type=row.media_type)


def _table(report: Report) -> Table:
    return Table(
        title=str(_("Credentials")),
        headings=(
            *(_("Delegation"), _("Category"), _("Status"), _("Issued by"), _("Signed by")),
            *(_("Rank of who signed"), _("Reason"), _("Received"), _("Checked by"), _("Checked")),
        ),
        rows=[_cells(*pair) for pair in report.rows],
    )


def _cells(row: DelegationRow, found: CredentialRow) -> tuple[Cell, ...]:
    zone = g.event.zone
    moments = (found.received_at, found.checked_at)
    received, checked = (moment and clock.wall(moment, zone) for moment in moments)
    return (
        row.printed(locale()),
        label(row.category, locale()),
        label(found.status, locale()),
        *(found.issuer, found.signatory, found.rank, found.reason),
        *(received, found.checked_by, checked),
    )


def _page(name: str, **given: Any) -> str:
    return render_template(f"delegations/{name}.html", event=g.event, **given)
