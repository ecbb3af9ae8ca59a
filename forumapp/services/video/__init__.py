"""Video rooms: keeping them, and deciding who is let in."""

from forumapp.services.video.gate import Knock, Way, knock
from forumapp.services.video.guests import standing, standing_of
from forumapp.services.video.knocks import KnockRow, knocks
from forumapp.services.video.links import JoinLink, join_links, join_path
from forumapp.services.video.rooms import (
    Secrets,
    VideoRoomRow,
    delete_room,
    room,
    rooms,
    save_room,
    secrets_of,
)

__all__ = [
    "JoinLink",
    "Knock",
    "KnockRow",
    "Secrets",
    "VideoRoomRow",
    "Way",
    "delete_room",
    "join_links",
    "join_path",
    "knock",
    "knocks",
    "room",
    "rooms",
    "save_room",
    "secrets_of",
    "standing",
    "standing_of",
]
