"""Uploaded pictures come out upright, small and bare, or not at all."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageDraw, PngImagePlugin

from forumapp.gateways.images import MOST_BYTES, CleanImage, ImageFault, NotAnImage, clean_image

RED, BLUE = (200, 30, 30), (30, 30, 200)
PLANTED = b"22.8170N-108.3665E"


def picture(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """Red, with a blue corner at the top left."""
    image = Image.new("RGB", (width, height), RED)
    ImageDraw.Draw(image).rectangle((0, 0, width // 2 - 1, height // 2 - 1), fill=BLUE)
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def reopened(clean: CleanImage) -> Image.Image:
    image = Image.open(io.BytesIO(clean.data))
    image.load()
    assert image.size == (clean.width, clean.height)
    assert Image.MIME[image.format or ""] == clean.media_type
    return image


def is_blue(image: Image.Image, right: int, low: int) -> bool:
    """Whether the middle of this quarter is blue."""
    colour = image.getpixel((image.width * (1 + 2 * right) // 4, image.height * (1 + 2 * low) // 4))
    return isinstance(colour, tuple) and colour[2] > colour[0]


def fault_of(data: bytes) -> ImageFault:
    with pytest.raises(NotAnImage) as caught:
        clean_image(data, longest=100)
    return caught.value.code


def png_of_size(width: int, height: int) -> bytes:
    """A PNG whose head claims a size that its few bytes don't hold."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels)


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/jpeg")],
)
def test_clean_image_keeps_the_picture(kind: str, media_type: str) -> None:
    clean = clean_image(saved(picture(), kind), longest=100)
    assert (clean.media_type, clean.width, clean.height) == (media_type, 60, 40)
    corner = reopened(clean).convert("RGB").getpixel((5, 5))
    assert isinstance(corner, tuple)
    assert all(abs(have - want) < 25 for have, want in zip(corner, BLUE, strict=True))


@pytest.mark.parametrize(
    ("size", "longest", "expected"),
    [
        ((600, 400), 300, (300, 200)),
        ((400, 600), 300, (200, 300)),
        ((60, 40), 300, (60, 40)),
        ((3000, 2), 300, (300, 1)),
    ],
)
def test_longest_side_is_at_most_what_was_asked(
    size: tuple[int, int], longest: int, expected: tuple[int, int]
) -> None:
    clean = clean_image(saved(picture(*size), "PNG"), longest=longest)
    assert (clean.width, clean.height) == expected


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [
        (1, (0, 0)),
        (2, (1, 0)),
        (3, (1, 1)),
        (4, (0, 1)),
        (5, (0, 0)),
        (6, (1, 0)),
        (7, (1, 1)),
        (8, (0, 1)),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_is_turned_upright(kind: str, orientation: int, corner: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    clean = clean_image(saved(picture(), kind, exif=exif), longest=50)
    image = reopened(clean).convert("RGB")
    assert image.size == ((50, 33) if orientation < 5 else (33, 50))
    blue = [(x, y) for x in (0, 1) for y in (0, 1) if is_blue(image, x, y)]
    assert blue == [corner]


def test_no_metadata_is_left() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = PLANTED.decode()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSMapDatum] = PLANTED.decode()
    text = PngImagePlugin.PngInfo()
    text.add_itxt("XML:com.adobe.xmp", PLANTED.decode())
    text.add_text("Comment", PLANTED.decode())
    sources = [
        saved(picture(), "JPEG", exif=exif, comment=PLANTED, xmp=PLANTED, icc_profile=PLANTED),
        saved(picture(), "PNG", exif=exif, pnginfo=text, icc_profile=PLANTED, dpi=(300, 300)),
        saved(picture(), "WEBP", exif=exif, xmp=PLANTED),
        saved(picture(), "JPEG") + b"<script>" + PLANTED,
    ]
    for source in sources:
        assert PLANTED in source or b"iCCP" in source
        clean = clean_image(source, longest=100)
        assert PLANTED not in clean.data
        assert b"<script>" not in clean.data
        image = reopened(clean)
        assert not image.getexif()
        assert set(image.info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_colour_is_read(mode: str) -> None:
    source = Image.new("I;16", (60, 40), 40_000) if mode == "I;16" else picture(mode=mode)
    clean = clean_image(saved(source, "JPEG" if mode == "CMYK" else "PNG"), longest=30)
    assert reopened(clean).mode in {"L", "RGB"}


def test_deep_grey_keeps_its_brightness() -> None:
    image = reopened(clean_image(saved(Image.new("I;16", (9, 9), 128 * 256), "PNG"), longest=30))
    assert (image.mode, image.getpixel((4, 4))) == ("L", 128)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_transparency_is_kept(kind: str) -> None:
    logo = picture(mode="RGBA")
    logo.putpixel((50, 30), (0, 0, 0, 0))
    image = reopened(clean_image(saved(logo, kind, lossless=True), longest=100))
    assert (image.mode, image.format) == ("RGBA", "PNG")
    assert image.getpixel((50, 30)) == (0, 0, 0, 0)


def test_transparent_palette_is_kept() -> None:
    source = picture().quantize(4)
    index = source.getpixel((0, 0))
    image = reopened(clean_image(saved(source, "PNG", transparency=index), longest=100))
    assert image.mode == "RGBA"
    corner = image.getpixel((0, 0))
    assert isinstance(corner, tuple)
    assert corner[3] == 0


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_animation_becomes_its_first_picture(kind: str) -> None:
    frames = [Image.new("RGB", (30, 30), colour) for colour in (RED, BLUE, BLUE)]
    data = saved(
        frames[0], kind, save_all=True, append_images=frames[1:], duration=50, lossless=True
    )
    assert getattr(Image.open(io.BytesIO(data)), "n_frames", 1) > 1
    image = reopened(clean_image(data, longest=100))
    assert getattr(image, "n_frames", 1) == 1
    colour = image.convert("RGB").getpixel((15, 15))
    assert isinstance(colour, tuple)
    assert colour[0] > colour[2]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7\n",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"RIFF\x00\x00\x00\x00WEBP",
        saved(picture(), "GIF"),
        saved(picture(), "BMP"),
        saved(picture(), "TIFF"),
        saved(picture(), "ICO"),
        saved(picture(), "PPM"),
    ],
)
def test_anything_else_is_not_a_picture(data: bytes) -> None:
    assert fault_of(data) is ImageFault.KIND


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_truncated_file_is_refused(kind: str, share: float) -> None:
    noise = Image.effect_noise((300, 300), 80).convert("RGB")
    data = saved(noise, kind)
    assert fault_of(data[: int(len(data) * share)]) in {ImageFault.DAMAGED, ImageFault.KIND}


def test_file_over_the_limit_is_refused_unread() -> None:
    assert fault_of(saved(picture(), "PNG") + bytes(MOST_BYTES)) is ImageFault.BYTES


@pytest.mark.parametrize(
    "size", [(10_000, 4_001), (9_000, 9_000), (10_000, 10_000), (65_500, 65_500), (2**31 - 1, 1)]
)
def test_bomb_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    assert fault_of(png_of_size(*size)) is ImageFault.PIXELS


def test_webp_bomb_is_refused_before_it_is_decoded() -> None:
    data = bytearray(saved(picture(), "WEBP", lossless=True))
    at = data.index(b"VP8L") + 9
    data[at : at + 4] = (16_382 | 16_382 << 14).to_bytes(4, "little")
    assert fault_of(bytes(data)) is ImageFault.PIXELS


def test_picture_of_just_the_limit_is_accepted() -> None:
    data = saved(Image.new("L", (8_000, 5_000), 90), "JPEG")
    clean = clean_image(data, longest=200)
    assert (clean.width, clean.height) == (200, 125)


def test_text_bomb_in_a_small_picture_is_refused() -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "x" * 20_000_000, zip=True)
    data = saved(picture(), "PNG", pnginfo=text)
    assert len(data) < 50_000
    assert fault_of(data) in {ImageFault.KIND, ImageFault.DAMAGED}


def test_no_pixels_is_no_size() -> None:
    with pytest.raises(ValueError, match="pixel"):
        clean_image(saved(picture(), "PNG"), longest=0)


SOURCES = [saved(picture(24, 16), kind) for kind in ("JPEG", "PNG", "WEBP")] + [
    saved(picture(24, 16, "P"), "PNG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0"),
    saved(picture(24, 16, "CMYK"), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0"),
]


@pytest.mark.filterwarnings("ignore")
@settings(deadline=None, max_examples=400)
@given(
    source=st.sampled_from(SOURCES),
    changes=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=12),
    cut=st.integers(0, 60),
)
def test_damaged_files_are_pictures_or_refused(
    source: bytes, changes: list[tuple[int, int]], cut: int
) -> None:
    data = bytearray(source[: len(source) - cut] if cut < 20 else source)
    for at, value in changes:
        data[at % len(data)] = value
    try:
        clean = clean_image(bytes(data), longest=30)
    except NotAnImage:
        return
    reopened(clean)
