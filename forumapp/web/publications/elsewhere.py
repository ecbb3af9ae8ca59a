"""The programme elsewhere: on the pages of others, and as a copy of the site without a server."""

from __future__ import annotations

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forumapp.config import settings
from forumapp.db import unit_of_work
from forumapp.domain.access import Action
from forumapp.domain.errors import Conflict
from forumapp.http.guard import requires
from forumapp.http.identity import actor, now
from forumapp.services import events, publications
from forumapp.web.publications import bp
from forumapp.web.publications.volumes import Place, progress, serve, state


@bp.get("/manage/<slug>/publications/elsewhere")
@requires(Action.READ_WORKSPACE)
def elsewhere(slug: str) -> ResponseReturnValue:
    """What to put on another page, and the copy of the site with how far it is."""
    return _page()


def _page(refused: str = "") -> str:
    site = publications.sites.latest(actor(), g.event.id)
    return render_template(
        "publications/manage_elsewhere.html",
        event=g.event,
        site=site,
        refused=refused,
        job=progress(site, location=url_for("publications.elsewhere", slug=g.event.slug))
        if site
        else None,
        released=bool(publications.history(g.event.id)) and g.event.state.public,
        base_url=settings().base_url,
    )


@bp.post("/manage/<slug>/publications/elsewhere/site")
@requires(Action.PUBLISH)
def copy_site(slug: str) -> ResponseReturnValue:
    """Have the public site copied as it is now."""
    try:
        with unit_of_work():
            publications.sites.ask(actor(), g.event.id, now=now())
    except Conflict as refused:
        return _page(refused.code), 409
    return redirect(url_for("publications.elsewhere", slug=slug), 303)


@bp.get("/manage/<slug>/publications/site.zip")
@requires(Action.READ_WORKSPACE)
def site_file(slug: str) -> ResponseReturnValue:
    """The copy that was made last."""
    page = url_for("publications.elsewhere", slug=slug)
    site = publications.sites.latest(actor(), g.event.id)
    if site is None:
        return redirect(page)
    place = Place(
        here=url_for("publications.site_file", slug=slug),
        state=url_for("publications.site_state", slug=slug),
        back=page,
        layout="layouts/manage.html",
    )
    return serve(site.volume, events.facts(g.event.id), place=place, title="")


@bp.get("/manage/<slug>/publications/site/state")
@requires(Action.READ_WORKSPACE)
def site_state(slug: str) -> ResponseReturnValue:
    """How far the copy is."""
    page = url_for("publications.elsewhere", slug=slug)
    site = publications.sites.latest(actor(), g.event.id)
    return state(site.volume, location=page) if site else redirect(page)
