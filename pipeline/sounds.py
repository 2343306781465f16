"""How characters are read, by pypinyin's list of characters alone.

The package loads its phrases too, for a quarter of a second and 58 MB, and nothing here asks for them.
"""

import json
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0304\u030c"))
"""The marks of the tones, once they are parted from their letters."""


@lru_cache(maxsize=4096)
def readings(character: str) -> frozenset[str]:
    """All readings of a character without tones, ü as v; none where it is not known."""
    known = _listed().get(str(ord(character)), "")
    return frozenset(_toneless(reading) for reading in known.split(",") if reading)


def _toneless(reading: str) -> str:
    parted = unicodedata.normalize("NFD", reading).translate(_TONES)
    return unicodedata.normalize("NFC", parted).replace("ü", "v")


@cache
def _listed() -> Mapping[str, str]:
    """The readings of characters by their numbers, as pypinyin ships them."""
    package = find_spec("pypinyin")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("pypinyin is not installed: pip install -c constraints.txt -e .")
    listed = Path(package.submodule_search_locations[0]) / "pinyin_dict.json"
    found: Mapping[str, str] = json.loads(listed.read_text("utf-8"))
    return found
