"""Crawls that were killed, interrupted or lost what they knew go on where they stopped."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crawl.archive import Damage, read_captures
from crawl.run import CrawlError
from tests.crawl.scenes import CRAWL, numbered, why
from tests.crawl.web import ARTICLE, Answer, Web, crawl, served, site


def test_two_crawls_of_one_folder_do_not_meet(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import fcntl

    with (tmp_path / ".crawl.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(CrawlError, match="exit code 1"):
            crawl(site(Web(numbered(1))), tmp_path)
    assert "another crawl is writing" in capfd.readouterr().err


def test_a_killed_crawl_goes_on_where_it_stopped(tmp_path: Path) -> None:
    web = Web(numbered(10))
    with served(web):
        entry = site(web, delay=0.02)
        child = subprocess.Popen(
            [sys.executable, "-c", CRAWL, entry.model_dump_json(), str(tmp_path)], start_new_session=True
        )
        while sum(path.startswith("/a/") for path in web.paths()) < 10:
            time.sleep(0.02)
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        first = len(web.log)
        crawl(entry, tmp_path)
    archives = sorted((tmp_path / "raw" / "x").glob("*"))
    assert all(path.name.endswith(".warc.gz") for path in archives)
    captured = [c.page.url for path in archives for c in read_captures(path) if c.role == "article"]
    assert len(captured) == len(set(captured)) == 30
    asked_twice = {p for p in web.paths() if p.startswith("/a/") and web.paths().count(p) > 1}
    assert len(asked_twice) <= 1, "at most the one that was under way"
    assert first < len(web.log)


def test_a_lost_table_of_addresses_is_made_again_from_the_archives(tmp_path: Path) -> None:
    web = Web(numbered(2))
    with served(web):
        crawl(site(web), tmp_path)
        for path in tmp_path.glob("crawl.sqlite*"):
            path.unlink()
        report = crawl(site(web), tmp_path)
    assert (report.articles, report.sites[0].known) == (0, 6), "the list is walked to its end, its articles are known"
    assert sum(path.startswith("/a/") for path in web.paths()) == 6


def test_attachments_that_were_not_fetched_are_found_again_in_the_archives(tmp_path: Path) -> None:
    busy: Answer = (500, {}, "sorry " * 500)
    routes: dict[str, Answer] = {**numbered(1), "/a/1000.html": ARTICLE + '<a href="/f.xlsx">附件</a>', "/f.xlsx": busy}
    web = Web(routes)
    with served(web):
        assert crawl(site(web), tmp_path).sites[0].attachments == 0
        for path in tmp_path.glob("crawl.sqlite*"):
            path.unlink()
        web.routes = {**routes, "/f.xlsx": (200, {"Content-Type": "application/vnd.ms-excel"}, b"PK")}
        report = crawl(site(web), tmp_path)
    assert (report.articles, report.sites[0].attachments) == (0, 1)
    assert web.paths().count("/a/1000.html") == 1


def test_a_damaged_table_of_addresses_is_put_aside(tmp_path: Path) -> None:
    (tmp_path / "crawl.sqlite").write_bytes(b"this is no database, whatever its name says" * 100)
    web = Web(numbered(1))
    with served(web):
        assert crawl(site(web), tmp_path).articles == 3
    assert (tmp_path / "crawl.damaged").exists()


def test_an_archive_that_can_t_be_written_ends_the_crawl(tmp_path: Path) -> None:
    (tmp_path / "raw").write_text("a file where a folder should be")
    web = Web(numbered(3))
    with served(web):
        report = crawl(site(web), tmp_path)
    assert "interrupted" in why(report.sites[0])
    assert any("can't be written" in problem.detail for problem in report.sites[0].errors)
    assert len(web.log) <= 2


def test_a_crawl_whose_caller_is_gone_ends_and_keeps_what_it_has(tmp_path: Path) -> None:
    web = Web(numbered(30))
    with served(web):
        entry = site(web, delay=0.05)
        child = subprocess.Popen([sys.executable, "-c", CRAWL, entry.model_dump_json(), str(tmp_path)])
        while len(web.paths()) < 5:
            time.sleep(0.02)
        child.kill()
        child.wait()
        for _ in range(200):
            time.sleep(0.1)
            left = list((tmp_path / "raw" / "x").glob("*.part"))
            if not left:
                break
    assert left == []
    assert len(web.paths()) < 60


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_a_crawl_killed_again_and_again_captures_each_article_once(tmp_path: Path, seed: int) -> None:
    """Kills at random moments, until a crawl comes to its end; two lists that overlap, and attachments."""
    dice = random.Random(seed)
    files = {f"/f/{n}.xlsx": (200, {"Content-Type": "application/vnd.ms-excel"}, b"PK") for n in range(6)}
    routes: dict[str, Answer] = {**numbered(12), **files}
    routes |= {f"/a/{1000 + n}.html": ARTICLE + f'<a href="/f/{n}.xlsx">附件</a>' for n in range(6)}
    web, kills = Web(routes), 4
    with served(web):
        entry = site(web, "/list/", "/list/7", delay=0.02)
        for _ in range(kills):
            child = subprocess.Popen(
                [sys.executable, "-c", CRAWL, entry.model_dump_json(), str(tmp_path)], start_new_session=True
            )
            enough = len(web.log) + dice.randint(1, 15)
            while len(web.log) < enough and child.poll() is None:
                time.sleep(0.002)
            time.sleep(dice.random() * 0.03)
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        last = crawl(entry, tmp_path)
        report = crawl(entry, tmp_path)
    print(f"seed {seed}: {kills} kills, {len(web.log)} requests, {last.articles} articles after the last")
    assert last.sites[0].errors == ()
    assert (report.articles, report.sites[0].attachments, report.sites[0].errors) == (0, 0, ())
    archives = sorted((tmp_path / "raw" / "x").iterdir())
    assert all(path.name.endswith(".warc.gz") for path in archives)
    found = [c for path in archives for c in read_captures(path)]
    assert not [c for c in found if isinstance(c.page, Damage)]
    for role, count in (("article", 36), ("attachment", 6)):
        captured = [c.page.url for c in found if c.role == role]
        assert len(captured) == len(set(captured)) == count
    twice = sum(web.paths().count(path) - 1 for path in {p for p in web.paths() if p.startswith(("/a/", "/f/"))})
    assert twice <= kills, "at most what was under way when the crawl was killed"
    checker = [sys.executable, "-m", "warcio.cli", "check", *map(str, archives)]
    assert subprocess.run(checker, capture_output=True, check=False).returncode == 0
