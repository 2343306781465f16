"""The Graph Store Protocol, as far as it reads."""

from starlette.requests import Request
from starlette.responses import Response

from serve.endpoint.problems import problem
from serve.endpoint.query import response, while_connected
from serve.protocol import Wanted
from serve.serving import serving

ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


async def graph(request: Request) -> Response:
    """A whole graph: ``?default``, or ``?graph=IRI``."""
    names, pool = request.query_params.getlist("graph"), serving(request).pool
    if ("default" in request.query_params) == bool(names) or len(names) > 1:
        return problem(request, 400, "refused", "ask for ?default or for one ?graph=IRI")
    if names and (await pool.ask(f"ASK {{ GRAPH <{names[0]}> {{ ?s ?p ?o }} }}", Wanted("csv"))).content() != b"true\n":
        return problem(request, 404, "not-found", f"the store has no graph <{names[0]}>")
    return response(await while_connected(request, pool.ask(ALL, Wanted(None, "ttl", names))))
