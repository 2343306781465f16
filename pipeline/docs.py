"""How mentions live on a spaCy Doc: a token a character, a span group a kind, the records beside the spans.

spaCy frames the tagging so that a trained component can join later; the records stay ours, and no global state
(extension attributes) is needed.
"""

from collections.abc import Iterable
from typing import TypeVar

from pipeline.quick_spacy import Doc, Span, SpanGroup, Vocab
from pipeline.records import Article, Mention, Site

M = TypeVar("M", bound=Mention)


class CharacterTokenizer:
    """One token a character, blanks included, so that token numbers and character offsets are the same."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The text as a Doc with a token for each character."""
        return Doc(self.vocab, words=list(text), spaces=[False] * len(text))


def set_article(doc: Doc, article: Article, site: Site | None = None) -> None:
    """Give the components what the Doc's text comes from."""
    doc.user_data["article"] = article
    doc.user_data["site"] = site


def get_article(doc: Doc) -> Article:
    """The article that the Doc was made of. Raises KeyError on a Doc made by hand."""
    article: Article = doc.user_data["article"]
    return article


def get_site(doc: Doc) -> Site | None:
    """The site's registry entry, where known."""
    site: Site | None = doc.user_data["site"]
    return site


def set_mentions(doc: Doc, kind: str, mentions: Iterable[Mention]) -> None:
    """Put mentions on the Doc as the span group ``kind``, each span labelled with the class of its record."""
    records = tuple(mentions)
    spans = [Span(doc, m.start, m.end, label=type(m).__name__) for m in records]
    doc.spans[kind] = SpanGroup(doc, name=kind, spans=spans)
    doc.user_data[kind] = records


def get_mentions(doc: Doc, kind: str, of: type[M]) -> tuple[M, ...]:
    """The mentions of a kind, empty where its component did not run. Raises TypeError where they are not ``of``."""
    records = doc.user_data.get(kind, ())
    for record in records:
        if not isinstance(record, of):
            raise TypeError(f"doc.spans[{kind!r}] holds {type(record).__name__}, not {of.__name__}")
    return tuple(records)
