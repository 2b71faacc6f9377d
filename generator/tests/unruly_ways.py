"""Ways to answer that are none: bytes of every kind that a client must survive, by name."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Callable
from typing import Final

from misbehaving_server import answer, bomb
from unruly_server import Way

__all__ = ["WAYS"]

_OK: Final = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_CHUNKED: Final = _OK + b"Transfer-Encoding: chunked\r\n\r\n"
_GZIP: Final = "Content-Encoding: gzip\r\n"
_PAUSE: Final = 0.1


def _bytes(data: bytes) -> Way:
    async def send(writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()

    return send


def _made(make: Callable[[], bytes]) -> Way:
    """Make the bytes when they are wanted: some are a hundred megabytes."""

    async def send(writer: asyncio.StreamWriter) -> None:
        await _bytes(make())(writer)

    return send


def _endless(start: bytes, piece: bytes, pause: float = 0.0) -> Way:
    async def pieces() -> AsyncIterator[bytes]:
        yield start
        while True:
            await asyncio.sleep(pause)
            yield piece

    async def send(writer: asyncio.StreamWriter) -> None:
        async for part in pieces():
            writer.write(part)
            await writer.drain()

    return send


def _hang(start: bytes) -> Way:
    return _endless(start, b"", 60.0)


def _items(count: int) -> bytes:
    return b'{"total":1,"items":[' + b",".join([b'{"id":"1","email":null}'] * count) + b"]}"


def _long(megabytes: int) -> bytes:
    return json.dumps({"items": [], "total": 1, "more": "x" * (megabytes << 20)}).encode()


def _deep(depth: int) -> bytes:
    return b'{"total":1,"items":' + b"[" * depth + b"]" * depth + b"}"


def _deep_members(depth: int) -> bytes:
    return b'{"items":[],"a":' * depth + b"1" + b"}" * depth


def _line(text: str) -> Way:
    return _bytes(f"{text}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}".encode("latin-1"))


WAYS: Final[dict[str, Way]] = {
    "hangs": _hang(b""),
    "hangs-after-headers": _hang(_OK + b"Content-Length: 100\r\n\r\n"),
    "hangs-after-status": _hang(b"HTTP/1.1 200 OK\r\n"),
    "hangs-in-chunk": _hang(_CHUNKED + b'20\r\n{"items": ['),
    "drips-status": _endless(b"", b"H", _PAUSE),
    "drips-headers": _endless(b"HTTP/1.1 200 OK\r\nX-A: ", b"a", _PAUSE),
    "drips-header-lines": _endless(b"HTTP/1.1 200 OK\r\n", b"X-A: a\r\n", _PAUSE),
    "drips-body": _endless(_OK + b"Content-Length: 9999\r\n\r\n", b" ", _PAUSE),
    "drips-chunks": _endless(_CHUNKED, b"1\r\n \r\n", _PAUSE),
    "drips-chunk-size": _endless(_CHUNKED, b"0", _PAUSE),
    "endless-body": _endless(_CHUNKED, b"10000\r\n" + b"x" * 0x10000 + b"\r\n"),
    "endless-body-without-length": _endless(_OK + b"Connection: close\r\n\r\n", b"[" * 65536),
    "endless-header": _endless(b"HTTP/1.1 200 OK\r\nX-A: ", b"a" * 65536),
    "endless-headers": _endless(b"HTTP/1.1 200 OK\r\n", b"X-A: a\r\n" * 1000),
    "endless-trailers": _endless(_CHUNKED + b"2\r\n{}\r\n0\r\n", b"X-A: a\r\n" * 1000),
    "endless-hints": _endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 100),
    "endless-continue": _endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.01),
    "endless-lines": _endless(b"", b"\r\n" * 1000),
    "endless-garbage": _endless(b"", b"\0" * 65536),
    "hints-then-answer": _bytes(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50 + answer(b"{}")),
    "closes": _bytes(b""),
    "binary": _bytes(bytes(range(256)) * 40),
    "other-protocol": _bytes(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "http-0.9": _bytes(b'{"items": [], "total": 0}'),
    "http-2": _bytes(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"),
    "http-2-status": _line("HTTP/2 200 OK"),
    "tls-alert": _bytes(b"\x15\x03\x01\x00\x02\x02\x46"),
    "status-missing": _line("HTTP/1.1"),
    "status-word": _line("HTTP/1.1 OK OK"),
    "status-000": _line("HTTP/1.1 000 Zero"),
    "status-099": _line("HTTP/1.1 099 Low"),
    "status-199": _line("HTTP/1.1 199 Odd"),
    "status-299": _line("HTTP/1.1 299 Odd"),
    "status-600": _line("HTTP/1.1 600 Odd"),
    "status-999": _line("HTTP/1.1 999 Odd"),
    "status-20000": _line("HTTP/1.1 20000 Odd"),
    "status-204-with-body": _line("HTTP/1.1 204 None"),
    "status-304-with-body": _line("HTTP/1.1 304 None"),
    "status-101": _line("HTTP/1.1 101 Switching"),
    "status-reason-bytes": _line("HTTP/1.1 200 \xff\xfe\x00"),
    "length-short": _bytes(answer(b'{"items": []}', length=3)),
    "length-long": _bytes(answer(b'{"items": []}', length=900)),
    "length-negative": _bytes(answer(b"{}", length=-5)),
    "length-huge": _bytes(answer(b"{}", length=10**30)),
    "length-word": _bytes(_OK + b"Content-Length: two\r\n\r\n{}"),
    "lengths-differ": _bytes(_OK + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} "),
    "length-and-chunks": _bytes(_OK + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
    "chunk-cut": _bytes(_CHUNKED + b"13\r\n{}"),
    "chunk-size-word": _bytes(_CHUNKED + b"zz\r\n{}\r\n0\r\n\r\n"),
    "chunk-size-huge": _bytes(_CHUNKED + b"f" * 40 + b"\r\n{}\r\n"),
    "coding-unknown": _bytes(answer(b"{}", extra="Transfer-Encoding: zip\r\n")),
    "gzip-corrupt": _bytes(answer(b"\x1f\x8bnotgzip", extra=_GZIP)),
    "gzip-cut": _bytes(answer(gzip.compress(b"{}" * 100)[:-9], extra=_GZIP)),
    "gzip-not": _bytes(answer(b"{}", extra=_GZIP)),
    "gzip-nested": _bytes(answer(gzip.compress(gzip.compress(b"{}")), extra="Content-Encoding: gzip, gzip\r\n")),
    "gzip-bomb": _made(lambda: answer(bomb(1024), extra=_GZIP)),
    "gzip-bomb-chunked": _made(
        lambda: _OK + _GZIP.encode() + b"Transfer-Encoding: chunked\r\n\r\n" + _chunk(bomb(512))
    ),
    "brotli": _bytes(answer(b"\x8b\x02\x80", extra="Content-Encoding: br\r\n")),
    "coding-made-up": _bytes(answer(b"{}", extra="Content-Encoding: marzipan\r\n")),
    "json-100-mb": _made(lambda: answer(_long(100))),
    "json-30-mb": _made(lambda: answer(_long(30))),
    "json-many-items": _made(lambda: answer(_items(400_000))),
    "json-1-mb-items": _made(lambda: answer(_items(40_000))),
    "json-deep-300": _bytes(answer(_deep(300))),
    "json-deep-900": _bytes(answer(_deep(900))),
    "json-deep-10000": _bytes(answer(_deep(10_000))),
    "json-deep-members": _bytes(answer(_deep_members(800))),
    "json-cut": _bytes(answer(b'{"items": [{"id": 1')),
    "json-twice": _bytes(answer(b'{"items": [], "items": {}, "total": 1}')),
    "json-two": _bytes(answer(b'{"items": []}{"items": []}')),
    "json-nan": _bytes(answer(b'{"items": [NaN, Infinity], "total": NaN}')),
    "json-long-number": _bytes(answer(b'{"items": [], "total": ' + b"9" * 10_000 + b"}")),
    "json-large-number": _bytes(answer(b'{"items": [], "total": 1e9999, "id": -1e400}')),
    "json-half-characters": _bytes(
        answer(b'{"items": [{"id": "\\ud800", "\\udfff": 1}], "total": 1, "id": "\\ud800"}')
    ),
    "json-nul": _bytes(answer(b'{"items": [{"id": "\\u0000\\u001b[2J"}], "id": "\\u0000\\r\\nX: 1", "total": 1}')),
    "json-scalar": _bytes(answer(b"17")),
    "json-null": _bytes(answer(b"null")),
    "json-array": _bytes(answer(b"[[],{},null]")),
    "json-other-types": _bytes(answer(b'{"items": {"a": 1}, "total": "many", "id": {"a": []}, "email": [1]}')),
    "json-bom": _bytes(answer(b"\xef\xbb\xbf{}")),
    "utf8-invalid": _bytes(answer(b'{"items": ["\xff\xfe\xc0\x80"]}')),
    "utf16": _bytes(answer('{"items": []}'.encode("utf-16"))),
    "utf7-charset": _bytes(answer(b"{}", kind="application/json; charset=utf-7")),
    "charset-made-up": _bytes(answer(b"{}", kind="application/json; charset=klingon")),
    "kind-bytes": _bytes(answer(b"{}", kind="\xff\xfe\x80")),
    "html": _bytes(answer(b"<html><script>alert(1)</script>", kind="text/html")),
    "empty": _bytes(answer(b"")),
    "redirect-loop": _bytes(answer(b"", "302 Found", extra="Location: /guests\r\n")),
    "redirect-away": _bytes(answer(b"", "308 Moved", extra="Location: http://203.0.113.1/\r\n")),
    "redirect-to-file": _bytes(answer(b"", "307 Moved", extra="Location: file:///etc/passwd\r\n")),
    "cookies-many": _bytes(answer(b"{}", extra="".join(f"Set-Cookie: c{n}={'x' * 50}\r\n" for n in range(800)))),
    "cookies-flood": _bytes(answer(b"{}", extra="".join(f"Set-Cookie: c{n}={'x' * 500}\r\n" for n in range(5000)))),
    "headers-many": _bytes(answer(b"{}", extra="X-A: 1\r\n" * 3000)),
    "header-without-name": _bytes(_OK + b": nothing\r\nContent-Length: 2\r\n\r\n{}"),
    "header-without-colon": _bytes(_OK + b"nothing\r\nContent-Length: 2\r\n\r\n{}"),
    "header-folded": _bytes(_OK + b"X-A: a\r\n b\r\nContent-Length: 2\r\n\r\n{}"),
    "header-bytes": _bytes(_OK + b"X-\xff: \x80\x00\r\nContent-Length: 2\r\n\r\n{}"),
    "retry-much-later": _bytes(answer(b"{}", "429 Slow", extra="Retry-After: 99999999\r\n")),
    "retry-soon": _bytes(answer(b"{}", "503 Busy", extra="Retry-After: 1\r\n")),
    "retry-odd": _bytes(answer(b"{}", "503 Busy", extra="Retry-After: -1\r\nRetry-After: soon\r\n")),
    "refused": _bytes(answer(b"{}", "401 No")),
    "crashed": _bytes(answer(b"<pre>Traceback", "500 Oh", kind="text/html")),
}


def _chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n0\r\n\r\n"
