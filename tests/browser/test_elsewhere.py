"""The programme elsewhere: the site from a disk without a network, the widget in another page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Request, expect

from forumapp.config import settings
from forumapp.db import unit_of_work
from forumapp.domain.access import SYSTEM
from forumapp.domain.text import Translated
from forumapp.gateways.files import LocalFiles
from forumapp.jobs import engine
from forumapp.services.jobs import find
from forumapp.services.publications import sites, volumes
from tests import factories as make
from tests.browser.server import Site


@pytest.fixture
def copy(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The copy of a small site on a disk; setting its PDFs would take a while."""
    monkeypatch.setattr(sites, "volumes_in", lambda _site: ())
    event = make.an_event(slug="from-disk", capitals=("Asia/Yangon",))
    part = make.a_part(event)
    for hour in (9, 11):
        session = make.a_session(event, part, hour=hour, title=Translated(en="Opening", zh="开幕"))
        make.a_speaker(session, make.a_person(event))
    make.publish(event)
    with unit_of_work():
        volume = sites.ask(SYSTEM, event.id, now=make.NOW)
    job = find(volume.key)
    assert job is not None
    engine.run(job.id)
    file = volumes.look(volume).file
    assert file is not None
    folder = tmp_path / "copy"
    ZipFile(io.BytesIO(LocalFiles(settings().files).read(file.file))).extractall(folder)
    return folder


def lost(page: Page, request: Request) -> list[str]:
    """What a page missed; a picture that it no longer waits for, since it is left, isn't that."""
    left = request.failure == "net::ERR_ABORTED"
    return [] if left else [f"{page.url}: {request.url} {request.failure}"]


def test_the_copy_opens_from_a_disk_without_a_network(chromium: Browser, copy: Path) -> None:
    context = chromium.new_context(offline=True)
    page, faults = context.new_page(), []
    page.on("console", lambda message: faults.append(f"{page.url}: {message.text}"))
    page.on("requestfailed", lambda request: faults.extend(lost(page, request)))
    waiting, seen = [(copy / "index.html").as_uri()], set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        page.goto(address)
        links = page.eval_on_selector_all("a[href]", "all => all.map((one) => one.href)")
        for link in (urlsplit(one)._replace(fragment="").geturl() for one in links):
            if link.startswith("file:"):
                assert Path(unquote(urlsplit(link).path)).is_file(), (address, link)
                waiting += [link] if link.endswith(".html") else []
    page.goto((copy / "zh/programme.html").as_uri())
    expect(page.get_by_role("link", name="开幕").first).to_be_visible()
    context.close()
    assert faults == []
    assert seen == {path.as_uri() for path in copy.rglob("*.html")}


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """Another web server, which shows the files of this test."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_the_widget_stands_in_another_page_as_high_as_it_needs(
    chromium: Browser, site: Site, elsewhere: str, tmp_path: Path
) -> None:
    snippet = f'<script src="{site.address}/embed.js" data-event="forum-next" async></script>'
    (tmp_path / "news.html").write_text(f"<!doctype html><title>News</title><p>News</p>{snippet}")
    context = chromium.new_context(viewport={"width": 900, "height": 700})
    page = context.new_page()
    page.goto(f"{elsewhere}/news.html")

    frame = page.locator("iframe")
    expect(frame.content_frame.get_by_role("heading", level=1)).to_contain_text("The Coming Forum")
    expect(frame).not_to_have_attribute("height", "600")
    page.evaluate("window.postMessage({ forumappHeight: 5 }, '*')")  # not from the frame
    page.wait_for_timeout(200)
    assert int(frame.get_attribute("height") or 0) > 900
    assert context.cookies() == []
    context.close()
