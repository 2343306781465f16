"""Raw answers kept as WARC, and pages read back from anyone's."""

from crawl.archive.encodings import decode_content
from crawl.archive.reading import cuts, read_answers, read_captures, read_pages
from crawl.archive.records import MAX_PAGE_BYTES, PARTIAL, SUFFIXES, Capture, Check, Damage, Role, is_archive
from crawl.archive.writing import Archive, payload_digest, record_id, recover, warc_date

__all__ = [
    "MAX_PAGE_BYTES",
    "PARTIAL",
    "SUFFIXES",
    "Archive",
    "Capture",
    "Check",
    "Damage",
    "Role",
    "cuts",
    "decode_content",
    "is_archive",
    "payload_digest",
    "read_answers",
    "read_captures",
    "read_pages",
    "record_id",
    "recover",
    "warc_date",
]
