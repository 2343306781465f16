import random
import time

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.clean.reposts import SAME, SIZE, Witness, first_alike, signature, similarity, tell

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


def test_a_text_too_short_has_no_signature() -> None:
    assert signature("全县修路5公里。") is None


def rows(*signs: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(b"".join(signs), np.uint8).reshape(-1, SIZE)


def mixed(sign: bytes, other: bytes, changed: int) -> bytes:
    """A signature with so many values of another."""
    return other[:changed] + sign[changed:]


def test_each_page_points_to_the_first_of_its_text() -> None:
    texts = [story(seed) for seed in range(300)]
    copies = {300 + n: seed for n, seed in enumerate((3, 77, 299, 3))}
    first = first_alike(rows(*map(signed, texts), *(signed("转载：" + texts[seed]) for seed in copies.values())))
    assert first.tolist() == [*range(300), *copies.values()]


def test_no_page_and_one_page_have_no_repost() -> None:
    assert first_alike(rows()).tolist() == []
    assert first_alike(rows(signed(story(1)))).tolist() == [0]


def test_likeness_is_not_handed_on() -> None:
    """The second is like the first, the third like the second only: it is no repost of the first."""
    one, other = signed(story(1)), signed(story(2))
    chain = rows(one, mixed(one, other, 16), mixed(one, other, 32))
    assert first_alike(chain).tolist() == [0, 0, 2]


def test_one_text_many_times_is_one_cluster_quickly() -> None:
    signs = np.repeat(rows(signed(story(1))), 20_000, axis=0)
    start = time.perf_counter()
    assert not first_alike(signs).any()
    assert time.perf_counter() - start < 5


@pytest.mark.slow
def test_a_hundred_thousand_pages_are_told_in_seconds() -> None:
    """Prints what ten million would take: linear in pages."""
    import resource

    signs = np.random.default_rng(1).integers(0, 256, (100_000, SIZE), np.uint8)
    signs[80_000:] = signs[:20_000]
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    first = first_alike(signs)
    took, grown = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert first[80_000:].tolist() == list(range(20_000))
    print(f"{took:.2f} s, {grown * 1024 / len(signs):.0f} bytes a page beside the signatures")
    assert took < 10


def test_the_original_is_on_the_site_that_the_pages_credit() -> None:
    repost = Witness("b", "2023-05-01", "云溪日报", ("柏岭县人民政府",))
    home = Witness("c", "2023-05-02", "云溪日报", ("云溪日报",))
    assert tell([repost, home]) == (1, {0: "credit"})
    assert tell([home, repost]) == (0, {1: "credit"})


def test_who_credits_itself_without_a_name_credits_nobody() -> None:
    taken = Witness("b", "2023-05-02", "本站", ("柏岭县人民政府", "本站"))
    first = Witness("c", "2023-05-01", "本网", ("云溪日报社", "本网"))
    assert tell([taken, first]) == (1, {0: "date"})


def test_else_it_is_the_earliest() -> None:
    late, early, undated = Witness("a", "2023-05-02", "某某报"), Witness("b", "2023-05-01", "某某报"), Witness("c")
    assert tell([late, early, undated]) == (1, {0: "date", 2: "date"})


def test_where_neither_tells_it_is_the_first_address() -> None:
    assert tell([Witness("b"), Witness("a")]) == (1, {0: "address"})
    assert tell([Witness("b", "2023-05-01T08:00"), Witness("a", "2023-05-01")]) == (1, {0: "address"})
    assert tell([Witness("b", "2023-05-01"), Witness("a", "2023-05-01")]) == (1, {0: "address"})


def test_the_order_of_the_pages_does_not_matter() -> None:
    pages = [
        Witness(f"p{n}", f"2023-05-0{n % 3 + 1}", ("云溪日报", "柏岭发布")[n % 2], ("柏岭发布",)) for n in range(9)
    ]
    found = set()
    for seed in range(20):
        order = random.Random(seed).sample(pages, len(pages))
        best, told = tell(order)
        found.add((order[best].page, frozenset((order[i].page, how) for i, how in told.items())))
    assert len(found) == 1
