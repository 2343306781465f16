import pytest

from pipeline.names import read_documents
from pipeline.records import Document
from tests.pipeline.names.texts import article


def documents(text: str) -> tuple[Document, ...]:
    return read_documents(article(text)[0])


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("镇里印发《阳坡镇积分管理办法(试行)》。", ["阳坡镇积分管理办法(试行)"]),
        ("发放《致全体村民的一封信》500份。", ["致全体村民的一封信"]),
        ("县里出台《关于印发〈垃圾分类实施方案〉的通知》。", ["关于印发〈垃圾分类实施方案〉的通知"]),
        ("村里制定人居环境整治考核办法,逐户打分。", ["人居环境整治考核办法"]),
        ("各村修订《村规民约》，向村民发出《倡议书》。", ["村规民约", "倡议书"]),
    ],
)
def test_titles(text: str, titles: list[str]) -> None:
    assert [d.text for d in documents(text)] == titles


@pytest.mark.parametrize(
    "text",
    [
        "合唱《我的家乡》拉开帷幕。",
        "村民表演了小品《新媳妇》和快板《夸家乡》。",
        "农家书屋里,《红楼梦》最受欢迎。",
        "镇里制定工作方案,逐项落实。",
    ],
)
def test_what_is_no_policy_document(text: str) -> None:
    assert documents(text) == ()


def test_a_number_goes_with_its_title() -> None:
    (found,) = documents("依据《农田建设补助资金管理办法》(财农〔2022〕5号)执行。")
    assert (found.text, found.number) == ("农田建设补助资金管理办法", "财农〔2022〕5号")


def test_an_alias_reads_as_the_title_it_stands_for() -> None:
    found = documents("出台《河西村垃圾清运管理办法》(以下简称《办法》)。按照《办法》,每户每年缴费。")
    assert [d.text for d in found] == ["河西村垃圾清运管理办法"] * 3


def test_the_body_that_issues() -> None:
    (found,) = documents("阳坡县委办公室印发《乡村建设任务清单》。")
    assert found.issuer == "阳坡县委办公室"


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("根据县委办公室印发的《岭头县农房管理办法》执行。", "县委办公室"),
        ("近日,岭头镇人民政府出台了《村庄保洁十条规定》。", "岭头镇人民政府"),
        ("《村庄保洁十条规定》出台以来,变化很大。", None),
    ],
)
def test_who_issues(text: str, issuer: str | None) -> None:
    (found,) = documents(text)
    assert found.issuer == issuer


def test_a_number_alone_is_a_document() -> None:
    (found,) = documents("岭财农〔2023〕12号文件下达资金。")
    assert (found.text, found.number) == ("岭财农〔2023〕12号", "岭财农〔2023〕12号")


def test_brackets_of_a_number_are_made_one_kind() -> None:
    (found,) = documents("依据《农田建设补助资金管理办法》(财农[2022]5号)执行。")
    assert found.number == "财农〔2022〕5号"


def test_two_titles_without_brackets_are_two() -> None:
    found = documents("制定出台乡村工匠奖励办法和人才引进行动计划,请各村照办。")
    assert [d.text for d in found] == ["乡村工匠奖励办法", "人才引进行动计划"]


@pytest.mark.parametrize(
    "text",
    ["按照《办法》打分。", "《人民日报》作了报道。", "书屋里摆着《红楼梦》。", "制定了规章制度。", "《未闭合的书名"],
)
def test_what_names_no_document(text: str) -> None:
    assert documents(text) == ()


def test_a_title_keeps_its_inner_marks_and_its_years() -> None:
    (found,) = documents("印发《关于转发〈垃圾分类方案(2021-2025)〉的通知》。")
    assert found.text == "关于转发〈垃圾分类方案(2021-2025)〉的通知"
