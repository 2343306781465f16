from time import process_time

import pytest

from pipeline.names import read_organisations, settle_organisations, suggest_organisations
from pipeline.records import Organisation
from tests.pipeline.names.texts import article


def bodies(text: str) -> list[tuple[str, str]]:
    return [(o.text, o.kind) for o in read_organisations(*article(text))]


def test_bodies_named_by_a_place() -> None:
    assert bodies("[阳坡县|county|110000]委、县政府联合[阳坡县|county|110000]农业农村局调研。") == [
        ("阳坡县委", "party"),
        ("阳坡县农业农村局", "department"),
    ]


def test_companies_and_cooperatives_by_their_own_names() -> None:
    assert bodies("村里引进[阳坡县|county|110000]绿源农业发展有限公司,成立禾丰种植专业合作社。") == [
        ("阳坡县绿源农业发展有限公司", "company"),
        ("禾丰种植专业合作社", "cooperative"),
    ]


def test_a_department_of_a_level_keeps_its_name_whole() -> None:
    (found,) = read_organisations(*article("[阳坡县|county|110000]启动后,县乡村振兴局牵头。"))
    assert found.name == "阳坡县乡村振兴局"


def test_what_is_founded_without_a_name_is_none() -> None:
    assert bodies("[河湾村|village|110000000001]成立了农民专业合作社。") == []
    assert bodies("[河湾村|village|110000000001]成立河湾农民专业合作社。") == [("河湾农民专业合作社", "cooperative")]


def test_bare_bodies_are_none() -> None:
    assert bodies("乡党委、村支两委成立领导小组,合作社出资。") == []


def test_a_verb_after_the_place_makes_no_committee() -> None:
    assert bodies("[阳坡县|county|110000]委托第三方测评。") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[河湾村|village|110000000001]委会贴出公告。", [("河湾村委会", "village")]),
        ("[河湾村|village|110000000001]党支部牵头。", [("河湾村党支部", "party")]),
        ("[阳坡县|county|110000]人大代表视察。", []),
        ("在[阳坡县|county|110000]第十八届人民代表大会第四次会议上", [("阳坡县第十八届人民代表大会", "government")]),
        ("[岭头镇|township|110000101]护河先锋队巡河。", [("岭头镇护河先锋队", "team")]),
        ("镇中心小学、县人民医院派人参加。", [("镇中心小学", "school"), ("县人民医院", "hospital")]),
        ("县委组织部、县纪委监委到场,县委、县政府重视。", [("县委组织部", "party"), ("县纪委监委", "party")]),
        ("与东岭农业大学签约,大学生返乡。", [("东岭农业大学", "school")]),
        ("种植专业合作社12家,家庭农场8家。", []),
        ("镇党委牵头成立蓝莓产业联盟。", [("蓝莓产业联盟", "association")]),
        ("中国农业银行[阳坡县|county|110000]支行授信。", [("中国农业银行阳坡县支行", "bank")]),
        ("“青禾”种植专业合作社分红。", [("“青禾”种植专业合作社", "cooperative")]),
        ("[临县|county|110000]县委发文。", [("临县县委", "party")]),
        ("[石坪屯|group|]的理事会议定礼金。", []),
        ("全县现有农机合作社9家。", []),
        ("来源：[阳坡县|county|110000]融媒体中心", []),
        ("[阳坡县|county|110000]农牧水利和科技局牵头。", [("阳坡县农牧水利和科技局", "department")]),
        ("[阳坡县|county|110000]公共服务局面一新。", []),
        ("[阳坡县|county|110000]青龙山国家森林公园管理处值守。", [("阳坡县青龙山国家森林公园管理处", "department")]),
        ("[河湾村|village|1]“两委”商议。", [("河湾村“两委”", "party")]),
        (
            "[河湾村|village|1]党总支抓住辖区内青禾源公司养牛的机遇。",
            [("河湾村党总支", "party"), ("青禾源公司", "company")],
        ),
        ("以月牙岭家庭农场为代表。", [("月牙岭家庭农场", "cooperative")]),
        ("他正在和家庭农场的工人覆膜。", []),
        ("[河湾村|village|1]大力发展家庭农场。", []),
        ("建设以村为单位的生态畜牧业合作社。", []),
        ("[阳坡县|county|110000]生态畜牧业合作社累计分红。", []),
        ("此次在集体经济合作社试点。", []),
        ("某茶叶有限责任公司出资。", []),
        ("与永和养殖专业合作社签约。", [("永和养殖专业合作社", "cooperative")]),
        ("[阳坡县|county|110000]旺家家庭种植农场里。", [("阳坡县旺家家庭种植农场", "cooperative")]),
        ("妻子在服装厂上班,企业和加工厂多了。", []),
        ("现有铜鼓岭铁矿和双河煤矿。", [("铜鼓岭铁矿", "company"), ("双河煤矿", "company")]),
        ("江南新闻网讯(记者 张三)近日,", []),
        ("新华社云岭5月6日电 近日,", []),
        ("新华社来村里采访。", [("新华社", "media")]),
        ("新疆生产建设兵团在册。", [("新疆生产建设兵团", "government")]),
        ("本报讯 近日,", []),
        ("据江南网报道:近日,", []),
        ("传统硬件公司和几家数据公司转产,客户青禾源公司下单。", []),
        ("现任东岭农业大学教授。", [("东岭农业大学", "school")]),
        ("江南日报客户端记者 张三 通讯员 李四\n村里变了。", []),
        ("扶持茶叶、竹木等龙头企业。", []),
        ("由党支部领办成立金穗种植专业合作社。", [("金穗种植专业合作社", "cooperative")]),
    ],
)
def test_what_is_a_body(text: str, found: list[tuple[str, str]]) -> None:
    assert bodies(text) == found


def only(text: str) -> Organisation:
    *_, found = read_organisations(*article(text))
    return found


def test_a_department_named_by_its_level_gets_its_county() -> None:
    found = only("[阳坡县|county|110000]召开大会,县农业农村局发言。")
    assert (found.text, found.name, found.place) == ("县农业农村局", "阳坡县农业农村局", "110000")


def test_short_forms_are_spelt_out_so_that_one_body_is_one() -> None:
    assert only("[阳坡县|county|110000]住建局验收。").name == "阳坡县住房和城乡建设局"
    assert only("[阳坡县|county|110000]政府批复。").name == only("[阳坡县|county|110000]人民政府批复。").name


def test_this_company_and_a_declared_alias_read_as_the_body_they_stand_for() -> None:
    text = "引进绿源农业科技有限公司(以下简称绿源公司),绿源公司出技术,该公司还出资。"
    assert {o.text for o in read_organisations(*article(text))} == {"绿源农业科技有限公司"}


def test_names_have_no_quote_marks_and_say_their_level_once() -> None:
    assert only("“青禾”种植专业合作社分红。").name == "青禾种植专业合作社"
    assert only("[临县|county|110000]县委发文。").name == "临县委"


def test_a_bare_cooperative_is_the_only_one_named() -> None:
    one = "金穗种植专业合作社成立了,合作社统一供苗。"
    assert [o.text for o in read_organisations(*article(one))] == ["金穗种植专业合作社"] * 2
    two = "金穗种植专业合作社和青禾养殖专业合作社成立了,合作社统一供苗。"
    assert len(read_organisations(*article(two))) == 2


@pytest.mark.parametrize(
    "unit",
    [
        "有限公司",
        "和",
        "新闻网讯",
        "甲、乙等企业",
        "农业",
        "在公司",
        "引进牧业",
        "绿源有限公司(以下简称绿源)",
        "县农业农村局",
        "该公司",
    ],
)
def test_time_is_linear_on_hostile_text(unit: str) -> None:
    page, places = article(unit * 5_000)
    start = process_time()
    read_organisations(page, places)
    assert process_time() - start < 3


def test_who_sent_a_team_is_named_within_its_name() -> None:
    text = "[云岭县|county|110000]教育局驻青山村工作队进村。"
    page, places = article(text)
    suggested = suggest_organisations(page, places)
    team = page.text.index("云岭县"), page.text.index("进村")
    found = settle_organisations(suggested, places, [team])
    assert [o.text for o in found] == ["云岭县教育局", "云岭县教育局驻青山村工作队"]
    assert [o.kind for o in found] == ["department", "team"]


def test_a_company_is_called_by_its_brand_or_without_its_place() -> None:
    text = "[阳坡县|county|110000]青岚茶业有限公司建厂。青岚公司收茶,青岚茶业有限公司的茶销往外省。"
    assert [(o.text, o.name[:5]) for o in read_organisations(*article(text))] == [
        ("阳坡县青岚茶业有限公司", "阳坡县青岚"),
        ("青岚公司", "阳坡县青岚"),
        ("青岚茶业有限公司", "青岚茶业有"),
    ]


def test_a_short_name_is_none_where_the_full_one_is_of_common_nouns() -> None:
    assert [name for name, _ in bodies("[青山镇|township|110000]种植专业合作社成立。种植合作社很多。")] == [
        "青山镇种植专业合作社"
    ]


def test_a_company_does_not_bear_the_word_that_refers_to_its_place() -> None:
    text = "[阳坡县|county|110000]的山上,该县禾润农业专业合作社种药材。"
    assert [name for name, _ in bodies(text)] == ["禾润农业专业合作社"]
    page, places = article(text)
    tagged = page.text.index("该县"), page.text.index("种药材")
    found = settle_organisations(suggest_organisations(page, places), places, [tagged])
    assert [o.text for o in found] == ["禾润农业专业合作社"]


def test_any_company_of_a_place_that_is_counted_is_no_body() -> None:
    page, places = article("林地租给一家[云城|prefecture|1100]公司,[云城|prefecture|1100]公司签约。")
    suggested = suggest_organisations(page, places)
    named = [(at, at + 4) for at in (page.text.index("云城"), page.text.rindex("云城"))]
    assert [o.start for o in settle_organisations(suggested, places, named)] == [named[1][0]]


@pytest.mark.parametrize(
    ("text", "tagged", "name"),
    [
        (
            "[东河县|county|1100][青山村|village|110000]与湖南农业大学签约。",
            "东河县青山村与湖南农业大学",
            "湖南农业大学",
        ),
        ("[东河县|county|1100]四川美术学院写生基地揭牌。", "东河县四川美术学院", "四川美术学院"),
        ("[东河县|county|1100]和谐农业有限公司成立。", "东河县和谐农业有限公司", "东河县和谐农业有限公司"),
        ("[东河县|county|1100]农业农村局派人。", "东河县农业农村局", "东河县农业农村局"),
    ],
)
def test_a_body_that_was_learnt_begins_behind_places_that_are_not_its_own(text: str, tagged: str, name: str) -> None:
    page, places = article(text)
    start = page.text.index(tagged)
    found = settle_organisations(suggest_organisations(page, places), places, [(start, start + len(tagged))])
    assert [o.text for o in found] == [name]
