"""A server that sends the head of an answer and its small body apart is not waited for."""

from __future__ import annotations

import socket
import threading
from statistics import median

import pytest
from truespec.checking.exchange import Request
from truespec.checking.socket_client import SocketClient

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n"


def _serve(door: socket.socket) -> None:
    """Answer on one connection in two pieces, the second of which the system holds back until the first is known."""
    client, _ = door.accept()
    with client:
        while client.recv(65536):
            client.sendall(_HEAD)
            client.sendall(b"{}")


@pytest.mark.skipif(not hasattr(socket, "TCP_QUICKACK"), reason="this system decides by itself what it holds back")
def test_an_answer_in_two_pieces_comes_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_serve, args=(door,), daemon=True).start()
        client = SocketClient(f"http://127.0.0.1:{door.getsockname()[1]}", timeout=5)
        answers = [client.send(Request("GET", "/")) for _ in range(60)]
        client.close()
    assert {b"{}"} == {answer.body for answer in answers}
    assert median(answer.seconds for answer in answers) < 0.02
