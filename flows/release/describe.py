"""A release described for machines: DCAT for its files, VoID for what is in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version

from rdflib import DCAT, DCTERMS, PROV, RDF, VOID, XSD, Graph, Literal, Namespace, URIRef

from ontology.iris import XT, Iris

SPDX = Namespace("http://spdx.org/rdf/terms#")
IANA = "https://www.iana.org/assignments/media-types/"


DCAT3_VERSION, DCAT3_PREVIOUS = (URIRef(f"{DCAT}{name}") for name in ("version", "previousVersion"))
"""Terms of DCAT 3, which rdflib's list of DCAT has not and warns of."""
DESCRIPTIONS = ("void.ttl", "dcat.ttl")
KINDS_OF_DAY = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
TITLES = (
    ("zh", "乡图：中国乡村知识图谱", "县级网站新闻中关于乡村的陈述，逐条附原句与来源页面。"),
    (
        "en",
        "Xiangtu: a knowledge graph of China's villages",
        "What news pages of county sites say of villages, each statement with its sentence and its page.",
    ),
)
DUMPS = ("xiangtu.nq.gz", "xiangtu.trig.gz", "xiangtu.ttl.gz", "xiangtu.jsonld.gz")


@dataclass(frozen=True, slots=True)
class Dump:
    """A file of a release: name, media type, size in bytes, SHA-256."""

    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class About:
    """What a release's description tells besides its files; ``quads`` are those that are said now."""

    date: str
    pages: int
    quads: int
    predicates: Mapping[str, int]
    licence: str
    pipeline: str
    since: str | None = None
    """The release before."""
    period: tuple[str, str] | None = None
    """The first and the last day on which one of its pages was published."""


def describe(iris: Iris, about: About, dumps: Iterable[Dump]) -> dict[str, str]:
    """The descriptions as Turtle by name: VoID of what the graph holds, DCAT 3 of the files, named relative to them."""
    dataset = URIRef(f"{iris.base}dataset")
    void, dcat = (graph_of(dataset, kind, about) for kind in (VOID.Dataset, DCAT.Dataset))
    tell_contents(void, dataset, iris, about)
    tell_version(dcat, dataset, about)
    for dump in dumps:
        tell_file(dcat, dataset, dump)
        if dump.name in DUMPS:
            void.add((dataset, VOID.dataDump, URIRef(dump.name)))
    return dict(zip(DESCRIPTIONS, (void.serialize(format="turtle"), dcat.serialize(format="turtle")), strict=True))


def graph_of(dataset: URIRef, kind: URIRef, about: About) -> Graph:
    """A description with what both say: title, day, licence, and the time that its pages are of."""
    graph = Graph(bind_namespaces="none")
    spaces = {"dcat": DCAT, "dcterms": DCTERMS, "void": VOID, "spdx": SPDX, "prov": PROV, "xsd": XSD}
    for prefix, namespace in spaces.items():
        graph.bind(prefix, namespace)
    graph.add((dataset, RDF.type, kind))
    for language, title, text in TITLES:
        graph.add((dataset, DCTERMS.title, Literal(title, lang=language)))
        graph.add((dataset, DCTERMS.description, Literal(text, lang=language)))
    graph.add((dataset, DCTERMS.issued, Literal(about.date, datatype=XSD.date)))
    graph.add((dataset, DCTERMS.license, URIRef(about.licence)))
    graph.add((dataset, DCTERMS.conformsTo, URIRef(str(XT).rstrip("#"))))
    if about.period:
        period = URIRef("#period")
        graph.add((dataset, DCTERMS.temporal, period))
        graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
        for term, day in zip((DCAT.startDate, DCAT.endDate), about.period, strict=True):
            graph.add((period, term, Literal(day, datatype=KINDS_OF_DAY[len(day)])))
    return graph


def tell_contents(graph: Graph, dataset: URIRef, iris: Iris, about: About) -> None:
    """What the graph holds now: pages, triples, and these by property."""
    counts = {VOID.documents: about.pages, VOID.triples: about.quads, VOID.properties: len(about.predicates)}
    for term, value in counts.items():
        graph.add((dataset, term, Literal(value)))
    graph.add((dataset, VOID.uriSpace, Literal(iris.base)))
    graph.add((dataset, VOID.vocabulary, URIRef(str(XT))))
    for number, (predicate, triples) in enumerate(sorted(about.predicates.items()), 1):
        part = URIRef(f"#property-{number}")
        graph.add((dataset, VOID.propertyPartition, part))
        graph.add((part, VOID.property, URIRef(predicate)))
        graph.add((part, VOID.triples, Literal(triples)))


def tell_version(graph: Graph, dataset: URIRef, about: About) -> None:
    """Which release it is, which one was before, and the run that made it."""
    graph.add((dataset, DCAT3_VERSION, Literal(about.date)))
    if about.since:
        graph.add((dataset, DCAT3_PREVIOUS, URIRef(f"../{about.since}/dcat.ttl")))
    run = URIRef("#run")
    graph.add((dataset, PROV.wasGeneratedBy, run))
    graph.add((run, RDF.type, PROV.Activity))
    graph.add((run, PROV.used, Literal(f"xiangtu {version('xiangtu')}, pipeline {about.pipeline}")))


def tell_file(graph: Graph, dataset: URIRef, dump: Dump) -> None:
    """A file of the release, with its size and checksum."""
    file, checksum = URIRef(dump.name), URIRef(f"#{dump.name}-sha256")
    graph.add((dataset, DCAT.distribution, file))
    graph.add((file, RDF.type, DCAT.Distribution))
    graph.add((file, DCAT.downloadURL, file))
    graph.add((file, DCAT.mediaType, URIRef(IANA + dump.media_type)))
    if dump.name.endswith(".gz"):
        graph.add((file, DCAT.compressFormat, URIRef(IANA + "application/gzip")))
    graph.add((file, DCAT.byteSize, Literal(dump.size, datatype=XSD.nonNegativeInteger)))
    graph.add((file, SPDX.checksum, checksum))
    graph.add((checksum, RDF.type, SPDX.Checksum))
    graph.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    graph.add((checksum, SPDX.checksumValue, Literal(dump.sha256, datatype=XSD.hexBinary)))
