"""Writing a text in place of the usual one: of a kind of letter, or of the note verbale."""

from __future__ import annotations

from flask import flash, g, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from forumapp.domain.papers import TextKind
from forumapp.domain.papers.letters import LONGEST_HEADING, LONGEST_TEXT
from forumapp.http.forms import EditForm, Line, Lines
from forumapp.http.identity import actor
from forumapp.services import papers


class TextForm(EditForm):
    """A heading and a text with placeholders."""

    heading = Line(lazy_gettext("Heading"), required=True, longest=LONGEST_HEADING)
    text = Lines(lazy_gettext("Text"), required=True, longest=LONGEST_TEXT)


def edited(
    kind: TextKind,
    language: str,
    *,
    page: str,
    crumb: str,
    back: str,
    usual: str,
    saved: str,
) -> ResponseReturnValue:
    """The page of a text; `usual` is where the usual one is asked for again."""
    row = papers.template(actor(), g.event.id, kind, language)
    form = TextForm(obj=row, zone=g.event.zone)

    def save() -> None:
        papers.save_template(
            actor(),
            g.event.id,
            kind,
            language,
            heading=form.heading.data,
            text=form.text.data,
            version=form.edited,
        )

    if form.sent(save):
        flash(saved, "success")
        return redirect(back)
    shown = render_template(
        "papers/manage_text.html",
        event=g.event,
        kind=kind,
        language=language,
        row=row,
        form=form,
        placeholders=papers.placeholders(g.event.id, kind),
        page=page,
        crumb=crumb,
        back=back,
        usual=usual,
    )
    return shown, form.status
