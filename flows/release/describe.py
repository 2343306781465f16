"""A release described for machines: DCAT for its files, VoID for what is in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import DCAT, DCTERMS, RDF, VOID, XSD, Graph, Literal, Namespace, URIRef

from ontology.iris import XT, Iris

SPDX = Namespace("http://spdx.org/rdf/terms#")
IANA = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True, slots=True)
class Dump:
    """A file of a release: name, media type, size in bytes, SHA-256."""

    name: str
    media_type: str
    size: int
    sha256: str


def describe(
    iris: Iris, date: str, dumps: Iterable[Dump], pages: int, quads: int, predicates: Mapping[str, int]
) -> str:
    """The description as Turtle, its files named relative to it."""
    graph = Graph()
    for prefix, namespace in {"dcat": DCAT, "dcterms": DCTERMS, "void": VOID, "spdx": SPDX}.items():
        graph.bind(prefix, namespace)
    dataset = URIRef(f"{iris.base}dataset")
    for kind in (DCAT.Dataset, VOID.Dataset):
        graph.add((dataset, RDF.type, kind))
    graph.add((dataset, DCTERMS.title, Literal("乡图：中国乡村知识图谱", lang="zh")))
    graph.add((dataset, DCTERMS.title, Literal("Xiangtu: a knowledge graph of China's villages", lang="en")))
    text = "What news pages of county sites say of villages, each statement with its sentence and its page."
    graph.add((dataset, DCTERMS.description, Literal(text, lang="en")))
    graph.add(
        (dataset, DCTERMS.description, Literal("县级网站新闻中关于乡村的陈述，逐条附原句与来源页面。", lang="zh"))
    )
    graph.add((dataset, DCTERMS.issued, Literal(date, datatype=XSD.date)))
    graph.add((dataset, DCTERMS.conformsTo, URIRef(str(XT).rstrip("#"))))
    graph.add((dataset, VOID.uriSpace, Literal(iris.base)))
    graph.add((dataset, VOID.vocabulary, URIRef(str(XT))))
    graph.add((dataset, VOID.documents, Literal(pages)))
    graph.add((dataset, VOID.triples, Literal(quads)))
    graph.add((dataset, VOID.properties, Literal(len(predicates))))
    for dump in dumps:
        file, checksum = URIRef(dump.name), URIRef(f"#{dump.name}-sha256")
        graph.add((dataset, DCAT.distribution, file))
        graph.add((dataset, VOID.dataDump, file))
        graph.add((file, RDF.type, DCAT.Distribution))
        graph.add((file, DCAT.downloadURL, file))
        graph.add((file, DCAT.mediaType, URIRef(IANA + dump.media_type)))
        graph.add((file, DCAT.compressFormat, URIRef(IANA + "application/gzip")))
        graph.add((file, DCAT.byteSize, Literal(dump.size, datatype=XSD.nonNegativeInteger)))
        graph.add((file, SPDX.checksum, checksum))
        graph.add((checksum, RDF.type, SPDX.Checksum))
        graph.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
        graph.add((checksum, SPDX.checksumValue, Literal(dump.sha256, datatype=XSD.hexBinary)))
    for number, (predicate, triples) in enumerate(sorted(predicates.items()), 1):
        part = URIRef(f"#property-{number}")
        graph.add((dataset, VOID.propertyPartition, part))
        graph.add((part, VOID.property, URIRef(predicate)))
        graph.add((part, VOID.triples, Literal(triples)))
    return graph.serialize(format="turtle")
