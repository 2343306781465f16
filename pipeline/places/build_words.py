"""Make the shipped word list and the model of settlement names that boundaries are judged by.

usage: python -m pipeline.places.build_words JIEBA_DICT [TARGET]

JIEBA_DICT is ``jieba/dict.txt`` of jieba 0.42.1 (MIT): a word, its count and its part of speech a line. Of it are kept
single characters and the words of up to four that are counted at least ten times and are no proper names. The model is
counted over the gazetteer's village and township names without their suffixes, so build that first. The same input
gives the same bytes.

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
MIN_WORD, MIN_NAME, MIN_PAIR = 10, 5, 3


def main(dictionary: Path, target: Path = TARGET) -> None:
    """Write the archive and print what it holds. Raises FileNotFoundError where the dictionary is not there."""
    words = {
        word: int(count)
        for word, count, tag in (line.split() for line in dictionary.read_text("utf-8").splitlines())
        if ((int(count) >= MIN_WORD and len(word) <= 4 and tag not in PROPER) or len(word) == 1) and not word.isascii()
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


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), *map(Path, sys.argv[2:]))
