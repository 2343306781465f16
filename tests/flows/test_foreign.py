"""``xiangtu build`` on what other tools have crawled."""

import gzip
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

from tests.crawl.foreign import browsertrix, response
from tests.flows.conftest import page


def test_build_reads_what_others_crawled(xiangtu: Callable[..., Result], data: Path, tmp_path: Path) -> None:
    wacz = browsertrix(tmp_path / "crawl.wacz", ("http://www.x.gov.cn/a/1.html", page(1).encode()))
    common = response(page(2).encode(), url="http://www.x.gov.cn/a/2.html")
    (warc := tmp_path / "CC-MAIN-20240501.warc.gz").write_bytes(gzip.compress(common))
    result = xiangtu("build", wacz, warc)
    assert result.exit_code == 0, result.stderr
    answer = xiangtu(
        "query", "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?p a <https://w3id.org/xiangtu/ns#Page> }", "-f", "csv"
    )
    assert answer.stdout.split() == ["n", "2"]
