"""Stored addresses, and Jitsi's signed ones read by another hand."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from forumapp.domain.video import JoinRole, Provider
from forumapp.gateways.video import (
    JoinGuest,
    ProviderFailed,
    ProviderFault,
    VideoRoomAccess,
    provider_for,
)

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SECRET = "a-jitsi-secret-of-the-tests"
CHAIR = JoinGuest(name="MYANMAR - H.E. Khant Zaw", role=JoinRole.MODERATOR, key="p-3")
DELEGATE = JoinGuest(name="LAO PDR - ສົມ & 🎤", role=JoinRole.ATTENDEE, key="p-4")


def plain(guest: JoinGuest, address: str, host_link: str = "") -> str:
    room = VideoRoomAccess(provider=Provider.PLAIN, address=address, host_link=host_link)
    return provider_for(Provider.PLAIN).join_address(room, guest, now=NOW)


def jitsi(guest: JoinGuest, **changes: str) -> str:
    facts = {
        "address": "https://meet.forum.example",
        "app_id": "forum",
        "meeting_id": "Hall-2f9c",
        "secret": SECRET,
    }
    room = VideoRoomAccess(provider=Provider.JITSI, **(facts | changes))
    return provider_for(Provider.JITSI).join_address(room, guest, now=NOW)


def verified(token: str, secret: str = SECRET) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims, after checking the signature as RFC 7515 appendix A.1 does."""
    signed, _, signature = token.rpartition(".")
    expected = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    assert _decoded(signature) == expected
    header, claims = (json.loads(_decoded(part)) for part in signed.split("."))
    return header, claims


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def token_of(address: str) -> str:
    return parse_qs(urlsplit(address).query, strict_parsing=True)["jwt"][0]


def test_plain_room_sends_everybody_to_its_address() -> None:
    address = "https://zoom.example/j/81234567890?pwd=aGVsbG8#x"
    assert plain(DELEGATE, address) == address
    assert plain(CHAIR, address) == address


def test_host_link_is_for_moderators_alone() -> None:
    host = "https://zoom.example/s/81234567890?zak=eyJ"
    assert plain(CHAIR, "https://zoom.example/j/1", host) == host
    assert plain(DELEGATE, "https://zoom.example/j/1", host) == "https://zoom.example/j/1"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "zoom.example/j/1",
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "https://",
        "https:///path",
        "https://real.example@evil.example/",
        "https://real.example\\@evil.example/",
        "https://a.example/\r\nSet-Cookie: x",
        "https://a.example:port/",
    ],
)
def test_address_that_no_browser_should_be_sent_to_is_refused(address: str) -> None:
    with pytest.raises(ProviderFailed) as caught:
        plain(DELEGATE, address)
    assert caught.value.code is ProviderFault.ADDRESS
    with pytest.raises(ProviderFailed):
        jitsi(DELEGATE, address=address)


def test_jitsi_token_says_who_comes_and_for_how_long() -> None:
    address = jitsi(CHAIR)
    header, claims = verified(token_of(address))
    assert address.startswith("https://meet.forum.example/Hall-2f9c?jwt=")
    assert header == {"alg": "HS256", "typ": "JWT"}
    assert claims == {
        "iss": "forum",
        "aud": "forum",
        "sub": "meet.forum.example",
        "room": "Hall-2f9c",
        "nbf": int(NOW.timestamp()) - 60,
        "exp": int(NOW.timestamp()) + 300,
        "context": {
            "user": {
                "id": "p-3",
                "name": "MYANMAR - H.E. Khant Zaw",
                "moderator": True,
                "affiliation": "owner",
            }
        },
    }


def test_jitsi_delegate_is_no_moderator_and_keeps_every_letter() -> None:
    user = verified(token_of(jitsi(DELEGATE)))[1]["context"]["user"]
    assert user == {
        "id": "p-4",
        "name": "LAO PDR - ສົມ & 🎤",
        "moderator": False,
        "affiliation": "member",
    }


def test_jitsi_gets_an_email_only_when_there_is_one() -> None:
    guest = JoinGuest(name="A", role=JoinRole.ATTENDEE, key="k", email="a@forum.example")
    assert verified(token_of(jitsi(guest)))[1]["context"]["user"]["email"] == "a@forum.example"


def test_jitsi_tenant_stands_in_path_and_subject() -> None:
    address = jitsi(DELEGATE, address="https://meet.forum.example:8443/mekong/")
    assert address.startswith("https://meet.forum.example:8443/mekong/Hall-2f9c?jwt=")
    assert verified(token_of(address))[1]["sub"] == "mekong"


@pytest.mark.parametrize("meeting_id", ["", "a/b", "a b", "../x", "a?b", "礼堂", "r" * 201])
def test_jitsi_refuses_a_room_that_an_address_could_change(meeting_id: str) -> None:
    with pytest.raises(ProviderFailed) as caught:
        jitsi(DELEGATE, meeting_id=meeting_id)
    assert caught.value.code is ProviderFault.MEETING


@pytest.mark.parametrize("missing", ["secret", "app_id"])
def test_jitsi_signs_nothing_without_secret_and_name(missing: str) -> None:
    with pytest.raises(ProviderFailed) as caught:
        jitsi(DELEGATE, **{missing: ""})
    assert caught.value.code is ProviderFault.SECRET


def test_jitsi_secret_is_not_in_its_address() -> None:
    assert SECRET not in jitsi(CHAIR)
