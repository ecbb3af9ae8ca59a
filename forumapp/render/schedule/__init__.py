"""The public programme in the frab format, which schedule programs read: XML and JSON."""

from __future__ import annotations

from forumapp.render.schedule.frab_json import json
from forumapp.render.schedule.frab_xml import xml

__all__ = ["json", "xml"]
