"""Why a volume could not be made, in the words of the organiser's page."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from forumapp.domain.jobs import LOST
from forumapp.render.pdf.document import Reason
from forumapp.services.jobs import JobRow


@dataclass(frozen=True, slots=True)
class Failure:
    """What is known of a failed build; `detail` is the machine's own words."""

    reason: str
    chapter: str
    detail: str

    @classmethod
    def of(cls, job: JobRow) -> Failure:
        """Read `Kind: reason|chapter|detail`; anything else is a detail of no known reason."""
        if job.error == LOST:
            return cls(LOST, "", "")
        pieces = job.error.partition(": ")[2].split("|", 2)
        if len(pieces) == 3:
            return cls(*pieces)
        return cls("", "", job.error)

    @property
    def words(self) -> str:
        """A sentence that says what to do, where something can be done."""
        said: dict[object, str] = {
            LOST: _("The server stopped each time while it was making it."),
            Reason.MISSING: _(
                "The server lacks a library or a font: %(detail)s", detail=self.detail
            ),
            Reason.TIME: _("A chapter took longer than it may."),
            Reason.MEMORY: _("A chapter needed more memory than it may."),
            Reason.CRASH: _("The process that sets pages ended by itself."),
            Reason.MARKUP: _("A chapter holds something that can't be set."),
            Reason.LINK: _("A reference leads to a page that isn't there."),
            Reason.STALE: _("The server's fonts changed while pages were set."),
            Reason.PAGES: _("The contents did not settle."),
        }
        words = said.get(self.reason, _("Something unexpected happened."))
        if not self.chapter:
            return str(words)
        return f"{words} {_('Chapter: %(chapter)s.', chapter=self.chapter)}"
