"""Files of a folder as answers of a site."""

from datetime import UTC, datetime
from pathlib import Path

from pipeline.records import RawPage


def asked(path: Path) -> RawPage:
    return RawPage(f"https://www.example.gov.cn/a/{path.name}", datetime(2023, 5, 6, tzinfo=UTC), path.read_bytes())
