"""What a page is about."""

import pytest

from pipeline.places import Places
from tests.pipeline.places.reading import read


def test_no_place_no_home() -> None:
    assert read("致全体村民的一封信", "请大家爱护环境。") == Places(None, ())


def test_neighbours_are_places_but_not_what_a_page_is_about() -> None:
    page = read(
        "甘溪镇",
        "甘溪镇地处蒲江县东南部,东邻西来镇,南接神合乡,北与大兴镇、朝阳湖镇接壤,距成都市80公里。",
        "来自大兴镇、西来镇的客商很多。全镇辖9个村。",
    )
    assert page.home == "510131106"
    assert {"西来镇", "神合乡", "大兴镇", "朝阳湖镇", "成都市"} <= {m.text for m in page.mentions}


def test_a_survey_of_counties_is_about_their_province() -> None:
    lines = [
        "浙江“消薄”见闻",
        "常山县新昌乡郭塘村变了,云和县石塘镇长汀村变了。",
        "缙云县前路乡、临海市汇溪镇也变了。",
    ]
    assert read(*lines).home == "33"


def test_bodies_that_bear_a_name_do_not_make_the_page_theirs() -> None:
    lines = [
        "清水县永清镇:冬棚里的春天",
        "走进清水县永清镇杜沟村,大棚连片。",
        "清水县丰年种植农场里菜苗青青,清水县农业农村局派来技术员。",
        "杜沟村今年种了20亩。",
    ]
    assert read(*lines).home == "620521100010"


def test_a_village_of_one_paragraph_is_not_the_home() -> None:
    lines = [
        "党员包户见成效",
        "乐安县山砀镇航桥村育苗忙,航桥村的党员帮忙,航桥村的烟农高兴,航桥村开了会。",
        "该县推行党员包户。",
        "湖溪乡沙港村的党员每天上门。",
        "全县党员联系群众,该县党员走在前面。",
    ]
    assert read(*lines).home == "361025"


def test_a_party_committee_of_a_named_town_speaks_of_that_town_only() -> None:
    lines = [
        "强基",
        "苏力德苏木宝日呼岱嘎查是乌审旗的牧业嘎查,该嘎查养羊。",
        "苏力德苏木党委支持宝日呼岱嘎查,苏力德苏木党委帮扶。",
    ]
    assert read(*lines).home == "150626200201"


def test_a_page_of_the_whole_province() -> None:
    lines = [
        "省农业农村厅:新建高标准农田",
        "记者从湖北省农业农村厅获悉,全省建设提速,全省粮食增产。",
        "公安县、潜江市走在前列,公安县完成20万亩。",
    ]
    assert read(*lines).home == "42"


def test_what_a_village_was_made_of_does_not_make_the_page_another_s() -> None:
    lines = ["玉皇村", "玉皇村地处大英县蓬莱镇西北,由白鹤村、石门村、新桥村合并而成,现有7个村民小组。"]
    assert read(*lines).home == "510923100"


def test_a_story_called_an_epitome_is_about_what_it_stands_for() -> None:
    lines = [
        "草莓红了",
        "会同县青朗乡朗江村的大棚里,村民忙着采摘。",
        "大棚是去年建的,合作社也是去年办的。",
    ]
    assert read(*lines, "朗江村的大棚是会同县发展集体经济的一个缩影。").home == "431225"
    assert read(*lines, "朗江村的大棚在会同县是发展得好的,乡村变化的缩影。").home == "431225212209"


def test_a_county_before_the_colon_of_a_title_only_says_where_news_comes_from() -> None:
    lines = [
        "会同县:小院变了样",
        "会同县青朗乡朗江村的村民在小院里种菜。",
        "会同县农业农村局驻朗江村工作队送来菜苗。",
    ]
    assert read(*lines).home == "431225212209"


def test_the_corps_is_a_body_and_not_the_region() -> None:
    lines = [
        "新疆兵团工作队帮村民增收",
        "新疆生产建设兵团阿拉尔市托喀依乡的村民办起合作社。",
        "托喀依乡的大棚建好了,新疆兵团工作队送来菜苗。",
        "托喀依乡的村民学会了种菜。",
    ]
    assert read(*lines).home == "659002200"


@pytest.mark.parametrize(
    ("lines", "home"),
    [
        (["万年县:贡米飘香", "万年县贡米种植12万亩,远销广东、上海等地。"], "361129"),
        (["青神县:机器换人", "青神县引进四川川西坝食品有限公司和成都新津岷江机械厂,投资2.3亿元。"], "511425"),
        (["宜城市流水镇:种瓜", "山西师范大学和湖南农业大学的专家来到宜城市流水镇,江苏银行贷款200万元。"], "420684106"),
    ],
)
def test_where_goods_go_and_experts_come_from_is_not_the_home(lines: list[str], home: str) -> None:
    assert read(*lines).home == home


def test_a_page_of_several_provinces_alike_has_no_home() -> None:
    lines = [
        "四地共建茶叶走廊",
        "5月8日,福建省、浙江省、安徽省、贵州省签订协议。",
        "福建省新建茶园3万亩。浙江省投入2亿元。安徽省培训3000人。贵州省修路60公里。",
    ]
    assert read(*lines).home is None


@pytest.mark.parametrize("school", ["江西师范大学", "湖南农业大学", "四川美术学院"])
def test_a_school_in_a_place_is_not_its_province_s(school: str) -> None:
    page = read("新校区开工", f"南昌市东湖区{school}新校区建设宿舍12栋,惠及师生6000人。")
    assert page.home == "360102"
    assert [m.text for m in page.mentions] == ["南昌市", "东湖区"]


def test_of_two_counties_in_two_provinces_the_one_whose_medium_tells_it_is_the_home() -> None:
    lines = ["会同县与厦门市湖里区协作", "湖里区投入资金1200万元,支持会同县建设产业园2个。"]
    assert read(*lines, source="会同县融媒体中心").home == "431225"


@pytest.mark.parametrize(
    "lines",
    [
        ["湖南农业大学专家走进茶山", "5月8日,湖南农业大学专家组到桃源县茶庵铺镇指导,培训茶农120人。"],
        ["三晋大地茶飘香", "三秦、三晋客商来到桃源县茶庵铺镇,茶庵铺镇签约20份。"],
        ["茶园占全市三分之一", "桃源县茶庵铺镇有茶园8万亩,占常德市的三分之一、湖南省的二十分之一。"],
    ],
)
def test_schools_literary_names_and_what_a_share_is_of_are_no_home(lines: list[str]) -> None:
    assert read(*lines, source="桃源县人民政府").home == "430725111"


def test_the_place_of_a_paper_that_opens_a_report_is_not_its_home() -> None:
    line = "怀化日报-怀化之窗讯 会同县两年来落实项目852个,争取资金4852万元。该县新建便民桥57座。"
    assert read("", line).home == "431225"
