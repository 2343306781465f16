"""Make the shipped word list and the model of settlement names that boundaries are judged by.

usage: python -m pipeline.places.build_words JIEBA_DICT [TARGET]

JIEBA_DICT is ``jieba/dict.txt`` of jieba 0.42.1 (MIT): a word, its count and its part of speech a line. Of it are kept
single characters, words of up to four counted at least ten times, and of those tagged as proper names, which many
common words are (城镇, 友谊), the ones counted a hundred times that no province, prefecture or county is called. The
model is counted over the gazetteer's village and township names without their suffixes, so build that first. The same
input gives the same bytes.

Members of the zip: ``words`` (word, count), ``names`` (a name that at least five divisions bear, how many), ``pairs``
(two neighbouring characters of a name, counted at least three times; ^ and $ stand for its edges).
"""

import sys
import zipfile
from collections import Counter
from itertools import pairwise
from pathlib import Path

from pipeline.places import gazetteer
from pipeline.places.naming import base

TARGET = Path(__file__).parent / "data" / "words.zip"
PROPER = ("ns", "nr", "nrt", "nrfg", "nt", "nz")
LONGEST = 4
MIN_WORD, MIN_PROPER, MIN_NAME, MIN_PAIR = 10, 100, 5, 3


def main(dictionary: Path, target: Path = TARGET) -> None:
    """Write the archive and print what it holds. Raises FileNotFoundError where the dictionary is not there."""
    places = {base(division.name, division.level) for division in gazetteer.upper().values()}
    words = {
        word: int(count)
        for word, count, tag in (line.split() for line in dictionary.read_text("utf-8").splitlines())
        if not word.isascii() and _is_common(word, int(count), tag, places)
    }
    names: Counter[str] = Counter()
    for county in gazetteer.counties():
        for division in gazetteer.members(county.code):
            names[base(division.name, division.level)] += 1
    pairs: Counter[str] = Counter()
    for name, count in names.items():
        edged = f"^{name}$"
        for left, right in pairwise(edged):
            pairs[left + right] += count
    members = {
        "words": words,
        "names": {name: n for name, n in names.items() if n >= MIN_NAME and len(name) > 1},
        "pairs": {pair: n for pair, n in pairs.items() if n >= MIN_PAIR},
    }
    with zipfile.ZipFile(target, "w") as archive:
        for member, counts in members.items():
            info = zipfile.ZipInfo(member, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            text = "\n".join(f"{key}\t{counts[key]}" for key in sorted(counts))
            archive.writestr(info, text.encode("utf-8"), compresslevel=9)
    print(f"{target}: {target.stat().st_size:,} bytes; " + ", ".join(f"{len(v):,} {k}" for k, v in members.items()))


def _is_common(word: str, count: int, tag: str, places: set[str]) -> bool:
    if tag not in PROPER or len(word) == 1:
        return len(word) == 1 or (len(word) <= LONGEST and count >= MIN_WORD)
    return len(word) <= LONGEST and count >= MIN_PROPER and word not in places


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), *map(Path, sys.argv[2:]))
