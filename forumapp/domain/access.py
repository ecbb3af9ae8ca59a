"""Who may do what: decided here and nowhere else. The default is no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """A user's role in one event."""

    OWNER = "owner"
    EDITOR = "editor"
    REGISTRAR = "registrar"
    VIEWER = "viewer"


class Action(StrEnum):
    """Everything a route, a service or a command may ask leave for."""

    READ_WORKSPACE = "read_workspace"
    EDIT_EVENT = "edit_event"
    EDIT_AGENDA = "edit_agenda"
    READ_VIDEO_SECRETS = "read_video_secrets"
    PUBLISH = "publish"
    READ_REGISTRATIONS = "read_registrations"
    DECIDE_REGISTRATIONS = "decide_registrations"
    EDIT_ROLES = "edit_roles"
    READ_AUDIT = "read_audit"
    GOVERN_DATA = "govern_data"
    CREATE_EVENT = "create_event"
    ADMINISTER = "administer"
    OWN_ACCOUNT = "own_account"
    OWN_PARTICIPATION = "own_participation"
    OWN_DELEGATION = "own_delegation"


_EDITS = {Action.READ_WORKSPACE, Action.EDIT_AGENDA, Action.EDIT_EVENT}
_REGISTERS = {Action.READ_WORKSPACE, Action.READ_REGISTRATIONS, Action.DECIDE_REGISTRATIONS}

ALLOWED: Mapping[Role, frozenset[Action]] = {
    Role.OWNER: frozenset(
        _EDITS
        | _REGISTERS
        | {Action.PUBLISH, Action.READ_VIDEO_SECRETS, Action.EDIT_ROLES, Action.READ_AUDIT}
        | {Action.GOVERN_DATA}
    ),
    Role.EDITOR: frozenset(_EDITS | {Action.PUBLISH, Action.READ_VIDEO_SECRETS, Action.READ_AUDIT}),
    Role.REGISTRAR: frozenset(_REGISTERS),
    Role.VIEWER: frozenset({Action.READ_WORKSPACE}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: staff (`user_id`), a participant (`person_id`), a focal point, or nobody.

    A focal point acts for `delegation_id`, and for no other.
    """

    user_id: int | None = None
    name: str = ""
    administrator: bool = False
    roles: Mapping[int, Role] = field(default_factory=dict)
    person_id: int | None = None
    delegation_id: int | None = None
    system: bool = False


NOBODY = Actor()
SYSTEM = Actor(name="system", system=True, administrator=True)


def can(actor: Actor, action: Action, *, event_id: int | None = None) -> bool:
    """Whether the actor may do this, in this event where the action concerns one."""
    if action is Action.OWN_PARTICIPATION:
        return actor.person_id is not None
    if action is Action.OWN_DELEGATION:
        return actor.delegation_id is not None
    if action is Action.OWN_ACCOUNT:
        return actor.user_id is not None
    if actor.administrator:
        return True
    if action is Action.CREATE_EVENT:
        return actor.user_id is not None and Role.OWNER in actor.roles.values()
    role = actor.roles.get(event_id) if event_id is not None else None
    return role is not None and action in ALLOWED[role]


def knows(actor: Actor, event_id: int) -> bool:
    """Whether the actor may know that the event's workspace exists: a refusal is 403, not 404."""
    return actor.administrator or event_id in actor.roles
