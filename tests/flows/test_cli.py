"""The command line as a process: quick to start, quiet on a closed pipe, and a server that comes and goes."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from click.testing import Result

Run = Callable[..., Result]
Pages = Callable[..., Path]
COMMAND = [sys.executable, "-c", "from flows.cli import app; app()"]


def test_help_imports_nothing_heavy() -> None:
    code = "import sys, flows.cli; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"prefect", "scrapy", "spacy", "rdflib", "pyarrow", "pyoxigraph", "pydantic"} & set(loaded)


def test_tag_imports_neither_prefect_nor_scrapy_nor_arrow(pages: Pages) -> None:
    file = next(pages(1).iterdir())
    code = f"""
import sys
from typer.testing import CliRunner
from flows.cli import commands
assert CliRunner().invoke(commands, ["tag", {str(file)!r}]).exit_code == 0
print(*sys.modules)"""
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"prefect", "scrapy", "twisted.internet.reactor", "pyarrow", "pyshacl"} & set(loaded)


def test_a_closed_pipe_ends_it_quietly(pages: Pages) -> None:
    tag = " ".join(f"'{word}'" for word in [*COMMAND, "tag", str(pages(30))])
    done = subprocess.run(["bash", "-c", f"{tag} | head -c 10"], capture_output=True, check=False)
    assert len(done.stdout) == 10
    assert done.stderr == b""


def test_results_and_reports_go_to_different_streams(xiangtu: Run, pages: Pages) -> None:
    result = xiangtu("build", pages(1))
    assert result.stdout == ""
    assert "pages read" in result.stderr


@pytest.mark.parametrize("arguments", [["nonsense"], ["build", "--nonsense"], ["tag"], ["query", "x", "-f", "xml"]])
def test_wrong_usage_has_its_own_exit_code(arguments: list[str], xiangtu: Run) -> None:
    assert xiangtu(*arguments).exit_code == 2


def test_a_wrong_setting_is_named(xiangtu: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIANGTU_WORKERS", "many")
    for command in (["build"], ["query", "money"], ["export"], ["tag", "x"], ["serve"], ["deploy", "--dry-run"]):
        result = xiangtu(*command)
        assert result.exit_code == 1
        assert "XIANGTU_WORKERS='many'" in result.stderr


def test_crawl_lists_the_sites_of_the_data_folder_too_and_names_one_that_is_unknown(xiangtu: Run, data: Path) -> None:
    (data / "sites").mkdir(parents=True)
    entry = "id: own\nname: 某县网\nhosts: [own.example.com]\nlists: [{url: 'http://own.example.com/'}]\n"
    (data / "sites" / "own.yaml").write_text(entry, "utf-8")
    assert any(line.startswith("own,") for line in xiangtu("sites", "--format", "csv").stdout.splitlines())
    result = xiangtu("crawl", "nosuch")
    assert result.exit_code == 1
    assert "nosuch: no such site" in result.stderr
    (data / "sites" / "own.yaml").write_text(entry + "nmae: x\n", "utf-8")
    result = xiangtu("build")
    assert result.exit_code == 1


def test_serve_answers_until_it_is_interrupted(xiangtu: Run, pages: Pages, data: Path) -> None:
    assert xiangtu("serve").exit_code == 1, "nothing is built yet"
    xiangtu("build", pages(2))
    env = os.environ | {"XIANGTU_DATA": str(data)}
    server = subprocess.Popen([*COMMAND, "serve", "--port", "0"], env=env, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        address = re.search(r"http://127\.0\.0\.1:\d+", server.stderr.readline())
        assert address
        with httpx.Client(base_url=address[0], trust_env=False, timeout=20) as client:
            for _ in range(100):
                try:
                    client.get("/")
                    break
                except httpx.ConnectError:
                    time.sleep(0.1)
            query = "SELECT (COUNT(*) AS ?n) { ?page a <https://w3id.org/xiangtu/ns#Page> }"
            answer = client.get("/query", params={"query": query}, headers={"accept": "text/csv"})
            assert answer.text.split() == ["n", "2"]
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(20) in (0, 130)
    assert not [p for p in (data / ".stores").iterdir() if p.is_dir() and p.name != "000001"]
