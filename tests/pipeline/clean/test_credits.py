import pytest

from pipeline.clean.bylines import read_names
from pipeline.clean.credits import Credits, clean_source, closing_credit, is_credits, read_credits
from pipeline.clean.stamps import read_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2023-06-14 14:50", "2023-06-14T14:50"),
        ("2022/8/16 9:05:03", "2022-08-16T09:05:03"),
        ("2022年11月09日10时49分", "2022-11-09T10:49"),
        ("2022年11月09日 星期三 10:49", "2022-11-09T10:49"),
        ("2022.11.9", "2022-11-09"),
        ("2023-06-14T14:50:00+08:00", "2023-06-14T14:50:00"),
        ("2023-06-14T06:50:00Z", "2023-06-14T14:50:00"),
        ("2023-06-14 下午 2:50", "2023-06-14T14:50"),
        ("2023/5/6 8:05", "2023-05-06T08:05"),
        ("二〇二二年十一月九日", "2022-11-09"),
        ("二○一九年十二月三十一日", "2019-12-31"),
        ("二零二〇年十月二十日", "2020-10-20"),
        ("1号文件 2023-13-40", None),
        ("电话 0817-2023-061", None),
        ("", None),
    ],
)
def test_dates_as_precise_as_they_stand(text: str, date: str | None) -> None:
    assert read_date(text) == date


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "来源：县委组织部 作者:杨某某 钟某某 时间:2022年11月09日 10:49 点击率:打印 】【 关闭",
            ("2022-11-09T10:49", "县委组织部", ("杨某某", "钟某某")),
        ),
        ("时间:2022-04-30 07:53来源:云溪党员之家 点击:", ("2022-04-30T07:53", "云溪党员之家", ())),
        ("2022-04-12 09:40:00  来源:乡村日报网  作者:杨军", ("2022-04-12T09:40:00", "乡村日报网", ("杨军",))),
        ("来　源：云溪日报　　作　者：何 磊", (None, "云溪日报", ("何磊",))),
        (
            "【信息来源：云溪县农业农村局】【信息时间：2026-07-21 14:00】【阅读次数：73】",
            ("2026-07-21T14:00", "云溪县农业农村局", ()),
        ),
        ("2022-05-09 08:30 云溪日报 记者 孙立 通讯员 张强", ("2022-05-09T08:30", "云溪日报", ("孙立", "张强"))),
        ("发布时间：2023-01-02 来源：无 作者：admin 浏览次数：12", ("2023-01-02", None, ())),
        ("来源：云溪县融媒体中心作者：古丽娜尔责任编辑：陈宁", (None, "云溪县融媒体中心", ("古丽娜尔",))),
        ("来源：人民网－云溪频道 2019年06月15日08:18", ("2019-06-15T08:18", "人民网－云溪频道", ())),
    ],
)
def test_glued_lines(line: str, expected: tuple[str | None, str | None, tuple[str, ...]]) -> None:
    credits = read_credits(line)
    assert is_credits(line)
    assert (credits.published, credits.source, credits.authors) == expected


@pytest.mark.parametrize(
    "line",
    [
        "活动时间：6月3日上午，地点：村委会广场，欢迎广大村民参加。",
        "记者在现场看到，工人们正在施工。",
        "2023年，全镇投入资金300万元。",
        "全镇重点项目清单",
        "",
    ],
)
def test_other_lines_are_no_credits(line: str) -> None:
    assert not is_credits(line)


def test_values_end_where_something_else_begins() -> None:
    assert clean_source("云溪网 【字体：大 中 小】") == "云溪网"
    assert clean_source("《云溪日报》") == "云溪日报"
    assert clean_source("null") is None


def test_names_with_blanks_dots_and_roles() -> None:
    assert read_names("记者 赵 明、通讯员 阿卜杜·买买提 文/图") == ("赵明", "阿卜杜·买买提")


def test_a_bracket_inside_a_sentence_is_no_credit() -> None:
    assert closing_credit("项目涉及4个村（社区）。")[1] == Credits()
    assert closing_credit("修路5公里（通村部）")[1] == Credits()
