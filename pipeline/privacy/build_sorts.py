"""Make the shipped list of what sort words are (verb, adverb, noun …), by which what stands beside a name is told.

usage: python -m pipeline.privacy.build_sorts JIEBA_DICT [TARGET]

JIEBA_DICT is ``jieba/dict.txt`` of jieba 0.42.1 (MIT): a word, its count and its part of speech a line. Of it are kept
words of up to three characters counted at least thirty times, proper names left out. The same input gives the same
bytes.
"""

import sys
import zipfile
from pathlib import Path

TARGET = Path(__file__).parent / "data" / "sorts.zip"
SORTS = "vadpcumqrtfn"
"""Verb, adjective, adverb, preposition, conjunction, particle, number, unit, pronoun, time, direction, noun."""
PROPER = ("ns", "nr", "nrt", "nrfg", "nt", "nz")
LONGEST, LEAST = 3, 30


def main(dictionary: Path, target: Path = TARGET) -> None:
    """Write the archive and print what it holds. Raises FileNotFoundError where the dictionary is not there."""
    sorts: dict[str, list[str]] = {}
    for word, count, tag in (line.split() for line in dictionary.read_text("utf-8").splitlines()):
        if len(word) <= LONGEST and int(count) >= LEAST and tag not in PROPER and tag[0] in SORTS:
            sorts.setdefault(tag[0], []).append(word)
    with zipfile.ZipFile(target, "w") as archive:
        for sort, words in sorted(sorts.items()):
            info = zipfile.ZipInfo(sort, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, "\n".join(sorted(words)).encode("utf-8"), compresslevel=9)
    print(f"{target.name}: {target.stat().st_size:,} bytes; " + ", ".join(f"{len(w):,} {s}" for s, w in sorts.items()))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
