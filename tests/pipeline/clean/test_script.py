import pytest

from pipeline.clean.script import plainer, simplify, strip_bare, strip_glosses


@pytest.mark.parametrize(
    ("garbled", "plain"),
    [
        ("準(zhǔn)備鄉(xiāng)村", "準備鄉村"),
        ("國務(guówù)院", "國務院"),
        ("辦(ban)公廳的(de)(de)規定", "辦公廳的規定"),
        ("政(zheng)(zheng)(zheng)府", "政府"),
        ("縣(xi?n)城", "縣城"),
        ("縣(xi�n)城", "縣城"),
        ("鄉（xiānɡ）村", "鄉村"),
        ("女(nǚ)兒綠(lv)葉", "女兒綠葉"),
        ("長(cháng)(zhǎng)", "長"),
        ("鄉(xiāng村", "鄉村"),
        ("鄉[xiāng]村【cūn】", "鄉村"),
    ],
)
def test_a_gloss_that_reads_what_stands_before_it_goes(garbled: str, plain: str) -> None:
    assert strip_glosses(garbled) == plain


@pytest.mark.parametrize(
    "text",
    [
        "生产总值(GDP)增长",
        "重5公斤(kg)",
        "酸碱度(pH)值",
        "一期(a)和二期(b)",
        "阿里(Ali)公司",
        "村(社区)",
        "完成率(%)",
        "\U00032000(zi)",
    ],
)
def test_other_brackets_stay(text: str) -> None:
    assert strip_glosses(text) == text


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("跟著合作社幹", "跟着合作社干"),
        ("沿著道路,意味著增收", "沿着道路,意味着增收"),
        ("著力推進,著名作家的著作", "着力推进,著名作家的著作"),
        ("顯著提高,成效卓著", "显著提高,成效卓著"),
        ("乾坤灣的乾部", "乾坤湾的干部"),
        ("裏面幾乎甚麼都有", "里面几乎什么都有"),
    ],
)
def test_simplified_as_a_reader_would_write_it(traditional: str, simplified: str) -> None:
    assert simplify(traditional) == simplified


def test_a_simplified_page_is_not_converted() -> None:
    plain, marks = plainer("他的著作写乾隆年间的瞭望台，於姓人家住在这里，投入资金三百万元修建道路和学校。" * 3)
    assert marks == ()
    assert plain("乾隆") == "乾隆"


def test_a_glossed_traditional_page_is_marked() -> None:
    plain, marks = plainer("鄉(xiāng)村振興,國(guó)家補助")
    assert marks == ("glossed", "traditional")
    assert plain("鄉(xiāng)鎮(zhèn)") == "乡镇"


@pytest.mark.parametrize("between", ["", "\n"])
def test_readings_without_brackets_go_where_they_read_and_bear_tones(between: str) -> None:
    plain, marks = plainer(f"修{between}xiū路lù3公gōng里lǐ，孩子zi笑xiào")
    assert plain("修xiū路lù3公gōng里lǐ，孩子zi笑xiào，打call") == "修路3公里，孩子笑，打call"
    assert marks == ("glossed",)


@pytest.mark.parametrize("text", ["打call，吃de好", "CAFÉ开业", "坐标lóng"])
def test_letters_that_read_nothing_make_no_glosses(text: str) -> None:
    assert plainer(text)[1] == ()
    assert strip_bare("马ma") == "马"
