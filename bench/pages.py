"""Cleaning compared, in one run over the same pages: body F1, title, time and source hits, pages a second.

usage: python -m bench.pages [--pages DIR] [--size KB] [--rounds N]

DIR holds NAME.html with NAME.json (title, published, source, body: a list of lines), by default the fixtures of the
tests; pages without their JSON count for the speed only. The others are measured where they are installed
(pip install '.[bench]'): trafilatura, GNE, readability, resiliparse. A body's F1 is that of its characters in bags of
five, blanks and marks left out; a title counts as hit where letters and characters are equal, a time where the day is,
a source where it is equal. The fixtures are small; --size fills each up to what county pages have, with menus,
lists of headlines and scripts.

Speed is the processor's time of this process (time.process_time), so that what else the machine does counts little. The
tools take turns on each page; of each page's rounds the median counts. The last column is how many times faster we are.
"""

import argparse
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).parents[1] / "tests" / "pipeline" / "clean" / "fixtures"
GRAM = 5
GOOD = 0.9


@dataclass(frozen=True)
class Answer:
    """What a tool reads on a page; None where the tool has no such field."""

    body: str
    title: str | None = None
    published: str | None = None
    source: str | None = None


Tool = Callable[[bytes, str], Answer]


def ours(page: bytes, url: str) -> Answer:
    from pipeline.clean import clean
    from pipeline.records import RawPage, Refusal

    article = clean(RawPage(url, datetime.now(UTC), page))
    if isinstance(article, Refusal):
        return Answer("")
    return Answer(article.body, article.title, article.published, article.source)


def with_trafilatura(page: bytes, url: str) -> Answer:
    from trafilatura import bare_extraction

    found: Any = bare_extraction(page, url=url, with_metadata=True)
    if found is None:
        return Answer("")
    return Answer(found.text or "", found.title, found.date, found.sitename)


def with_gne(page: bytes, _: str) -> Answer:
    from gne import GeneralNewsExtractor

    found = GeneralNewsExtractor().extract(text_of(page))
    return Answer(found.get("content", ""), found.get("title"), found.get("publish_time"))


def with_readability(page: bytes, _: str) -> Answer:
    from lxml.html import fromstring
    from readability import Document

    document = Document(text_of(page))
    return Answer(fromstring(document.summary()).text_content(), document.title())


def with_resiliparse(page: bytes, _: str) -> Answer:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(text_of(page))
    return Answer(extract_plain_text(tree, main_content=True), tree.title)


OURS = "xiangtu"
TOOLS: dict[str, Tool] = {
    OURS: ours,
    "trafilatura": with_trafilatura,
    "GNE": with_gne,
    "readability": with_readability,
    "resiliparse": with_resiliparse,
}


def text_of(page: bytes) -> str:
    """The page as text; the others get our decoding, which is better for them than none."""
    from pipeline.decode import decode

    return decode(page)[0]


def key(text: str | None) -> str:
    return re.sub(r"[\W_]+", "", text or "").lower()


def grams(text: str) -> Counter[str]:
    text = key(text)
    return Counter(text[i : i + GRAM] for i in range(max(len(text) - GRAM + 1, 1)))


def f1(found: str, wanted: str) -> float:
    a, b = grams(found), grams(wanted)
    common = sum((a & b).values())
    return 2 * common / (sum(a.values()) + sum(b.values()))


def pages(folder: Path) -> Iterator[tuple[bytes, dict[str, Any]]]:
    for path in sorted(folder.glob("*.html")):
        told = path.with_suffix(".json")
        expected = json.loads(told.read_text("utf-8")) if told.exists() else {}
        if "refusal" not in expected:
            yield path.read_bytes(), expected


def filled(page: bytes, size: int) -> bytes:
    """The page with menus, lists of headlines and scripts before its end, until it has ``size`` bytes."""
    from pipeline.decode import decode

    text, encoding = decode(page)
    row = '<li><a href="/col/{0}.html" title="{1}">{1}</a><span>05-{0:02}</span></li>'
    rows = "".join(row.format(i, f"全县第{i}次工作推进会议召开") for i in range(1, 29))
    script = "".join(f"var option{i}={{width:{i},show:true,name:'slide'}};" for i in range(40))
    piece = f'<div class="side"><ul>{rows}</ul></div><script>{script}</script>'
    count = max(0, size - len(page)) // len(piece.encode(encoding))
    head, end, tail = text.rpartition("</body>") if "</body>" in text else (text, "", "")
    return (head + piece * count + end + tail).encode(encoding)


def quality(answers: list[Answer], sample: list[tuple[bytes, dict[str, Any]]]) -> list[float]:
    """Mean F1, share above 0.9, hits of title, day and source (nan where never given)."""
    pairs = [(a, (p, w)) for a, (p, w) in zip(answers, sample, strict=True) if "body" in w]
    if not pairs:
        return [float("nan")] * 5
    answers, sample = [a for a, _ in pairs], [s for _, s in pairs]
    bodies = [f1(a.body, "\n".join(w["body"])) for a, (_, w) in zip(answers, sample, strict=True)]
    figures = [statistics.mean(bodies), statistics.mean(b > GOOD for b in bodies)]
    for field, same in (("title", lambda x: key(x)), ("published", lambda x: (x or "")[:10]), ("source", key)):
        got = [(getattr(a, field), w.get(field)) for a, (_, w) in zip(answers, sample, strict=True)]
        given = any(x for x, _ in got)
        figures.append(statistics.mean(same(x) == same(y) for x, y in got) if given else float("nan"))
    return figures


def seconds(tools: list[str], sample: list[tuple[bytes, dict[str, Any]]], rounds: int) -> dict[str, float]:
    """Processor seconds that each tool takes for all pages: the sum of each page's median over the rounds."""
    taken: dict[str, list[list[float]]] = {name: [[] for _ in sample] for name in tools}
    for _ in range(rounds):
        for i, (page, wanted) in enumerate(sample):
            for name in tools:
                started = time.process_time()
                safely(TOOLS[name], page, wanted.get("url", ""))
                taken[name][i].append(time.process_time() - started)
    return {name: sum(map(statistics.median, times)) for name, times in taken.items()}


def safely(tool: Tool, page: bytes, url: str) -> Answer:
    try:
        return tool(page, url)
    except ImportError:
        raise
    except Exception:  # noqa: BLE001  a tool that fails on a page has read nothing of it
        return Answer("")


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--pages", type=Path, default=FIXTURES, help="folder of NAME.html with NAME.json")
    cli.add_argument("--size", type=int, default=0, metavar="KB", help="fill pages up to this size")
    cli.add_argument("--rounds", type=int, default=5, help="how often all pages are read for the speed")
    args = cli.parse_args()
    sample = [(filled(page, args.size * 1000), wanted) for page, wanted in pages(args.pages)]
    if not sample:
        raise SystemExit(f"bench: no NAME.html with NAME.json in {args.pages}")
    print(f"{len(sample)} pages, {sum(len(p) for p, _ in sample) / len(sample) / 1000:.0f} kB each")
    answers: dict[str, list[Answer]] = {}
    for name, tool in TOOLS.items():
        try:
            answers[name] = [safely(tool, page, wanted.get("url", "")) for page, wanted in sample]
        except ImportError as error:
            print(f"{name:12} not installed ({error.name})")
    taken = seconds(list(answers), sample, args.rounds)
    print(f"{'':12}{'body F1':>9}{'> 0.9':>8}{'title':>8}{'day':>8}{'source':>8}{'pages/s':>9}{'ours is':>9}")
    for name, read in answers.items():
        figures = quality(read, sample)
        speed = f"{len(sample) / taken[name]:9.0f}{taken[name] / taken[OURS]:8.1f}x"
        print(f"{name:12}{figures[0]:9.3f}" + "".join(f"{x:8.2f}" for x in figures[1:]) + speed)


if __name__ == "__main__":
    main()
