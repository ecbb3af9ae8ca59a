"""The form of an event: a question is built, published, and asked as somebody answers."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter, Open

FORM = "/manage/forum-next/form"


def test_a_question_is_built_dragged_published_and_asked_as_one_answers(
    enter: Enter, visit: Open
) -> None:
    page = enter("owner")
    _add_hotel(page)
    row = page.get_by_role("row").filter(has_text="Name of the hotel")
    row.locator(".handle").drag_to(page.get_by_role("row").filter(has_text="At the forum"))
    expect(page.locator("#own-questions tbody tr").last).not_to_contain_text("Name of the hotel")
    expect(page.get_by_text("“Name of the hotel” is new.")).to_be_visible()
    page.get_by_role("button", name="Publish edition 2").click()
    expect(page.get_by_text("Edition 2 of the form is in force.")).to_be_visible()

    form = visit().new_page()
    form.goto("/events/forum-next/register")
    hotel = form.get_by_label("Name of the hotel")
    expect(hotel).to_be_hidden()
    form.get_by_role("group", name="Forum", exact=True).get_by_label("In the room").check()
    form.get_by_label("Country represented").select_option("CN")
    expect(hotel).to_be_hidden()
    form.get_by_label("Country represented").select_option("KH")
    expect(hotel).to_be_visible()
    consulate = form.get_by_label("Where will you apply for it?")
    visa = form.get_by_role("group", name="Do you need a visa for China?")
    visa.get_by_label("Yes").check()
    expect(consulate).to_be_visible()
    visa.get_by_label("No", exact=True).check()
    expect(consulate).to_be_hidden()
    expect(form.get_by_label("Flight on which you arrive")).to_be_visible()


def _add_hotel(page: Page) -> None:
    page.goto(FORM)
    page.get_by_label("Kind of the question").select_option("text")
    page.get_by_role("button", name="Add a question").click()
    page.locator("[name=label-en]").fill("Name of the hotel")
    page.get_by_label("Asked depending on").select_option(label="Country represented")
    page.get_by_label("Asked if the answer is").select_option(label="none of these")
    page.get_by_label("China", exact=True).check()
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.get_by_text("The question is added to the draft.")).to_be_visible()
