"""Each family against a server that pages as the family does: exactly the expected articles, and then it stops.

The servers (cases/) are written from what published crawlers say of the families; none copies a real site.
"""

from dataclasses import dataclass

import pytest

from crawl.report import SiteReport
from tests.crawl.cases import apis, createpage, generic, hanweb, media, static
from tests.crawl.cases.base import Case
from tests.crawl.web import Web, crawl, pages, served, site

CASES: dict[str, Case] = {
    "createpage, zero-based, one page declared too many": createpage.createpage_zero(),
    "createpage, one-based": createpage.createpage_one(),
    "createpage, xxx_list, page 1 repeated as _1": createpage.createpage_list(),
    "createpage, an older page 1 as _1": createpage.createpage_stale_first(),
    "createpage, more pages than declared, then a stub": createpage.createpage_more_than_declared(),
    "createpage, another column beyond the end": createpage.other_column_beyond(),
    "createpage, tickers": createpage.tickers(),
    "jpage, dataproxy by GET": hanweb.jpage(),
    "jpage, dataproxy by POST": hanweb.jpage("POST"),
    "jpage, dataproxy by record": hanweb.jpage_by_record(),
    "jpaas": hanweb.jpaas(),
    "xxgk": hanweb.xxgk(),
    "truecms, XML": hanweb.truecms(),
    "truecms, JSON around XML": hanweb.truecms(json_inside=True),
    "gkmlpt": apis.gkmlpt(),
    "nfcms": static.nfcms(),
    "ls, pretty": static.ls(),
    "ls, query": static.ls_query(),
    "ls, disclosure": static.ls_disclosure(),
    "ucap": static.ucap(),
    "ucap, JSON": apis.ucap_json(),
    "vsb, by link": static.vsb(),
    "vsb, by count": static.vsb_falling(),
    "vsb, by tree": static.vsb_tree(),
    "vsb, rows with ids": static.vsb_rows(),
    "ewb": static.ewb(),
    "ewb, disclosure from 0": apis.govinfo(),
    "ewb, disclosure from 1": apis.govinfo(first=1),
    "channels": static.channels(),
    "paper, new": media.paper(),
    "paper, classic": media.paper(classic=True),
    "paper, by its index": media.paper_index(),
    "cjyun": media.cjyun(),
    "rednet": media.rednet(),
    "zjol": media.zjol(),
    "generic, frame": generic.generic_frame(),
    "generic, template": generic.site_template(),
    "generic, scripts": generic.scripted(),
    "generic, postback": generic.postback(),
    "generic, GBK": generic.gbk(),
    "generic, two addresses": generic.two_addresses(),
}
REPEATED = ("jpage", "paper", "generic", "ewb")
"""Families whose lists are asked twice at one address: by GET and POST, behind a redirect, by what is posted."""


@dataclass
class Outcome:
    told: SiteReport
    captured: set[str]
    asked: list[str]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    webs = {name: Web(case.answer, f"127.0.3.{n}") for n, (name, case) in enumerate(CASES.items(), 1)}
    with served(*webs.values()):
        sites = [
            site(webs[name], case.list, id=f"f{n}", family=case.family, **case.keys)
            for n, (name, case) in enumerate(CASES.items())
        ]
        report = crawl(sites, tmp_path_factory.mktemp("data"))
    return {
        name: Outcome(told, set(pages(type(report)((told,)))), web.paths())
        for (name, web), told in zip(webs.items(), report.sites, strict=True)
    }


@pytest.mark.parametrize("name", CASES)
def test_exactly_the_expected_articles_are_captured(outcomes: dict[str, Outcome], name: str) -> None:
    assert outcomes[name].captured == CASES[name].expected
    assert outcomes[name].told.errors == ()


@pytest.mark.parametrize("name", CASES)
def test_the_walk_ends(outcomes: dict[str, Outcome], name: str) -> None:
    asked = [path for path in outcomes[name].asked if path not in CASES[name].expected and not path.startswith("/go/")]
    assert len(asked) <= CASES[name].most, asked
    assert len(asked) == len(set(asked)) or CASES[name].family in REPEATED, "no list page is asked for twice"
