"""One raw page in, all that is read on it out: the pipeline's front door."""

from functools import cache
from importlib.resources import files

import pipeline.components  # noqa: F401  registers the factories that config.cfg names
from pipeline.attachments import is_attachment, read_attachment
from pipeline.bounded import bounded
from pipeline.clean import clean
from pipeline.components import reading_of
from pipeline.docs import set_article
from pipeline.quick_spacy import Language, util
from pipeline.records import Article, RawPage, Reading, Refusal, Site

TEXT_LIMIT, READ_LIMIT = 500_000, 120_000
"""Characters of an article beyond which it is refused, and up to which it is read: of a longer one the first lines are
kept, marked ``cut``. The longest county report seen has 60,000; text of nothing but figures takes 0.19 ms each."""


@cache
def load_pipeline() -> Language:
    """The spaCy pipeline of ``config.cfg``, made once a process."""
    config = util.load_config_from_str(files("pipeline").joinpath("config.cfg").read_text("utf-8"))
    return util.load_model_from_config(config, auto_fill=True)


def read_article(article: Article, site: Site | None = None) -> Reading:
    """Tag a cleaned article and read its facts; the same article always gives the same reading."""
    nlp = load_pipeline()
    doc = nlp.make_doc(article.text)
    set_article(doc, article, site)
    return reading_of(nlp(doc))


def read_page(page: RawPage, site: Site | None = None) -> Reading | Refusal:
    """Clean, tag and read a page or an attachment, or say why it holds no article.

    Raises nothing for any bytes but MemoryError.
    """
    article = read_attachment(page) if is_attachment(page) else clean(page, site)
    if isinstance(article, Refusal):
        return article
    if len(article.text) > TEXT_LIMIT:
        return Refusal(page.url, "too-large", f"{len(article.text)} characters, the limit is {TEXT_LIMIT}")
    return read_article(bounded(article, READ_LIMIT), site)
