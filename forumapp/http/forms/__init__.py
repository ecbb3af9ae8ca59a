"""What every form shares: fields that clean what is typed, and refusals put beside their field."""

from forumapp.http.forms.base import EditForm, Form, VersionField
from forumapp.http.forms.choices import (
    CodeField,
    CodesField,
    CountryField,
    ReferenceField,
    ZoneField,
)
from forumapp.http.forms.differences import printed
from forumapp.http.forms.lines import (
    NAME,
    REQUIRED,
    TEXT,
    Colour,
    Line,
    Lines,
    Mail,
    Whole,
    longest_of,
    too_long,
)
from forumapp.http.forms.times import Day, WallTime
from forumapp.http.forms.translated import TranslatedField
from forumapp.http.forms.words import words

__all__ = [
    "NAME",
    "REQUIRED",
    "TEXT",
    "CodeField",
    "CodesField",
    "Colour",
    "CountryField",
    "Day",
    "EditForm",
    "Form",
    "Line",
    "Lines",
    "Mail",
    "ReferenceField",
    "TranslatedField",
    "VersionField",
    "WallTime",
    "Whole",
    "ZoneField",
    "longest_of",
    "printed",
    "too_long",
    "words",
]
