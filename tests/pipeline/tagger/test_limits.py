"""Stretches that no programme's name can be, whatever weights say."""

import pytest

from pipeline.names.view import view
from pipeline.tagger.limits import limited


def cut(text: str, name: str, *suggested: str) -> list[str]:
    seen = view(text)
    spans = [(seen.text.index(words), seen.text.index(words) + len(words)) for words in (name, *suggested)]
    return [seen.text[start:end] for start, end in limited(seen, spans[:1], spans[1:])]


@pytest.mark.parametrize(
    ("name", "suggested", "left"),
    [
        ("厕所革命", (), ["厕所革命"]),
        ("约800万元清水润田项目", ("清水润田",), ["清水润田项目"]),
        ("约800万元清水润田项目", ("约800万元清水润田项目",), ["清水润田项目"]),
        ("了一大批道路项目", (), []),
        ("镇政府于节前开展村庄清洁行动", ("村庄清洁行动",), ["村庄清洁行动"]),
        ("茶叶作为增收项目", (), []),
        ("关于乡村振兴的实施计划", (), ["关于乡村振兴的实施计划"]),
        ("加快推进清水润田工程", ("清水润田工程",), ["清水润田工程"]),
        ("改造水源工程", (), []),
        ("解决部分项目", ("部分项目",), []),
        ("一户一策", ("一户一策",), []),
        ("一户一策机制", (), ["一户一策机制"]),
        ("订单式", (), []),
        ("红旗渠模式", (), ["红旗渠模式"]),
        ("绿化、亮化等五大工程", ("五大工程",), ["五大工程"]),
    ],
)
def test_what_begins_or_reads_like_no_name_is_cut_or_left_out(
    name: str, suggested: tuple[str, ...], left: list[str]
) -> None:
    assert cut(f"全县实施{name}。", name, *suggested) == left


def test_what_is_quoted_may_hold_any_words() -> None:
    assert cut("推行“始于心、成于行”工作法。", "始于心、成于行") == ["始于心、成于行"]


def test_what_the_scheme_has_may_hold_any_words() -> None:
    seen = view("全县落实藏粮于地藏粮于技战略。")
    name = (seen.text.index("藏"), seen.text.index("。"))
    assert limited(seen, [name], [], [(name[0], name[1] - 2)]) == [name]
    assert limited(seen, [name], []) == []
