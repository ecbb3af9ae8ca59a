"""BigBlueButton, against a server that checks checksums as the real one does."""

from __future__ import annotations

import logging
import socket
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from forumapp.domain.video import JoinRole, Provider
from forumapp.gateways.http import GuardedClient, allowed_origins
from forumapp.gateways.video import (
    JoinGuest,
    ProviderFailed,
    ProviderFault,
    VideoRoomAccess,
    provider_for,
)
from forumapp.gateways.video.bigbluebutton import BigBlueButtonProvider
from tests.gateways.bigbluebutton import SECRET, BigBlueButton, Meeting, running_bigbluebutton
from tests.gateways.loopback import read_head, speaking

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
GUEST = JoinGuest(name="CAMBODIA - H.E. Hap Omaly", role=JoinRole.ATTENDEE, key="p-17")


@pytest.fixture
def server() -> Iterator[BigBlueButton]:
    with running_bigbluebutton() as running:
        yield running


def room_at(address: str, **changes: str) -> VideoRoomAccess:
    facts = {"title": "Plenary hall", "meeting_id": "forum-2022-hall", "secret": SECRET} | changes
    return VideoRoomAccess(provider=Provider.BIGBLUEBUTTON, address=address, **facts)


def join(server: BigBlueButton, guest: JoinGuest = GUEST) -> str:
    return join_room(server, room_at(server.address), guest)


def join_room(server: BigBlueButton, room: VideoRoomAccess, guest: JoinGuest = GUEST) -> str:
    origin = f"http://127.0.0.1:{server.port}#private"
    provider = provider_for(Provider.BIGBLUEBUTTON, allowed=allowed_origins(origin))
    return provider.join_address(room, guest, now=NOW)


def click(address: str) -> str:
    with urllib.request.urlopen(address, timeout=5) as response:
        return str(response.read().decode())


def failure(server: BigBlueButton, **changes: str) -> ProviderFailed:
    with pytest.raises(ProviderFailed) as caught:
        join_room(server, room_at(server.address, **changes))
    assert caught.value.__cause__ is None
    return caught.value


def test_join_creates_the_meeting_and_the_server_admits_the_guest(server: BigBlueButton) -> None:
    assert "SUCCESS" in click(join(server))
    meeting = server.meetings["forum-2022-hall"]
    assert server.calls == ["create", "join"]
    assert meeting.name == "Plenary hall"
    assert meeting.joined == [
        {
            "fullName": "CAMBODIA - H.E. Hap Omaly",
            "meetingID": "forum-2022-hall",
            "role": "VIEWER",
            "userID": "p-17",
            "createTime": meeting.created,
        }
    ]


def test_whoever_presides_joins_as_moderator(server: BigBlueButton) -> None:
    click(join(server, JoinGuest(name="Chair", role=JoinRole.MODERATOR, key="p-1")))
    assert server.meetings["forum-2022-hall"].joined[0]["role"] == "MODERATOR"


def test_second_guest_joins_the_same_meeting(server: BigBlueButton) -> None:
    click(join(server))
    click(join(server, JoinGuest(name="Second", role=JoinRole.ATTENDEE, key="p-18")))
    assert [one["userID"] for one in server.meetings["forum-2022-hall"].joined] == ["p-17", "p-18"]


@pytest.mark.parametrize(
    "name",
    [
        "Ann & Bob = 1 + 1 ? # % / ~ ; 100%",
        "&role=MODERATOR&checksum=0",
        "LIU 焕鑫 🎤👩🏽‍💻",
        "ហាប់ អូម៉ាលី",
        "ສົມສະຫວາດ",
        "ခန့်ဇော်",
        "Nguyễn Thị Ánh",
        "สมชาย ใจดี",
        "محمد",
        '<b>O\'Brien</b> "Q"',
        "k" * 200,
    ],
)
def test_names_of_any_script_arrive_as_written(server: BigBlueButton, name: str) -> None:
    assert "SUCCESS" in click(join(server, JoinGuest(name=name, role=JoinRole.ATTENDEE, key="k")))
    (joined,) = server.meetings["forum-2022-hall"].joined
    assert (joined["fullName"], joined["role"]) == (name, "VIEWER")


def test_name_without_anything_to_show_falls_back_on_the_key(server: BigBlueButton) -> None:
    click(join(server, JoinGuest(name="\r\n ", role=JoinRole.ATTENDEE, key="p-9")))
    assert server.meetings["forum-2022-hall"].joined[0]["fullName"] == "p-9"


def test_titles_too_short_or_long_for_the_server_are_mended(server: BigBlueButton) -> None:
    join_room(server, room_at(server.address, title="主", meeting_id="short"))
    join_room(server, room_at(server.address, title="t" * 300, meeting_id="long"))
    assert server.meetings["short"].name == "short"
    assert server.meetings["long"].name == "t" * 256


def test_address_may_stand_with_or_without_its_api_part(server: BigBlueButton) -> None:
    root = f"http://127.0.0.1:{server.port}"
    for ending in ("", "/", "/bigbluebutton", "/bigbluebutton/", "/bigbluebutton/api/"):
        provider = BigBlueButtonProvider(GuardedClient(allowed_origins(f"{root}#private")))
        address = provider.join_address(room_at(root + ending), GUEST, now=NOW)
        assert urlsplit(address).path == "/bigbluebutton/api/join"


def test_meeting_created_by_another_application_is_joined_all_the_same(
    server: BigBlueButton,
) -> None:
    server.meetings["forum-2022-hall"] = Meeting("theirs", ("ap", "mp"), "1")
    address = join(server)
    assert "createTime" not in parse_qs(urlsplit(address).query)
    assert "SUCCESS" in click(address)


def test_kept_address_does_not_open_a_later_meeting(server: BigBlueButton) -> None:
    kept = join(server)
    server.meetings["forum-2022-hall"].created = "1800000000000"
    assert "mismatchCreateTimeParam" in click(kept)


def test_changed_address_is_refused_by_the_server(server: BigBlueButton) -> None:
    raised = join(server).replace("role=VIEWER", "role=MODERATOR")
    assert "checksumError" in click(raised)


def test_wrong_secret_is_refused(server: BigBlueButton) -> None:
    caught = failure(server, secret="another-secret-altogether")
    assert (caught.code, caught.detail) == (ProviderFault.SECRET, "checksumError")
    assert server.meetings == {}


def test_missing_secret_calls_nobody(server: BigBlueButton) -> None:
    assert failure(server, secret="").code is ProviderFault.SECRET
    assert server.calls == []


@pytest.mark.parametrize("meeting_id", ["", "x", "a,b", "m" * 257])
def test_impossible_meeting_name_calls_nobody(server: BigBlueButton, meeting_id: str) -> None:
    assert failure(server, meeting_id=meeting_id).code is ProviderFault.MEETING
    assert server.calls == []


@pytest.mark.parametrize(
    ("says", "code", "detail"),
    [
        (
            b"<response><returncode>FAILED</returncode><messageKey>maxMeetings</messageKey></response>",
            ProviderFault.REFUSED,
            "maxMeetings",
        ),
        (
            b"<response><returncode>FAILED</returncode><messageKey>a b\n</messageKey></response>",
            ProviderFault.REFUSED,
            "",
        ),
        (b"<response><returncode>FAILED</returncode></response>", ProviderFault.REFUSED, ""),
        (b"<response/>", ProviderFault.ANSWER, ""),
        (b"", ProviderFault.ANSWER, ""),
        (b"<html><body>Welcome to nginx!<hr></body></html>", ProviderFault.ANSWER, ""),
        (b'{"returncode": "SUCCESS"}', ProviderFault.ANSWER, ""),
        (b"\xff\xfe\x00\x01", ProviderFault.ANSWER, ""),
        (b'<?xml version="1.0" encoding="nonsense"?><response/>', ProviderFault.ANSWER, ""),
        (
            b'<!DOCTYPE r [<!ENTITY a "OK">]><response><returncode>&a;</returncode></response>',
            ProviderFault.ANSWER,
            "",
        ),
        (b"<response><returncode>SUCCESS" + b"x" * 1_000_001, ProviderFault.ANSWER, ""),
    ],
)
def test_every_bad_answer_is_a_fault(
    server: BigBlueButton, says: bytes, code: ProviderFault, detail: str
) -> None:
    server.says = says
    caught = failure(server)
    assert (caught.code, caught.detail) == (code, detail)


def test_success_without_a_create_time_still_joins(server: BigBlueButton) -> None:
    server.says = b"<response><returncode>SUCCESS</returncode></response>"
    assert "createTime" not in join(server)


def test_silent_server_is_a_timeout() -> None:
    def talk(connection: socket.socket) -> None:
        read_head(connection)
        time.sleep(0.6)

    with speaking(talk) as silent:
        root = f"http://127.0.0.1:{silent.port}"
        client = GuardedClient(allowed_origins(f"{root}#private"), timeout=0.2)
        with pytest.raises(ProviderFailed) as caught:
            BigBlueButtonProvider(client).join_address(room_at(root), GUEST, now=NOW)
    assert caught.value.code is ProviderFault.TIMEOUT


def test_server_that_no_setting_allows_is_not_called(server: BigBlueButton) -> None:
    provider = provider_for(Provider.BIGBLUEBUTTON)
    with pytest.raises(ProviderFailed) as caught:
        provider.join_address(room_at(server.address), GUEST, now=NOW)
    assert caught.value.code is ProviderFault.NOT_ALLOWED
    assert server.calls == []


def test_secret_shows_nowhere(server: BigBlueButton, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    room = room_at(server.address, passcode="pass-1234", host_link="https://zoom.example/s/1?zak=9")
    address = join(server)
    server.says = b"<response><returncode>FAILED</returncode></response>"
    shown = repr(room) + repr(failure(server)) + str(failure(server)) + caplog.text + address
    for planted in (SECRET, "pass-1234", "zak=9"):
        assert planted not in shown
    assert "forum-2022-hall" not in repr(room)
