"""Columns and keys only, one file a noun. Only this module imports them all."""

from forumapp.models.accounts import Attempt, RecoveryCode, User, UserSession, UserToken
from forumapp.models.agenda import (
    AcceptedClash,
    Interpreter,
    Invitee,
    LostStar,
    Session,
    Star,
)
from forumapp.models.audit import AuditEntry
from forumapp.models.calendar import Invitation
from forumapp.models.checkin import Door, DoorOpening, Mark, Scan
from forumapp.models.delegations import Credential, Delegation, Draw, Extension, PartQuota
from forumapp.models.events import (
    Category,
    Event,
    EventRole,
    Organisation,
    Part,
    Room,
    Series,
    Track,
)
from forumapp.models.imports import Import
from forumapp.models.jobs import Job
from forumapp.models.mail import Circular, CircularFile, Mail
from forumapp.models.notices import Notice
from forumapp.models.papers import Letter, LetterTemplate, PaperEdition, SeatingMove, SeatingPlan
from forumapp.models.people import DifferentPeople, MergedPerson, Person, Unavailability
from forumapp.models.privacy import Disposal, Erasure, Retention
from forumapp.models.publications import Issue, Publication, Release
from forumapp.models.questions import Answer, FormEdition, FormField, Question
from forumapp.models.registration import PersonalCode, Registration, SavedFilter, Seat, Substitution
from forumapp.models.speakers import Speaker
from forumapp.models.video import Join, VideoRoom, VideoRoomSession

__all__ = [
    "AcceptedClash",
    "Answer",
    "Attempt",
    "AuditEntry",
    "Category",
    "Circular",
    "CircularFile",
    "Credential",
    "Delegation",
    "DifferentPeople",
    "Disposal",
    "Door",
    "DoorOpening",
    "Draw",
    "Erasure",
    "Event",
    "EventRole",
    "Extension",
    "FormEdition",
    "FormField",
    "Import",
    "Interpreter",
    "Invitation",
    "Invitee",
    "Issue",
    "Job",
    "Join",
    "Letter",
    "LetterTemplate",
    "LostStar",
    "Mail",
    "Mark",
    "MergedPerson",
    "Notice",
    "Organisation",
    "PaperEdition",
    "Part",
    "PartQuota",
    "Person",
    "PersonalCode",
    "Publication",
    "Question",
    "RecoveryCode",
    "Registration",
    "Release",
    "Retention",
    "Room",
    "SavedFilter",
    "Scan",
    "Seat",
    "SeatingMove",
    "SeatingPlan",
    "Series",
    "Session",
    "Speaker",
    "Star",
    "Substitution",
    "Track",
    "Unavailability",
    "User",
    "UserSession",
    "UserToken",
    "VideoRoom",
    "VideoRoomSession",
]
