"""A BigBlueButton of the tests' own: it checks checksums, keeps meetings, and answers in XML."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

SECRET = "639259d4-9dd8-4b25-bf01-95f9567eaf4b"


@dataclass
class Meeting:
    name: str
    passwords: tuple[str, str]
    created: str
    joined: list[dict[str, str]] = field(default_factory=list)


@dataclass
class BigBlueButton:
    """What the server holds; `says` replaces its next answers where a test wants another."""

    port: int = 0
    secret: str = SECRET
    meetings: dict[str, Meeting] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    says: bytes | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/bigbluebutton/"

    def answer(self, target: str) -> bytes:
        path, _, written = target.partition("?")
        call = path.removeprefix("/bigbluebutton/api/")
        self.calls.append(call)
        if self.says is not None:
            return self.says
        unsigned, _, checksum = written.rpartition("&checksum=")
        expected = hashlib.sha256(f"{call}{unsigned}{self.secret}".encode()).hexdigest()
        if not hmac.compare_digest(checksum, expected):
            return _failed("checksumError", "You did not pass the checksum security check")
        query = {name: values[0] for name, values in parse_qs(unsigned).items()}
        if call not in {"create", "join"}:
            return _failed("unsupportedRequest", "This request is not supported.")
        return self._create(query) if call == "create" else self._join(query)

    def _create(self, query: dict[str, str]) -> bytes:
        passwords = (query.get("attendeePW", ""), query.get("moderatorPW", ""))
        meeting = self.meetings.get(query["meetingID"])
        if meeting is None:
            created = str(1_700_000_000_000 + len(self.meetings))
            meeting = Meeting(query["name"], passwords, created)
            self.meetings[query["meetingID"]] = meeting
            key = ""
        elif meeting.passwords == passwords:
            key = "duplicateWarning"
        else:
            return _failed("idNotUnique", "A meeting already exists with that meeting ID.")
        return (
            f"<response><returncode>SUCCESS</returncode>"
            f"<meetingID>{escape(query['meetingID'])}</meetingID>"
            f"<createTime>{meeting.created}</createTime>"
            f"<messageKey>{key}</messageKey><message/></response>"
        ).encode()

    def _join(self, query: dict[str, str]) -> bytes:
        meeting = self.meetings.get(query.get("meetingID", ""))
        if meeting is None:
            return _failed("invalidMeetingIdentifier", "The meeting ID does not exist.")
        if query.get("createTime", meeting.created) != meeting.created:
            return _failed("mismatchCreateTimeParam", "The createTime does not match.")
        if not query.get("fullName") or query.get("role") not in {"MODERATOR", "VIEWER"}:
            return _failed("missingParam", "Who, and as what?")
        meeting.joined.append(query)
        return b"<response><returncode>SUCCESS</returncode></response>"


def _failed(key: str, message: str) -> bytes:
    return (
        f"<response><returncode>FAILED</returncode><messageKey>{key}</messageKey>"
        f"<message>{message}</message></response>"
    ).encode()


@contextlib.contextmanager
def running_bigbluebutton() -> Iterator[BigBlueButton]:
    """Serve until the test is over."""
    state = BigBlueButton()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = state.answer(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/xml;charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, code: object = "-", size: object = "-") -> None:
            """The tests' output stays readable."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join(timeout=10)
