"""Places in pages made of real divisions: how many are found and rightly linked, and how fast.

usage: python -m bench.places [COUNTIES] [--misses]

Takes counties at random (the same each time), puts the names of their townships and villages into sentences of our
own, with shortened names, lists, villages that no list of the county has, and common nouns that look like places, and
compares what ``read_places`` gives with what was put in.
"""

import random
import re
import sys
import time
from collections import Counter

from pipeline.places import gazetteer, read_places
from pipeline.places.naming import base, without_nationality
from pipeline.records import Article, Block

SENTENCES = {
    "lead": "近年来,{county}{t1}坚持党建引领,把人居环境整治作为乡村振兴的重要抓手,全镇各村面貌焕然一新。",
    "village": "走进{t1}{v1},映入眼帘的是干净整洁的村道和错落有致的庭院,村民正在文化广场上健身。",
    "verbs": "记者在{v2}看到,党员志愿者正在清运垃圾;随后来到{v3},示范户的小菜园让人眼前一亮。",
    "short": "{s1}村干部先行先试,各村群众积极参与,打造示范村、样板村,全村环境大变样。",
    "list": "镇里整合资金,在{b1}、{b2}、{b3}等村实施道路硬化项目,周边村也跟着受益。",
    "two": "{t2}党委书记带队到{v4}、{v5}现场观摩,{v4}的积分制和红黑榜得到一致好评。",
    "new": "此外,{t2}{new}通过“党支部+合作社”模式发展特色种植,昔日的空心村变成了网红村。",
    "group": "{v4}{group}的村民自筹资金修建了便民桥,驻村工作队全程参与监督。",
    "short_town": "下一步,{ts}将继续完善长效机制,推动农村人居环境由“一时美”向“时时美”转变。",
    "noise": "工作组、专班组和各村民小组一起入户宣传,乡镇、街道和有关部门协同发力,小城镇建设同步推进。",
}
GROUPS = ("上坝组", "三组", "大塘屯", "第二村民小组", "岩脚寨")


def page(rng: random.Random, county: gazetteer.Division) -> tuple[Article, set[tuple[str, str | None]]] | None:
    """A page about one township of the county, and its places as (text, code)."""
    townships = [t for t in gazetteer.children(county.code) if re.search("[镇乡]$", t.name)]
    townships = [t for t in townships if len(listed(t)) >= 5]
    if len(townships) < 2:
        return None
    t1, t2 = rng.sample(townships, 2)
    one, two = rng.sample(listed(t1), 5), rng.sample(listed(t2), 2)
    stems = [base(v.name, "village") for v in one]
    known = {base(v.name, "village") for v in gazetteer.members(county.code) if v.level == "village"}
    other = rng.choice(gazetteer.counties())
    strangers = [
        v.name for t in gazetteer.children(other.code) for v in listed(t) if base(v.name, "village") not in known
    ]
    if not strangers or len({*stems, *(base(v.name, "village") for v in two)}) < 7:
        return None
    new, group = rng.choice(strangers), rng.choice(GROUPS)
    short = without_nationality(t1.name)
    values = {
        "county": county.name, "t1": t1.name, "t2": t2.name, "v1": one[0].name, "v2": one[1].name, "v3": one[2].name,
        "s1": one[0].name, "b1": stems[2], "b2": stems[3], "b3": stems[4], "v4": two[0].name, "v5": two[1].name,
        "new": new, "group": group, "ts": short,
    }  # fmt: skip
    lines = [f"{county.name}{t1.name}:乡村换新颜"] + [text.format(**values) for text in SENTENCES.values()]
    gold = {
        (county.name, county.code),
        (t1.name, t1.code),
        (short, t1.code),
        (t2.name, t2.code),
        (new, None),
        (group, None),
    }
    gold |= {(v.name, v.code) for v in (*one[:3], *two)} | {
        (s, v.code) for s, v in zip(stems[2:], one[2:], strict=True)
    }
    blocks, at = [], 0
    for number, line in enumerate(lines):
        blocks.append(Block(at, at + len(line), "paragraph" if number else "title"))
        at += len(line) + 1
    return Article("", "\n".join(lines), tuple(blocks), lines[0]), gold


def listed(township: gazetteer.Division) -> list[gazetteer.Division]:
    """Its villages with names of at least two characters that no brackets or figures disturb."""
    return [
        v
        for v in gazetteer.children(township.code)
        if re.fullmatch(r"[一-鿿]{2,6}(?:村|嘎查)", v.name) and not re.search("[镇乡]$|社区", v.name[:-1])
    ]


def main(count: int, misses: bool) -> tuple[float, float]:
    """Print and return precision and recall over as many counties."""
    rng = random.Random(7)
    counties = rng.sample(gazetteer.counties(), min(count * 2, len(gazetteer.counties())))
    pages = [made for county in counties if (made := page(rng, county))][:count]
    right = found = wanted = homes = 0
    wrong: Counter[str] = Counter()
    started = time.process_time()
    readings = [read_places(article) for article, _ in pages]
    seconds = time.process_time() - started
    for (article, gold), places in zip(pages, readings, strict=True):
        have = {(m.text, m.code) for m in places.mentions}
        right, found, wanted = right + len(have & gold), found + len(have), wanted + len(gold)
        homes += places.home == next(
            code for text, code in gold if article.title.endswith(f"{text}:乡村换新颜") and len(code or "") == 9
        )
        if misses:
            wrong.update(f"- {text} {code} ({article.title[:12]})" for text, code in gold - have)
            wrong.update(f"+ {text} {code} ({article.title[:12]})" for text, code in have - gold)
    for line, _ in wrong.most_common():
        print(line)
    characters = sum(len(article.text) for article, _ in pages)
    figures = f"precision {right / found:.4f}, recall {right / wanted:.4f}, home {homes / len(pages):.4f}"
    print(f"{len(pages)} counties: {figures}")
    print(f"{characters / seconds:,.0f} characters a second, each county read for the first time")
    return right / found, right / wanted


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    main(numbers[0] if numbers else 300, "--misses" in sys.argv)
