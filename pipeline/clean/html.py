"""HTML to a draft: the article's container on a lexbor tree, its lines in order, and what stands around it."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.clean import meta
from pipeline.clean.dump import column_of
from pipeline.clean.frame import Item, find_frame
from pipeline.clean.lines import Draft, Line
from pipeline.clean.markup import is_dropped, read_lines
from pipeline.clean.script import plainer
from pipeline.lexicon import load_lexicon
from pipeline.records import RawPage, Refusal, Site

OPEN = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)[^<>]*?(/?)>|</([a-zA-Z][a-zA-Z0-9]*)")
VOID = frozenset(
    re.findall(
        r"\w+", "area base br col embed hr img input link meta param source track wbr p li td tr th option dd dt"
    )
)
PUNCTUATION = re.compile(r"[，。；、：！？,;“”]")
UP = 6


def read_html(page: RawPage, text: str, site: Site | None) -> Draft | Refusal:
    """The draft of a page of markup."""
    if (depth := nesting(text)) > (limit := _words()["max_depth"]):
        return Refusal(page.url, "too-deep", f"tags nested {depth} deep, the limit is {limit}")
    tree = LexborHTMLParser(text)
    facts = meta.read_meta(tree)
    container = find_container(tree, site.body if site else None)
    if container is None:
        return Refusal(page.url, "no-article", "no text in the page")
    shown = container.text(separator="\n")
    plain, marks = plainer(shown + (facts.get("title") or ""))
    body = list(read_lines(container, plain))
    before = [Line(text) for text in _before(container, plain)]
    title = meta.title(tree, facts, plain, [i.text for i in (*before, *body[:6]) if isinstance(i, Line)])
    items: list[Item] = [*before, *body]
    frame = find_frame(items, title or None)
    credits = meta.reconcile(facts, frame.credits, plain, shown + "\n".join(frame.head))
    return Draft(
        title=frame.title,
        body=frame.body,
        published=credits.published or meta.url_date(page.url),
        source=credits.source,
        authors=credits.authors,
        site_name=meta.site_name(facts, plain),
        site_code=meta.site_code(facts),
        column=meta.column(facts, plain) or column_of(frame.head),
        keywords=meta.keywords(facts, plain),
        marks=marks,
    )


def nesting(text: str) -> int:
    """How deep tags nest, by counting; tags that HTML closes by itself don't count."""
    depth = deepest = 0
    for found in OPEN.finditer(text):
        if found[3]:
            depth -= found[3].lower() not in VOID
        elif not found[2] and found[1].lower() not in VOID:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def find_container(tree: LexborHTMLParser, own: str | None = None) -> LexborNode | None:
    """The element that holds the article: the site's own selector, the families', else where the prose is dense."""
    root = tree.body or tree.root
    if root is None:
        return None
    if own and (node := tree.css_first(own)) is not None:
        return node
    weights, total = _prose_weights(root)
    if total == 0:
        return root
    least = _words()["container_share"]
    for selector in _words()["containers"]:
        hits = [n for n in tree.css(selector) if weights.get(n.mem_id, 0) >= least * total]
        if hits:
            return max(hits, key=lambda n: weights[n.mem_id])
    return _descend(root, weights, total)


def _prose_weights(root: LexborNode) -> tuple[dict[int, float], float]:
    """For each element, how much prose its subtree holds (characters of text nodes with punctuation, outside links)."""
    weights: dict[int, float] = {}
    total = 0.0
    bad: dict[int, bool] = {}
    for node in root.traverse(include_text=True):
        if node.tag != "-text":
            continue
        text = node.text_content or ""
        if len(text) < 6:
            continue
        marks = len(PUNCTUATION.findall(text))
        size = len(text.strip())
        if not marks and size < 12:
            continue
        chain = []
        parent = node.parent
        while parent is not None:
            chain.append(parent)
            if parent.mem_id == root.mem_id:
                break
            parent = parent.parent
        if any(_is_bad(n, bad) for n in chain):
            continue
        weight = size * min(marks, 4) / 4 + 5 * marks if marks else size * 0.1
        total += weight
        for n in chain:
            weights[n.mem_id] = weights.get(n.mem_id, 0.0) + weight
    return weights, total


def _is_bad(node: LexborNode, seen: dict[int, bool]) -> bool:
    known = seen.get(node.mem_id)
    if known is None:
        known = seen[node.mem_id] = node.tag == "a" or is_dropped(node)
    return known


def _descend(root: LexborNode, weights: dict[int, float], total: float) -> LexborNode:
    """From the body down into the child that holds most of the prose, until it is spread over children."""
    node, share = root, _words()["descend_share"]
    while True:
        best, weight = None, 0.0
        child = node.child
        while child is not None:
            w = weights.get(child.mem_id, 0.0)
            if w > weight:
                best, weight = child, w
            child = child.next
        if (
            best is None
            or weight < share * weights.get(node.mem_id, total)
            or best.tag in {"p", "span", "font", "strong", "b"}
        ):
            return node
        node = best


def _before(container: LexborNode, plain: Any) -> Iterator[str]:
    """The lines that stand before the container, as far as its ancestors' earlier siblings, in the page's order."""
    groups: list[list[str]] = []
    node: LexborNode | None = container
    for _ in range(UP):
        if node is None or node.tag in {"body", "html"}:
            break
        sibling = node.prev
        group: list[str] = []
        size = 0
        while sibling is not None and size < 3000:
            if sibling.tag == "-text":
                lines = [plain(t) for t in [(sibling.text_content or "").strip()] if t]
            elif (sibling.tag or "-").startswith("-") or sibling.tag in {"script", "style", "noscript"}:
                lines = []
            else:
                lines = [i.text for i in read_lines(sibling, plain, everything=True) if isinstance(i, Line)]
            group = lines + group
            size += sum(map(len, lines))
            sibling = sibling.prev
        groups.append(group)
        node = node.parent
    for group in reversed(groups):
        yield from group


@cache
def _words() -> Any:
    return load_lexicon("pipeline.clean", "html")
