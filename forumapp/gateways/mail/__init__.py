"""Mail out of the house, by SMTP or into a folder."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from forumapp.config import ConfigurationError
from forumapp.gateways.mail.base import MailGateway, MailRefused, MailUncertain
from forumapp.gateways.mail.folder import FolderGateway
from forumapp.gateways.mail.smtp import Security, SmtpGateway, SmtpServer

__all__ = [
    "FolderGateway",
    "MailGateway",
    "MailRefused",
    "MailUncertain",
    "Security",
    "SmtpGateway",
    "SmtpServer",
    "gateway_from",
]

_SCHEMES = {
    "smtp": (Security.NONE, 25),
    "smtp+starttls": (Security.STARTTLS, 587),
    "smtps": (Security.TLS, 465),
}


def gateway_from(url: str) -> MailGateway:
    """Read `smtp+starttls://user:word@host:587`, `smtps://…`, `smtp://…` or `file:/folder`.

    User and password are percent-encoded. Raises ConfigurationError, without what was in the URL.
    """
    if url.startswith("file:"):
        return FolderGateway(_folder(url.removeprefix("file:")))
    try:
        return SmtpGateway(_server(urlsplit(url)))
    except ValueError:
        raise ConfigurationError("the mail address has a host or a port that can't be") from None


def _folder(path: str) -> Path:
    path = path.removeprefix("//") if path.startswith("///") else path
    if not path or path.startswith("//"):
        raise ConfigurationError("the mail folder is written file:/path/of/the/folder")
    return Path(path)


def _server(parts: SplitResult) -> SmtpServer:
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise ConfigurationError("mail goes to smtp://, smtp+starttls://, smtps:// or file:")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ConfigurationError("the mail address has only a user, a password, a host and a port")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (user + password).isascii():
        raise ConfigurationError("the mail server's user and password are ASCII (RFC 4954 4)")
    security, port = _SCHEMES[parts.scheme]
    return SmtpServer(
        host=parts.hostname,
        port=parts.port or port,
        security=security,
        user=user,
        password=password,
    )
