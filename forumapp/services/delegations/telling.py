"""What a focal point is told of those whom they nominated together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from forumapp.domain.mail import MailKind
from forumapp.models import Delegation
from forumapp.services import mail


def tell_nominated(delegation: Delegation, registrations: Sequence[int], *, now: datetime) -> None:
    """Write the focal point one mail about all of these, with the links of who has no address.

    A ministry that pastes forty names wants one list to file, not forty letters; each nominee who
    has an address still gets their own, because it alone brings them their link and their code.
    """
    if not registrations or not delegation.focal_email:
        return
    kind = MailKind.DELEGATION_NOMINATED
    mail.write(
        kind,
        key=f"{kind}:{delegation.id}:{min(registrations)}-{max(registrations)}",
        delegation_id=delegation.id,
        event_id=delegation.event_id,
        locale=delegation.focal_locale,
        facts={"registrations": list(registrations)},
        now=now,
    )
