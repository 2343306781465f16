"""A document's number tells whose it is, where its characters can mean one body only."""

import pytest

from pipeline.records import Document
from pipeline.statements.relations.relation_codes import issuer

HUITONG, NANFENG, XINSHI = "431225", "361023", "650104"


@pytest.mark.parametrize(
    ("number", "home", "name", "place"),
    [
        ("财农〔2023〕45号", HUITONG, "财政部", None),
        ("农规发〔2021〕3号", HUITONG, "农业农村部", None),
        ("国办发〔2022〕7号", "", "国务院办公厅", None),
        ("湘政发〔2023〕4号", HUITONG, "湖南省人民政府", "43"),
        ("湘财农〔2023〕4号", "43", "湖南省财政厅", "43"),
        ("怀政办发〔2020〕9号", HUITONG, "怀化市人民政府办公室", "4312"),
        ("会农发〔2023〕2号", HUITONG, "会同县农业农村局", "431225"),
        ("丰财农〔2023〕31号", NANFENG, "南丰县财政局", "361023"),
    ],
)
def test_a_number_tells_the_body(number: str, home: str, name: str, place: str | None) -> None:
    found = issuer(Document(3, 9, number, number), home)
    assert found is not None
    assert (found.name, found.place, found.start, found.end) == (name, place, 3, 9)


@pytest.mark.parametrize(
    ("number", "home"),
    [
        ("湘政发〔2023〕4号", "36"),  # another province's page
        ("新政发〔2023〕4号", XINSHI),  # the region 新疆 or its district 新市区
        ("绿字〔2023〕4号", HUITONG),
        ("会〔2023〕4号", HUITONG),
        (None, HUITONG),
    ],
)
def test_what_may_be_several_or_nobodys_tells_nothing(number: str | None, home: str) -> None:
    assert issuer(Document(0, 5, "某办法", number), home) is None
