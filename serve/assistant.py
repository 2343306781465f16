"""Tools for assistants, over the Model Context Protocol: search, dossier, evidence, questions and bounded queries.

Everything is read from the store by query processes under limits; an answer has at most ``ROWS`` rows and says how many
there were.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from ontology.iris import Iris, is_code
from ontology.questions import prefixes, questions
from serve.client.queries import EVIDENCE_OF, iri_of
from serve.errors import QueryError
from serve.limits import Limits
from serve.pool import Pool
from serve.protocol import Wanted
from serve.search.find import find_sentences, find_things
from serve.search.schema import NoIndexError, opened
from serve.source import Source

ROWS = 100
"""Rows that an answer shows at most."""
FOUND = 20
"""Things and sentences that a search shows at most."""
INSTRUCTIONS = """Xiangtu is a knowledge graph of China's villages, read from county news pages. Begin with search for a
place, programme or organisation; dossier says what pages state of a place; evidence gives the sentences and pages of a
fact. Quote the sentence and the page's address with each number. Values marked planned are not done."""
SENTENCES = """SELECT ?passage ?sentence ?url ?title ?published WHERE {{
  VALUES ?passage {{ {passages} }} ?passage xt:quote ?sentence ; prov:wasQuotedFrom ?page . ?page schema:url ?url .
  OPTIONAL {{ ?page schema:headline ?title }} OPTIONAL {{ ?page schema:datePublished ?published }} }}"""

TABLE = Wanted("json", None)

Table = dict[str, Any]


class Tools:
    """What the assistant may call; each raises ToolError with a sentence."""

    def __init__(self, pool: Pool, base: str) -> None:
        self.pool = pool
        self.base = base

    async def search(self, text: str, limit: int = FOUND) -> Table:
        """Find places, programmes, organisations, documents and sentences: Chinese words, pinyin or a division's code.

        Things have an IRI, their kind, and how many pages and facts speak of them; sentences have their page.
        """
        limit = max(1, min(limit, FOUND))
        try:
            db = opened(self.pool.generation.store)
        except NoIndexError as error:
            raise ToolError(str(error)) from None
        try:
            things, sentences = find_things(db, text, limit), find_sentences(db, text, limit)
        finally:
            db.close()
        found = [
            {"iri": f"{self.base}{hit.key}", "kind": hit.kind, "name": hit.name, "pages": hit.pages, "facts": hit.facts}
            for hit in things
        ]
        passages = " ".join(f"<{self.base}page/{s.key.removeprefix('page/')}>" for s in sentences)
        told = await self.rows(SENTENCES.format(passages=passages), limit) if passages else {"rows": []}
        return {"things": found, "sentences": told["rows"]}

    async def dossier(self, code: str, limit: int = ROWS) -> Table:
        """What the pages state of a division, by its national code, and of all that lies in it, with sentences."""
        if not is_code(code):
            raise ToolError(f"{code!r} is no division's code; search for the place, its code ends its IRI")
        return await self.ask("dossier", {"code": code}, limit)

    async def evidence(self, fact: str) -> Table:
        """Each sentence that a fact (its IRI) was read from, with page, title and date; a repost names its original."""
        try:
            return await self.rows(EVIDENCE_OF.format(fact=iri_of(fact)), ROWS)
        except ValueError as error:
            raise ToolError(str(error)) from None

    async def list_questions(self) -> Table:
        """The questions that the graph is made to answer: name, what they ask, and parameters with their defaults."""
        return {
            "rows": [
                {
                    "name": question.name,
                    "asks": question.says,
                    "parameters": {p.name: {"default": p.default, "about": p.about} for p in question.parameters},
                }
                for question in questions().values()
            ]
        }

    async def ask(self, name: str, parameters: dict[str, str] | None = None, limit: int = ROWS) -> Table:
        """The answer of one of the listed questions."""
        if name not in questions():
            raise ToolError(f"there is no question {name!r}; there are: {', '.join(questions())}")
        try:
            text = questions()[name].query(parameters or {}, Iris(self.base))
        except ValueError as error:
            raise ToolError(str(error)) from None
        return await self.rows(text, limit)

    async def query(self, sparql: str, limit: int = ROWS) -> Table:
        """The answer of a SPARQL 1.1 SELECT or ASK; the prefixes xt, schema, prov, skos, rdfs, xsd, place, page … are
        declared. Time and memory are bounded; no more than 100 rows are shown, so aggregate or LIMIT."""
        return await self.rows(sparql, limit)

    async def rows(self, sparql: str, limit: int) -> Table:
        """The first rows of an answer, and how many there are. Raises ToolError."""
        try:
            answer = json.loads((await self.pool.ask(sparql, TABLE)).content())
        except QueryError as error:
            raise ToolError(str(error)) from None
        if "boolean" in answer:
            return {"rows": [{"answer": answer["boolean"]}], "rows_in_all": 1}
        found = answer["results"]["bindings"]
        shown = [{name: cell["value"] for name, cell in row.items()} for row in found[: max(1, min(limit, ROWS))]]
        return {"rows": shown, "rows_in_all": len(found)}


def make_server(source: Source, limits: Limits, base: str) -> MCPServer:
    """The server of these tools on a store; its query processes live as long as it runs."""
    pool = Pool(source, limits, prefixes(base))
    tools = Tools(pool, base)

    @asynccontextmanager
    async def lifespan(_: MCPServer) -> AsyncIterator[None]:
        async with pool:
            yield

    server = MCPServer("xiangtu", title="乡图 Xiangtu", instructions=INSTRUCTIONS, lifespan=lifespan)
    for tool in (tools.search, tools.dossier, tools.evidence, tools.list_questions, tools.ask, tools.query):
        server.tool()(tool)
    return server
