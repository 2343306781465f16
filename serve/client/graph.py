"""The graph as DataFrames."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ontology.questions import questions
from serve.client import queries
from serve.client.frames import facts_frame, frame
from serve.client.queries import Filters
from serve.client.source import source_of

if TYPE_CHECKING:
    import pandas as pd

LOCAL = "http://127.0.0.1:7878"


class Graph:
    """A graph at an endpoint's address (``xiangtu serve``) or in a data folder.

    >>> graph = Graph("data")
    >>> graph.facts(place="431225", indicator="集体经济收入")

    Every method raises QueryError with the endpoint's sentence, ValueError for what can't be asked.
    """

    def __init__(self, where: str | Path = LOCAL, *, timeout_s: float = 60, progress: bool = True) -> None:
        self._source = source_of(where, timeout_s, progress=progress)

    def query(self, sparql: str) -> "pd.DataFrame":
        """The answer of any SELECT or ASK; the usual prefixes need no declaration."""
        return frame(self._source.ask(sparql))

    def question(self, name: str, **values: str | int) -> "pd.DataFrame":
        """The answer of a competency question (``xiangtu query --list``), with values for its parameters."""
        if name not in questions():
            raise ValueError(f"there is no question {name!r}; there are: {', '.join(questions())}")
        return self.query(questions()[name].query({key: str(value) for key, value in values.items()}))

    def places(self, name: str | None = None, *, level: str | None = None, within: str | None = None) -> "pd.DataFrame":
        """Divisions that the graph speaks of, by a part of their name, their level, the code of what they lie in.

        Columns: ``code``, ``name``, ``level`` (``county``, ``township``, ``village`` …), the ``parent``'s code.
        """
        return self.query(queries.places(name, level, within))

    def facts(
        self,
        place: str | Iterable[str] | None = None,
        *,
        indicator: str | None = None,
        program: str | None = None,
        modality: str | None = None,
        years: tuple[int | None, int | None] = (None, None),
        limit: int | None = None,
    ) -> "pd.DataFrame":
        """A row a fact, with one of its sentences and the number of its sources (reposts are none).

        ``place``: codes of divisions, with all that lies in them; ``years``: the first and the last. A time in brackets
        is the year of a page whose sentence gives none.
        """
        if place is not None and not isinstance(place, str):
            place = tuple(place)
        asked = Filters(place, indicator, program, modality, years[0], years[1], limit)
        return facts_frame(self._source.ask(queries.facts(asked)), self._source.ask(queries.evidence(asked)))

    def observations(
        self, indicator: str, places: str | Iterable[str] | None = None, *, date: str = "latest"
    ) -> "pd.DataFrame":
        """What an indicator is in each place: in base units, a row a place (``date="latest"``), a place and year
        (``"all"``), or those of a year (``"2023"``). What is only planned is left out."""
        found = self.facts(places, indicator=indicator, modality="actual")
        found["year"] = found["when"].str.extract(r"(\d{4})", expand=False).astype("Int64")
        columns = ["code", "where", "year", "baseValue", "baseUnit", "qualifier", "what", "sources", "sentence", "url"]
        found = found.dropna(subset=["baseValue"]).sort_values(["where", "year", "sources"], kind="stable")[columns]
        if date not in ("latest", "all"):
            found = found[found["year"] == int(date)]
        each = ["code", "where"] if date == "latest" else ["code", "where", "year"]
        return found.groupby(each, dropna=False, sort=False).tail(1).reset_index(drop=True)

    def series(self, place: str, indicator: str) -> "pd.DataFrame":
        """An indicator year by year in a place and all that lies in it, each value with its sentence."""
        return self.question("series", code=queries.code_of(place), indicator=indicator)

    def dossier(self, place: str) -> "pd.DataFrame":
        """All that the pages state of a place and what lies in it."""
        return self.question("dossier", code=queries.code_of(place))

    def evidence(self, fact: str) -> "pd.DataFrame":
        """Each sentence that a fact was read from, with its page; reposts name their original."""
        return self.query(queries.EVIDENCE_OF.format(fact=queries.iri_of(fact)))
