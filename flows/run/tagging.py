"""Pages as the user names them, read one by one without a data folder."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from crawl.packing import content_type, file_url, name_files, readable
from flows.run.inputs import InputError, find_archives
from flows.run.reading import pages_of, read
from flows.sites.registered import Sites
from pipeline.records import RawPage, Reading, Refusal


def readings(paths: Iterable[Path], sites: Sites, page_bytes: int) -> Iterator[tuple[str, Reading | Refusal]]:
    """Each page of the files, archives and folders with its name: its path as given, or its URL in an archive.

    Raises InputError for a path that is not there.
    """
    for path in paths:
        if not path.exists():
            raise InputError(
                f"{readable(str(path))}: no such file or folder; give WARC, HTML, text, xlsx, docx, PDF or CSV"
            )
        archives = list(find_archives([path]))
        for archive in archives:
            for capture in pages_of(archive, page_bytes):
                name = (
                    capture.page.url
                    if isinstance(capture.page, RawPage)
                    else f"{readable(str(archive))}@{capture.offset}"
                )
                yield name, read(capture.page, sites)
        if path not in archives:
            for name, file in sorted(name_files([path]).items()):
                yield (
                    readable(str(path / name if path.is_dir() else path)),
                    read(raw_page(name, file, page_bytes), sites),
                )


def raw_page(name: str, path: Path, page_bytes: int) -> RawPage | Refusal:
    """A plain file as the page that it would be in an archive."""
    stat = path.stat()
    if stat.st_size > page_bytes:
        return Refusal(file_url(name), "too-large", f"{stat.st_size} bytes; the limit is {page_bytes}")
    fetched = datetime.fromtimestamp(int(stat.st_mtime), UTC)
    return RawPage(file_url(name), fetched, path.read_bytes(), headers=(("Content-Type", content_type(path)),))
