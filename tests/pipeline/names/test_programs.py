import pytest

from pipeline.names import read_programs
from tests.pipeline.names.texts import article

NAMED = {
    "a national programme by its name": (
        "今年全村继续推进农村人居环境整治提升五年行动。",
        ["农村人居环境整治提升五年行动"],
    ),
    "a bare topic without 农村": ("各组把农村人居环境整治放在首位。", ["人居环境整治"]),
    "a quoted name with its head noun": ("乡里推行“六个一”走访机制,户户有人管。", ["六个一走访机制"]),
    "only the inner text before 模式": ("阳坡村探索“支部+基地+脱贫户”发展模式。", ["支部+基地+脱贫户"]),
    "plus signs before 机制 with the head noun": (
        "合作社建立“公司+合作社+农户”利益联结机制。",
        ["公司+合作社+农户利益联结机制"],
    ),
    "plus signs without quote marks": ("采用党支部+公司+农户模式种下茶苗。", ["党支部+公司+农户"]),
    "the inner text before 的 and a naming noun": (
        "镇里探索出“先建后补、以奖代补”的工作模式。",
        ["先建后补、以奖代补"],
    ),
    "a coordinated list closed by 等活动": ("开展“邻里节”“百家宴”等活动。", ["邻里节", "百家宴"]),
    "a drive with its years": ("全县实施乡村道路畅通三年行动。", ["乡村道路畅通三年行动"]),
    "members built alike before one head noun": ("组织开展治脏、治乱、治差行动。", ["治脏、治乱、治差行动"]),
    "quote marks in the middle of a name": ("启动乡村振兴“百村示范”工程。", ["乡村振兴百村示范工程", "乡村振兴"]),
}

NOT_NAMED = {
    "a metaphor": "让闲置校舍变“包袱”为“财富”。",
    "an honour": "李家被评为“洁净示范户”。",
    "an attribute of consciousness": "增强村民“我是主人”意识。",
    "a principle": "坚持“能拆则拆、应种尽种”的原则。",
    "the figure at the front": "凝聚“巾帼红”力量。",
    "a general mechanism": "建立长效机制,完善工作制度。",
    "a general event": "开展志愿服务活动3次。",
    "a general project": "一批基础设施建设项目落地。",
}


def names(text: str) -> list[str]:
    return [p.text for p in read_programs(*article(text))]


@pytest.mark.parametrize(("text", "expected"), NAMED.values(), ids=NAMED)
def test_names(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize("text", NOT_NAMED.values(), ids=NOT_NAMED)
def test_what_is_no_name(text: str) -> None:
    assert names(text) == []


def test_a_national_programme_is_linked_by_any_of_its_wordings() -> None:
    (short,) = read_programs(*article("推行“四议两公开”制度。"))
    assert (short.text, short.concept, short.kind) == ("四议两公开", "four-discussions", "mechanism")


def test_a_local_programme_points_to_the_national_one_within_its_name() -> None:
    local, topic = read_programs(*article("实施乡村振兴“百村示范”工程。"))
    assert topic.concept == "rural-revitalisation"
    assert (local.concept, local.broader, local.kind) == (None, "rural-revitalisation", "project")


def test_offsets_are_the_surface_with_its_quote_marks() -> None:
    text, places = article("推行“六个一”走访机制。")
    (found,) = read_programs(text, places)
    assert text.text[found.start : found.end] == "“六个一”走访机制"
