"""Answers of SPARQL as DataFrames, each column in the type of what it holds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rdflib import XSD

from serve.client.queries import SAID

if TYPE_CHECKING:
    import pandas as pd

WHOLE = {str(XSD[name]) for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")}
NUMBERS = WHOLE | {str(XSD[name]) for name in ("decimal", "double", "float")}
TIMES = {str(XSD.date), str(XSD.dateTime)}
TRUTH = {str(XSD.boolean)}


def frame(answer: dict[str, Any]) -> "pd.DataFrame":
    """The rows of a JSON answer; of an ASK one cell. What is unbound is missing."""
    import pandas as pd

    if "boolean" in answer:
        return pd.DataFrame({"answer": [answer["boolean"]]})
    rows = answer["results"]["bindings"]
    return pd.DataFrame({name: column([row.get(name) for row in rows]) for name in answer["head"]["vars"]})


def column(cells: Sequence[dict[str, str] | None]) -> "pd.Series[Any]":
    """A column: numbers, times or truth values where all cells are such, else strings."""
    import pandas as pd

    kinds = {cell.get("datatype", "") for cell in cells if cell}
    values = [cell["value"] if cell else None for cell in cells]
    if kinds and kinds <= WHOLE:
        return pd.Series([None if value is None else int(value) for value in values], dtype="Int64")
    if kinds and kinds <= NUMBERS:
        return pd.Series([None if value is None else float(value) for value in values], dtype="Float64")
    if kinds and kinds <= TIMES:
        return pd.Series(pd.to_datetime(values, format="ISO8601", errors="coerce", utc=len(kinds) > 1))
    if kinds and kinds <= TRUTH:
        return pd.Series([None if value is None else value in ("true", "1") for value in values], dtype="boolean")
    return pd.Series(values, dtype="string")


def facts_frame(said: dict[str, Any], told: dict[str, Any]) -> "pd.DataFrame":
    """A row a fact from what is said of each, a row a statement, and from its sentences.

    Of several places, programmes or labels of a fact the first by name stands. The sentence is that of the first page
    that is no repost; ``sources`` counts the pages that are none.
    """
    import pandas as pd

    cells: dict[str, dict[str, dict[str, str]]] = {}
    for row in said["results"]["bindings"]:
        of_fact, name = cells.setdefault(row["fact"]["value"], {}), row["column"]["value"]
        if name not in of_fact or row["said"]["value"] < of_fact[name]["value"]:
            of_fact[name] = row["said"]
    facts = sorted(cells)
    table = pd.DataFrame({"fact": pd.Series(facts, dtype="string")})
    for name in SAID:
        table[name] = column([cells[fact].get(name) for fact in facts])
    for name in ("baseUnit", "qualifier", "modality"):
        table[name] = table[name].astype("string").str.replace(r"^.*[/#]", "", regex=True)
    table["when"] = table["when"].astype("string").fillna("[" + table["asOf"].astype("string") + "]")
    witnesses = frame(told)
    witnesses["is_copy"] = witnesses["original"].notna()
    witnesses["witness"] = witnesses["original"].astype("string").fillna(witnesses["url"])
    witnesses = witnesses.sort_values(["is_copy", "published", "url", "sentence"], kind="stable")
    by_fact = witnesses.groupby("fact", sort=False)
    shown = by_fact[["sentence", "url", "published"]].first().assign(sources=by_fact["witness"].nunique())
    table = table.drop(columns="asOf").merge(shown.reset_index(), on="fact", how="left")
    return table.sort_values(["code", "what", "when", "fact"], kind="stable").reset_index(drop=True)
