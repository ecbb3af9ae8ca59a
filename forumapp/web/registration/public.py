"""The form anyone may send, and what it is answered with. Never cached: it counts seats."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forumapp.db import unit_of_work
from forumapp.domain.errors import Invalid, NotFound, RegistrationClosed
from forumapp.domain.programme import EventFacts
from forumapp.domain.registration import Outcome
from forumapp.http.guard import public
from forumapp.http.identity import actor, now, remember_participant
from forumapp.http.locale import locale
from forumapp.services import events, publications, registration
from forumapp.services.events import EventRow
from forumapp.services.registration import OwnRegistration, Received
from forumapp.web.registration import bp
from forumapp.web.registration.asking import asking
from forumapp.web.registration.forms import HONORIFICS, RegistrationForm
from forumapp.web.registration.parts import seats_left


@bp.get("/events/<slug>/register")
@public
def form(slug: str) -> ResponseReturnValue:
    """The form with the seats left, or why there is none and whom to ask."""
    event = public_event(slug)
    if not event.registration_open(now=now()):
        return closed(event)
    return _page(event, asking(RegistrationForm, event.id))


@bp.post("/events/<slug>/register")
@public
def send(slug: str) -> ResponseReturnValue:
    """Take the form, and open the participation in this browser unless the person was known."""
    event_id = publications.current(slug).event_id
    sent = asking(RegistrationForm, event_id)
    try:
        received = _taken(event_id, sent)
    except RegistrationClosed:
        received = None
    if received is None:
        return _refused(public_event(slug), sent)
    if received.outcome is not Outcome.KNOWN_PERSON:
        remember_participant(received.person_id, received.link_version)
    return redirect(url_for("registration.after", slug=slug), 303)


@bp.get("/events/<slug>/register/received")
@public
def after(slug: str) -> ResponseReturnValue:
    """What happens next; who was sent here without a participation learns only of the mail."""
    event = public_event(slug)
    return render_template(
        "registration/received.html", event=announced(event), row=event, mine=_mine(event)
    )


def _taken(event_id: int, sent: RegistrationForm) -> Received | None:
    """What became of the form; None when it can't be accepted as it is."""
    details = sent.checked()  # before the database is locked
    if details is None:
        return None
    try:
        with unit_of_work():
            return registration.register(
                actor(), event_id, details=details, wish=sent.wish(), key=sent.key.data, now=now()
            )
    except Invalid as refusal:
        sent.refuse_here(refusal)
        return None


def _refused(event: EventRow, sent: RegistrationForm) -> ResponseReturnValue:
    """The form with what to mend, or, where registration is closed, why there is none."""
    if event.registration_open(now=now()):
        return _page(event, sent), 422
    return closed(event), 410


def public_event(slug: str) -> EventRow:
    """The event as it is now; NotFound while it is a draft."""
    event = events.event(slug)
    if not event.state.public:
        raise NotFound
    return event


def announced(event: EventRow) -> EventFacts:
    """The event as its public pages tell of it."""
    return publications.announced(publications.current(event.slug))


def _page(event: EventRow, shown: RegistrationForm) -> str:
    offer = registration.offer(event, locale=locale())
    if not offer.is_ready:
        return closed(event)
    shown.offer(offer)
    return render_template(
        "registration/form.html",
        event=announced(event),
        row=event,
        offer=offer,
        form=shown,
        honorifics=HONORIFICS,
        seats_left=seats_left,
        mine=_mine(event) if request.method == "GET" else None,
    )


def closed(event: EventRow) -> str:
    """The page that says why there is no form, and whom to ask."""
    opens = event.registration_opens_at
    return render_template(
        "registration/closed.html",
        event=announced(event),
        row=event,
        opens_at=opens if event.state == "published" and opens and now() < opens else None,
        mine=_mine(event),
    )


def _mine(event: EventRow) -> OwnRegistration | None:
    """The registration that this browser may act for, if it is one of this event."""
    if actor().person_id is None:
        return None
    try:
        own = registration.own(actor())
    except NotFound:
        return None
    return own if own.event.id == event.id else None
