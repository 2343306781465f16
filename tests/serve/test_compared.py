"""Two releases compared: what became of each page, and why."""

import gzip
import io

import pytest

from serve.compared import ENDED, PAGES, Opened, Read, Side, changes_of, differences


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (Side(Read(b"1", b"a")), Side(Read(b"2", b"a")), [("changed", "pipeline")]),
        (Side(Read(None, b"a")), Side(Read(b"2", b"a")), [("added", "pipeline")]),
        (Side(Read(b"1", b"a")), Side(Read(None, b"a")), [("removed", "pipeline")]),
        (Side(Read(b"1", b"")), Side(Read(b"2", b"a")), [("changed", "page")]),
        (Side(Read(b"1", b"a")), Side(Read(b"1", b"b")), []),
        (Side(), Side(Read(None, b"a")), []),
        (Side(Read(b"1", b"a")), Side(Read(b"1", b"a"), {b"x": b"t"}), [("ended", "archive")]),
        (Side(Read(b"1", b"a"), {b"x": b"t"}), Side(Read(b"1", b"a")), [("resumed", "archive")]),
        (
            Side(Read(b"1", b"a"), {b"x": b"t"}),
            Side(Read(b"1", b"a"), {b"x": b"u"}),
            [("ended at another time", "archive")],
        ),
        (Side(Read(b"1", b"a"), {b"page": b"t"}), Side(Read(b"1", b"a")), [("resumed", "page")]),
    ],
)  # fmt: skip
def test_the_cause_of_a_change(old: Side, new: Side, told: list[tuple[str, str]]) -> None:
    assert [change[2:] for change in changes_of(b"page", old, new, same_pipeline=True)] == told


def release(pages: str, ended: str = "") -> Opened:
    files = {PAGES: pages, ENDED: ended}
    return lambda name: io.BytesIO(gzip.compress(files[name].encode()))


def test_two_releases_are_compared_page_by_page() -> None:
    old = release("a\t1\tx\nb\t1\tx\nc\t1\tx\n")
    new = release("b\t2\ty\nc\t2\tx\nd\t1\tx\n", "c\tc\tnow\n")
    assert list(differences(old, new, same_pipeline=False)) == [
        (b"a", "pages", "removed", "archive"),
        (b"b", "pages", "changed", "page"),
        (b"c", "pages", "changed", "pipeline"),
        (b"c", "appearances", "ended", "gone"),
        (b"d", "pages", "added", "page"),
    ]


def test_a_first_release_has_added_all() -> None:
    changes = differences(lambda _: None, release("a\t1\tx\nb\t-\tx\n"), same_pipeline=True)
    assert list(changes) == [(b"a", "pages", "added", "page")]
