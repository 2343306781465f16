import random

from pipeline.clean.reposts import SAME, Clusters, Witness, original, signature, similarity

NAMES = "甲乙丙丁戊己庚辛壬癸"


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


def test_a_text_too_short_has_no_signature() -> None:
    assert signature("全县修路5公里。") is None


def test_pages_are_clustered_as_they_come() -> None:
    clusters = Clusters()
    texts = [story(seed) for seed in range(300)]
    for text in texts:
        clusters.add(signed(text))
    for seed in (3, 77, 299):
        page = clusters.add(signed("转载：" + texts[seed]))
        assert clusters.cluster(page) == seed
    assert len({clusters.cluster(page) for page in range(len(clusters))}) == 300


def test_the_same_signatures_give_the_same_clusters_again() -> None:
    signs = [signed(story(seed % 50)) for seed in range(120)]
    one, other = Clusters(), Clusters()
    for clusters in (one, other):
        for sign in signs:
            clusters.add(sign)
    assert (
        [one.cluster(i) for i in range(120)] == [other.cluster(i) for i in range(120)] == [i % 50 for i in range(120)]
    )


def test_the_original_is_on_the_site_that_the_pages_credit() -> None:
    repost = Witness("http://b/1", "2023-05-01", "云溪日报", ("柏岭县人民政府",))
    home = Witness("http://c/2", "2023-05-02", "云溪日报", ("云溪日报",))
    assert original([repost, home]) == 1
    assert original([home, repost]) == 0


def test_else_the_earliest_with_tables_first() -> None:
    late = Witness("http://a", "2023-05-02", "某报")
    early = Witness("http://b", "2023-05-01", "某报")
    undated = Witness("http://c")
    assert original([late, early, undated]) == 1
    assert original([early, Witness("http://z", "2023-05-01", "某报", tables=1)]) == 1
