"""What an edition of the form changes, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from flask_babel import gettext as _

from forumapp.domain.questions import Asking, FieldFacts, FormFacts, QuestionFacts
from forumapp.http.locale import locale
from forumapp.i18n.words import label
from forumapp.web.registration.questions.fields import kept_words
from forumapp.web.registration.questions.wording import Audience


def changes(before: FormFacts, after: FormFacts, audience: Audience) -> list[str]:
    """How `after` differs from `before`, in the order of the page; nothing where it doesn't."""
    return [*_of_fields(before, after), *_of_questions(before, after, audience)]


def _of_fields(before: FormFacts, after: FormFacts) -> Iterator[str]:
    for built_in, now in after.fields.items():
        was, name = before.fields[built_in], label(built_in, locale())
        if was.asking is not now.asking:
            words = {"name": name, "now": label(now.asking, locale()).lower()}
            yield str(_("“%(name)s” becomes: %(now)s.", **words))
        if was.retention_days != now.retention_days:
            yield _kept(name, now)
        if was.purpose != now.purpose:
            yield str(_("“%(name)s” says what it is for in other words.", name=name))


def _of_questions(before: FormFacts, after: FormFacts, audience: Audience) -> Iterator[str]:
    was = {question.id: question for question in before.questions}
    now = {question.id: question for question in after.questions}
    for question in after.questions:
        name = question.label.pick(locale())
        if question.id not in was:
            yield str(_("“%(name)s” is new.", name=name))
        else:
            yield from _of_question(name, was[question.id], question, audience)
    for question in before.questions:
        if question.id not in now:
            name = question.label.pick(locale())
            yield str(_("“%(name)s” isn't asked any more; its answers stay.", name=name))
    order = [question.id for question in before.questions if question.id in now]
    if order != [question.id for question in after.questions if question.id in was]:
        yield str(_("The questions stand in another order."))


def _of_question(
    name: str, was: QuestionFacts, now: QuestionFacts, audience: Audience
) -> Iterator[str]:
    differing = {
        field.name for field in fields(was) if getattr(was, field.name) != getattr(now, field.name)
    }
    if "required" in differing:
        asking = Asking.REQUIRED if now.required else Asking.ASKED
        words = {"name": name, "now": label(asking, locale()).lower()}
        yield str(_("“%(name)s” becomes: %(now)s.", **words))
    if differing & {"categories", "parts", "modes", "condition"}:
        whom = audience.of(now) or _("everybody")
        yield str(_("“%(name)s” is asked of others: %(whom)s.", name=name, whom=whom))
    if "retention_days" in differing:
        yield _kept(name, now)
    if "options" in differing:
        yield str(_("“%(name)s” offers other answers.", name=name))
    if "confidential" in differing:
        yield str(_("“%(name)s” is read by others.", name=name))
    if differing & {"label", "help", "purpose"}:
        yield str(_("“%(name)s” is put in other words.", name=name))


def _kept(name: str, now: QuestionFacts | FieldFacts) -> str:
    (words,) = kept_words(now.retention_days) or (_("Kept with the event's records."),)
    return str(_("“%(name)s”: %(kept)s", name=name, kept=words))
