"""Hostile files are read in a process apart: refused in time, remembered; whatever they end, the next file is read."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.attachments import read_attachment
from pipeline.attachments.apart import Reader
from pipeline.attachments.content import RefusedError
from pipeline.records import Refusal
from tests.pipeline.attachments.files import document, grid, page, pdf, read, ruled, text, title, xls, xlsx
from tests.pipeline.attachments.hostile import ARCHIVES, OFFICE, PDFS, Make

ROOT = Path(__file__).parents[3]
SECONDS = 20
PROGRAM = """
import json, resource, sys, time
from pathlib import Path
from pipeline.attachments import is_attachment, read_attachment
from pipeline.records import Refusal
from tests.pipeline.attachments.pages_of import asked
for path in sorted(Path(sys.argv[1]).iterdir()):
    page = asked(path)
    began = time.monotonic()
    found = read_attachment(page) if is_attachment(page) else Refusal(page.url, "no-attachment", "")
    took = time.monotonic() - began
    reason = found.reason + ": " + found.detail if isinstance(found, Refusal) else "read"
    print(json.dumps([path.name, reason, took]), flush=True)
foreign = sorted({"pypdfium2", "openpyxl", "xlrd", "pipeline.attachments.parse"} & set(sys.modules))
print(json.dumps([foreign, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "files"), [("pdf", PDFS), ("office", OFFICE), ("zip", ARCHIVES)])
def test_twenty_hostile_files_and_more_none_of_them_read_in_the_process_that_asks(
    kind: str, files: dict[str, Make], tmp_path: Path
) -> None:
    assert len(files) >= 20
    for at, make in enumerate(files.values()):
        (tmp_path / f"{at:02}.{'csv' if at > 21 and kind == 'office' else kind}").write_bytes(make())
    command = f"ulimit -v 4000000; exec {sys.executable} -c '{PROGRAM}' {tmp_path}"
    run = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=SECONDS * len(files)
    )
    assert run.returncode == 0, run.stderr
    *said, (foreign, memory_kb) = map(json.loads, run.stdout.splitlines())
    assert foreign == []
    assert memory_kb < 600 * 1024
    names = list(files)
    for file, reason, took in said:
        print(f"{took:6.2f} s  {names[int(file[:2])]}: {reason[:90]}")
    assert len(said) == len(files)
    assert max(took for *_, took in said) < SECONDS


ROWS = [["石板镇项目表"], ["项目", "金额（元）"], ["水渠", 5000], ["道路", 700]]


def test_what_ends_the_process_is_refused_and_remembered_and_the_next_file_is_read() -> None:
    body = PDFS["60 MB of one operator"]()
    found = read_attachment(page(body))
    assert isinstance(found, Refusal)
    assert found.reason in ("killed", "too-large")
    assert grid(read(xlsx(ROWS)))[1] == ["水渠", "5000"]
    began = time.monotonic()
    assert read_attachment(page(body)) == found
    assert time.monotonic() - began < 1


def test_one_process_reads_all_kinds_one_after_the_other() -> None:
    reader = Reader()
    ids = set()
    for kind, body in (("xlsx", xlsx(ROWS)), ("xls", xls(ROWS)), ("docx", document("石板镇")), ("csv", b"a,b\n1,2\n")):
        assert reader.read(kind, body).items  # type: ignore[arg-type]
        assert reader._process is not None
        ids.add(reader._process.pid)
    assert len(ids) == 1
    assert os.getpid() not in ids
    reader.close()


def test_a_process_that_died_while_idle_is_started_again() -> None:
    reader = Reader()
    assert reader.read("xlsx", xlsx(ROWS)).items
    assert reader._process is not None
    os.kill(reader._process.pid, signal.SIGKILL)
    assert reader.read("xlsx", xlsx(ROWS)).items
    reader.close()


def test_a_process_ends_with_the_one_that_started_it() -> None:
    program = (
        "from pipeline.attachments.apart import _READER; _READER.read('csv', b'a,b'); "
        "print(_READER._process.pid, flush=True); import os; os._exit(1)"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    for _ in range(100):
        if not Path(f"/proc/{int(run.stdout)}").exists():
            return
        time.sleep(0.1)
    raise AssertionError("it lives on")


def test_contents_come_back_as_they_were_read() -> None:
    from pipeline.attachments.pdf import read_pdf

    body = pdf(
        title("石板镇项目表"),
        text("现将石板镇产业项目资金公示如下。"),
        ruled([["项目", "金额"], ["水渠", "5"]], (80, 80)),
    )
    assert Reader().read("pdf", body) == read_pdf(body)


def test_what_says_more_than_a_page_can_is_refused() -> None:
    with pytest.raises(RefusedError) as refused:
        Reader().read("xlsx", xlsx([["项目", "说明"], *(["水渠", "长" * 30_000] for _ in range(900))]))
    assert refused.value.reason == "too-large"
