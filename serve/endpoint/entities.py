"""Entity addresses: what the graph knows of a thing, at the thing's own address.

``https://w3id.org/xiangtu/place/431225`` leads to ``/place/431225`` here, which answers by ``Accept`` or by a suffix
(``.ttl``, ``.jsonld``, ``.nt``, ``.rdf``, ``.html``). RDF holds what is said of the thing, labels and quotes of what
that leads to, and up to ``INCOMING`` of the statements that lead to it.
"""

import re
from dataclasses import replace
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ontology.iris import is_plain
from serve.endpoint.accept import GRAPH, best_type, wanted
from serve.endpoint.answers import response, while_connected
from serve.protocol import Wanted
from serve.serving import serving

KINDS = ("place", "program", "fact", "claim", "page", "org", "document", "indicator", "unit", "site", "relation")
SUFFIXES = {".ttl": "ttl", ".jsonld": "jsonld", ".nt": "nt", ".rdf": "rdf", ".html": "html"}
HTML = "text/html"
INCOMING = 1_000
_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")

ABOUT = """CONSTRUCT {{ ?e ?p ?o . ?o rdfs:label ?label . ?o xt:quote ?quote . ?o prov:wasQuotedFrom ?page . ?s ?q ?e }}
WHERE {{
  {{ VALUES ?e {{ <{iri}> }} ?e ?p ?o
    OPTIONAL {{ ?o rdfs:label ?label }} OPTIONAL {{ ?o xt:quote ?quote ; prov:wasQuotedFrom ?page }} }}
  UNION {{ SELECT ?s ?q ?e {{ VALUES ?e {{ <{iri}> }} ?s ?q ?e }} LIMIT {limit} }}
}}"""
KNOWN = "ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?p <{iri}> }} }}"


async def entity(request: Request) -> Response:
    """A thing in the form that the client likes. 404 where nothing is known of it."""
    has = serving(request)
    path, form = parted(raw_path(request))
    iri = f"{has.base}{path}"
    liked = best_type(request, *GRAPH, *([HTML] if has.page else []))
    is_table = "format" in request.query_params  # of what the page shows
    if has.page and (form == "html" or (form is None and (liked == HTML or is_table))):
        return await has.page(request, iri)
    if (await has.pool.ask(KNOWN.format(iri=iri), Wanted("csv"))).content() != b"true\n":
        raise HTTPException(404, f"{path}: nothing is known of <{iri}>")
    if form == "html":
        raise HTTPException(404, f"{path}: there is no page for it here; ask for .ttl, .jsonld, .nt or .rdf")
    forms = replace(wanted(request, form), rows=None)
    answer = await while_connected(request, has.pool.ask(ABOUT.format(iri=iri, limit=INCOMING), forms))
    return response(answer, {"content-location": f"/{quote(path, safe='/%')}.{answer.form}"})


def raw_path(request: Request) -> str:
    """The path as it was sent, without its first slash."""
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    return quote(raw.partition(b"?")[0].lstrip(b"/"), safe="/%!$&'()*+,;=:@~")


def parted(path: str) -> tuple[str, str | None]:
    """The end of an IRI, with the characters that IRIs have unencoded, and the form that a suffix asks for."""
    suffix = next((suffix for suffix in SUFFIXES if path.endswith(suffix)), "")
    return _ENCODED.sub(lambda run: decoded(run[0]), path.removesuffix(suffix)), SUFFIXES.get(suffix)


def decoded(run: str) -> str:
    """Percent-encoded bytes as IRIs of this graph write them. Raises HTTPException 404 for what is not UTF-8."""
    try:
        text = bytes.fromhex(run.replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        raise HTTPException(404, f"{run}: not UTF-8, so nothing is known of it") from None
    return "".join(char if is_plain(char) else quote(char, safe="") for char in text)
