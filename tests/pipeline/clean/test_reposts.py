import random

import pytest

from pipeline.clean.reposts import BANDS, SAME, Witness, bands, precedence, signature, similarity, tell

NAMES = "甲乙丙丁戊己庚辛壬癸"
DIGITS = "0123456789"


def story(seed: int, sentences: int = 12) -> str:
    """A page of invented sentences; each seed another one."""
    pick = random.Random(seed)
    deeds = [
        "修建村道",
        "改造茶园",
        "清理沟渠",
        "新建水厂",
        "培训农户",
        "栽植果树",
        "收购秋粮",
        "拆除旧房",
        "发放补贴",
        "安装路灯",
    ]
    return "".join(
        f"{pick.choice(NAMES)}{pick.choice(NAMES)}村{pick.choice(deeds)}{pick.randint(2, 999)}处，"
        f"投入{pick.randint(10, 9999)}万元，惠及{pick.randint(20, 5000)}户{pick.choice(deeds)}的群众。"
        for _ in range(sentences)
    )


def signed(text: str) -> bytes:
    sign = signature(text)
    assert sign is not None
    return sign


def test_a_copy_with_another_head_and_tail_is_the_same_text() -> None:
    text = story(1)
    copy = "本报讯 " + text.replace("，", ",") + "（来源：云溪日报）"
    assert similarity(signed(text), signed(copy)) >= SAME


def test_another_page_is_another_text() -> None:
    assert max(similarity(signed(story(1)), signed(story(seed))) for seed in range(2, 40)) < 0.4


@pytest.mark.parametrize("length", [80, 300])
def test_a_template_filled_with_other_figures_is_another_text(length: int) -> None:
    words = [word for word in story(7, 60) if word not in DIGITS][:length]

    def filled(pick: random.Random) -> str:
        return "".join(f"{word}{pick.randint(10, 999)}" if n % 30 == 12 else word for n, word in enumerate(words))

    notices = [signed(filled(random.Random(seed))) for seed in range(30)]
    assert max(similarity(a, b) for a in notices for b in notices if a is not b) < SAME


NOTICE = (
    "关于{0}2023年第二批乡村振兴项目的公告。按照《云溪县衔接资金管理办法》要求，为提高资金使用效益，现将{0}项目予以公告，"
    "接受社会各界监督。项目名称：{0}{1}。建设地点：石板镇{0}。资金规模：{2}万元。公告期限：自公告之日起10日。公告期内如有异议，"
    "请以书面或者电话形式向石板镇人民政府反映，反映情况要实事求是，提倡署实名，以便核实处理。特此公告。石板镇人民政府"
)
FILLINGS = [("桑园村", "水渠修复项目", 35), ("梨树坪村", "道路硬化项目", 12), ("大河边村", "油茶产业项目", 50)]


def test_notices_of_one_template_of_several_villages_are_several_texts() -> None:
    notices = [signed(NOTICE.format(*filling)) for filling in FILLINGS]
    assert max(similarity(a, b) for a in notices for b in notices if a is not b) < SAME - 0.05
    copy = signed("石板镇讯：" + NOTICE.format(*FILLINGS[0]).replace("，", ",") + "来源：云溪县融媒体中心")
    assert similarity(notices[0], copy) >= SAME


def test_a_text_too_short_has_no_signature() -> None:
    assert signature("全县修路5公里。") is None


def test_signatures_of_one_text_have_a_key_in_common_and_others_have_none() -> None:
    text = story(1)
    keys = [set(bands(signed(words))) for words in (text, "转载：" + text, story(2))]
    assert keys[0] & keys[1]
    assert not keys[0] & keys[2]
    assert len(keys[0]) == BANDS


def test_pages_take_precedence_by_their_time_those_without_one_last() -> None:
    times = ["2022-12-31", "2023", "2023-05", "2023-05-01", "2023-05-01T08:00", "2023-05-01T08:01", "2024", None]
    assert [precedence(time) for time in times] == sorted(precedence(time) for time in times)
    assert len({precedence(time) for time in times}) == len(times)
    assert precedence("2023-05-01T08:00:30") == precedence("2023-05-01T08:00")


def told(*pages: Witness) -> tuple[str, dict[str, str]]:
    best, others = tell(pages)
    return best, dict(others)


def test_the_original_is_on_the_site_that_the_pages_credit() -> None:
    repost = Witness("b", "2023-05-01", "云溪日报", ("柏岭县人民政府",))
    home = Witness("c", "2023-05-02", "云溪日报", ("云溪日报",))
    assert told(repost, home) == told(home, repost) == ("c", {"b": "credit"})


def test_who_credits_itself_without_a_name_credits_nobody() -> None:
    taken = Witness("b", "2023-05-02", "本站", ("柏岭县人民政府", "本站"))
    first = Witness("c", "2023-05-01", "本网", ("云溪日报社", "本网"))
    assert told(taken, first) == ("c", {"b": "date"})


def test_else_it_is_the_earliest() -> None:
    late, early, undated = Witness("a", "2023-05-02", "某某报"), Witness("b", "2023-05-01", "某某报"), Witness("c")
    assert told(late, early, undated) == ("b", {"a": "date", "c": "date"})


def test_where_neither_tells_it_is_the_first_address() -> None:
    for one, other in ((None, None), ("2023-05-01T08:00", "2023-05-01"), ("2023-05-01", "2023-05-01")):
        assert told(Witness("b", one), Witness("a", other)) == ("a", {"b": "address"})


def test_the_order_of_the_pages_does_not_matter() -> None:
    pages = [
        Witness(f"p{n}", f"2023-05-0{n % 3 + 1}", ("云溪日报", "柏岭发布")[n % 2], ("柏岭发布",)) for n in range(9)
    ]
    found = [told(*random.Random(seed).sample(pages, len(pages))) for seed in range(20)]
    assert all(one == found[0] for one in found)
