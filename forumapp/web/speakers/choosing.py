"""Putting somebody on a speaker list: by name where it is clear, else by choosing or writing."""

from __future__ import annotations

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Invalid
from forumapp.http.forms import words
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.services import agenda, people, speakers
from forumapp.services.agenda import SessionRow
from forumapp.services.events import EventRow
from forumapp.services.speakers import LineRow
from forumapp.web.speakers import bp
from forumapp.web.speakers.forms import NewPersonForm
from forumapp.web.speakers.lines import FIELDS, AddForm

Answer = ResponseReturnValue


@bp.post("/manage/<slug>/sessions/<int:session_id>/speakers/add")
@requires(Action.EDIT_AGENDA)
def add(slug: str, session_id: int) -> Answer:
    """Put the one person of this name on the list, or ask who is meant."""
    event: EventRow = g.event
    agenda.session(actor(), event.id, session_id)
    form = AddForm()
    if not form.validate():
        return _chooser(session_id, form, None), 422
    same = people.named(actor(), event.id, form.name.data)
    if len(same) != 1:
        return redirect(_choose_address(session_id, form))
    with unit_of_work():
        speakers.add(actor(), event.id, session_id, same[0].id, form.line())
    flash(_("%(name)s is on the list.", name=same[0].name), "success")
    return redirect(_list_of(session_id))


@bp.post("/manage/<slug>/speakers/<int:speaker_id>/replace")
@requires(Action.EDIT_AGENDA)
def replace(slug: str, speaker_id: int) -> Answer:
    """Have the one person of this name take over the line, or ask who is meant."""
    event: EventRow = g.event
    line = speakers.line(actor(), event.id, speaker_id)
    name = request.form.get("name", "").strip()[:200]
    same = people.named(actor(), event.id, name)
    address = url_for(
        "speakers.choose", slug=slug, session_id=line.session_id, name=name, replaces=speaker_id
    )
    if len(same) != 1 or same[0].id == line.person_id:
        return redirect(address)
    with unit_of_work():
        speakers.replace(actor(), event.id, speaker_id, same[0].id)
    flash(_taken_over(line, same[0].name), "success")
    return redirect(_list_of(line.session_id))


@bp.route("/manage/<slug>/sessions/<int:session_id>/speakers/choose", methods=["GET", "POST"])
@requires(Action.EDIT_AGENDA)
def choose(slug: str, session_id: int) -> Answer:
    """Choose among those the event knows, or write somebody new down; then they are on the list."""
    event: EventRow = g.event
    agenda.session(actor(), event.id, session_id)
    form = AddForm(formdata=request.args)
    replaced = _replaced(event, session_id)
    person_id = request.form.get("person", type=int)
    if person_id is None:
        return _chooser(session_id, form, replaced)
    try:
        with unit_of_work():
            _put(event, session_id, person_id, form, replaced)
    except Invalid as refusal:
        text = words(next(iter(refusal.errors.values())))
        return _chooser(session_id, form, replaced, error=text), 422
    return _done(event, session_id, person_id, replaced)


@bp.post("/manage/<slug>/sessions/<int:session_id>/speakers/choose/new")
@requires(Action.EDIT_AGENDA)
def write_down(slug: str, session_id: int) -> Answer:
    """Write somebody new down and put them on the list."""
    event: EventRow = g.event
    agenda.session(actor(), event.id, session_id)
    form = AddForm(formdata=request.args)
    replaced = _replaced(event, session_id)
    person = NewPersonForm(languages=event.languages)
    made: list[int] = []

    def save() -> None:
        made.append(people.create(actor(), event.id, person.person(), now=now()))
        _put(event, session_id, made[-1], form, replaced)

    if person.sent(save):
        return _done(event, session_id, made[-1], replaced)
    return _chooser(session_id, form, replaced, person=person), person.status


def _put(
    event: EventRow, session_id: int, person_id: int, form: AddForm, replaced: LineRow | None
) -> None:
    if replaced:
        speakers.replace(actor(), event.id, replaced.id, person_id)
    else:
        speakers.add(actor(), event.id, session_id, person_id, form.line())


def _replaced(event: EventRow, session_id: int) -> LineRow | None:
    """The line that is to be taken over, where the address names one of this session."""
    wanted = request.args.get("replaces", type=int)
    lines = speakers.speaker_list(actor(), event.id, session_id) if wanted else ()
    return next((line for line in lines if line.id == wanted), None)


def _done(event: EventRow, session_id: int, person_id: int, replaced: LineRow | None) -> Answer:
    name = people.person(actor(), event.id, person_id).name
    said = _taken_over(replaced, name) if replaced else _("%(name)s is on the list.", name=name)
    flash(said, "success")
    return redirect(_list_of(session_id))


def _taken_over(line: LineRow, name: str) -> str:
    return str(_("%(new)s replaces %(old)s.", new=name, old=line.person.name))


def _choose_address(session_id: int, form: AddForm) -> str:
    values = {name: value for name, value in form.values("name", *FIELDS).items() if value}
    return url_for("speakers.choose", slug=g.event.slug, session_id=session_id, **values)


def _list_of(session_id: int) -> str:
    return url_for(
        "agenda.edit_session", slug=g.event.slug, session_id=session_id, _anchor="speakers"
    )


def _chooser(
    session_id: int,
    form: AddForm,
    replaced: LineRow | None,
    *,
    person: NewPersonForm | None = None,
    error: str = "",
) -> str:
    event: EventRow = g.event
    row: SessionRow = agenda.session(actor(), event.id, session_id)
    name = form.name.data or ""
    blank = NewPersonForm(formdata=None, languages=event.languages, data={"printed_name": name})
    return render_template(
        "speakers/manage_choose.html",
        event=event,
        row=row,
        form=form,
        found=people.find(actor(), event.id, name),
        replaced=replaced,
        person=person or blank,
        error=error,
        here=request.args,
    )
