"""Registrations: taking them, deciding them, and what each person does with their own."""

from forumapp.services.registration.details import details, details_by_hand
from forumapp.services.registration.offer import CategoryRow, Offer, PartOffer, offer
from forumapp.services.registration.own import OwnRegistration, edit_own, own, withdraw_own
from forumapp.services.registration.register import Received, add_by_hand, register
from forumapp.services.registration.rows import RegistrationRow, SeatRow

__all__ = [
    "CategoryRow",
    "Offer",
    "OwnRegistration",
    "PartOffer",
    "Received",
    "RegistrationRow",
    "SeatRow",
    "add_by_hand",
    "details",
    "details_by_hand",
    "edit_own",
    "offer",
    "own",
    "register",
    "withdraw_own",
]
