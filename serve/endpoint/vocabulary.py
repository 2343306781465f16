"""``/ns``: the vocabulary, as RDF and as its documentation, and the JSON-LD context."""

from functools import cache
from importlib.resources import files

from rdflib import Graph
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from ontology.terms import Sort, terms
from serve.endpoint.accept import GRAPH, TYPES, best_type
from serve.endpoint.description import RDFLIB
from serve.endpoint.entities import HTML, parted, raw_path
from serve.endpoint.templates import template

SORTS: dict[Sort, tuple[str, str]] = {
    "class": ("类", "Classes"),
    "object": ("关系属性", "Properties that link"),
    "data": ("数据属性", "Properties with a value"),
    "individual": ("个体", "Individuals"),
}


async def vocabulary(request: Request) -> Response:
    """The vocabulary in the form that the client likes."""
    _, form = parted(raw_path(request))
    liked = best_type(request, *GRAPH, HTML)
    if form == "html" or (form is None and liked == HTML):
        return HTMLResponse(documentation(), headers={"vary": "Accept"})
    chosen = form or (GRAPH[liked] if liked else None)
    if chosen not in RDFLIB:
        raise HTTPException(406, "the vocabulary is HTML or RDF: ask for /ns.html, .ttl, .jsonld, .nt or .rdf")
    return Response(written(chosen), headers={"content-type": TYPES[chosen], "vary": "Accept"})


async def context(_: Request) -> Response:
    """The JSON-LD context."""
    return Response(files("ontology").joinpath("context.jsonld").read_bytes(), media_type="application/ld+json")


@cache
def written(form: str) -> bytes:
    """The vocabulary in a form of RDF."""
    text = files("ontology").joinpath("xiangtu.ttl").read_bytes()
    if form == "ttl":
        return text
    return Graph().parse(data=text, format="turtle").serialize(format=RDFLIB[form], encoding="utf-8")


@cache
def documentation() -> str:
    """The vocabulary as a page, in Chinese and English."""
    found = {sort: [term for term in terms() if term.sort == sort] for sort in SORTS}
    return template("vocabulary.html").render(sorts=SORTS, terms=found)
