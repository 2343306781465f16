"""What one number is for."""

import pytest

from tests.pipeline.statements.rules.reading import facts


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("村民人均可支配收入2万元。", ["人"]),
        ("农户户均增收3000元。", ["户"]),
        ("水稻亩产600公斤。", ["亩"]),
        ("每亩补贴200元，共发放46万元。", ["亩", None]),
        ("流转土地300亩，每亩租金500元。", [None, "亩"]),
    ],
)
def test_what_one_number_is_for(text: str, per: list[str | None]) -> None:
    assert [f.per for f in facts(text)] == per
