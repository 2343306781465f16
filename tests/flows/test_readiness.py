"""What schedules need is looked for first, and what is missing is said, a line each."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import Result

Run = Callable[..., Result]
ENTRY = "id: own\nname: 某县网\nhosts: [own.example.com]\nenabled: {enabled}\nlists: {lists}\n"
LISTS = "[{url: 'http://own.example.com/'}]"
CRAWLS = "deployments:\n  - {name: night, parameters: {what: {sites: [own]}}, schedules: [{cron: '0 19 * * *'}]}\n"
BUILDS = "deployments:\n  - {name: noon, schedules: [{cron: '0 12 * * *'}]}\n"


class Healthy(BaseHTTPRequestHandler):
    """Answers /api/health as a Prefect server does, all else with 404."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/api/health" else 404)
        self.end_headers()
        self.wfile.write(b"true")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(xiangtu: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Healthy) as http:
        Thread(target=http.serve_forever, daemon=True).start()
        monkeypatch.setenv("PREFECT_API_URL", f"http://127.0.0.1:{http.server_port}/api")
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()


@pytest.fixture
def site(data: Path) -> Callable[..., None]:
    def make(enabled: str = "true", lists: str = LISTS) -> None:
        (data / "sites").mkdir(parents=True, exist_ok=True)
        (data / "sites" / "own.yaml").write_text(ENTRY.format(enabled=enabled, lists=lists), "utf-8")

    return make


@pytest.fixture
def schedules(tmp_path: Path) -> Callable[[str], Path]:
    def make(text: str) -> Path:
        file = tmp_path / "schedules.yaml"
        file.write_text(text, "utf-8")
        return file

    return make


Make = Callable[..., None]
Schedules = Callable[[str], Path]


@pytest.mark.parametrize("arguments", [["--dry-run"], []])
def test_all_that_is_missing_is_said_at_once_a_line_each(
    arguments: list[str], xiangtu: Run, site: Make, schedules: Schedules, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XIANGTU_CONTACT", raising=False)
    site(enabled="false")
    result = xiangtu("deploy", *arguments, "--config", schedules(CRAWLS))
    assert result.exit_code == 2
    said = [line for line in result.stderr.splitlines() if line.startswith("  ")]
    for lack, line in zip(("no contact", "no enabled site", "PREFECT_API_URL is not set"), said[-3:], strict=True):
        assert lack in line
    assert not (data / ".prefect").exists(), "nothing is begun"


def test_where_all_is_there_a_dry_run_says_so(server: str, xiangtu: Run, site: Make, schedules: Schedules) -> None:
    site()
    result = xiangtu("deploy", "--dry-run", "--contact", "you@example.org", "--config", schedules(CRAWLS))
    assert result.exit_code == 0, result.stderr + server
    assert "all that the schedules need is there" in result.stderr


def test_a_schedule_that_only_builds_needs_neither_contact_nor_sites(
    server: str, xiangtu: Run, schedules: Schedules, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XIANGTU_CONTACT", raising=False)
    result = xiangtu("deploy", "--dry-run", "--config", schedules(BUILDS))
    assert result.exit_code == 0, result.stderr + server


@pytest.mark.parametrize(
    ("entry", "says"),
    [({"lists": "[]"}, "needs a list"), ({"enabled": "false"}, "all 1 are disabled"), (None, "own: no such site")],
)
def test_a_site_that_can_not_be_crawled_is_named(
    entry: dict[str, str] | None, says: str, server: str, xiangtu: Run, site: Make, schedules: Schedules
) -> None:
    if entry is not None:
        site(**entry)
    result = xiangtu("deploy", "--dry-run", "--contact", "you@example.org", "--config", schedules(CRAWLS))
    assert (result.exit_code, says in result.stderr) == (2, True), result.stderr + server


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/api", "{server}/elsewhere", "nonsense", "http://["])
def test_a_server_that_does_not_answer_is_named(
    address: str, server: str, xiangtu: Run, schedules: Schedules, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", address.format(server=server))
    result = xiangtu("deploy", "--config", schedules(BUILDS))
    assert result.exit_code == 1
    assert "no Prefect server answers there" in result.stderr


def test_a_data_folder_that_is_a_file_is_named(server: str, xiangtu: Run, schedules: Schedules, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = xiangtu("deploy", "--dry-run", "--config", schedules(BUILDS), "--data", tmp_path / "file" / "data")
    assert result.exit_code == 1, server
    assert "not a folder" in result.stderr
