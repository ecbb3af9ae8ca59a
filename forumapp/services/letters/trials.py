"""The facts of a circular that is sent to its writer alone, as one of its readers would get it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from forumapp.domain.letters import Letter
from forumapp.models import Mail
from forumapp.services.letters.participants import to_participant
from forumapp.services.letters.previews import NEXT, hidden


def to_tester(mail: Mail, *, now: datetime) -> Letter:
    """What the reader whom the facts name would read, without what is theirs alone."""
    read_as = Mail(
        id=NEXT,
        kind=mail.kind,
        person_id=mail.facts["reader"],
        event_id=mail.event_id,
        locale=mail.locale,
        recipient=mail.recipient,
        facts={"circular": mail.facts["circular"]},
        written_at=mail.written_at,
    )
    found = hidden(to_participant(read_as, now=now))
    assert found.circular is not None
    return replace(found, circular=replace(found.circular, test=True, papers=()))
