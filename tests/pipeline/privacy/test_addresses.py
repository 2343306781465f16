"""Names of persons in addresses and file names are masked; addresses that name nobody stay as they are."""

from urllib.parse import quote, unquote

import pytest

from pipeline.privacy import public_address


def stored(name: str) -> str:
    return unquote(public_address(f"file:///{quote(name)}")).removeprefix("file:///")


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("村民张建国低保申请表.xlsx", "村民张某某-", "低保申请表.xlsx"),
        ("救助/李小红.html", "救助/李某某-", ".html"),
        ("李秀英_领款.txt", "李某某-", "_领款.txt"),
    ],
)
def test_a_name_goes_and_four_digits_keep_pages_apart(name: str, start: str, end: str) -> None:
    masked = stored(name)
    assert masked.startswith(start)
    assert masked.endswith(end)
    assert len(masked) == len(start) + 4 + len(end)


def test_two_names_that_are_masked_alike_stay_two_addresses_and_one_stays_one() -> None:
    assert stored("李小红.html") != stored("李小兰.html")
    assert stored("李小红.html") == stored("李小红.html")


def test_a_name_in_gbk_goes_too() -> None:
    address = public_address("http://a.example/" + quote("李小红.html".encode("gb18030")))
    assert unquote(address).startswith("http://a.example/李某某-")


@pytest.mark.parametrize(
    "address",
    [
        "http://www.example.gov.cn/art/2024/3/5/art_1_2.html?id=7&x=%20",
        "http://a.example/" + quote("石林县简介.html"),
        "http://a.example/" + quote("罗平.pdf"),
        "http://a.example/" + quote("2024年黄桃产业.html"),
        "http://a.example/" + quote("县委书记张三调研.html"),
        "http://a.example/%FF%FE%80",
        "http://a.example/" + "%E5%BC%A0" * 5000,
    ],
)
def test_what_names_nobody_stays_to_the_letter(address: str) -> None:
    assert public_address(address) == address
