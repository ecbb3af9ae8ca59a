"""What the file says of itself: title, language, dates, and that it is PDF/UA-1 (ISO 14289-1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any

from pikepdf import Dictionary, Name, Pdf, Stream, String

_PRODUCER = "WeasyPrint, pikepdf"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><rdf:Description rdf:about="">
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{created}</xmp:CreateDate><xmp:ModifyDate>{created}</xmp:ModifyDate>
<xmp:CreatorTool>forumapp</xmp:CreatorTool><pdf:Producer>{producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def describe(pdf: Pdf, facts: Mapping[str, Any]) -> None:
    """Write title, author, subject, language and the date of creation (ISO 8601, with offset)."""
    created = datetime.fromisoformat(facts["created"])
    pdf.docinfo["/Title"] = facts["title"]
    pdf.docinfo["/Creator"], pdf.docinfo["/Producer"] = "forumapp", _PRODUCER
    for key in ("author", "subject"):
        if facts[key]:
            pdf.docinfo[f"/{key.title()}"] = facts[key]
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = _pdf_date(created)
    pdf.Root.Lang = String(facts["language"])
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if len(facts["chapters"]) > 1:
        pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.Metadata = _xmp(pdf, facts, created)


def _xmp(pdf: Pdf, facts: Mapping[str, Any], created: datetime) -> Stream:
    texts = {
        key: escape(_printable(facts[key])) for key in ("title", "author", "subject", "language")
    }
    packet = _XMP.format(created=created.isoformat(timespec="seconds"), producer=_PRODUCER, **texts)
    stream = Stream(pdf, packet.encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    return stream


def _printable(text: str) -> str:
    """The text without characters that XML forbids."""
    return "".join(character for character in text if character >= " ")


def _pdf_date(moment: datetime) -> str:
    """ISO 32000 7.9.4."""
    offset = moment.strftime("%z")
    return moment.strftime("D:%Y%m%d%H%M%S") + f"{offset[:3]}'{offset[3:5]}"
