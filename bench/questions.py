"""What each competency question costs on a graph of many pages.

usage: python -m bench.questions [PAGES|STORE] [QUESTION…]      7300 pages are a million triples

Pages of our own making over the divisions of 60 counties, more where there are more than 7300 pages: six facts, four
relations, two programmes, two organisations, a document and a settlement each; every fifth is a repost, every page has
its history. The same pages each time. The store is on a disk, as a build leaves it, and asked warm. A store's folder
is asked instead where one is given, about one of its own counties.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import RdfFormat, Store
from rdflib import Literal

from flows.store.counts import tell_counts
from flows.store.history import history
from flows.store.state import Event, Member, Past
from ontology.iris import XT, Iris
from ontology.questions import questions
from ontology.schemes import graphs
from pipeline.divisions import place_codes, place_graph
from pipeline.graph.emit import page_triples
from pipeline.graph.written import ntriples
from pipeline.places import gazetteer
from pipeline.records import PlaceRef
from serve.search.build import make_index
from tests.drafts import FETCHED, Draft

IRIS = Iris()
COUNTIES, A_MILLION = 60, 7300
"""Counties among which as many pages are shared out as make a million triples."""
ROUNDS = 20
LONGEST_S = 6
"""A question that takes longer in all is asked no more."""
AT_ONCE = 200_000
NATIONAL = (("积分制", "points-system"), ("人居环境整治", "living-environment"), ("乡村振兴", "rural-revitalisation"))


def page(number: int, address: str | None = None, among: int = COUNTIES) -> Draft:
    """A page of a county's site, one among so many."""
    chance = random.Random(number)
    counties = gazetteer.counties()
    place = number % among
    county = counties[place * len(counties) // among] if place else gazetteer.upper()["431225"]
    villages = [d for d in gazetteer.members(county.code) if d.level == "village"] or [county]
    first, second = chance.choice(villages), chance.choice(villages)
    name, concept = NATIONAL[number % len(NATIONAL)]
    year, least, local = 2019 + number % 6, chance.randrange(5, 90), f"第{number % 7}号评比"
    draft = Draft(
        address or f"http://site{number % among}.example/{number}.html",
        f"{first.name}见闻{number}",
        f"{year}年,{first.name}集体经济收入{least}万元。",
        f"{second.name}投入{least * 3}.5万元推行{local},计划新修道路{least}.7公里。",
        f"财政局按《第{number}号办法》在{county.name}开展{name},丰收合作社带动{least + 1}户,第{number % 9}组也在其中。",
        home=county.code,
        published=f"{year + 1}-0{1 + number % 9}-1{number % 9}",
    )
    for place in {first.name: first, second.name: second}.values():
        draft.place(place.name, place.code)
    draft.place(f"第{number % 9}组", None, "group", second.code)
    draft.program(local, "mechanism", broader=concept).program(name, "campaign", concept)
    draft.organisation("财政局", f"{county.name}财政局", county.code).organisation("丰收合作社", place=county.code)
    draft.document(f"第{number}号办法")
    where, about = {"where": first.code, "when": str(year)}, {"where": second.code}
    draft.fact(f"{least}万元", str(least * 10000), "CNY", "集体经济收入", indicator="collective-income", **where)
    draft.fact(
        f"{least * 3}.5万元", str(least * 30000 + 5000), "CNY", "投入", indicator="investment", program=local, **about
    )
    draft.fact(f"{least}.7公里", f"{least}.7", "公里", "道路", modality="planned", when=str(year + 2), **about)
    draft.fact(f"{least + 1}户", str(least + 1), "户", "带动", program=name)
    settlement = PlaceRef(None, f"第{number % 9}组", second.code)
    draft.fact(f"第{number % 9}组", str(number % 9), "个", "组", where=settlement, when=str(year))
    draft.relation("adoption", local, program=local, when=str(year), **about)
    draft.relation("participation", "财政局", organisation="财政局", program=name)
    draft.relation("issuance", "财政局", organisation="财政局", document=f"第{number}号办法", program=name)
    return draft.relation("affiliation", "丰收合作社", organisation="丰收合作社", where=second.code)


def lines(pages: int) -> Iterator[list[str]]:
    """The N-Triples of a graph of so many pages: a page's, its times, and what stands beside them."""
    codes, reposts = set[str](), []
    among = max(COUNTIES, COUNTIES * pages // A_MILLION)
    for number in range(pages):
        copy_of = number - 1 if number % 5 == 4 else None
        address = None if copy_of is None else f"http://copy.example/{number}.html"
        reading = page(number if copy_of is None else copy_of, address, among).reading
        iri = IRIS.page(reading.article.url)
        codes |= place_codes(reading)
        past = Past([Event("2024-03-01T08:30:00", "read", "", "s"), *gone(number)], {"s": Member("", 0, 0)}, "s")
        yield ntriples(page_triples(reading, FETCHED))
        yield [line.decode() for line in history(str(iri), past, lambda _: (), IRIS)[0]]
        if copy_of is not None:
            reposts.append((iri, XT.repostOf, IRIS.page(page(copy_of, None, among).reading.article.url)))
            reposts.append((iri, XT.toldBy, Literal("date")))
    yield ntriples(reposts)
    yield ntriples(place_graph(codes))
    for graph in graphs().values():
        yield ntriples(graph)


def gone(number: int) -> list[Event]:
    """The answer that every 37th page is gone."""
    return [] if number % 37 else [Event("2024-05-01T08:30:00", "gone")]


def store_of(pages: int, folder: Path | None = None) -> Store:
    """A store of so many pages, in a folder or in memory."""
    store, waiting = Store(str(folder)) if folder else Store(), list[str]()
    for triples in lines(pages):
        waiting += triples
        if len(waiting) > AT_ONCE:
            store.bulk_load("".join(waiting).encode(), RdfFormat.N_TRIPLES)
            waiting.clear()
    store.bulk_load("".join(waiting).encode(), RdfFormat.N_TRIPLES)
    if folder is None:
        return store
    store.optimize()
    store.flush()
    del store
    make_index(folder, IRIS.base)
    tell_counts(folder, IRIS)
    return Store.read_only(str(folder))


def timed(store: Store, name: str, rounds: int = 1, code: str = "431225") -> tuple[list[float], int]:
    """The seconds of processor time that a question takes with its defaults, sorted, and the rows that it has."""
    taken, rows = [], 0
    query = questions()[name].query({"code": code} if "code" in {p.name for p in questions()[name].parameters} else {})
    while len(taken) < rounds and sum(taken) < LONGEST_S:
        start = time.process_time()
        rows = sum(1 for _ in store.query(query))
        taken.append(time.process_time() - start)
    return sorted(taken), rows


def late(taken: list[float]) -> float:
    """The 95th of a hundred."""
    return taken[min(len(taken) - 1, int(len(taken) * 0.95))]


def is_list(name: str) -> bool:
    """Whether a question asks for all that there is, a page at a time, and not for what a value names."""
    return all(parameter.name in ("limit", "offset") for parameter in questions()[name].parameters)


def table(found: Iterable[tuple[str, tuple[list[float], int]]]) -> Iterator[str]:
    """The lines of a table in Markdown, as they are found."""
    yield "| question | asks for | median, ms | p95, ms | rows |"
    yield "|---|---|---|---|---|"
    for name, (taken, rows) in found:
        what = "a list" if is_list(name) else "a value"
        yield f"| `{name}` | {what} | {statistics.median(taken) * 1000:.0f} | {late(taken) * 1000:.0f} | {rows} |"


def main(given: str = str(A_MILLION), *names: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = store_of(int(given), Path(folder)) if given.isdecimal() else Store.read_only(given)
        row = next(iter(store.query(f"SELECT ?code {{ ?page <{XT.home}>/<{XT.county}>/<{XT.code}> ?code }} LIMIT 1")))
        code = "431225" if given.isdecimal() else row["code"].value  # type: ignore[index]
        print(f"{len(store)} triples; processor time of {ROUNDS} rounds\n")
        for line in table((name, timed(store, name, ROUNDS, code)) for name in names or questions()):
            print(line, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
