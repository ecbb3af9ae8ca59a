"""What the domain's codes are called, in every language of the interface."""

from __future__ import annotations

from enum import Enum

from forumapp.domain.access import Role
from forumapp.domain.agenda import SessionKind, Visibility
from forumapp.domain.checkin.doors import DoorScope
from forumapp.domain.checkin.ledger import MarkKind
from forumapp.domain.checkin.scans import Direction, Way
from forumapp.domain.checkin.verdicts import Finding
from forumapp.domain.circulars import CircularState, Placeholder, Starter
from forumapp.domain.delegations import (
    Capacity,
    CountryOrder,
    CredentialStatus,
    DelegationCategory,
    ExtensionStatus,
    HostPlace,
)
from forumapp.domain.events import EventFormat, EventKind, EventState, Mode, OrganisationRole
from forumapp.domain.invitations import Answer
from forumapp.domain.jobs import JobState
from forumapp.domain.mail import MailKind, MailState
from forumapp.domain.papers import EditionStatus, LetterKind, ListChangeKind, ListField
from forumapp.domain.programme import ChangeKind, ReleaseStatus
from forumapp.domain.registration import Approval, Origin, Reach, RegistrationStatus, SeatStatus
from forumapp.domain.speakers import SpeakerMode, SpeakerStatus, SpeakingPart
from forumapp.domain.telling import Reason
from forumapp.domain.video import Admitted, Audience, Decision, Provider
from forumapp.i18n.catalogue import gettext
from forumapp.i18n.catalogue import message as _

# Pairs and no mapping: codes of two enums with the same value are equal, Mode.ROOM to
# ChangeKind.ROOM.
WORDS: tuple[tuple[Enum, str], ...] = (
    (EventKind.FORUM, _("Forum")),
    (EventKind.MEETING, _("Meeting")),
    (EventFormat.HYBRID, _("Hybrid: in the room and online")),
    (EventFormat.ONLINE, _("Online")),
    (EventFormat.IN_PERSON, _("In person")),
    (EventState.DRAFT, _("Draft")),
    (EventState.PUBLISHED, _("Published")),
    (EventState.CLOSED, _("Closed")),
    (EventState.ARCHIVED, _("Archived")),
    (OrganisationRole.HOST, _("Host")),
    (OrganisationRole.CO_HOST, _("Co-host")),
    (OrganisationRole.ORGANISER, _("Organiser")),
    (OrganisationRole.SUPPORTER, _("Supporter")),
    (OrganisationRole.PARTNER, _("Partner")),
    (Mode.ROOM, _("In the room")),
    (Mode.ONLINE, _("Online")),
    (DoorScope.EVENT, _("The whole event")),
    (DoorScope.PART, _("One part")),
    (DoorScope.SESSION, _("One session")),
    (Direction.IN, _("Coming in")),
    (Direction.OUT, _("Going out")),
    (Way.CAMERA, _("Scanned")),
    (Way.TYPED, _("Typed")),
    (Way.NAME, _("Found by name")),
    (Finding.WELCOME, _("Welcome")),
    (Finding.GOODBYE, _("Goodbye")),
    (Finding.WRONG_DAY, _("Not today")),
    (Finding.WRONG_PART, _("Not this part")),
    (Finding.WAITING, _("On the waiting list")),
    (Finding.ONLINE_ONLY, _("Approved online only")),
    (Finding.ALREADY_IN, _("Already in")),
    (Finding.PENDING, _("Not approved yet")),
    (Finding.REJECTED, _("Not accepted")),
    (Finding.WITHDRAWN, _("Withdrawn")),
    (Finding.REVOKED, _("Badge revoked")),
    (Finding.UNKNOWN, _("Unknown code")),
    (MarkKind.ROOM, _("Was in the room")),
    (MarkKind.ONLINE, _("Was online")),
    (MarkKind.ABSENT, _("Was absent")),
    (MarkKind.AS_RECORDED, _("As recorded")),
    (DelegationCategory.MEMBER, _("Member")),
    (DelegationCategory.HOST, _("Host")),
    (DelegationCategory.CO_HOST, _("Co-host")),
    (DelegationCategory.OBSERVER, _("Observer")),
    (DelegationCategory.INTERNATIONAL_ORGANISATION, _("International organisation")),
    (DelegationCategory.PARTNER, _("Partner")),
    (Capacity.HEAD, _("Head of delegation")),
    (Capacity.DEPUTY_HEAD, _("Deputy head of delegation")),
    (Capacity.ALTERNATE, _("Alternate")),
    (Capacity.ADVISER, _("Adviser")),
    (Capacity.EXPERT, _("Expert")),
    (Capacity.INTERPRETER, _("Interpreter")),
    (Capacity.SECURITY, _("Security")),
    (Capacity.SUPPORT, _("Support")),
    (Capacity.DELEGATE, _("Delegate")),
    (CountryOrder.ALPHABETICAL, _("Alphabetical")),
    (CountryOrder.BY_LOT, _("By lot")),
    (CountryOrder.BY_HAND, _("Set by hand")),
    (HostPlace.IN_PLACE, _("In its place")),
    (HostPlace.FIRST, _("First")),
    (HostPlace.LAST, _("Last")),
    (CredentialStatus.MISSING, _("Missing")),
    (CredentialStatus.PROVISIONAL, _("Provisional")),
    (CredentialStatus.ACCEPTED, _("Accepted")),
    (CredentialStatus.REJECTED, _("Rejected")),
    (ExtensionStatus.ASKED, _("Asked for")),
    (ExtensionStatus.GRANTED, _("Granted")),
    (ExtensionStatus.REFUSED, _("Refused")),
    (RegistrationStatus.PENDING, _("Awaiting approval")),
    (RegistrationStatus.APPROVED, _("Approved")),
    (RegistrationStatus.REJECTED, _("Not accepted")),
    (RegistrationStatus.WITHDRAWN, _("Withdrawn")),
    (SeatStatus.HELD, _("Seat held")),
    (SeatStatus.OFFERED, _("Seat offered")),
    (SeatStatus.WAITING, _("Waiting list")),
    (SeatStatus.RELEASED, _("Seat released")),
    (Origin.FORM, _("By the form")),
    (Origin.FOCAL_POINT, _("By the focal point")),
    (Origin.SECRETARIAT, _("By the secretariat")),
    (Origin.ON_THE_SPOT, _("On the spot")),
    (Origin.CODE, _("By a personal code")),
    (Reach.REACHED, _("Mails reach them")),
    (Reach.RETURNED, _("Mails came back")),
    (Reach.MISSING, _("No address")),
    (Approval.AUTOMATIC, _("Approved at once")),
    (Approval.BY_HAND, _("Approved by hand")),
    (SessionKind.CEREMONY, _("Ceremony")),
    (SessionKind.PLENARY, _("Plenary")),
    (SessionKind.PARALLEL, _("Parallel session")),
    (SessionKind.BREAK, _("Break")),
    (SessionKind.SOCIAL, _("Social event")),
    (SessionKind.CLOSED, _("Closed session")),
    (Visibility.PUBLIC, _("Everyone")),
    (Visibility.REGISTERED, _("Registered people")),
    (Visibility.SECRETARIAT, _("Secretariat only")),
    (SpeakingPart.MASTER_OF_CEREMONIES, _("Master of ceremonies")),
    (SpeakingPart.CHAIR, _("Chair")),
    (SpeakingPart.CO_CHAIR, _("Co-chair")),
    (SpeakingPart.MODERATOR, _("Moderator")),
    (SpeakingPart.OPENING_REMARKS, _("Opening remarks")),
    (SpeakingPart.ADDRESS, _("Address")),
    (SpeakingPart.KEYNOTE, _("Keynote")),
    (SpeakingPart.PRESENTATION, _("Presentation")),
    (SpeakingPart.PANELLIST, _("Panellist")),
    (SpeakingPart.DISCUSSANT, _("Discussant")),
    (SpeakingPart.STATEMENT, _("Statement")),
    (SpeakingPart.CLOSING_REMARKS, _("Closing remarks")),
    (SpeakerMode.ROOM, _("In the room")),
    (SpeakerMode.VIDEO_LINK, _("By video link")),
    (SpeakerMode.RECORDED, _("Recorded")),
    (SpeakerStatus.INVITED, _("Invited")),
    (SpeakerStatus.CONFIRMED, _("Confirmed")),
    (SpeakerStatus.DECLINED, _("Declined")),
    (SpeakerStatus.REPLACED, _("Replaced")),
    (ReleaseStatus.PROVISIONAL, _("Provisional")),
    (ReleaseStatus.REVISED, _("Revised")),
    (ReleaseStatus.ADOPTED, _("Adopted")),
    (ChangeKind.ADDED, _("Added")),
    (ChangeKind.REMOVED, _("Removed")),
    (ChangeKind.TIME, _("Time")),
    (ChangeKind.ROOM, _("Place")),
    (ChangeKind.TITLE, _("Title")),
    (ChangeKind.SPEAKERS, _("Speakers")),
    (ChangeKind.DETAILS, _("Details")),
    (Provider.PLAIN, _("Address with passcode")),
    (Provider.JITSI, _("Jitsi")),
    (Provider.BIGBLUEBUTTON, _("BigBlueButton")),
    (Audience.SPEAKERS, _("Speakers only")),
    (Audience.DELEGATIONS, _("Members of delegations and speakers")),
    (Audience.REGISTERED, _("Everyone approved")),
    (Admitted.ONLINE, _("Those who take part online")),
    (Admitted.BOTH, _("Those online and those in the room")),
    (Decision.ADMITTED, _("Admitted")),
    (Decision.TOO_EARLY, _("Too early")),
    (Decision.TOO_LATE, _("Too late")),
    (Decision.NOT_YOU, _("Not admitted")),
    (Decision.REVOKED, _("Link revoked")),
    (Role.OWNER, _("Owner")),
    (Role.EDITOR, _("Editor")),
    (Role.REGISTRAR, _("Registrar")),
    (Role.VIEWER, _("Viewer")),
    (Answer.NEEDS_ACTION, _("No answer yet")),
    (Answer.ACCEPTED, _("Accepted")),
    (Answer.TENTATIVE, _("Tentative")),
    (Answer.DECLINED, _("Declined")),
    (Reason.SPEAKS, _("speaks")),
    (Reason.INVITED, _("is invited")),
    (Reason.STARRED, _("starred it")),
    (Reason.EVENT, _("takes part")),
    (JobState.QUEUED, _("Queued")),
    (JobState.RUNNING, _("Running")),
    (JobState.DONE, _("Done")),
    (JobState.FAILED, _("Failed")),
    (MailKind.REGISTERED, _("Registration received")),
    (MailKind.APPROVED, _("Registration approved")),
    (MailKind.REJECTED, _("Registration not accepted")),
    (MailKind.PROMOTED, _("Moved off the waiting list")),
    (MailKind.CODE_SENT, _("Personal code to register")),
    (MailKind.OFFERED, _("Seat offered")),
    (MailKind.OFFER_OVER, _("Offer has run out")),
    (MailKind.MODE_CHANGED, _("Way of taking part changed")),
    (MailKind.WITHDRAWN, _("Registration withdrawn")),
    (MailKind.LINK_AGAIN, _("Personal link sent again")),
    (MailKind.INVITED, _("Invitation to sessions")),
    (MailKind.PROGRAMME_CHANGED, _("Changes of the programme")),
    (MailKind.DELEGATION_INVITED, _("Invitation of a delegation")),
    (MailKind.DELEGATION_REMINDED, _("Reminder to a focal point")),
    (MailKind.EXTENSION_DECIDED, _("Answer about the deadline")),
    (MailKind.CIRCULAR, _("Circular")),
    (CircularState.DRAFT, _("Draft")),
    (CircularState.PLANNED, _("Planned")),
    (CircularState.SENT, _("Sent")),
    (Placeholder.NAME, _("how the reader is addressed")),
    (Placeholder.EVENT, _("title of the event")),
    (Placeholder.DATES, _("its dates")),
    (Placeholder.PLACE, _("its place")),
    (Placeholder.VENUE, _("its venue")),
    (Placeholder.CONTACT, _("whom to ask")),
    (Placeholder.PROGRAMME, _("address of the programme")),
    (Starter.REMINDER, _("Reminder of the invitation")),
    (Starter.PRACTICAL, _("Practical information")),
    (Starter.JOINING, _("How to join online")),
    (Starter.THANKS, _("Thanks")),
    (Placeholder.LINK, _("the reader's personal link")),
    (MailKind.PASSWORD_RESET, _("Password reset")),
    (MailKind.STAFF_INVITED, _("Invitation to the team")),
    (MailState.QUEUED, _("Queued")),
    (MailState.HANDING_OVER, _("Being handed over")),
    (MailState.SENT, _("Sent")),
    (MailState.FAILED, _("Failed")),
    (MailState.UNCONFIRMED, _("Unconfirmed")),
    (MailState.BOUNCED, _("Came back")),
    (EditionStatus.PROVISIONAL, _("Provisional")),
    (EditionStatus.REVISED, _("Revised")),
    (EditionStatus.CORRIGENDUM, _("Corrigendum")),
    (EditionStatus.FINAL, _("Final")),
    (ListChangeKind.ADDED, _("Added")),
    (ListChangeKind.REMOVED, _("Removed")),
    (ListChangeKind.CHANGED, _("Changed")),
    (ListField.NAME, _("name")),
    (ListField.POST, _("title or institution")),
    (ListField.CAPACITY, _("capacity")),
    (ListField.DELEGATION, _("delegation")),
    (ListField.ATTENDANCE, _("attendance")),
    (LetterKind.INVITATION, _("Letter of invitation")),
    (LetterKind.VISA, _("Visa letter")),
    (LetterKind.CERTIFICATE, _("Certificate of attendance")),
)
_MESSAGES = {(type(code), code.value): message for code, message in WORDS}


def issued_as(status: ReleaseStatus, revision: int, locale: str) -> str:
    """How a release is issued: Provisional, Revised 2, Adopted."""
    if status is ReleaseStatus.REVISED and revision:
        return gettext(_("Revised %(number)s"), locale) % {"number": revision}
    return label(status, locale)


def edition_as(status: EditionStatus | None, revision: int, locale: str) -> str:
    """How a list is issued: Provisional, Revised 2, Corrigendum 1; None is a working draft."""
    if status is None:
        return gettext(_("Working draft"), locale)
    words = {
        EditionStatus.REVISED: _("Revised %(number)s"),
        EditionStatus.CORRIGENDUM: _("Corrigendum %(number)s"),
    }.get(status)
    return gettext(words, locale) % {"number": revision} if words else label(status, locale)


def label(code: Enum, locale: str) -> str:
    """What a code is called in a locale."""
    return gettext(_MESSAGES[type(code), code.value], locale)
