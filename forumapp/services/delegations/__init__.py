"""Delegations: keeping them, ordering them as protocol does, and their members."""

from forumapp.services.delegations.editing import (
    delete,
    get,
    listed,
    move,
    registrations_of,
    save,
    strength,
)
from forumapp.services.delegations.members import (
    CapacityChange,
    members,
    move_member,
    set_capacities,
)
from forumapp.services.delegations.rows import DelegationRow, MemberRow, ModeCount, Strength

__all__ = [
    "CapacityChange",
    "DelegationRow",
    "MemberRow",
    "ModeCount",
    "Strength",
    "delete",
    "get",
    "listed",
    "members",
    "move",
    "move_member",
    "registrations_of",
    "save",
    "set_capacities",
    "strength",
]
