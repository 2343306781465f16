"""Who wrote: reporters and correspondents as bylines, datelines and labels name them."""

import re

from pipeline.clean.labels import credit_words
from pipeline.clean.stamps import DATE

NAMES_CUT = re.compile(r"[|｜【】\[\]\n]|\s[>»]|(?:责任编辑|责编|编辑|审核|浏览|点击|(?:文章|信息|稿件)?来源)")
REPORTER = r"(?:本报|本网|本台|全媒体|融媒体|首席|见习|实习|特约)*(?:记者|通讯员|作者|撰稿人?)"
BYLINE = re.compile(rf"(?<![\u4e00-\u9fff]){REPORTER}\s*[:：]?\s*(?P<names>\S.*)")
MEDIUM = re.compile(rf"^[\u4e00-\u9fff·•∙]{{2,14}}(?:社|网|报|台|客户端|中心|在线)(?={REPORTER})")
"""Whose reporter: 某报记者."""
NO_NAME = re.compile(
    rf"^[□■◆●▲△※◎○\s]+|(?<!\S)(?!通讯员|作者)[\u4e00-\u9fff]{{2,8}}(?=记者)|{REPORTER}[:：]?|文/图|图/文|文/|图/"
)
"""What stands before names: marks, a medium, who they are."""
DATELINE = re.compile(rf"[^。，]{{0,30}}?[(（]\s*({REPORTER}[^()（）]{{1,40}})[)）]")
PERSON = re.compile(r"[\u4e00-\u9fff]{2,6}|[\u4e00-\u9fff]{1,8}[·•][\u4e00-\u9fff]{1,8}")


def read_names(raw: str) -> tuple[str, ...]:
    """Persons' names in a credit: 张三 李四, 张三、李四, 记者张三 通讯员李四."""
    raw = NAMES_CUT.split(DATE.split(raw.strip(), maxsplit=1)[0], maxsplit=1)[0]
    raw = NO_NAME.sub(" ", raw)
    names: list[str] = []
    for part in re.split(r"[、，,;；/|]+|\s+", raw.strip()):
        if len(part) == 1 and names and len(names[-1]) == 1:
            names[-1] += part
        elif part:
            names.append(part)
    return tuple(
        dict.fromkeys(n for n in names if (PERSON.fullmatch(n) or is_body(n)) and n not in credit_words("empty"))
    )


def dateline_authors(text: str) -> tuple[str, ...]:
    """Reporters named in brackets at the head of the first paragraph: 本报讯（记者 张三 通讯员 李四）."""
    found = DATELINE.match(text)
    return read_names(found[1]) if found else ()


def is_byline(text: str) -> bool:
    """Whether a line names reporters and hardly anything else."""
    text = MEDIUM.sub("", text.lstrip("□■◆●▲△※◎○ "))
    if len(text) > 60 or "。" in text or not BYLINE.match(text):
        return False
    return len("".join(read_names(text))) * 3 >= len(re.sub(r"\s", "", text))


def is_body(name: str) -> bool:
    """Whether a name is one of an office or a medium by its ending."""
    return 3 <= len(name) <= 20 and name.endswith(tuple(credit_words("body")))
