"""Which queries may run: SPARQL 1.1 that reads, without SERVICE, and no deeper than the engine bears.

The engine's own parser has the last word on syntax. What is checked and what is run must be one text to both: escapes
before parsing (19.2 of the standard) and carriage returns that end a comment are settled in the text first.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from serve.errors import RefusedQueryError, TooLargeError
from serve.tokens import Token, tokens, wrong

DEPTH = 100
"""Brackets within brackets. Oxigraph 0.5 overflows 8 MB of stack somewhere between 200 and 1,000 nested IF or EXISTS,
and 1,000 and 3,000 BIND, MINUS or ||: tests/serve/test_depth.py tries both limits."""
STEPS = 1_000
"""Operators and clauses, each of which may nest what stands before it."""

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_READS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_SIGNS = frozenset({"||", "&&", "!", "+", "-", "*", "/", "|", "^"})
_CLAUSES = frozenset({"UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "GRAPH", "EXISTS", "LATERAL"})
_SERVICE = "SERVICE"


def checked(query: str, limit_bytes: int, prefixes: Mapping[str, str] = MappingProxyType({})) -> str:
    """The query as it may be run with these prefixes declared. Raises RefusedQueryError, TooLargeError."""
    if len(query.encode("utf-8", "surrogatepass")) > limit_bytes:
        raise TooLargeError(f"the query is longer than {limit_bytes} bytes")
    text = unescaped(query).replace("\r\n", "\n").replace("\r", "\n")
    found = list(tokens(text))
    check_form(text, found)
    check_size(found)
    check_service(text, found)
    check_prefixes(text, found, prefixes)
    return text


def unescaped(query: str) -> str:
    """The query with its \\u escapes undone, once. Raises RefusedQueryError where that leaves others."""

    def char(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            raise wrong(query, match.start(), f"{match[0]} is no character")
        return chr(code)

    text = _ESCAPE.sub(char, query)
    if "\\u" in text or "\\U" in text:
        raise RefusedQueryError("write the characters themselves, not their \\u escapes")
    if any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise RefusedQueryError("the query is not UTF-8")
    return text


def check_form(text: str, found: Sequence[Token]) -> None:
    """Raise RefusedQueryError unless it is a SELECT, ASK, CONSTRUCT or DESCRIBE."""
    word = next((t for t in found if t.kind == "word" and t.text.upper() not in ("PREFIX", "BASE")), None)
    if word is None:
        raise wrong(text, len(text.rstrip()), f"one of {', '.join(_READS)} is missing")
    if word.text.upper() not in _READS:
        raise wrong(text, word.start, f"begin with one of {', '.join(_READS)}, not with {word.text!r}; nothing writes")


def check_size(found: Sequence[Token]) -> None:
    """Raise RefusedQueryError for what would overflow the engine's stack."""
    depth = max((token.depth for token in found), default=0)
    if depth > DEPTH:
        raise RefusedQueryError(f"the query is nested too deeply: {depth} brackets within each other, {DEPTH} may be")
    steps = sum(token.text in _SIGNS or token.text.upper() in _CLAUSES for token in found)
    if steps > STEPS:
        raise RefusedQueryError(
            f"the query is too deep for the engine: {steps} operators and clauses, {STEPS} may be; "
            "for a list of values write IN (…) or VALUES"
        )


def check_service(text: str, found: Sequence[Token]) -> None:
    """Raise RefusedQueryError for SERVICE, also where a parser without word boundaries could see it."""
    for token, after in pairwise([*found, Token("end", "", len(text), 0)]):
        prefix = token.text.partition(":")[0].upper() if token.kind == "name" and after.text == "{" else ""
        if _SERVICE in prefix or (token.kind == "word" and _SERVICE in token.text.upper()):
            raise RefusedQueryError("SERVICE is not allowed: the endpoint asks no other endpoint; take that clause out")


def check_prefixes(text: str, found: Sequence[Token], prefixes: Mapping[str, str]) -> None:
    """Raise RefusedQueryError for a prefix that nobody declared."""
    declared = {name.text[:-1] for word, name in pairwise(found) if word.is_word("PREFIX")} | prefixes.keys()
    for token in found:
        prefix = token.text.partition(":")[0]
        if token.kind == "name" and prefix not in declared:
            known = f"; declared already are: {', '.join(prefixes)}" if prefixes else ""
            raise wrong(
                text, token.start, f"the prefix {prefix}: is not declared, put PREFIX {prefix}: <…> before{known}"
            )
