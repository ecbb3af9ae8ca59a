"""Mails about releases, made for tests: the same each time, with invented names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from forumapp.domain.invitations import Told, all_told
from forumapp.domain.letters import Entry, Invitation, Letter, SessionEntry, SessionNews
from forumapp.domain.mail import MailKind
from forumapp.domain.programme import Programme, ReleaseFacts, ReleaseStatus, SessionFacts
from forumapp.domain.speakers import SpeakerStatus
from forumapp.domain.telling import News, Reason
from forumapp.domain.text import Translated
from tests.letters import a_letter
from tests.programmes import ISSUED_AT, a_key, a_programme

SPEAKER = 2  # speaks in the first session and in the second


def a_revision(programme: Programme, number: int = 2) -> Programme:
    """The same as the next release, with the reason of the secretariat."""
    release = ReleaseFacts(
        id=number,
        number=number,
        status=ReleaseStatus.REVISED,
        revision=number - 1,
        symbol=f"FVP/3/Rev.{number - 1}",
        note="Hall 1 is not free in the morning.",
        issued_at=ISSUED_AT + timedelta(days=number - 1),
    )
    return replace(programme, release=release)


def changed(programme: Programme, number: int, **values: object) -> Programme:
    """The next release, with other values in the session of this number."""
    sessions = tuple(
        replace(s, **values) if s.id == number else s  # type: ignore[arg-type]  # a test gives what it names
        for s in programme.sessions
    )
    return a_revision(replace(programme, sessions=sessions))


def later(session: SessionFacts, *, minutes: int) -> dict[str, object]:
    shift = timedelta(minutes=minutes)
    return {"starts": session.starts + shift, "ends": session.ends + shift}


def some_news(
    before: Programme | None, after: Programme, key: str, *, sequence: int = 0, **given: object
) -> SessionNews:
    """What is told of one session to who speaks in it, with its calendar entry."""
    was, now = all_told(before).get(key), all_told(after).get(key)
    told = now or was
    assert told is not None
    method = Invitation.REQUEST if now else Invitation.CANCEL
    news = News.OVER if now is None else News.ASKED if was is None else News.CHANGED
    facts: dict[str, object] = {
        "key": key,
        "reason": Reason.SPEAKS,
        "news": news,
        "was": was,
        "now": told,
        "before": _session(before, key),
        "after": _session(after, key),
        "entry": _entry(key, told, method, sequence),
        "answer_path": "/answer/answer-token" if now else "",
    }
    return SessionNews(**{**facts, **given})  # type: ignore[arg-type]  # a test gives what it names


def _entry(key: str, told: Told, method: Invitation, sequence: int) -> SessionEntry:
    join = "/j/join-token" if told.online and method is Invitation.REQUEST else ""
    uid = f"{a_key('invitation', key)}@forum.example"
    return SessionEntry(method=method, uid=uid, sequence=sequence, told=told, join_path=join)


def _session(programme: Programme | None, key: str) -> SessionFacts | None:
    found = programme.sessions if programme else ()
    return next((session for session in found if session.key == key), None)


def a_news_letter(
    before: Programme | None, after: Programme, *news: SessionNews, locale: str, **given: object
) -> Letter:
    """The mail to one person about a release; what it doesn't say it doesn't know either."""
    kind = MailKind.PROGRAMME_CHANGED
    if all(one.news is News.ASKED for one in news):
        kind = MailKind.INVITED
    keys = {one.key for one in news}
    about = after.only(s for s in after.sessions if s.key in keys)
    earlier = before and before.only(s for s in before.sessions if s.key in keys)
    facts: dict[str, object] = {
        "programme": after.only(after.sessions[:2]),
        "released": about,
        "before": earlier,
        "news": news,
        "badge": "",
    }
    return a_letter(kind, locale=locale, **{**facts, **given})


def invited(locale: str) -> Letter:
    """The first invitation: to speak in two sessions."""
    programme = a_programme()
    news = (some_news(None, programme, s.key) for s in programme.sessions[:2])
    return a_news_letter(None, programme, *news, locale=locale)


def invited_as_guest(locale: str) -> Letter:
    """The invitation to a session in which the person doesn't speak."""
    programme = a_programme()
    key = programme.sessions[2].key
    guest = some_news(None, programme, key, reason=Reason.INVITED)
    return a_news_letter(None, programme, guest, locale=locale)


def moved(locale: str) -> Letter:
    """One session later and in another room."""
    before = a_programme(sessions=40)
    session = before.sessions[0]
    after = changed(before, session.id, **later(session, minutes=30), room_id=2)
    return a_news_letter(
        before, after, some_news(before, after, session.key, sequence=1), locale=locale
    )


def two_at_once(locale: str) -> Letter:
    """One session moved, another with a further speaker, and one of the person's own schedule."""
    before = a_programme()
    first, second, third = before.sessions
    after = changed(before, first.id, **later(first, minutes=-15))
    after = changed(after, second.id, speakers=(*second.speakers, third.speakers[0]))
    after = changed(after, third.id, title=Translated(en="Roads and water", zh="路与水"))
    news = (
        some_news(before, after, first.key, sequence=1),
        some_news(before, after, second.key, entry=None, answer_path=""),
        some_news(before, after, third.key, entry=None, answer_path="", reason=Reason.STARRED),
    )
    return a_news_letter(before, after, *news, locale=locale)


def cancelled(locale: str) -> Letter:
    """A session that is no longer in the programme."""
    before = a_programme()
    after = a_revision(replace(before, sessions=before.sessions[1:]))
    news = some_news(before, after, before.sessions[0].key, sequence=1)
    return a_news_letter(before, after, news, locale=locale)


def past_midnight(locale: str) -> Letter:
    """A session goes on past midnight on the reader's clock, and their turn past the venue's."""
    before = a_programme()
    session = before.sessions[0]
    turn = replace(session.speakers[0], minutes=80)
    late = {**later(session, minutes=14 * 60 - 10), "ends": session.ends + timedelta(hours=15)}
    after = changed(before, session.id, **late, speakers=(turn, *session.speakers[1:]))
    news = some_news(before, after, session.key, sequence=1)
    return a_news_letter(before, after, news, locale=locale)


def replaced(locale: str) -> Letter:
    """The person was replaced by somebody else."""
    before = a_programme()
    session = before.sessions[0]
    lines = (session.speakers[0], replace(session.speakers[1], status=SpeakerStatus.REPLACED))
    after = changed(before, session.id, speakers=lines)
    told = all_told(before)[session.key]
    news = some_news(
        before,
        after,
        session.key,
        news=News.OVER,
        entry=_entry(session.key, told, Invitation.CANCEL, 2),
        answer_path="",
    )
    return a_news_letter(before, after, news, locale=locale)


def other_dates(locale: str) -> Letter:
    """The event a week later, elsewhere: everyone has the event's own invitation again."""
    before = a_programme()
    event = replace(
        before.event,
        starts_on=date(2027, 3, 16),
        ends_on=date(2027, 3, 16),
        place=Translated(en="Hillside", zh="山畔市"),
        venue=Translated(en="Hillside Hall", zh="山畔会堂"),
    )
    week = 7 * 24 * 60
    sessions = tuple(
        replace(s, **later(s, minutes=week))  # type: ignore[arg-type]  # a test gives what it names
        for s in before.sessions
    )
    after = a_revision(replace(before, event=event, sessions=sessions))
    news = some_news(before, after, before.sessions[0].key, sequence=1)
    return a_news_letter(
        before,
        after,
        news,
        locale=locale,
        elsewhere=before.event,
        entry=Entry(
            method=Invitation.REQUEST,
            uid=a_key("person", SPEAKER),
            sequence=4,
            join_path="/j/join-token",
        ),
    )


SAMPLES: dict[str, Callable[[str], Letter]] = {
    "invited": invited,
    "invited-guest": invited_as_guest,
    "programme_changed-moved": moved,
    "programme_changed-two": two_at_once,
    "programme_changed-cancelled": cancelled,
    "programme_changed-replaced": replaced,
    "programme_changed-midnight": past_midnight,
    "programme_changed-dates": other_dates,
}
