"""Tables and documents that hang on pages (xlsx, xls, docx, PDF with text, CSV), read into the same article as a page.

bytes → kind (by magic) → in a process apart: guard → lines and tables as they stand → here: draft → article. Whatever
can't be read within the limits of ``data/attachments.yaml`` is refused with its reason.
"""

from dataclasses import replace

from pipeline.attachments.apart import NoReaderError, read_apart
from pipeline.attachments.content import RefusedError, limit
from pipeline.attachments.draft import make_article
from pipeline.attachments.kinds import file_name, kind_of
from pipeline.records import Article, RawPage, Refusal

__all__ = ["NoReaderError", "is_attachment", "read_attachment"]


def is_attachment(page: RawPage) -> bool:
    """Whether an answer is a file that ``read_attachment`` reads or can say why it doesn't; a page is none."""
    return kind_of(page) is not None


def read_attachment(page: RawPage) -> Article | Refusal:
    """The article of an attachment, or why there is none: too-large, damaged, encrypted, unsafe, no-text, empty,
    killed (it ended the process that read it).

    Raises nothing for any bytes; NoReaderError where no process to read them can be started.
    """
    kind = kind_of(page)
    if len(page.body) > limit("max_bytes"):
        return Refusal(page.url, "too-large", f"{len(page.body)} bytes, the limit is {limit('max_bytes')}")
    if kind is None:
        return Refusal(page.url, "not-text", "no kind of attachment that is read")
    try:
        content = read_apart(kind, page.body)
    except RefusedError as error:
        return Refusal(page.url, error.reason, error.detail)
    article = make_article(content, page.url, file_name(page))
    if not article.body.strip() and not article.tables:
        return Refusal(page.url, "empty", f"a {kind} file without text")
    return replace(article, via=page.via)
