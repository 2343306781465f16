"""The text of a Word paragraph: of its runs, however deep they are wrapped."""

from collections.abc import Iterator
from typing import Any

Element = Any
"""An element of lxml."""
LEFT_OUT = frozenset(
    {"del", "moveFrom", "delText", "instrText", "rt", "txbxContent", "sectPr"}
    | {f"{part}Pr" for part in ("p", "r", "tc", "tr", "tbl", "sdt", "sdtEnd")}
    | {"tblGrid"}
)
"""Elements that hold no text of the paragraph: what is deleted or moved away, a field's instruction, a reading over
characters, settings; and text boxes, which are read apart."""
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
UNSEEN = ("vanish", "webHidden", "strike", "dstrike")
POWERS = str.maketrans("23", "²³")
OFF = ("0", "false", "off", "none")


def text_of(element: Element) -> str:
    """The text of a paragraph or a part of it, without what is deleted, hidden or struck out."""
    return "".join(_texts(element))


def boxes_in(element: Element) -> Iterator[Element]:
    """The contents of the text boxes that are anchored in a paragraph, each once."""
    for child in children(element):
        if local(child) == "txbxContent":
            yield child
        elif local(child) not in LEFT_OUT:
            yield from boxes_in(child)


def children(element: Element) -> Iterator[Element]:
    """An element's children; of alternatives for newer and older readers the first one."""
    for child in element:
        if local(child) == "AlternateContent":
            yield from next((other for other in child if local(other) == "Choice"), child)
        elif isinstance(child.tag, str):
            yield child


def local(element: Element) -> str:
    """An element's name without its namespace, which differs between transitional and strict files."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child_of(element: Element | None, name: str) -> Element | None:
    """The first child of that name."""
    return next((child for child in element if local(child) == name), None) if element is not None else None


def value_of(element: Element | None, name: str = "val") -> str | None:
    """An attribute by its name without namespace."""
    if element is None:
        return None
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def is_set(settings: Element | None, name: str) -> bool:
    """Whether a setting that is on or off is on."""
    setting = child_of(settings, name)
    return setting is not None and value_of(setting) not in OFF


def _raised(run: Element) -> str | None:
    """What a raised figure says: a power of a unit (m²); a note's number says nothing. None of other runs."""
    look = child_of(child_of(run, "rPr"), "vertAlign")
    if value_of(look) != "superscript":
        return None
    text = "".join(child.text or "" for child in run if local(child) == "t").strip()
    if not text.isdecimal():
        return None
    before = run.getprevious()
    front = "".join(_texts(before)).rstrip()[-1:] if before is not None else ""
    return text.translate(POWERS) if (front.isascii() and front.isalpha()) or front == "米" else ""


def _texts(element: Element) -> Iterator[str]:
    for child in children(element):
        name = local(child)
        if name in LEFT_OUT or (name == "sdt" and is_set(child_of(child, "sdtPr"), "showingPlcHdr")):
            continue
        if name == "r" and (mark := _raised(child)) is not None:
            yield mark
        elif name == "t":
            yield child.text or ""
        elif name in SIGNS:
            yield SIGNS[name]
        elif name != "r" or not any(is_set(child_of(child, "rPr"), unseen) for unseen in UNSEEN):
            yield from _texts(child)
