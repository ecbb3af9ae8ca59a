"""Names for made-up people, in Latin letters and in the script of each country.

A name is put together from a family name and a given name at random, so any likeness to a living
person is chance. Each entry is (Latin, native).
"""

from __future__ import annotations

import random
from dataclasses import dataclass

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """How a country writes names: which come first, what joins them, and whose child one is."""

    family: Pairs
    women: Pairs
    men: Pairs
    family_first: bool = True
    joint: str = " "
    capitals: bool = True
    fathers: tuple[str, ...] = ()


def name(country: str, *, woman: bool, chance: random.Random) -> tuple[str, str, str]:
    """A name as printed, the family name in it, and the name in native script (may be empty)."""
    naming = NAMING[country]
    family, native_family = chance.choice(naming.family) if naming.family else ("", "")
    given, native_given = chance.choice(naming.women if woman else naming.men)
    if naming.fathers:
        given = f"{given} {'binti' if woman else 'bin'} {chance.choice(naming.fathers)}"
    if naming.capitals:
        family = family.upper()
    order = (family, given) if naming.family_first else (given, family)
    natives = (
        (native_family, native_given) if naming.family_first else (native_given, native_family)
    )
    native = naming.joint.join(part for part in natives if part) if native_given else ""
    return " ".join(part for part in order if part), family, native


NAMING: dict[str, Naming] = {
    "CN": Naming(
        family=(
            ("Zhou", "周"), ("Meng", "蒙"), ("Qin", "覃"), ("Wei", "韦"), ("Huang", "黄"),
            ("Liang", "梁"), ("Nong", "农"), ("Tang", "唐"), ("Lu", "陆"), ("Pan", "潘"),
        ),
        women=(
            ("Yulan", "玉兰"), ("Wenjing", "文静"), ("Xiaoyan", "晓燕"), ("Meiling", "美玲"),
            ("Shuhua", "淑华"), ("Jiayi", "嘉怡"), ("Lirong", "丽蓉"),
        ),
        men=(
            ("Guoqiang", "国强"), ("Zhiyuan", "志远"), ("Jianhua", "建华"), ("Yongfu", "永福"),
            ("Haitao", "海涛"), ("Mingde", "明德"), ("Shaowen", "绍文"),
        ),
        joint="",
    ),
    "KH": Naming(
        family=(
            ("Sok", "សុខ"), ("Chea", "ជា"), ("Keo", "កែវ"), ("Nhem", "ញ៉ែម"), ("Ros", "រស់"),
            ("Prak", "ប្រាក់"), ("Mao", "ម៉ៅ"), ("Yim", "យឹម"), ("Tep", "ទេព"),
        ),
        women=(
            ("Chanthavy", "ចាន់ថាវី"), ("Sreymom", "ស្រីមុំ"), ("Bopha", "បុប្ផា"),
            ("Kunthea", "គន្ធា"), ("Sophorn", "សុភ័ណ្ឌ"), ("Rachana", "រចនា"),
        ),
        men=(
            ("Sovannarith", "សុវណ្ណារិទ្ធ"), ("Vuthy", "វុធី"), ("Dara", "ដារ៉ា"),
            ("Piseth", "ពិសិដ្ឋ"), ("Bunthoeun", "ប៊ុនធឿន"), ("Rithy", "រិទ្ធី"),
        ),
    ),
    "LA": Naming(
        family=(
            ("Phommachanh", "ພົມມະຈັນ"), ("Sisoulith", "ສີສຸລິດ"), ("Vongsa", "ວົງສາ"),
            ("Inthavong", "ອິນທະວົງ"), ("Keomany", "ແກ້ວມະນີ"), ("Souvanna", "ສຸວັນນາ"),
        ),
        women=(
            ("Bounmy", "ບຸນມີ"), ("Chansamone", "ຈັນສະໝອນ"), ("Khamla", "ຄຳລ້າ"),
            ("Manivanh", "ມະນີວັນ"), ("Noy", "ນ້ອຍ"),
        ),
        men=(
            ("Somchit", "ສົມຈິດ"), ("Bouavanh", "ບົວວັນ"), ("Khampheng", "ຄຳແພງ"),
            ("Sengdao", "ແສງດາວ"), ("Thongchanh", "ທອງຈັນ"),
        ),
        family_first=False,
    ),
    "MM": Naming(
        family=(),
        women=(
            ("Daw Khin Sandar Lwin", "ဒေါ်ခင်စန္ဒာလွင်"), ("Daw Thiri Moe Htet", "ဒေါ်သီရိမိုးထက်"),
            ("Daw Nwe Nwe Soe", "ဒေါ်နွယ်နွယ်စိုး"), ("Daw Ei Phyu Zin", "ဒေါ်အိဖြူဇင်"),
            ("Daw Yin Mar Oo", "ဒေါ်ယဉ်မာဦး"), ("Daw Su Myat Noe", "ဒေါ်စုမြတ်နိုး"),
            ("Daw Hnin Pwint Aye", "ဒေါ်နှင်းပွင့်အေး"),
        ),
        men=(
            ("U Kyaw Zin Latt", "ဦးကျော်ဇင်လတ်"), ("U Min Thet Paing", "ဦးမင်းသက်ပိုင်"),
            ("U Aung Ko Htut", "ဦးအောင်ကိုထွဋ်"), ("U Ye Naing Tun", "ဦးရဲနိုင်ထွန်း"),
            ("U Thura Win Maung", "ဦးသူရဝင်းမောင်"), ("U Zaw Lin Phyo", "ဦးဇော်လင်းဖြိုး"),
            ("U Soe Paing Kyaw", "ဦးစိုးပိုင်ကျော်"),
        ),
        capitals=False,
    ),
    "TH": Naming(
        family=(
            ("Srisuwan", "ศรีสุวรรณ"), ("Thongkham", "ทองคำ"), ("Wongsawat", "วงษ์สวัสดิ์ชัย"),
            ("Boonmee", "บุญมี"), ("Rattanakul", "รัตนกุลชัย"), ("Chaiyaphum", "ไชยภูมิ"),
        ),
        women=(
            ("Pimchanok", "พิมพ์ชนก"), ("Suda", "สุดา"), ("Waraporn", "วราพร"),
            ("Kanokwan", "กนกวรรณ"), ("Nattaya", "ณัฐยา"),
        ),
        men=(
            ("Anan", "อนันต์"), ("Prasit", "ประสิทธิ์"), ("Somsak", "สมศักดิ์"),
            ("Thanawat", "ธนวัฒน์"), ("Kittipong", "กิตติพงษ์"),
        ),
        family_first=False,
    ),
    "VN": Naming(
        family=(
            ("Nguyễn", "Nguyễn"), ("Trần", "Trần"), ("Lê", "Lê"), ("Phạm", "Phạm"),
            ("Vũ", "Vũ"), ("Đặng", "Đặng"), ("Bùi", "Bùi"),
        ),
        women=(
            ("Thị Hồng Nhung", ""), ("Ngọc Ánh", ""), ("Thị Minh Nguyệt", ""),
            ("Thu Hằng", ""), ("Thị Bích Thủy", ""),
        ),
        men=(
            ("Quốc Việt", ""), ("Văn Dũng", ""), ("Đức Thắng", ""), ("Minh Tuấn", ""),
            ("Hữu Phước", ""),
        ),
    ),
    "ID": Naming(
        family=(
            ("Wijayanto", ""), ("Kusumawati", ""), ("Harahap", ""), ("Siregar", ""),
            ("Nugraha", ""), ("Lestari", ""),
        ),
        women=(("Dewi", ""), ("Ratna", ""), ("Sri Wahyuni", ""), ("Putri Ayu", "")),
        men=(("Bambang", ""), ("Agus", ""), ("Hendra", ""), ("I Made Surya", "")),
        family_first=False,
    ),
    "MY": Naming(
        family=(),
        women=(
            ("Nur Aisyah", ""), ("Siti Hajar", ""), ("Farah Nadia", ""), ("Rohana", ""),
            ("Norliza", ""),
        ),
        men=(
            ("Ahmad Faizal", ""), ("Mohd Rizal", ""), ("Zulkifli", ""), ("Hafiz", ""),
            ("Khairul Anuar", ""),
        ),
        capitals=False,
        fathers=(
            "Abdul Rahman", "Hashim", "Ismail", "Kamarudin", "Mat Noor", "Osman", "Salleh",
            "Yusof", "Zainal",
        ),
    ),
    "PH": Naming(
        family=(
            ("Dela Cruz", ""), ("Bautista", ""), ("Villanueva", ""), ("Magsaysay-Reyes", ""),
            ("Salonga", ""), ("Dimaculangan", ""),
        ),
        women=(("Maria Corazon", ""), ("Josefina", ""), ("Angelica", ""), ("Liwayway", "")),
        men=(("Jose Rafael", ""), ("Antonio", ""), ("Emmanuel", ""), ("Crisanto", "")),
        family_first=False,
    ),
    "SG": Naming(
        family=(("Tan", "陈"), ("Lim", "林"), ("Goh", "吴"), ("Chua", "蔡"), ("Koh", "许")),
        women=(("Hui Ling", "慧玲"), ("Siew Lan", "秀兰"), ("Mei Fong", "美凤")),
        men=(("Wei Jie", "伟杰"), ("Boon Keng", "文庆"), ("Kok Leong", "国良")),
        joint="",
    ),
    "BN": Naming(
        family=(),
        women=(
            ("Dayang Nurhayati", ""), ("Dayang Rosmawati", ""), ("Dayang Zaiton", ""),
            ("Dayang Masni", ""),
        ),
        men=(
            ("Awang Mohammad Yusri", ""), ("Awang Roslan", ""), ("Awang Hamdani", ""),
            ("Awang Jefri", ""),
        ),
        capitals=False,
        fathers=(
            "Haji Awang", "Haji Metussin", "Haji Mohd Tahir", "Haji Omar", "Haji Tengah",
            "Haji Zainidi",
        ),
    ),
    "TL": Naming(
        family=(("Soares", ""), ("da Costa", ""), ("Ximenes", ""), ("Guterres", "")),
        women=(("Filomena", ""), ("Domingas", ""), ("Rosalina", "")),
        men=(("Agostinho", ""), ("Mateus", ""), ("Júlio", "")),
        family_first=False,
    ),
}  # fmt: skip
