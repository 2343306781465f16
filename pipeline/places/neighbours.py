"""Where a text says what lies around a place, who comes from where, or what a place was made of (东邻某乡,来自某村).

What stands there is not what the text is about.
"""

import re

from pipeline.places.cover import Cover

_REST = r"[^，,。；;\n]{2,24}"
_NEIGHBOURS = re.compile(
    rf"(?:(?<![一-鿿])|(?<=[镇乡村县区域境]))[东南西北]{{1,2}}[部面边]?[邻接连靠临抵与依倚至界]{_REST}"
    rf"|(?:毗邻|紧邻|相邻|邻近|来自){_REST}"
    r"|[与和][^，,。；;\n与和]{2,24}?(?:接壤|毗邻|相邻|相连|交界|为邻|为界|隔[一-鿿]相望)"
    r"|由[^，,。；;\n由]{2,40}?(?:合并|组成|整合|组建)"
    r"|距(?:离)?[^，,。；;\n]{2,16}?[0-9约近]"
)


def neighbours(text: str) -> Cover:
    """The stretches of a text that name neighbours, origins, parts, or how far away a place is."""
    return Cover(len(text), (match.span() for match in _NEIGHBOURS.finditer(text)))
