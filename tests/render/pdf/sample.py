"""A small volume in the region's scripts; what it says is invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape

from forumapp.render.pdf.document import Chapter, Labels, Numbering, PdfDocument

CREATED = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

TEXTS = {
    "th": (
        "การประชุมว่าด้วยการพัฒนาสังคมและการลดความยากจนระหว่างจีนกับอาเซียน ครั้งที่สิบหก"
        " จัดขึ้นที่นครหนานหนิง เขตปกครองตนเองกว่างซีจ้วง เพื่อแลกเปลี่ยนประสบการณ์น้ำกู้ผู้ใหญ่"
    ),
    "lo": (
        "ກອງປະຊຸມວ່າດ້ວຍການພັດທະນາສັງຄົມແລະການຫຼຸດຜ່ອນຄວາມທຸກຍາກລະຫວ່າງຈີນແລະອາຊຽນ"
        "ຄັ້ງທີສິບຫົກຈັດຂຶ້ນທີ່ນະຄອນໜານໜິງເຂດປົກຄອງຕົນເອງກວາງຊີຈ້ວງສາທາລະນະລັດປະຊາຊົນຈີນ"
    ),
    "km": (
        "វេទិកាស្តីពីការអភិវឌ្ឍសង្គមនិងការកាត់បន្ថយភាពក្រីក្ររវាងចិននិងអាស៊ានលើកទីដប់ប្រាំមួយ"
        "ត្រូវបានធ្វើឡើងនៅទីក្រុងណានីងតំបន់ស្វយ័តក្វាងស៊ីដើម្បីផ្លាស់ប្តូរបទពិសោធន៍អភិវឌ្ឍន៍ជនបទ"
    ),
    "my": (
        "တရုတ်နှင့်အာဆီယံလူမှုဖွံ့ဖြိုးတိုးတက်ရေးနှင့်ဆင်းရဲနွမ်းပါးမှုလျှော့ချရေးဖိုရမ်ကို"
        "နန်နင်းမြို့တွင်ကျင်းပခဲ့သည်။ကျေးလက်ဒေသဖွံ့ဖြိုးတိုးတက်ရေးအတွေ့အကြုံများကိုဖလှယ်ခဲ့ကြသည်။"
    ),
    "vi": (
        "Diễn đàn Trung Quốc – ASEAN về Phát triển Xã hội và Giảm nghèo lần thứ mười sáu được"
        " tổ chức tại thành phố Nam Ninh, Khu tự trị dân tộc Choang Quảng Tây, để trao đổi."
    ),
    "zh": (
        "第十六届中国—东盟社会发展与减贫论坛在广西壮族自治区南宁市举行，主题为“加强减贫交流合作，"
        "共建繁荣美好家园”。与会代表就乡村振兴、减贫经验与区域合作等议题进行了深入交流。"
    ),
}
NAMES = {
    "th": "นางสาวกัญญารัตน์ ศิริวัฒนานุกูลชัย",
    "lo": "ທ່ານນາງບຸນທະວີສຸກ ພົມມະຈັນສີຫາລາດ",
    "km": "ឯកឧត្តមសុខសុវណ្ណារិទ្ធិ ចាន់ធារ៉ាពិសិដ្ឋ",
    "my": "ဒေါ်ခင်မျိုးသန္တာအောင်ကြီးလှိုင်",
    "vi": "Nguyễn Thị Phương Thảo Trường Ưởng",
    "zh": "欧阳璟雯",
}
TITLES = {
    "th": "การแลกเปลี่ยนประสบการณ์",
    "lo": "ການແລກປ່ຽນປະສົບການ",
    "km": "ការផ្លាស់ប្តូរបទពិសោធន៍",
    "my": "အတွေ့အကြုံဖလှယ်ခြင်း",
    "vi": "Trao đổi kinh nghiệm giảm nghèo",
    "zh": "减贫经验交流",
}
ENGLISH = (
    "Delegations described how villages chose their own projects, how the money reached them, and"
    " what they would do otherwise. The figures of the pilot phase stand in the table below."
)


def volume(languages: tuple[str, ...] = tuple(TEXTS)) -> PdfDocument:
    """Cover, contents and one chapter a language."""
    cover = '<section class="cover"><h1>Proceedings</h1><p>Nanning, 28 June 2022</p></section>'
    return PdfDocument(
        title="Proceedings of an illustrative forum",
        language="en",
        created=CREATED,
        author="Secretariat",
        subject="Illustrative",
        chapters=(
            Chapter("cover", "Cover", cover, level=0, numbering=Numbering.NONE),
            Chapter("contents", "Contents", contents(languages), numbering=Numbering.ROMAN),
            *(chapter(language) for language in languages),
        ),
    )


def contents(languages: tuple[str, ...]) -> Callable[[Labels], str]:
    """The contents, once the page numbers are known."""

    def html(labels: Labels) -> str:
        lines = "".join(
            f'<li><a href="chapter:{language}" lang="{language}">{TITLES[language]}</a>'
            f' <span class="page">{labels[language]}</span></li>'
            f'<li class="level-2"><a href="chapter:{language}#{language}-names">Names</a>'
            f' <span class="page">{labels[f"{language}#{language}-names"]}</span></li>'
            for language in languages
        )
        return f'<h1>Contents</h1><ul class="contents">{lines}</ul>'

    return html


def chapter(language: str) -> Chapter:
    """A chapter that shows the language in text, titles, names and narrow columns."""
    text, name, title = TEXTS[language], NAMES[language], TITLES[language]
    html = f"""
      <h1 lang="{language}">{title}</h1>
      <p>{ENGLISH} <strong>Bold</strong>, <em>slanted</em>: 0123456789, 09:00–17:30.</p>
      <p lang="{language}">{escape(text)}</p>
      <p lang="{language}"><strong>{escape(text)}</strong> <em>{name}</em></p>
      <h2 lang="{language}">{title} — {title}</h2>
      <blockquote lang="{language}"><p>{escape(text)}</p></blockquote>
      <h2 id="{language}-names">Names</h2>
      <table class="narrow">
        <thead><tr><th scope="col">Time</th><th scope="col">Name</th><th scope="col">Text</th>
          <th scope="col">Text in English</th></tr></thead>
        <tbody>
          <tr><th scope="row">09:00</th><td lang="{language}">{name}</td>
            <td lang="{language}">{escape(text)}</td><td>{ENGLISH}</td></tr>
          <tr><th scope="row">13:45</th><td lang="{language}"><strong>{name}</strong></td>
            <td lang="{language}">{title}</td><td>{ENGLISH}</td></tr>
        </tbody>
      </table>
      <div class="column" lang="{language}">{escape(text)}</div>
      <h3 lang="{language}">{title}</h3>
      <ul lang="{language}"><li>{title}</li><li>{name}</li></ul>
    """
    return Chapter(language, title, html)


STYLES = """
table.narrow td, table.narrow th { width: 25% }
.column { width: 30mm; border: 0.4pt solid #999; margin-bottom: 4mm }
"""
