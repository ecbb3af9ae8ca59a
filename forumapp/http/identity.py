"""Who is asking: a member of staff by Flask-Login, a participant by a personal link, or nobody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from flask import Flask, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from forumapp.domain.access import NOBODY, Actor
from forumapp.domain.errors import NotFound
from forumapp.services import accounts, delegations, people

PARTICIPANT = "participant"
FOCAL_POINT = "focal_point"
STAYS = timedelta(days=14)
UNATTENDED = "X-Unattended"  # a script asks again and again, and nobody need be there
login_manager = LoginManager()


@dataclass(frozen=True, slots=True)
class StaffUser(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """The signed-in member of staff; its id is that of the session, not of the user."""

    session_token: str
    session_id: int
    actor: Actor
    name: str
    email: str

    def get_id(self) -> str:
        return self.session_token


def init_app(app: Flask) -> None:
    login_manager.init_app(app)
    login_manager.user_loader(_load)


def _load(token: str) -> StaffUser | None:
    found = accounts.resume(token, now=now(), attended=UNATTENDED not in request.headers)
    if found is None:
        return None
    return StaffUser(token, found.session_id, found.actor, found.name, found.email)


def sign_in(token: str) -> None:
    """Let this browser act for the staff session of this identifier.

    Whatever else the browser's session held is dropped, but for the links that were opened.
    """
    found = _load(token)
    if found is None:
        raise NotFound
    _begin_anew()
    login_user(found)


def sign_out() -> None:
    """Let this browser act for nobody of the staff any more."""
    logout_user()
    _begin_anew()


def staff() -> StaffUser | None:
    """The signed-in member of staff, if there is one."""
    signed_in = bool(request.cookies) and current_user.is_authenticated
    return current_user._get_current_object() if signed_in else None  # noqa: SLF001  the one way past the proxy


def _begin_anew() -> None:
    kept = {name: session[name] for name in (PARTICIPANT, FOCAL_POINT) if name in session}
    session.clear()
    g.pop("actor", None)
    if kept:
        session.permanent = True
        session.update(kept)


def now() -> datetime:
    """The instant of this request: one for all that it does."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    moment: datetime = g.now
    return moment


def actor() -> Actor:
    """Who acts in this request: staff first, then a participant, else nobody."""
    if "actor" not in g:
        g.actor = _actor()
    found: Actor = g.actor
    return found


def _actor() -> Actor:
    if not request.cookies:
        return NOBODY
    person, delegation = participant_id(), delegation_id()
    if current_user.is_authenticated:
        staff: Actor = current_user.actor
        return replace(staff, person_id=person, delegation_id=delegation)
    if person is None and delegation is None:
        return NOBODY
    name = "participant" if delegation is None else "focal point"
    return Actor(person_id=person, delegation_id=delegation, name=name)


def participant_id() -> int | None:
    """The person whose personal link this browser opened, while the link and the stay last."""
    kept = session.get(PARTICIPANT)
    if not kept:
        return None
    person_id, version, until = kept
    if until < now().timestamp() or not people.link_is_current(person_id, version):
        session.pop(PARTICIPANT)
        return None
    return int(person_id)


def remember_participant(person_id: int, link_version: int) -> None:
    """Let this browser act for the person for fourteen days."""
    session.permanent = True
    session[PARTICIPANT] = (person_id, link_version, int((now() + STAYS).timestamp()))


def forget_participant() -> None:
    session.pop(PARTICIPANT, None)


def delegation_id() -> int | None:
    """The delegation whose focal point's link this browser opened, while link and stay last."""
    kept = session.get(FOCAL_POINT)
    if not kept:
        return None
    number, version, until = kept
    if until < now().timestamp() or not delegations.link_is_current(number, version):
        session.pop(FOCAL_POINT)
        return None
    return int(number)


def remember_focal_point(number: int, link_version: int) -> None:
    """Let this browser act for the delegation for fourteen days."""
    session.permanent = True
    session[FOCAL_POINT] = (number, link_version, int((now() + STAYS).timestamp()))


def forget_focal_point() -> None:
    session.pop(FOCAL_POINT, None)
