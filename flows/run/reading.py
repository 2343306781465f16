"""A captured page read by the pipeline, whatever it does."""

import traceback
from collections.abc import Iterator
from pathlib import Path

from crawl.archive import Capture, Check, read_answers
from flows.sites.registered import Sites
from pipeline.attachments import NoReaderError
from pipeline.read import read_article, read_page
from pipeline.records import Article, RawPage, Reading, Refusal

ROLES = (None, "article", "attachment")


def pages_of(archive: Path, page_bytes: int) -> Iterator[Capture]:
    """The captures of an archive that are pages, or damage: our crawl's lists and robots files are left out."""
    return (answer for answer in answers_of(archive, page_bytes) if isinstance(answer, Capture))


def answers_of(archive: Path, page_bytes: int, *, start: int = 0, end: int | None = None) -> Iterator[Capture | Check]:
    """The same, with what says that a page is gone or unchanged; of the whole archive, or of a part of it."""
    return (answer for answer in read_answers(archive, page_bytes, start=start, end=end) if answer.role in ROLES)


def read(page: RawPage | Refusal, sites: Sites, known: Reading | Refusal | Article | None = None) -> Reading | Refusal:
    """The page's reading, or why there is none; a page that breaks the pipeline is refused with the error.

    ``known`` is what is known of it from before: that, or an article that is only to be read. Raises NoReaderError
    where the machine has no room for the process that reads attachments: that is not the page's.
    """
    if not isinstance(page, RawPage):
        return page
    if isinstance(known, Reading | Refusal):
        return known
    try:
        if known:
            return read_article(known, sites.of(page.url, page.fetched))
        return read_page(page, sites.of(page.url, page.fetched))
    except NoReaderError:
        raise
    except Exception as error:  # noqa: BLE001  one bad page never stops the others
        return Refusal(page.url, "error", explain(error))


def explain(error: BaseException) -> str:
    """An error with the place in the code that raised it."""
    at = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(at.filename).name}:{at.lineno}: {error}"
