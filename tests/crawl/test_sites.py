"""Sites that a person has confirmed: what the pipeline reads on their saved pages is what the page says.

``crawl.probe.save`` writes an archive and a file to fill in, here or in XIANGTU_SITE_PAGES where pages stay outside.
"""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from crawl.archive import Archive, read_pages
from crawl.probe import CONFIRMED
from pipeline.clean import clean
from pipeline.records import RawPage, Refusal
from tests.crawl.test_archive import HTML, NOON

FOLDER = Path(os.environ.get("XIANGTU_SITE_PAGES", Path(__file__).parent / "sites"))


def differences(folder: Path, name: str) -> list[str]:
    """What a site's file leaves open, and where the pipeline reads otherwise."""
    pages = {p.url: p for path in sorted(folder.glob(f"{name}-*.warc.gz")) for p in read_pages(path)}
    found: list[str] = []
    for expected in yaml.safe_load((folder / f"{name}.yaml").read_text("utf-8")):
        page = pages.get(expected["url"])
        read = fields(page) if isinstance(page, RawPage) else {}
        for key in CONFIRMED:
            if expected[key] is None:
                found.append(f"{expected['url']}: {key}: not confirmed; read the page and fill it in")
            elif expected[key] != read.get(key):
                found.append(f"{expected['url']}: {key}: {expected[key]!r} on the page, {read.get(key)!r} read")
    return found


def fields(page: RawPage) -> dict[str, Any]:
    article = clean(page)
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


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.yaml")))
def test_a_site_is_read_as_a_person_has_confirmed(name: str) -> None:
    assert differences(FOLDER, name) == []


def test_a_site_fails_until_it_is_confirmed_and_where_it_is_read_otherwise(tmp_path: Path) -> None:
    text = "村里修好了通往茶园的路，今年又装上了路灯。" * 20
    line = "<p>发布时间：2024-05-01 10:00　来源：某县融媒体中心</p>"
    html = f"<html><body><h1>茶园的路修好了</h1>{line}<p>{text}</p></body></html>"
    with Archive(tmp_path, "x") as archive:
        archive.write("http://x.cn/1.html", NOON, 200, HTML, html.encode())
    right = {
        "url": "http://x.cn/1.html",
        "title": "茶园的路修好了",
        "published": "2024-05-01T10:00",
        "source": "某县融媒体中心",
        "body_starts": text[:12],
        "body_ends": text[-12:],
    }
    file = tmp_path / "x.yaml"
    file.write_text(yaml.safe_dump([right], allow_unicode=True), "utf-8")
    assert differences(tmp_path, "x") == []
    file.write_text(yaml.safe_dump([right | {"title": None, "source": "别处"}], allow_unicode=True), "utf-8")
    first, second = differences(tmp_path, "x")
    assert "title: not confirmed" in first
    assert "'别处' on the page, '某县融媒体中心' read" in second
