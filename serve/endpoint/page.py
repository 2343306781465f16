"""The query page: YASGUI where ``make yasgui`` has brought it, a plain form without."""

from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from ontology.questions import by_theme, questions
from ontology.terms import terms
from serve.endpoint.templates import template
from serve.serving import serving

YASGUI = Path(__file__).with_name("yasgui")
FILES = {"yasgui.min.js": "text/javascript", "yasgui.min.css": "text/css"}
OWN = {"query.js": "text/javascript", "query.css": "text/css"}
EXAMPLE = """SELECT ?where ?what ?value ?unit ?quote {
  ?fact a xt:Fact ; xt:place/rdfs:label ?where ; xt:what ?what ; xt:value ?value ; prov:wasDerivedFrom/xt:quote ?quote .
  OPTIONAL { ?fact xt:unitText ?unit }
} LIMIT 20"""


EDITED = 20_000
"""Characters of a query to edit that the page takes."""


async def front(request: Request) -> Response:
    """The first page, where there is no explorer."""
    return page(request)


def page(request: Request) -> Response:
    """The page, which works without scripts too.

    ``?edit=`` gives the query that stands in its field, ``?question=`` one of the questions by its name.
    """
    has = serving(request)
    known = {"prefixes": dict(has.prefixes), "terms": completions(), "endpoint": "query"}
    named = questions().get(request.query_params.get("question", ""))
    edited = named.text if named else request.query_params.get("edit", "")[:EDITED]
    has_yasgui = all((YASGUI / name).is_file() for name in FILES)
    text = template("query.html").render(
        example=edited or EXAMPLE, edited=bool(edited), known=known, themes=by_theme(), has_yasgui=has_yasgui
    )
    return HTMLResponse(text, headers={"vary": "Accept"})


@cache
def completions() -> dict[str, list[str]]:
    """What may be written as a class and as a property, in short form."""
    return {
        "class": [term.iri for term in terms() if term.sort == "class"],
        "property": [term.iri for term in terms() if term.sort in ("object", "data")],
    }


async def file(request: Request) -> Response:
    """A file of the page."""
    name = request.path_params["name"]
    if name in FILES and (YASGUI / name).is_file():
        return FileResponse(YASGUI / name, media_type=FILES[name], headers={"cache-control": "max-age=86400"})
    if name in OWN:
        return FileResponse(Path(__file__).with_name("pages") / name, media_type=OWN[name])
    raise HTTPException(404)
