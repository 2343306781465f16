"""``xiangtu crawl``: what it brings, as a table, as JSON and CSV, and the report that it keeps."""

import csv
import json
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from click.testing import Result

from tests.crawl.scenes import numbered
from tests.crawl.web import Answer, Web, rows, served

Run = Callable[..., Result]
OWN = ("--allow-private",)


@pytest.fixture
def web(data: Path) -> Iterator[Web]:
    """A host of three articles, one of them missing, registered in the data folder; and a site that is disabled."""
    routes: dict[str, Answer] = numbered(1) | {"/a/1001.html": (500, {}, "sorry " * 500)}
    web = Web(routes)
    (data / "sites").mkdir(parents=True)
    entry = "id: {0}\nname: 某县\nhosts: ['{1}']\ndelay: 0\nenabled: {2}\nlists: [{{url: 'http://{1}/list/'}}]\n"
    (data / "sites" / "own.yaml").write_text(entry.format("own", web.host, "true"), "utf-8")
    (data / "sites" / "idle.yaml").write_text(entry.format("idle", "idle.example.com", "false"), "utf-8")
    with served(web):
        yield web


def test_a_crawl_names_its_archives_and_tells_each_host_and_keeps_its_report(
    xiangtu: Run, data: Path, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = xiangtu("crawl", "own", "idle", *OWN)
    assert result.exit_code == 3, result.stderr
    (archive,) = result.stdout.split()
    assert archive.endswith(".warc.gz")
    assert f"http-500: {web.url}/a/1001.html" in result.stderr
    assert "idle: disabled" in result.stderr
    assert web.host in result.stderr
    (kept,) = (data / "reports").glob("crawl-*.json")
    told = json.loads(kept.read_text("utf-8"))["sites"][0]
    assert told["hosts"] == [
        {"host": web.host, "pages": 7, "new": 2, "changed": 0, "unchanged": 0, "walls": 0, "errors": 1}
    ]
    assert [(column["rows"], column["first"]) for column in told["columns"]] == [(3, 3)]


def test_the_report_comes_as_json_and_csv(xiangtu: Run, web: Web) -> None:
    told = json.loads(xiangtu("crawl", "own", "--format", "json", *OWN).stdout)
    assert (told["sites"][0]["articles"], told["sites"][0]["errors"][0]["reason"]) == (2, "http-500")
    (row,) = csv.DictReader(StringIO(xiangtu("crawl", "own", "--format", "csv", *OWN).stdout))
    assert (row["host"], row["new"], row["errors"]) == (web.host, "0", "1")


def test_days_bound_a_backfill(xiangtu: Run, web: Web) -> None:
    web.routes = {**web.routes, "/list/": rows("/a/1000.html", date="2024-05-02") + rows("/a/1002.html")}  # type: ignore[dict-item]
    assert xiangtu("crawl", "own", "--since", "2024-05-02", *OWN).exit_code == 0
    assert [path for path in web.paths() if path.startswith("/a/")] == ["/a/1000.html"]
    assert xiangtu("crawl", "own", "--until", "2024-05-01", "--max-articles", "1", *OWN).exit_code == 0
    assert web.paths()[-1] == "/a/1002.html"
    wrong = xiangtu("crawl", "--since", "2024-05-02", "--until", "2024-05-01")
    assert wrong.exit_code == 1
    assert "swap them" in wrong.stderr
    assert xiangtu("crawl", "--since", "May").exit_code == 2
