"""What a person has confirmed of a probed site's pages, and where the pipeline reads otherwise."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from crawl.archive import read_pages
from crawl.probe import CONFIRMED
from crawl.registry import Fault, SiteConfig, fault
from pipeline.clean import clean
from pipeline.records import RawPage, Refusal


def unconfirmed(folder: Path, name: str, site: SiteConfig | None = None) -> Iterator[Fault]:
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
    for number, (url, entry) in enumerate(entries):
        read = _fields(pages[url], site) if url in pages else {"title": "no such page is saved beside the file"}
        if blank := [key for key in CONFIRMED if entry.get(key) is None]:
            words = f"{', '.join(blank)} not confirmed; read {url} and fill in what it says"
            yield fault(file, (number, "url"), words)
        for key in CONFIRMED:
            if entry.get(key) not in (None, read.get(key)):
                yield fault(file, (number, key), f"{entry[key]!r} on the page, {read.get(key)!r} read; see {url}")


def _fields(page: RawPage, site: SiteConfig | None) -> dict[str, Any]:
    article = clean(page, site.to_site(page.fetched) if site is not None else None)
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
