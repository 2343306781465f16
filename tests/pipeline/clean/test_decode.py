import pytest

from pipeline.decode import declared_charset, decode, repair

TEXT = "云溪县今年投入资金300万元，修建村道5公里，惠及群众2000户。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_comes_back_from_each_encoding(encoding: str) -> None:
    assert decode(TEXT.encode(encoding))[0] == TEXT


def test_the_encoding_is_named() -> None:
    assert decode(TEXT.encode())[1] == "utf-8"
    assert decode(TEXT.encode("gbk"))[1] == "gb18030"
    assert decode(b"plain")[1] == "utf-8"


def test_a_wrong_declaration_loses_against_the_bytes() -> None:
    assert decode(TEXT.encode(), "gb2312") == (TEXT, "utf-8")
    assert decode(TEXT.encode("gb18030"), "utf-8") == (TEXT, "gb18030")


def test_characters_beyond_gb2312_are_read() -> None:
    rare = "镕基㙦堃\u9fa6"
    assert decode((TEXT + rare).encode("gb18030"), "gb2312")[0] == TEXT + rare


def test_declared_big5_wins_where_it_reads_better() -> None:
    text = "鄉村振興計畫補助農戶五百戶，投入經費三百萬元。"
    assert decode(text.encode("big5"), "big5") == (text, "big5")


def test_utf8_cut_in_a_character_stays_utf8() -> None:
    text, encoding = decode((TEXT * 20).encode()[:-4])
    assert encoding == "utf-8"
    assert text.startswith(TEXT)


def test_a_few_broken_bytes_do_not_turn_a_page_into_another_encoding() -> None:
    body = (TEXT * 20).encode()
    text, encoding = decode(body[:300] + b"\xff\xfe\x80" + body[300:])
    assert encoding == "utf-8"
    assert text.count("惠及群众") >= 19


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("全县，水利局", "gb18030"),
        ("云溪县投入资金，修建村道，惠及群众。", "latin-1"),
        ("云溪县修路惠民，。", "cp1252"),
    ],
)
def test_reversible_mojibake_is_undone(text: str, wrong: str) -> None:
    assert repair(text.encode().decode(wrong)) == (text, True)


def test_mojibake_with_lost_bytes_is_undone_but_for_these() -> None:
    broken = (TEXT * 5).encode().decode("gb18030", "replace")
    mended, done = repair(broken)
    assert done
    assert "惠及群" in mended
    assert "县今年投入资" in mended


def test_proper_text_is_left_alone() -> None:
    assert repair(TEXT) == (TEXT, False)
    assert repair("Ångström 和 café 的价格")[1] is False


@pytest.mark.parametrize(
    ("body", "headers", "expected"),
    [
        (b'<meta charset="GBK">', (), "gbk"),
        (b"<meta http-equiv=Content-Type content='text/html; charset=gb2312'>", (), "gb2312"),
        (b'<?xml version="1.0" encoding="utf-8"?>', (), "utf-8"),
        (b"<html>", (("Content-Type", "text/html; charset=GB18030"),), "gb18030"),
        (b"<html>", (("Content-Type", "text/html; charset=ISO-8859-1"),), None),
        (b"<html>", (), None),
    ],
)
def test_the_declared_charset(body: bytes, headers: tuple[tuple[str, str], ...], expected: str | None) -> None:
    assert declared_charset(body, headers) == expected
