"""A raw-socket server for tests: sends exactly the bytes it was told, also illegal ones, and records what it got."""

from __future__ import annotations

import gzip
import socket
import struct
import threading
import time
import zlib
from collections.abc import Callable
from types import TracebackType
from typing import Self, TypeAlias

__all__ = ["FAULTS", "MisbehavingServer", "Script", "answer", "bomb"]

Script: TypeAlias = Callable[[socket.socket], None]
GOOD = b'{"id":"a","size":1}'


def answer(
    body: bytes, status: str = "200 OK", kind: str = "application/json", extra: str = "", length: int | None = None
) -> bytes:
    """Return an answer that closes the connection; ``length`` lies about the body's."""
    count = len(body) if length is None else length
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{extra}Content-Length: {count}\r\nConnection: close\r\n\r\n"
    return head.encode("latin-1") + body


def bomb(mebibytes: int) -> bytes:
    """Return that many mebibytes of zeros, gzipped."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(mebibytes)) + packer.flush()


def _send(data: bytes) -> Script:
    return lambda client: client.sendall(data)


def _reset(client: socket.socket) -> None:
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def _reset_in_body(client: socket.socket) -> None:
    client.sendall(answer(GOOD, length=1000))
    time.sleep(0.05)
    _reset(client)


def _drip(data: bytes) -> Script:
    def send(client: socket.socket) -> None:
        for byte in data:
            client.sendall(bytes([byte]))
            time.sleep(0.1)

    return send


def _endless(client: socket.socket) -> None:
    client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    for _ in range(200):
        client.sendall(chunk)


_CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
_GZIP = "Content-Encoding: gzip\r\n"
_TWO_LENGTHS = (
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n13\r\n" + GOOD + b"\r\n0\r\n\r\n"
)
_LONG_HEADERS = b"".join(b"X-%d: %s\r\n" % (number, b"a" * 700) for number in range(99))

FAULTS: dict[str, tuple[Script, str]] = {
    "reset-before-answer": (_reset, "ConnectionFailed"),
    "reset-in-body": (_reset_in_body, "IncompleteResponse"),
    "short-body": (_send(answer(GOOD, length=1000)), "IncompleteResponse"),
    "cut-chunk": (_send(_CHUNKED + b"13\r\n" + GOOD + b"\r\n"), "IncompleteResponse"),
    "slow-body": (_drip(answer(b" " * 24)[:-24]), "TimedOut"),
    "slow-headers": (_drip(answer(GOOD)), "TimedOut"),
    "silence": (lambda _: time.sleep(1.5), "TimedOut"),
    "endless": (_endless, "ResponseTooLarge"),
    "announced-too-long": (_send(answer(b"", length=10**12)), "ResponseTooLarge"),
    "gzip-bomb": (_send(answer(bomb(64), extra=_GZIP)), "ResponseTooLarge"),
    "gzip-twice": (_send(answer(gzip.compress(gzip.compress(GOOD)), extra=_GZIP * 2)), "MalformedResponse"),
    "gzip-corrupt": (_send(answer(b"\x1f\x8bnotgzip", extra=_GZIP)), "MalformedResponse"),
    "gzip-cut": (_send(answer(gzip.compress(GOOD * 100)[:-9], extra=_GZIP)), "IncompleteResponse"),
    "brotli-unasked": (_send(answer(b"x", extra="Content-Encoding: br\r\n")), "MalformedResponse"),
    "truncated-json": (_send(answer(GOOD[:-4])), "DecodeError"),
    "html": (_send(answer(b"<p>login</p>", kind="text/html")), "UnexpectedContentType"),
    "empty": (_send(answer(b"")), "DecodeError"),
    "bad-utf8": (_send(answer(b'{"id":"\xff","size":1}')), "DecodeError"),
    "utf16": (_send(answer(GOOD.decode().encode("utf-16"), kind="application/json; charset=utf-16")), "DecodeError"),
    "duplicate-keys": (_send(answer(b'{"id":"a","id":"b","size":1}')), "DecodeError"),
    "nan": (_send(answer(b'{"id":"a","size":1,"x":NaN}')), "DecodeError"),
    "infinity": (_send(answer(b'{"id":"a","size":1,"x":[-Infinity]}')), "DecodeError"),
    "long-integer": (_send(answer(b'{"id":"a","size":' + b"9" * 5000 + b"}")), "DecodeError"),
    "deep-json": (_send(answer(b"[" * 100_000 + b"]" * 100_000)), "DecodeError"),
    "two-lengths": (_send(_TWO_LENGTHS), "MalformedResponse"),
    "negative-length": (_send(answer(GOOD, length=-5)), "MalformedResponse"),
    "long-headers": (_send(b"HTTP/1.1 200 OK\r\n" + _LONG_HEADERS + b"\r\n"), "ResponseTooLarge"),
    "many-headers": (_send(answer(GOOD, extra="X-A: 1\r\n" * 150)), "ResponseTooLarge"),
    "endless-headers": (_send(b"HTTP/1.1 200 OK\r\n" + _LONG_HEADERS * 4), "MalformedResponse"),
    "other-protocol": (_send(b"SSH-2.0-OpenSSH\r\n" + bytes(100)), "ConnectionFailed"),
    "redirect": (_send(answer(b"", "302 Found", extra="Location: http://localhost:1/x\r\n")), "UnexpectedStatus"),
    "redirect-to-file": (_send(answer(b"", "307 X", extra="Location: file:///etc/passwd\r\n")), "UnexpectedStatus"),
}
"""By name: what the server does, and the class of the error that it must lead to."""


class MisbehavingServer:
    """Serves ``script`` to every connection, on a port of its own, until the ``with`` block ends."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self.requests: list[bytes] = []
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            with client:
                client.settimeout(5)
                try:
                    self.requests.append(_read_request(client))
                    self._script(client)
                except OSError:
                    continue


def _read_request(client: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received:
        part = client.recv(65536)
        if not part:
            break
        received += part
    return received
