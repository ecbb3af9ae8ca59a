"""What the board says: of places, of changes, of itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

from forumapp.domain.errors import Stale
from forumapp.http.locale import locale, plain, short_day
from forumapp.i18n.catalogue import joined
from forumapp.services.agenda import Block, Change, PlaceRow
from forumapp.services.events import EventRow

Column = tuple[int | None, int | None]  # the room and the video room of a column
_WHERE = {"starts", "ends", "room_id", "video_room_id", "parked"}


@dataclass(frozen=True, slots=True)
class Places:
    """The names of an event's rooms; on which day is only said where it has several."""

    rooms: dict[int, str]
    video_rooms: dict[int, str]
    several_days: bool

    @classmethod
    def of(
        cls, event: EventRow, rooms: tuple[PlaceRow, ...], video_rooms: tuple[PlaceRow, ...]
    ) -> Places:
        return cls(
            {row.id: plain(row.name) for row in rooms},
            {row.id: plain(row.name) for row in video_rooms},
            event.starts_on != event.ends_on,
        )

    def room(self, block: Block) -> str:
        """Where a block is drawn."""
        if block.all_rooms:
            return str(_("all rooms"))
        if block.room_id is not None:
            return self.rooms.get(block.room_id, "")
        if block.video_room_id is not None:
            return self.video_rooms.get(block.video_room_id, "")
        return str(_("no place yet"))

    def column(self, column: Column) -> str:
        """What a column is headed by."""
        room, video = column
        if room is not None:
            return self.rooms[room]
        return self.video_rooms[video] if video is not None else str(_("No place yet"))

    def where(self, block: Block) -> str:
        """19 Dec 2026, 10:30–11:00, Hall A."""
        if block.parked:
            return str(_("not scheduled"))
        hours = f"{block.starts:%H:%M}–{block.ends:%H:%M}"
        day = (short_day(block.starts),) if self.several_days else ()
        return joined((*day, hours, self.room(block)), locale())


def placed(block: Block, places: Places) -> str:
    """P03: 10:30–11:00, Hall A."""
    return str(_("%(code)s: %(where)s", code=block.code, where=places.where(block)))


def change(told: Change, block: Block | None, places: Places) -> str:
    """What somebody did to a session: Minh moved P03 to 10:30–11:00, Hall A."""
    if block is None:
        return str(_("%(who)s deleted %(code)s.", who=told.actor, code=told.before.get("code", "")))
    facts = {"who": told.actor, "code": block.code, "where": places.where(block)}
    if told.noun == "speakers":
        return str(_("%(who)s changed the speakers of %(code)s.", **facts))
    if told.action == "create":
        return str(_("%(who)s added %(code)s: %(where)s.", **facts))
    if not _WHERE & set(told.after):
        return str(_("%(who)s changed %(code)s.", **facts))
    if block.parked:
        return str(_("%(who)s parked %(code)s.", **facts))
    return str(_("%(who)s moved %(code)s to %(where)s.", **facts))


def met(error: Stale, block: Block, who: str, places: Places) -> dict[str, str]:
    """Both versions of what somebody else changed meanwhile."""
    known = {name: value for name, value in error.yours.items() if name in Block.__slots__}
    mine: dict[str, Any] = {"parked": False, **known} if known else {}
    theirs = places.where(block)
    yours = places.where(replace(block, **mine)) if mine else ""
    facts = {"who": who or _("Somebody"), "code": block.code, "theirs": theirs, "yours": yours}
    if not yours or yours == theirs:
        text = _("%(who)s changed %(code)s meanwhile. Nothing was saved.", **facts)
    else:
        text = _(
            "%(who)s changed %(code)s meanwhile: it is at %(theirs)s. "
            "Yours was not saved: %(yours)s.",
            **facts,
        )
    return {"message": str(text), "theirs": theirs, "yours": yours}


def conflict(code: str) -> str:
    """Why something can't be done any more."""
    known = {
        "apart": _("One of the two was moved. They can’t be put together again."),
        "has_speakers": _("It has speakers by now. Delete it on its own page."),
    }
    changed = _("Somebody changed this meanwhile. Look at it again before you change it.")
    return str(known.get(code, changed))


def spoken() -> dict[str, str]:
    """What the board's script says by itself."""
    return {
        "saved": _("Saved."),
        "in_order": _(
            "%(name)s is number %(place)s of %(count)s.",
            name="{name}",
            place="{place}",
            count="{count}",
        ),
        "undone": _("Undone."),
        "redone": _("Done again."),
        "gone": _("%(code)s is not there any more.", code="{code}"),
        "nothing_to_undo": _("There is nothing to undo."),
        "nothing_to_redo": _("There is nothing to do again."),
        "let_go": _("Let go: nothing was moved."),
        "no_place": _("No place yet"),
        "two_clocks": _("The clock of %(place)s is beside the venue’s.", place="{place}"),
        "one_clock": _("The venue’s clock alone."),
        "clash": _("Clash: %(words)s", words="{words}"),
        "offline": _("The server can’t be reached. Nothing is saved until it can."),
        "online": _("The server can be reached again."),
        "signed_out": _("You are signed out. Reload this page to sign in again."),
        "failed": _("That didn’t work. Nothing was changed."),
        "over": _("%(minutes)s min over", minutes="{minutes}"),
        "next_day": _("next day"),
        "everywhere": _("all rooms"),
        "nowhere": _("no place yet"),
        "parked": _("not scheduled"),
        "minutes": _("%(minutes)s min", minutes="{minutes}"),
    }
