"""A PDF shows what it was given, and reaches for nothing else."""

from __future__ import annotations

import base64
import io
import logging
from pathlib import Path

import pytest
from PIL import Image

from forumapp.render.pdf.assets import PdfAssets
from forumapp.render.pdf.document import Chapter
from forumapp.render.pdf.engine import write
from forumapp.render.pdf.fetcher import FONTS, AllowListFetcher, Refused
from forumapp.render.pdf.store import digest
from tests.render.pdf.reading import opened
from tests.render.pdf.test_build import a_document


def an_image(colour: str, kind: str = "PNG") -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(output, kind)
    return output.getvalue()


def inline(content: bytes, media_type: str = "image/png") -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """An image that nobody allowed, beside one that is."""
    (tmp_path / "allowed.png").write_bytes(an_image("blue"))
    secret = tmp_path / "secret.png"
    secret.write_bytes(an_image("red"))
    return secret


def shown(pdf: bytes) -> int:
    """How many images the first page can show."""
    document = opened(pdf)
    return len(document.pages[0].get_images())


def test_images_on_the_list_are_shown(planted: Path) -> None:
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    )
    allowed = planted.with_name("allowed.png")
    assets = PdfAssets({"logo.png": allowed, "flag": an_image("green", "JPEG"), "map.svg": svg})
    html = (
        '<img src="asset:logo.png" alt="Logo"><img src="asset:flag" alt="Flag">'
        f'<img src="{inline(an_image("white"))}" alt="Code"><img src="asset:map.svg" alt="Map">'
    )
    assert shown(write(a_document(Chapter("a", "A", html)), assets=assets)) == 3


def test_nothing_else_is_fetched(planted: Path, caplog: pytest.LogCaptureFixture) -> None:
    nested = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{planted.as_uri()}"/></svg>'
    assets = PdfAssets({"nested.svg": nested.encode(), "allowed": planted.with_name("allowed.png")})
    sources = [
        planted.as_uri(),
        str(planted),
        "asset:../secret.png",
        f"asset:{planted}",
        "asset:nested.svg",
        "font:../../../../../etc/passwd",
        "http://127.0.0.1:9/x.png",
    ]
    html = "".join(f'<img src="{source}" alt="instead">' for source in sources)
    with caplog.at_level(logging.WARNING):
        pdf = write(
            a_document(Chapter("a", "A", f'<img src="asset:allowed" alt="Logo">{html}')),
            assets=assets,
        )
    assert shown(pdf) == 1
    assert "Failed to load image" in caplog.text


def test_a_changed_image_makes_its_chapter_another_one() -> None:
    def kept_as(**images: bytes) -> str:
        task = {"html": '<img src="asset:logo" alt="Logo">'}
        return digest(task, stylesheets=(), images=PdfAssets(images).digests())

    assert kept_as(logo=b"red") != kept_as(logo=b"blue")
    assert kept_as(logo=b"red") == kept_as(logo=b"red", other=b"green")


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "http://127.0.0.1/",
        "https://forum.example/logo.png",
        "ftp://127.0.0.1/",
        "asset:other",
        "asset:",
        "font:OFL.txt",
        "font:../fonts/NotoSans-Regular.ttf",
        "data:text/html;base64,PGI+",
        "data:image/png,raw",
        inline(bytes(300_000)),
        inline(b"", "image/tiff"),
        "/etc/passwd",
    ],
)
def test_the_fetcher_refuses(address: str) -> None:
    with pytest.raises(Refused):
        AllowListFetcher({"logo": "/nowhere"}).fetch(address)


def test_the_fetcher_serves_the_packaged_fonts() -> None:
    served = AllowListFetcher({}).fetch("font:NotoSans-Regular.ttf").read()
    assert served == (FONTS / "NotoSans-Regular.ttf").read_bytes()


@pytest.mark.parametrize("name", ["", "../a", "a/b", "a b", "é", ".a"])
def test_names_of_assets_are_plain(name: str) -> None:
    with pytest.raises(ValueError, match="names of assets"):
        PdfAssets({name: b""})
