"""What an archive holds, and the marks that ours bear."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
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
GONE = (404, 410)
PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "")
FILE_TYPES = (
    "application/pdf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text/csv",
)
"""Attachments in archives that others made; ours bear their role."""
KEPT_TYPES = frozenset({*PAGE_TYPES, *FILE_TYPES})


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


@dataclass(frozen=True, slots=True)
class Check:
    """What the web said of an address without giving its contents: that they are gone, or as they were."""

    url: str
    checked: datetime
    what: Literal["gone", "unchanged"]
    since: datetime | None = None
    """Of what is unchanged, the capture that still holds, where the record says which."""
    role: str | None = None
    asked: str | None = None


def is_archive(path: Path) -> bool:
    """Whether a file's name says WARC, ARC or WACZ."""
    return path.name.lower().endswith(SUFFIXES)
