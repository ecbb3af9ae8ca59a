"""Mail into a folder, and which address makes which gateway."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from forumapp.config import ConfigurationError
from forumapp.gateways.mail import (
    FolderGateway,
    MailRefused,
    Security,
    SmtpGateway,
    SmtpServer,
    gateway_from,
)

SENDER = "secretariat@forum.example"
RECIPIENT = "delegate@ministry.example"


def a_mail(message_id: str | None = "<abc.1@forum.example>", text: str = "Hello\n") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = SENDER, RECIPIENT, "收到注册"
    if message_id is not None:
        message["Message-ID"] = message_id
    message.set_content(text)
    return message


def deliver(folder: Path, message: EmailMessage) -> None:
    FolderGateway(folder).deliver(message, sender=SENDER, recipient=RECIPIENT)


def test_each_mail_is_a_file_named_by_its_message_id(tmp_path: Path) -> None:
    outbox = tmp_path / "new" / "outbox"
    deliver(outbox, a_mail())
    (file,) = outbox.iterdir()
    assert file.name == "abc.1@forum.example.eml"
    read = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert read["Subject"] == "收到注册"
    assert file.read_bytes().replace(b"\r\n", b"").count(b"\n") == 0


def test_same_mail_again_is_the_same_file(tmp_path: Path) -> None:
    deliver(tmp_path, a_mail())
    deliver(tmp_path, a_mail())
    deliver(tmp_path, a_mail("<abc.2@forum.example>"))
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    "message_id", ["<../../etc/x@y>", "<.hidden@y>", "<a/b@y>", f"<{'a' * 300}@y>", None]
)
def test_a_message_id_never_leads_out_of_the_folder(tmp_path: Path, message_id: str | None) -> None:
    outbox = tmp_path / "outbox"
    deliver(outbox, a_mail(message_id))
    (file,) = outbox.iterdir()
    assert file.suffix == ".eml"
    assert len(file.stem) == 64
    assert list(tmp_path.iterdir()) == [outbox]


def test_mails_without_message_id_are_kept_apart(tmp_path: Path) -> None:
    deliver(tmp_path, a_mail(None, "one\n"))
    deliver(tmp_path, a_mail(None, "two\n"))
    assert len(list(tmp_path.iterdir())) == 2


def test_mail_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    outbox = tmp_path / "outbox"
    deliver(outbox, a_mail())
    (file,) = outbox.iterdir()
    assert (outbox.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)


def test_folder_that_cannot_be_written_is_a_refusal_for_now(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(MailRefused) as caught:
        deliver(blocked, a_mail())
    assert not caught.value.permanent


@pytest.mark.parametrize("form", ["file:{}", "file://{}"])
def test_file_address_makes_a_folder_gateway(tmp_path: Path, form: str) -> None:
    outbox = tmp_path / "out box"
    gateway = gateway_from(form.format(outbox))
    assert isinstance(gateway, FolderGateway)
    gateway.deliver(a_mail(), sender=SENDER, recipient=RECIPIENT)
    assert len(list(outbox.iterdir())) == 1


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://relay.example", SmtpServer(host="relay.example", port=25)),
        ("smtp://relay.example:1025/", SmtpServer(host="relay.example", port=1025)),
        (
            "smtps://desk:p%40ss%2F@mail.example",
            SmtpServer(
                host="mail.example", port=465, security=Security.TLS, user="desk", password="p@ss/"
            ),
        ),
        (
            "smtp+starttls://desk%40forum.example:w@mail.example",
            SmtpServer(
                host="mail.example",
                port=587,
                security=Security.STARTTLS,
                user="desk@forum.example",
                password="w",
            ),
        ),
    ],
)
def test_smtp_address_makes_an_smtp_gateway(url: str, server: SmtpServer) -> None:
    gateway = gateway_from(url)
    assert isinstance(gateway, SmtpGateway)
    assert gateway.server == server


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://mail.example",
        "smtp://",
        "smtp://desk:planted@",
        "smtp://desk:planted@mail.example:port",
        "smtp://desk:planted@mail.example:99999",
        "smtp://desk:planted@[mail",
        "smtp://desk:planted@mail.example/box",
        "smtp://desk:planted@mail.example?tls=1",
        "smtp://desk:planted%C3%A9@mail.example",
        "file:",
        "file://host/planted",
    ],
)
def test_impossible_mail_address_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        gateway_from(url)
    assert "planted" not in str(caught.value)
