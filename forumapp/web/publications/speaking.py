"""What changed in a session's speaker list, in the words of the page."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from forumapp.domain.programme import Programme, SessionFacts
from forumapp.domain.speakers import SpeakerFacts, SpeakerStatus
from forumapp.http.locale import locale
from forumapp.i18n.words import label


class Speaking:
    """Knows the people of two programmes by their printed names."""

    def __init__(self, before: Programme, after: Programme) -> None:
        self._names = {person.id: person.name for one in (before, after) for person in one.people}

    def sentences(self, before: SessionFacts, after: SessionFacts) -> Iterator[str]:
        """One sentence a line that came, went or changed; one for the order."""
        old = {speaker.id: speaker for speaker in before.speakers}
        new = {speaker.id: speaker for speaker in after.speakers}
        for speaker in after.speakers:
            if speaker.id not in old:
                yield _("New speaker: %(who)s", who=self._who(speaker))
            else:
                yield from self._changed(old[speaker.id], speaker)
        for key, speaker in old.items():
            if key not in new:
                yield _("No longer on the list: %(who)s", who=self._who(speaker))
        if [key for key in old if key in new] != [key for key in new if key in old]:
            yield _("Speakers stand in another order")

    def _changed(self, old: SpeakerFacts, new: SpeakerFacts) -> Iterator[str]:
        name = self._name(new)
        if old.person_id != new.person_id:
            yield _("%(new)s instead of %(old)s", new=name, old=self._name(old))
        if old.status is not new.status:
            yield _status(name, new)
        if old.minutes != new.minutes:
            yield _(
                "%(who)s: %(new)s minutes instead of %(old)s",
                who=name,
                new=new.minutes,
                old=old.minutes,
            )
        for before, after in ((old.part, new.part), (old.mode, new.mode)):
            if before is not after:
                yield _(
                    "%(who)s: %(new)s instead of %(old)s",
                    who=name,
                    new=label(after, locale()),
                    old=label(before, locale()),
                )
        if old.topic != new.topic:
            yield _("%(who)s: another topic", who=name)

    def _who(self, speaker: SpeakerFacts) -> str:
        return f"{self._name(speaker)} ({label(speaker.part, locale())})"

    def _name(self, speaker: SpeakerFacts) -> str:
        return self._names.get(speaker.person_id) or _("somebody who no longer speaks")


def _status(name: str, speaker: SpeakerFacts) -> str:
    if speaker.status is SpeakerStatus.CONFIRMED:
        return str(_("%(who)s has confirmed", who=name))
    if speaker.status.speaks:
        return str(_("%(who)s speaks again", who=name))
    return str(_("%(who)s no longer speaks", who=name))
