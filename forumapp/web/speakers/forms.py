"""The forms of one line of a speaker list, and of somebody new on it."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.fields import SelectChoice

from forumapp.domain.speakers import SpeakerMode, SpeakerStatus, SpeakingPart
from forumapp.http.forms import (
    CodeField,
    CountryField,
    EditForm,
    Form,
    Line,
    Lines,
    Mail,
    TranslatedField,
    Whole,
)
from forumapp.http.locale import locale
from forumapp.i18n.catalogue import language_name
from forumapp.services.events.checks import LANGUAGES
from forumapp.services.people import PersonValues
from forumapp.services.speakers import LONGEST_TEXT, MOST_MINUTES, SpeechValues
from forumapp.web.speakers.lines import WithStatus

FIELDS = ("part", "minutes", "mode", "status", "topic", "text", "text_language")


class SpeechForm(WithStatus, EditForm):
    """A line with its topic and the text handed in."""

    part = CodeField(_("Part played"), SpeakingPart)
    minutes = Whole(_("Minutes"), low=0, high=MOST_MINUTES, required=True)
    mode = CodeField(_("Heard"), SpeakerMode)
    status = CodeField(_("Status"), SpeakerStatus)
    topic = TranslatedField(_("Topic"))
    text_language = SelectField(_("Language of the text"), choices=[])
    text = Lines(
        _("Text for the proceedings"),
        longest=LONGEST_TEXT,
        description=_("Markdown: **bold**, *italics*, # headings, - lists, > quotations."),
    )

    def offer(self, languages: Iterable[str]) -> None:
        """Set the languages a text may be in, those of the event first."""
        codes = dict.fromkeys((*languages, *LANGUAGES))
        self.text_language.choices = [
            SelectChoice(code, language_name(code, locale())) for code in codes
        ]

    def speech(self) -> SpeechValues:
        return SpeechValues(**self.values(*FIELDS))


class NewPersonForm(Form):
    """Somebody the event doesn't know yet, in as few fields as a speaker list needs."""

    honorific = Line(_("Honorific"), longest=60)
    printed_name = Line(_("Name as printed"), required=True)
    family_name = Line(
        _("Family name"), description=_("The part of the printed name that is the family name.")
    )
    native_name = Line(_("Name in native script"))
    title = TranslatedField(_("Title or position"))
    organisation = TranslatedField(_("Organisation"))
    country = CountryField(_("Country"), empty=_("No country"))
    email = Mail(_("E-mail"))

    def person(self) -> PersonValues:
        return PersonValues(**self.values())
