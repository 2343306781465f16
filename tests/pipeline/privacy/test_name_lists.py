"""Lists of a text: what opens and closes each, and what its items are."""

from pipeline.privacy.name_lists import Lists


def test_a_list_says_what_closes_it_and_what_its_items_are() -> None:
    text = "会上，杨小河、赵大山、核桃、钱多多等村民发言。"
    names = {(at, at + 3) for name in ("杨小河", "赵大山", "钱多多") if (at := text.index(name))}
    found = Lists(text, names).around(text.index("赵大山"), text.index("赵大山") + 3)
    assert found is not None
    assert (found.size, found.closing, found.fills, found.words) == (4, "等村民", 3, 2)


def test_what_opens_a_list_stands_before_its_mark() -> None:
    text = "评审组成员：杨小河、赵大山"
    found = Lists(text, set()).around(6, 9)
    assert found is not None
    assert found.opening == "：成员"
    assert (found.size, found.closing) == (2, "")


def test_what_is_no_item_stands_in_no_list() -> None:
    text = "杨小河说，核桃、花椒都好卖。"
    assert Lists(text, set()).around(0, 3) is None
    assert Lists(text, set()).around(text.index("花椒"), len(text) - 4) is not None


def test_a_list_of_a_hundred_thousand_items_is_read_once() -> None:
    text = "、".join(["核桃"] * 100_000)
    lists = Lists(text, set())
    assert all(lists.around(at, at + 2) == lists.around(0, 2) for at in range(0, 3000, 3))
