"""The element that holds the article: a CMS family's own, else the one in which the prose is dense."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.clean.chrome import is_end
from pipeline.clean.markup import is_data, is_dropped
from pipeline.lexicon import load_lexicon

TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)[^<>]*?(/?)>|</([a-zA-Z][a-zA-Z0-9]*)")
SCRIPT = re.compile(r"<script\b", re.I)
SCRIPT_END = re.compile(r"</script\b", re.I)
VOID = frozenset(
    re.findall(
        r"\w+", "area base br col embed hr img input link meta param source track wbr p li td tr th option dd dt"
    )
)
DECLARED = re.compile(r"声明|版权|转载|备案|仅代表|不代表|ICP")
"""What every declaration holds."""
MARKS = "，。、；：！,“"
INLINE = frozenset({"p", "span", "font", "strong", "b", "em", "a"})
CHUNK = 16_384
LONG_TAG = 10_000
LOOSE = 8
"""How far the cheap bound may exceed the limit before tags are counted one by one (lexbor: 3,200 deep in 15 ms)."""
MAX_TEXTS = 10_000
"""Pieces of prose that are weighed; real pages have up to 2,000."""
SCANT = 60.0
"""Weight of prose (two short sentences) below which a page may be its table."""
MAX_TABLES = 50
TABLE_WORDS = 6
WORDS = re.compile(r"[\u4e00-\u9fff]{2,}")
SENTENCE = 40
"""Characters that one mark of punctuation vouches for; more without one is no prose (measured: 12 to 25 in news)."""


def html_words() -> Mapping[str, Any]:
    """The selectors, names and thresholds for markup."""
    return load_lexicon("pipeline.clean", "html")


def is_too_deep(text: str) -> bool:
    """Whether tags nest deeper than the limit, scripts left out.

    A cheap bound first (opened less closed, chunk by chunk); tags are counted one by one only where it is exceeded.
    """
    limit: int = html_words()["max_depth"]
    if not _may_exceed(text, LOOSE * limit):
        return False
    depth = 0
    for found in TAG.finditer(_without_scripts(text)):
        if found[3]:
            depth -= found[3].lower() not in VOID
        elif not found[2] and found[1].lower() not in VOID:
            depth += 1
            if depth > limit:
                return True
    return False


def _may_exceed(text: str, limit: int) -> bool:
    """Whether tags opened less tags closed, chunk by chunk, come to more than a limit; closings are counted where it
    must be known.
    """
    depth, behind = 0, 0
    for at in range(0, len(text), CHUNK):
        tags = text.count("<", at, at + CHUNK)
        if depth + tags > limit:
            depth -= 2 * text.count("</", behind, at)
            behind = at
            if depth + tags > limit:
                return True
        depth += tags
    return False


def _without_scripts(text: str) -> str:
    """The markup with every script cut, from its opening to its end (or to the next one's opening)."""
    first, *rest = SCRIPT.split(text)
    return first + "".join("".join(SCRIPT_END.split(piece, maxsplit=1)[1:]) for piece in rest)


def has_monster(text: str) -> bool:
    """Whether a single tag has thousands of attributes, which lexbor compares each with each."""
    most = html_words()["max_attributes"]
    at = seen = 0
    while at + LONG_TAG < len(text):
        if text.find(">", at, at + LONG_TAG) < 0:
            start = text.rfind("<", seen, at + LONG_TAG)
            end = text.find(">", max(start, seen))
            end = end if end >= 0 else len(text)
            seen = at = max(at, end)
            opened = start >= 0 and text[start + 1].isalpha() and len(text[start:end].split(None, most + 1)) > most
            if opened and text.rfind("<script", 0, start) <= text.rfind("</script", 0, start):
                return True
        at += LONG_TAG
    return False


def find_container(tree: LexborHTMLParser, own: str | None = None) -> LexborNode | None:
    """The site's own selector, the families' in their order, a telling name, else where the prose is dense.

    A known name counts where it holds ``container_share`` of the page's prose. None where the page has no body.
    """
    root = tree.body or tree.root
    if root is None:
        return None
    if own and (node := tree.css_first(own)) is not None:
        return node
    weights, nodes = _prose_weights(root)
    total = weights.get(root.mem_id, 0.0)
    if total < SCANT and (table := _main_table(root)) is not None:
        return _around(table)
    if total == 0:
        return root
    least = html_words()["container_share"] * total
    known = [
        (rank, -weights[i], node)
        for i, node in nodes.items()
        if weights.get(i, 0) >= least and (rank := _rank(node)) is not None
    ]
    return min(known, key=lambda k: k[:2])[2] if known else _descend(root, weights)


def _main_table(root: LexborNode) -> LexborNode | None:
    """The longest table of data with words of its own: no list of links, no calendar."""
    best, size = None, 0
    for table in islice(root.css("table"), MAX_TABLES):
        text = table.text(separator=" ") or ""
        linked = sum(len(link.text() or "") for link in table.css("a"))
        if len(text) > size and len(WORDS.findall(text)) >= TABLE_WORDS and linked * 3 < len(text) and is_data(table):
            best, size = table, len(text)
    return best


def _around(table: LexborNode) -> LexborNode:
    """The known container that a table stands in, else the element around it."""
    node = table.parent
    while node is not None:
        if _rank(node) is not None:
            return node
        node = node.parent
    return table.parent or table


def _prose_weights(root: LexborNode) -> tuple[dict[int, float], dict[int, LexborNode]]:
    """For each element, how much prose its subtree holds: characters of text with punctuation, outside links.

    Parts named like chrome don't count, unless half of the page is in them: then the name means something else.
    """
    found = list(islice(_texts(root, marked=True), MAX_TEXTS)) or list(islice(_texts(root, marked=False), MAX_TEXTS))
    chains: dict[int, tuple[int, ...]] = {root.mem_id: (root.mem_id,)}
    gross: dict[int, float] = {}
    nodes: dict[int, LexborNode] = {}
    placed: list[tuple[float, tuple[int, ...]]] = []
    for weight, node in found:
        parent = node.parent
        chain = _chain(parent, chains, nodes) if parent is not None else ()
        if chain:
            placed.append((weight, chain))
        for i in chain:
            gross[i] = gross.get(i, 0.0) + weight
    nodes[root.mem_id] = root
    half = sum(weight for weight, _ in placed) / 2
    bad = {i for i in gross if gross[i] < half and is_dropped(nodes[i])}
    weights: dict[int, float] = {}
    for weight, chain in placed:
        if bad.isdisjoint(chain):
            for i in chain:
                weights[i] = weights.get(i, 0.0) + weight
    return weights, nodes


def _texts(root: LexborNode, *, marked: bool) -> Iterator[tuple[float, LexborNode]]:
    """The text nodes with their weights, all or those with marks of a sentence. A part of the page that has none (a
    menu, a list of headlines) is passed over whole.
    """
    for part in root.iter(include_text=True):
        if marked and not _is_marked((part.text_content if part.is_text_node else part.text()) or ""):
            continue
        for node in part.traverse(include_text=True, skip_empty=True):
            if not node.is_text_node or len(text := node.text_content or "") < 8:
                continue
            if (not marked or "，" in text or "。" in text or "、" in text) and not _is_declared(text):
                yield _weigh(text), node


def _is_declared(text: str) -> bool:
    """Whether a text is a declaration that a site puts below every page (免责声明 …), no prose of the article."""
    return DECLARED.search(text) is not None and is_end(" ".join(text.split()))


def _is_marked(text: str) -> bool:
    return "，" in text or "。" in text or "、" in text


def _weigh(text: str) -> float:
    """How much prose a text node is."""
    marks = sum(map(text.count, MARKS))
    size = len(text.strip())
    if marks:
        return min(size, SENTENCE * marks) * min(marks, 4) / 4 + 5.0 * marks
    return min(size, SENTENCE) * 0.1 if size >= 12 else 0.0


def _chain(node: LexborNode, chains: dict[int, tuple[int, ...]], nodes: dict[int, LexborNode]) -> tuple[int, ...]:
    """The element and its ancestors up to the root; empty inside a link or a button. ``nodes`` gets the inner ones
    first, so that of equal containers the inner one wins.
    """
    path: list[LexborNode] = []
    at: LexborNode | None = node
    while at is not None and at.mem_id not in chains:
        path.append(at)
        nodes[at.mem_id] = at
        at = at.parent
    chain = chains[at.mem_id] if at is not None else ()
    for element in reversed(path):
        i = element.mem_id
        chain = (i, *chain) if chain and element.tag not in {"a", "option", "button"} else ()
        chains[i] = chain
    return chain


def _rank(node: LexborNode) -> int | None:
    """An element's place among the known containers, the smaller the surer; None for a stranger."""
    exact, prefixes, words, last = _known()
    attributes = node.attributes
    names = [f".{c}" for c in (attributes.get("class") or "").split()]
    if own := attributes.get("id"):
        names.append(f"#{own}")
    lower = [name.lower() for name in names]
    ranks = [exact[name] for name in (*lower, node.tag or "") if name in exact]
    ranks += [rank for name in lower for prefix, rank in prefixes if name.startswith(prefix)]
    if not ranks and names and words.search(" ".join(name[1:] for name in names)):
        ranks = [last]
    return min(ranks, default=None)


def _descend(root: LexborNode, weights: dict[int, float]) -> LexborNode:
    """From the body down into the child that holds most of the prose, until it is spread over children."""
    node, share = root, html_words()["descend_share"]
    while True:
        best, weight = None, 0.0
        child = node.child
        while child is not None:
            w = weights.get(child.mem_id, 0.0)
            if w > weight:
                best, weight = child, w
            child = child.next
        if best is None or weight < share * weights[node.mem_id] or best.tag in INLINE:
            return node
        node = best


@cache
def _known() -> tuple[dict[str, int], list[tuple[str, int]], re.Pattern[str], int]:
    """The families' names with their ranks, those matched by their beginning, and the pattern of telling names."""
    exact: dict[str, int] = {}
    prefixes: list[tuple[str, int]] = []
    names = [name.lower() for name in html_words()["containers"]]
    for rank, name in enumerate(names):
        if name[1:2] == "^":
            prefixes.append((name[0] + name[2:], rank))
        else:
            exact[name] = rank
    general = names.index("#content")
    ranks = {name: rank if rank < general else rank + 1 for name, rank in exact.items()}
    return ranks, prefixes, re.compile(html_words()["body_words"], re.I), general
