"""The order in which a language arranges names."""

from __future__ import annotations

import unicodedata

# Rarer characters in the names of states, and a common one that sounds the same.
_HOMOPHONES = str.maketrans("斐瑙", "肥脑")


def sort_key(name: str, locale: str) -> tuple[str, bytes]:
    """Latin letters as if without accents; Chinese by pinyin, as GB 2312 arranges its characters.

    That holds for its 3,755 common characters; rarer ones come after them, by radical, but
    for those in the names of states.
    """
    letters = unicodedata.normalize("NFD", name.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    if locale == "zh":
        return "", plain.translate(_HOMOPHONES).encode("gb18030")
    return plain, name.encode()
