"""How relations are scored: by kind and ends, optional ones neither way, times by their days."""

from typing import Any

import pytest

from corpus import gate
from corpus.relations import Tally, compare, score


def item(kind: str = "adoption", **more: Any) -> dict[str, Any]:
    ends = dict.fromkeys(("organisation", "program", "document", "where", "when"))
    return {"kind": kind, **ends, "modality": "actual", "quote": "", **more}


def tally(gold: list[dict[str, Any]], read: list[dict[str, Any]]) -> Tally:
    found = Tally()
    compare(found, "page", gold, read)
    return found


WANTED = item(program="积分制管理", where=["11"], when="2021/2025")


@pytest.mark.parametrize(
    ("read", "right"),
    [
        (item(program="“积分制”管理", where="11"), 1),
        (item(program="积分制管理", where={"text": "东组", "in": "11"}), 1),
        (item(program="积分制管理", where="12"), 0),
        (item(program="网格化", where="11"), 0),
        (item("affiliation", program="积分制管理", where="11"), 0),
    ],
)
def test_a_relation_is_found_by_its_kind_and_ends(read: dict[str, Any], right: int) -> None:
    found = tally([WANTED], [read])
    assert (found.right.total(), found.read.total(), found.there.total()) == (right, 1, 1)


def test_an_optional_one_counts_neither_way() -> None:
    gold = [{"kind": "adoption", "program": "积分制", "optional": True}]
    assert tally(gold, [item(program="积分制", where="11")]).figures()["all"] == (1.0, 1.0, 0.0)
    assert tally(gold, []).there.total() == 0


def test_times_are_compared_by_their_days() -> None:
    read = item(program="积分制管理", where="11", when="2021-01-01/2025-12-31")
    assert tally([WANTED], [read]).attributes["when"] == 1


def test_a_document_with_a_named_issuer_needs_no_place() -> None:
    gold = [item("issuance", organisation="阳坡县农业农村局", document="管护办法", where=["11"])]
    read = item("issuance", organisation="阳坡县农业农村局", document="管护办法", where=None)
    assert tally(gold, [read]).right.total() == 1


@pytest.mark.parametrize(("name", "floor"), [("dev", 0.93), ("blind", 0.93), ("held", 0.77)])
def test_the_relations_of_a_set_stand_on_their_floor(name: str, floor: float) -> None:
    gold_set = next(s for s in gate.SETS if s.name == name)
    assert score(gate.tags_of(gold_set.pages)).figures()["all"][2] >= floor
