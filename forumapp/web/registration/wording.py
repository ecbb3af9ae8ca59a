"""What the secretariat is told of its decisions."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from forumapp.domain.deciding import Act
from forumapp.domain.errors import Conflict
from forumapp.domain.events import Mode
from forumapp.http.locale import locale
from forumapp.i18n.words import label


def done(number: int) -> str:
    return str(
        ngettext(
            "%(num)s registration decided, and the person is told.",
            "%(num)s registrations decided, and everyone is told.",
            number,
        )
    )


def asking(act: Act, number: int) -> str:
    """What the page asks before it is done."""
    texts = {
        Act.APPROVE: ngettext(
            "Approve %(num)s registration?", "Approve %(num)s registrations?", number
        ),
        Act.REJECT: ngettext(
            "Reject %(num)s registration?", "Reject %(num)s registrations?", number
        ),
        Act.WITHDRAW: ngettext(
            "Withdraw %(num)s registration?", "Withdraw %(num)s registrations?", number
        ),
        Act.WAIT: ngettext(
            "Move %(num)s registration to the waiting list?",
            "Move %(num)s registrations to the waiting list?",
            number,
        ),
        Act.ROOM: ngettext(
            "Seat %(num)s registration in the room?",
            "Seat %(num)s registrations in the room?",
            number,
        ),
        Act.ONLINE: ngettext(
            "Move %(num)s registration online?", "Move %(num)s registrations online?", number
        ),
    }
    return str(texts[act])


def moved(number: int) -> str:
    return str(
        ngettext(
            "%(num)s registration moved, and the person is told.",
            "%(num)s registrations moved, and everyone is told.",
            number,
        )
    )


def kept(number: int) -> str:
    return str(
        ngettext(
            "%(num)s person keeps the seat they have: none is free there.",
            "%(num)s people keep the seats they have: none is free there.",
            number,
        )
    )


def inactive(number: int) -> str:
    return str(
        ngettext(
            "%(num)s registration isn't active any more. Approve it first.",
            "%(num)s registrations aren't active any more. Approve them first.",
            number,
        )
    )


def unchanged(number: int) -> str:
    return str(ngettext("%(num)s was so already.", "%(num)s were so already.", number))


def meanwhile(number: int) -> str:
    return str(
        ngettext(
            "%(num)s registration changed since you saw it and was left alone. Look at it again.",
            "%(num)s registrations changed since you saw them and were left alone. "
            "Look at them again.",
            number,
        )
    )


def superseded(number: int) -> str:
    return str(
        ngettext(
            "%(num)s person has registered anew. Decide about the new registration.",
            "%(num)s people have registered anew. Decide about the new registrations.",
            number,
        )
    )


def refusal(refused: Conflict) -> str:
    """Why a seat can't be given, and what would mend it."""
    facts = refused.facts
    mode = label(Mode(str(facts["mode"])), locale()) if "mode" in facts else ""
    texts = {
        "part_full": _(
            "No seat is free: all %(capacity)s are taken (%(mode)s). Raise the seats of the part, "
            "or free one.",
            capacity=facts.get("capacity"),
            mode=mode,
        ),
        "delegation_full": _(
            "The delegation has its %(quota)s people already (%(mode)s). Raise its quota, or free "
            "a seat.",
            quota=facts.get("quota"),
            mode=mode,
        ),
        "not_waiting": _("This person doesn't wait for that seat any more."),
        "not_active": _("This registration isn't active any more. Approve it first."),
        "last_part": _("It is the only part. Withdraw the registration instead."),
        "not_offered": _("Please choose one of those offered."),
    }
    return str(texts[refused.code])
