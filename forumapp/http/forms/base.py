"""Forms: sent, refused beside their fields, or met by somebody else's save."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import request
from flask_babel import gettext
from flask_wtf import FlaskForm
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.datastructures import CombinedMultiDict
from wtforms import HiddenField

from forumapp.db import unit_of_work
from forumapp.domain.errors import Invalid, Stale
from forumapp.http.forms.differences import Rows, rows
from forumapp.http.forms.translated import TranslatedField
from forumapp.http.forms.words import words as words_of
from forumapp.i18n.catalogue import message as _

Words = Callable[[], str]
_OWN = {"csrf_token", "version"}

# What WTForms itself says; marked here so that our catalogues have it.
_OTHERS = (
    _("Not a valid choice."),
    _("Invalid Choice: could not coerce."),
    _("Invalid choice(s): one or more data inputs could not be coerced."),
    _("'%(value)s' is not a valid choice for this field."),
    _("Not a valid integer value."),
    _("Not a valid decimal value."),
    _("Not a valid date value."),
    _("Not a valid time value."),
    _("Not a valid datetime value."),
    _("Invalid email address."),
)


class _Catalogue:
    """WTForms' own messages in our words."""

    def gettext(self, text: str) -> str:
        return str(gettext(text)) if text else ""

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)


class Form(FlaskForm):  # type: ignore[misc]  # WTForms has no types
    """A form; `languages` are those of the event, for the fields written in each of them.

    Where two saves meet, instants are printed on the clock of `zone`.

    A view asks `sent` and redirects, or renders the form with its `status`:

        form = RoomForm(obj=row, languages=event.languages)
        if form.sent(lambda: events.save_room(actor(), ..., version=form.edited, **form.values())):
            return redirect(...)
        return render_template("...", form=form), form.status
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # WTForms has no types
        languages: tuple[str, ...] = ("en",)

        def get_translations(self, form: Any) -> _Catalogue:
            return _Catalogue()

    def __init__(
        self, *, languages: Iterable[str] = ("en",), zone: str = "UTC", **given: Any
    ) -> None:
        self.status, self.clock = 200, zone
        self.conflict: Rows = []
        given.setdefault("formdata", _posted())
        super().__init__(meta={"languages": tuple(languages) or ("en",)}, **given)

    def values(self, *names: str) -> dict[str, Any]:
        """The cleaned values of these fields, or of every field that isn't the form's own."""
        chosen = names or [name for name in self._fields if name not in _OWN]
        return {name: self._fields[name].data for name in chosen}

    @property
    def edited(self) -> int | None:
        """The version that the person saw; None in a form that makes something new."""
        return self._fields["version"].data if "version" in self._fields else None

    def sent(self, save: Callable[[], object]) -> bool:
        """Whether the form was sent and what it asks for is done, in a unit of work of its own.

        When it was sent in vain, `status` says why (422, 409) and the fields or `conflict` carry
        the words. A save that loses a race is tried once more, so that both texts can be shown.
        """
        if not self.is_submitted():
            return False
        if not self.validate():
            self.status = 422
            return False
        try:
            _in_a_unit(save)
        except Invalid as refusal:
            self.refuse(refusal)
        except Stale as stale:
            self.meet(stale)
        else:
            return True
        return False

    def refuse(self, error: Invalid, words: Mapping[str, Words] | None = None) -> None:
        """Put what a service refused beside its field; `title.zh` names a language of a field."""
        self.status = 422
        for name, code in error.errors.items():
            field_name, _dot, language = name.partition(".")
            own = (words or {}).get(code)
            text = own() if own else words_of(code, field=field_name, facts=_facts(error, name))
            field = self._fields.get(field_name)
            if field is None:
                self.form_errors.append(text)
            elif isinstance(field, TranslatedField):
                field.refuse(text, language)
            else:
                field.errors = [*field.errors, text]

    def meet(self, stale: Stale) -> None:
        """Show both versions; sending the form again saves over the other one."""
        self.status = 409
        self.conflict = rows(self, stale)
        self._fields["version"].data = stale.version


class VersionField(HiddenField):  # type: ignore[misc]  # WTForms has no types
    """The version of the object that the form was filled from; None for a new one.

    A form sent without it, or with nonsense, has version 0, which no object has: it is stale.
    """

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0] if valuelist else "0"
        try:
            self.data = int(text) if text else None
        except ValueError:
            self.data = 0

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)


class EditForm(Form):
    """A form over an object that may have been saved by somebody else meanwhile."""

    version = VersionField()


def _facts(error: Invalid, name: str) -> Mapping[str, object]:
    """The facts of one field, where they stand under its name, else those of the whole."""
    own = error.facts.get(name)
    return own if isinstance(own, Mapping) else error.facts


def _posted() -> CombinedMultiDict[str, Any] | None:
    """What was posted, even if nothing: an empty form isn't one that shows the stored values."""
    if request.method in ("GET", "HEAD"):
        return None
    return CombinedMultiDict([request.files, request.form])


def _in_a_unit(save: Callable[[], object]) -> None:
    try:
        with unit_of_work():
            save()
    except StaleDataError:
        with unit_of_work():
            save()
