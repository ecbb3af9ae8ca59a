"""The one way out over HTTP: to named origins only, at checked addresses, within limits."""

from __future__ import annotations

from forumapp.gateways.http.client import Answer, GuardedClient
from forumapp.gateways.http.origins import (
    AllowedOrigin,
    OutgoingFailed,
    OutgoingFault,
    allowed_origins,
)

__all__ = [
    "AllowedOrigin",
    "Answer",
    "GuardedClient",
    "OutgoingFailed",
    "OutgoingFault",
    "allowed_origins",
]
