"""A small world for the explorer: a few pages of two counties, with all that its pages must show."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import uvicorn
from pyoxigraph import RdfFormat, Store
from rdflib import RDF, Literal, URIRef
from starlette.applications import Starlette

from ontology.iris import XT, Iris
from ontology.questions import PREFIXES
from ontology.schemes import graphs
from pipeline.divisions import place_codes, place_graph
from pipeline.graph.emit import page_triples
from pipeline.graph.written import nquads
from serve.app import make_app
from serve.explorer.data import Releases
from serve.explorer.explorer import Explorer
from serve.explorer.graph import Current
from serve.search.build import make_index
from serve.source import Source
from tests.drafts import FETCHED, Draft

IRIS = Iris()
MARKUP = "<script>alert('乡')</script>&\"工程\""
TOWN, VILLAGE, OTHER, BANNER = "431225212", "431225212209", "431225212200", "152922"
CONTACT = "editor@example.org"


def income() -> Draft:
    """Numbers of a village over the years, one of them planned."""
    lines = (
        "2021年,朗江村集体经济收入30万元。",
        "2022年,朗江村集体经济收入45万元。",
        "2023年,朗江村集体经济收入突破60万元。",
        "2025年,朗江村计划实现集体经济收入100万元。",
    )
    about = {"home": TOWN, "published": "2024-03-01", "site_name": "会同县政府网"}
    draft = Draft("http://a.example/income", "荒坡变果园", *lines, **about).place("朗江村", VILLAGE)
    collective(draft, 30, "2021")
    collective(draft, 45, "2022")
    collective(draft, 60, "2023", qualifier="over")
    return collective(draft, 100, "2025", modality="planned")


def collective(draft: Draft, wan: int, when: str, where: str = VILLAGE, **more: str) -> Draft:
    """A collective income that stands on the page."""
    said: dict[str, Any] = {"indicator": "collective-income", "where": where, "when": when, **more}
    return draft.fact(f"{wan}万元", f"{wan}0000", "CNY", "集体经济收入", **said)


def met() -> Draft:
    """Another number for the same year, a programme that begins, and one whose name is markup."""
    lines = (
        "2023年,朗江村集体经济收入55万元。",
        f"2022年起,青朗乡推行积分制,县农业农村局牵头,实施{MARKUP},投入20余万元。",
    )
    about = {"home": "431225", "published": "2024-05-02T09:30:00", "source": "会同融媒", "site_name": "另一个网站"}
    draft = Draft("http://b.example/met?a=1&b=2", "会同县推行积分制", *lines, **about)
    draft.place("朗江村", VILLAGE).place("青朗乡", TOWN).program("积分制", "mechanism", "points-system").program(MARKUP)
    draft.organisation("县农业农村局", "会同县农业农村局", "431225")
    paid = {"indicator": "investment", "where": TOWN, "when": "2022", "qualifier": "over", "program": MARKUP}
    collective(draft, 55, "2023").fact("20余万元", "200000", "CNY", "投入", **paid)
    draft.relation("adoption", "积分制", program="积分制", where=TOWN, when="2022")
    return draft.relation("participation", "县农业农村局", organisation="县农业农村局", program="积分制")


def afar() -> Draft:
    """Another county, with a document."""
    lines = ("2023年,阿拉善右旗推行积分制,集体经济收入900万元。", "按《阿拉善右旗积分制办法》办理。")
    draft = Draft("http://c.example/afar", "阿拉善右旗记事", *lines, home=BANNER, published="2023-07-09")
    draft.place("阿拉善右旗", BANNER).program("积分制", "mechanism", "points-system").document("阿拉善右旗积分制办法")
    return collective(draft, 900, "2023", BANNER).relation(
        "adoption", "积分制", program="积分制", where=BANNER, when="2023"
    )


def retold() -> Draft:
    """A repost of the first."""
    line = "2023年,朗江村集体经济收入突破60万元。"
    draft = Draft("http://z.example/retold", "荒坡变果园", line, home=TOWN, published="2024-03-02")
    return collective(draft.place("朗江村", VILLAGE), 60, "2023", qualifier="over")


def pages() -> list[Draft]:
    """The pages; the last reposts the first."""
    return [income(), met(), afar(), retold()]


def make_store(folder: Path, drafts: list[Draft]) -> Path:
    """A store of one graph and its index, as a build makes it."""
    store, codes = Store(str(folder)), {"431225212200"}
    triples = [t for draft in drafts for t in page_triples(draft.reading, FETCHED)]
    for draft in drafts:
        codes |= place_codes(draft.reading)
    for number, draft in enumerate(drafts[3:]):
        triples.append(
            (IRIS.page(draft.reading.article.url), XT.repostOf, IRIS.page(drafts[number].reading.article.url))
        )
    for graph in (triples, place_graph(codes) if drafts else [], *graphs().values()):
        lines = (line.rsplit(" <", 1)[0] + " .\n" for line in nquads(graph, IRIS.graph("x")))
        store.bulk_load("".join(lines).encode(), RdfFormat.N_TRIPLES)
    if drafts:
        store.bulk_load("".join(nquads(past(drafts[0]), IRIS.graph("history"))).encode(), RdfFormat.N_QUADS)
    store.flush()
    del store
    make_index(folder, IRIS.base)
    return folder


def past(draft: Draft) -> list[tuple[URIRef, URIRef, URIRef | Literal]]:
    """What the first page stated once and states no more."""
    page, gone = IRIS.page(draft.reading.article.url), URIRef(f"{IRIS.base}appearance/1")
    says = {RDF.type: XT.Appearance, XT.onPage: page, XT.states: IRIS.fact({"what": "去年"})}
    said = {XT.quote: Literal("曾说过的话", lang="zh"), XT.firstSeen: Literal("2024-03-01T08:30:00Z")}
    until = {XT.lastSeen: Literal("2024-03-05T08:30:00Z"), XT.ended: Literal("2024-04-01T08:30:00Z")}
    return [(gone, p, o) for p, o in (says | said | until).items()]


def make_app_on(folder: Path | None, releases: Releases | None = None) -> Starlette:
    """The application on a store's folder."""
    source = Source(lambda: folder, lambda: nullcontext(folder))  # type: ignore[arg-type]
    app = make_app(source, base=IRIS.base, prefixes=PREFIXES)
    app.state.explorer = Explorer(Current(source), releases or Releases(), CONTACT)
    return app


@contextmanager
def served(app: Starlette) -> Iterator[str]:
    """The address of a running server."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
