"""Shard in, shard out: one archive of raw pages becomes articles, refusals, a list of its captures and a graph.

The outputs are a function of the archive's bytes and the pipeline alone: the same bytes in whatever order, by
whichever worker.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from crawl.archive import Capture, Check
from flows.run.inputs import Archive
from flows.run.kept import Earlier, basis, keeper, kept
from flows.run.outputs import Outputs, Read, Refused, utc
from flows.run.reading import answers_of, explain, read
from flows.settings import Settings
from flows.sites.registered import Sites, sites_of
from flows.storage import OUTPUTS, DataFolder
from flows.sums import sums_text
from ontology.iris import Iris
from pipeline.graph.emit import page_written
from pipeline.graph.validate import violations
from pipeline.graph.written import in_graph
from pipeline.privacy import Mask, anonymous
from pipeline.records import Article, RawPage, Reading, Refusal


class ChangedError(OSError):
    """An archive is no longer the one whose digest was taken."""


@dataclass(frozen=True, slots=True)
class ShardResult:
    """What became of a shard: how many captures were read, how many refused and why."""

    name: str
    pages: int
    refused: dict[str, int]


def own_names(article: Article, sites: Sites, captured: datetime) -> tuple[str, ...]:
    """The names of the site that an article stands on: those of the registry, and what the page says."""
    site = sites.of(article.url, captured)
    known = (site.name, *site.own_names) if site else ()
    return tuple(dict.fromkeys([*known, *filter(None, [article.site_name])]))


def emit_capture(
    capture: Capture, found: Reading | Refusal, sites: Sites, iris: Iris, mask: Mask = "private"
) -> Read | Refused:
    """What is said of one capture as it was read. Whatever a page does to the pipeline, it is refused with its reason,
    never raised.

    Its graph is checked by itself: what one page says of a shared thing neither mends nor breaks another's.
    """
    page = capture.page
    if not isinstance(page, RawPage):
        return Refused(page, capture.offset, asked=capture.asked)
    digest, fetched = hashlib.sha256(page.body).hexdigest(), utc(page.fetched)
    if isinstance(found, Reading):
        try:
            found = anonymous(found, mask)
            graph = page_written(found, page.fetched, iris)
            wrong = [str(v) for v in violations(graph.values()) if v.severity == "violation"]
            iri = iris.page(found.article.url)
            lines = tuple(line.encode() for line in in_graph(graph, iri))
            if not wrong:
                names = own_names(found.article, sites, page.fetched)
                return Read(capture, page, digest, found, str(iri), lines, names)
            found = Refusal(page.url, "shape", "; ".join(wrong))
        except Exception as error:  # noqa: BLE001  one bad page never stops a run
            found = Refusal(page.url, "error", explain(error))
    return Refused(found, capture.offset, fetched, digest, capture.asked)


def make_shard(
    data: DataFolder,
    archive: Archive,
    name: str,
    settings: Settings,
    progress: Callable[[int, int], None] = lambda *_: None,
    earlier: Earlier | None = None,
) -> ShardResult:
    """Read an archive of the data folder, or a part of one, into the outputs of shard ``name``, whole or not at all.

    What an ``earlier`` shard of it keeps is taken over where it is as it would be read now.
    ``progress`` is told how many captures are done and how far into it the last one stands. Raises OSError where
    the archive can't be read, is not the one whose digest was taken, or the disk is full.
    """
    iris, sites = Iris(settings.base), sites_of(data)
    now = basis(sites.digest(archive.raw), settings.page_bytes)
    start, end = archive.start, archive.end
    with data.fetched(archive.raw, start, end) as file, data.scratch() as folder, kept(data, earlier) as known:
        with Outputs(folder, archive.raw, iris) as outputs, keeper(folder / "readings", now) as readings:
            for answer in answers_of(file, settings.page_bytes, start=start, end=end):
                if isinstance(answer, Check):
                    outputs.add(answer)
                else:
                    found = read(answer.page, sites, known.of(answer.offset))
                    readings.add(answer.offset, found)
                    outputs.add(emit_capture(answer, found, sites, iris, settings.mask))
                    progress(outputs.pages + outputs.refused.total(), answer.offset - archive.start)
            outputs.finish()
        if data.info(archive.raw) != (archive.size, archive.token):
            raise ChangedError(f"{archive.raw} changed while it was read: it is still being written, or was replaced")
        written = {f"../{data.output(kind, name)}": folder / kind for kind in OUTPUTS if kind != "sums"}
        (folder / "sums").write_text(sums_text(written))
        for kind in OUTPUTS:
            data.publish(folder / kind, data.output(kind, name))
    return ShardResult(name, outputs.pages, dict(sorted(outputs.refused.items())))
