"""How the cleaner's tests write a page."""

from datetime import UTC, datetime

from pipeline.clean import clean
from pipeline.records import Article, RawPage, Refusal, Site

FETCHED = datetime(2027, 3, 1, 8, 30, tzinfo=UTC)
URL = "http://www.example.gov.cn/page"

TITLE = "青禾镇：蔬菜大棚里种出好日子"
META = "2023-05-06 来源：白石县融媒体中心"
BODY = "入冬以来，青禾镇桑园村新建蔬菜大棚42座，带动118户村民就业。\n全村共投入资金260万元，硬化道路3.2公里。"


def read(page: str | bytes, site: Site | None = None, url: str = URL) -> Article:
    answer = clean(RawPage(url, FETCHED, page.encode() if isinstance(page, str) else page), site)
    assert isinstance(answer, Article), answer
    return answer


def refused(page: str | bytes, status: int = 200) -> Refusal:
    answer = clean(RawPage(URL, FETCHED, page.encode() if isinstance(page, str) else page, status))
    assert isinstance(answer, Refusal), answer.text
    return answer


def lines(article: Article) -> list[str]:
    return [article.text[b.start : b.end] for b in article.blocks if b.kind != "title"]


def grids(article: Article) -> list[list[list[str]]]:
    return [[[article.text[c.start : c.end] for c in row] for row in table.rows] for table in article.tables]
