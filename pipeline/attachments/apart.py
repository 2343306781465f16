"""Strangers' files read in a process apart: whatever they do to a reader, a build goes on.

One process is kept warm. What ends it, or takes too long, is refused and remembered; the next file gets a new process.
"""

import atexit
import hashlib
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from pathlib import Path

from pipeline.attachments.content import Content, RefusedError, limit
from pipeline.attachments.kinds import Kind
from pipeline.attachments.wire import CONTENT, HEAD, MIB, READY, REFUSED, frame, read_head, unpack

HOME = Path(__file__).parents[2]
START_S = 120.0
"""Seconds until a process has started, on a machine that has a lot to do."""
REMEMBERED = 10_000
"""Files whose refusal is remembered."""
PIECE = 1 << 20


class NoReaderError(OSError):
    """The machine can start no process that reads: that is no file's fault."""


class _EndedError(Exception):
    """The process ended; ``args`` hold the reason and the detail of a refusal."""


class Reader:
    """A process that reads files, started when it is first asked and again when one has ended it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._served = 0
        self._lock = threading.Lock()
        self._ended_by: OrderedDict[bytes, RefusedError] = OrderedDict()

    def read(self, kind: Kind, body: bytes) -> Content:
        """What a file holds. Raises RefusedError; NoReaderError where no process can be started."""
        with self._lock:
            digest = hashlib.sha256(kind.encode() + body).digest()
            if digest in self._ended_by:
                raise self._ended_by[digest]
            try:
                return self._read(kind, body)
            except _EndedError as ended:
                error = RefusedError(*ended.args)
                self._ended_by[digest] = error
                if len(self._ended_by) > REMEMBERED:
                    self._ended_by.popitem(last=False)
                raise error from ended

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            process.kill()
            process.communicate()

    def _read(self, kind: Kind, body: bytes) -> Content:
        """What a file holds; where a process with a past was ended, what a new one makes of it."""
        fresh = self._start()
        deadline = time.monotonic() + limit("max_wall_s")
        try:
            what, said = self._ask(kind, body, deadline)
        except _EndedError as ended:
            if fresh or ended.args[0] != "killed":
                raise
            self._start()
            what, said = self._ask(kind, body, deadline)
        if what == CONTENT:
            return unpack(said)
        reason, _, detail = said.decode("utf-8", "replace").partition(" ")
        raise RefusedError(reason, detail)

    def _start(self) -> bool:
        """Make sure that there is a process; returns whether it is a new one."""
        if self._process is not None and self._owner == os.getpid() and self._process.poll() is None:
            if self._served < limit("max_served"):
                return False
            self.close()
        command = [sys.executable, "-m", "pipeline.attachments.worker"]
        self._owner, self._served = os.getpid(), 0
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=HOME
            )
        except OSError as error:
            raise NoReaderError(f"the process that reads attachments does not start: {error}") from error
        try:
            what, _ = self._answer(time.monotonic() + START_S)
        except _EndedError as error:
            raise NoReaderError(f"the process that reads attachments does not start: {error.args[1]}") from error
        if what != READY:
            raise NoReaderError("the process that reads attachments does not start")
        return True

    def _ask(self, kind: Kind, body: bytes, deadline: float) -> tuple[str, bytes]:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        self._served += 1
        try:
            process.stdin.write(frame(kind, body))
            process.stdin.flush()
        except OSError:
            raise _EndedError(*self._why()) from None
        return self._answer(deadline)

    def _answer(self, deadline: float) -> tuple[str, bytes]:
        what, size = read_head(self._receive(HEAD.size, deadline))
        if what not in (READY, CONTENT, REFUSED) or size > limit("max_output_mb") * MIB:
            self.close()
            raise _EndedError("killed", "the process that read it said what was not asked")
        return what, self._receive(size, deadline)

    def _receive(self, size: int, deadline: float) -> bytes:
        """So many bytes of what the process says."""
        process = self._process
        assert process is not None
        assert process.stdout is not None
        said = bytearray()
        at = process.stdout.fileno()
        poll = select.poll()
        poll.register(at, select.POLLIN)
        while len(said) < size:
            left = deadline - time.monotonic()
            if left <= 0 or not poll.poll(left * 1000):
                self.close()
                raise _EndedError("too-large", f"reading it takes more than {limit('max_wall_s')} s by the clock")
            piece = os.read(at, min(size - len(said), PIECE))
            if not piece:
                raise _EndedError(*self._why())
            said += piece
        return bytes(said)

    def _why(self) -> tuple[str, str]:
        """Why the process ended: a refusal's reason and detail."""
        process, self._process = self._process, None
        assert process is not None
        try:
            code = process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        process.communicate()
        if -code == signal.SIGXCPU:
            return "too-large", f"reading it takes more than {limit('max_cpu_s')} s of processor time"
        name = signal.Signals(-code).name if code < 0 else f"status {code}"
        return "killed", f"reading it ended the process: {name}"


_READER = Reader()
atexit.register(_READER.close)


def read_apart(kind: Kind, body: bytes) -> Content:
    """What a file holds, read in another process. Raises RefusedError; NoReaderError where none can be started."""
    return _READER.read(kind, body)
