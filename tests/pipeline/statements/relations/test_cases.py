"""Every case of cases.yaml: a text and all relations to be read in it, no more and no less."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from pipeline.names import read_documents
from pipeline.records import BlockKind, Organisation, Reading, Relation
from pipeline.statements.relations import read_relations
from tests.pipeline.statements.rules.reading import reading

PLACES: dict[str, str | None] = {
    "会同县": "431225",
    "青朗乡": "431225212",
    "朗江村": "431225212209",
    "三坪村": "431225212203",
    "下坡组": None,
}
NAMES = {code: name for name, code in PLACES.items() if code}
PROGRAMS = (
    *("积分制", "红黑榜", "四议两公开", "门前三包", "院落议事", "清洁家园行动", "油茶产业园", "党支部+合作社+农户"),
    *("雨露计划", "千万工程", "移风易俗"),
)
ORGANISATIONS = {
    "会同县农业农村局": ("department", "431225"),
    "会同县林业局": ("department", "431225"),
    "农业农村部": ("department", None),
    "财政部": ("department", None),
    "朗江村党支部": ("party", "431225212209"),
    "下坡组党支部": ("party", None),
    "湖南山泉农业有限公司": ("company", None),
    "会同县油丰茶叶专业合作社": ("cooperative", "431225"),
    "朗江油茶专业合作社": ("cooperative", None),
}


def page(*blocks: str | tuple[BlockKind, str]) -> Reading:
    """A page of a text with the names above on it, its documents as they are read."""
    made = reading(*blocks, places=PLACES, programs=PROGRAMS)
    full = made.article.text
    bodies = tuple(
        Organisation(m.start(), m.end(), name, name, kind, place)
        for name, (kind, place) in ORGANISATIONS.items()
        for m in re.finditer(name, full)
    )
    return replace(made, organisations=bodies, documents=read_documents(made.article))


def read(text: str) -> tuple[Relation, ...]:
    return read_relations(page(text))


def shown(relation: Relation) -> str:
    names = (relation.organisation, relation.document, relation.program)
    ends = [end.text for end in names if end]
    place = NAMES.get(relation.where.code, relation.where.name) if relation.where else ""
    match relation.kind:
        case "issuance":
            ends = ends if relation.organisation else [place, *ends]
        case "adoption" | "affiliation":
            ends = [f"{ends[0]} in {place}"]
    when = f" @ {relation.when}" if relation.when else ""
    return f"{relation.kind}: {' > '.join(ends)}{when}{' planned' if relation.modality == 'planned' else ''}"


def cases() -> list[object]:
    sections = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text("utf-8"))
    listed = [(text, wanted) for section in sections for case in section["cases"] for text, wanted in case.items()]
    return [pytest.param(text, wanted, id=text[:24]) for text, wanted in listed]


@pytest.mark.parametrize(("text", "wanted"), cases())
def test_all_relations_of_a_text(text: str, wanted: list[str]) -> None:
    assert sorted(map(shown, read(text))) == sorted(wanted)


@pytest.mark.parametrize(("text", "wanted"), cases())
def test_a_passage_is_letter_for_letter_the_text(text: str, wanted: list[str]) -> None:
    for relation in read(text):
        assert relation.quote == ("简讯\n" + text)[relation.start : relation.end] != ""


def test_what_a_plan_speaks_of_shall_be() -> None:
    made = page("青朗乡推行积分制。")
    plan = replace(made, article=replace(made.article, title="青朗乡乡村治理实施方案"))
    assert [r.modality for r in (*read_relations(made), *read_relations(plan))] == ["actual", "planned"]


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("青朗乡：“院落议事”激活乡村治理", ["adoption: 院落议事 in 青朗乡"]),
        ("青朗乡朗江村“红黑榜”亮出新风", ["adoption: 红黑榜 in 朗江村"]),
        ("“院落议事”激活乡村治理", []),
        ("青朗乡来了新邻居", []),
    ],
)
def test_a_headline_that_begins_with_a_place_names_what_it_does(title: str, wanted: list[str]) -> None:
    assert [shown(r) for r in read_relations(page(("title", title), "村里安静。"))] == wanted


def test_a_body_takes_part_at_a_place_only_where_its_sentence_names_one() -> None:
    here, nowhere = "湖南山泉农业有限公司在朗江村参与清洁家园行动。", "湖南山泉农业有限公司参与清洁家园行动。"
    (told,), (untold,) = read(here), read(nowhere)
    assert told.where and told.where.code == PLACES["朗江村"]
    assert untold.where is None
