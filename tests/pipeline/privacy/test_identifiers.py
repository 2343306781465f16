"""Numbers and addresses that lead to a person are masked in whatever form; figures with a unit and other codes stay."""

import pytest

from pipeline.privacy.identifiers import mask
from tests.pipeline.clean.pages import read


@pytest.mark.parametrize(
    "number",
    [
        *("511024199001010011", "51102419900101001X", "511024 19900101 0011", "511024-19900101-0011"),
        *("511024900101001", "51102419900101001144", "51102419900101001X62B1"),
        *("13800001111", "138-0000-1111", "138 0000 1111", "+8613800001111", "86-138-0000-1111"),
        *("138－0000－1111", "138–0000–1111", "0831－2345678", "0831‑2345678", "511024−19900101−0011"),
        *("0831-2345678", "（0831）2345678", "08312345678", "0831-2345678转12"),
        *("6217000012345678901", "6217 0000 1234 5678 901", "9558800000000000001", "80010000123456789012"),
    ],
)
def test_numbers_of_persons_are_masked(number: str) -> None:
    assert mask(f"联系人王某，{number}。") == "联系人王某，***。"


@pytest.mark.parametrize("behind", ["公示期满", "个人账户", "户外", "公司前台", "万老师", "人民路", "元旦前"])
def test_a_unit_is_a_whole_word(behind: str) -> None:
    assert mask(f"请打13800001111{behind}") == f"请打***{behind}"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("微信号：ab_c1234", "微信号：***"),
        ("加QQ群123456", "加QQ群***"),
        ("来信zhang.san@example.com。", "来信***。"),
        ("车牌川Q·12A45违停", "车牌***违停"),
        ("咨询电话：2345678", "咨询电话：***"),
        ("账号：1234 5678 90", "账号：***"),
        ("值班电话：8233445，8233446。", "值班电话：***。"),
        ("固话7654 321", "固话***"),
        ("QQ号 1234 5678 9", "QQ号 ***"),
        ("加V：abc12345", "加V：***"),
        ("抖音号 dy12345x", "抖音号 ***"),
        ("zhang.san＠example.com", "***"),
        ("社保卡号A12345678", "社保卡号***"),
        ("学号202301234", "学号***"),
        ("住院号：1234567", "住院号：***"),
        ("户口本号511024001", "户口本号***"),
        ("港澳通行证H12345678", "港澳通行证***"),
        ("支付宝：13800001111", "支付宝：***"),
        ("快手ID nonghu888", "快手ID ***"),
        ("残疾证号51102419900101001X42", "残疾证号***"),
        ("银行卡尾号6621", "银行卡尾号***"),
        ("13800001111,13800001112", "***,***"),
    ],
)
def test_what_stands_beside_its_word_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("王某，1958年3月12日出生，患尿毒症。", "王某，***出生，患尿毒症。"),
        ("王某（1958年3月生），低保户。", "王某（***生），低保户。"),
        ("低保户王某，出生日期：1958-03-12，住一组。", "低保户王某，出生日期：***，住一组。"),
        ("王某生于1958年3月，因病致贫。", "王某生于***，因病致贫。"),
        ("残疾人王某，出生年月：1958.03。", "残疾人王某，出生年月：***。"),
    ],
)
def test_a_date_of_birth_goes_beside_illness_or_poverty(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "王某，1970年5月出生，任县长。",
        "2023年3月12日，患者住院生活补助发放。",
        "低保户2021年3月生猪出栏。",
        "贫困县2020年5月生产茶叶3吨。",
        "低保户王某1958年出生。",
    ],
)
def test_other_dates_and_years_stay(text: str) -> None:
    assert mask(text) == text


def test_no_number_is_left_in_the_article() -> None:
    number = "6217000012345678901"
    assert number not in read(f"项目公示\n2023-05-06\n资金已拨付到户。\n账号{number}").text


@pytest.mark.parametrize(
    "text",
    [
        "总投资13800001111元。",
        "13500000000 元",
        "合计（元）：13800001111",
        "产量13800138000公斤",
        "文号20230506第1380000111号",
        "面积138.00001111亩",
        "20210101-20211231",
        "2023-05-01 10:20:30",
        "统一社会信用代码91511024MA6200000X",
        "请打12345热线",
        "热线12345",
        "咨询2300000人次",
        "监督资金3865000元",
    ],
)
def test_other_figures_stay(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize("piece", ["1", "138 ", "12345678 ", "a@", "账号：1 ", "0831-"])
def test_time_is_linear_in_the_text(piece: str) -> None:
    assert isinstance(mask(piece * 20_000), str)
