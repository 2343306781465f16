"""Nights on a real Prefect server with a worker of prefect.yaml's pool: what each leaves, as the server tells it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows import settings as settings_module
from flows.demo.demonstration import demo_served
from flows.settings import Settings
from flows.storage import data_folder

pytestmark = pytest.mark.slow
ROOT = Path(settings_module.__file__).parent.parent
PREFECT = [sys.executable, "-m", "prefect"]
XIANGTU = [sys.executable, "-c", "from flows.cli import app; app()"]
FINAL = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}
PATIENCE_S = 300
CRASHED_WITHIN_S = 120
LOOPBACK = ["127.0.0.1/32"]
STRICT_GATE = "overall:\n  facts_per_page: {least: {block: 1000}}\n"


def wait_until(true: Callable[[], Any], seconds: float = PATIENCE_S) -> Any:
    """What it gives, once that is something."""
    until = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < until, "waited in vain"
        time.sleep(1)
    return found


@dataclass
class Prefect:
    """A server on loopback, asked by its API, and a worker."""

    home: Path
    data: Path
    api: str
    started: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    @property
    def env(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "XIANGTU_"))}
        own = {"HOME": self.home, "PREFECT_HOME": self.home, "PREFECT_API_URL": self.api, "XIANGTU_DATA": self.data}
        told = {
            "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "5",
            "DO_NOT_TRACK": "1",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_WORKER_QUERY_SECONDS": "2",
        }
        return kept | told | {k: str(v) for k, v in own.items()} | {"XIANGTU_CONTACT": "nights@example.org"}

    def start(self, *command: str) -> "subprocess.Popen[bytes]":
        with (self.home / f"log-{len(self.started)}.txt").open("wb") as log:
            process = subprocess.Popen(
                command,
                env=self.env,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def do(self, *command: str) -> None:
        done = subprocess.run(command, env=self.env, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"

    def worker(self) -> "subprocess.Popen[bytes]":
        return self.start(*PREFECT, "worker", "start", "--pool", "xiangtu", "--type", "process")

    def ask(self, path: str, body: Any = None) -> Any:
        url = f"{self.api}/{path}"
        answer = httpx.get(url, timeout=60) if body is None else httpx.post(url, json=body, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def is_up(self) -> bool:
        try:
            return bool(self.ask("health"))
        except httpx.HTTPError:
            return False

    def begin(self, deployment: str, data: Path, what: dict[str, Any] | None) -> str:
        """Have a deployment run now; gives the run's id."""
        known = self.ask(f"deployments/name/xiangtu/{deployment}")["id"]
        parameters = {"settings": {"data": str(data), "retries": 0}, "what": what}
        body = {"parameters": parameters, "state": {"type": "SCHEDULED"}}
        return str(self.ask(f"deployments/{known}/create_flow_run", body)["id"])

    def state(self, run: str) -> dict[str, Any]:
        return dict(self.ask(f"flow_runs/{run}")["state"])

    def ended(self, run: str) -> tuple[str, str]:
        """The name of the state that a run ended in, and its message."""
        wait_until(lambda: self.state(run)["type"] in FINAL)
        state = self.state(run)
        return str(state["name"]), str(state["message"])

    def logs(self, run: str) -> str:
        found = self.ask("logs/filter", {"logs": {"flow_run_id": {"any_": [run]}}, "limit": 200})
        return "\n".join(str(line["message"]) for line in found)

    def tasks(self, run: str) -> dict[str, str]:
        """The states of a run's tasks by their names."""
        found = self.ask("task_runs/filter", {"task_runs": {"flow_run_id": {"any_": [run]}}})
        return {str(item["name"]): str(item["state"]["name"]) for item in found}

    def artifacts(self, run: str) -> dict[str, str]:
        found = self.ask("artifacts/filter", {"artifacts": {"flow_run_id": {"any_": [run]}}})
        return {str(item["key"]): str(item["data"]) for item in found if item["key"]}


def kill_group(pid: int) -> None:
    """Kill a run's process and what it started: they are no children of the worker's group."""
    with suppress(ProcessLookupError):
        os.killpg(os.getpgid(pid), signal.SIGKILL)


def end(process: "subprocess.Popen[bytes]", how: signal.Signals = signal.SIGKILL) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, how)
    process.wait(60)


@pytest.fixture(scope="module")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prefect]:
    home, data = tmp_path_factory.mktemp("prefect"), tmp_path_factory.mktemp("nights") / "data"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Prefect(home, data, f"http://127.0.0.1:{port}/api")
    try:
        server.start(*PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port))
        wait_until(server.is_up)
        with demo_served(data_folder(Settings(data=str(data)))):  # registers the site; nights serve it again
            pass
        for _ in range(2):  # the second time finds all there
            server.do(*XIANGTU, "deploy", "--prepare")
        server.do(*PREFECT, "work-pool", "create", "xiangtu", "--type", "process", "--overwrite")
        server.do(*PREFECT, "--no-prompt", "deploy", "--all")
        server.worker()
        yield server
    finally:
        for process in reversed(server.started):
            end(process)


@pytest.fixture(scope="module")
def good(prefect: Prefect) -> str:
    """A good night's run; what it built and released is what the later nights find."""
    with demo_served(data_folder(Settings(data=str(prefect.data)))):
        run = prefect.begin("nightly", prefect.data, {"sites": ["demo"], "networks": LOOPBACK})
        prefect.ended(run)
    return run


def releases(data: Path) -> set[Path]:
    return {path for path in (data / "releases").rglob("*") if path.is_file()}


def test_deploying_twice_leaves_one_automation_and_three_deployments(prefect: Prefect) -> None:
    names = [item["name"] for item in prefect.ask("automations/filter", {})]
    assert names == ["xiangtu-dead-runs"]
    deployments = prefect.ask("deployments/filter", {})
    assert {item["name"] for item in deployments} == {"nightly", "weekly-backfill", "monthly-release"}
    assert {item["concurrency_options"]["collision_strategy"] for item in deployments} == {"CANCEL_NEW"}


def test_a_good_night_is_completed_with_its_logs_artifacts_and_a_release(prefect: Prefect, good: str) -> None:
    assert prefect.ended(good) == ("Completed", "all well"), prefect.logs(good)
    assert prefect.ask(f"flow_runs/{good}")["name"].startswith("nightly 20")
    logs = prefect.logs(good)
    assert "crawling 1 site: demo" in logs
    assert "demo: 12 articles captured, 0 unchanged" in logs, logs
    assert "reading raw/demo/" in logs
    assert "page graphs put in: 12, taken out: 0" in logs
    tasks = prefect.tasks(good)
    assert {"crawl", "crawl demo", "load the store", "gate"} <= set(tasks)
    artifacts = prefect.artifacts(good)
    assert {"stages", "crawl-hosts", "build", "gate", "days", "sites", "release"} <= set(artifacts)
    assert "**blocks**" not in artifacts["gate"]
    assert "check: facts (whole)" in artifacts["gate"]
    assert releases(prefect.data)


def test_a_schedule_that_comes_due_is_run_by_the_worker(prefect: Prefect, good: str) -> None:
    assert good
    known = prefect.ask("deployments/name/xiangtu/monthly-release")["id"]
    schedules = f"deployments/{known}/schedules"
    every_minute = {"schedule": {"cron": "* * * * *", "timezone": "Asia/Shanghai"}, "active": True}
    (made,) = prefect.ask(schedules, [every_minute])
    of_it = {"flow_runs": {"deployment_id": {"any_": [known]}, "state": {"type": {"any_": sorted(FINAL)}}}}
    (first, *_) = wait_until(lambda: prefect.ask("flow_runs/filter", of_it | {"sort": "START_TIME_ASC"}))
    httpx.delete(f"{prefect.api}/{schedules}/{made['id']}", timeout=60).raise_for_status()
    assert first["auto_scheduled"]
    assert prefect.ended(first["id"]) == ("Completed", "all well"), prefect.logs(first["id"])
    assert first["name"].startswith("monthly-release 20")


def test_a_night_whose_site_is_down_is_done_in_part_and_the_next_one_holds_its_host(
    prefect: Prefect, good: str
) -> None:
    assert good
    run = prefect.begin("nightly", prefect.data, {"sites": ["demo"], "networks": LOOPBACK})
    name, message = prefect.ended(run)
    assert (name, "crawl of demo: " in message) == ("Done in part", True), message
    assert prefect.tasks(run)["crawl demo"] == "Failed"
    assert "release" in prefect.artifacts(run), "what is there is released all the same"
    again = prefect.begin("nightly", prefect.data, {"sites": ["demo"], "networks": LOOPBACK})
    name, message = prefect.ended(again)
    assert (name, "crawl of demo: host-held" in message) == ("Done in part", True), message
    assert "host-held" in prefect.logs(again)


def test_a_damaged_archive_is_told_and_the_quarantine_names_it(prefect: Prefect, good: str) -> None:
    assert good
    bad = prefect.data / "raw" / "demo" / "bad.warc.gz"
    bad.write_bytes(b"\x1f\x8b\x08 no archive")
    run = prefect.begin("nightly", prefect.data, None)
    name, message = prefect.ended(run)
    bad.unlink()
    assert (name, message) == ("Done in part", "refused: 1 damaged")
    assert "refused: damaged" in prefect.artifacts(run)["build"]
    lines = "".join(file.read_text("utf-8") for file in (prefect.data / "quarantine").glob("*.jsonl"))
    assert "raw/demo/bad.warc.gz" in lines


def test_a_gate_that_blocks_fails_the_run_and_keeps_the_release_before(prefect: Prefect, good: str) -> None:
    assert good
    before = {path: path.stat().st_mtime_ns for path in releases(prefect.data)}
    own = prefect.data / "gates.yaml"
    own.write_text(STRICT_GATE, "utf-8")
    run = prefect.begin("nightly", prefect.data, None)
    name, message = prefect.ended(run)
    own.unlink()
    assert (name, "gate: " in message) == ("Failed", True), message
    assert "facts_per_page" in message
    assert "**blocks**" in prefect.artifacts(run)["gate"]
    assert {path: path.stat().st_mtime_ns for path in releases(prefect.data)} == before


def test_a_killed_worker_s_run_ends_as_crashed_and_the_next_one_completes(
    prefect: Prefect, good: str, tmp_path: Path
) -> None:
    assert good
    with ExitStack() as stack:
        silent = stack.enter_context(socket.create_server(("127.0.0.1", 0)))  # takes connections and never answers
        (tmp_path / "sites").mkdir()
        host = f"127.0.0.1:{silent.getsockname()[1]}"
        entry = f"id: silent\nname: 某县网\nhosts: ['{host}']\nlists: [{{url: 'http://{host}/'}}]\n"
        (tmp_path / "sites" / "silent.yaml").write_text(entry, "utf-8")
        run = prefect.begin("nightly", tmp_path, {"sites": ["silent"], "networks": LOOPBACK})
        wait_until(lambda: "crawling 1 site: silent" in prefect.logs(run))
        late = prefect.begin("nightly", prefect.data, None)
        assert prefect.ended(late)[0] == "Cancelled", "what comes due meanwhile is skipped"
        end(prefect.started[-1])
        kill_group(int(prefect.ask(f"flow_runs/{run}")["infrastructure_pid"].split(":")[-1]))
        killed = time.monotonic()
        wait_until(lambda: prefect.state(run)["type"] == "CRASHED", CRASHED_WITHIN_S)
        print(f"crashed {time.monotonic() - killed:.0f} s after the kill")
    assert "no heartbeat" in prefect.ended(run)[1]
    prefect.worker()
    assert prefect.ended(prefect.begin("nightly", prefect.data, None))[0] == "Completed"
