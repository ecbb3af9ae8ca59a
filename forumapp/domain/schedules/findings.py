"""What is told about a file that comes from elsewhere: where, what, and how bad."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """`fatal`: nothing of the file can be used; `wrong`: the row is left out; `doubt`: it is read
    as well as could be; `note`: it is as it should be, and worth knowing.
    """

    FATAL = "fatal"
    WRONG = "wrong"
    DOUBT = "doubt"
    NOTE = "note"


class Code(StrEnum):
    """What is the matter. The facts that each carries stand behind it."""

    # nothing of the file can be used
    TOO_LARGE = "too_large"  # megabytes
    TOO_MANY_ROWS = "too_many_rows"  # most
    OUT_OF_TIME = "out_of_time"  # seconds
    OUT_OF_MEMORY = "out_of_memory"  # megabytes
    BROKE_DOWN = "broke_down"
    UNKNOWN_KIND = "unknown_kind"
    DAMAGED = "damaged"  # kind
    OLD_OFFICE = "old_office"
    ENCRYPTED = "encrypted"
    ARCHIVE_BOMB = "archive_bomb"  # megabytes
    ENTITIES = "entities"
    NO_TABLE = "no_table"
    NOTHING_FOUND = "nothing_found"
    # the row is left out
    NO_TITLE = "no_title"
    NO_DAY = "no_day"
    NO_TIME = "no_time"
    BAD_DAY = "bad_day"  # text
    BAD_TIME = "bad_time"  # text
    NO_DURATION = "no_duration"
    TOO_LONG = "too_long"
    ENDS_BEFORE_START = "ends_before_start"
    NO_SUCH_TIME = "no_such_time"
    OUTSIDE_EVENT = "outside_event"  # day
    SAME_IDENTITY = "same_identity"  # other
    SAME_SESSION = "same_session"  # other
    DAMAGED_ENTRY = "damaged_entry"
    ALL_DAY = "all_day"
    CANCELLED = "cancelled"
    # read as well as could be
    NO_ZONE = "no_zone"  # used
    UNKNOWN_ZONE = "unknown_zone"  # zone, used
    OTHER_ZONE = "other_zone"  # zone, used
    ZONE_DIFFERS = "zone_differs"  # zone
    TIMES_DIFFER = "times_differ"  # first, second
    FLOATING = "floating"  # used
    END_ASSUMED = "end_assumed"  # ends
    NIGHT_ASSUMED = "night_assumed"  # starts, ends
    AFTERNOON_ASSUMED = "afternoon_assumed"  # starts
    YEAR_ASSUMED = "year_assumed"  # day
    WEEKDAY_DIFFERS = "weekday_differs"  # text, day
    DAY_ASSUMED = "day_assumed"  # day
    UNKNOWN_WORD = "unknown_word"  # column, text
    NOT_A_CODE = "not_a_code"  # text
    CODE_TAKEN = "code_taken"  # text, used
    IDENTITY_AGAIN = "identity_again"  # other
    TEXT_CUT = "text_cut"  # column, longest
    SPEAKER_KEPT_AS_TEXT = "speaker_kept_as_text"  # text
    TEXT_KEPT = "text_kept"  # text
    HEADING_KEPT = "heading_kept"  # text
    PERSON_DIFFERS = "person_differs"  # person
    REPEATS_CUT = "repeats_cut"  # count
    REPEATS_UNREADABLE = "repeats_unreadable"
    BROKEN_OFF = "broken_off"
    COLUMN_TWICE = "column_twice"  # heading
    UNKNOWN_VIDEO_ROOM = "unknown_video_room"  # name
    # worth knowing
    LINK_LEFT_OUT = "link_left_out"  # count
    COLUMN_IGNORED = "column_ignored"  # heading
    MARKUP_REMOVED = "markup_removed"  # count
    TABLE_PASSED_OVER = "table_passed_over"
    PRIVATE = "private"
    REPEATED = "repeated"  # count

    @property
    def severity(self) -> Severity:
        return _SEVERITIES[self]


_LAST = {
    Code.NOTHING_FOUND: Severity.FATAL,
    Code.CANCELLED: Severity.WRONG,
    Code.UNKNOWN_VIDEO_ROOM: Severity.DOUBT,
    Code.REPEATED: Severity.NOTE,
}


def _by_order() -> dict[Code, Severity]:
    """The codes stand in the order of their severity."""
    found: dict[Code, Severity] = {}
    waiting: list[Code] = []
    for code in Code:
        waiting.append(code)
        if code in _LAST:
            found |= dict.fromkeys(waiting, _LAST[code])
            waiting = []
    return found


_SEVERITIES: Mapping[Code, Severity] = _by_order()


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a file: a row, line or paragraph, in the sheet or table of this number.

    Numbers count from 1; 0 means the whole, or that there is only one.
    """

    sheet: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was found. `name` is what the row calls itself."""

    code: Code
    place: Place = Place()
    name: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return self.code.severity


class Unreadable(Exception):
    """Nothing of the file can be used, for this reason."""

    def __init__(self, code: Code, /, **facts: object) -> None:
        super().__init__(code.value)
        self.finding = Finding(code=code, facts={name: str(fact) for name, fact in facts.items()})
