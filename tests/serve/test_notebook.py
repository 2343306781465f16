"""The notebook for researchers runs from top to bottom on the demo's graph."""

from pathlib import Path

import pytest

from flows.storage import DataFolder

HOME = Path(__file__).parents[2]
NOTEBOOK = HOME / "serve" / "notebooks" / "first-steps.ipynb"


def test_the_notebook_runs_and_every_table_has_rows(demo: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    nbformat = pytest.importorskip("nbformat", reason="nbclient is not installed")
    nbclient = pytest.importorskip("nbclient")
    monkeypatch.setenv("XIANGTU_GRAPH", str(demo.local))
    monkeypatch.setenv("PYTHONPATH", str(HOME))
    book = nbformat.read(NOTEBOOK, as_version=4)
    assert not any(cell.get("outputs") for cell in book.cells), "stored without outputs"
    nbclient.NotebookClient(book, timeout=120, kernel_name="python3").execute()
    shown = [cell.outputs[-1].data["text/plain"] for cell in book.cells if cell.cell_type == "code" and cell.outputs]
    assert len(shown) >= 8
    assert not any("Empty DataFrame" in text for text in shown)
