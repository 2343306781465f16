"""The JSON object of a page: the gold's format, with offsets."""

import json
from decimal import Decimal

from pipeline.records import (
    Amount,
    Article,
    Block,
    Fact,
    Organisation,
    Place,
    PlaceRef,
    Quantity,
    Reading,
    Relation,
)
from pipeline.tag import as_json

TEXT = "河湾村修路记\n河湾村投入3.5万元,修路2至3公里,河湾村笑了。"
VILLAGE = "110000000001"


def reading() -> Reading:
    article = Article(
        "file:///a.txt", TEXT, (Block(0, 6, "title"), Block(7, len(TEXT), "paragraph")), "河湾村修路记", "2024-05-01"
    )
    quote = TEXT[7:17]
    return Reading(
        article,
        home=VILLAGE,
        places=(
            *(Place(at, at + 3, "河湾村", "village", VILLAGE, "河湾村") for at in (28, 0, 7)),
            Place(7, 9, "河湾", "group", None, "河湾", VILLAGE),
        ),
        amounts=(Amount(12, 17, "3.5万元", Decimal("35000"), "CNY"),),
        quantities=(Quantity(20, 25, "2至3公里", Decimal(2), "公里", value_max=Decimal(3), per="村"),),
        facts=(
            Fact(
                Decimal("0.5"),
                "%",
                "about",
                "路",
                "planned",
                7,
                17,
                quote,
                (12, 17),
                where=PlaceRef(None, "东组", "11"),
            ),
        ),
        relations=(
            Relation(
                *("affiliation", "actual", 7, 17, quote),
                organisation=Organisation(7, 12, "河湾合作社", "河湾合作社"),
                where=PlaceRef(VILLAGE, "河湾村"),
                when="2021",
            ),
        ),
    )


def test_a_list_is_a_set_for_the_page_placed_where_it_first_stands() -> None:
    places = as_json(reading())["places"]
    assert [(p["text"], p["start"], p["in"]) for p in places] == [("河湾村", 0, None), ("河湾", 7, VILLAGE)]


def test_offsets_slice_the_text_back() -> None:
    page = as_json(reading())
    for kind in ("places", "amounts", "quantities"):
        assert all(page["text"][item["start"] : item["end"]] == item["text"] for item in page[kind])


def test_numbers_are_json_numbers_whole_where_they_are() -> None:
    page = as_json(reading())
    assert page["amounts"][0]["value"] == 35000 and isinstance(page["amounts"][0]["value"], int)
    assert page["facts"][0]["value"] == 0.5
    assert (page["quantities"][0]["value_max"], page["quantities"][0]["per"]) == (3, "村")
    assert "value_max" not in page["amounts"][0]


def test_a_relation_names_its_ends_and_its_passage() -> None:
    page = as_json(reading())
    (relation,) = page["relations"]
    assert relation == {
        "kind": "affiliation",
        "organisation": "河湾合作社",
        "program": None,
        "document": None,
        "where": VILLAGE,
        "when": "2021",
        "modality": "actual",
        "quote": page["text"][7:17],
        "start": 7,
        "end": 17,
    }


def test_a_place_without_a_code_is_given_by_name_and_holder() -> None:
    assert as_json(reading())["facts"][0]["where"] == {"text": "东组", "in": "11"}


def test_meta_quotes_the_bodys_edges_and_all_of_it_is_json() -> None:
    page = as_json(reading())
    assert page["meta"]["body_starts"] == TEXT[7:19] and page["meta"]["body_ends"] == TEXT[-12:]
    assert json.loads(json.dumps(page, ensure_ascii=False)) == page
