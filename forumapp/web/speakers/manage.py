"""The organiser's speaker lists: the list as one form, and each line's own page."""

from __future__ import annotations

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Stale
from forumapp.http.forms import words
from forumapp.http.guard import requires
from forumapp.http.identity import actor
from forumapp.http.locale import locale
from forumapp.i18n.catalogue import listed
from forumapp.render.markdown import to_html
from forumapp.services import agenda, people, speakers
from forumapp.services.events import EventRow
from forumapp.services.speakers import LineRow
from forumapp.web.speakers import bp
from forumapp.web.speakers.forms import SpeechForm
from forumapp.web.speakers.lines import ListForm, TourForm

Answer = ResponseReturnValue
STEPS = {"up": -1, "down": 1}


@bp.post("/manage/<slug>/sessions/<int:session_id>/speakers")
@requires(Action.EDIT_AGENDA)
def save_list(slug: str, session_id: int) -> Answer:
    """Save every line of a list, and move one where its arrow was pressed."""
    event: EventRow = g.event
    row = agenda.session(actor(), event.id, session_id)
    lines = speakers.speaker_list(actor(), event.id, session_id)
    form = ListForm(lines, languages=event.languages, posted=request.form)
    if form.validate() and _saved(form, session_id):
        return redirect(_list_of(session_id))
    page = render_template(
        "speakers/manage_list.html", event=event, row=row, lines=lines, list_form=form
    )
    return page, form.status


def _saved(form: ListForm, session_id: int) -> bool:
    """Whether the list is saved and moved as asked; else both versions are on the form."""
    event_id = g.event.id
    key, _colon, way = request.form.get("move", "").partition(":")
    try:
        with unit_of_work():
            speakers.save_list(actor(), event_id, session_id, form.changes())
            if key.isdecimal() and way in STEPS and int(key) in form.forms:
                speakers.move(actor(), event_id, int(key), step=STEPS[way])
    except Stale as stale:
        form.meet(stale, speakers.speaker_list(actor(), event_id, session_id))
        return False
    if form.gone:
        flash(
            ngettext(
                "%(num)s line had been removed by somebody else.",
                "%(num)s lines had been removed by somebody else.",
                form.gone,
            ),
            "warn",
        )
    flash(_("The speaker list is saved."), "success")
    return True


@bp.post("/manage/<slug>/sessions/<int:session_id>/speakers/tour-de-table")
@requires(Action.EDIT_AGENDA)
def tour_de_table(slug: str, session_id: int) -> Answer:
    """Give each delegation a statement, in the order of countries."""
    event: EventRow = g.event
    agenda.session(actor(), event.id, session_id)
    form = TourForm()
    if not form.validate():
        flash(_("Please give whole minutes."), "error")
        return redirect(_list_of(session_id))
    with unit_of_work():
        tour = speakers.tour_de_table(actor(), event.id, session_id, minutes=form.each.data or 0)
    flash(
        ngettext(
            "%(num)s statement is added; all stand in the order of countries.",
            "%(num)s statements are added; all stand in the order of countries.",
            tour.added,
        ),
        "success",
    )
    if tour.silent:
        names = tuple(delegation.printed(locale()) for delegation in tour.silent)
        flash(_("Nobody is approved yet: %(names)s.", names=listed(names, locale())), "warn")
    return redirect(_list_of(session_id))


@bp.route("/manage/<slug>/speakers/<int:speaker_id>", methods=["GET", "POST"])
@requires(Action.READ_WORKSPACE)
def edit(slug: str, speaker_id: int) -> Answer:
    """One line: part, minutes, topic, and the text for the proceedings with a preview."""
    event: EventRow = g.event
    line = speakers.line(actor(), event.id, speaker_id)
    form = SpeechForm(languages=event.languages, obj=line)
    form.offer((*event.languages, line.text_language))
    if "preview" in request.form:
        return _page(line, form)

    def save() -> None:
        speakers.save(actor(), event.id, speaker_id, form.speech(), version=form.edited)

    if form.sent(save):
        flash(_("Saved."), "success")
        return redirect(url_for("speakers.edit", slug=slug, speaker_id=speaker_id))
    return _page(line, form), form.status


@bp.route("/manage/<slug>/speakers/<int:speaker_id>/remove", methods=["GET", "POST"])
@requires(Action.EDIT_AGENDA)
def remove(slug: str, speaker_id: int) -> Answer:
    """Take a line off its list; one with a text only after the session's code is typed."""
    event: EventRow = g.event
    line = speakers.line(actor(), event.id, speaker_id)
    row = agenda.session(actor(), event.id, line.session_id)
    error = ""
    if request.method == "POST":
        if not line.text or request.form.get("confirm", "").strip() == row.code:
            with unit_of_work():
                speakers.remove(actor(), event.id, speaker_id)
            flash(_("%(name)s is off the list.", name=line.person.name), "success")
            return redirect(_list_of(line.session_id))
        error = words("confirm")
    page = render_template(
        "speakers/manage_remove.html", event=event, row=row, line=line, error=error
    )
    return page, 422 if error else 200


def _list_of(session_id: int) -> str:
    return url_for(
        "agenda.edit_session", slug=g.event.slug, session_id=session_id, _anchor="speakers"
    )


def _page(line: LineRow, form: SpeechForm) -> str:
    event: EventRow = g.event
    given: dict[str, Any] = {
        "event": event,
        "line": line,
        "row": agenda.session(actor(), event.id, line.session_id),
        "form": form,
        "known": people.people_of(actor(), event.id),
        "text": Markup(to_html(form.text.data or "")),  # noqa: S704 - cleaned
        "previewed": "preview" in request.form,
    }
    return render_template("speakers/manage_edit.html", **given)
