"""Who would be told of the next release: the list by name, and each mail as it would be sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from flask import Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.config import settings
from forumapp.domain.access import Action
from forumapp.domain.letters import Invitation as Asks
from forumapp.domain.letters import Letter, SessionNews
from forumapp.domain.programme import ReleaseFacts, ReleaseStatus
from forumapp.domain.telling import News, Notice, Reason
from forumapp.http.guard import requires
from forumapp.http.headers import framing, only_these_styles
from forumapp.http.identity import actor, now
from forumapp.http.locale import day_range, locale, plain, short_day
from forumapp.i18n.words import label
from forumapp.render.wording import span
from forumapp.services import letters, publications
from forumapp.services.events import EventRow
from forumapp.services.invitations import Plan, Reader
from forumapp.services.publications import Proposal
from forumapp.web.publications import bp

Answer = ResponseReturnValue
SIZE, FEW, MOST_LINES = 50, 10, 6
DRESS = ("status", "symbol", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One person of the list, and what they are told in a line each; `more` lines are left out."""

    person: Reader
    reasons: tuple[Reason, ...]
    lines: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Whom a release tells: how many for which reason, one page of them, who can't be told."""

    counts: Mapping[Reason, int]
    rows: tuple[Row, ...]
    found: int
    all: int
    page: int
    pages: int
    unreachable: tuple[Reader, ...]


@bp.get("/manage/<slug>/publications/told")
@requires(Action.PUBLISH)
def told(slug: str) -> Answer:
    """Everyone who would be told of the next release, by name, with what each would be told."""
    event: EventRow = g.event
    plan = publications.proposal(actor(), event.id, now=now())
    query, reason = request.args.get("q", "")[:200], request.args.get("reason", type=Reason)
    page = max(1, request.args.get("page", 1, type=int))
    return render_template(
        "publications/manage_told.html",
        event=event,
        plan=plan,
        telling=telling(plan, query=query, reason=reason, page=page),
        query=query,
        reason=reason,
        options=[(one.value, label(one, locale())) for one in Reason],
        dress=_dress(),
        address=lambda wanted: url_for("publications.told", slug=slug, reason=wanted, **_dress()),
        page_address=lambda number: _address(slug, page=number),
    )


@bp.get("/manage/<slug>/publications/told/<int:person_id>")
@requires(Action.PUBLISH)
def preview(slug: str, person_id: int) -> Answer:
    """The mail that one person would be sent, its personal links hidden."""
    from forumapp.render.letters import write

    letter = _letter(person_id)
    written = write(letter, base_url=settings().base_url)
    page = render_template(
        "publications/manage_preview.html",
        event=g.event,
        letter=letter,
        written=written,
        entries=list(_entries(letter)),
        told_address=url_for("publications.told", slug=slug, **_dress()),
        html_address=url_for(
            "publications.preview_html", slug=slug, person_id=person_id, **_dress()
        ),
    )
    return framing(Response(page))


@bp.get("/manage/<slug>/publications/told/<int:person_id>/mail")
@requires(Action.PUBLISH)
def preview_html(slug: str, person_id: int) -> Answer:
    """The same mail as mail programs show it, for a frame of the page above."""
    from forumapp.render.letters import write

    written = write(_letter(person_id), base_url=settings().base_url)
    return only_these_styles(written.html)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """A calendar entry of a mail, as the page sums it up."""

    method: Asks
    title: str
    when: str
    place: str
    sequence: int


def _entries(letter: Letter) -> Iterator[EntryRow]:
    """The calendar entries that go with a mail, that of the event first."""
    event = letter.event
    if letter.entry:
        yield EntryRow(
            method=letter.entry.method,
            title=plain(event.title),
            when=day_range(event.starts_on, event.ends_on),
            place=plain(event.venue or event.place),
            sequence=letter.entry.sequence,
        )
    for entry in letter.session_entries:
        told = entry.told
        yield EntryRow(
            method=entry.method,
            title=f"{told.code} {plain(told.title)}",
            when=f"{short_day(told.starts)}, {span(told.starts, told.ends)}",
            place=plain(told.room or told.venue),
            sequence=entry.sequence,
        )


def telling(
    plan: Proposal,
    *,
    query: str = "",
    reason: Reason | None = None,
    page: int = 1,
    size: int = SIZE,
) -> Telling:
    """The people whom this tells, by family name; those with every word of the query in theirs."""
    told = plan.telling
    chosen = [
        notice
        for notice in told.notices
        if (reason is None or reason in notice.reasons)
        and _named(told.readers[notice.person_id], query)
    ]
    chosen.sort(key=lambda notice: told.readers[notice.person_id].sort_key)
    pages = max(1, ceil(len(chosen) / size))
    page = min(page, pages)
    teller = _Teller(plan)
    return Telling(
        counts=Counter(reason for notice in told.notices for reason in notice.reasons),
        rows=tuple(map(teller.row, chosen[(page - 1) * size : page * size])),
        found=len(chosen),
        all=len(told.notices),
        page=page,
        pages=pages,
        unreachable=_unreachable(told),
    )


def _unreachable(told: Plan) -> tuple[Reader, ...]:
    people = (told.readers[notice.person_id] for notice in told.unreachable)
    return tuple(sorted(people, key=lambda person: person.sort_key))


def _named(person: Reader, query: str) -> bool:
    hay = f"{person.name} {person.native_name}".casefold()
    return all(word in hay for word in query.casefold().split())


class _Teller:
    """Says in a line what each person is told of each session."""

    def __init__(self, plan: Proposal) -> None:
        from forumapp.render.letters import Sentences

        self._plan = plan
        self._sentences = Sentences(plan.telling.before, plan.after, locale=locale())

    def row(self, notice: Notice) -> Row:
        lines = [*self._event(notice), *map(self._line, letters.news(self._plan, notice))]
        return Row(
            person=self._plan.telling.readers[notice.person_id],
            reasons=tuple(reason for reason in Reason if reason in notice.reasons),
            lines=tuple(lines[:MOST_LINES]),
            more=max(0, len(lines) - MOST_LINES),
        )

    def _event(self, notice: Notice) -> list[tuple[str, str]]:
        return [("", _("The event has new dates or another place"))] if notice.event else []

    def _line(self, news: SessionNews) -> tuple[str, str]:
        """A session's code and title, and what is said of it."""
        title = f"{news.now.code} {plain(news.now.title)}"
        if news.news is News.ASKED:
            speaks = news.reason is Reason.SPEAKS
            return title, _("is asked to speak") if speaks else _("is invited")
        return title, "; ".join(self._sentences.of(news))


def _letter(person_id: int) -> Letter:
    """The mail of one person about the release that the address describes."""
    event: EventRow = g.event
    plan = publications.proposal(actor(), event.id, now=now())
    return letters.preview(actor(), event.id, plan, person_id, release=_release(plan), now=now())


def _release(plan: Proposal) -> ReleaseFacts:
    """The next release in the dress that the address gives it."""
    usual = ReleaseStatus.REVISED if plan.before else ReleaseStatus.PROVISIONAL
    status = request.args.get("status", usual, type=ReleaseStatus)
    return ReleaseFacts(
        id=0,
        number=plan.number,
        status=status,
        revision=plan.next_revision if status is ReleaseStatus.REVISED else 0,
        symbol=request.args.get("symbol", ""),
        note=request.args.get("note", "")[:2000],
        issued_at=now(),
    )


def _dress() -> dict[str, Any]:
    return {name: request.args[name] for name in DRESS if request.args.get(name)}


def _address(slug: str, **changes: Any) -> str:
    kept = {name: request.args.get(name) for name in ("q", "reason", *DRESS)}
    chosen = {name: value for name, value in {**kept, **changes}.items() if value}
    return url_for("publications.told", slug=slug, **chosen)
