"""What is said once an answer is kept."""

from __future__ import annotations

from flask_babel import gettext as _

from forumapp.domain.invitations import Answer


def thanks(answer: Answer) -> str:
    """What the person reads after this answer."""
    words = {
        Answer.ACCEPTED: _("Thank you. The secretariat sees that you are coming."),
        Answer.TENTATIVE: _("Thank you. The secretariat sees that you may come."),
        Answer.DECLINED: _("Thank you. The secretariat sees that you are not coming."),
    }
    return str(words[answer])
