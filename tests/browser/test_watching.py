"""The watchers themselves: each sees the fault that it is there for."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browser.conftest import Open
from tests.browser.reading import PHONE, hindrances, sideways, unreadable
from tests.browser.server import Site
from tests.browser.watching import Watch


def test_refusals_errors_and_missing_files_are_noticed(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(base_url=site.address)
    watch = Watch(context, site.address)
    page = context.new_page()
    page.goto("/")
    assert watch.faults == []
    page.evaluate(
        """() => {
          document.body.insertAdjacentHTML("beforeend", "<p style='color: red'>inline</p>");
          for (const address of ["https://elsewhere.example/a.png", "/static/missing.png"]) {
            document.body.append(Object.assign(new Image(), { src: address }));
          }
          setTimeout(() => { throw new Error("a script that fails"); });
        }"""
    )
    page.wait_for_timeout(500)
    context.close()
    faults = "\n".join(watch.faults)
    for expected in (
        "policy: style-src-attr refused inline",
        "policy: img-src refused https://elsewhere.example/a.png",
        "404 for",
        "a script that fails",
    ):
        assert expected in faults


def test_what_hinders_readers_is_found(visit: Open) -> None:
    page = visit(width=PHONE).new_page()
    page.set_content(
        "<html lang='en'><title>t</title><main><h1>A</h1><input>"
        "<p style='color: #999; width: 500px'>pale and wide</p></main>"
    )
    assert [line.partition(":")[0] for line in hindrances(page)] == ["color-contrast", "label"]
    assert [line.partition(":")[0] for line in unreadable(page)] == ["color-contrast"]
    assert [line.partition(" ")[0] for line in sideways(page, PHONE, 600)] == ["390"]
