"""Another store kept in step: the same quads there as here, only what changed is sent, and nothing is lost."""

import re
import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from click.testing import Result
from pyoxigraph import RdfFormat, Store, parse
from typer.testing import CliRunner

from flows.cli import commands
from flows.publish import remote
from flows.publish.ledger import triple_of
from tests.flows.conftest import page
from tests.flows.foreign_store import foreign
from tests.flows.test_build import capture

Publish = Callable[..., Result]
OXIGRAPH = Path(sysconfig.get_path("scripts")) / "oxigraph"
NOW = "https://w3id.org/xiangtu/now"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two pages, of which one has changed, so that there is a history."""
    data = tmp_path_factory.mktemp("publish") / "data"
    capture(data / "raw" / "s0", "http://a.example.com/0.html", page(0), 1)
    capture(data / "raw" / "s1", "http://a.example.com/1.html", page(1), 1)
    capture(data / "raw" / "s1", "http://a.example.com/1.html", page(1, money=500), 3)
    assert CliRunner().invoke(commands, ["build", "--data", str(data)]).exit_code == 0
    return data


@pytest.fixture
def publish(built: Path, monkeypatch: pytest.MonkeyPatch) -> Publish:
    monkeypatch.setattr(remote.time, "sleep", lambda _: None)

    def run(*options: object, data: Path = built) -> Result:
        told = ["publish", "--data", str(data), *map(str, options)]
        return CliRunner().invoke(commands, told, terminal_width=120)

    return run


def ours(data: Path) -> set[str]:
    return {str(quad) for quad in Store.read_only(str(data / "store"))}


def answering(address: str, path: str, seconds: float) -> str:
    """The address of a server, once it answers."""
    until = time.monotonic() + seconds
    while True:
        try:
            httpx.get(address + path).raise_for_status()
        except httpx.HTTPError:
            assert time.monotonic() < until
            time.sleep(0.05)
        else:
            return address


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """Oxigraph's own server on loopback: its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(OXIGRAPH), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield answering(f"http://127.0.0.1:{port}", "/query?query=ASK%20%7B%7D", 20)
    finally:
        server.terminate()
        server.wait(20)


def held(address: str) -> set[str]:
    answer = httpx.get(f"{address}/store", headers={"accept": "application/n-quads"})
    return {str(quad) for quad in parse(answer.content, RdfFormat.N_QUADS)}


@pytest.mark.skipif(not OXIGRAPH.exists(), reason="Oxigraph's server is not installed (pip install oxigraph)")
def test_oxigraph_holds_what_our_store_holds_after_each_publication(
    built: Path, publish: Publish, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(built, data, symlinks=True)
    with oxigraph(tmp_path / "theirs") as address:
        where = ("--endpoint", f"{address}/update", "--graph-store", f"{address}/store")
        first = publish(*where, data=data)
        assert first.exit_code == 0, first.stderr
        assert held(address) == ours(data)
        assert any("/history>" in quad for quad in ours(data))
        capture(data / "raw" / "s0", "http://a.example.com/0.html", page(0, money=999), 5)
        assert CliRunner().invoke(commands, ["build", "--data", str(data)]).exit_code == 0
        again = publish(*where, data=data)
        assert again.exit_code == 0, again.stderr
        assert held(address) == ours(data)
        assert "removed" in again.stderr
        assert not re.search(r"\b0 removed", again.stderr)


@pytest.mark.parametrize("auth", ["", "basic", "digest"])
@pytest.mark.parametrize("by", ["update", "graph store"])
def test_all_is_there_by_either_protocol_and_authentication(
    auth: str, by: str, built: Path, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIANGTU_PUBLISH_PASSWORD", "secret")
    with foreign(auth=auth) as at:
        store = ("--graph-store", at.graph_store) if by == "graph store" else ()
        result = publish("--endpoint", at.update, "--user", "dba", *store)
        assert result.exit_code == 0, result.stderr
        assert at.quads() == ours(built)
        assert any(path.startswith("/store") for path in at.asked) == (by == "graph store")


def test_what_is_in_step_is_left_alone(publish: Publish) -> None:
    with foreign() as at:
        publish("--endpoint", at.update)
        before = len(at.asked)
        result = publish("--endpoint", at.update)
        assert "in step, nothing sent" in result.stderr
        assert len(at.asked) == before + 1  # whether we may write there


def test_only_what_changed_is_sent(built: Path, publish: Publish, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(built, data, symlinks=True)
    with foreign() as at:
        publish("--endpoint", at.update, data=data)
        before = ours(data)
        capture(data / "raw" / "s0", "http://a.example.com/0.html", page(0, money=999), 5)
        assert CliRunner().invoke(commands, ["build", "--data", str(data)]).exit_code == 0
        result = publish("--endpoint", at.update, data=data)
        added, removed = len(ours(data) - before), len(before - ours(data))
        assert f"{added} triples added, {removed} removed" in result.stderr
        assert at.quads() == ours(data)


@pytest.mark.parametrize("whim", [[0] * 9, [500]])
def test_a_publication_that_breaks_off_goes_on_where_it_stopped(whim: list[int], built: Path, publish: Publish) -> None:
    whole = len(ours(built))
    with foreign(answers=whim, after=3) as at:
        first = publish("--endpoint", at.update, "--batch", whole // 5)
        assert first.exit_code == 1
        assert "call it again to go on where it stopped" in first.stderr
        there = len(at.quads())
        assert 0 < there < whole
        at.answers.clear()
        again = publish("--endpoint", at.update, "--batch", whole // 5)
        assert "going on with what was left unsent" in again.stderr
        sent = int(re.search(r"([\d,]+) triples added", again.stderr)[1].replace(",", ""))  # type: ignore[index]
        assert whole - there <= sent <= whole - there + whole // 5  # the batch that broke off is sent whole again
        assert at.quads() == ours(built)


def test_a_busy_store_is_asked_again(built: Path, publish: Publish) -> None:
    with foreign(answers=[503, 503, 0], after=2) as at:
        result = publish("--endpoint", at.update)
        assert result.exit_code == 0, result.stderr
        assert at.quads() == ours(built)


def test_a_graph_of_one_s_choice_stands_for_the_default_one(built: Path, publish: Publish) -> None:
    with foreign() as at:
        publish("--endpoint", at.update, "--graph", NOW, "--graph-store", at.graph_store)
        assert {str(quad.triple) for quad in at.store if quad.graph_name.value == NOW} == {
            str(quad.triple) for quad in Store.read_only(str(built / "store")).quads_for_pattern(None, None, None, None)
            if "xiangtu/" not in str(quad.graph_name)
        }  # fmt: skip


def test_anew_empties_what_others_have_changed(built: Path, publish: Publish) -> None:
    with foreign() as at:
        publish("--endpoint", at.update)
        at.store.update("INSERT DATA { <urn:x> <urn:y> <urn:z> }")
        publish("--endpoint", at.update, "--anew")
        assert at.quads() == ours(built)


@pytest.mark.parametrize(
    ("whims", "told"),
    [
        ({"answers": [404]}, "nothing is there: look at the address"),
        ({"answers": [403]}, "may not write there"),
        ({"answers": [302]}, "it has moved to http://elsewhere.example/"),
        ({"answers": [503] * 5}, "503 Service Unavailable"),
        ({"auth": "basic"}, "--user and XIANGTU_PUBLISH_PASSWORD"),
    ],
)
def test_what_a_store_refuses_is_told_with_what_to_do(whims: dict[str, object], told: str, publish: Publish) -> None:
    with foreign(**whims) as at:
        result = publish("--endpoint", at.update)
        assert result.exit_code == 1
        assert at.update in result.stderr
        assert told in result.stderr
        assert at.quads() == set()


def test_a_wrong_password_is_told_and_never_shown(publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIANGTU_PUBLISH_PASSWORD", "wrong-one")
    with foreign(auth="digest") as at:
        result = publish("--endpoint", at.update, "--user", "dba")
        assert "401" in result.stderr
        assert "wrong-one" not in result.stderr


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/update", "store", "ftp://127.0.0.1/x"])
def test_an_address_where_nobody_is_or_that_is_none_is_told(address: str, publish: Publish) -> None:
    result = publish("--endpoint", address)
    assert result.exit_code == 1
    assert address in result.stderr


def test_before_the_first_build_there_is_nothing_to_publish(publish: Publish, tmp_path: Path) -> None:
    with foreign() as at:
        result = publish("--endpoint", at.update, data=tmp_path)
        assert result.exit_code == 1
        assert "nothing is built yet" in result.stderr


@pytest.mark.parametrize("value", ['"a"', '"a <b> ."@zh', '"\\" <x>"^^<http://x/y>', "<http://x/y>"])
def test_a_quad_is_its_graph_and_its_triple(value: str) -> None:
    line = f"<urn:s> <urn:p> {value} .\n".encode()
    assert triple_of(line) == (None, line)
    assert triple_of(line.replace(b" .\n", b" <urn:g> .\n") if b" .\n" in line else b"") == ("urn:g", line)


def test_a_password_over_plain_http_to_another_machine_is_warned_of() -> None:
    told: list[str] = []
    with remote.Remote(remote.Target("http://store.example/update", user="a", password="b"), told.append) as far:
        answer = httpx.Response(401, request=httpx.Request("POST", "http://store.example/update"))
        far._known(answer)
    assert told == ["store.example: the password goes there in clear; use https where others may listen"]


INI = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
"""


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Debian's Virtuoso on loopback, its database in a folder: its address. Its user is dba, with the password dba."""
    folder.mkdir()
    with socket.socket() as one, socket.socket() as other:
        for free in (one, other):
            free.bind(("127.0.0.1", 0))
        sql, http = (free.getsockname()[1] for free in (one, other))
    (folder / "virtuoso.ini").write_text(INI.format(sql=sql, http=http))
    with (folder / "out").open("w") as out:
        server = subprocess.Popen(
            ["virtuoso-t", "-f", "+configfile", "virtuoso.ini"], cwd=folder, stdout=out, stderr=out
        )
    try:
        yield answering(f"http://127.0.0.1:{http}", "/sparql", 60)
    finally:
        server.kill()
        server.wait(20)


def counted(address: str, graph: str) -> int:
    asked = {"query": f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", "format": "json"}
    return int(httpx.get(f"{address}/sparql", params=asked).json()["results"]["bindings"][0]["n"]["value"])


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("virtuoso-t"), reason="needs Debian's virtuoso-opensource-7-bin")
@pytest.mark.parametrize("by", ["update", "graph store"])
def test_virtuoso_holds_as_many_triples_as_our_store_after_each_publication(
    by: str, built: Path, publish: Publish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Virtuoso writes numbers in its own way (1.10 as 1.1), so triples are counted and not compared."""
    monkeypatch.setenv("XIANGTU_PUBLISH_PASSWORD", "dba")
    data = tmp_path / "data"
    shutil.copytree(built, data, symlinks=True)
    with virtuoso(tmp_path / "theirs") as address:
        store = ("--graph-store", f"{address}/sparql-graph-crud-auth") if by == "graph store" else ()
        where = ("--endpoint", f"{address}/sparql-auth", *store, "--user", "dba", "--graph", NOW)
        for money in (None, 999):
            if money:
                capture(data / "raw" / "s0", "http://a.example.com/0.html", page(0, money=money), 5)
                assert CliRunner().invoke(commands, ["build", "--data", str(data)]).exit_code == 0
            result = publish(*where, data=data)
            assert result.exit_code == 0, result.stderr
            quads = list(Store.read_only(str(data / "store")))
            past, counts = (
                [q for q in quads if str(q.graph_name) == f"<https://w3id.org/xiangtu/{name}>"]
                for name in ("history", "counts")
            )
            assert counted(address, NOW) == len(quads) - len(past) - len(counts)
            assert counted(address, "https://w3id.org/xiangtu/history") == len(past)
