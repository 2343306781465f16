"""Archives with bytes changed at random: reading never raises, never hangs, and never loses what stands before."""

import random
import time
from pathlib import Path

import pytest

from crawl.archive import Damage, read_captures
from tests.crawl.test_archive import foreign

ROUNDS = 1500


@pytest.mark.slow
@pytest.mark.parametrize("gzipped", [True, False])
def test_any_damage_is_a_report(tmp_path: Path, gzipped: bool) -> None:
    chance = random.Random(7)
    records = [
        (f"http://x.cn/{n}", chance.randbytes(300) + b"<p>" * 50, {"Content-Type": "text/html"}) for n in range(8)
    ]
    whole = foreign(*records, gzipped=gzipped)
    path = tmp_path / "a.warc.gz"
    slowest = 0.0
    for _ in range(ROUNDS):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 5)):
            kind, at = chance.choice(("flip", "cut", "insert", "zero")), chance.randrange(len(data) - 40)
            if kind == "flip":
                data[at] ^= 1 << chance.randrange(8)
            elif kind == "cut":
                del data[at : at + chance.randint(1, 30)]
            elif kind == "insert":
                data[at:at] = chance.randbytes(chance.randint(1, 30))
            else:
                data[at : at + 20] = bytes(20)
        path.write_bytes(data)
        start = time.monotonic()
        captures = list(read_captures(path))
        slowest = max(slowest, time.monotonic() - start)
        assert len(captures) <= 3 * len(records)
        assert all(capture.page.detail for capture in captures if isinstance(capture.page, Damage))
    assert slowest < 2
