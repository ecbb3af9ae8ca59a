"""The organiser's speaker lists: adding, ordering, replacing, texts, two organisers at once."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forumapp.db import db
from forumapp.domain.access import Role
from forumapp.domain.speakers import SpeakerMode, SpeakerStatus, SpeakingPart
from forumapp.domain.text import Translated
from forumapp.models import Event, Part, Person, Session, Speaker
from tests import factories as make
from tests.counting import queries_of

SAVED_MEANWHILE = "Somebody saved this while you were writing"


@pytest.fixture
def event(app: Flask) -> Event:
    return make.an_event(slug="forum")


@pytest.fixture
def session(event: Event) -> Session:
    return make.a_session(event, make.a_part(event), code="S1", hour=9, minutes=60)


@pytest.fixture
def editor(client: FlaskClient, event: Event) -> FlaskClient:
    make.sign_in(client, event=event, role=Role.EDITOR)
    return client


@pytest.fixture
def here(session: Session) -> str:
    return f"/manage/forum/sessions/{session.id}"


def lines_of(session: Session) -> list[Speaker]:
    make.afresh()
    db.session.expire_all()
    query = db.session.query(Speaker).filter_by(session_id=session.id)
    return query.order_by(Speaker.position, Speaker.id).all()


def names_of(session: Session) -> list[str]:
    lines = lines_of(session)
    return [db.session.get_one(Person, line.person_id).printed_name for line in lines]


def three(event: Event, session: Session) -> tuple[Speaker, Speaker, Speaker]:
    a, b, c = (
        make.a_speaker(session, make.a_person(event, printed_name=name), position=place)
        for place, name in enumerate(("Ay", "Bee", "Cee"), 1)
    )
    return a, b, c


def as_sent(*lines: Speaker, **changed: Any) -> dict[str, Any]:
    """The list as the page's form sends it; `changed` is `line_field=value` of the first line."""
    sent = {}
    for line in lines:
        for name in ("version", "part", "minutes", "mode", "status"):
            value = getattr(line, name)
            sent[f"line-{line.id}-{name}"] = str(getattr(value, "value", value))
    first = lines[0].id
    return {**sent, **{f"line-{first}-{name}": value for name, value in changed.items()}}


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


NEW = {"part": "address", "minutes": "10", "mode": "video_link", "status": "confirmed"}


def test_somebody_known_by_name_goes_straight_on_the_list(
    editor: FlaskClient, event: Event, session: Session, here: str
) -> None:
    make.a_person(event, printed_name="SOK Chanthavy")
    answer = editor.post(f"{here}/speakers/add", data={"name": " SOK  Chanthavy ", **NEW})
    assert answer.location == f"{here}#speakers"
    (line,) = lines_of(session)
    assert (line.part, line.minutes, line.mode, line.status) == (
        SpeakingPart.ADDRESS,
        10,
        SpeakerMode.VIDEO_LINK,
        SpeakerStatus.CONFIRMED,
    )
    page = text_of(editor.get(here).text)
    assert "10 of 60 min 50 min left" in page
    assert "Ms. SOK Chanthavy is on the list." in page


def test_who_is_meant_is_asked_when_several_have_the_name(
    editor: FlaskClient, event: Event, session: Session, here: str
) -> None:
    make.a_person(event, printed_name="LI Na", country="CN")
    second = make.a_person(event, printed_name="LI Na", country="SG")
    choosing = editor.post(f"{here}/speakers/add", data={"name": "LI Na", **NEW}).location
    page = editor.get(choosing).text
    assert "China" in page
    assert "Singapore" in page
    assert lines_of(session) == []

    assert editor.post(choosing, data={"person": second.id}).location == f"{here}#speakers"

    (line,) = lines_of(session)
    assert (line.person_id, line.part, line.minutes) == (second.id, SpeakingPart.ADDRESS, 10)


def test_somebody_new_is_written_down_and_put_on_the_list(
    editor: FlaskClient, event: Event, session: Session, here: str
) -> None:
    choosing = editor.post(f"{here}/speakers/add", data={"name": "DO Minh", **NEW}).location
    page = editor.get(choosing).text
    assert "Nobody here is called “DO Minh”." in page
    assert 'id="printed_name" name="printed_name" required type="text" value="DO Minh"' in page
    writing = choosing.replace("/choose?", "/choose/new?")

    wrong = {"printed_name": "DO Minh", "family_name": "XX", "title-en": "Minister"}
    refused = editor.post(writing, data=wrong)
    assert refused.status_code == 422
    assert "This must be a part of the name as printed." in refused.text
    assert 'value="Minister"' in refused.text
    assert db.session.query(Person).count() == 0

    right = {**wrong, "family_name": "DO", "country": "VN"}
    assert editor.post(writing, data=right).location == f"{here}#speakers"
    (line,) = lines_of(session)
    person = db.session.get_one(Person, line.person_id)
    assert (person.printed_name, person.title, person.country, line.minutes) == (
        "DO Minh",
        Translated(en="Minister"),
        "VN",
        10,
    )


def test_an_addition_that_cannot_be_comes_back(editor: FlaskClient, here: str) -> None:
    for data in ({**NEW, "name": ""}, {**NEW, "name": "A", "minutes": "601"}):
        answer = editor.post(f"{here}/speakers/add", data=data)
        assert answer.status_code == 422
        assert "Please mend what is marked below" in answer.text


def test_the_list_is_saved_as_a_whole(
    editor: FlaskClient, event: Event, session: Session, here: str
) -> None:
    a, b, c = three(event, session)
    sent = as_sent(a, b, c, minutes="25", mode="recorded", part="keynote", status="declined")
    assert editor.post(f"{here}/speakers", data=sent).location == f"{here}#speakers"
    first, second, _ = lines_of(session)
    assert (first.minutes, first.mode, first.part, first.status) == (
        25,
        SpeakerMode.RECORDED,
        SpeakingPart.KEYNOTE,
        SpeakerStatus.DECLINED,
    )
    assert (second.minutes, second.version) == (15, 1)


def test_an_arrow_moves_a_line_and_saves_what_was_typed(
    editor: FlaskClient, event: Event, session: Session, here: str
) -> None:
    a, b, c = three(event, session)
    sent = {**as_sent(a, b, c, minutes="30"), "move": f"{a.id}:down"}
    assert editor.post(f"{here}/speakers", data=sent).status_code == 302
    assert names_of(session) == ["Bee", "Ay", "Cee"]
    assert [line.minutes for line in lines_of(session)] == [15, 30, 15]
    for nonsense in ("", "x:up", f"{a.id}:sideways", "99999:up", f"{a.id}"):
        sent = {**as_sent(*lines_of(session)), "move": nonsense}
        assert editor.post(f"{here}/speakers", data=sent).status_code == 302
    assert names_of(session) == ["Bee", "Ay", "Cee"]


def test_what_is_wrong_in_a_line_is_said_there_and_nothing_is_saved(
    editor: FlaskClient, event: Event, session: Session, here: str
) -> None:
    a, b, _c = three(event, session)
    sent = as_sent(a, b, minutes="many") | {f"line-{b.id}-minutes": "5"}
    answer = editor.post(f"{here}/speakers", data=sent)
    assert answer.status_code == 422
    assert f'id="line-{a.id}-minutes-error"' in answer.text
    assert "Ms. Ay: Minutes" in text_of(answer.text)
    assert 'value="many"' in answer.text
    assert [line.minutes for line in lines_of(session)] == [15, 15, 15]
    assert editor.post(f"{here}/speakers", data=as_sent(a, status="gone")).status_code == 422


def test_of_two_organisers_at_one_list_the_second_sees_both_versions(
    app: Flask, event: Event, session: Session, here: str
) -> None:
    first, second = app.test_client(), app.test_client()
    for client in (first, second):
        make.sign_in(client, event=event, role=Role.EDITOR)
    a, b, c = three(event, session)
    sent = as_sent(a, b, c)
    key = f"line-{a.id}-minutes"

    assert first.post(f"{here}/speakers", data={**sent, key: "20"}).status_code == 302
    answer = second.post(f"{here}/speakers", data={**sent, key: "30"})

    assert answer.status_code == 409
    page = text_of(answer.text)
    assert SAVED_MEANWHILE in page
    assert "Ms. Ay · Minutes · differs 20" in page
    assert [line.minutes for line in lines_of(session)] == [20, 15, 15]
    version = re.search(rf'name="line-{a.id}-version"[^>]*value="(\d+)"', answer.text)
    assert version
    again = {**sent, key: "30", f"line-{a.id}-version": version[1]}
    assert second.post(f"{here}/speakers", data=again).status_code == 302
    assert [line.minutes for line in lines_of(session)] == [30, 15, 15]


def test_moving_meanwhile_is_no_conflict(
    editor: FlaskClient, event: Event, session: Session, here: str
) -> None:
    a, b, c = three(event, session)
    sent = as_sent(a, b, c)
    editor.post(f"{here}/speakers", data={**sent, "move": f"{c.id}:up"})
    changed = {**sent, f"line-{b.id}-minutes": "5"}
    assert editor.post(f"{here}/speakers", data=changed).status_code == 302
    assert names_of(session) == ["Ay", "Cee", "Bee"]


def test_a_line_removed_meanwhile_is_said(
    editor: FlaskClient, event: Event, session: Session, here: str
) -> None:
    a, b, c = three(event, session)
    sent = as_sent(a, b, c, minutes="5")
    assert editor.post(f"/manage/forum/speakers/{b.id}/remove").location == f"{here}#speakers"
    assert editor.post(f"{here}/speakers", data=sent).status_code == 302
    page = editor.get(here).text
    assert "1 line had been removed by somebody else." in page
    assert names_of(session) == ["Ay", "Cee"]


def test_who_replaces_is_chosen_by_name_or_from_a_list(
    editor: FlaskClient, event: Event, session: Session, here: str
) -> None:
    a, _b, _c = three(event, session)
    make.a_person(event, printed_name="Deputy")
    answer = editor.post(f"/manage/forum/speakers/{a.id}/replace", data={"name": "Deputy"})
    assert answer.location == f"{here}#speakers"
    assert names_of(session) == ["Ay", "Deputy", "Bee", "Cee"]
    assert lines_of(session)[0].status is SpeakerStatus.REPLACED
    assert "Ms. Deputy replaces Ms. Ay." in text_of(editor.get(here).text)

    deputy = lines_of(session)[1]
    other = make.a_person(event, printed_name="Another One")
    choosing = editor.post(
        f"/manage/forum/speakers/{deputy.id}/replace", data={"name": "Another"}
    ).location
    assert "Who replaces Ms. Deputy?" in editor.get(choosing).text
    assert editor.post(choosing, data={"person": deputy.person_id}).status_code == 422
    assert editor.post(choosing, data={"person": other.id}).status_code == 302
    assert names_of(session) == ["Ay", "Deputy", "Another One", "Bee", "Cee"]


def test_a_turn_shows_its_time_and_the_sum(
    editor: FlaskClient, event: Event, session: Session, here: str
) -> None:
    three(event, session)
    silent = make.a_person(event, printed_name="Silent")
    make.a_speaker(session, silent, minutes=90, status=SpeakerStatus.DECLINED, position=0)
    make.a_speaker(session, make.a_person(event), minutes=40, position=9)
    page = editor.get(here).text
    assert re.findall(r"<time>(\d\d:\d\d)</time>", page) == ["09:00", "09:15", "09:30", "09:45"]
    assert "85 of 60 min" in page
    assert "25 min over" in page


def speech(line: Speaker, **given: Any) -> dict[str, Any]:
    plain = {
        "version": str(line.version),
        "part": "keynote",
        "minutes": "20",
        "mode": "room",
        "status": "confirmed",
        "topic-en": "Villages",
        "topic-zh": "乡村",
        "text_language": "km",
        "text": "# Thanks\n\nDear **all** <script>alert(1)</script>",
    }
    return {**plain, **given}


def test_a_speech_is_previewed_without_being_saved_and_then_saved(
    editor: FlaskClient, event: Event, session: Session
) -> None:
    line = make.a_speaker(session, make.a_person(event))
    here = f"/manage/forum/speakers/{line.id}"
    seen = editor.post(here, data=speech(line, preview="1"))
    assert seen.status_code == 200
    assert "<h2>Thanks</h2>\n<p>Dear <strong>all</strong> &lt;script&gt;" in seen.text
    assert 'class="prose speech" lang="km"' in seen.text
    assert "Preview, not saved yet" in seen.text
    assert lines_of(session)[0].text == ""

    assert editor.post(here, data=speech(line)).location == here
    (kept,) = lines_of(session)
    assert (kept.topic, kept.text_language) == (Translated(en="Villages", zh="乡村"), "km")
    assert kept.text.startswith("# Thanks\n\nDear **all**")
    assert "<h2>Thanks</h2>" in editor.get(here).text


def test_two_organisers_at_one_speech(app: Flask, event: Event, session: Session) -> None:
    first, second = app.test_client(), app.test_client()
    for client in (first, second):
        make.sign_in(client, event=event, role=Role.EDITOR)
    line = make.a_speaker(session, make.a_person(event))
    here = f"/manage/forum/speakers/{line.id}"
    mine, theirs = speech(line, text="Mine <b>"), speech(line, text="Theirs")
    assert first.post(here, data=theirs).status_code == 302
    answer = second.post(here, data=mine)
    assert answer.status_code == 409
    assert SAVED_MEANWHILE in answer.text
    assert "Theirs" in answer.text
    assert "Mine &lt;b&gt;" in answer.text
    assert lines_of(session)[0].text == "Theirs"


def test_a_line_with_a_text_is_removed_only_after_the_code_is_typed(
    editor: FlaskClient, event: Event, session: Session, here: str
) -> None:
    line = make.a_speaker(session, make.a_person(event), text="Dear all")
    there = f"/manage/forum/speakers/{line.id}/remove"
    assert "A text was handed in" in editor.get(there).text
    assert editor.post(there).status_code == 422
    assert len(lines_of(session)) == 1
    assert editor.post(there, data={"confirm": "S1"}).location == f"{here}#speakers"
    assert lines_of(session) == []


def test_the_pages_take_as_many_queries_for_thirty_as_for_one(
    editor: FlaskClient, event: Event, session: Session, here: str
) -> None:
    line = make.a_speaker(session, make.a_person(event))
    pages = (f"/manage/forum/speakers/{line.id}", f"{here}/speakers/choose?name=SOK")
    one = [queries_of(editor, page) for page in pages]
    for _ in range(29):
        make.a_speaker(session, make.a_person(event))
    assert [queries_of(editor, page) for page in pages] == one
    assert max(one) <= 12


def test_a_viewer_reads_the_list_and_changes_nothing(
    app: Flask, event: Event, session: Session, here: str
) -> None:
    viewer = app.test_client()
    make.sign_in(viewer, event=event, role=Role.VIEWER)
    a, b, c = three(event, session)
    assert "Ay" in viewer.get(here).text
    assert viewer.get(f"/manage/forum/speakers/{a.id}").status_code == 200
    for path, data in (
        (f"{here}/speakers", as_sent(a, b, c, minutes="1")),
        (f"{here}/speakers/add", {"name": "Ay", **NEW}),
        (f"{here}/speakers/choose", {"person": str(a.person_id)}),
        (f"{here}/speakers/choose/new", {"printed_name": "New"}),
        (f"/manage/forum/speakers/{a.id}", speech(a)),
        (f"/manage/forum/speakers/{a.id}/replace", {"name": "Bee"}),
        (f"/manage/forum/speakers/{a.id}/remove", {}),
    ):
        assert viewer.post(path, data=data).status_code == 403, path
    assert [line.minutes for line in lines_of(session)] == [15, 15, 15]


def test_another_events_line_session_or_person_is_not_there(
    editor: FlaskClient, event: Event, session: Session, here: str
) -> None:
    other = make.an_event(slug="other")
    elsewhere = make.a_session(other, make.a_part(other))
    stranger = make.a_person(other, printed_name="Stranger")
    line = make.a_speaker(elsewhere, stranger)
    there = f"/manage/forum/sessions/{elsewhere.id}/speakers"
    for path in (f"{there}/choose", f"/manage/forum/speakers/{line.id}"):
        assert editor.get(path).status_code == 404
    for path, data in (
        (there, as_sent(line)),
        (f"{there}/add", {"name": "Stranger", **NEW}),
        (f"{there}/choose", {"person": str(stranger.id)}),
        (f"{there}/choose/new", {"printed_name": "New"}),
        (f"{here}/speakers/choose", {"person": str(stranger.id)}),
        (f"/manage/forum/speakers/{line.id}/replace", {"name": "Stranger"}),
        (f"/manage/forum/speakers/{line.id}/remove", {}),
    ):
        assert editor.post(path, data=data).status_code == 404, path
    chosen = editor.get(f"{here}/speakers/choose?name=Stranger").text
    assert "Nobody here is called" in chosen
    assert editor.get(f"{here}/speakers/choose?replaces={line.id}&name=x").status_code == 200


def test_names_are_shown_as_typed(
    editor: FlaskClient, event: Event, session: Session, here: str
) -> None:
    name = "<script>alert(1)</script>" + "名" * 150
    line = make.a_speaker(session, make.a_person(event, printed_name=name, family_name=""))
    for path in (here, f"/manage/forum/speakers/{line.id}", f"{here}/speakers/choose?name=script"):
        page = editor.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


def test_turns_follow_when_the_session_moves(
    editor: FlaskClient, event: Event, session: Session, here: str
) -> None:
    three(event, session)
    form = {
        "version": "1",
        "title-en": "Moved",
        "kind": "plenary",
        "code": "S1",
        "day": event.starts_on.isoformat(),
        "starts": "14:00",
        "ends": "15:00",
        "part_id": str(session.part_id),
        "visibility": "public",
    }
    assert editor.post(here, data=form).status_code == 302
    page = editor.get(here).text
    assert re.findall(r"<time>(\d\d:\d\d)</time>", page) == ["14:00", "14:15", "14:30"]


def test_one_token_covers_every_line_of_the_form(
    app: Flask, editor: FlaskClient, event: Event, session: Session, here: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    a, b, c = three(event, session)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', editor.get(here).text)
    assert token
    sent = as_sent(a, b, c, minutes="5")
    assert editor.post(f"{here}/speakers", data=sent).status_code == 400
    answer = editor.post(f"{here}/speakers", data={**sent, "csrf_token": token[1]})
    assert answer.status_code == 302
    assert lines_of(session)[0].minutes == 5


def test_a_tour_de_table_says_who_speaks_and_who_cannot_yet(
    editor: FlaskClient, event: Event, session: Session, here: str
) -> None:
    laos, _siam = (make.a_delegation(event, country=code) for code in ("LA", "TH"))
    person = make.a_person(event, printed_name="Ay")
    make.a_registration(
        event,
        person,
        category=make.a_category(event),
        parts=(db.session.get_one(Part, session.part_id),),
        delegation_id=laos.id,
    )
    assert 'name="each"' in editor.get(here).text

    page = editor.post(f"{here}/speakers/tour-de-table", data={"each": "4"}, follow_redirects=True)
    assert "1 statement is added; all stand in the order of countries." in page.text
    assert "Nobody is approved yet: Thailand." in page.text
    assert [(line.minutes, line.part) for line in lines_of(session)] == [
        (4, SpeakingPart.STATEMENT)
    ]
    bad = editor.post(f"{here}/speakers/tour-de-table", data={"each": "x"}, follow_redirects=True)
    assert "Please give whole minutes." in bad.text
    elsewhere = editor.post("/manage/forum/sessions/999/speakers/tour-de-table", data={"each": "4"})
    assert elsewhere.status_code == 404
