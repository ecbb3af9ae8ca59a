"""Two organisers save the same session at once."""

from __future__ import annotations

from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import Enter
from tests.browser.reading import PHONE, hindrances, sideways


def test_the_second_to_save_sees_both_versions_and_goes_on(enter: Enter) -> None:
    first, second = enter("owner"), enter("editor")
    for page in (first, second):
        page.goto("/manage/forum-next/sessions")
        page.get_by_role("link", name="Heads of delegation").first.click()
    second.get_by_label("English").first.fill("Heads of delegation, in private")
    first.get_by_label("English").first.fill("Meeting of the heads of delegation")

    assert _save(first).status == 302
    expect(first.get_by_text("The session is saved.")).to_be_visible()

    assert _save(second).status == 409
    alert = second.get_by_role("alert").filter(has_text="Somebody saved this while you were")
    expect(alert.get_by_text("Meeting of the heads of delegation")).to_be_visible()
    expect(alert.get_by_text("Heads of delegation, in private")).to_be_visible()
    expect(second.get_by_label("English").first).to_have_value("Heads of delegation, in private")
    assert hindrances(second) + sideways(second, PHONE) == []

    assert _save(second).status == 302
    expect(second.get_by_role("heading", level=1)).to_have_text("Heads of delegation, in private")


def _save(page: Page) -> Response:
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        page.get_by_role("button", name="Save the session").click()
    page.wait_for_load_state()
    return answered.value
