"""The programme for other programs: in the frab format, as calendar and as spreadsheet."""

from __future__ import annotations

from forumapp.render.schedule.files import Format, Wanted, file
from forumapp.render.schedule.frab_json import json
from forumapp.render.schedule.frab_xml import xml
from forumapp.render.schedule.table import Working, table
from forumapp.render.schedule.template import template

__all__ = ["Format", "Wanted", "Working", "file", "json", "table", "template", "xml"]
