"""What a page of the explorer costs on a graph of many facts: processor time and bytes of each kind of page.

usage: python -m bench.explorer FOLDER [PAGES]

Makes a store of so many pages (20,000 if not said) of fifty facts each in FOLDER, with its index, unless it is there;
then asks for pages of things chosen by chance and for the greatest of their kind. The same graph each time.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import lru_cache
from itertools import islice
from pathlib import Path
from statistics import median

from pyoxigraph import RdfFormat, Store
from starlette.testclient import TestClient

from ontology.concepts import load
from ontology.iris import XT, Iris
from ontology.questions import PREFIXES, questions
from ontology.schemes import graphs
from pipeline.divisions import place_graph
from pipeline.graph.written import nquads
from pipeline.places import gazetteer
from serve.app import make_app
from serve.explorer.explorer import Explorer
from serve.explorer.graph import Current, Graph
from serve.search.build import make_index
from serve.search.schema import FILE
from serve.server import settle
from serve.source import Source

IRIS = Iris()
COUNTIES = 300
"""Counties that have pages; few have many."""
FACTS, RELATIONS, ASKED = 50, 6, 40
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
SDO, PROV, RDFS = "https://schema.org/", "http://www.w3.org/ns/prov#", "http://www.w3.org/2000/01/rdf-schema#"
DECIMAL = "<http://www.w3.org/2001/XMLSchema#decimal>"
DATE = "<http://www.w3.org/2001/XMLSchema#date>"
CNY = "<http://qudt.org/vocab/currency/CNY>"
HOME, ACTUAL, PLANNED = XT.home, f"<{XT.actual}>", f"<{XT.planned}>"
FACT = f"""{{fact}} {TYPE} <{XT.Fact}> .
{{fact}} <{XT.what}> {{what}} .
{{fact}} <{XT.value}> {{value}} .
{{fact}} <{XT.baseValue}> {{value}} .
{{fact}} <{XT.unitText}> "CNY"@zh .
{{fact}} <{XT.unit}> {CNY} .
{{fact}} <{XT.baseUnit}> {CNY} .
{{fact}} <{XT.qualifier}> <{XT.exact}> .
{{fact}} <{XT.modality}> {{modality}} .
{{fact}} <{XT.place}> {{place}} .
{{fact}} <{XT.indicator}> {{indicator}} .
{{fact}} <{XT.when}> "{{year}}" .
{{fact}} <{XT.start}> "{{year}}-01-01"^^{DATE} .
{{fact}} <{XT.end}> "{{year}}-12-31"^^{DATE} .
{{fact}} <{XT.written}> {{written}} .
{{fact}} <{PROV}wasDerivedFrom> {{passage}} .
{{passage}} {TYPE} <{XT.Passage}> .
{{passage}} <{XT.quote}> {{quote}} .
{{passage}} <{PROV}wasQuotedFrom> {{page}} .
{{page}} <{SDO}mentions> {{place}} .
"""


def zh(text: str) -> str:
    """A Chinese literal of text without quotes and backslashes."""
    return f'"{text}"@zh'


class World:
    """Pages of our own making over the counties of the list, all their triples written as N-Triples."""

    def __init__(self) -> None:
        self.counties = gazetteer.counties()
        self.indicators = [(c.zh, f"<{IRIS.indicator(c.slug)}>") for c in load("indicators")]
        self.programs = [f"<{IRIS.program(c.slug)}>" for c in load("programs")]
        self.codes = set[str]()
        self.members = lru_cache(maxsize=None)(
            lambda code: [(d.code, d.name, f"<{IRIS.place(d.code)}>") for d in gazetteer.members(code)]
        )

    def lines(self, number: int) -> Iterator[str]:
        """The triples of a page."""
        chance = random.Random(number)
        county = self.counties[int(COUNTIES * chance.random() ** 2) * len(self.counties) // COUNTIES]
        own = (county.code, county.name, f"<{IRIS.place(county.code)}>")
        members, year, address = (
            self.members(county.code) or [own],
            2015 + number % 10,
            f"http://site{county.code}.example/",
        )
        page, site = IRIS.page(f"{address}{number}"), IRIS.site(address)
        day = f"{year + 1}-{1 + number % 12:02}-{1 + number % 28:02}"
        at, passage = 0, ""
        yield (
            f'<{page}> {TYPE} <{XT.Page}> .\n<{page}> <{SDO}url> "{address}{number}" .\n'
            f"<{page}> <{SDO}headline> {zh(f'{county.name}见闻{number}')} .\n<{page}> <{SDO}isPartOf> <{site}> .\n"
            f'<{page}> <{SDO}datePublished> "{day}"^^{DATE} .\n<{page}> <{HOME}> {own[2]} .\n'
            f"<{site}> {TYPE} <{XT.Site}> .\n"
        )
        for n in range(FACTS):
            code, name, place = chance.choice(members) if n % 5 else own
            self.codes.add(code)
            what, indicator = self.indicators[int(len(self.indicators) * chance.random() ** 2)]
            value, planned = chance.randrange(1, 5000) * 100, chance.random() < 0.15
            quote, fact = f"{year}年,{name}{what}达到{value}元。", f"<{IRIS.base}fact/{number:08x}{n:012x}>"
            passage = f"<{page}#char={at},{at + len(quote)}>"
            money = f'"{value}"^^{DECIMAL}'
            yield FACT.format(
                fact=fact, what=zh(what), value=money, modality=PLANNED if planned else ACTUAL, place=place, year=year,
                indicator=indicator, written=zh(f"{value}元"), passage=passage, quote=zh(quote), page=f"<{page}>",
                start=at, end=at + len(quote),
            )  # fmt: skip
            if chance.random() < 0.3:
                program = self.programs[int(len(self.programs) * chance.random() ** 3)]
                yield f"{fact} <{XT.program}> {program} .\n"
            at += len(quote)
        body = f"<{IRIS.organisation(f'{county.name}第{number % 9}局', county.code)}>"
        yield f"{body} {TYPE} <{XT.Organisation}> .\n{body} <{RDFS}label> {zh(f'{county.name}第{number % 9}局')} .\n"
        yield f"{body} <{SDO}location> {own[2]} .\n<{page}> <{SDO}mentions> {body} .\n"
        for n in range(RELATIONS):
            program = self.programs[int(len(self.programs) * chance.random() ** 3)]
            relation = f"<{IRIS.base}relation/{number:08x}{n:012x}>"
            kind = f"<{XT.Adoption}>" if n else f"<{XT.Participation}> .\n{relation} <{XT.organisation}> {body}"
            yield (
                f"{relation} {TYPE} {kind} .\n{relation} <{XT.modality}> {ACTUAL} .\n"
                f"{relation} <{XT.program}> {program} .\n"
                f"{relation} <{XT.place}> {chance.choice(members)[2]} .\n"
                f"{relation} <{PROV}wasDerivedFrom> {passage} .\n"
                f"<{page}> <{SDO}mentions> {program} .\n"
            )


def make(folder: Path, pages: int) -> None:
    """The store and its index, in one graph as builds make it."""
    world, store = World(), Store(str(folder))
    numbers = iter(range(pages))
    while group := list(islice(numbers, 500)):
        store.bulk_load("".join(line for n in group for line in world.lines(n)).encode(), RdfFormat.N_TRIPLES)
    for graph in (place_graph(world.codes), *graphs().values()):
        lines = (line.rsplit(" <", 1)[0] + " .\n" for line in nquads(graph, IRIS.graph("x")))
        store.bulk_load("".join(lines).encode(), RdfFormat.N_TRIPLES)
    store.optimize()
    store.flush()
    del store
    start = time.process_time()
    make_index(folder, IRIS.base)
    took, size = time.process_time() - start, (folder / FILE).stat().st_size >> 20
    print(f"index made in {took:.0f} s of processor time, {size} MB")


def timed(name: str, client: TestClient, paths: list[str], inner: list[float]) -> None:
    """The median and the worst processor time of these pages, without that of query processes; and the largest."""
    sizes = list[int]()
    inner.clear()
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        sizes.append(len(answer.content))
    print(
        f"{name:<24}{median(inner) * 1000:8.1f} ms median {max(inner) * 1000:8.1f} ms most"
        f"{max(sizes) / 1000:8.1f} kB most  ({len(paths)} pages)",
        flush=True,
    )


def main() -> None:
    """Make the store where it is not there, and measure."""
    folder, pages = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    if not (folder / FILE).exists():
        make(folder, pages)
    source, inner = Source(lambda: folder, lambda: nullcontext(folder)), list[float]()
    app, current = make_app(source, base=IRIS.base, prefixes=PREFIXES), Current(source)
    app.state.explorer = Explorer(current)

    async def clocked(scope: dict, receive: Callable, send: Callable) -> None:  # type: ignore[type-arg]
        start = time.process_time()
        await app(scope, receive, send)
        if scope["type"] == "http":
            inner.append(time.process_time() - start)

    graph = current.graph()
    assert graph is not None
    settle()
    with TestClient(clocked, headers={"accept": "text/html"}) as client:
        measure(client, graph, inner)


def measure(client: TestClient, graph: Graph, inner: list[float]) -> None:
    """Each kind of page."""
    chance = random.Random(1)
    print(", ".join(f"{count} {name}" for name, count in graph.tallies().items() if count != "0"))
    client.get("/")
    sql = "SELECT key FROM things WHERE kind = ? AND facts + pages > 0 ORDER BY facts + pages DESC, key"
    keys = {kind: [row[0] for row in graph.rows(sql, kind)]
            for kind in ("place", "program", "org", "indicator", "site")}  # fmt: skip
    keys |= {"fact": [r[0] for r in graph.rows("SELECT fact FROM facts WHERE id % 997 = 0")]}
    keys |= {"page": [r[0] for r in graph.rows("SELECT page FROM pages WHERE id % 97 = 0")]}
    timed("home", client, ["/"] * 10, inner)
    for kind, found in keys.items():
        timed(kind, client, [f"/{key}" for key in chance.sample(found, min(ASKED, len(found)))], inner)
        timed(f"{kind}, the greatest", client, [f"/{key}" for key in found[:10]], inner)
    names = [r[0] for r in graph.rows("SELECT name FROM things WHERE kind = 'place' AND id % 331 = 0")][:ASKED]
    timed("search by name", client, [f"/search?q={name}" for name in names], inner)
    timed("search by sentence", client, [f"/search?q={name}集体经济收入" for name in names], inner)
    timed(
        "search, common words",
        client,
        [f"/search?q={q}" for q in ("收入", "村", "集体经济", "2021年", "zj", "43")],
        inner,
    )
    timed("suggestions", client, [f"/suggest?q={name[:2]}" for name in names], inner)
    asked = [f"/ask/{name}" for name in questions()]
    timed("questions", client, asked, inner)
    codes = [key.removeprefix("place/") for key in keys["place"][:200]]
    above = [f"/place/{code}" for code in dict.fromkeys(code[:2] for code in codes)]
    timed("provinces", client, above, inner)
    timed(
        "compare four places", client, [f"/compare?place={','.join(chance.sample(codes, 4))}" for _ in range(20)], inner
    )


if __name__ == "__main__":
    main()
