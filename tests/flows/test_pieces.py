"""A store is filled in pieces of what memory there is."""

import pytest
from pyoxigraph import Store

from flows.store.merged import LEAST_BYTES, MOST_BYTES, Merged, piece_bytes, resident_bytes


def test_pieces_fit_beside_what_the_process_takes_already() -> None:
    assert piece_bytes(50 << 20) == MOST_BYTES
    assert LEAST_BYTES < piece_bytes(250 << 20) < MOST_BYTES
    assert piece_bytes(4 << 30) == LEAST_BYTES


def test_a_process_knows_what_it_takes() -> None:
    before, much = resident_bytes(), bytearray(b"x") * (64 << 20)
    assert resident_bytes() - before > len(much) // 2


def test_what_is_put_in_pieces_is_all_there() -> None:
    graph, text = Merged(Store(), "http://a.example/page/", _piece_bytes=200), b""
    for number in range(52):
        text += (line := f'<http://a.example/{number}> <http://a.example/is> "{number}" .\n'.encode())
        graph.put(line)
    there = len(graph.store)
    graph.flush()
    assert 0 < there < 52
    assert (len(graph.store), graph.loaded) == (52, len(text))


def test_what_is_wrong_with_a_piece_is_said_by_whoever_puts_in_more() -> None:
    graph = Merged(Store(), "http://a.example/page/", _piece_bytes=20)
    graph.put(b"this is not a triple\n")
    with pytest.raises(SyntaxError):
        graph.flush()
    graph.flush()
