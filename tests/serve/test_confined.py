"""What a query process may not do, whatever a query says."""

import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
SERVICE = """
from serve.confined import open_no_sockets
open_no_sockets()
from pyoxigraph import Store
list(Store().query("SELECT * { SERVICE <http://127.0.0.1:PORT/> { ?s ?p ?o } }"))
"""
ORPHAN = """
import subprocess, sys, time
child = "import time; from serve import confined; confined.die_with_parent(); print('up', flush=True); time.sleep(60)"
process = subprocess.Popen([sys.executable, "-c", child], stdout=subprocess.PIPE)
process.stdout.readline()
print(process.pid, flush=True)
time.sleep(60)
"""


def test_a_service_that_no_check_saw_reaches_nobody() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as trap:
        trap.settimeout(1)
        text = SERVICE.replace("PORT", str(trap.getsockname()[1]))
        done = subprocess.run(
            [sys.executable, "-c", text], cwd=HOME, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode != 0
        with pytest.raises(TimeoutError):
            trap.accept()


def test_a_query_process_ends_with_its_parent() -> None:
    with subprocess.Popen([sys.executable, "-c", ORPHAN], cwd=HOME, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        parent.kill()
    until = time.monotonic() + 10
    while is_running(child):
        assert time.monotonic() < until
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
