"""Clusters kept up to date, a change at a time, are those that are found when all pages are looked at together."""

import random
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.store.alike import Alike
from flows.store.state import Captured, Shard, State, opened
from ontology.iris import Iris
from pipeline.clean.reposts import SIZE, Witness, bands, is_same, precedence, tell

IRIS = Iris()


@dataclass(frozen=True)
class Page:
    """A capture of a page whose text is one of a few, more or less changed."""

    number: int
    day: int
    text: int
    changed: int
    published: str | None
    source: str | None

    @property
    def iri(self) -> str:
        return str(IRIS.page(str(self.number)))

    @property
    def signature(self) -> bytes:
        dice = random.Random(self.text)
        sign, noise = (bytes(dice.randrange(256) for _ in range(SIZE)) for _ in range(2))
        return noise[: self.changed] + sign[self.changed :]


PAGES = st.builds(
    Page,
    st.integers(0, 11),
    st.integers(1, 9),
    st.integers(0, 2),
    st.integers(0, 12).map(lambda n: 3 * n),
    st.sampled_from([None, "2023", "2023-05", "2023-05-01", "2023-05-01T08:00", "2023-05-02"]),
    st.sampled_from([None, "云溪日报", "柏岭发布"]),
)


@contextmanager
def state() -> Iterator[State]:
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder) / "state.sqlite") as made:
        yield made


def add(state: State, name: str, pages: Iterable[Page]) -> None:
    captures = [
        Captured(
            page.iri,
            str(page.number),
            f"{page.signature.hex()} {page}",
            f"2024-05-0{page.day}T00:00:00+00:00",
            signature=page.signature,
            published=page.published,
            source=page.source,
            own_names=("柏岭发布",) if page.number % 3 == 0 else (),
        )
        for page in pages
    ]
    state.add_shard(Shard(name, name, name, len(captures), 0), captures)


def together(state: State) -> list[tuple[str, str, str]]:
    """What the newest captures' reposts are, all pages looked at in their order."""
    sql = "SELECT page, signature, published, source, own_names FROM captures WHERE newest"
    rows = sorted(state.db.execute(sql), key=lambda row: (precedence(row[2]), row[0]))
    leaders = dict[int, int]()
    first = list(range(len(rows)))
    for number, row in enumerate(rows):
        met = sorted({leaders.setdefault(key, number) for key in bands(row[1])} - {number})
        origins = (first[leader] for leader in met if is_same(row[1], rows[leader][1]))
        first[number] = next((o for o in origins if is_same(row[1], rows[o][1])), number)
    found = list[tuple[str, str, str]]()
    for leader in set(first):
        cluster = [
            Witness(page, published, source, tuple(names.split("\n")))
            for number, (page, _, published, source, names) in enumerate(rows)
            if first[number] == leader
        ]
        best, told = tell(cluster)
        found += [(page, best, how) for page, how in told]
    return sorted(found)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(PAGES, max_size=8), min_size=1, max_size=6), st.data())
def test_whatever_comes_and_goes_in_whatever_order_the_clusters_are_those_of_all(
    shards: list[list[Page]], data: st.DataObject
) -> None:
    with state() as kept:
        alike, store = Alike(kept.db, IRIS.pages), dict[str, tuple[str, str, str]]()
        for number, pages in enumerate(shards):
            add(kept, str(number), pages)
            if data.draw(st.booleans()):
                kept.drop_shard(str(data.draw(st.integers(0, number))))
            if data.draw(st.booleans()):
                alike.settle()
                assert list(alike.reposts()) == together(kept)
            if data.draw(st.booleans()):
                fill(kept, alike, store)
        fill(kept, alike, store)
        assert sorted(store.values()) == list(alike.reposts()) == together(kept)


def fill(kept: State, alike: Alike, store: dict[str, tuple[str, str, str]]) -> None:
    """As a build does: what changed goes into the store, which is then what the state knows of."""
    alike.settle()
    for page in alike.untold():
        store.pop(page, None)
    store.update({repost[0]: repost for repost in alike.reposts(only_untold=True)})
    kept.set_loaded("store", {})


def test_an_original_whose_text_changes_is_compared_again_with_those_it_never_meets() -> None:
    """The last page meets the second only, whose original is the first: it is of that one's text until that changes."""
    sign = bytes(range(SIZE))
    first = altered(sign, range(0, SIZE, 4))
    second = first[: SIZE // 2] + sign[SIZE // 2 :]
    pages = [str(IRIS.page(str(number))) for number in range(3)]
    with state() as kept:
        alike = Alike(kept.db, IRIS.pages)
        for number, text in enumerate((first, second, sign)):
            published = f"2023-05-0{number + 1}"
            kept.add_shard(
                Shard(str(number), "", "", 1, 0),
                [Captured(pages[number], "", "", "2024-05-01T00:00:00+00:00", signature=text, published=published)],
            )
        alike.settle()
        assert {page: original for page, original, _ in alike.reposts()} == {pages[1]: pages[0], pages[2]: pages[0]}
        changed = altered(first, range(SIZE // 2 + 1, SIZE // 2 + 21, 4))
        kept.add_shard(
            Shard("3", "", "", 1, 0),
            [Captured(pages[0], "", "", "2024-05-02T00:00:00+00:00", signature=changed, published="2023-05-01")],
        )
        alike.settle()
        assert {page: original for page, original, _ in alike.reposts()} == {pages[1]: pages[0]}
        assert list(alike.reposts()) == together(kept)


def altered(sign: bytes, places: Iterable[int]) -> bytes:
    """The signature with other values at some places."""
    values = bytearray(sign)
    for place in places:
        values[place] ^= 0xFF
    return bytes(values)


def test_a_build_that_was_killed_after_the_clusters_were_settled_loses_no_change() -> None:
    with state() as kept:
        add(kept, "a", [Page(1, 1, 0, 0, "2023-05-01", None), Page(2, 1, 0, 0, "2023-05-02", None)])
        for _ in range(2):
            alike = Alike(kept.db, IRIS.pages)
            alike.settle()
            assert len(list(alike.reposts(only_untold=True))) == 1


def test_one_text_many_times_is_one_cluster_quickly() -> None:
    with state() as kept:
        add(kept, "a", [Page(number, 1, 0, 0, "2023-05-01", None) for number in range(5_000)])
        alike = Alike(kept.db, IRIS.pages)
        start = time.process_time()
        alike.settle()
        assert sum(1 for _ in alike.reposts()) == 4_999
        assert len({original for _, original, _ in alike.reposts()}) == 1
        assert time.process_time() - start < 10


@pytest.mark.slow
def test_new_pages_cost_the_same_whatever_is_known() -> None:
    """Prints what 1,000 pages cost on top of 100,000; bench/reposts.py does it at scale."""
    from bench.reposts import measure

    small, large = measure(10_000), measure(100_000)
    assert large.seconds < 5 * small.seconds + 1
