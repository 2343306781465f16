"""The names of things: every IRI of the graph is minted here, from what a thing is, never from a counter.

Names come from pages and may hold anything. A path segment keeps letters, digits, ``-._~`` and what RFC 3987 allows
beyond ASCII (without blanks and controls); all else is percent-encoded. Spellings that differ only in compatibility
forms (full-width digits, brackets) are one name (Unicode NFKC).
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from json.encoder import encode_basestring as _quoted
from urllib.parse import quote, urlsplit

from rdflib import Namespace, URIRef

DEFAULT_BASE = "https://w3id.org/xiangtu/"


class _Vocabulary(Namespace):
    """A namespace whose terms are made once: rdflib checks an IRI each time that it makes one."""

    def term(self, name: str) -> URIRef:
        """A term by its local name."""
        return _term(self, name)


@cache
def _term(namespace: str, name: str) -> URIRef:
    return URIRef(namespace + name)


XT = _Vocabulary("https://w3id.org/xiangtu/ns#")
"""The vocabulary. It keeps its name wherever the graph is published."""

HASH_DIGITS = 20
"""Hex digits of a hash: 80 bits, one collision expected in 10¹² names."""
NAME_LIMIT = 120
"""Longest name that stands in an IRI whole; a longer one keeps its head and gets a hash."""

_CODE = re.compile(r"\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?")
_BASE = re.compile(r"[a-z][a-z0-9+.-]*://[^\s<>\"{}|\\^`#?]+/")
_PLAIN = re.compile(r"[A-Za-z0-9_~\-\u4e00-\u9fa5]+")
# ucschar of RFC 3987, section 2.2; the planes above the first are added in is_plain.
_UCSCHAR = ((0xA0, 0xD7FF), (0xF900, 0xFDCF), (0xFDF0, 0xFFEF))


def digest(text: str) -> str:
    """A short hash of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_DIGITS]


def is_code(text: str) -> bool:
    """Whether the text is shaped like a division's code (2, 4, 6, 9 or 12 digits)."""
    return text.isascii() and _CODE.fullmatch(text) is not None


@lru_cache(maxsize=65536)
def segment(name: str) -> str:
    """A name as one segment of an IRI's path; different names (up to NFKC and outer blanks) stay different.

    Raises ValueError for a name that is empty or blank.
    """
    text = unicodedata.normalize("NFKC", name).strip()
    if not text:
        raise ValueError(f"a name is needed for an IRI, not {name!r}")
    if len(text) > NAME_LIMIT:
        text = f"{text[:NAME_LIMIT]}~{digest(text)}"
    if _PLAIN.fullmatch(text):
        return text
    if not text.strip("."):
        # "." and ".." would climb the path, encoded or not; NFKC has left no full-width dot in any other name.
        return text.replace(".", "．")
    return "".join(c if is_plain(c) else quote(c.encode("utf-8", "replace"), safe="") for c in text)


def _canonical(says: Mapping[str, str]) -> str:
    """The JSON object with sorted keys and no blanks; ``json.dumps`` takes six times as long to make its encoder."""
    return "{" + ",".join(f"{_quoted(key)}:{_quoted(says[key])}" for key in sorted(says)) + "}"


def _made(iri: str) -> URIRef:
    """An IRI made of a base and segments, which are sound: rdflib's own look at each is left out."""
    return str.__new__(URIRef, iri)


def is_plain(char: str) -> bool:
    """Whether a character stands in a segment as it is."""
    if char.isascii():
        return char.isalnum() or char in "-._~"
    code = ord(char)
    listed = any(low <= code <= high for low, high in _UCSCHAR) or (
        0x10000 <= code <= 0xEFFFF and code & 0xFFFF < 0xFFFE
    )
    return listed and unicodedata.category(char)[0] not in "ZC"


@dataclass(frozen=True, slots=True)
class Iris:
    """Mints IRIs under a base. Raises ValueError for a base that is not an absolute IRI ending in ``/``.

    A ``scope`` keeps names apart that are only unique somewhere: the code of a division, or a page's hash where no
    division is known.
    """

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not _BASE.fullmatch(self.base):
            raise ValueError(
                f"the base must be an absolute IRI that ends in '/', like {DEFAULT_BASE}, not {self.base!r}"
            )

    def page(self, url: str) -> URIRef:
        """A page: the hash of its address."""
        return _made(f"{self.pages}{digest(url)}")

    @property
    def pages(self) -> str:
        """What the IRIs of pages begin with, before the hash."""
        return f"{self.base}page/"

    def passage(self, page: URIRef, start: int, end: int) -> URIRef:
        """Characters ``start`` to ``end`` of the page's cleaned text, as a fragment after RFC 5147."""
        if not 0 <= start < end:
            raise ValueError(f"a passage runs from a start to a later end, not {start} to {end}")
        return _made(f"{page}#char={start},{end}")

    def site(self, url: str) -> URIRef | None:
        """The site that a page's address stands on: its host, None where it has none (a file)."""
        try:
            host = urlsplit(url).hostname
        except ValueError:
            return None
        return _made(f"{self.base}site/{segment(host)}") if host and host.strip() else None

    def place(self, code: str) -> URIRef:
        """A division by its national code. Raises ValueError for what is no code."""
        if not is_code(code):
            raise ValueError(f"a division's code has 2, 4, 6, 9 or 12 digits: {code!r}")
        return _made(f"{self.base}place/{code}")

    def settlement(self, name: str, scope: str) -> URIRef:
        """A place that no list has: under the division that holds it."""
        return self._scoped("place", name, scope)

    def program(self, slug: str) -> URIRef:
        """A national programme of the scheme."""
        return self._named("program", slug)

    def local_program(self, name: str, scope: str) -> URIRef:
        """A programme of a county or other division: under its scope."""
        return self._scoped("program", name, scope)

    def organisation(self, name: str, scope: str | None = None) -> URIRef:
        """An organisation by its full name, under its division where that is known."""
        return self._scoped("org", name, scope) if scope else self._named("org", name)

    def document(self, name: str, scope: str | None = None) -> URIRef:
        """A document by its number or title; a scope where the title alone does not tell it from others."""
        return self._scoped("document", name, scope) if scope else self._named("document", name)

    def indicator(self, slug: str) -> URIRef:
        """An indicator of the scheme."""
        return self._named("indicator", slug)

    def unit(self, slug: str) -> URIRef:
        """A unit of the scheme."""
        return self._named("unit", slug)

    def fact(self, says: Mapping[str, str]) -> URIRef:
        """A fact: the hash of what it says, so that two pages which say the same name one fact."""
        return _made(f"{self.base}fact/{digest(_canonical(says))}")

    def claim(self, says: Mapping[str, str]) -> URIRef:
        """A claim: the hash of what facts have in common that make it."""
        return _made(f"{self.base}claim/{digest(_canonical(says))}")

    def relation(self, says: Mapping[str, str]) -> URIRef:
        """A statement without a number, by what it says as a fact is."""
        return _made(f"{self.base}relation/{digest(_canonical(says))}")

    def history(self, page: str) -> URIRef:
        """The graph that says what a page stated when: the page's hash."""
        return _made(f"{self.base}history/{page.rsplit('/', 1)[-1]}")

    def appearance(self, page: str, statement: str, quote: str, first: str) -> URIRef:
        """A time for which a page stated something in these words: by all of these and when it was first seen."""
        said = _canonical({"page": page.rsplit("/", 1)[-1], "states": statement.removeprefix(self.base)})
        return _made(f"{self.base}appearance/{digest(f'{said} {quote} {first}')}")

    def correction(self, says: Mapping[str, str]) -> URIRef:
        """A correction by hand: by its kind, what it corrects and what it puts in its place."""
        plain = {key: value.removeprefix(self.base) for key, value in says.items()}
        return _made(f"{self.base}correction/{digest(_canonical(plain))}")

    def graph(self, name: str) -> URIRef:
        """A named graph that is no page's: ``places``, ``reposts``, ``ns`` (ontology), a scheme's (``programs`` …)."""
        return _made(f"{self.base}{segment(name)}")

    def _named(self, kind: str, name: str) -> URIRef:
        return _made(f"{self.base}{kind}/{segment(name)}")

    def _scoped(self, kind: str, name: str, scope: str) -> URIRef:
        return _made(f"{self.base}{kind}/{segment(scope)}/{segment(name)}")
