"""Sites that a person has confirmed: what the pipeline reads on their saved pages is what the page says.

``xiangtu probe URL --save`` writes an archive and a file to fill in; they stand here, or in XIANGTU_SITE_PAGES where
pages stay outside. What is said of a file that is not filled in is tested with ``xiangtu sites --check``.
"""

import os
from pathlib import Path

import pytest

from crawl.registry import load_sites
from flows.sites.confirming import unconfirmed

FOLDER = Path(os.environ.get("XIANGTU_SITE_PAGES", Path(__file__).parent / "sites"))


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.yaml")))
def test_a_site_is_read_as_a_person_has_confirmed(name: str) -> None:
    site = load_sites().get(name)
    assert list(map(str, unconfirmed(FOLDER, name, site))) == []
