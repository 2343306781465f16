"""``read_list``, and the table of mechanisms that families name."""

from collections.abc import Callable, Iterator

from crawl.families import apis, pagers, papers
from crawl.families.records import Ask, Listing, ListPage, Row, Rules
from crawl.families.rows import read_html

Reader = Callable[[ListPage, Rules], tuple[tuple[Row, ...], int]]
Pager = Callable[[ListPage, Rules], Iterator[Ask]]

READERS: dict[str, Reader] = {
    "html": read_html,
    "datastore": apis.read_datastore,
    "jpaas": apis.read_jpaas,
    "gkmlpt": apis.read_gkmlpt,
    "paper": papers.read_issue,
}
PAGERS: dict[str, Pager] = {
    "createpage": pagers.createpage,
    "counted": pagers.counted,
    "link": pagers.link,
    "query": pagers.query,
    "template": pagers.template,
    "falling": pagers.falling,
    "ls": pagers.ls,
    "frame": pagers.frame,
    "dataproxy": apis.dataproxy,
    "jpaas": apis.jpaas,
    "gkmlpt": apis.gkmlpt,
    "day": papers.day_before,
    "section": papers.day_before,
}


def read_list(page: ListPage, rules: Rules) -> Listing:
    """Rows of a list page, the requests that may be its next page, best first, and further pages to read."""
    rows, offsite = READERS[rules.rows](page, rules)
    confirmed = page.ask.pager.partition(":")[0]
    names = (confirmed,) if confirmed and confirmed != "frame" else rules.pagers
    if not rows and page.number == 1 and not confirmed:
        names = (*names, "frame")  # the page may be a shell around the list
    asks: dict[tuple[str, bytes], Ask] = {}
    for name in names:
        for ask in PAGERS[name](page, rules):
            if not confirmed or confirmed == "frame" or ask.pager == page.ask.pager:
                asks.setdefault((ask.url, ask.body), ask)
    also = tuple(papers.sections(page, rules)) if rules.rows == "paper" else ()
    return Listing(rows, tuple(asks.values()), also, offsite)
