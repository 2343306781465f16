"""One query in a process of its own, for those who wait for it: the command line."""

import io
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from serve.errors import OutOfMemoryError, OutOfTimeError, QueryError, RefusedQueryError, error_of
from serve.limits import Limits
from serve.process import ENDED_BY_DEPTH
from serve.protocol import Wanted, frame, read_frame, request

HOME = Path(__file__).parents[1]
GRAPH_FORM = "ttl"


def ask(
    store: Path, query: str, form: str, limits: Limits, prefixes: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    """The answer of any SPARQL that reads: JSON or CSV, Turtle where it builds a graph. Raises QueryError."""
    command = [sys.executable, "-m", "serve.worker", str(store.resolve()), str(limits.memory_mb)]
    with tempfile.TemporaryDirectory(prefix="xiangtu-answer-") as folder:
        file = Path(folder) / "answer"
        head = request(limits, prefixes, Wanted(form, GRAPH_FORM), file)
        asked = frame(head, query.encode("utf-8", "surrogatepass"))
        try:
            done = subprocess.run(
                command, input=asked, capture_output=True, timeout=limits.timeout_s, check=False, cwd=HOME
            )
        except subprocess.TimeoutExpired:
            raise OutOfTimeError(
                f"no answer within {limits.timeout_s:g} s; narrow the query, or raise XIANGTU_QUERY_TIMEOUT_S"
            ) from None
        return read(done, file)


def read(done: "subprocess.CompletedProcess[bytes]", file: Path) -> bytes:
    """What a process answered. Raises QueryError."""
    said, answer = io.BytesIO(done.stdout), None
    while frame_read := read_frame(said):
        answer = frame_read
        if "reason" in answer[0]:
            raise error_of(answer[0]["reason"], answer[0]["message"])
    if answer and "form" in answer[0]:
        return file.read_bytes() if answer[0]["in_file"] else answer[1]
    if done.returncode in ENDED_BY_DEPTH:
        raise RefusedQueryError("the query is nested too deeply")
    text = done.stderr.decode("utf-8", "replace").strip().splitlines()
    if not text or "memory" in text[-1]:
        raise OutOfMemoryError("the query needs more memory than XIANGTU_QUERY_MEMORY_MB gives it; narrow it")
    raise QueryError(text[-1])
