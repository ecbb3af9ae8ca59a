"""Files among the answers: kept by their content, and not asked for again where a form comes back.

A form that comes back carries a signed ticket for what was uploaded with it.
"""

from __future__ import annotations

import hashlib
from typing import Any

from flask import request
from itsdangerous import BadData, URLSafeTimedSerializer

from forumapp.config import settings
from forumapp.domain.answers import Given
from forumapp.domain.questions import QuestionFacts, QuestionKind
from forumapp.http.letters import keep_letter, keep_sealed
from forumapp.http.locale import locale
from forumapp.http.pictures import keep_picture

PHOTO = 1600  # pixels of a photo's longer side
VALID = 24 * 3600  # seconds


def sent(question: QuestionFacts, upload: Any) -> Given | None:
    """The file that came with the form, now or before it came back; Invalid for its field."""
    if upload and getattr(upload, "filename", ""):
        return _keep(question, upload)
    try:
        number, *file = _serializer().loads(
            request.form.get(f"{question.name}-ticket", ""), max_age=VALID
        )
        key, media_type, name = file
    except (BadData, ValueError, TypeError):
        return None
    if number != question.id:
        return None
    return Given(question_id=number, file=key, media_type=media_type, name=name)


def ticket(given: Given) -> str:
    """What stands for a file that was kept with a form that comes back."""
    return str(_serializer().dumps([given.question_id, given.file, given.media_type, given.name]))


def is_removed(question: QuestionFacts) -> bool:
    """Whether the file that was kept before is to go."""
    return request.form.get(f"{question.name}-remove") == "yes"


def _keep(question: QuestionFacts, upload: Any) -> Given:
    name = str(upload.filename)[-120:]
    if question.kind is QuestionKind.PHOTO:
        key = keep_picture(upload, field=question.name, longest=PHOTO)
        media_type = "image/png" if key.endswith(".png") else "image/jpeg"
    elif question.kind.is_sealed:
        key, media_type = keep_sealed(upload, field=question.name)
        name = question.label.pick(locale())  # a file's own name may tell whose it is
    else:
        key, media_type = keep_letter(upload, field=question.name)
    return Given(question_id=question.id, file=key, media_type=media_type, name=name)


def _serializer() -> URLSafeTimedSerializer:
    keys = [*reversed(settings().secret_key_fallbacks), settings().secret_key]
    return URLSafeTimedSerializer(
        keys, salt="forumapp upload", signer_kwargs={"digest_method": hashlib.sha256}
    )
