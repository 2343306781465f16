"""The tagger with the weights that the package ships, and what it hands on."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

import pipeline.tagger.tagger as module
from pipeline.names.view import view
from pipeline.read import read_page
from pipeline.records import Program, RawPage, Reading
from pipeline.tagger import KINDS, Suggested, Tagger, Weights, shipped
from pipeline.tagger.columns import columns
from pipeline.tagger.component import TaggerComponent
from pipeline.tagger.keys import buckets, padded, templates

TEXT = "本县推行“党支部+合作社+农户”模式，实施农村人居环境整治提升五年行动。\n"


def test_weights_are_the_same_bytes_for_the_same_weights() -> None:
    packed = shipped().to_bytes()
    assert Weights.from_bytes(packed).to_bytes() == packed


def test_shipped_weights_are_small_and_know_all_kinds() -> None:
    assert len(shipped().to_bytes()) < 2_000_000
    assert shipped().kinds == KINDS


def test_every_template_joins_columns_that_are_made() -> None:
    made = columns(view(TEXT), Suggested().stretches(view(TEXT)))
    assert {name for template in templates() for name, _ in template} <= set(made)
    assert {len(column) for column in made.values()} == {len(view(TEXT).text)}


def test_features_of_a_stretch_are_those_of_the_whole() -> None:
    made = padded(columns(view(TEXT), Suggested().stretches(view(TEXT))))
    whole = buckets(made, 0, len(view(TEXT).text))
    assert np.array_equal(buckets(made, 5, 11), whole[:, 5:11])


def test_what_a_page_names_does_not_hang_on_how_much_is_held_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tagger, seen = Tagger(shipped()), view(TEXT * 9)
    whole = tagger(seen, Suggested())
    monkeypatch.setattr(module, "BLOCK", 7)
    assert tagger(seen, Suggested()) == whole


def test_a_suggestion_speaks_for_a_name() -> None:
    seen = view("村里推行“逐月一评”办法。")
    suggested = Suggested(programs=[Program(4, 10, "逐月一评", "mechanism")])
    tagger = Tagger(shipped())
    gain = tagger.scores(seen, suggested)[0] - tagger.scores(seen, Suggested())[0]
    outside = gain[4:8, 0]
    assert (gain[4:8].max(1) > outside).all()


def test_no_name_goes_over_the_border_of_a_cell() -> None:
    raw = (Path(__file__).parents[3] / "flows/demo/site/zjgs/202407/t20240708_2003.html").read_bytes()
    reading = read_page(RawPage("file:///t.html", datetime(2026, 1, 1, tzinfo=UTC), raw))
    assert isinstance(reading, Reading)
    mentions = (*reading.places, *reading.organisations, *reading.programs)
    named = [reading.article.text[mention.start : mention.end] for mention in mentions]
    assert "党群服务中心建设" in "".join(named)
    assert not any("\t" in name or "  " in name for name in named)


@pytest.mark.parametrize("text", ["", "\n", "\ud800村", "“”“", "a" * 5000, "村" * 5000, "\U00020000村"])
def test_any_text_is_read(text: str) -> None:
    found = Tagger(shipped())(view(text), Suggested())
    assert set(found) == set(KINDS)


def test_weights_go_to_a_folder_and_come_back(tmp_path: Path) -> None:
    component = TaggerComponent(shipped())
    component.to_disk(tmp_path / "tagger")
    none = Weights(KINDS, np.zeros(0, np.uint32), np.zeros((0, 15), np.int16), np.zeros((3, 5, 5), np.int16))
    back = TaggerComponent(none).from_disk(tmp_path / "tagger")
    assert back.to_bytes() == component.to_bytes()
    assert TaggerComponent(none).to_bytes() != component.to_bytes()
