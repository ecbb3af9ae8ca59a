"""An organiser, from signing in to an event whose second release is out and printed."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pikepdf
from playwright.sync_api import Page, Response, Route, expect

from tests.browser.conftest import Open, sign_in
from tests.browser.reading import DESK, PHONE, hindrances, sideways
from tests.browser.server import PATIENCE

SLUG = "water-forum"
PUBLIC = f"/events/{SLUG}/programme"
MANAGE = f"/manage/{SLUG}"
WITHOUT_SPACES = "ក" * 200  # no program for pages knows where to break Khmer


def test_an_organiser_makes_an_event_and_publishes_it_twice(visit: Open) -> None:
    page, reader = visit().new_page(), visit(width=PHONE).new_page()
    sign_in(page, "owner")
    _make_the_event(page)
    _furnish_it(page)
    _add_a_session(page)
    _put_somebody_on_its_list(page)
    _publish(page, 1)
    assert reader.goto(PUBLIC).status == 404  # type: ignore[union-attr]  # a miss fails the test
    _open_the_event(page)
    reader.goto(PUBLIC)
    expect(reader.locator(".slot")).to_contain_text("09:30")
    expect(reader.locator(".slot")).to_contain_text("Clean water for every village")
    expect(reader.locator(".slot")).to_contain_text("Mekhala")

    _move_the_session(page)
    reader.reload()
    expect(reader.locator(".slot")).to_contain_text("09:30")
    _see_what_that_changes(page)
    _publish(page, 2)
    reader.reload()
    expect(reader.locator(".slot")).to_contain_text("14:00")
    expect(reader.locator(".slot")).not_to_contain_text("09:30")
    _print(reader)


def _make_the_event(page: Page) -> None:
    page.get_by_role("link", name="New event").click()
    _translated(page, "Title", en="Forum on Water in Villages", zh="乡村用水论坛")
    page.get_by_label("Short name for addresses").fill(SLUG)
    first = date.today() + timedelta(days=40)  # noqa: DTZ011  any day to come will do
    page.get_by_label("First day").fill(first.isoformat())
    page.get_by_label("Last day").fill(first.isoformat())
    page.get_by_label("Time zone").select_option("Asia/Vientiane")
    _translated(page, "Place", en="Vientiane, Lao PDR", zh="老挝万象")
    page.get_by_role("button", name="Make the event").click()
    expect(page.get_by_text("The event is made. It is a draft")).to_be_visible()
    assert hindrances(page) + sideways(page, DESK) == []


def _furnish_it(page: Page) -> None:
    for kind, english, chinese in (
        ("parts", "Forum", "论坛"),
        ("parts", "Visit to a village", "参观村庄"),
        ("rooms", "Mekong Hall", "湄公河厅"),
        ("categories", "Delegate", "代表"),
    ):
        page.goto(f"{MANAGE}/{kind}")
        page.get_by_role("link", name="Add a").click()
        _translated(page, "Name", en=english, zh=chinese)
        if kind == "rooms":
            page.get_by_label("Seating").fill(WITHOUT_SPACES)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("link", name=english, exact=True)).to_be_visible()
        assert sideways(page, PHONE, DESK) == []


def _add_a_session(page: Page) -> None:
    page.get_by_role("link", name="Sessions").first.click()
    page.get_by_role("link", name="New session").first.click()
    _translated(page, "Title", en="Clean water for every village", zh="让每个村庄喝上干净水")
    page.get_by_label("Starts").fill("09:30")
    page.get_by_label("Ends", exact=False).first.fill("11:00")
    page.get_by_label("Room", exact=True).select_option(label="Mekong Hall")
    page.get_by_role("button", name="Add the session").click()
    expect(page.get_by_text("The session is added. Who speaks in it?")).to_be_visible()


def _put_somebody_on_its_list(page: Page) -> None:
    adding = page.locator("form.adder")
    adding.get_by_label("Name").fill("Mekhala Sayasone")
    adding.get_by_label("Minutes").fill("20")
    adding.get_by_role("button", name="Add").click()
    assert hindrances(page) + sideways(page, PHONE, DESK) == []
    new = page.locator("section", has=page.get_by_role("heading", name="Somebody new"))
    new.get_by_label("Country").select_option("LA")
    _translated(page, "Organisation", en=WITHOUT_SPACES, zh="供水司")
    new.get_by_role("button", name="Write down and put on the list").click()
    expect(page.get_by_role("table", name="Speakers")).to_contain_text("Mekhala Sayasone")
    expect(page.get_by_text("20 of 90 min")).to_be_visible()
    assert hindrances(page) + sideways(page, PHONE, DESK) == []
    page.goto(f"{MANAGE}/people")
    assert sideways(page, PHONE, DESK) == []


def _publish(page: Page, number: int) -> None:
    page.goto(f"{MANAGE}/publications")
    page.get_by_role("button", name=f"Publish release {number}…").click()
    expect(page.get_by_role("heading", name=f"Publish release {number}?")).to_be_visible()
    assert hindrances(page) == []
    page.get_by_role("button", name=f"Publish release {number}", exact=True).click()
    expect(page.get_by_text(f"Release {number} is published.")).to_be_visible()


def _open_the_event(page: Page) -> None:
    page.get_by_role("link", name="Settings").first.click()
    page.get_by_label("State").select_option(label="Published")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("The settings are saved.")).to_be_visible()


def _move_the_session(page: Page) -> None:
    page.goto(f"{MANAGE}/sessions")
    page.get_by_role("link", name="Clean water for every village").click()
    page.get_by_label("Starts").fill("14:00")
    page.get_by_label("Ends", exact=False).first.fill("15:30")
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("The session is saved.")).to_be_visible()


def _see_what_that_changes(page: Page) -> None:
    page.goto(f"{MANAGE}/publications")
    change = page.get_by_role("listitem").filter(has_text="Clean water for every village")
    expect(change.first).to_contain_text("Moved from 09:30 to 14:00")
    # A file that is being made has the page look anew when it is ready.
    expect(page.get_by_role("progressbar")).to_have_count(0, timeout=PATIENCE * 1000)


def _print(page: Page) -> None:
    """The PDF of one part is made when somebody asks; its page of progress leads to the file."""
    page.goto(f"/events/{SLUG}/")
    page.get_by_role("link", name="Forum", exact=True).click()
    page.get_by_role("link", name="PDF").click()
    expect(page.get_by_role("heading", name="The programme is being made")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_be_visible()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/*", hold)  # so that the page stays while it is looked at
    assert hindrances(page) + sideways(page, PHONE) == []
    with page.expect_response(_is_the_file, timeout=PATIENCE * 1000):
        for route in held:
            route.continue_()
        page.unroute("**/*")  # lets go by itself what was held meanwhile
    with pikepdf.open(io.BytesIO(page.request.get(page.url).body())) as volume:
        assert str(volume.Root.Lang) == "en"
        assert "Forum on Water in Villages" in str(volume.docinfo["/Title"])


def _is_the_file(answer: Response) -> bool:
    return answer.status == 200 and answer.header_value("content-type") == "application/pdf"


def _translated(page: Page, legend: str, *, en: str, zh: str) -> None:
    """Write a text in both languages of the event."""
    field = page.get_by_role("group", name=legend).first
    field.get_by_label("English").fill(en)
    field.get_by_label("中文").fill(zh)
