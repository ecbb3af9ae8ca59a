"""The secretariat's list of registrations, one of them, and the list to take away."""

from __future__ import annotations

from typing import Any

from flask import Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forumapp.db import unit_of_work
from forumapp.domain.access import Action, can
from forumapp.domain.answers import Given
from forumapp.domain.questions import QuestionFacts
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.http.letters import send_letter
from forumapp.http.locale import locale
from forumapp.i18n.answers import answer_words
from forumapp.render import sheets
from forumapp.services import privacy, questions, registration
from forumapp.services.events import EventRow
from forumapp.services.privacy import DocumentRow
from forumapp.services.registration import Filters, Participant
from forumapp.web.registration import bp
from forumapp.web.registration.export import Columns, table
from forumapp.web.registration.listing import address, asked, choices, delegation_name, kept
from forumapp.web.registration.questions.wording import logged_words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/manage/<slug>/registrations")
@requires(Action.READ_REGISTRATIONS)
def participants(slug: str) -> ResponseReturnValue:
    """Counts above, filters in the address, fifty people a page."""
    event: EventRow = g.event
    filters = asked()
    offer = registration.offer(event, locale=locale())
    counts = registration.overview(actor(), event.id)
    found = registration.participants(
        actor(), event.id, filters, page=request.args.get("page", 1, type=int)
    )
    return render_template(
        "registration/manage_list.html",
        event=event,
        offer=offer,
        counts=counts,
        quotas={row.id: row for row in counts.delegations},
        found=found,
        filters=filters,
        is_filtered=filters != Filters(sort=filters.sort),
        choices=choices(
            filters,
            offer,
            registration.countries(actor(), event.id),
            questions.known(actor(), event.id),
            questions.lines(actor(), event.id),
        ),
        saved=registration.saved_filters(actor(), event.id),
        address=lambda **changes: address(slug, **changes),
        page_address=lambda number: address(slug, page=number),
        circular_address=url_for("mail.new_circular", slug=slug, **kept()),
        export_address=lambda kind: url_for("registration.export", slug=slug, kind=kind, **kept()),
        delegation_name=delegation_name,
        all_ticked=request.args.get("tick") == "all",
        back=request.query_string.decode("ascii", "ignore"),
    )


@bp.get("/manage/<slug>/registrations.<any(xlsx, csv):kind>")
@requires(Action.READ_REGISTRATIONS)
def export(slug: str, kind: str) -> ResponseReturnValue:
    """Exactly the list that the address filters, every page of it."""
    event: EventRow = g.event
    with unit_of_work():
        rows = registration.export(actor(), event.id, asked())
        known = questions.known(actor(), event.id)
        answers = questions.answers_of(actor(), event.id, [row.id for row in rows])
    offer = registration.offer(event, locale=locale())
    sheet = table(event, offer, rows, Columns(known, answers))
    if kind == "csv":
        data, media_type = sheets.csv(sheet), "text/csv; charset=utf-8"
    else:
        data, media_type = sheets.xlsx(sheet, written_at=now()), XLSX
    name = f"{event.slug}-registrations-{now():%Y%m%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, content_type=media_type, headers=headers)


@bp.get("/manage/<slug>/registrations/<int:registration_id>")
@requires(Action.READ_REGISTRATIONS)
def participant(slug: str, registration_id: int) -> ResponseReturnValue:
    """One person: everything they wrote, their seats, what may be done, what happened."""
    event: EventRow = g.event
    return page(event, registration.participant(actor(), event.id, registration_id))


def page(event: EventRow, shown: Participant, **more: Any) -> str:
    """The page of one registration."""
    known = questions.known(actor(), event.id)
    return render_template(
        "registration/manage_one.html",
        event=event,
        shown=shown,
        row=shown.registration,
        offer=registration.offer(event, locale=locale()),
        answers=_answers(shown, known),
        editions=questions.editions_of(actor(), event.id, shown.registration.id),
        asked={question.code: question for question in known},
        logged_words=logged_words,
        documents=_documents(event, shown),
        **more,
    )


@bp.get("/manage/<slug>/registrations/<int:registration_id>/answers/<code>")
@requires(Action.READ_REGISTRATIONS)
def answer_file(slug: str, registration_id: int, code: str) -> ResponseReturnValue:
    """A file that somebody answered with; each look is in the audit log."""
    with unit_of_work():
        given = questions.file_of(actor(), g.event.id, registration_id, code)
    return send_letter(given.file, name=f"{registration_id}-{code}", media_type=given.media_type)


def _answers(
    shown: Participant, known: tuple[QuestionFacts, ...]
) -> list[tuple[QuestionFacts, Given, str]]:
    """What the person answered, in the order of the form, with its words."""
    given = questions.of_registration(shown.registration.id)
    return [
        (question, given[question.code], answer_words(question, given[question.code], locale()))
        for question in known
        if question.code in given and not question.kind.is_sealed
    ]


def _documents(event: EventRow, shown: Participant) -> tuple[DocumentRow, ...]:
    """Identity documents, for who may open them."""
    if not can(actor(), Action.DECIDE_REGISTRATIONS, event_id=event.id):
        return ()
    return privacy.documents(actor(), event.id, shown.registration.id)
