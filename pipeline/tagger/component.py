"""The tagger as a spaCy component: the stretches suggested for each kind in, those that are names out."""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from pipeline.docs import get_article
from pipeline.names import BodySuggestions, ProgramSuggestions
from pipeline.places import Suggestions
from pipeline.places.boundaries import cuts_word
from pipeline.quick_spacy import Doc, Language, Span, SpanGroup
from pipeline.tagger.limits import limited
from pipeline.tagger.tagger import DOUBT, TRUST, Suggested, Tagger
from pipeline.tagger.weights import Weights, shipped

WEIGHTS = "names.bin"
_BORDER = re.compile(r"[\t\n]|[ \u3000]{2}")
"""What parts cells and lines: no name goes over it."""


WHOLE = ("programs", "organisations")
"""Kinds of which no name cuts a word: of 193 names of annotated pages one does, of 226 places five."""


def named(doc: Doc, kind: str) -> list[tuple[int, int]]:
    """The stretches of the article that the tagger took for names of a kind, in order."""
    return [(span.start, span.end) for span in doc.spans[f"named_{kind}"]]


class TaggerComponent:
    """Reads ``doc.user_data["suggested"]``, writes ``doc.spans["named_…"]`` of each kind."""

    def __init__(
        self, weights: Weights, trust: Mapping[str, float] = TRUST, doubt: Mapping[str, float] = DOUBT
    ) -> None:
        self.tagger = Tagger(weights, trust, doubt)

    def __call__(self, doc: Doc) -> Doc:
        """Mark the names of all kinds."""
        places: Suggestions = doc.user_data["suggested"]["places"]
        programs: ProgramSuggestions = doc.user_data["suggested"]["programs"]
        bodies: BodySuggestions = doc.user_data["suggested"]["organisations"]
        view = programs.seen
        found = self.tagger(view, Suggested.of(places, programs, bodies))
        ruled = [(view.flat(p.start), view.flat(p.end)) for p in programs.mentions]
        known = ((start, end) for start, end, _ in programs.edges.nationals)
        found["programs"] = limited(view, found["programs"], ruled, known)
        text = get_article(doc).text
        for kind, stretches in found.items():
            name = f"named_{kind}"
            ends = ((view.origin(s), view.origin(e - 1) + 1) for s, e in stretches)
            spans = [
                Span(doc, a, b, label=kind)
                for a, b in ends
                if not (_BORDER.search(text, a, b) or (kind in WHOLE and cuts_word(text, a, b)))
            ]
            doc.spans[name] = SpanGroup(doc, name=name, spans=spans)
        return doc

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:  # noqa: ARG002  spaCy's signature
        """The weights, packed."""
        return self.tagger.weights.to_bytes()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "TaggerComponent":  # noqa: ARG002
        """Take other weights. Raises ValueError (zlib.error) where these are none."""
        self.tagger = Tagger(Weights.from_bytes(data), self.tagger.trust, self.tagger.doubt)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the weights into a folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / WEIGHTS).write_bytes(self.to_bytes(exclude=exclude))

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "TaggerComponent":
        """Take the weights of a folder that ``to_disk`` wrote."""
        return self.from_bytes((Path(path) / WEIGHTS).read_bytes(), exclude=exclude)


@Language.factory("xiangtu_tagger", default_config={"trust": dict(TRUST), "doubt": dict(DOUBT)})
def tagger(
    nlp: Language,  # noqa: ARG001  spaCy's signature
    name: str,  # noqa: ARG001
    trust: Mapping[str, float],
    doubt: Mapping[str, float],
) -> Callable[[Doc], Doc]:
    """The tagger with the weights that the package ships (``from_disk`` takes others), its trust in the rules and its
    doubt of what they do not suggest."""
    return TaggerComponent(shipped(), trust, doubt)
