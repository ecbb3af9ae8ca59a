"""Registrations: taking them, deciding them, and what each person does with their own."""

from forumapp.services.registration.apart import ask_again, names_apart, tell_apart
from forumapp.services.registration.code_table import CheckedRow, checked
from forumapp.services.registration.codes import (
    CodeRow,
    code,
    codes,
    invite,
    opened,
    register_by_code,
    revoke,
    write_again,
)
from forumapp.services.registration.decisions import (
    Chosen,
    Decided,
    decide,
)
from forumapp.services.registration.desk import Card, card, on_the_spot
from forumapp.services.registration.details import details, details_by_hand
from forumapp.services.registration.filters import ANSWER, Filters, Sort, read_filters
from forumapp.services.registration.foresight import Foreseen, Next, chosen_by, foreseen, mark
from forumapp.services.registration.listing import (
    Addressee,
    Participants,
    addressees,
    countries,
    export,
    organisations,
    participants,
    those,
)
from forumapp.services.registration.merging import (
    OF_PERSON,
    OF_REGISTRATION,
    Double,
    Twin,
    double,
    duplicates,
    merge,
)
from forumapp.services.registration.missing import Missing, missing
from forumapp.services.registration.moves import change_mode, promote
from forumapp.services.registration.offer import CategoryRow, Offer, PartOffer, offer
from forumapp.services.registration.overview import (
    DelegationCount,
    Overview,
    Participant,
    overview,
    participant,
)
from forumapp.services.registration.own import OwnRegistration, edit_own, own, withdraw_own
from forumapp.services.registration.promotion import answer as answer_offer
from forumapp.services.registration.register import Received, add_by_hand, register
from forumapp.services.registration.revise import revise
from forumapp.services.registration.rows import RegistrationRow, SeatRow
from forumapp.services.registration.saved import (
    SavedFilterRow,
    forget_filter,
    save_filter,
    saved_filters,
)

__all__ = [
    "ANSWER",
    "OF_PERSON",
    "OF_REGISTRATION",
    "Addressee",
    "Card",
    "CategoryRow",
    "CheckedRow",
    "Chosen",
    "CodeRow",
    "Decided",
    "DelegationCount",
    "Double",
    "Filters",
    "Foreseen",
    "Missing",
    "Next",
    "Offer",
    "Overview",
    "OwnRegistration",
    "PartOffer",
    "Participant",
    "Participants",
    "Received",
    "RegistrationRow",
    "SavedFilterRow",
    "SeatRow",
    "Sort",
    "Twin",
    "add_by_hand",
    "addressees",
    "answer_offer",
    "ask_again",
    "card",
    "change_mode",
    "checked",
    "chosen_by",
    "code",
    "codes",
    "countries",
    "decide",
    "details",
    "details_by_hand",
    "double",
    "duplicates",
    "edit_own",
    "export",
    "foreseen",
    "forget_filter",
    "invite",
    "mark",
    "merge",
    "missing",
    "names_apart",
    "offer",
    "on_the_spot",
    "opened",
    "organisations",
    "overview",
    "own",
    "participant",
    "participants",
    "promote",
    "read_filters",
    "register",
    "register_by_code",
    "revise",
    "revoke",
    "save_filter",
    "saved_filters",
    "tell_apart",
    "those",
    "withdraw_own",
    "write_again",
]
