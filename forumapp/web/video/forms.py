"""The form of a video room. A secret that is set is never sent back to the browser."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectMultipleField, widgets
from wtforms.fields import SelectChoice

from forumapp.domain.video import Admitted, Audience, Provider
from forumapp.http.forms import NAME, CodeField, CodesField, EditForm, Line, Lines, Whole
from forumapp.services.video import VideoRoomRow

ADDRESS = 2000
SECRET_FIELDS = (
    "address",
    "backup_address",
    "passcode",
    "dial_in",
    "host_link",
    "meeting_id",
    "secret",
)


class VideoRoomForm(EditForm):
    """A video room; an empty secret keeps what is set, its tick clears it."""

    name = Line(_("Name for the secretariat"), required=True, longest=NAME)
    provider = CodeField(_("Provider"), Provider)
    address = Line(_("Join address, or the server's address"), longest=ADDRESS)
    meeting_id = Line(_("Name of the meeting on the server"), longest=NAME)
    app_id = Line(_("Application name (Jitsi)"), longest=NAME)
    secret = Line(_("Shared secret (Jitsi, BigBlueButton)"), longest=ADDRESS)
    passcode = Line(_("Passcode"), longest=NAME)
    dial_in = Lines(_("Telephone numbers to dial in"), longest=ADDRESS)
    host_link = Line(_("Host link, for whoever presides"), longest=ADDRESS)
    backup_address = Line(_("Backup address"), longest=ADDRESS)
    clear = CodesField(_("Remove what is set"))
    audience = CodeField(_("Who is let in"), Audience)
    admitted = CodeField(_("Which way of taking part"), Admitted)
    opens_before = Whole(_("Opens, minutes before the start"), low=0, high=240, default=15)
    closes_after = Whole(_("Closes, minutes after the end"), low=0, high=240, default=15)
    capacity = Whole(_("Capacity"), low=1, high=100_000)
    session_ids = SelectMultipleField(
        _("Sessions in this room"),
        coerce=int,
        choices=[],
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )

    def offer(self, sessions: list[tuple[int, str]], room: VideoRoomRow | None) -> None:
        """Set the sessions that may be chosen, and the secrets that may be cleared."""
        self.session_ids.choices = [SelectChoice(key, words) for key, words in sessions]
        filled = room.filled if room else frozenset()
        names = [name for name in SECRET_FIELDS if name in filled and name != "address"]
        self.clear.offer((name, str(self[name].label.text)) for name in names)

    def room_values(self) -> dict[str, Any]:
        """What is no secret."""
        return self.values(
            "name",
            "provider",
            "app_id",
            "audience",
            "admitted",
            "opens_before",
            "closes_after",
            "capacity",
        )

    def secrets(self) -> dict[str, str]:
        """The secrets that were typed, and those to clear as empty ones."""
        typed = {name: self[name].data for name in SECRET_FIELDS if self[name].data}
        return {**dict.fromkeys(self.clear.data or (), ""), **typed}
