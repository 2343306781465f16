"""Clients that hold on, and heads that two readers could read in two ways."""

import socket
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack

import httpx
import pytest

from serve.limits import ConnectionLimits

Serve = Callable[..., AbstractContextManager[httpx.Client]]
QUAD = '<http://a/s> <http://a/p> "o" .\n'
SLOW_BODY = (
    b"POST /query HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 10000\r\n\r\nq"
)
SLOW_HEAD = b"GET /query?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nX-"


def connect(client: httpx.Client) -> socket.socket:
    return socket.create_connection((client.base_url.host, client.base_url.port or 0), 10)


def said(connection: socket.socket) -> bytes:
    """All that comes until the connection is closed."""
    connection.settimeout(20)
    text = b""
    while piece := connection.recv(65536):
        text += piece
    return text


@pytest.mark.parametrize("sent", [SLOW_BODY, SLOW_HEAD, b""])
def test_a_request_that_does_not_arrive_is_answered_408_and_closed(sent: bytes, serve: Serve) -> None:
    with serve(QUAD, connections=ConnectionLimits(request_s=1)) as client, connect(client) as connection:
        connection.sendall(sent)
        begun = time.monotonic()
        assert said(connection).startswith(b"HTTP/1.1 408 ")
        assert time.monotonic() - begun < 10


def test_one_byte_a_while_does_not_stop_the_clock(serve: Serve) -> None:
    with serve(QUAD, connections=ConnectionLimits(request_s=1.5)) as client, connect(client) as connection:
        connection.sendall(SLOW_BODY)
        with pytest.raises(OSError):
            for _ in range(100):
                connection.sendall(b"q")
                time.sleep(0.1)


def test_many_slow_connections_displace_each_other_and_nobody_else(serve: Serve) -> None:
    limits = ConnectionLimits(connections=50, request_s=60)
    with serve(QUAD, connections=limits) as client, ExitStack() as held:
        for number in range(200):
            connection = held.enter_context(connect(client))
            connection.sendall(SLOW_BODY if number % 2 else SLOW_HEAD)
        for _ in range(5):
            with httpx.Client(base_url=client.base_url, trust_env=False, timeout=10) as another:
                assert another.get("/query", params={"query": "ASK {}"}).status_code == 200


@pytest.mark.parametrize(
    "head",
    [
        b"GET /query?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nAccept: \xff\r\n\r\n",
        b"POST /query HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /query HTTP/1.1\r\n\r\n",
        b"GET /query HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"\x16\x03\x01\x00\xff nonsense\r\n\r\n",
    ],
)
def test_a_head_that_can_be_read_in_two_ways_or_none_is_a_clean_400_and_closed(head: bytes, serve: Serve) -> None:
    with serve(QUAD) as client, connect(client) as connection:
        connection.sendall(head)
        answer = said(connection)
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert b"Traceback" not in answer


def test_a_client_that_leaves_in_its_body_leaves_no_traceback(serve: Serve, capfd: pytest.CaptureFixture[str]) -> None:
    with serve(QUAD) as client:
        with connect(client) as connection:
            connection.sendall(SLOW_BODY)
        time.sleep(0.5)
        assert client.get("/query", params={"query": "ASK {}"}).status_code == 200
    assert "Traceback" not in capfd.readouterr().err
