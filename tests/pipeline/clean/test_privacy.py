import pytest

from pipeline.clean.privacy import mask
from tests.pipeline.clean.pages import read


@pytest.mark.parametrize("number", ["511024199001010011", "51102419900101001X", "13800001111", "6217000012345678901"])
def test_numbers_of_persons_are_masked(number: str) -> None:
    assert mask(f"联系人王某，{number}。") == "联系人王某，***。"
    assert number not in read(f"项目公示\n2023-05-06\n资金已拨付到户。\n账号{number}").text


@pytest.mark.parametrize(
    "text",
    [
        "总投资13800001111元。",
        "13500000000 元",
        "电话0914-1234567。",
        "文号20230506第1380000111号",
        "面积138.00001111亩",
    ],
)
def test_other_figures_stay(text: str) -> None:
    assert mask(text) == text
