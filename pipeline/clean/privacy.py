"""Numbers of persons in running text: masked before anything is stored. (Columns of tables: see ``tables``.)"""

import re

IDENTITY = r"[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx]"
BANK = r"62\d{14,17}"
MOBILE = r"1[3-9]\d{9}"
UNITS = r"元|万|亿|亩|吨|千|公|户|人|个|斤|米|立方|平方|只|株|头"
NUMBER = re.compile(rf"(?<![\d.])(?:{IDENTITY}|{BANK}|{MOBILE})(?![\d.%]|\s?(?:{UNITS}))")
LONG = re.compile(r"\d{11}")
MASK = "***"


def mask(text: str) -> str:
    """The text with identity, bank card and mobile numbers masked; figures with a unit are none."""
    return NUMBER.sub(MASK, text) if LONG.search(text) else text
