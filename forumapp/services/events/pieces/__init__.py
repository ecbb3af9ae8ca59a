"""What an event has several of, in an order: organisations, parts, rooms, tracks, categories."""

from forumapp.services.events.pieces.editing import (
    Use,
    delete,
    get,
    listed,
    move,
    save,
    use_counts,
    uses,
)
from forumapp.services.events.pieces.kinds import (
    CategoryRow,
    OrganisationRow,
    PartRow,
    Piece,
    PieceRow,
    RoomRow,
    TrackRow,
)

__all__ = [
    "CategoryRow",
    "OrganisationRow",
    "PartRow",
    "Piece",
    "PieceRow",
    "RoomRow",
    "TrackRow",
    "Use",
    "delete",
    "get",
    "listed",
    "move",
    "save",
    "use_counts",
    "uses",
]
