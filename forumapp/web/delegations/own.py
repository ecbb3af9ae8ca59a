"""/events/<slug>/delegation/: what a focal point sees and does."""

from __future__ import annotations

from typing import Any

from flask import g, render_template
from flask.typing import ResponseReturnValue

from forumapp.domain.access import Action
from forumapp.domain.delegations import Capacity
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.services import delegations, publications
from forumapp.services.delegations import credentials
from forumapp.web.delegations import bp
from forumapp.web.delegations.nominee_forms import AskForm


@bp.get("/events/<slug>/delegation/")
@requires(Action.OWN_DELEGATION)
def own(slug: str) -> ResponseReturnValue:
    """The delegation: its deadline, its places, and what became of each nominee."""
    return page(
        "own",
        own=delegations.own(actor(), now=now()),
        capacities=tuple(Capacity),
        ask=AskForm(),
        credential=credentials.own_credentials(actor()),
    )


def page(name: str, **given: Any) -> str:
    """A page of the focal point under the event's heading."""
    return render_template(
        f"delegations/{name}.html",
        event=publications.announced(publications.of_event(g.event.slug)),
        row=g.event,
        **given,
    )
