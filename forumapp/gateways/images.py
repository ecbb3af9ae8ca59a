"""Pictures that people upload, made safe to show: decoded within limits and written anew."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from PIL import ExifTags, Image, ImageFile

from forumapp.domain.errors import DomainError

MOST_BYTES = 25 * 1024 * 1024
MOST_PIXELS = 40_000_000

# Of sizes that are refused here anyway; the log needs no word of them.
warnings.simplefilter("ignore", Image.DecompressionBombWarning)

# By content alone; the multi-picture files of telephones begin with an ordinary JPEG.
_ACCEPTED = ("JPEG", "PNG", "WEBP")
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What decoders raise on damaged files.
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    ArithmeticError,
    TypeError,
    struct.error,
    zlib.error,
)


class ImageFault(StrEnum):
    """Why an upload is no picture for us."""

    BYTES = "bytes"
    PIXELS = "pixels"
    KIND = "kind"
    DAMAGED = "damaged"


class NotAnImage(DomainError):
    """An upload that can't be shown as a picture; `code` names why."""

    def __init__(self, code: ImageFault) -> None:
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanImage:
    """A picture of our own writing, without metadata; sizes are in pixels."""

    data: bytes = field(repr=False)
    media_type: str
    width: int
    height: int


def clean_image(data: bytes, *, longest: int) -> CleanImage:
    """Turn upright, shrink to `longest` pixels a side, drop all metadata; raise NotAnImage.

    The result is PNG where the source is PNG or transparent, else JPEG, so that mails, PDFs and
    every browser can show it. An animation becomes its first picture.
    """
    if longest < 1:
        raise ValueError("a picture has at least one pixel")
    if len(data) > MOST_BYTES:
        raise NotAnImage(ImageFault.BYTES)
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # other libraries switch it on for the whole process
    with _opened(data) as source:
        was_png = source.format == "PNG"
        picture = _upright(source, longest)
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert("RGB")
    return _written(picture, lossless=was_png or picture.mode == "RGBA")


@contextmanager
def _opened(data: bytes) -> Iterator[ImageFile.ImageFile]:
    """The picture, sized but not yet decoded; what fails in decoding is a damaged file."""
    try:
        source = Image.open(io.BytesIO(data), formats=_ACCEPTED)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotAnImage(ImageFault.PIXELS) from None
    except _DAMAGE:
        raise NotAnImage(ImageFault.KIND) from None
    with source:
        if source.width * source.height > MOST_PIXELS:
            raise NotAnImage(ImageFault.PIXELS)
        try:
            yield source
        except _DAMAGE:
            raise NotAnImage(ImageFault.DAMAGED) from None


def _upright(source: ImageFile.ImageFile, longest: int) -> Image.Image:
    """Shrunk first, which spares memory, then turned as the camera was held."""
    turn = _UPRIGHT.get(source.getexif().get(ExifTags.Base.Orientation, 1))
    picture = _in_plain_colours(source)
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    picture.load()
    return picture if turn is None else picture.transpose(turn)


def _in_plain_colours(source: Image.Image) -> Image.Image:
    """Grey, RGB or, where anything shows through, RGBA; eight bits a channel."""
    if source.has_transparency_data:
        return source.convert("RGBA")
    if source.mode in {"L", "RGB"}:
        return source
    if source.mode.startswith("I;16"):
        return source.point(lambda value: value / 256).convert("L")
    return source.convert("L" if source.mode in {"1", "I", "F"} else "RGB")


def _written(picture: Image.Image, *, lossless: bool) -> CleanImage:
    """On a fresh canvas: nothing but pixels goes over."""
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    out = io.BytesIO()
    if lossless:
        clean.save(out, "PNG", optimize=True)
    else:
        clean.save(out, "JPEG", quality=88, optimize=True, progressive=True)
    return CleanImage(
        data=out.getvalue(),
        media_type="image/png" if lossless else "image/jpeg",
        width=clean.width,
        height=clean.height,
    )
