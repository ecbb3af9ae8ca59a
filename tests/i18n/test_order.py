"""The order of names."""

from __future__ import annotations

from forumapp.i18n.countries import choices, country_name
from forumapp.i18n.order import sort_key


def test_chinese_names_stand_by_pinyin() -> None:
    names = ["中国", "新加坡", "越南", "阿富汗", "柬埔寨", "缅甸", "老挝", "泰国"]

    ordered = sorted(names, key=lambda name: sort_key(name, "zh"))

    assert ordered == ["阿富汗", "柬埔寨", "老挝", "缅甸", "泰国", "新加坡", "越南", "中国"]


def test_accents_and_capitals_move_no_name() -> None:
    names = ["Türkiye", "Uganda", "Tunisia", "Côte d’Ivoire", "Cuba", "Croatia"]

    ordered = sorted(names, key=lambda name: sort_key(name, "en"))

    assert ordered == ["Côte d’Ivoire", "Croatia", "Cuba", "Tunisia", "Türkiye", "Uganda"]


def test_every_country_is_in_the_list_of_each_language() -> None:
    assert {code for code, _ in choices("zh")} == {code for code, _ in choices("en")}
    assert choices("zh")[0][1] == "阿尔巴尼亚"
    assert choices("zh")[-1][1] == "中国"


def test_states_are_named_as_the_united_nations_print_them_in_every_language() -> None:
    assert country_name("CV", "en") == "Cabo Verde"
    assert country_name("CV", "zh") == "佛得角"
    assert country_name("MM", "km") == "មីយ៉ាន់ម៉ា"
    assert country_name("KH", "lo") == "ກຳປູເຈຍ"
    assert country_name("KH", "en", formal=True) == "Kingdom of Cambodia"
