"""People as protocol writes them."""

from __future__ import annotations

from dataclasses import dataclass

from forumapp.domain.text import Translated


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """One person of one event, as printed. `family_name` is a part of `printed_name`."""

    id: int
    key: str
    honorific: str = ""
    printed_name: str
    family_name: str = ""
    native_name: str = ""
    title: Translated = Translated()
    organisation: Translated = Translated()
    country: str = ""
    biography: Translated = Translated()
    photo: str = ""

    @property
    def name(self) -> str:
        """Honorific and name as printed: H.E. Mr. Hap Omaly."""
        return f"{self.honorific} {self.printed_name}".strip()

    @property
    def name_pieces(self) -> tuple[str, str, str]:
        """The printed name cut around the family name: before, family, after."""
        if not self.family_name or self.family_name not in self.printed_name:
            return self.printed_name, "", ""
        before, after = self.printed_name.split(self.family_name, 1)
        return before, self.family_name, after

    @property
    def sort_key(self) -> str:
        """Family name first, for lists of names."""
        before, family, after = self.name_pieces
        return f"{family} {before} {after}".casefold().strip()
