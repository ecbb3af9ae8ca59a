"""Delegations: keeping them, ordering them as protocol does, and their members."""

from forumapp.services.delegations.editing import (
    delete,
    get,
    listed,
    move,
    part_quotas,
    registrations_of,
    save,
    strength,
)
from forumapp.services.delegations.inviting import (
    Invited,
    add_from_last,
    add_listed,
    end_link,
    invite,
    last_edition,
)
from forumapp.services.delegations.links import event_of, link_is_current, open_link
from forumapp.services.delegations.members import (
    CapacityChange,
    members,
    move_member,
    set_capacities,
)
from forumapp.services.delegations.notes import note, note_of, note_volume
from forumapp.services.delegations.own import (
    ExtensionRow,
    OwnDelegation,
    nominee,
    nominee_file,
    own,
)
from forumapp.services.delegations.reminding import remind
from forumapp.services.delegations.rows import DelegationRow, MemberRow, ModeCount, Strength

__all__ = [
    "CapacityChange",
    "DelegationRow",
    "ExtensionRow",
    "Invited",
    "MemberRow",
    "ModeCount",
    "OwnDelegation",
    "Strength",
    "add_from_last",
    "add_listed",
    "delete",
    "end_link",
    "event_of",
    "get",
    "invite",
    "last_edition",
    "link_is_current",
    "listed",
    "members",
    "move",
    "move_member",
    "nominee",
    "nominee_file",
    "note",
    "note_of",
    "note_volume",
    "open_link",
    "own",
    "part_quotas",
    "registrations_of",
    "remind",
    "save",
    "set_capacities",
    "strength",
]
