"""A page from its bytes to N-Quads, against what a user would build of others' parts: processor time, in turns.

usage: python -m bench.peer [PAGES]       (pip install '.[bench]')

Theirs: trafilatura finds the text, JioNLP counties, money and times with their values, rdflib writes a node for each:
a ninth of our quads, without villages, programmes, what is counted or who said so. Pages are those of
``bench.stages``; of three rounds each page's best counts.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

from bench.made import COUNTIES, html, url
from bench.stages import FETCHED, IRIS, SITES
from pipeline.clean.reposts import signature
from pipeline.graph.emit import page_written
from pipeline.graph.validate import violations
from pipeline.graph.written import in_graph
from pipeline.privacy import anonymous
from pipeline.read import read_page
from pipeline.records import RawPage, Refusal

ROUNDS = 3


def ours(page: RawPage) -> int:
    """The quads of a page: read, masked, written, checked."""
    reading = read_page(page)
    if isinstance(reading, Refusal):
        raise TypeError(f"{page.url}: {reading.reason}")
    reading = anonymous(reading)
    written = page_written(reading, FETCHED, IRIS)
    violations(written.values())
    signature(reading.article.text)
    return len([line.encode() for line in in_graph(written, IRIS.page(page.url))])


def theirs(page: RawPage) -> int:
    """The quads that others' parts make of it."""
    import jionlp
    from rdflib import RDF, Dataset, Literal, Namespace, URIRef
    from trafilatura import bare_extraction

    found: Any = bare_extraction(page.body.decode(), url=page.url, with_metadata=True)
    data, own = Dataset(), Namespace("http://schema.example/")
    graph = data.graph(URIRef(page.url))
    graph.add((URIRef(page.url), own.title, Literal(found.title)))
    times = jionlp.ner.extract_time(found.text, time_base={"year": 2024, "month": 6, "day": 1}, with_parsing=True)
    for place, _ in jionlp.recognize_location(found.text)["domestic"] or ():
        graph.add((URIRef(page.url), own.place, Literal(place["county"] or place["city"] or place["province"])))
    for kind, entries in (("Money", jionlp.ner.extract_money(found.text, with_parsing=True)), ("Time", times)):
        for entry in entries:
            node = URIRef(f"{page.url}#{entry['offset'][0]}")
            graph.add((node, RDF.type, own[kind]))
            graph.add((node, own.text, Literal(entry["text"])))
            graph.add((node, own.value, Literal(str(entry["detail"]))))
    return data.serialize(format="nquads").count(" .\n")


def taken(read: Callable[[RawPage], int], page: RawPage) -> float:
    start = time.process_time()
    read(page)
    return time.process_time() - start


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    numbers = [at % SITES + at // SITES * COUNTIES for at in range(count)]
    pages = [RawPage(url(n), FETCHED, html(n).encode(), headers=(("Content-Type", "text/html"),)) for n in numbers]
    quads = [sum(map(read, pages)) / count for read in (ours, theirs)]
    best = [[min(taken(read, page) for _ in range(ROUNDS)) for read in (ours, theirs)] for page in pages]
    mine, other = (sum(page[which] for page in best) / count * 1000 for which in (0, 1))
    print(f"xiangtu  {mine:8.1f} ms a page  {quads[0]:6.0f} quads")
    print(f"theirs   {other:8.1f} ms a page  {quads[1]:6.0f} quads")
    print(f"ratio    {other / mine:8.1f}")


if __name__ == "__main__":
    main()
