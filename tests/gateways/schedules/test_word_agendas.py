"""Word agendas as the secretariats of both meetings would have written them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from docx import Document

from forumapp.domain.agenda import SessionKind
from forumapp.domain.schedules import ReadSchedule
from forumapp.domain.schedules.kinds import kind_of
from tests.gateways.schedules.told import findings, read, told

Rows = Sequence[Sequence[str]]


def a_table(document: Any, rows: Rows, *, merged: Sequence[int] = ()) -> Any:
    """A table; the cells of the rows `merged` are one across."""
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for number in merged:
        cells = table.rows[number].cells
        cells[0].merge(cells[-1])
    return table


def agenda(write: Callable[[Any], object], **known: Any) -> ReadSchedule:
    """What is read of a document that was written like this."""
    document, out = Document(), io.BytesIO()
    write(document)
    document.save(out)
    given = {"zone": "Asia/Shanghai", "languages": ("en", "zh"), **known}
    return read(out.getvalue(), **given)


def test_the_agenda_of_a_working_group_with_its_remarks() -> None:
    def write(document: Any) -> None:
        document.add_paragraph("PROVISIONAL AGENDA")
        document.add_paragraph("5th Meeting of the Joint Working Group on Poverty Reduction")
        document.add_paragraph("10 November 2021 (Wednesday), via video conference")
        a_table(
            document,
            [
                ("Time (MMT)", "Programme", "Remarks"),
                ("08:30 – 09:00 hrs", "Registration and testing of the connection", ""),
                (
                    "09:00 – 09:10 hrs",
                    (
                        "Opening Ceremony\n"
                        "- Welcome remarks by H.E. U Khant Zaw, Permanent Secretary, Ministry of"
                        " Cooperatives and Rural Development, Myanmar\n"
                        "- Opening remarks by Mr. XU Jianmin, Director General, General Department,"
                        " National Rural Revitalization Administration, China"
                    ),
                    "MC: Daw Khin Mar",
                ),
                ("09:10 – 09:15 hrs", "Photo session (screenshot)", "All delegates"),
                ("09:15 – 10:15 hrs", "Agenda Item 1: Adoption of the Agenda", ""),
                ("", "Agenda Item 2: Country reports", "Heads of delegation"),
                ("10:15 – 10:30 hrs", "Health break", ""),
                (
                    "10:30 – 11:30 hrs",
                    "Agenda Item 3: China’s experience",
                    (
                        "Dr. TAN Weiping, Deputy Director General, International Poverty Reduction"
                        " Center in China (IPRCC)"
                    ),
                ),
                (
                    "11:30 – 12:00 hrs",
                    "Closing remarks",
                    (
                        "H.E. Mr. Hap Omaly, State Secretary, Ministry of Rural"
                        " Development, Cambodia\n"
                        "Mr. Win Zeyar Tun, Vice Chair, Mekong-Lancang Cooperation National"
                        " Coordination Unit, Myanmar"
                    ),
                ),
            ],
        )

    read = agenda(write, zone="Asia/Yangon")

    assert read.event.title.plain() == {
        "": "5th Meeting of the Joint Working Group on Poverty Reduction"
    }
    assert told(read) == [
        "10 08:30-09:00 Registration and testing of the connection",
        "10 09:00-09:10 Opening Ceremony",
        (
            "  opening_remarks: H.E. U Khant Zaw | Permanent Secretary | Ministry of"
            " Cooperatives and"
            " Rural Development | MM"
        ),
        (
            "  opening_remarks: Mr. *XU* Jianmin | Director General | General Department, National"
            " Rural Revitalization Administration | CN"
        ),
        "  master_of_ceremonies: Daw Khin Mar",
        "10 09:10-09:15 Photo session (screenshot)",
        "  > All delegates",
        "10 09:15-10:15 Agenda Item 1: Adoption of the Agenda",
        "  > Agenda Item 2: Country reports",
        "  > Heads of delegation",
        "10 10:15-10:30 Health break",
        "10 10:30-11:30 Agenda Item 3: China’s experience",
        (
            "  Dr. *TAN* Weiping | Deputy Director General | International Poverty"
            " Reduction Center in"
            " China (IPRCC)"
        ),
        "10 11:30-12:00 Closing remarks",
        (
            "  closing_remarks: H.E. Mr. Hap Omaly | State Secretary | Ministry of Rural"
            " Development"
            " | KH"
        ),
        (
            "  closing_remarks: Mr. Win Zeyar Tun | Vice Chair | Mekong-Lancang"
            " Cooperation National"
            " Coordination Unit | MM"
        ),
    ]
    assert findings(read) == [
        "text_kept 4 All delegates",
        "text_kept 5 Agenda Item 2: Country reports",
        "text_kept 5 Heads of delegation",
    ]


def test_the_agenda_of_a_forum_with_days_parallel_rooms_and_several_speakers_a_cell() -> None:
    def write(document: Any) -> None:
        document.add_heading("16th Forum on Social Development and Poverty Reduction", 0)
        document.add_paragraph("28–29 June 2022, Nanning, Guangxi")
        table = a_table(
            document,
            [
                ("TIME", "ACTIVITY", "SPEAKERS / MODERATOR", "VENUE"),
                ("DAY 1: 28 JUNE 2022 (TUESDAY)", "", "", ""),
                (
                    "9.00-9.40 a.m.",
                    "Opening Ceremony",
                    (
                        "Master of Ceremonies: Mr. WEI Gang, Vice Governor, People's Government of"
                        " Guangxi Zhuang Autonomous Region\n"
                        "Opening address:\n"
                        "Mr. LIU Huanxin\n"
                        "Director, National Rural Revitalization Administration of China\n"
                        "H.E. U Ramo, Union Minister, Ministry of Cooperatives and Rural"
                        " Development,"
                        " Myanmar (video message)\n"
                        "Ms. Beate Trankmann, Resident Representative, UNDP China"
                    ),
                    "Grand Hall",
                ),
                ("0940-1000", "Group photo & tea break", "", "Foyer"),
                (
                    "10:00-12:00",
                    "Plenary: Prosperous Homeland",
                    (
                        "Moderator: Prof. Dr. Li Xiaoyun, China Agricultural University\n"
                        "Panellists:\n"
                        "1. Dato' Dr. Ahmad bin Ismail, Secretary-General, Ministry of Rural and"
                        " Regional Development, Malaysia\n"
                        "2. Ms. Nguyen Thi Ha, Vice Minister, MOLISA, Viet Nam (by video link)\n"
                        "3. TBC, Lao PDR"
                    ),
                    "Grand Hall",
                ),
                ("12:00-2:00", "Lunch", "", ""),
                (
                    "2:00-3:30",
                    "Parallel Session A: Digital villages",
                    "Mr. Somchai Jaidee (Thailand)\nMs. Siti Nurhaliza (ASEAN Secretariat)",
                    "Room 301",
                ),
                (
                    "",
                    "Parallel Session B: Cooperatives",
                    "Ms. Maria Clara Santos, Executive Director, Philippine Commission on Women",
                    "Room 302",
                ),
                ("18:30", "Welcome dinner", "", ""),
                ("DAY 2: 29 JUNE 2022 (WEDNESDAY)", "", "", ""),
                ("09:00-12:00", "Field visit", "", "Bus leaves at 8:30"),
            ],
            merged=(1, 9),
        )
        table.rows[7].cells[0].merge(table.rows[6].cells[0])

    read = agenda(write)

    assert told(read) == [
        "28 09:00-09:40 Opening Ceremony @ Grand Hall",
        (
            "  master_of_ceremonies: Mr. *WEI* Gang | Vice Governor | People's"
            " Government of Guangxi"
            " Zhuang Autonomous Region"
        ),
        (
            "  opening_remarks: Mr. *LIU* Huanxin | Director | National Rural Revitalization"
            " Administration of China | CN"
        ),
        (
            "  opening_remarks: H.E. U Ramo | Union Minister | Ministry of Cooperatives and Rural"
            " Development | MM | recorded"
        ),
        "  opening_remarks: Ms. Beate Trankmann | Resident Representative | UNDP China",
        "28 09:40-10:00 Group photo & tea break @ Foyer",
        "28 10:00-12:00 Plenary: Prosperous Homeland @ Grand Hall",
        "  moderator: Prof. Dr. Li Xiaoyun |  | China Agricultural University | CN",
        (
            "  panellist: Dato' Dr. Ahmad bin Ismail | Secretary-General | Ministry of Rural and"
            " Regional Development | MY"
        ),
        "  panellist: Ms. Nguyen Thi Ha | Vice Minister | MOLISA | VN | video_link",
        "  > 3. TBC, Lao PDR",
        "28 12:00-14:00 Lunch",
        "28 14:00-15:30 Parallel Session A: Digital villages @ Room 301",
        "  Mr. Somchai Jaidee |  |  | TH",
        "  Ms. Siti Nurhaliza |  | ASEAN Secretariat",
        "28 14:00-15:30 Parallel Session B: Cooperatives @ Room 302",
        "  Ms. Maria Clara Santos | Executive Director | Philippine Commission on Women | PH",
        "28 18:30-19:00 Welcome dinner",
        "29 09:00-12:00 Field visit @ Bus leaves at 8:30",
    ]
    assert findings(read) == [
        "afternoon_assumed 7 14:00",
        "speaker_kept_as_text 5 3. TBC, Lao PDR",
        "end_assumed 9 19:00",
    ]


def test_a_chinese_agenda() -> None:
    def write(document: Any) -> None:
        document.add_heading("中国—东盟社会发展与减贫论坛", 0)
        a_table(
            document,
            [
                ("时间", "议程", "发言人/主持人", "地点"),
                ("第一天 6月28日（星期二）", "", "", ""),
                (
                    "上午9:00—9:40",
                    "开幕式",
                    (
                        "主持人：韦刚 广西壮族自治区人民政府副主席\n致辞：\n"
                        "国家乡村振兴局局长 刘焕鑫先生\n"
                        "拉莫 缅甸合作社与农村发展部部长（视频致辞）\n"
                        "白雅婷（Beate Trankmann） 联合国开发计划署驻华代表"
                    ),
                    "大礼堂",
                ),
                ("9:40-10:00", "合影、茶歇", "", ""),
                (
                    "10:00-12:00",
                    "主旨发言：建设美好家园",
                    "李小云，中国农业大学教授\n谭卫平 中国国际扶贫中心副主任\n各国代表",
                    "",
                ),
                ("下午2:00-3:30", "平行论坛一：数字乡村", "王 伟 阿里巴巴集团副总裁", "301会议室"),
                ("18:30-20:00", "欢迎晚宴", "", ""),
            ],
            merged=(1,),
        )

    read = agenda(write, first_day=date(2022, 6, 28), last_day=date(2022, 6, 30))

    assert (read.language, read.event.title.plain()) == ("zh", {"": "中国—东盟社会发展与减贫论坛"})
    assert told(read) == [
        "28 09:00-09:40 开幕式 @ 大礼堂",
        "  moderator: *韦*刚 | 副主席 | 广西壮族自治区人民政府",
        "  address: Mr. *刘*焕鑫 | 局长 | 国家乡村振兴局",
        "  address: 拉莫 | 部长 | 缅甸合作社与农村发展部 | MM | recorded",
        "  address: Beate Trankmann [白雅婷] | 驻华代表 | 联合国开发计划署",
        "28 09:40-10:00 合影、茶歇",
        "28 10:00-12:00 主旨发言：建设美好家园",
        "  keynote: *李*小云 | 教授 | 中国农业大学 | CN",
        "  keynote: *谭*卫平 | 副主任 | 中国国际扶贫中心 | CN",
        "  > 各国代表",
        "28 14:00-15:30 平行论坛一：数字乡村 @ 301会议室",
        "  *王*伟 | 副总裁 | 阿里巴巴集团",
        "28 18:30-20:00 欢迎晚宴",
    ]
    assert findings(read) == ["speaker_kept_as_text 5 各国代表"]


def test_an_agenda_in_two_languages_side_by_side() -> None:
    def write(document: Any) -> None:
        a_table(
            document,
            [
                ("Time 时间", "Agenda", "议程", "Speaker", "发言人"),
                ("Tuesday, 28 June 2022", "", "", "", ""),
                (
                    "09:00-09:30",
                    "Opening ceremony",
                    "开幕式",
                    "Mr. LIU Huanxin, Administrator, NRRA",
                    "刘焕鑫，国家乡村振兴局局长",
                ),
                ("09:30-10:00", "Tea break", "茶歇", "", ""),
            ],
            merged=(1,),
        )

    assert told(agenda(write)) == [
        "28 09:00-09:30 Opening ceremony / 开幕式",
        "  Mr. *LIU* Huanxin [刘焕鑫] | 局长 / Administrator | 国家乡村振兴局 / NRRA",
        "28 09:30-10:00 Tea break / 茶歇",
    ]


def test_lines_without_a_table() -> None:
    lines = (
        "Agenda",
        "Wednesday, 10 November 2021",
        "09:00-09:30  Opening remarks  H.E. Mr. Hap Omaly, Minister of Rural Development",
        "09:30-09:45\tGroup photo",
        "10.00 am – 11.00 am: Session 1: Rural roads",
        "Moderator: Dr. TAN Weiping, Deputy Director General, IPRCC",
        "Speakers:",
        "• Ms. Keo Dara, Director, Department of Planning, Lao PDR",
        "• H.E. Dr. Bounkhouang Khambounheuang, Director-General",
        "11:00  Closing",
        "Dress code: lounge suit",
    )

    def write(document: Any) -> None:
        for line in lines:
            document.add_paragraph(line)

    read = agenda(write)

    assert told(read) == [
        "10 09:00-09:30 Opening remarks",
        "  opening_remarks: H.E. Mr. Hap Omaly | Minister of Rural Development",
        "10 09:30-09:45 Group photo",
        "10 10:00-11:00 Session 1: Rural roads",
        "  moderator: Dr. *TAN* Weiping | Deputy Director General | IPRCC",
        "  presentation: Ms. Keo Dara | Director | Department of Planning | LA",
        "  presentation: H.E. Dr. Bounkhouang Khambounheuang | Director-General",
        "10 11:00-11:30 Closing",
        "  > Dress code: lounge suit",
    ]
    assert findings(read) == ["end_assumed 10 11:30", "text_kept 10 Dress code: lounge suit"]


def test_a_row_with_nobody_but_a_speaker_belongs_to_the_session_above() -> None:
    dara = "H.E. Mr. SOK Dara, Minister of Interior, Cambodia"
    hoa = "H.E. Mme. LE Thi Hoa, Vice Minister, Ministry of Agriculture\nTBC"

    def write(document: Any) -> None:
        document.add_paragraph("10 November 2021")
        rows = [
            ("Time", "Item", "Speaker"),
            ("09:00-09:30", "Opening remarks", dara),
            ("", "", hoa),
            ("09:30-10:00", "Session 1 (closed)", ""),
        ]
        a_table(document, rows)

    read = agenda(write)

    assert told(read) == [
        "10 09:00-09:30 Opening remarks",
        "  opening_remarks: H.E. Mr. *SOK* Dara | Minister of Interior |  | KH",
        "  opening_remarks: H.E. Mme. *LE* Thi Hoa | Vice Minister | Ministry of Agriculture",
        "  > TBC",
        "10 09:30-10:00 Session 1 (closed)",
    ]
    assert kind_of("Session 1 (closed)") is SessionKind.CLOSED


def test_a_document_without_times_says_so() -> None:
    read = agenda(lambda document: document.add_paragraph("Dear colleagues,"))

    assert (told(read), findings(read)) == ([], ["no_table 0"])
