"""Joins chapters into one volume: pages, structure, outline, names, fonts and page numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, OutlineItem, Pdf, String
from pikepdf import make_page_destination as destination

from forumapp.render.pdf.chapter import Typesetter
from forumapp.render.pdf.folios import Folios
from forumapp.render.pdf.glyphs import UsedFont, font_file, merged
from forumapp.render.pdf.metadata import describe


class BrokenLink(LookupError):
    """A link of a chapter leads to a chapter or place that isn't in the volume."""


@dataclass(slots=True)
class _Volume:
    """The volume as it grows, chapter by chapter."""

    pdf: Pdf
    fonts: Any
    folios: Folios
    parts: list[Any] = field(default_factory=list)
    parents: list[Any] = field(default_factory=list)
    cells: list[tuple[Any, Any]] = field(default_factory=list)
    places: list[tuple[Any, Any]] = field(default_factory=list)
    labels: list[Any] = field(default_factory=list)
    next_parent: int = 0


def join(task: Mapping[str, Any], target: Path, *, typesetter: Typesetter) -> None:
    """Write the volume; raises `BrokenLink`."""
    with ExitStack() as opened:
        pdf = opened.enter_context(Pdf.new())
        folios, folio_fonts = Folios.measured(typesetter)
        used = [UsedFont(**_numbered(font)) for part in task["chapters"] for font in part["fonts"]]
        embedded = opened.enter_context(_embedded(used + folio_fonts, typesetter))
        fonts = pdf.make_indirect(pdf.copy_foreign(embedded.pages[0].Resources.Font))
        volume = _Volume(pdf, fonts, folios)
        for part in task["chapters"]:
            source = opened.enter_context(Pdf.open(part["path"]))
            _add(volume, part, source)
        _structure(volume)
        _names(volume)
        _outline(volume, task["chapters"])
        describe(pdf, task)
        pdf.save(
            target,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=ObjectStreamMode.generate,
        )


def _numbered(font: Mapping[str, Any]) -> dict[str, Any]:
    """The font with its glyph numbers as numbers again, which JSON made into texts."""
    tables = {
        name: {int(number): value for number, value in font[name].items()}
        for name in ("texts", "widths", "missing")
    }
    return {**font, **tables}


def _embedded(fonts: list[UsedFont], typesetter: Typesetter) -> Pdf:
    return Pdf.open(BytesIO(font_file(merged(fonts), font_config=typesetter.font_config)))


def _add(volume: _Volume, part: Mapping[str, Any], source: Pdf) -> None:
    pdf, first = volume.pdf, len(volume.pdf.pages)
    pdf.pages.extend(source.pages)
    pages = list(pdf.pages)[first:]
    for page, label, geometry in zip(pages, part["labels"], part["pages"], strict=True):
        page.obj.Resources.Font = volume.fonts
        _shift(page.obj, volume.next_parent)
        if label:
            volume.folios.print(pdf, page, label, geometry)
    _add_structure(volume, pdf.copy_foreign(source.Root.StructTreeRoot), part["title"])
    volume.places.append((String(f"{part['key']}#"), Array([pages[0].obj, Name.Fit])))
    for name, place in _pairs(_within(source.Root, "Names", "Dests", "Names")):
        volume.places.append((String(str(name)), pdf.copy_foreign(_indirect(source, place))))
    volume.labels += [first, _page_label(part)]


def _indirect(source: Pdf, thing: Any) -> Any:
    return thing if thing.is_indirect else source.make_indirect(thing)


def _page_label(part: Mapping[str, Any]) -> Dictionary:
    if part["numbering"] == "none":
        return Dictionary(P=String(part["title"]))
    style = Name.r if part["numbering"] == "roman" else Name.D
    return Dictionary(S=style, St=part["first_number"])


def _shift(page: Dictionary, by: int) -> None:
    """Move the page's keys in the tree of parents behind those of the chapters before."""
    page.StructParents = int(page.StructParents) + by
    for annotation in page.get(Name.Annots, []):
        if Name.StructParent in annotation:
            annotation.StructParent = int(annotation.StructParent) + by


def _add_structure(volume: _Volume, root: Any, title: str) -> None:
    part = root.K[0]
    part.S, part.T = Name.Part, String(title)
    volume.parts.append(part)
    last = volume.next_parent
    for number, elements in _pairs(root.ParentTree.Nums):
        last = int(number) + volume.next_parent
        volume.parents += [last, elements]
    volume.next_parent = last + 1
    volume.cells += _pairs(_within(root, "IDTree", "Names"))


def _structure(volume: _Volume) -> None:
    pdf = volume.pdf
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    for part in volume.parts:
        part.P = document
    document.K = Array(volume.parts)
    root.K = Array([document])
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(volume.parents)))
    root.ParentTreeNextKey = volume.next_parent
    if volume.cells:
        root.IDTree = _name_tree(volume.cells)
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.PageLabels = Dictionary(Nums=Array(volume.labels))


def _names(volume: _Volume) -> None:
    known = {bytes(name) for name, _place in volume.places}
    for page in volume.pdf.pages:
        for annotation in page.obj.get(Name.Annots, []):
            target = annotation.get(Name.Dest)
            if isinstance(target, String) and bytes(target) not in known:
                raise BrokenLink(str(target))
    volume.pdf.Root.Names = Dictionary(Dests=_name_tree(volume.places))


def _name_tree(pairs: Sequence[tuple[Any, Any]]) -> Dictionary:
    ordered = sorted(pairs, key=lambda pair: bytes(pair[0]))
    return Dictionary(Names=Array([item for pair in ordered for item in pair]))


def _within(thing: Any, *keys: str) -> Any:
    """What stands under these keys, one inside the other; nothing when one is absent."""
    for key in keys:
        thing = thing.get(f"/{key}")
        if thing is None:
            return []
    return thing


def _pairs(flat: Any) -> list[tuple[Any, Any]]:
    items = list(flat)
    return list(zip(items[::2], items[1::2], strict=True))


def _outline(volume: _Volume, chapters: Sequence[Mapping[str, Any]]) -> None:
    first, shelf = 0, [OutlineItem("")]
    for part in chapters:
        if part["level"]:
            item = _chapter_item(volume.pdf, part, first)
            del shelf[max(1, part["level"]) :]
            shelf[-1].children.append(item)
            shelf.append(item)
        first += len(part["pages"])
    with volume.pdf.open_outline() as outline:
        outline.root.extend(shelf[0].children)


def _chapter_item(pdf: Pdf, part: Mapping[str, Any], first: int) -> OutlineItem:
    """The chapter's entry; its own heading, when it opens with it, isn't entered twice."""
    headings = part["outline"]
    if headings and headings[0]["title"] == part["title"] and headings[0]["page"] == 0:
        headings = headings[0]["children"] + headings[1:]
    item = OutlineItem(part["title"], destination(pdf, first))
    item.children.extend(_heading_item(pdf, heading, first) for heading in headings)
    return item


def _heading_item(pdf: Pdf, heading: Mapping[str, Any], first: int) -> OutlineItem:
    place = destination(pdf, first + heading["page"], "XYZ", left=heading["x"], top=heading["y"])
    item = OutlineItem(heading["title"], place)
    item.children.extend(_heading_item(pdf, child, first) for child in heading["children"])
    return item
