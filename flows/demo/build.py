"""Make the demo site's static files from articles.yaml and the skins: ``python -m flows.demo.build``.

The Traditional copy with pinyin glosses and the hijacked repost are made here from the articles they copy, the way such
copies are made on the web: characters converted and glossed by a script, a brand put between sentences.
"""

import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path
from string import Template
from typing import Any

import yaml
from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

HERE = Path(__file__).parent
SITE = HERE / "site"
GLOSS_EVERY = 2
"""Of the characters that conversion changes, one in so many gets its reading in brackets."""

Article = dict[str, Any]


def build(target: Path = SITE) -> None:
    """Write the whole site into a folder, anew."""
    data = yaml.safe_load((HERE / "articles.yaml").read_text("utf-8"))
    shutil.rmtree(target, ignore_errors=True)
    for path, content in files(data):
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_bytes(content)


def files(data: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Each file of the site: its path and its bytes."""
    columns, articles = data["columns"], data["articles"]
    by_id = {article["id"]: article for article in articles}
    frame = {
        "nav": "".join(f'<li><a href="/{key}/index.html">{column["name"]}</a></li>' for key, column in columns.items()),
        "latest": "".join(f"<li>{link(article)}</li>" for article in articles[:5]),
        "farm": " | ".join(f'<a href="/about.html">{name}</a>' for name in data["farm"]),
    }
    for article in [*articles, data["disallowed"]]:
        skin = article.get("skin", "standard")
        text = page(article, skin, by_id, frame | {"column_name": columns.get(article["column"], {}).get("name", "")})
        yield path_of(article), text.encode("gb18030" if skin == "old" else "utf-8")
    for key, column in columns.items():
        entries = [article for article in articles if article["column"] == key]
        entries += [data["disallowed"]] if key == "dxal" else []
        entries.sort(key=lambda article: str(article["published"]), reverse=True)
        yield from lists(key, column, entries, frame)
    yield "index.html", home(columns, articles, frame)
    yield "about.html", fill("list", frame | {"column_name": "关于本站", "rows": ABOUT, "pages": 1, "page": 0})
    yield (
        "robots.txt",
        b"# The demo site asks crawlers to leave one folder alone.\nUser-agent: *\nDisallow: /dxal/nbcy/\n",
    )
    for name in ("style.css", "tu.svg"):
        yield name, (HERE / "skins" / name).read_bytes()


def page(article: Article, skin: str, by_id: dict[int, Article], frame: dict[str, Any]) -> str:
    """An article in its skin."""
    original = by_id[article["copy_of"]] if "copy_of" in article else article
    title, body = article["title"], blocks(original["body"])
    brand = article.get("brand", "")
    if skin == "traditional":
        title, body = gloss(title), gloss(body)
    if skin == "hijacked":
        body = splice(body, brand) + "\n<p>（来源：和美乡村典型案例交流网）</p>"
    author = article.get("author", "")
    values = frame | {
        "title": title,
        "column": article["column"],
        "published": str(article["published"])[:16],
        "author": author,
        "author_line": f"作者：{author}" if author else "",
        "keywords": article.get("keywords", ""),
        "body": body,
        "around": around(article, list(by_id.values())),
        "brand": brand,
        "brand_entities": "".join(f"&#{ord(character)};" for character in f"{brand}|{brand}官方入口"),
    }
    return Template((HERE / "skins" / f"{skin}.html").read_text("utf-8")).substitute(values)


def blocks(body: list[dict[str, Any]]) -> str:
    """The article's blocks as HTML."""
    return "\n".join(block(kind, content) for entry in body for kind, content in entry.items())


def block(kind: str, content: Any) -> str:
    """One block: p paragraph, h heading, c caption, u unit line, t table."""
    if kind == "t":
        rows = "\n".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in content)
        return f'<table class="MsoNormalTable" border="1">\n{rows}\n</table>'
    text = escape(content, quote=False)
    return {
        "p": f"<p>　　{text}</p>",
        "h": f"<p><strong>{text}</strong></p>",
        "u": f'<p align="right">{text}</p>',
        "c": f'<p align="center"><img src="/tu.svg" alt=""></p>\n<p align="center">{text}</p>',
    }[kind]


def gloss(text: str) -> str:
    """The text in Traditional characters, with a reading in brackets after every second character that changed."""
    parts, changed = [], 0
    one_each: Any = list  # what has no reading is kept character by character, so that readings and text stay aligned
    readings = lazy_pinyin(text, style=Style.TONE, errors=one_each)
    for old, new, reading in zip(text, OpenCC("s2t").convert(text), readings, strict=True):
        parts.append(new)
        if new != old:
            changed += 1
            if changed % GLOSS_EVERY:
                parts.append(f"({reading})")
    return "".join(parts)


def splice(body: str, brand: str) -> str:
    """The text with a brand between the sentences of every other line."""
    lines = body.split("\n")
    return "\n".join(line.replace("。", f"。{brand}", 1) if n % 2 == 0 else line for n, line in enumerate(lines))


def around(article: Article, articles: list[Article]) -> str:
    """Links to the neighbours in the column."""
    own = [other for other in articles if other["column"] == article["column"]]
    at = own.index(article) if article in own else 0
    previous, following = own[at - 1 : at], own[at + 1 : at + 2]
    return "".join(
        f"<p>{label}：{link(near[0]) if near else '没有了'}</p>"
        for label, near in (("上一篇", previous), ("下一篇", following))
    )


def lists(
    key: str, column: dict[str, Any], entries: list[Article], frame: dict[str, Any]
) -> Iterator[tuple[str, bytes]]:
    """A column's list pages: index.html, index_1.html …"""
    size = column["rows"]
    pages = -(-len(entries) // size)
    for number in range(pages):
        rows = "\n".join(
            f"<li>{link(entry, within(entry, key))}<span>{str(entry['published'])[:10]}</span></li>"
            for entry in entries[number * size : (number + 1) * size]
        )
        values = frame | {"column_name": column["name"], "rows": rows, "pages": pages, "page": number}
        yield f"{key}/index{f'_{number}' if number else ''}.html", fill("list", values)


def within(article: Article, column: str) -> str | None:
    """An article's address relative to its own column's list; None on others."""
    return f"./{path_of(article).partition('/')[2]}" if article["column"] == column else None


def home(columns: dict[str, Any], articles: list[Article], frame: dict[str, Any]) -> bytes:
    """The home page: each column's first entries."""
    rows = "\n".join(
        f"<li><b>{columns[key]['name']}</b></li>"
        + "".join(f"<li>{link(article)}</li>" for article in articles if article["column"] == key)
        for key in columns
    )
    return fill("list", frame | {"column_name": "首页", "rows": rows, "pages": 1, "page": 0})


def fill(skin: str, values: dict[str, Any]) -> bytes:
    """A skin with its values, as UTF-8."""
    return Template((HERE / "skins" / f"{skin}.html").read_text("utf-8")).substitute(values).encode()


def link(article: Article, href: str | None = None) -> str:
    """A link to an article, its title cut as lists do."""
    return f'<a href="{href or "/" + path_of(article)}" title="{article["title"]}">{article["title"]}</a>'


def path_of(article: Article) -> str:
    """Where an article stands: column/yyyymm/tyyyymmdd_id.html."""
    day = str(article["published"])[:10].replace("-", "")
    return f"{article['column']}/{day[:6]}/t{day}_{article['id']}.html"


ABOUT = "<li>本站是乡图（Xiangtu）的演示站点：名称、数字取自公开报道，文字为另写，记者为虚构。</li>"

if __name__ == "__main__":
    build()
