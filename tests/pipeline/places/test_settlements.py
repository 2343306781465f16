"""Hamlets, groups and other settlements that no list has."""

from tests.pipeline.places.reading import found, read


def test_a_settlement_without_code_says_what_holds_it() -> None:
    mentions = {m.text: m for m in read("会同县青朗乡:修路", "朗江村大塘屯和五组的路通了,大塘屯组织庆祝。").mentions}
    assert (mentions["大塘屯"].code, mentions["大塘屯"].level, mentions["大塘屯"].within) == (
        None,
        "group",
        "431225212209",
    )


def test_numbered_groups_belong_to_the_village_before_them() -> None:
    assert ("第三村民小组", None) in found("会同县青朗乡:修路", "朗江村第三村民小组自筹资金。")
    assert "三组" not in dict(found("会同县青朗乡:修路", "党员分成三组,一组宣传,一组清扫。"))


def test_a_hamlet_is_called_by_its_lie() -> None:
    names = dict(found("大冶市灵乡镇:新风", "走进灵乡镇坳头村山岭湾,坳头村水塘边、坳头村后山坡上都种了树。"))
    assert names["山岭湾"] is None
    assert set(names) == {"大冶市", "灵乡镇", "坳头村", "山岭湾"}


def test_a_village_called_like_a_common_noun_keeps_its_name() -> None:
    lines = ("句容市白兔镇中心村:云端传扬", "中心村有茶园4000亩,全镇各中心村前来学习,中心村党委书记介绍经验。")
    assert [n for n, _ in found(*lines)][:4] == ["句容市", "白兔镇", "中心村", "中心村"]
    assert "中心村" not in dict(found("句容市白兔镇:云端传扬", "抓好中心村建设。"))


def test_a_hamlet_follows_the_committee_of_its_village() -> None:
    assert "白沙水村" in dict(found("恩平市恩城街道:共富", "恩城街道米仓村委会白沙水村换新颜。"))
    assert "罗合白村民小组" in dict(found("玉溪市江川区:换新颜", "九溪镇矣文村委会罗合白村民小组发展旅游。"))


def test_groups_beside_a_group() -> None:
    text = "腰站子东乡族镇扎花村一组村民养羊,二组养牛、三组种枣。四组不在此列,五组数据也不算。"
    assert [name for name, _ in found("瓜州县要闻", text)][2:] == ["扎花村", "一组", "二组", "三组"]


def test_groups_of_one_number_are_held_each_by_its_own_village() -> None:
    page = read("会同县青朗乡:修路", "朗江村五组修了路。", "木舟村五组也修了路。")
    villages = {m.text: m.code for m in page.mentions if m.level == "village"}
    groups = [m.within for m in page.mentions if m.text == "五组"]
    assert len(set(villages.values())) == len(groups) == 2
    assert groups == list(villages.values())


def test_a_hamlet_behind_its_group_and_where_it_opens_a_clause() -> None:
    page = read("会同县青朗乡:修路", "朗江村15组陈北塘,路修通了。", "近年来,陈北塘整合荒地。今年,陈北塘修了渠。")
    groups = [(m.text, m.within) for m in page.mentions if m.level == "group"]
    village = "431225212209"
    assert groups == [("15组", village), ("陈北塘", village), ("陈北塘", village), ("陈北塘", village)]


def test_the_villagers_of_a_numbered_team() -> None:
    assert found("阿拉尔市:送温暖", "托喀依乡二队村民分到了煤。")[1:] == [("托喀依乡", "659002200"), ("二队", None)]
