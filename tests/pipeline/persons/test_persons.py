"""Persons' given names: found after what they are and before what they say, masked in place, with what quotes them."""

from datetime import UTC, datetime

import pytest

from pipeline.emit import page_triples
from pipeline.persons import anonymous, find_persons
from pipeline.persons.names import Span
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
    ],
)
def test_words_are_no_persons(text: str) -> None:
    assert names(text) == []


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


@pytest.mark.parametrize("piece", ["村民张", "张大山说", "·", "书记李青、", "同志"])
def test_time_is_linear_in_the_text(piece: str) -> None:
    assert isinstance(find_persons(piece * 20_000), list)
