"""Schedule files of other programs: frab XML and JSON, iCalendar, spreadsheets, Word agendas.

Real files break their own schemas; they are read tolerantly, and what was wrong is told. `read`
works in this process, `read_apart` in one of its own that is held to limits: for whatever people
upload, that one.
"""

from forumapp.gateways.schedules.apart import read_apart, read_bytes
from forumapp.gateways.schedules.reading import LARGEST, kind_of, read
from forumapp.gateways.schedules.transfer import dumped, loaded

__all__ = ["LARGEST", "dumped", "kind_of", "loaded", "read", "read_apart", "read_bytes"]
