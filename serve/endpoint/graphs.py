"""The Graph Store Protocol, as far as it reads."""

from dataclasses import replace

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from serve.endpoint.accept import FORMAT, wanted
from serve.endpoint.answers import response, while_connected
from serve.errors import RefusedQueryError
from serve.protocol import Wanted
from serve.serving import serving

ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
KNOWN = "ASK { GRAPH ?g { ?s ?p ?o } }"


async def graph(request: Request) -> Response:
    """A whole graph: ``?default``, or ``?graph=IRI``. 404 where the store has none of that name."""
    names, pool = request.query_params.getlist("graph"), serving(request).pool
    if ("default" in request.query_params) == bool(names) or len(names) > 1:
        raise RefusedQueryError("ask for ?default, or for one ?graph=IRI")
    if names and (await pool.ask(KNOWN, Wanted("csv", named=names))).content() != b"true\n":
        raise HTTPException(404, f"the store has no graph <{names[0]}>")
    forms = replace(wanted(request, request.query_params.get(FORMAT)), rows=None, default=names)
    return response(await while_connected(request, pool.ask(ALL, forms)))
