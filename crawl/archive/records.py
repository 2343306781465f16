"""What an archive holds, and the marks that ours bear."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.records import RawPage, Refusal

Role = Literal["article", "list", "robots", "attachment", "wall", "other"]
Headers = Iterable[tuple[str, str]]

MAX_PAGE_BYTES = 10 * 1024 * 1024
"""A page beyond it is reported, not loaded; the longest list of payments met in county pages is under 3 MB."""
MAX_FILE_BYTES = 512 * 1024 * 1024
"""An archive is rotated here: half of Common Crawl's usual gigabyte, a shard of a few minutes' work."""
ROLE_HEADER = "Xiangtu-Role"
ASKED_HEADER = "Xiangtu-Asked"
"""The address that a list showed, where redirects led on from it."""
VIA_HEADER = "Xiangtu-Via"
"""The article that an attachment hangs on."""
SUFFIXES = (".warc", ".warc.gz", ".arc", ".arc.gz", ".wacz")
PARTIAL = ".part"
PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "")


@dataclass(frozen=True, slots=True)
class Damage(Refusal):
    """What could not be read of an archive, and the offset of its record in the file."""

    offset: int = 0


@dataclass(frozen=True, slots=True)
class Capture:
    """A page, or what could not be read, with the offset of its record in its file and its role in our crawl."""

    offset: int
    page: RawPage | Damage
    role: str | None = None
    digest: str | None = None
    """The payload's digest as the record states it."""
    asked: str | None = None
    via: str | None = None
    """The article that an attachment hangs on."""


def is_archive(path: Path) -> bool:
    """Whether a file's name says WARC, ARC or WACZ."""
    return path.name.lower().endswith(SUFFIXES)
