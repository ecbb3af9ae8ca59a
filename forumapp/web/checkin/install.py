"""What makes the page of a door an application of the phone: manifest and service worker."""

from __future__ import annotations

import hashlib
import json

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forumapp.config import ROOT
from forumapp.http.guard import public
from forumapp.http.locale import locale
from forumapp.i18n.catalogue import html_language
from forumapp.web.checkin import bp
from forumapp.web.checkin.phone import known

STATIC = ROOT / "forumapp" / "static"
SCANNER = "vendor/qr-scanner-1.4.2"
WORKER = "js/door/worker.js"
ICONS = (192, 512)  # pixels a side


@bp.get("/door/<slug>/door.webmanifest")
@public
def manifest(slug: str) -> ResponseReturnValue:
    """How the page stands among a phone's applications (W3C Web Application Manifest)."""
    event, root = known(slug), url_for("checkin.door", slug=slug)
    title = event.title.pick(locale())
    facts = {
        "name": _("Door: %(event)s", event=title),
        "short_name": _("Door"),
        "lang": html_language(locale()),
        "id": root,
        "start_url": root,
        "scope": root,
        "display": "standalone",
        "icons": [
            {
                "src": url_for("static", filename=f"icons/door-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size in ICONS
            for purpose in ("any", "maskable")
        ],
    }
    return Response(json.dumps(facts), content_type="application/manifest+json")


@bp.get("/door/<slug>/worker.js")
@public
def worker(slug: str) -> ResponseReturnValue:
    """The service worker: it reaches no further than its own address, and keeps these files."""
    known(slug)
    kept = [
        url_for("checkin.door", slug=slug),
        url_for("events.theme", slug=slug),
        url_for("checkin.manifest", slug=slug),
        *(url_for("static", filename=name) for name in _files()),
    ]
    head = f"const VERSION = {json.dumps(_version())};\nconst KEPT = {json.dumps(kept)};\n"
    return Response(head + (STATIC / WORKER).read_text(), content_type="text/javascript")


def _files() -> list[str]:
    """What the page is made of, below the folder of static files."""
    scripts = sorted(path.name for path in (STATIC / "js/door").glob("*.js"))
    return [
        *("css/app.css", "css/door.css", "icons/favicon.svg", "icons/door-192.png", "js/app.js"),
        *(f"js/door/{name}" for name in scripts if not WORKER.endswith(f"/{name}")),
        *(f"{SCANNER}/qr-scanner.min.js", f"{SCANNER}/qr-scanner-worker.min.js"),
    ]


def _version() -> str:
    """Another one whenever any of the files is another."""
    content = hashlib.sha256()
    for name in _files():
        content.update((STATIC / name).read_bytes())
    return content.hexdigest()[:16]
