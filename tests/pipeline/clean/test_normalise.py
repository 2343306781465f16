"""The one form of a text: what looks like an ideograph is one."""

import unicodedata

import pytest

from pipeline.clean.normalise import normalise


@pytest.mark.parametrize(
    ("copied", "meant"),
    [
        ("⻉壳⻰井镇", "贝壳龙井镇"),
        ("⻘⼭绿⽔", "青山绿水"),
        ("⻥塘⾯积", "鱼塘面积"),
        ("⽼⼈与⺠宿", "老人与民宿"),
        ("⾧河⾞站⼾主", "长河车站户主"),
    ],
)
def test_radicals_of_copied_files_are_ideographs(copied: str, meant: str) -> None:
    assert normalise(copied) == meant


def test_every_radical_has_its_ideograph() -> None:
    """But ⺀ (U+2E80), which Unicode equates with none."""
    blocks = (*range(0x2E81, 0x2EF4), *range(0x2F00, 0x2FD6))
    radicals = [chr(code) for code in blocks if unicodedata.name(chr(code), "")]
    names = [unicodedata.name(normalise(radical)) for radical in radicals]
    assert [name for name in names if "RADICAL" in name] == []
