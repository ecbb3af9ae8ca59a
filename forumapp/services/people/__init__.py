"""People of an event: writing them down, and the links that name them."""

from forumapp.services.people.absences import (
    AbsenceRow,
    absences,
    add_absence,
    remove_absence,
)
from forumapp.services.people.editing import create, delete, rotate, save, set_photo
from forumapp.services.people.links import link_is_current, open_link
from forumapp.services.people.queries import find, has_photo, in_use, named, people_of, person
from forumapp.services.people.rows import PeopleFilter, PersonRow, PersonValues, Role

__all__ = [
    "AbsenceRow",
    "PeopleFilter",
    "PersonRow",
    "PersonValues",
    "Role",
    "absences",
    "add_absence",
    "create",
    "delete",
    "find",
    "has_photo",
    "in_use",
    "link_is_current",
    "named",
    "open_link",
    "people_of",
    "person",
    "remove_absence",
    "rotate",
    "save",
    "set_photo",
]
