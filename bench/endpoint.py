"""Short questions of many clients while queries that never end run: seconds to an answer, and what failed.

usage: python -m bench.endpoint make FOLDER [QUADS]     a data folder with a store of our own making (a million quads)
       python -m bench.endpoint ask FOLDER [SECONDS [CLIENTS [ENDLESS]]]     (20 seconds, 50 clients, 4 endless)

``ask`` serves the folder on loopback (or takes the address of what is served already). Each client asks its next
question when it has the answer to the one before, first alone, then beside the endless ones, which are waited for: each
has to end by the server's hand. Latency is clients divided by throughput, so what counts is the ratio of both rounds.
"""

import asyncio
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import httpx
from pyoxigraph import RdfFormat, Store

BASE, XT = "https://w3id.org/xiangtu/", "https://w3id.org/xiangtu/ns#"
RDF, RDFS, SCHEMA = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://www.w3.org/2000/01/rdf-schema#",
    "https://schema.org/",
)
PROV = "http://www.w3.org/ns/prov#"
PLACES = 2_000
PREFIXES = "".join(
    f"PREFIX {name}: <{iri}> "
    for name, iri in {"place": f"{BASE}place/", "xt": XT, "rdfs": RDFS, "schema": SCHEMA, "prov": PROV}.items()
)
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f }"
MIXED = (
    "ASK { place:%(place)d a xt:Village }",
    "SELECT ?f ?what ?value { ?f xt:place place:%(place)d ; xt:what ?what ; xt:value ?value } LIMIT 50",
    "SELECT ?m (COUNT(?f) AS ?n) (SUM(?v) AS ?sum) { ?f xt:place place:%(place)d ; xt:modality ?m ; xt:value ?v } "
    "GROUP BY ?m",
    "SELECT ?quote ?url { ?f xt:place place:%(place)d ; prov:wasDerivedFrom ?w . "
    "?w xt:quote ?quote ; prov:wasQuotedFrom/schema:url ?url } ORDER BY ?url LIMIT 20",
    "CONSTRUCT { ?f ?p ?o } WHERE { ?f xt:place place:%(place)d ; ?p ?o } LIMIT 200",
    "SELECT ?name { ?place xt:code '%(place)d' ; rdfs:label ?name }",
)


def quads() -> Iterator[str]:
    """Places, then facts without an end, each with its passage and, every tenth, its page."""
    for place in range(PLACES):
        iri, end = f"<{BASE}place/{place}>", " .\n"
        yield f"{iri} <{RDF}type> <{XT}Village>{end}"
        yield f'{iri} <{XT}code> "{place}"{end}'
        yield f'{iri} <{RDFS}label> "第{place}村"@zh{end}'
    fact = 0
    while True:
        iri, passage, page = (
            f"<{BASE}fact/{fact}>",
            f"<{BASE}page/{fact // 10}#char={fact},9>",
            f"<{BASE}page/{fact // 10}>",
        )
        end = " .\n"
        yield f"{iri} <{RDF}type> <{XT}Fact>{end}"
        yield f"{iri} <{XT}place> <{BASE}place/{fact % PLACES}>{end}"
        yield f'{iri} <{XT}what> "第{fact % 97}项"@zh{end}'
        yield f'{iri} <{XT}value> "{fact % 1000}"^^<http://www.w3.org/2001/XMLSchema#decimal>{end}'
        yield f"{iri} <{XT}modality> <{XT}{'planned' if fact % 3 else 'actual'}>{end}"
        yield f"{iri} <{PROV}wasDerivedFrom> {passage}{end}"
        yield f'{passage} <{XT}quote> "第{fact}句话说到第{fact % PLACES}村的第{fact % 97}项。"@zh{end}'
        yield f"{passage} <{PROV}wasQuotedFrom> {page}{end}"
        if fact % 10 == 0:
            yield f'{page} <{SCHEMA}url> "http://www.example.gov.cn/{fact // 10}.html"{end}'
        fact += 1


def make(folder: Path, count: int) -> None:
    """A data folder with a store of so many quads."""
    home = folder / ".stores" / "000001"
    home.mkdir(parents=True)
    store = Store(str(home))
    store.bulk_load("".join(islice(quads(), count)).encode(), RdfFormat.N_QUADS)
    store.optimize()
    (folder / "store").symlink_to(os.path.relpath(home, folder))
    print(f"{len(store)} quads in {folder}")


async def client(number: int, address: str, until: float, times: list[float], statuses: Counter[str]) -> None:
    """One client's questions."""
    chance = random.Random(number)
    async with httpx.AsyncClient(timeout=60, trust_env=False) as http:
        while time.monotonic() < until:
            query = PREFIXES + chance.choice(MIXED) % {"place": chance.randrange(PLACES)}
            begun = time.monotonic()
            try:
                answer = await http.post(f"{address}/query", data={"query": query})
                statuses[str(answer.status_code)] += 1
            except httpx.HTTPError as error:
                statuses[repr(error)] += 1
            times.append(time.monotonic() - begun)


async def endless(address: str, until: float, statuses: Counter[str]) -> None:
    """A query that never ends, asked again when it was ended."""
    async with httpx.AsyncClient(timeout=120, trust_env=False) as http:
        while time.monotonic() < until:
            begun = time.monotonic()
            try:
                said = str((await http.post(f"{address}/query", data={"query": ENDLESS})).status_code)
            except httpx.HTTPError as error:
                said = repr(error)
            statuses[f"{said} after {time.monotonic() - begun:.0f} s"] += 1


async def ask(address: str, seconds: float, clients: int, beside: int) -> None:
    """Both rounds, a line each."""
    for count in (0, beside):
        times, statuses, ended = list[float](), Counter[str](), Counter[str]()
        until = time.monotonic() + seconds
        endings = [asyncio.create_task(endless(address, until, ended)) for _ in range(count)]
        await asyncio.sleep(2 if count else 0)
        await asyncio.gather(*(client(n, address, until, times, statuses) for n in range(clients)))
        await asyncio.gather(*endings)
        times.sort()
        p50, p95 = (times[int(len(times) * part)] * 1000 for part in (0.5, 0.95))
        said = ", ".join(f"{status}: {number}" for status, number in sorted(statuses.items()))
        print(
            f"{count} endless: {len(times)} answers ({said}), p50 {p50:.0f} ms, p95 {p95:.0f} ms; ended: {dict(ended)}"
        )
        await asyncio.sleep(2)


@contextmanager
def served(where: str) -> Iterator[str]:
    """The address of a folder's endpoint, served by a process of its own; an address as it is."""
    if where.startswith("http"):
        yield where.rstrip("/")
        return
    command = [sys.executable, "-m", "flows.cli", "serve", "--data", where, "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        said = next((line for line in process.stdout or () if "http://" in line), "")
        address = said.partition(" at ")[2].partition("/ (")[0]
        while not is_up(address):
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait()


def is_up(address: str) -> bool:
    """Whether it answers yet."""
    try:
        return httpx.get(f"{address}/health", trust_env=False).is_success
    except httpx.TransportError:
        return False


def main(verb: str, where: str, *numbers: str) -> None:
    """Do one of both."""
    if verb == "make":
        make(Path(where), int(numbers[0]) if numbers else 1_000_000)
    else:
        seconds, clients, beside = [*map(int, numbers), *(20, 50, 4)[len(numbers) :]]
        with served(where) as address:
            asyncio.run(ask(address, seconds, clients, beside))


if __name__ == "__main__":
    main(*sys.argv[1:])
