"""Checking a letter: whoever has its code learns whether it is good, and nothing else."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forumapp.db import unit_of_work
from forumapp.http.guard import public
from forumapp.http.identity import now
from forumapp.services import papers
from forumapp.web.papers import bp

Answer = ResponseReturnValue


@bp.get("/verify")
@public
def verify_form() -> Answer:
    """Where a code is typed."""
    if code := request.args.get("code", "").strip():
        return redirect(url_for("papers.verify", code=code))
    return render_template("papers/verify.html", found=None, asked=False)


@bp.get("/verify/<code>")
@public
def verify(code: str) -> Answer:
    """What a code says; 404 for one that there isn't, 429 after too many of those."""
    with unit_of_work():
        counted = papers.count_check(address=request.remote_addr or "", now=now())
    with unit_of_work():
        found = papers.verified(code, counted=counted)
    page = render_template("papers/verify.html", found=found, asked=True)
    return page, 200 if found else 404
