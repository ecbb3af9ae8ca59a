"""The chapters of sessions: those with texts by themselves, runs of others together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from forumapp.domain.people import PersonFacts
from forumapp.domain.proceedings import Proceedings, SpeechFacts
from forumapp.domain.programme import SessionFacts
from forumapp.domain.speakers import SpeakerFacts
from forumapp.i18n.catalogue import gettext, html_language
from forumapp.i18n.catalogue import message as _
from forumapp.render.pdf.document import Chapter
from forumapp.render.volumes.front import PAUSES
from forumapp.render.volumes.language import hours_of_day, marks, plain_name, render
from forumapp.render.volumes.texts import to_text
from forumapp.render.wording import Wording, span

# Characters of texts in one chapter (some forty pages), and sessions without texts in one.
TOGETHER = 100_000
IN_A_RUN = 40

# Level, place, title and its language of a line of the contents.
Line = tuple[int, str, str, str]


@dataclass(frozen=True, slots=True)
class Paper:
    """A chapter, the ids of the sessions that begin in it, and its lines of the contents."""

    chapter: Chapter
    sessions: tuple[int, ...]
    lines: tuple[Line, ...]
    day: date


@dataclass(frozen=True, slots=True)
class Speech:
    """A text with who gave it."""

    facts: SpeechFacts
    speaker: SpeakerFacts
    person: PersonFacts
    name: str
    topic: str
    colon: str
    language: str

    @property
    def label(self) -> str:
        """Name and topic, as the contents and the outline have them."""
        return f"{self.name}{self.colon}{self.topic}" if self.topic else self.name


def papers(facts: Proceedings, wording: Wording) -> tuple[Paper, ...]:
    """The chapters of every session that isn't a mere pause, in the order of the programme."""
    told = [s for s in facts.programme.sessions if s.kind not in PAUSES or s.speakers]
    found: list[Paper] = []
    for silent, together in groupby(
        told, key=lambda s: (not facts.speeches_of(s), s.starts.date())
    ):
        if silent[0]:
            found.extend(_run(tuple(together), wording))
        else:
            for session in together:
                found.extend(_with_texts(session, facts, wording))
    return tuple(found)


def _run(sessions: tuple[SessionFacts, ...], wording: Wording) -> Iterator[Paper]:
    """Sessions without texts: a chapter of its own for one, for several one by day and hours."""
    for first in range(0, len(sessions), IN_A_RUN):
        held = sessions[first : first + IN_A_RUN]
        yield _together(held, wording) if len(held) > 1 else _opening(held[0], wording, ())


def _together(held: tuple[SessionFacts, ...], wording: Wording) -> Paper:
    key, on = f"sessions-{held[0].id}", held[0].starts.date()
    last = max(session.ends for session in held)
    hours = span(held[0].starts, last)
    title = hours_of_day(on, hours, wording.locale)
    told = [_told(session, wording) for session in held]
    html = _html("proceedings-run.html", wording, title=title, sessions=told)
    below = tuple(
        (1, f"{key}#session-{session.id}", wording.title(session), _language(session, wording))
        for session in held
    )
    return Paper(Chapter(key, title, html), tuple(session.id for session in held), below, on)


def _opening(session: SessionFacts, wording: Wording, speeches: tuple[Speech, ...]) -> Paper:
    """The chapter in which a session begins."""
    key, title = f"session-{session.id}", wording.title(session)
    told = _told(session, wording)
    html = _html("proceedings-session.html", wording, told=told, speeches=speeches)
    own = (1, key, title, _language(session, wording))
    below = _lines(key, speeches)
    return Paper(Chapter(key, title, html), (session.id,), (own, *below), session.starts.date())


def _going_on(
    session: SessionFacts, wording: Wording, speeches: tuple[Speech, ...], *, number: int
) -> Paper:
    """A chapter for texts that the session's first one has no room for."""
    key = f"session-{session.id}-{number}"
    words = gettext(_("%(title)s (continued)"), wording.locale)
    title = words % {"title": wording.title(session)}
    html = _html("proceedings-texts.html", wording, title=title, speeches=speeches)
    chapter = Chapter(key, title, html, level=2)
    return Paper(chapter, (), _lines(key, speeches), session.starts.date())


def _lines(key: str, speeches: tuple[Speech, ...]) -> tuple[Line, ...]:
    return tuple((2, f"{key}#speech-{one.speaker.id}", one.label, "") for one in speeches)


def _with_texts(session: SessionFacts, facts: Proceedings, wording: Wording) -> Iterator[Paper]:
    """A session's chapter; what is too long for one goes on in others below it."""
    speaking = {speaker.id: (speaker, person) for speaker, person in wording.speaking(session)}
    speeches = [
        _speech(speech, *speaking[speech.speaker_id], wording=wording)
        for speech in facts.speeches_of(session)
        if speech.speaker_id in speaking
    ]
    first, *others = _shares(speeches)
    yield _opening(session, wording, first)
    for number, held in enumerate(others, start=1):
        yield _going_on(session, wording, held, number=number)


def _shares(speeches: list[Speech]) -> Iterator[tuple[Speech, ...]]:
    held: list[Speech] = []
    length = 0
    for speech in speeches:
        if held and length + len(speech.facts.text) > TOGETHER:
            yield tuple(held)
            held, length = [], 0
        held.append(speech)
        length += len(speech.facts.text)
    yield tuple(held)


def _speech(
    facts: SpeechFacts, speaker: SpeakerFacts, person: PersonFacts, *, wording: Wording
) -> Speech:
    return Speech(
        facts=facts,
        speaker=speaker,
        person=person,
        name=plain_name(person, wording.locale),
        topic=wording.pick(speaker.topic),
        colon=marks(wording.locale).colon,
        language=html_language(facts.language),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a session before its texts."""

    session: SessionFacts
    title: str
    when: str
    where: tuple[str, ...]
    description: str
    described_in: str
    speakers: tuple[tuple[SpeakerFacts, PersonFacts], ...]


def _told(session: SessionFacts, wording: Wording) -> Told:
    return Told(
        session=session,
        title=wording.title(session),
        when=hours_of_day(session.starts.date(), wording.hours(session), wording.locale),
        where=(wording.part(session), wording.room(session)),
        description=session.description.pick(wording.locale),
        described_in=html_language(session.description.picked(wording.locale)),
        speakers=wording.speaking(session),
    )


def _language(session: SessionFacts, wording: Wording) -> str:
    """The language of a title that isn't the volume's, else nothing."""
    language = session.title.picked(wording.locale)
    return "" if language == wording.locale else html_language(language)


def _html(template: str, wording: Wording, **given: object) -> str:
    return render(template, locale=wording.locale, to_text=to_text, **given)
