"""Which fonts a text needs that are not packaged, and whether the machine has them."""

from __future__ import annotations

import re
from functools import cache

from weasyprint.text.ffi import ffi, fontconfig

_HAN = re.compile(
    "[\u2e80-\u2fdf\u3005-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
_HAN_FAMILIES = ("Noto Sans CJK SC", "Noto Serif CJK SC")


def missing_fonts(text: str) -> str:
    """What to install before this text can be set; empty when all is there."""
    missing = [family for family in _HAN_FAMILIES if family not in families()]
    if not missing or not _HAN.search(text):
        return ""
    return (
        f"Chinese text needs the fonts {' and '.join(missing)};"
        " on Debian: apt install fonts-noto-cjk"
    )


@cache
def families() -> frozenset[str]:
    """The names of all families of fonts on this machine."""
    config = ffi.gc(fontconfig.FcInitLoadConfigAndFonts(), fontconfig.FcConfigDestroy)
    fonts = fontconfig.FcConfigGetFonts(config, fontconfig.FcSetSystem)
    name = ffi.new("FcChar8 **")
    names = set()
    for pattern in fonts.fonts[0 : fonts.nfont]:
        # A family has a name in each of several languages.
        position = 0
        while fontconfig.FcPatternGetString(pattern, b"family", position, name) == 0:
            names.add(ffi.string(name[0]).decode())
            position += 1
    return frozenset(names)
