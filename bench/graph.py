"""What a page costs from its reading to checked lines of N-Quads, step by step.

usage: python -m bench.graph [PAGES]

Pages of our own making: 12 paragraphs, 24 facts, 12 settlements and 12 local programmes each, about 600 triples.
"""

import sys
import time
from collections.abc import Callable
from typing import TypeVar

from ontology.iris import Iris
from pipeline.graph.emit import page_graph, page_triples
from pipeline.graph.shapes import conforms
from pipeline.graph.validate import report
from pipeline.graph.written import nquads
from pipeline.records import Reading
from tests.drafts import FETCHED, Draft

T = TypeVar("T")
R = TypeVar("R")


def reading(number: int, paragraphs: int = 12) -> Reading:
    lines = [f"第{k}组投入资金{k + 100}万元,修路{k + 1}公里,推行第{k}号行动。" for k in range(paragraphs)]
    page = Draft(f"http://www.example.gov.cn/{number}", "通路", *lines, home="431225212", published="2023-05-01")
    for k in range(paragraphs):
        page.place(f"第{k}组", None, "group", "431225212").program(f"第{k}号行动", "campaign")
        page.fact(f"{k + 100}万元", str((k + 100) * 10000), "CNY", "资金", when="2023", program=f"第{k}号行动")
        page.fact(f"{k + 1}公里", str(k + 1), "公里", "道路", where="431225212", when="2023")
    return page.reading


def timed(step: str, function: Callable[[T], R], inputs: list[T]) -> list[R]:
    function(inputs[0])
    start = time.perf_counter()
    outputs = [function(item) for item in inputs]
    print(f"{step:<28}{(time.perf_counter() - start) / len(inputs) * 1000:8.2f} ms a page")
    return outputs


def main() -> None:
    readings = [reading(number) for number in range(int(sys.argv[1]) if len(sys.argv) > 1 else 50)]
    name = Iris().page("http://www.example.gov.cn/")
    pages = timed("emit (triples)", lambda r: page_triples(r, FETCHED), readings)
    timed("write (N-Quads)", lambda t: nquads(t, name), pages)
    timed("check (conforms)", conforms, pages)
    timed("emit (rdflib graph)", lambda r: page_graph(r, FETCHED), readings)
    timed("check (pyshacl, hoisted)", report, pages)
    print(f"{sum(map(len, pages)) / len(pages):.0f} triples a page")


if __name__ == "__main__":
    main()
