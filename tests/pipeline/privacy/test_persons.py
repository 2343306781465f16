"""Persons' given names: found after what they are and before what they say, masked in place, with what quotes them."""

from datetime import UTC, datetime

import pytest

from pipeline.graph.emit import page_triples
from pipeline.privacy import anonymous, find_persons
from pipeline.privacy.persons import Span
from pipeline.read import read_page
from pipeline.records import RawPage, Reading


def names(text: str, taken: tuple[Span, ...] = ()) -> list[str]:
    return [text[a:b] for a, b in find_persons(text, taken)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("村民张大山说，路修好了。", ["张大山"]),
        ("党支部书记李青正在查看苗木。", ["李青"]),
        ("“不愁销路。”王秀英高兴地说。", ["王秀英"]),
        ("镇党委书记赵文远同志主持会议。", ["赵文远"]),
        ("脱贫户刘石、陈水根领到分红。", ["刘石", "陈水根"]),
        ("村民买买提·热合曼：“收入翻番。”", ["买买提·热合曼"]),
        ("欧阳志明介绍，今年增收。", ["欧阳志明"]),
        ("村民周正强种了3亩茶。周正强还养蜂。", ["周正强", "周正强"]),
        ("村民肖长贵上前搭话。低保户付老三反映漏雨。", ["肖长贵", "付老三"]),
        ("牧民朝鲁门赶着羊。村民次仁旺姆收青稞。农户阿依古丽卖馕。", ["朝鲁门", "次仁旺姆", "阿依古丽"]),
        ("网格员米 强上门。", ["米 强"]),
        ("打井户全永福出水了。", ["全永福"]),
        ("石满仓因病返贫。", ["石满仓"]),
        ("村民田小河、组长卜石生到场。", ["田小河", "卜石生"]),
    ],
)
def test_persons_are_found(text: str, found: list[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "村民高兴地说，路修好了。",
        "农户任务重，干部包户到人，党员包片。",
        "对脱贫户和监测对象逐户走访。",
        "党员全参与、干部全上阵。",
        "村民方便了，群众满意。",
        "书记抓、抓书记，主任常态化巡查。",
        "牧民白天放牧，学生安全回家。",
        "技术员向农户讲解，队长于会前到场，主任就筹资作说明。",
        "党工委书记强调，关工委主任发言，管护队队长汇报。",
        "种植户黄桃、脐橙丰收。",
        "干部包联到户，书记常态化走访。",
        "推进“支部联建·产业联兴”行动，村民说，好。",
    ],
)
def test_words_are_no_persons(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "县委书记李国平到青禾镇调研，李国平强调抓好春耕。",
        "青禾镇镇长周正介绍情况。",
        "县农业农村局局长王海涛带队。",
        "县委副书记、县长何文彬出席。",
    ],
)
def test_who_bears_a_public_office_is_public_unless_all_are_masked(text: str) -> None:
    assert find_persons(text, mask="private") == []
    assert find_persons(text, mask="all") != []


@pytest.mark.parametrize("text", ["桑园村党支部书记李国平介绍。", "合作社理事长周大海说。", "镇卫生院医生何敏说。"])
def test_an_office_of_a_village_or_a_firm_makes_nobody_public(text: str) -> None:
    assert find_persons(text, mask="private") == find_persons(text, mask="all") != []


def test_places_and_bodies_keep_their_names() -> None:
    text = "农户张家湾、李村都通了路。"
    assert names(text, ((2, 5), (6, 8))) == []


def test_a_reading_is_stored_without_given_names() -> None:
    body = (
        "村民孙立成带头致富\n2024-05-06 来源：某网\n"
        "　　青禾镇桑园村村民孙立成流转土地50亩，年收入12万元。“日子越过越好。”孙立成说。"
    )
    reading = read_page(RawPage("file:///a.txt", datetime(2026, 1, 1, tzinfo=UTC), body.encode()))
    assert isinstance(reading, Reading)
    stored = anonymous(reading)
    text = stored.article.text
    assert "孙立成" not in text
    assert len(text) == len(reading.article.text), "offsets stand"
    assert stored.article.title == "村民孙某某带头致富"
    assert stored.facts
    assert all(text[f.start : f.end] == f.quote for f in stored.facts)
    triples = page_triples(stored, datetime(2026, 1, 1, tzinfo=UTC))
    assert not any("孙立成" in str(term) for triple in triples for term in triple)


def test_a_reading_without_persons_is_the_same() -> None:
    body = "青禾镇修路\n2024-05-06 来源：某网\n　　青禾镇修路3公里，惠及500户。"
    reading = read_page(RawPage("file:///a.txt", datetime(2026, 1, 1, tzinfo=UTC), body.encode()))
    assert isinstance(reading, Reading)
    assert anonymous(reading) is reading


def test_a_kind_of_place_is_no_person() -> None:
    assert names("嘎查还编制《额肯呼都格嘎查乡村振兴发展规划》，牧民在苏木里开会，嘎查给每户5头牛。") == []


def test_what_is_counted_is_no_person_though_it_looks_like_one() -> None:
    text = "全镇栽金秋梨200亩，金秋梨挂果120亩，金秋梨丰收，金秋梨说是今年的好事。"
    assert "金秋梨" in names(text)
    page = f"青禾镇修路\n2024-05-06 来源：某网\n　　{text}"
    reading = read_page(RawPage("file:///a.txt", datetime(2026, 1, 1, tzinfo=UTC), page.encode()))
    assert isinstance(reading, Reading)
    assert anonymous(reading) is reading


def test_a_page_that_names_several_persons_is_held_to_have_more() -> None:
    doubtful = "红榜贴在墙上。"
    several = "村民张建国说，日子好了。村民李秀英说，路通了。村民王大海说，水来了。"
    assert names(doubtful) == []
    assert {"张建国", "李秀英", "王大海", "红榜贴"} <= set(names(several + doubtful))


@pytest.mark.parametrize("piece", ["村民张", "张大山说", "·", "书记李青、", "同志"])
def test_time_is_linear_in_the_text(piece: str) -> None:
    assert isinstance(find_persons(piece * 5_000), list)


def test_a_village_that_the_list_has_is_no_person_whatever_stands_around_it() -> None:
    page = (
        "关于青朗侗族苗族乡朗江村2024年第一批资金项目的公示\n2024-03-01\n　　会同县青朗侗族苗族乡朗江村道路硬化项目："
        "朗江村道路硬化项目。建设地点：青朗侗族苗族乡朗江村。如有异议，请署实名反映。"
    )
    reading = read_page(RawPage("file:///a.txt", datetime(2026, 1, 1, tzinfo=UTC), page.encode()))
    assert isinstance(reading, Reading)
    start = reading.article.text.index("朗江村")
    assert anonymous(reading).article.text[start : start + 3] == "朗江村"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("低保户梁老五反映，房屋漏雨。残疾人谭　勇领到轮椅一台。", ["梁老五", "谭　勇"]),
        ("据悉，常宁介绍，油茶种植10万亩。据悉，高明表示，明年再种。", []),
        ("好婆婆：朱陈氏、芦秀荣、郜大妮。", ["朱陈氏", "芦秀荣", "郜大妮"]),
    ],
    ids=["a blank ends no name a character late", "counties speak", "women called by two families' names"],
)
def test_names_are_cut_where_they_end(text: str, found: list[str]) -> None:
    assert names(text) == found
