"""The records that flow through the pipeline, one after the other; each other module is a function between two of them.

RawPage → Article → mentions (on a spaCy Doc) → Fact, Relation → Reading → quads. All are frozen and hashable. Offsets
count characters of ``Article.text``, end exclusive. Codes are those of the national statistical divisions: 2 digits for
a province, 4 prefecture, 6 county, 9 township, 12 village.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

Level = Literal["province", "prefecture", "county", "township", "village", "group"]
Qualifier = Literal["exact", "about", "over", "under"]
Modality = Literal["actual", "planned"]
ProgramKind = Literal["project", "campaign", "mechanism", "brand", "model"]
BlockKind = Literal["title", "paragraph", "heading", "caption", "row"]
TableKind = Literal["list", "form", "turned"]
RelationKind = Literal["adoption", "participation", "issuance", "affiliation"]


@dataclass(frozen=True, slots=True)
class RawPage:
    """What the web (or a file) answered, unchanged."""

    url: str
    fetched: datetime
    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    via: str | None = None
    """The page that an attachment hangs on."""


@dataclass(frozen=True, slots=True)
class Site:
    """What the registry knows of the site a page was taken from; a prior for its home and its credits."""

    id: str
    name: str
    division: str | None = None
    """Code of the division the site speaks for."""
    own_names: tuple[str, ...] = ()
    """Credits that mean the site itself (本站, X县融媒体中心)."""
    body: str | None = None
    """CSS selector of the article's container, where the family's own does not serve."""


@dataclass(frozen=True, slots=True)
class Block:
    """One line of the article's text: its title, a paragraph, a picture's caption or a table's row."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell; a cell that spans rows or columns stands at each of its places with the same offsets."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the article as a full grid; each of its rows is a line of the text, cells parted by tabs."""

    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int
    caption: str | None = None
    unit: str | None = None
    """The unit line above the table without its label (万元), where one stands there."""
    of_persons: bool = False
    """Whether its rows were single persons' (户主, 身份证号), whose columns are dropped: only its totals are facts."""
    kind: TableKind = "list"
    """list: heads above their columns. form: labels, each with its value beside it. turned: heads before their rows."""


@dataclass(frozen=True, slots=True)
class Article:
    """A page's article: its cleaned, Simplified text and what the page says about itself.

    ``text`` is the title on the first line, then one line a block. ``published`` is ISO 8601 local time, as precise as
    the page gives it. What the page does not say is None or empty, never guessed.
    """

    url: str
    text: str
    blocks: tuple[Block, ...]
    title: str
    published: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    site_name: str | None = None
    site_code: str | None = None
    column: str | None = None
    keywords: tuple[str, ...] = ()
    encoding: str = "utf-8"
    marks: tuple[str, ...] = ()
    """What was done or noticed while cleaning: traditional, glossed, hijacked, partial, attachment …"""
    via: str | None = None
    """The page that an attachment hangs on."""

    @property
    def body(self) -> str:
        """The text without its title line."""
        return self.text[self.blocks[0].end + 1 :] if self.blocks and self.blocks[0].kind == "title" else self.text


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a page yields no article; it goes to the quarantine with this."""

    url: str
    reason: str
    """A stable slug: empty, not-text, truncated, too-large, killed, no-article, list-page, wall, soft-404, gallery …"""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the article's text. ``text`` is what it reads, which may leave out quote marks of the surface."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Place(Mention):
    """A named division or settlement. ``code`` where the gazetteer has it, else ``within`` says what holds it."""

    level: Level
    code: str | None
    name: str
    """The division's full name in the gazetteer, or the settlement's own."""
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Organisation(Mention):
    """A body with a proper name; ``name`` is its full form (县农业农村局 with its county)."""

    name: str
    kind: str = "organisation"
    place: str | None = None
    """Code of the division it belongs to."""


@dataclass(frozen=True, slots=True)
class Program(Mention):
    """A named policy, project, campaign, mechanism, brand or working model."""

    kind: ProgramKind
    concept: str | None = None
    """Slug of the national programme in the SKOS scheme, where it is one."""
    broader: str | None = None
    """Slug of the national programme that a local one carries out or contains."""


@dataclass(frozen=True, slots=True)
class Document(Mention):
    """A titled or numbered document; ``number`` as in 财农〔2023〕45号."""

    number: str | None = None
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class Amount(Mention):
    """Money in base units of ``currency`` (ISO 4217); ``per`` is what one amount is for (亩, 人, 年)."""

    value: Decimal
    currency: str
    qualifier: Qualifier = "exact"
    value_max: Decimal | None = None
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity(Mention):
    """A number of things or of a unit, as written (1.2万亩 is 12000 亩)."""

    value: Decimal
    unit: str
    qualifier: Qualifier = "exact"
    value_max: Decimal | None = None
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Date(Mention):
    """A date, interval or recurrence, ISO 8601: 2023-05, 2023-01-01/2023-06-30, 2023-01-01/.., R/P3M, --05-28."""

    value: str


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A place that a fact points to: its code, or its name and the code of what holds it."""

    code: str | None
    name: str
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about the world; ``start``/``end`` is its passage, ``number`` the span of its number."""

    value: Decimal
    unit: str
    qualifier: Qualifier
    what: str
    modality: Modality
    start: int
    end: int
    quote: str
    number: tuple[int, int]
    value_max: Decimal | None = None
    per: str | None = None
    indicator: str | None = None
    """Slug in the SKOS scheme of indicators."""
    program: Program | None = None
    where: PlaceRef | None = None
    when: str | None = None
    confidence: float | None = None
    """How likely what, where, when and modality are all right (0 to 1), calibrated on pages that nobody read."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One statement of how named things stand to one another; ``start``/``end`` is its passage.

    adoption: ``where`` carries out ``program``. participation: ``organisation`` takes part in ``program``, at ``where``
    if the text says so. issuance: ``organisation``, or ``where`` if no body is named, issues ``document``, which sets
    up ``program`` if its title names one. affiliation: ``organisation`` belongs to the village ``where``.
    """

    kind: RelationKind
    modality: Modality
    start: int
    end: int
    quote: str
    organisation: Organisation | None = None
    program: Program | None = None
    document: Document | None = None
    where: PlaceRef | None = None
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the pipeline reads on one page."""

    article: Article
    home: str | None = None
    places: tuple[Place, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    programs: tuple[Program, ...] = ()
    documents: tuple[Document, ...] = ()
    amounts: tuple[Amount, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[Date, ...] = ()
    facts: tuple[Fact, ...] = field(default=())
    relations: tuple[Relation, ...] = field(default=())
