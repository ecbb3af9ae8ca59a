"""Video rooms outside: the address at which one guest joins one room, made at the click."""

from __future__ import annotations

from collections.abc import Iterable

from forumapp.domain.video import Provider
from forumapp.gateways.http import AllowedOrigin, GuardedClient
from forumapp.gateways.video.base import (
    JoinGuest,
    ProviderFailed,
    ProviderFault,
    VideoProvider,
    VideoRoomAccess,
)
from forumapp.gateways.video.bigbluebutton import BigBlueButtonProvider
from forumapp.gateways.video.jitsi import JitsiProvider
from forumapp.gateways.video.plain import PlainProvider

__all__ = [
    "JoinGuest",
    "ProviderFailed",
    "ProviderFault",
    "VideoProvider",
    "VideoRoomAccess",
    "provider_for",
]


def provider_for(provider: Provider, *, allowed: Iterable[AllowedOrigin] = ()) -> VideoProvider:
    """The provider's own way in; only BigBlueButton is called, and only at allowed origins."""
    match provider:
        case Provider.PLAIN:
            return PlainProvider()
        case Provider.JITSI:
            return JitsiProvider()
        case Provider.BIGBLUEBUTTON:
            return BigBlueButtonProvider(GuardedClient(allowed))
