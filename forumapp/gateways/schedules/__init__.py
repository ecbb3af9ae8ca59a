"""Schedule files of other programs: frab schedule.json and schedule.xml, and iCalendar.

Real files break their own schemas; they are read tolerantly, and what was wrong is told.
"""

from __future__ import annotations

from forumapp.domain.schedules import ReadSchedule, Unreadable
from forumapp.gateways.schedules import frab_json, frab_xml, icalendar_file

LARGEST = 25 * 2**20


def read(data: bytes) -> ReadSchedule:
    """Read a file by its content; raise Unreadable for anything else, or more than 25 MB."""
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if len(data) > LARGEST:
        raise Unreadable("larger than 25 MB")
    if start.startswith(b"{"):
        return frab_json.read(data)
    if start.startswith(b"<"):
        return frab_xml.read(data)
    if start.upper().startswith(b"BEGIN:VCALENDAR"):
        return icalendar_file.read(data)
    raise Unreadable("neither schedule.json, schedule.xml nor iCalendar")
