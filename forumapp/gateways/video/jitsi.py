"""Jitsi Meet rooms, entered with a token signed at the click (RFC 7519, HS256)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from forumapp.domain.text import one_line
from forumapp.domain.video import JoinRole
from forumapp.gateways.video.base import (
    JoinGuest,
    ProviderFailed,
    ProviderFault,
    VideoRoomAccess,
    web_address,
)

# The token is used by the redirect alone; the meeting goes on when it has lapsed.
LIFETIME = timedelta(minutes=5)
# Clocks of two servers differ.
LEEWAY = timedelta(minutes=1)

_ROOM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,199}")


class JitsiProvider:
    """Signs a token for one room and one guest, good for minutes."""

    def join_address(self, room: VideoRoomAccess, guest: JoinGuest, *, now: datetime) -> str:
        server = web_address(room.address)
        if not _ROOM.fullmatch(room.meeting_id):
            raise ProviderFailed(ProviderFault.MEETING)
        tenant = server.path.strip("/")
        claims: dict[str, object] = {
            "iss": room.app_id,
            "aud": room.app_id,
            "sub": tenant or server.hostname,
            "room": room.meeting_id,
            "nbf": int((now - LEEWAY).timestamp()),
            "exp": int((now + LIFETIME).timestamp()),
            "context": {"user": _user(guest)},
        }
        base = f"{server.scheme}://{server.netloc}/" + (f"{tenant}/" if tenant else "")
        return f"{base}{room.meeting_id}?jwt={_signed(claims, room)}"


def _user(guest: JoinGuest) -> dict[str, object]:
    moderates = guest.role is JoinRole.MODERATOR
    user: dict[str, object] = {
        "id": guest.key,
        "name": one_line(guest.name),
        "moderator": moderates,
        # The same for servers whose module reads the role in the room from here.
        "affiliation": "owner" if moderates else "member",
    }
    return user | ({"email": guest.email} if guest.email else {})


def _signed(claims: dict[str, object], room: VideoRoomAccess) -> str:
    from joserfc import jwt
    from joserfc.jwk import OctKey

    if not room.secret or not room.app_id:
        raise ProviderFailed(ProviderFault.SECRET)
    return jwt.encode({"alg": "HS256", "typ": "JWT"}, claims, OctKey.import_key(room.secret))
