"""What the endpoint says of itself: SPARQL 1.1 Service Description, and VoID of the graph."""

from rdflib import RDF, SDO, SH, VOID, XSD, BNode, Graph, Literal, Namespace, URIRef
from starlette.requests import Request
from starlette.responses import Response

from serve.endpoint.accept import GRAPH, TYPES, best
from serve.errors import UnacceptableError
from serve.protocol import Wanted
from serve.serving import Serving, serving

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
GRAPHS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")
RDFLIB = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}
LICENCE = URIRef("https://www.apache.org/licenses/LICENSE-2.0")
COUNT = "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?subjects) { ?s ?p ?o }"


async def description(request: Request) -> Response:
    """The service description."""
    has = serving(request)
    graph = Graph()
    service, endpoint = BNode(), URIRef(f"{has.address(request)}/query")
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, SD.endpoint, endpoint))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    for name in (*RESULTS, *GRAPHS):
        graph.add((service, SD.resultFormat, FORMATS[name]))
    for prefix, namespace in has.prefixes.items():
        declared = BNode()
        graph.add((service, SH.declare, declared))
        graph.add((declared, SH.prefix, Literal(prefix)))
        graph.add((declared, SH.namespace, Literal(namespace, datatype=XSD.anyURI)))
    data, default = BNode(), BNode()
    graph.add((service, SD.defaultDataset, data))
    graph.add((data, RDF.type, SD.Dataset))
    graph.add((data, SD.defaultGraph, default))
    graph.add((default, RDF.type, SD.Graph))
    return written(request, graph)


async def void(request: Request) -> Response:
    """The graph's description, its size counted once a store."""
    has = serving(request)
    address = has.address(request)
    graph = Graph()
    dataset = URIRef(f"{address}/.well-known/void")
    graph.add((dataset, RDF.type, VOID.Dataset))
    graph.add((dataset, SDO.name, Literal("乡图", lang="zh")))
    graph.add((dataset, SDO.name, Literal("Xiangtu", lang="en")))
    graph.add((dataset, VOID.sparqlEndpoint, URIRef(f"{address}/query")))
    graph.add((dataset, VOID.uriSpace, Literal(has.base)))
    for prefix in ("xt", "schema", "prov", "skos"):
        if prefix in has.prefixes:
            graph.add((dataset, VOID.vocabulary, URIRef(has.prefixes[prefix])))
    triples, subjects = await counted(has)
    graph.add((dataset, VOID.triples, Literal(triples)))
    graph.add((dataset, VOID.distinctSubjects, Literal(subjects)))
    return written(request, graph)


async def counted(has: Serving) -> tuple[int, int]:
    """Triples and subjects of the store of now; counted once."""
    store = has.pool.generation.store.name
    if store not in has.counts:
        answer = await has.pool.ask(COUNT, Wanted("tsv"))
        triples, subjects = answer.content().decode().splitlines()[1].split("\t")
        has.counts.clear()
        has.counts[answer.store] = (int(triples), int(subjects))
        return has.counts[answer.store]
    return has.counts[store]


def written(request: Request, graph: Graph) -> Response:
    """A small graph in the form that the client likes. Raises UnacceptableError."""
    form = best(request, GRAPH)
    if form is None:
        raise UnacceptableError(f"this is RDF: {', '.join(TYPES[form] for form in RDFLIB)}")
    for prefix, namespace in serving(request).prefixes.items():
        graph.bind(prefix, namespace)
    graph.bind("sd", SD)
    return Response(
        graph.serialize(format=RDFLIB[form], encoding="utf-8"),
        headers={"content-type": TYPES[form], "vary": "Accept"},
    )
