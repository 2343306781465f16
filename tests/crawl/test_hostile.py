"""Hostile answers: what happened to each, and that the others went on; which addresses are public."""

import pytest

from crawl.networks import is_allowed, literal_address, open_networks
from tests.crawl.hostile import HOSTILE, Happened, happen, shown, table


@pytest.fixture(scope="module")
def happened(tmp_path_factory: pytest.TempPathFactory) -> list[Happened]:
    return list(happen(tmp_path_factory.mktemp("data")))


@pytest.mark.parametrize("number", range(len(HOSTILE)), ids=[case.what for case in HOSTILE])
def test_each_is_reported_and_the_rest_of_the_site_is_fetched(happened: list[Happened], number: int) -> None:
    case, was = HOSTILE[number], happened[number]
    assert was.reasons == ([case.reason] if case.reason else [])
    assert was.told.articles == case.most


def test_a_name_that_resolves_to_a_private_address_is_never_asked(happened: list[Happened]) -> None:
    (was,) = [was for case, was in zip(HOSTILE, happened, strict=True) if case.name]
    assert was.asked == 0
    assert "localhost resolves to 127.0.0.1" in was.told.errors[0].detail


def test_the_readme_shows_what_happened(happened: list[Happened]) -> None:
    assert table(happened) == shown(), "run python -m tests.crawl.hostile --write"


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("8.8.8.8", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.1.1", False),
        ("172.16.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("2001:4860:4860::8888", True),
    ],
)
def test_only_public_addresses_are_allowed(address: str, allowed: bool) -> None:
    assert is_allowed(address, ()) is allowed


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.1", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("2130706433", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("[::1]", "::1"),
        ("www.x.gov.cn", None),
    ],
)
def test_an_address_is_known_in_all_its_spellings(host: str, address: str | None) -> None:
    assert literal_address(host) == address


def test_networks_are_opened_by_name() -> None:
    assert open_networks(False) == ()
    assert open_networks(["127.0.0.1/32"]) == ("127.0.0.1/32",)
    with pytest.raises(ValueError, match="nonsense"):
        open_networks(["nonsense"])
