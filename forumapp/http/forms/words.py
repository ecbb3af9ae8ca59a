"""What is said beside a field for a code of refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from forumapp.i18n.catalogue import message as _

# A key is a code, or `field.code` where one field needs words of its own.
WORDS: dict[str, str] = {
    "required": _("Please fill this in."),
    "length": _("This is too short or too long."),
    "too_many_characters": _("Use at most %(longest)s characters."),
    "edition_taken": _("The series has an edition of this number already."),
    "taken": _("This is taken already. Please choose another."),
    "slug.taken": _("Another event has this address. Please choose another."),
    "not_a_slug": _(
        "Use 3 to 60 small letters (a–z), digits and hyphens, "
        "beginning and ending with a letter or digit."
    ),
    "out_of_range": _("Please enter a whole number from %(least)s to %(most)s."),
    "not_a_date": _("Please enter a date that exists, such as 2026-06-28."),
    "not_a_time": _("Please enter a date and time that exist, such as 2026-06-28 09:00."),
    "no_such_time": _("The clocks there skip this time. Please choose another."),
    "ends_before_start": _("The end must come after the start."),
    "ends_on.ends_before_start": _("The last day can't come before the first."),
    "ends.ends_before_start": _(
        "The end must come after the start. After midnight, tick that it ends the next day."
    ),
    "ends.too_long": _("A session can last 24 hours at most."),
    "outside_session": _("Choose a time within the session."),
    "outside_event": _("This is outside the days of the event."),
    "sessions_outside": _(
        "Sessions that would fall outside these days: %(count)s. Move them first."
    ),
    "days_too_many": _("An event can last %(most)s days at most."),
    "in_the_past": _("This is over already. Please choose a later time."),
    "closes_before_opens": _("It would close before it opens."),
    "not_a_zone": _("There is no such time zone."),
    "nothing_chosen": _("Please choose at least one."),
    "not_a_choice": _("Please choose one of those offered."),
    "not_a_colour": _("Please choose a colour."),
    "contrast": _(
        "White text on this colour has a contrast of %(ratio)s to 1; it needs 4.5. "
        "Please choose a darker colour."
    ),
    "not_an_email": _("Please enter an e-mail address such as name@ministry.example."),
    "not_an_address": _("Please enter a web address that begins with https://."),
    "not_an_image": _("This file is no picture. Please choose a PNG, JPEG or WebP file."),
    "not_drawn": _("Draw lots first, below on this page."),
    "not_a_letter": _("This is neither a whole PDF nor a picture. Please choose another file."),
    "not_sent_on": _(
        "This is none of the files that go with mails: PDF, Word, Excel, PowerPoint, PNG or JPEG."
    ),
    "macros": _("This file holds macros, which mail servers refuse. Save it without them."),
    "files_too_large": _("All files of a circular together may have 25 MB."),
    "image_too_large": _("This picture is too large: at most 25 MB and 40 megapixels."),
    "country_or_name": _("Choose a country, or write the name of an organisation."),
    "one_of_two": _("Either a country or an organisation, not both."),
    "country_twice": _("This country has a delegation already."),
    "not_a_code": _(
        "Use 1 to 20 letters (A–Z), digits, points and hyphens, "
        "beginning and ending with a letter or digit."
    ),
    "code.taken": _("Another session has this code. Please choose another."),
    "starts.outside_event": _("A session starts on one of the event's days."),
    "same_person": _("Nobody can replace themselves. Choose somebody else."),
    "not_in_name": _("This must be a part of the name as printed."),
    "not_a_phone": _("Please enter a telephone number such as +95 67 410 000."),
    "registered_already": _("Somebody with this name and address is registered already."),
    "not_hours": _("“%(line)s” can’t be read. Write 12:00–13:30 and then what is at that time."),
    "too_many_hours": _("At most %(most)s such times."),
    "after_the_end": _("The session is over by then."),
    "nobody_of_name": _("The event knows nobody of this name. Write them down under People first."),
    "invited_already": _("This person is invited already."),
    "several_of_name": _("Several people have this name. Make their names differ first."),
    "not_a_number": _("Please enter a number such as 12 or 12.5."),
    "option_in_use": _(
        "“%(question)s” is asked depending on an answer that is taken out here. Change that first."
    ),
    "too_many_options": _("At most %(most)s can be offered to choose from."),
    "needed_by_provider": _("This provider can’t be reached without it."),
    "too_many_forms": _(
        "Many forms came with this address within an hour. Wait a while, or ask the secretariat."
    ),
    "email.taken": _("There is an account with this address already."),
    "password.length": _("A password has %(least)s to %(most)s characters."),
    "common": _("This password would soon be guessed. Try a few words that make a picture."),
    "wrong_password": _("This isn't your present password."),
    "wrong_code": _("This code isn't right, or was used already. Please enter the next one."),
    "unknown_placeholder": _("{%(word)s} is none of the placeholders."),
    "no_such_door": _("No door has this code. Compare it letter by letter with the one given."),
    "door_revoked": _("This door was shut. Ask the secretariat for a new code."),
    "not_this_day": _("This code is for %(day)s, by the venue's calendar."),
    "ticket_too_old": _("This page had lain open too long. Please scan the new code."),
    "account_closed": _("This account was closed. An administrator can open it again."),
    "in_team": _("This person is in the team already."),
    "last_owner": _("An event needs an owner. Make somebody else an owner first."),
    "changed": _("Somebody changed this meanwhile. Look at it again before you change it."),
    "not_waiting": _("This account needs no invitation: its password is set, or it is closed."),
    "two_step_is_on": _("Two-step verification is on already."),
    "two_step_is_off": _("Two-step verification is off already."),
    "no_administrator": _("You are no administrator any more."),
    "own_account": _("Another administrator has to do this with your account."),
    "placeholder": _("This stands in braces but is no placeholder: %(placeholders)s"),
    "confirm": _("To confirm, type exactly what is asked for."),
}


class _Facts(dict[str, Any]):
    """The facts of a message; one that is missing doesn't break the page."""

    def __missing__(self, key: str) -> str:
        return "…"


def words(code: str, *, field: str = "", facts: Mapping[str, object] | None = None) -> str:
    """What a code says in the language of the page."""
    text = WORDS.get(f"{field}.{code}") or WORDS.get(code) or _("This can't be accepted.")
    return str(gettext(text)) % _Facts(facts or {})
