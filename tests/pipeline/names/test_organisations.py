from pipeline.names import read_organisations
from tests.pipeline.names.texts import article


def bodies(text: str) -> list[tuple[str, str]]:
    return [(o.text, o.kind) for o in read_organisations(*article(text))]


def test_bodies_named_by_a_place() -> None:
    assert bodies("[阳坡县|county|110000]委、县政府联合[阳坡县|county|110000]农业农村局调研。") == [
        ("阳坡县委", "party"),
        ("阳坡县农业农村局", "department"),
    ]


def test_companies_and_cooperatives_by_their_own_names() -> None:
    assert bodies("村里引进[阳坡县|county|110000]绿源农业发展有限公司,成立禾丰种植专业合作社。") == [
        ("阳坡县绿源农业发展有限公司", "company"),
        ("禾丰种植专业合作社", "cooperative"),
    ]


def test_bare_bodies_are_none() -> None:
    assert bodies("乡党委、村支两委成立领导小组,合作社出资。") == []


def test_a_verb_after_the_place_makes_no_committee() -> None:
    assert bodies("[阳坡县|county|110000]委托第三方测评。") == []
