"""The order in which a language arranges names."""

from __future__ import annotations

import unicodedata


def sort_key(name: str, locale: str) -> tuple[str, bytes]:
    """Latin letters as if without accents; Chinese by pinyin, as GB 2312 arranges its characters.

    That holds for its 3,755 common characters; rarer ones come after them, by radical.
    """
    letters = unicodedata.normalize("NFD", name.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    if locale == "zh":
        return "", plain.encode("gb18030")
    return plain, name.encode()
