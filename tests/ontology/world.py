"""A few pages made by hand, as the graph that the competency questions are asked of."""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store
from rdflib import Graph, Literal

from flows.store.counts import COUNTS, counts
from flows.store.history import history
from flows.store.merged import GRAPH
from flows.store.state import Event, Member, Past
from flows.store.update import HISTORY
from ontology.iris import XT, Iris
from ontology.schemes import graphs
from pipeline.divisions import place_codes, place_graph
from pipeline.graph.emit import page_graph
from pipeline.graph.validate import violations
from pipeline.graph.written import ntriples
from pipeline.records import PlaceRef
from serve.search.build import make_index
from tests.drafts import FETCHED, Draft

IRIS = Iris()
TOWNSHIP = "431225212"  # 青朗侗族苗族乡, 会同县
VILLAGE = "431225212209"  # 朗江村
GROUP = PlaceRef(None, "下坡组", VILLAGE)


def income() -> Draft:
    """A village's income passed the mark in 2023; its plan for 2024 stands beside it."""
    return (
        Draft(
            "http://a.example/income",
            "朗江村集体经济见成效",
            "2023年,朗江村集体经济收入突破60万元,同比增长8%。",
            "朗江村计划2024年新建道路3公里,下坡组也在其中。",
            home=VILLAGE,
            published="2024-01-10",
        )
        .place("朗江村", VILLAGE)
        .place("下坡组", None, "group", VILLAGE)
        .fact(
            "60万元",
            "600000",
            "CNY",
            "集体经济收入",
            qualifier="over",
            indicator="collective-income",
            where=VILLAGE,
            when="2023",
        )
        .fact("8%", "8", "%", "集体经济收入", where=VILLAGE, when="2023")
        .fact("3公里", "3", "公里", "道路", modality="planned", where=VILLAGE, when="2024")
    )


def retold() -> Draft:
    """The same income told in other words on a second page, and less of another village in another year."""
    return (
        Draft(
            "http://b.example/retold",
            "会同县盘点村集体经济",
            "2023年,朗江村集体经济收入突破60万元。",
            "三坪村集体经济收入去年近50万元。",
            home="431225",
            published="2024-02-01",
        )
        .place("会同县", "431225")
        .place("朗江村", VILLAGE)
        .place("三坪村", None, "village", TOWNSHIP)
        .fact(
            "60万元",
            "600000",
            "CNY",
            "集体经济收入",
            qualifier="over",
            indicator="collective-income",
            where=VILLAGE,
            when="2023",
        )
        .fact(
            "50万元",
            "500000",
            "CNY",
            "集体经济收入",
            qualifier="under",
            indicator="collective-income",
            where=PlaceRef(None, "三坪村", TOWNSHIP),
            when="2023",
        )
    )


def works(url: str = "http://c.example/works", published: str = "2024-11-05", source: str | None = None) -> Draft:
    """The road is built; money came from a bureau, by a document, under a programme."""
    return (
        Draft(
            url,
            "青朗乡道路通到组",
            "会同县交通运输局按《青朗乡管护办法》推进人居环境整治,投入资金400余万元。",
            "朗江村新修道路2.5公里,推行“红榜评比”。",
            home=TOWNSHIP,
            published=published,
            source=source,
        )
        .place("青朗乡", TOWNSHIP)
        .place("朗江村", VILLAGE)
        .organisation("会同县交通运输局", place="431225")
        .program("人居环境整治", "campaign", "living-environment")
        .program("红榜评比", "mechanism")
        .document("青朗乡管护办法", issuer="青朗侗族苗族乡人民政府")
        .fact("400余万元", "4000000", "CNY", "资金", qualifier="over", program="人居环境整治")
        .fact("2.5公里", "2.5", "公里", "道路", where=VILLAGE, when="2024")
    )


def copy() -> Draft:
    """The same page on another site."""
    return works("http://d.example/copy", "2024-11-06", "会同县融媒体中心")


def met() -> Draft:
    """A year later: the plan was met, another sum is named for the income, and the village adopts a mechanism."""
    return (
        Draft(
            "http://a.example/met",
            "朗江村这一年",
            "2024年,朗江村新建道路3.2公里。",
            "2023年,朗江村集体经济收入55万元,朗江油茶专业合作社户均分红1200元。",
            "2024年5月起,朗江村推行积分制,县农业农村局牵头,2025年计划投入积分制资金20万元。",
            home=VILLAGE,
            published="2025-01-08",
        )
        .place("朗江村", VILLAGE)
        .program("积分制", "mechanism", "points-system")
        .organisation("朗江油茶专业合作社", place=VILLAGE)
        .organisation("县农业农村局", "会同县农业农村局", "431225")
        .fact("3.2公里", "3.2", "公里", "道路", where=VILLAGE, when="2024")
        .fact("55万元", "550000", "CNY", "集体经济收入", indicator="collective-income", where=VILLAGE, when="2023")
        .fact("1200元", "1200", "CNY", "分红", per="户", where=VILLAGE)
        .fact("20万元", "200000", "CNY", "资金", modality="planned", program="积分制", where=VILLAGE, when="2025")
        .relation("affiliation", "朗江油茶专业合作社", organisation="朗江油茶专业合作社", where=VILLAGE)
        .relation("adoption", "积分制", program="积分制", where=VILLAGE, when="2024-05")
        .relation("participation", "县农业农村局", organisation="县农业农村局", program="积分制", where=VILLAGE)
    )


def afar(sum_of: str = "30") -> Draft:
    """Another province: a county issues rules and runs a mechanism of its own that carries out the national one."""
    return (
        Draft(
            "http://e.example/afar",
            "云县推行“爱心超市积分制”",
            "云县人民政府印发《云县积分管理办法》,推行“爱心超市积分制”。",
            f"云县为此投入{sum_of}万元。",
            home="530922",
            published="2023-06",
        )
        .place("云县", "530922")
        .program("爱心超市积分制", "mechanism", broader="points-system")
        .organisation("云县人民政府", place="530922")
        .document("云县积分管理办法")
        .fact(f"{sum_of}万元", f"{sum_of}0000", "CNY", "投入", program="爱心超市积分制", where="530922", when="2023")
        .relation(
            "issuance",
            "印发",
            organisation="云县人民政府",
            document="云县积分管理办法",
            program="爱心超市积分制",
        )
        .relation("adoption", "推行", program="爱心超市积分制", where="530922")
    )


def before() -> Draft:
    """What the page of the other province said before it was changed."""
    return afar("25")


def table() -> Draft:
    """An attachment of the other province's page, of which nothing tells place or time."""
    return Draft("http://e.example/table.xlsx", "资金表", "兑换物资800元", via="http://e.example/afar").fact(
        "800元", "800", "CNY", "物资"
    )


PAGES = (income, retold, works, copy, met, afar, table)

CAPTURED, LATER, LAST = "2024-03-01T08:30:00", "2024-06-01T08:30:00", "2024-09-01T08:30:00"
PAST = {
    "http://e.example/afar": ((before, CAPTURED), (afar, LATER)),
    "http://b.example/retold": ((retold, CAPTURED), (None, LAST)),
}
"""What was captured of a page when, where it is not just this page once; None says that it was gone."""


@cache
def world() -> Store:
    """The pages, the divisions that they point to, the schemes and the ontology, and which page is a repost."""
    store = world_of(*PAGES, told=((copy, works),))
    for page in PAGES:
        times, appearances = past_of(page)
        load(store, times)
        load(store, appearances, NamedNode(IRIS.graph(HISTORY)))
    load_counts(store)
    return store


def past_of(page: Callable[[], Draft]) -> tuple[list[str], list[str]]:
    """The times and the history of a page, as a build has them."""
    url = page().reading.article.url
    graphs, events, newest = dict[str, list[bytes]](), list[Event](), ""
    for told, moment in PAST.get(url, ((page, CAPTURED),)):
        if told is None:
            events.append(Event(moment, "gone"))
            continue
        newest = moment
        graphs[moment] = [line.encode() for line in ntriples(page_graph(told().reading, FETCHED))]
        events.append(Event(moment, "read", said=moment))
    past = Past(events, {said: Member("", 0, 0) for said in graphs}, newest)
    times, appearances = history(str(IRIS.page(url)), past, graphs.__getitem__, IRIS)
    return [line.decode() for line in times], [line.decode() for line in appearances]


def world_of(*pages: Callable[[], Draft], told: Iterable[tuple[Callable[[], Draft], Callable[[], Draft]]]) -> Store:
    """A world of these pages, where the first of each pair is told to be a repost of the second."""
    store, codes = Store(), set[str]()
    for page in pages:
        reading = page().reading
        graph = page_graph(reading, FETCHED)
        assert violations(graph) == ()
        load(store, ntriples(graph))
        codes |= place_codes(reading)
    load_beside(store, codes)
    reposts = Graph()
    for page, original in told:
        iri = IRIS.page(page().reading.article.url)
        reposts.add((iri, XT.repostOf, IRIS.page(original().reading.article.url)))
        reposts.add((iri, XT.toldBy, Literal("date")))
    assert violations(reposts) == ()
    load(store, ntriples(reposts))
    load_counts(store)
    return store


def load_counts(store: Store) -> None:
    """The counts that a build keeps, made as it makes them: from the index of a store on a disk."""
    with TemporaryDirectory() as folder:
        on_disk = Store(folder)
        on_disk.bulk_extend(store)
        on_disk.flush()
        del on_disk
        make_index(Path(folder), IRIS.base)
        load(store, list(counts(Path(folder), IRIS)), NamedNode(IRIS.graph(COUNTS)))


def load_beside(store: Store, codes: set[str]) -> None:
    """What stands in the graph beside the pages'."""
    load(store, ntriples(place_graph(codes)))
    for graph in graphs().values():
        load(store, ntriples(graph))


def load(store: Store, lines: list[str], graph: NamedNode | DefaultGraph = GRAPH) -> None:
    store.bulk_load("".join(lines).encode(), RdfFormat.N_TRIPLES, to_graph=graph)


def ask(query: str, store: Store | None = None) -> list[dict[str, str]]:
    """The rows of an answer, each with the variables that it binds."""
    found = (store or world()).query(query)
    names = [variable.value for variable in found.variables]
    return [{name: value.value for name, value in zip(names, row, strict=True) if value is not None} for row in found]
