"""County news pages of our own making: distinct, about 15 kB of HTML and 31 facts each; the same pages each time.

``varied`` makes readings of such pages from one that was read, with other numbers, for where reading them is not what
is measured: it takes most of a build's time.

usage: python -m bench.made PAGES FOLDER     archives of 1,000 pages each under FOLDER/raw, for 'xiangtu build'
"""

import random
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawl.archive import Archive
from pipeline.places import gazetteer
from pipeline.records import Reading

FIRST = datetime(2024, 6, 1, tzinfo=UTC)
COUNTIES = 400
PER_ARCHIVE = 1000
DID = (
    "{village}投入资金{a}万元，新修道路{b}公里，改造户厕{c}户。",
    "{village}种植油茶{a}亩，带动农户{b}户，村集体经济收入{c}万元。",
    "截至{year}年底，{village}建成高标准农田{a}亩，清理垃圾{b}吨，安装路灯{c}盏。",
    "{village}发展养殖大户{a}户，年出栏生猪{b}头，实现产值{c}万元。",
    "{village}推行“{local}”，评选文明户{a}户，兑换物资{b}件，发放奖金{c}元。",
)
PLANS = "下一步，{village}计划再投入{a}万元，到{next}年新增就业岗位{b}个。"
PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title}-{county}人民政府</title></head>
<body><div class="nav"><ul>{menu}</ul></div><div class="article"><h1>{title}</h1>
<div class="info">发布时间：{day} 来源：{county}融媒体中心</div><div class="content">{body}</div></div>
<div class="side"><ul>{menu}</ul></div><div class="footer">版权所有 {county}人民政府办公室</div></body></html>"""
ROW = '<li><a href="/col/{0}.html" title="第{0}次推进会召开">全县第{0}次工作推进会议召开</a><span>05-{0:02}</span></li>'
MENU = "".join(ROW.format(number) for number in range(1, 46))
NAMES = ("红榜评比", "美丽庭院", "爱心超市", "庭院经济", "村村比拼", "老屋新生", "清洁日", "邻里食堂")

DIGITS = re.compile(r"(?<!\d)20[12]\d(?!\d)|\d")
"""Years, and all other digits."""


def url(number: int) -> str:
    """The address of a page: on one of the sites of the counties."""
    return f"http://www.county{number % COUNTIES}.example/zwdt/{number}.html"


def html(number: int) -> str:
    """A page by its number."""
    chance = random.Random(number)
    counties = gazetteer.counties()
    county = counties[number % COUNTIES * len(counties) // COUNTIES]
    villages = [d.name for d in gazetteer.members(county.code) if d.level == "village"] or [county.name]
    year = 2019 + number % 5
    body = [f"<p>{county.name}{year}年扎实推进乡村振兴，各村各有打算。这是第{number}期观察。</p>"]
    for template in (*DID, *DID[: 4 + number % 2]):
        said = {key: chance.randrange(3, 980) for key in "abc"}
        words = template.format(village=chance.choice(villages), year=year, local=chance.choice(NAMES), **said)
        body.append(f"<p>{year}年，{words}干部群众逐户走访，听取意见，细化任务，把好事办实。</p>")
    plan = {"a": chance.randrange(10, 400), "b": chance.randrange(5, 90), "next": year + 2}
    body.append(f"<p>{PLANS.format(village=chance.choice(villages), **plan)}</p>")
    title = f"{county.name}{chance.choice(villages)}走好振兴路第{number}期"
    day = (FIRST - timedelta(days=30 + number % 1500)).strftime("%Y-%m-%d %H:%M")
    return PAGE.format(title=title, county=county.name, menu=MENU, day=day, body="".join(body))


def number_of(address: str) -> int:
    """A page's number, from its address."""
    return int(address.rsplit("/", 1)[1].split(".")[0])


def varied(reading: Reading, number: int) -> Reading:
    """A reading as it might be of another page: the same words at another address, other digits, other values."""
    chance = random.Random(number)
    text = DIGITS.sub(lambda m: m[0] if len(m[0]) > 1 else str(chance.randrange(1, 10)), reading.article.text)
    title = f"{reading.article.title.split('第')[0]}第{number}期"
    return replace(
        reading,
        article=replace(reading.article, url=url(number), text=text, title=title),
        facts=tuple(replace(f, value=f.value + number, quote=text[f.start : f.end]) for f in reading.facts),
        relations=tuple(replace(r, quote=text[r.start : r.end]) for r in reading.relations),
    )


def archives(folder: Path, pages: int, after: int = 0) -> Iterator[Path]:
    """Archives of so many pages in a data folder, after those that are there; each is given as it is whole."""
    for first in range(after, after + pages, PER_ARCHIVE):
        with Archive(folder / "raw" / "made", f"made{first}") as archive:
            for number in range(first, min(first + PER_ARCHIVE, after + pages)):
                moment = FIRST + timedelta(seconds=number)
                archive.write(url(number), moment, 200, [("Content-Type", "text/html")], html(number).encode())
        yield folder / "raw" / "made"


def main() -> None:
    for _ in archives(Path(sys.argv[2]), int(sys.argv[1])):
        pass


if __name__ == "__main__":
    main()
