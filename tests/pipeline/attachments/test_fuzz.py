"""Attachments broken inside their packing, where checksums don't help: an article or a reason, never more."""

import io
import random
import re
import time
import zipfile

import pytest

from pipeline.read import read_page
from pipeline.records import Reading, Refusal
from tests.pipeline.attachments.files import document, page, pdf, repacked, ruled, text, title, xlsx
from tests.pipeline.attachments.test_sheets import FUNDS, MERGED
from tests.pipeline.attachments.test_word import TABLE

SECONDS = 60
SOURCES = {
    "xlsx": xlsx(FUNDS, MERGED),
    "docx": document(("centre", "石板镇项目表"), "一、资金", "现公示如下。", TABLE, "2023年5月6日"),
    "pdf": pdf(
        title("石板镇项目表"),
        text("现公示如下。"),
        ruled([["项目", "金额"], ["水渠", "5"]], (80, 80)),
        pageCompression=0,
    ),
}
NUMBERS = (b"0", b"-1", b"99999999", b"1048576", b"16384", b"1e308")


def broken(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some changed, cut, repeated, and numbers made absurd."""
    body = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        at, what = chance.randrange(max(1, len(body) - 8)), chance.random()
        if what < 0.3:
            body[at] = chance.randrange(32, 127)
        elif what < 0.5:
            del body[at : at + chance.randint(1, 60)]
        elif what < 0.8:
            start = chance.randrange(len(body))
            body[at:at] = body[start : start + chance.randint(1, 200)]
        elif numbers := list(re.finditer(rb"\d+", bytes(body))):
            number = chance.choice(numbers)
            body[number.start() : number.end()] = chance.choice(NUMBERS)
    return bytes(body)


@pytest.mark.slow
@pytest.mark.parametrize("kind", SOURCES)
def test_what_is_broken_inside_gives_a_reading_or_a_reason_in_time(kind: str) -> None:
    chance, source = random.Random(kind), SOURCES[kind]
    started = time.monotonic()
    while time.monotonic() - started < SECONDS:
        body = broken(source, chance)
        if kind != "pdf":
            parts = [n for n in zipfile.ZipFile(io.BytesIO(source)).namelist() if n.endswith(".xml")]
            part = chance.choice(parts)
            body = repacked(source, lambda name, data, part=part: broken(data, chance) if name == part else data)
        before = time.process_time()
        assert isinstance(read_page(page(body)), Reading | Refusal)
        assert time.process_time() - before < 10
