"""What is particular to a server behind a socket: how its answers come, and how long that takes."""

from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from statistics import median

import pytest
from truespec.checking.exchange import Request
from truespec.checking.socket_client import SocketClient


class _Apart(BaseHTTPRequestHandler):
    """Writes the head of an answer and then its body, and keeps the connection: as the standard library does."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name the base class gave it
        """Say nothing."""


@pytest.mark.skipif(not hasattr(socket, "TCP_QUICKACK"), reason="this system cannot be asked to hurry")
def test_a_server_that_writes_head_and_body_apart_is_not_kept_waiting_for_each_answer() -> None:
    with HTTPServer(("127.0.0.1", 0), _Apart) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        client = SocketClient(f"http://127.0.0.1:{server.server_port}", 5.0)
        seconds = [client.send(Request("GET", "/")).seconds for _ in range(15)]
        client.close()
        server.shutdown()
    # Whoever says only after a while that the head came is answered after 40 ms.
    assert median(seconds) < 0.03
