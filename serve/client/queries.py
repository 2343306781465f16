"""The client's questions, built from what a caller gives; each begins with what narrows it most."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ontology.iris import is_code

PLACES = """SELECT DISTINCT ?code ?name ?level ?parent WHERE {{
  {within}
  ?place xt:code ?code ; rdfs:label ?name ; a ?class .
  ?class rdfs:subClassOf xt:Place .
  {named}
  OPTIONAL {{ ?place xt:within/xt:code ?parent }}
  BIND(LCASE(STRAFTER(STR(?class), "#")) AS ?level)
  {level}
}} ORDER BY ?code"""

EVIDENCE_OF = """SELECT DISTINCT ?sentence ?url ?title ?published ?original WHERE {{
  <{fact}> prov:wasDerivedFrom ?passage .
  ?passage xt:quote ?sentence ; prov:wasQuotedFrom ?page . ?page schema:url ?url .
  OPTIONAL {{ ?page schema:headline ?title }}
  OPTIONAL {{ ?page schema:datePublished ?published }}
  OPTIONAL {{ ?page xt:repostOf/schema:url ?original }}
}} ORDER BY ?published ?url ?sentence"""

SAID = {
    "what": "xt:what",
    "value": "xt:value",
    "valueMax": "xt:valueMax",
    "unit": "xt:unitText",
    "per": "xt:per",
    "baseValue": "xt:baseValue",
    "baseUnit": "xt:baseUnit",
    "qualifier": "xt:qualifier",
    "modality": "xt:modality",
    "when": "xt:when",
    "start": "xt:start",
    "end": "xt:end",
    "asOf": "xt:asOf",
    "confidence": "xt:confidence",
    "place": "xt:place",
    "code": "xt:place/xt:code",
    "where": "xt:place/rdfs:label",
    "indicator": "xt:indicator/rdfs:label",
    "program": "xt:program/rdfs:label",
}
"""What is said of a fact, by column."""

EVIDENCE = """SELECT DISTINCT ?fact ?sentence ?url ?published ?original WHERE {{
  {narrowed}
  ?fact prov:wasDerivedFrom ?passage . ?passage xt:quote ?sentence ; prov:wasQuotedFrom ?page . ?page schema:url ?url .
  OPTIONAL {{ ?page schema:datePublished ?published }}
  OPTIONAL {{ ?page xt:repostOf/schema:url ?original }}
}}"""


_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows facts; None and () leave open."""

    place: str | Iterable[str] | None = None
    """Codes of divisions; what lies in them counts."""
    indicator: str | None = None
    """A name of the scheme, or another that it has for it; narrower ones count."""
    program: str | None = None
    modality: str | None = None
    """``actual`` or ``planned``."""
    since: int | None = None
    """The first year."""
    until: int | None = None
    """The last year."""
    limit: int | None = None


def places(name: str | None, level: str | None, within: str | None) -> str:
    """The question for places. Raises ValueError."""
    return PLACES.format(
        within=f'?top xt:code "{code_of(within)}" . ?place xt:within* ?top .' if within else "",
        named=f"FILTER(CONTAINS(STR(?name), {quoted(name)}))" if name else "",
        level=f"FILTER(?level = {quoted(level.lower())})" if level else "",
    )


def facts(asked: Filters) -> str:
    """The question for what is said of facts, a row a statement: ``fact``, ``column``, ``said``. Raises ValueError."""
    narrowed = narrow(asked)
    branches = (f"{{ {narrowed} ?fact {path} ?said BIND({quoted(name)} AS ?column) }}" for name, path in SAID.items())
    return "SELECT DISTINCT ?fact ?column ?said WHERE {\n  " + "\n  UNION ".join(branches) + "\n}"


def evidence(asked: Filters) -> str:
    """The question for the sentences of facts. Raises ValueError."""
    return EVIDENCE.format(narrowed=narrow(asked))


def narrow(asked: Filters) -> str:
    """What binds the facts that are asked for. Raises ValueError."""
    parts = list[str]()
    if asked.place is not None:
        codes = " ".join(f'"{code_of(c)}"' for c in ([asked.place] if isinstance(asked.place, str) else asked.place))
        parts.append(f"VALUES ?around {{ {codes} }} ?top xt:code ?around . ?region xt:within* ?top .")
        parts.append("?fact xt:place|xt:home ?region .")
    if asked.indicator:
        parts.append(named("xt:indicator", asked.indicator))
    if asked.program:
        parts.append(named("xt:program", asked.program))
    if asked.modality:
        parts.append(f"?fact xt:modality xt:{'planned' if asked.modality == 'planned' else 'actual'} .")
    parts.append("?fact a xt:Fact .")
    if asked.since or asked.until:
        parts.append("OPTIONAL { ?fact xt:start ?s } OPTIONAL { ?fact xt:end ?e } OPTIONAL { ?fact xt:asOf ?y }")
    if asked.since:
        parts.append(f"FILTER(COALESCE(YEAR(?e), YEAR(?s), ?y) >= {int(asked.since)})")
    if asked.until:
        parts.append(f"FILTER(COALESCE(YEAR(?s), YEAR(?e), ?y) <= {int(asked.until)})")
    limit = f" ORDER BY ?fact LIMIT {int(asked.limit)}" if asked.limit else ""
    return f"{{ SELECT DISTINCT ?fact {{ {' '.join(parts)} }}{limit} }}"


def named(link: str, name: str) -> str:
    """Facts linked to what bears a name in a scheme or on a page, or to what is narrower than that."""
    return (
        f"{{ SELECT DISTINCT ?fact {{ VALUES ?name {{ {quoted(name)}@zh {quoted(name)}@en }} "
        "?named rdfs:label|skos:prefLabel|skos:altLabel ?name . ?narrow skos:broader* ?named . "
        f"?fact {link} ?narrow }} }}"
    )


def code_of(text: str) -> str:
    """A division's code. Raises ValueError."""
    if not is_code(text):
        raise ValueError(f"{text!r} is no division's code (2, 4, 6, 9 or 12 digits); look it up with places(name=…)")
    return text


def quoted(text: str) -> str:
    """A text as a SPARQL string."""
    return json.dumps(text, ensure_ascii=False)


def iri_of(text: str) -> str:
    """An IRI. Raises ValueError."""
    if not _IRI.fullmatch(text):
        raise ValueError(f"{text!r} is no IRI")
    return text
