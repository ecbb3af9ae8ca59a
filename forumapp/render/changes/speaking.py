"""What changed in a session's speaker list."""

from __future__ import annotations

from collections.abc import Iterator

from forumapp.domain.programme import Programme, SessionFacts
from forumapp.domain.speakers import SpeakerFacts, SpeakerStatus
from forumapp.i18n.catalogue import message as _
from forumapp.render.changes.words import Words


class Speaking:
    """Knows the people of two programmes by their printed names."""

    def __init__(self, before: Programme, after: Programme, *, words: Words) -> None:
        self._names = {person.id: person.name for one in (before, after) for person in one.people}
        self._words = words

    def sentences(self, before: SessionFacts, after: SessionFacts) -> Iterator[str]:
        """One sentence a line that came, went or changed; one for the order."""
        old = {speaker.id: speaker for speaker in before.speakers}
        new = {speaker.id: speaker for speaker in after.speakers}
        for speaker in after.speakers:
            if speaker.id not in old:
                yield self._words.say(_("New speaker: %(who)s"), who=self._who(speaker))
            else:
                yield from self._changed(old[speaker.id], speaker)
        for key, speaker in old.items():
            if key not in new:
                yield self._words.say(_("No longer on the list: %(who)s"), who=self._who(speaker))
        if [key for key in old if key in new] != [key for key in new if key in old]:
            yield self._words.say(_("Speakers stand in another order"))

    def _changed(self, old: SpeakerFacts, new: SpeakerFacts) -> Iterator[str]:
        name, say = self._name(new), self._words.say
        if old.person_id != new.person_id:
            yield say(_("%(new)s instead of %(old)s"), new=name, old=self._name(old))
        if old.status is not new.status:
            yield self._status(name, new)
        if old.minutes != new.minutes:
            yield say(
                _("%(who)s: %(new)s minutes instead of %(old)s"),
                who=name,
                new=new.minutes,
                old=old.minutes,
            )
        for before, after in ((old.part, new.part), (old.mode, new.mode)):
            if before is not after:
                yield say(
                    _("%(who)s: %(new)s instead of %(old)s"),
                    who=name,
                    new=self._words.label(after),
                    old=self._words.label(before),
                )
        if old.topic != new.topic:
            yield say(_("%(who)s: another topic"), who=name)

    def _who(self, speaker: SpeakerFacts) -> str:
        return f"{self._name(speaker)} ({self._words.label(speaker.part)})"

    def _name(self, speaker: SpeakerFacts) -> str:
        known = self._names.get(speaker.person_id)
        return known or self._words.say(_("somebody who no longer speaks"))

    def _status(self, name: str, speaker: SpeakerFacts) -> str:
        if speaker.status is SpeakerStatus.CONFIRMED:
            return self._words.say(_("%(who)s has confirmed"), who=name)
        if speaker.status.speaks:
            return self._words.say(_("%(who)s speaks again"), who=name)
        return self._words.say(_("%(who)s no longer speaks"), who=name)
