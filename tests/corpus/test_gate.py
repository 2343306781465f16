"""The figures of every annotated set stand on or above their floors; floors fall only with a reason."""

import json

import pytest

from corpus import gate


@pytest.mark.parametrize("gold_set", gate.floored(), ids=lambda s: s.name)
def test_figures_stand_on_their_floors(gold_set: gate.GoldSet) -> None:
    entry = gate.load_floors().get(gold_set.name)
    if entry is None:
        pytest.skip("a new set without floors: `make floors` gives it some")
    assert entry["fingerprint"] == gold_set.fingerprint(), "the gold changed: `make floors` starts its floors anew"
    now = gate.figures(gold_set)
    fallen = {
        n: (now.get(n, 0.0), floor) for n, floor in entry["floors"].items() if now.get(n, 0.0) < floor - gate.SLACK
    }
    assert not fallen, f"below the floor (now, floor): {fallen}"


def test_what_releases_are_held_to_are_the_floors_of_unread_pages() -> None:
    floors = gate.load_floors()
    assert json.loads(gate.READER.read_text("utf-8")) == {name: floors[name]["floors"] for name in gate.RELEASED}


def test_the_gap_of_read_and_unread_pages_does_not_grow() -> None:
    ceilings = gate.load_floors()[gate.GAP_SET]
    grown = {n: (round(a - b, 3), ceilings[n]) for n, (a, b) in gate.gaps().items() if a - b > ceilings[n] + gate.SLACK}
    assert not grown, f"above the ceiling (now, ceiling): {grown}"


def entry() -> dict:
    return {"fingerprint": "x", "floors": {"places": 0.9}, "lowered": []}


def test_a_floor_falls_with_a_reason_which_is_kept() -> None:
    floors = entry()
    gate.lower_floor(floors, "places", 0.8, "the guide changed")
    assert floors["floors"]["places"] == 0.8
    assert floors["lowered"] == [{"figure": "places", "from": 0.9, "to": 0.8, "reason": "the guide changed"}]


@pytest.mark.parametrize(
    ("figure", "value", "reason"),
    [("places", 0.8, " "), ("places", 0.95, "a rise"), ("nothing", 0.1, "unknown")],
)
def test_a_floor_does_not_fall_otherwise(figure: str, value: float, reason: str) -> None:
    with pytest.raises(ValueError):
        gate.lower_floor(entry(), figure, value, reason)


def test_raising_never_lowers(monkeypatch: pytest.MonkeyPatch) -> None:
    gold_set = gate.available()[0]
    monkeypatch.setattr(gate, "figures", lambda s: {"places": 0.5, "dates": 0.7})
    floors = {gold_set.name: {"fingerprint": gold_set.fingerprint(), "floors": {"places": 0.9}, "lowered": []}}
    gate.raise_floors(gold_set, floors)
    assert floors[gold_set.name]["floors"] == {"places": 0.9, "dates": 0.7}
