"""What a page's sentences state, as value, unit and thing."""

import pytest

from tests.pipeline.facts.reading import facts

CASES = [
    ("全乡共争取饮水工程资金260余万元。", ["2600000 CNY 饮水工程资金"]),
    ("发放防火手册1200份。", ["1200 份 防火手册"]),
    ("累计发动60余名村民参加河道清理30余次。", ["60 名 村民", "30 次 河道清理"]),
    ("新建高标准农田3000亩、机耕路12公里、提灌站4座。", ["3000 亩 高标准农田", "12 公里 机耕路", "4 座 提灌站"]),
    ("8个村集体经营性收入突破30万元。", ["300000 CNY 村集体经营性收入"]),
    ("建成500平方米党群服务中心。", ["500 平方米 党群服务中心"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:16] for text, _ in CASES])
def test_the_things_that_numbers_count(text: str, expected: list[str]) -> None:
    assert [f"{f.value:f} {f.unit} {f.what}" for f in facts(text)] == expected
