"""The usual text of a note verbale, in place of which organisers write their own."""

from __future__ import annotations

from forumapp.domain.papers.notes import NotePlaceholder
from forumapp.i18n.catalogue import gettext
from forumapp.i18n.catalogue import message as _

_HEADING = _("Note verbale")
_PARAGRAPHS = (
    _(
        "%(secretariat)s presents its compliments to %(addressee)s and has the honour to invite "
        "its delegation to %(event)s, to be held on %(dates)s in %(place)s."
    ),
    _("The delegation is invited in the category: %(category)s."),
    _("The following places are kept for the delegation: %(places)s."),
    _("Of these, for single parts of the event: %(places_in_parts)s."),
    _(
        "It would be grateful if the members of the delegation were nominated, and their "
        "credentials handed in, by %(deadline)s."
    ),
    _(
        "The focal point, %(focal_point)s, has been sent a personal link by e-mail for that "
        "purpose; no account is needed."
    ),
    _(
        "%(secretariat)s avails itself of this opportunity to renew to %(addressee)s the "
        "assurances of its highest consideration."
    ),
)


def usual(locale: str) -> tuple[str, str]:
    """Its heading and its paragraphs, with placeholders in braces."""
    braces = {name.value: f"{{{name}}}" for name in NotePlaceholder}
    paragraphs = (gettext(paragraph, locale) % braces for paragraph in _PARAGRAPHS)
    return gettext(_HEADING, locale), "\n\n".join(paragraphs)
