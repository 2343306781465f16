"""Measured things and the indicators that they are, their units agreeing."""

import pytest

from ontology.concepts import load
from pipeline.statements.rules.indicators import indicator


@pytest.mark.parametrize(
    ("what", "unit", "slug"),
    [
        ("村集体经营性收入", "CNY", "collective-income"),
        ("集体经济", "CNY", "collective-income"),
        ("农牧民人均可支配收入", "CNY", "rural-disposable-income"),
        ("辣椒种植面积", "亩", "planted-area"),
        ("辣椒种植面积", "公顷", "planted-area"),
        ("农村公路", "公里", "road-length"),
        ("脱贫户", "户", "poor-households"),
        ("受益户数", "户", "benefited-households"),
        ("受益群众", "人", "benefited-people"),
        ("太阳能路灯", "盏", "street-lamps"),
        ("森林覆盖率", "%", "forest-cover"),
        ("合作社总数", "家", "cooperatives"),
        ("山羊存栏", "只", "livestock"),
        ("蛋鸡出栏", "羽", "livestock-sold"),
        ("生猪存栏", "头只", "livestock"),
        ("示范家庭农场", "户", "family-farms"),
        ("清运生活垃圾", "方", "rubbish-volume"),
        ("清运生活垃圾", "吨", "rubbish"),
        ("拆除违建", "㎡", "illegal-building-area"),
        ("拆除违建", "处", "illegal-buildings"),
        ("培训", "个", "trained"),
        ("电站年发电", "度", "electricity"),
        ("年发电量", "千瓦时", "electricity"),
    ],
)
def test_wordings_that_mean_an_indicator(what: str, unit: str, slug: str) -> None:
    assert indicator(what, unit) == slug


@pytest.mark.parametrize(
    ("what", "unit"),
    [
        ("村集体经营性收入", "亩"),  # an income is money
        ("辣椒种植面积", "CNY"),
        ("脱贫户", "人"),  # people are no households
        ("村集体经济收入同比增长", "%"),
        ("集体经济发展规划", "CNY"),  # the wording does not end the thing
        ("彩旗", "面"),
        ("技术培训", "场"),  # sessions and teams are no persons
        ("党员志愿者", "支"),
        ("森林覆盖率", "倍"),  # a multiple is no share
    ],
)
def test_nothing_is_linked_against_its_unit(what: str, unit: str) -> None:
    assert indicator(what, unit) is None


def test_the_scheme_is_sound() -> None:
    concepts = load("indicators")
    slugs = {c.slug for c in concepts}
    assert len(concepts) >= 80
    assert all(set(c.broader) <= slugs for c in concepts)
    kinds = {
        "money",
        "area",
        "length",
        "mass",
        "volume",
        "power",
        "energy",
        "share",
        "people",
        "households",
        "animals",
        "plants",
    }
    assert {value for c in concepts for name, value in c.notes if name == "unitKind"} <= kinds | {"count"}
    for kind in kinds:
        wordings = [w for c in concepts if ("unitKind", kind) in c.notes for w in (c.zh, *c.alt)]
        assert len(wordings) == len(set(wordings)), "a wording means one indicator of a kind"
