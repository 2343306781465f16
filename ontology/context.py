"""Makes ``context.jsonld`` from the vocabulary: ``python -m ontology.context``.

Terms go by their bare names (``value``, ``place``, ``mentions``); IRIs under the base may be relative.
"""

import json
from pathlib import Path
from typing import Any

from ontology.iris import DEFAULT_BASE
from ontology.questions import PREFIXES
from ontology.terms import Term, terms

_WORDS = {"id": "@id", "type": "@type", "graph": "@graph"}
_INDIVIDUALS = {"xt:Qualifier", "xt:Modality"}


def context() -> dict[str, Any]:
    """The JSON-LD context."""
    prefixes = {prefix: iri for prefix, iri in PREFIXES.items() if not iri.startswith(DEFAULT_BASE) or prefix == "xt"}
    named = {term.name: _entry(term) for term in terms()}
    return {"@context": {"@version": 1.1, "@base": DEFAULT_BASE} | _WORDS | prefixes | named}


def _entry(term: Term) -> str | dict[str, str]:
    if term.sort in ("class", "individual"):
        return term.iri
    if term.sort == "object":
        return {"@id": term.iri, "@type": "@vocab" if _INDIVIDUALS & set(term.ranges) else "@id"}
    match term.ranges:
        case ("rdf:langString",):
            return {"@id": term.iri, "@language": "zh"}
        case (datatype,) if datatype != "xsd:string":
            return {"@id": term.iri, "@type": datatype}
        case _:
            return {"@id": term.iri}


def written() -> str:
    """The context as its file has it."""
    return json.dumps(context(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("context.jsonld").write_text(written(), "utf-8")
