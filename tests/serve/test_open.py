"""``xiangtu serve --open`` opens the explorer in the browser, and the demo names its address."""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.conftest import DemoRun

WAIT_S = 60


def test_the_demo_ends_by_naming_the_address_to_open(demo_run: DemoRun) -> None:
    last = demo_run.stderr.strip().splitlines()[-1]
    assert last == f"look at it with: xiangtu serve --data {demo_run.data} --open, at http://127.0.0.1:7878/"


def test_the_browser_is_opened_at_the_explorer(demo_run: DemoRun, tmp_path: Path) -> None:
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}.part\nmv {opened}.part {opened}\n')
    browser.chmod(0o755)
    command = [sys.executable, "-m", "flows.cli", "serve", "--data", str(demo_run.data), "--port", "0", "--open"]
    env = {**os.environ, "BROWSER": str(browser)}
    with subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL, cwd=Path(__file__).parents[2]) as server:
        try:
            until = time.monotonic() + WAIT_S
            while not opened.exists() and time.monotonic() < until:
                time.sleep(0.05)
            address = opened.read_text()
            request = urllib.request.Request(address, headers={"Accept": "text/html"})
            with urllib.request.urlopen(request, timeout=20) as answer:
                assert "中国乡村" in answer.read().decode()
        finally:
            server.terminate()
