"""One text in several languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import Field, ValidationError

from forumapp.domain.text import Translated, many_lines, one_line
from forumapp.http.forms.lines import NAME, REQUIRED, TEXT, too_long


class TranslatedField(Field):  # type: ignore[misc]  # WTForms has no types
    """One text in each language of the event, as inputs `name-en`, `name-zh`, …

    `wrong` has the errors of each language. Texts in a language that the event no longer has are
    kept. `rows` 0 is one line.
    """

    def __init__(
        self,
        label: Any = "",
        *,
        required: bool = False,
        longest: int = 0,
        rows: int = 0,
        **given: Any,
    ) -> None:
        super().__init__(label, **given)
        self.rows, self.longest = rows, longest or (TEXT if rows else NAME)
        self.flags.required = required
        self.languages: tuple[str, ...] = self.meta.languages
        self.wrong: dict[str, list[str]] = {}
        self.errors: tuple[str, ...] | list[str] = ()
        self.id = self.label.field_id = f"{self.name}-{self.languages[0]}"

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        clean = many_lines if self.rows else one_line
        self.process_errors: list[str] = []
        self.object_data = data if isinstance(data, Mapping) else Translated()
        texts = dict(self.object_data)
        for language in self.languages if formdata else ():
            name = f"{self.name}-{language}"
            if name in formdata:
                texts[language] = clean(formdata.get(name))
        self.data = Translated(texts)

    def pre_validate(self, form: Any) -> None:
        self.wrong = {}
        for language, text in self.data.items():
            if len(text) > self.longest:
                self.wrong[language] = [too_long(self.longest)]
        if self.flags.required and not self.data:
            self.wrong[self.languages[0]] = [str(REQUIRED)]
        if self.wrong:
            raise ValidationError(next(iter(self.wrong.values()))[0])

    def refuse(self, text: str, language: str = "") -> None:
        """Say this beside the input of a language, the first where it concerns none."""
        self.wrong.setdefault(language or self.languages[0], []).append(text)
        self.errors = [*self.errors, text]
