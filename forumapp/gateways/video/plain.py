"""Rooms whose address was made elsewhere and is stored: Zoom, VooV, Teams, Webex and the like."""

from __future__ import annotations

from datetime import datetime

from forumapp.domain.video import JoinRole
from forumapp.gateways.video.base import JoinGuest, VideoRoomAccess, web_address


class PlainProvider:
    """Sends everybody to the stored address, and whoever presides to the host link."""

    def join_address(self, room: VideoRoomAccess, guest: JoinGuest, *, now: datetime) -> str:
        presides = guest.role is JoinRole.MODERATOR
        address = (room.host_link if presides else "") or room.address
        web_address(address)
        return address
