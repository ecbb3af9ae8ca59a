"""What the made-up sessions are about, in English and Chinese."""

from __future__ import annotations

from forumapp.domain.text import Translated

T = Translated

TOPICS: tuple[Translated, ...] = (
    T(en="Preventing a return to poverty", zh="防止返贫的监测与帮扶"),
    T(en="Village-level pilots: what six villages taught", zh="村级减贫试点：六个村庄的经验"),
    T(en="Rural water supply and electrification", zh="农村供水与供电"),
    T(en="Digital villages and e-commerce", zh="数字乡村与电子商务"),
    T(en="Smallholders and value chains", zh="小农户与价值链"),
    T(en="Women’s cooperatives", zh="妇女合作社"),
    T(en="Social protection after the pandemic", zh="疫情后的社会保障"),
    T(en="Nutrition and school meals", zh="营养与学校供餐"),
    T(en="Climate-resilient livelihoods", zh="气候韧性生计"),
    T(en="Skills for young people in rural areas", zh="乡村青年技能培训"),
    T(en="Cross-border trade of farm products", zh="农产品跨境贸易"),
    T(en="Rural roads and connectivity", zh="农村公路与互联互通"),
    T(en="Microfinance and rural credit", zh="小额信贷与农村金融"),
    T(en="Community tourism", zh="社区旅游"),
    T(en="Measuring multidimensional poverty", zh="多维贫困测量"),
    T(en="Local governance and participation", zh="基层治理与公众参与"),
    T(en="Health services within reach", zh="可及的医疗服务"),
    T(en="Fisheries and the Mekong", zh="湄公河渔业"),
    T(en="Land, forests and livelihoods", zh="土地、森林与生计"),
    T(en="Partnerships with business", zh="企业参与减贫"),
)

DESCRIPTION = T(
    en="Participants exchange practical experience on this subject, with one presentation from "
    "each side and time for questions.\n\n- What was tried, where and with whom\n- What it cost "
    "and who paid\n- What would be done otherwise",
    zh="与会代表就该主题交流实际做法，各方作一次发言，并留有提问时间。\n\n"
    "- 试点内容、地点与合作方\n- 成本与资金来源\n- 值得改进之处",
)

SPEECH = (
    "Excellencies, ladies and gentlemen,\n\n"
    "It is an honour to share the experience of our country. {topic} is a matter of daily life "
    "for the families we serve, and no measure of ours has lasted that was not worked out with "
    "them.\n\n"
    "## What we did\n\n"
    "We began in a small number of villages. Each village chose three priorities in an open "
    "meeting, and a joint team of officials and residents kept the accounts where everyone could "
    "read them. After the first year the teams compared notes, and what had worked in one place "
    "was tried in the next.\n\n"
    "## What we learned\n\n"
    "1. Begin with what the village has, and add what it lacks.\n"
    "2. Train two people for every post, because one will move on.\n"
    "3. Measure few things, and measure them every year.\n\n"
    "We look forward to learning from the other delegations, and we thank the host for bringing "
    "us together. I thank you.\n"
)

FOREWORD = T(
    en="This volume brings together what was said and agreed, so that those who could not be "
    "present may use it and those who were may hold themselves to it.\n\nThe secretariat thanks "
    "every delegation, every speaker and every interpreter. *This foreword is illustrative.*",
    zh="本文集汇集了会议期间的发言与共识，供未能到会的同仁参考，也供与会各方自勉。\n\n"
    "秘书处谨向各代表团、各位发言人和全体译员致谢。*本前言为示例文本。*",
)
