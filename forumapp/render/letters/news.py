"""What a mail about a release says of each session: what it is, what changed, what holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from forumapp.domain.letters import Invitation, Letter, SessionNews
from forumapp.domain.mail import MailKind
from forumapp.domain.programme import Programme
from forumapp.domain.speakers import running_order
from forumapp.domain.telling import News, Reason
from forumapp.i18n.catalogue import gettext, joined
from forumapp.i18n.catalogue import message as _
from forumapp.i18n.words import label
from forumapp.render import changes
from forumapp.render.ical import sessions as entries
from forumapp.render.ical.sessions import Occasion
from forumapp.render.letters.dates import long_day
from forumapp.render.letters.pieces import elsewhere
from forumapp.render.wording import Wording, time_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One session of a mail, `there` on the reader's own clock where that differs.

    `where` is empty for one that is over, whose sentence names the place, and so is `when` where
    both clocks agree; `answer_url` where nobody asks, `role` where the heading has said it.
    """

    title: str
    role: str
    sentences: tuple[str, ...]
    when: str = ""
    there: str = ""
    where: str = ""
    answer_url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The sessions of which the same is said."""

    heading: str
    sessions: tuple[Told, ...]


_HEADINGS = {
    (News.ASKED, Reason.SPEAKS): _("You are asked to speak"),
    (News.ASKED, Reason.INVITED): _("You are invited to"),
    News.CHANGED: _("What has changed"),
    News.OVER: _("No longer on your programme"),
}
_ORDER = tuple(_HEADINGS)


def groups(letter: Letter, *, base_url: str) -> tuple[Group, ...]:
    """The sessions of a mail: what the reader is asked to first, then changes, then what is over.

    Each group is in order of time.
    """
    teller = _Teller(letter, base_url)
    ordered = sorted(letter.news, key=lambda one: _ORDER.index(_kind(one)))
    return tuple(
        Group(gettext(_HEADINGS[kind], letter.locale), tuple(map(teller.told, held)))
        for kind, held in groupby(ordered, key=_kind)
    )


def moved_event(letter: Letter) -> tuple[str, ...]:
    """What is new of the event's dates and place."""
    if letter.elsewhere is None:
        return ()
    return changes.event_sentences(letter.elsewhere, letter.event, locale=letter.locale)


def calendar_note(letter: Letter) -> str:
    """What the calendar entries that go with the mail do; empty where none do."""
    entries = letter.session_entries
    if not entries:
        return ""
    if all(entry.method is Invitation.CANCEL for entry in entries):
        out = _("The attachment takes the entry out of your calendar.")
        all_out = _("The attachments take your entries out of your calendar.")
        return gettext(out if len(entries) == 1 else all_out, letter.locale)
    if not any(one.answer_path for one in letter.news):
        text = _("What is attached brings your calendar up to date.")
    elif letter.kind is MailKind.INVITED:
        text = _("What is attached is for your calendar, and you may answer there too.")
    else:
        text = _("What is attached brings your calendar up to date, and you may answer there too.")
    return gettext(text, letter.locale)


def role(letter: Letter, news: SessionNews) -> str:
    """What the reader does in a session: Keynote · your turn at about 10:20."""
    if news.reason is Reason.STARRED:
        return gettext(_("In your schedule"), letter.locale)
    turns = running_order(news.now.starts, news.after.speakers) if news.after else ()
    mine = [(line, start) for line, start in turns if line.person_id == letter.person.id]
    parts = joined((label(line.part, letter.locale) for line, _start in mine), letter.locale)
    parts = parts or gettext(_("You are invited"), letter.locale)
    start = next((start for _line, start in mine if start), None)
    if start is None or start == news.now.starts:
        return parts
    at = gettext(_("your turn at about %(time)s"), letter.locale) % {
        "time": time_after(news.now.starts, start)
    }
    return f"{parts} · {at}"


def occasion(letter: Letter, news: SessionNews) -> Occasion:
    """A session as its calendar entry tells it."""
    now = news.now
    return Occasion(
        told=now,
        session=news.after if news.news is not News.OVER else None,
        role=role(letter, news) if news.news is not News.OVER else "",
        own_clock=elsewhere(letter, now.starts_at, now.ends_at),
    )


def _kind(news: SessionNews) -> News | tuple[News, Reason]:
    return (news.news, news.reason) if news.news is News.ASKED else news.news


class Sentences:
    """Says what became of sessions between two programmes."""

    def __init__(self, before: Programme | None, after: Programme, *, locale: str) -> None:
        self._teller = changes.Teller(before or after, after, locale=locale)
        self._locale = locale

    def of(self, news: SessionNews) -> tuple[str, ...]:
        """What is said of one; nothing of what somebody is asked to for the first time."""
        if news.news is News.OVER:
            return (self._over(news),)
        return tuple(self._changed(news)) if news.news is News.CHANGED else ()

    def _over(self, news: SessionNews) -> str:
        here = _("You are no longer asked here; it was: %(facts)s")
        gone = _("No longer in the programme; it was: %(facts)s")
        facts = {"facts": self._teller.place(news.was or news.now)}
        return gettext(here if news.after else gone, self._locale) % facts

    def _changed(self, news: SessionNews) -> Iterator[str]:
        if news.was is None:
            yield gettext(_("New in the programme"), self._locale)
            return
        yield from self._teller.moved(news.was, news.now)
        yield from self._teller.titled(news.was, news.now)
        if news.before and news.after:
            yield from self._teller.spoken(news.before, news.after)


class _Teller:
    """Says what became of each session in the language of the reader."""

    def __init__(self, letter: Letter, base_url: str) -> None:
        after = letter.released or letter.programme
        self._letter = letter
        self._said = Wording(after, locale=letter.locale, base_url=base_url)
        self._sentences = Sentences(letter.before, after, locale=letter.locale)
        self._base_url = base_url

    def told(self, news: SessionNews) -> Told:
        letter, now = self._letter, news.now
        title, sentences = self._said.pick(now.title) or now.code, self._sentences.of(news)
        there = elsewhere(letter, now.starts_at, now.ends_at)
        if news.news is News.OVER:
            when = entries.hours(now) if there else ""
            return Told(title=title, role="", sentences=sentences, when=when, there=there)
        return Told(
            title=title,
            role="" if _kind(news) == (News.ASKED, Reason.INVITED) else role(letter, news),
            sentences=sentences,
            when=gettext(_("%(day)s, %(hours)s"), letter.locale)
            % {
                "day": long_day(now.starts.date(), letter.locale),
                "hours": entries.hours(now),
            },
            there=there,
            where=entries.place(self._said, now),
            answer_url=f"{self._base_url}{news.answer_path}" if news.answer_path else "",
        )
