"""Oxigraph's own server as a process on loopback, read-only on one store folder."""

import shutil
import socket
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

STARTUP_S = 30
"""A store of any size opens within it; what takes longer will not come."""


class ServerError(RuntimeError):
    """The server did not start; the message holds what it said."""


@dataclass(frozen=True, slots=True)
class Oxigraph:
    """A running server: its process, its address and the store that it reads."""

    process: "subprocess.Popen[bytes]"
    address: str
    store: Path

    def stop(self) -> None:
        """End the server."""
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start(store: Path, timeout_s: int) -> Oxigraph:
    """Start the server on a free loopback port, on the union of all graphs; it answers when this returns.

    Raises ServerError.
    """
    port = free_port()
    command = [binary(), "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}"]
    command += ["--timeout-s", str(timeout_s), "--union-default-graph"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    until = time.monotonic() + STARTUP_S
    while time.monotonic() < until:
        if process.poll() is not None:
            said = process.stderr.read().decode("utf-8", "replace").strip() if process.stderr else ""
            raise ServerError(f"oxigraph ended with {process.returncode}: {said}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return Oxigraph(process, f"http://127.0.0.1:{port}", store)
    process.kill()
    raise ServerError(f"oxigraph did not answer within {STARTUP_S} s")


def binary() -> str:
    """The path of the ``oxigraph`` command that came with the package. Raises ServerError."""
    beside = Path(sys.executable).parent / "oxigraph"
    found = str(beside) if beside.exists() else shutil.which("oxigraph")
    if not found:
        raise ServerError("the command 'oxigraph' is not installed; pip install oxigraph")
    return found


def free_port() -> int:
    """A port that is free on loopback now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
