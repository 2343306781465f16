"""Learn all weights that the project ships from ``corpus/train``: the same pages and rules give the same bytes.

    python -m corpus.learning [LEARNER…]

Each learner (a module here with ``learn(pages) -> Learnt``) measures itself on folds of the pages (a hand's pages are
never parted), then learns from all of them. The weights go where the package ships them, ``corpus/manifest.json`` says
what they were learnt from: the pages, the sources of the rules that suggest, and the figures by fold. No network; two
cores need some minutes.
"""

import argparse
import hashlib
import importlib
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corpus.learning.learnt import Learnt
from corpus.learning.sheets import CORPUS, Sheet, sheets

LEARNERS = ("names", "statements", "persons")
"""The learners, in the order in which they learn; a later one may read pages with what the earlier ones learnt."""
ROOT = CORPUS.parent
MANIFEST = CORPUS / "manifest.json"
SOURCES = ("pipeline/**/*.py", "pipeline/**/*.yaml", "ontology/*.ttl", "corpus/learning/*.py")
"""What decides what is suggested and how it is weighed."""


def main(arguments: list[str] | None = None) -> int:
    """Learn, write the weights and the manifest, print the figures; 0 when done."""
    command = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    command.add_argument("learner", nargs="*", default=LEARNERS, help=f"which to run ({', '.join(LEARNERS)}); all")
    wanted = command.parse_args(arguments).learner
    if unknown := set(wanted) - set(LEARNERS):
        command.error(f"no learner {', '.join(sorted(unknown))}; there are {', '.join(LEARNERS)}")
    pages = sheets("train")
    manifest = json.loads(MANIFEST.read_text("utf-8")) if MANIFEST.exists() else {}
    for name in (n for n in LEARNERS if n in wanted):
        begun = sum(os.times()[:4])
        learnt: Learnt = importlib.import_module(f"corpus.learning.{name}").learn(pages)
        for path, data in learnt.files.items():
            (ROOT / path).write_bytes(data)
        manifest[name] = entry(pages, learnt)
        print(f"{name}: {sum(os.times()[:4]) - begun:.0f} s of processor time", json.dumps(learnt.figures, indent=1))
    MANIFEST.write_text(json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    return 0


def entry(pages: Iterable[Sheet], learnt: Learnt) -> dict[str, Any]:
    """What the manifest says of one learner."""
    return {
        "pages": [page.name for page in pages],
        "corpus": fingerprint((CORPUS / "train").rglob("*.*")),
        "sources": fingerprint(path for pattern in SOURCES for path in ROOT.glob(pattern)),
        "files": {path: hashlib.sha256(data).hexdigest()[:16] for path, data in learnt.files.items()},
        "figures": learnt.figures,
    }


def fingerprint(paths: Iterable[Path]) -> str:
    """A hash of files by name and content."""
    digest = hashlib.sha256()
    for path in sorted(set(paths)):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
