"""What a person has confirmed of a probed site's pages, and where the pipeline reads otherwise."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from crawl.archive import read_pages
from crawl.probe import CONFIRMED
from crawl.registry import Fault
from pipeline.clean import clean
from pipeline.records import RawPage, Refusal, Site


def unconfirmed(folder: Path, name: str, site: Site | None = None) -> Iterator[Fault]:
    """What a site's file in ``folder`` leaves open, and where the pipeline reads otherwise; nothing without one.

    The file and the archive of its pages are those that ``crawl.probe.save`` writes.
    """
    file = folder / f"{name}.yaml"
    if not file.is_file():
        return
    try:
        stated = yaml.safe_load(file.read_text("utf-8"))
        entries = [(str(entry["url"]), entry) for entry in stated]
    except (yaml.YAMLError, UnicodeDecodeError, TypeError, KeyError) as error:
        yield Fault(str(file), None, "", f"not a list of pages, each with its url: {' '.join(str(error).split())}")
        return
    archives = sorted(folder.glob(f"{name}-*.warc.gz"))
    pages = {page.url: page for path in archives for page in read_pages(path) if isinstance(page, RawPage)}
    for url, entry in entries:
        read = _fields(pages[url], site) if url in pages else {"title": "no such page is saved beside the file"}
        for key in CONFIRMED:
            if entry.get(key) is None:
                yield Fault(str(file), None, key, f"{url}: not confirmed; read the page and fill it in")
            elif entry[key] != read.get(key):
                yield Fault(str(file), None, key, f"{url}: {entry[key]!r} on the page, {read.get(key)!r} read")


def _fields(page: RawPage, site: Site | None) -> dict[str, Any]:
    article = clean(page, site)
    if isinstance(article, Refusal):
        return {"title": f"refused: {article.reason}"}
    body = article.body.strip()
    return {
        "title": article.title,
        "published": article.published,
        "source": article.source,
        "body_starts": body[:12],
        "body_ends": body[-12:],
    }
