"""BigBlueButton rooms: calls signed with `SHA-256(call + query + secret)` at the click."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote, urlencode
from xml.parsers import expat

from forumapp.domain.text import one_line
from forumapp.domain.video import JoinRole
from forumapp.gateways.http import GuardedClient, OutgoingFailed, OutgoingFault
from forumapp.gateways.video.base import (
    JoinGuest,
    ProviderFailed,
    ProviderFault,
    VideoRoomAccess,
    web_address,
)

_ROLES = {JoinRole.MODERATOR: "MODERATOR", JoinRole.ATTENDEE: "VIEWER"}
_FAULTS = {
    OutgoingFault.ADDRESS: ProviderFault.ADDRESS,
    OutgoingFault.HOST: ProviderFault.NOT_ALLOWED,
    OutgoingFault.PRIVATE: ProviderFault.NOT_ALLOWED,
    OutgoingFault.UNREACHABLE: ProviderFault.UNREACHABLE,
    OutgoingFault.TLS: ProviderFault.UNREACHABLE,
    OutgoingFault.TIMEOUT: ProviderFault.TIMEOUT,
}
_WORD = re.compile(r"[A-Za-z]{1,40}")


class BigBlueButtonProvider:
    """Makes sure that the meeting exists, then signs the guest's own address to join it."""

    def __init__(self, client: GuardedClient) -> None:
        self._client = client

    def join_address(self, room: VideoRoomAccess, guest: JoinGuest, *, now: datetime) -> str:
        if not room.secret:
            raise ProviderFailed(ProviderFault.SECRET)
        if not 2 <= len(room.meeting_id) <= 256 or "," in room.meeting_id:
            raise ProviderFailed(ProviderFault.MEETING)
        created = self._create(room)
        query = {
            "fullName": one_line(guest.name) or guest.key,
            "meetingID": room.meeting_id,
            "role": _ROLES[guest.role],
            "userID": guest.key,
        }
        # Whoever kept the address can't enter a later meeting of the same name with it.
        if created:
            query["createTime"] = created
        return _signed(room, "join", query)

    def _create(self, room: VideoRoomAccess) -> str:
        """Create the meeting or find it there, and return the createTime that the server gives."""
        title = one_line(room.title)[:256]
        query = {
            "name": title if len(title) > 1 else room.meeting_id,
            "meetingID": room.meeting_id,
            # Never used to join, but a second create must repeat the passwords of the first.
            "attendeePW": _password(room, "attendee"),
            "moderatorPW": _password(room, "moderator"),
        }
        try:
            answer = self._client.get(_signed(room, "create", query))
        except OutgoingFailed as failure:
            raise ProviderFailed(_FAULTS.get(failure.code, ProviderFault.ANSWER)) from None
        return _create_time(_fields(answer.body))


def _create_time(fields: Mapping[str, str]) -> str:
    code, key = fields.get("returncode"), fields.get("messageKey", "")
    if code == "SUCCESS":
        created = fields.get("createTime", "")
        return created if created.isdecimal() else ""
    if code != "FAILED":
        raise ProviderFailed(ProviderFault.ANSWER)
    if key == "idNotUnique":
        return ""  # somebody else created it with passwords of their own; the role admits us
    detail = key if _WORD.fullmatch(key) else ""
    fault = ProviderFault.SECRET if key == "checksumError" else ProviderFault.REFUSED
    raise ProviderFailed(fault, detail)


def _signed(room: VideoRoomAccess, call: str, query: Mapping[str, str]) -> str:
    written = urlencode(query, quote_via=quote, errors="replace")
    checksum = hashlib.sha256(f"{call}{written}{room.secret}".encode()).hexdigest()
    return f"{_api(room.address)}{call}?{written}&checksum={checksum}"


def _api(address: str) -> str:
    """The address of the API, from what `bbb-conf --secret` prints, with or without `/api`."""
    parts = web_address(address)
    path = parts.path.strip("/").removesuffix("api").strip("/") or "bigbluebutton"
    return f"{parts.scheme}://{parts.netloc}/{path}/api/"


def _password(room: VideoRoomAccess, part: str) -> str:
    text = f"{part}:{room.meeting_id}".encode()
    return hmac.new(room.secret.encode(), text, hashlib.sha256).hexdigest()[:32]


def _fields(body: bytes) -> dict[str, str]:
    """The texts of the response's own children; document types are refused with all they bring."""
    found: dict[str, str] = {}
    path: list[str] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        path.append(name)

    def text(data: str) -> None:
        if len(path) == 2:
            found[path[1]] = found.get(path[1], "") + data

    def end(_name: str) -> None:
        path.pop()

    def doctype(*_anything: object) -> None:
        raise ProviderFailed(ProviderFault.ANSWER)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, doctype
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise ProviderFailed(ProviderFault.ANSWER) from None
    return {name: value.strip() for name, value in found.items()}
