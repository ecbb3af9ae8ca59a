"""Schedule files of other programs: frab XML and JSON, iCalendar, spreadsheets, Word agendas.

Real files break their own schemas; they are read tolerantly, and what was wrong is told.
`read_apart` reads in a process of its own that is held to limits, for whatever people upload;
`reading.read` is what works there, and is loaded nowhere else.

Each format has its reader: `schedule_xml` and `schedule_json` (what both mean is in `frab`),
`calendars` (with `recurrence`, and `own_calendar` for ours), `workbooks` and `separated` (both are
`tables`, with `columns` and `table_rows`), `documents`. Sheets and documents come to drafts, which
`agenda` gives their days and ends; `items`, `people` and `bodies` tell titles of sessions, names
and posts apart. All hand their sessions to the `collector`, which puts them on the event's clock
and cleans their texts (`cleaning`, `markup`, `links`).
"""

from forumapp.gateways.schedules.apart import read_apart, read_bytes
from forumapp.gateways.schedules.limits import LARGEST
from forumapp.gateways.schedules.transfer import dumped, loaded

__all__ = ["LARGEST", "dumped", "loaded", "read_apart", "read_bytes"]
