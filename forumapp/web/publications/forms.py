"""The forms of publishing. `seen` stands for what was shown, `sure` for having been asked."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField

from forumapp.domain.programme import ReleaseStatus
from forumapp.http.forms import CodeField, Form, Line, Lines

SYMBOL, NOTE = 100, 2000


class ReleaseForm(Form):
    """The dress of the next release."""

    status = CodeField(_("Status"), ReleaseStatus)
    symbol = Line(_("Symbol"), longest=SYMBOL)
    note = Lines(_("Note on this release"), longest=NOTE)
    quiet = BooleanField(_("Tell nobody this time"))
    seen = HiddenField()
    sure = HiddenField()


class IssueForm(Form):
    """The proceedings are issued as they were shown."""

    seen = HiddenField()
    sure = HiddenField()
