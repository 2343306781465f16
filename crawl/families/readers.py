"""``read_list``, and the table of mechanisms that families name."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from crawl.families import apis, following, hanweb, pagers, papers, rows
from crawl.families.records import Ask, Found, Listing, ListPage, Rules

Reader = Callable[[ListPage, Rules], Found]
Pager = Callable[[ListPage, Rules], Iterator[Ask]]

READERS: dict[str, Reader] = {
    "html": rows.read_html,
    "json": rows.read_json,
    "datastore": hanweb.read_datastore,
    "paper": papers.read_issue,
}
PAGERS: dict[str, Pager] = {
    "createpage": pagers.createpage,
    "counted": pagers.counted,
    "query": pagers.query,
    "template": pagers.template,
    "falling": pagers.falling,
    "tree": pagers.tree,
    "ls": pagers.ls,
    "ls_label": pagers.ls_label,
    "link": following.link,
    "form": following.form,
    "frame": following.frame,
    "dataproxy": hanweb.dataproxy,
    "jpaas": hanweb.jpaas,
    "search": hanweb.search,
    "messages": hanweb.messages,
    "gkmlpt": apis.gkmlpt,
    "govinfo": apis.govinfo,
    "day": papers.day_before,
    "section": papers.day_before,
}
MIXED = frozenset({"search"})
"""Ways whose pages hold all columns: one without a row of ours is not the list's end, and no row is ours unmarked."""


PARALLEL = frozenset({"jpaas"})
"""Ways whose variants are lists of their own: that one brought rows says nothing of the others."""
FIRST = ("", "frame", "moved")
"""Ways by which a list's first page comes."""


def read_list(page: ListPage, rules: Rules) -> Listing:
    """Rows of a list page, the requests that may be its next page, best first, and further pages to read."""
    way = page.ask.way
    mixed = way in MIXED
    found = _read(replace(page, strict=True) if mixed else page, rules)
    confirmed = page.number > 1 or way == "section"
    names = rules.pagers if way in FIRST else (way,)
    if way in FIRST and way != "frame":
        names = (*names, "frame")  # the page may be a shell around the list
    asks: dict[tuple[str, bytes], Ask] = {}
    for name in names:
        for ask in PAGERS[name](page, rules):
            if not confirmed or ask.pager == page.ask.pager:
                asks.setdefault(ask.key, ask)
    also = tuple(papers.sections(page, rules)) if rules.rows == "paper" else ()
    return Listing(
        found.rows,
        tuple(asks.values()),
        also,
        found.offsite,
        found.others,
        found.strict and not mixed,
        mixed,
        pagers.declared_pages(page.text),
    )


def _read(page: ListPage, rules: Rules) -> Found:
    if urlsplit(page.url).path.endswith(".js"):
        return Found()
    return READERS[rules.rows](page, rules)
