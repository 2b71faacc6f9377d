"""What a host may answer instead of a page: each is refused with its reason and exit 3, and no lock is touched."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from drift_runs import PAGES, Runner, workshop
from page_server import PageServer, page_server
from truespec.documentation.page import MAX_BYTES
from truespec.documentation.retrieval import Retrieval, RetrievalError

__all__ = ["workshop"]

LOCK = Path("documented.lock.json")
OLDER, NEWER = ((PAGES / f"pots-{name}.txt").read_bytes() for name in ("older", "newer"))
LOGIN = b"<!doctype html><html><body><form>Sign in to continue<input type='password'></form></body></html>"
Answer = tuple[int, dict[str, str], bytes]
REFUSED: dict[str, tuple[Answer, str]] = {
    "not there": ((404, {}, b"Page not found"), "the host answers 404"),
    "gone": ((410, {}, b""), "the host answers 410"),
    "forbidden": ((403, {}, b"no"), "the host answers 403"),
    "too often": ((429, {"Retry-After": "3600"}, b"slow down"), "the host answers 429"),
    "broken": ((500, {}, b"oops"), "the host answers 500"),
    "away": ((503, {}, b"later"), "the host answers 503"),
    "nothing": ((200, {}, b""), "it is empty"),
    "no content": ((204, {}, b""), "the host answers 204"),
    "a login": ((200, {"Content-Type": "text/html"}, LOGIN), "it is a page to log in"),
    "a soft 404": ((200, {}, b"<html><body><h1>Page not found</h1></body></html>"), "no such page"),
    "a picture": ((200, {"Content-Type": "image/png"}, b"\x89PNG\r\n\x1a\n" + bytes(40)), "an image"),
    "a document": ((200, {"Content-Type": "application/pdf"}, b"%PDF-1.7\n" + bytes(40)), "a PDF file"),
    "other data": ((200, {"Content-Type": "application/json"}, b'{"error": "no"}'), "cannot be read"),
    "other script": ((200, {}, b"\x1f\x8b" + bytes(40)), "a compressed file"),
    "a bad archive": ((200, {"Content-Encoding": "gzip"}, b"no archive"), "gzip"),
    "an unknown code": ((200, {"Content-Encoding": "br"}, b"\x0b\x02"), "br"),
    "half a page": ((200, {}, OLDER[: len(OLDER) // 2]), "page-cut"),
}


@pytest.fixture
def server() -> Iterator[PageServer]:
    with page_server() as served:
        served.pages["/pots"] = (200, {"ETag": '"one"'}, OLDER)
        yield served


@pytest.fixture
def locked(workshop: Runner, server: PageServer) -> Runner:
    """Return the workshop after the page of the server was accepted."""
    assert 0 == workshop("read", "--url", f"{server.url}/pots", "--api", "openapi.yaml", "--accept").code
    return workshop


@pytest.mark.parametrize("name", REFUSED)
def test_an_answer_that_is_no_page_is_refused_with_its_reason(locked: Runner, server: PageServer, name: str) -> None:
    server.pages["/pots"], reason = REFUSED[name]
    before = {path: path.read_bytes() for path in Path().iterdir() if path.is_file()}
    done = locked("read", "--url", f"{server.url}/pots", "--api", "openapi.yaml", "--accept")
    assert 3 == done.code
    assert reason in done.err
    assert "advice:" in done.err
    assert before == {path: path.read_bytes() for path in Path().iterdir() if path.is_file()}


def test_a_redirect_to_a_page_to_log_in_is_told_as_one(locked: Runner, server: PageServer) -> None:
    server.pages |= {"/pots": (302, {"Location": "/login"}, b""), "/login": (200, {}, LOGIN)}
    done = locked("read", "--url", f"{server.url}/pots", "--api", "openapi.yaml", "--accept")
    assert (3, True) == (done.code, "it is a page to log in" in done.err)


@pytest.mark.parametrize(
    "location", ["https://elsewhere.example/pots", "//elsewhere.example/", "ftp://x/", "", "http://["]
)
def test_a_redirect_that_leaves_the_host_is_not_followed(locked: Runner, server: PageServer, location: str) -> None:
    server.pages["/pots"] = (301, {"Location": location}, b"")
    done = locked("read", "--url", f"{server.url}/pots", "--api", "openapi.yaml")
    assert (3, True) == (done.code, "page-not-fetched" in done.err)
    assert "elsewhere" not in done.err.replace("redirects to another", "")


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(NEWER)),
        ("x-gzip", gzip.compress(NEWER)),
        ("deflate", zlib.compress(NEWER)),
        ("deflate", zlib.compress(NEWER, wbits=-15)),
        ("identity", NEWER),
    ],
)
def test_a_page_that_was_packed_is_unpacked(locked: Runner, server: PageServer, coding: str, packed: bytes) -> None:
    server.pages["/pots"] = (200, {"Content-Encoding": coding}, packed)
    done = locked("read", "--url", f"{server.url}/pots", "--api", "openapi.yaml")
    assert (1, True) == (done.code, "+ body.wheelId" in done.out)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_page_that_unpacks_to_far_too_much_is_not_unpacked_whole(server: PageServer, coding: str) -> None:
    many = b"\0" * (20 * 1024 * 1024)
    packed = gzip.compress(many) if coding == "gzip" else zlib.compress(many)
    server.pages["/pots"] = (200, {"Content-Encoding": coding}, packed)
    with pytest.raises(RetrievalError, match="more than the 100,000 bytes"):
        Retrieval("truespec/test", 100_000, pause=0).get(f"{server.url}/pots")


@pytest.mark.parametrize("header", ["text/html; charset=iso-8859-1", "application/octet-stream", "nonsense", ""])
def test_the_bytes_of_a_page_count_and_not_what_a_header_says_of_them(
    locked: Runner, server: PageServer, header: str
) -> None:
    server.pages["/pots"] = (200, {"Content-Type": header}, NEWER)
    done = locked("read", "--url", f"{server.url}/pots", "--api", "openapi.yaml")
    assert (1, "") == (done.code, done.err)


def test_what_robots_txt_forbids_is_told(locked: Runner, server: PageServer) -> None:
    server.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /\n")
    done = locked("read", "--url", f"{server.url}/pots", "--api", "openapi.yaml", "--accept")
    assert (3, True) == (done.code, "robots.txt" in done.err)


def test_a_page_that_did_not_change_is_asked_for_and_not_sent(locked: Runner, server: PageServer) -> None:
    before = LOCK.read_bytes()
    done = locked("read", "--url", f"{server.url}/pots", "--api", "openapi.yaml", "--accept")
    assert (0, '"one"') == (done.code, server.asked[-1][1]["if-none-match"])
    assert before == LOCK.read_bytes()


def test_a_version_that_was_refused_is_sent_in_full_the_next_time(locked: Runner, server: PageServer) -> None:
    server.pages["/pots"] = (200, {"ETag": '"two"'}, OLDER[: len(OLDER) // 2])
    assert 3 == locked("read", "--url", f"{server.url}/pots", "--api", "openapi.yaml", "--accept").code
    assert 3 == locked("read", "--url", f"{server.url}/pots", "--api", "openapi.yaml", "--accept").code


def test_a_body_without_end_is_cut_off_at_the_most_that_is_read(server: PageServer) -> None:
    server.pages["/pots"] = (200, {}, bytes(200_000))
    with pytest.raises(RetrievalError, match="more than the 100,000 bytes"):
        Retrieval("truespec/test", 100_000, pause=0).get(f"{server.url}/pots")
    assert MAX_BYTES < 64 * 1024 * 1024


@contextmanager
def socket_that_says(first: bytes, *, drips: bool = False) -> Iterator[str]:
    """Serve one connection after the other by hand: some bytes, and then a byte now and again, or the end."""
    listening = socket.create_server(("127.0.0.1", 0))
    going = threading.Event()

    def serve() -> None:
        while not going.is_set():
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                asked = connection.recv(4096)
                robots = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                try:
                    connection.sendall(robots if b"/robots.txt" in asked else first)
                    while drips and b"/robots.txt" not in asked and not going.wait(0.05):
                        connection.sendall(b"a")
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        going.set()
        listening.close()
        thread.join(5)


def test_a_slow_drip_of_bytes_does_not_outlast_the_time() -> None:
    with socket_that_says(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", drips=True) as address:
        started = time.monotonic()
        with pytest.raises(RetrievalError, match="not there after"):
            Retrieval("truespec/test", 100_000, seconds=1, pause=0).get(f"{address}/pots")
        assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal",
        b"not HTTP at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 70_000 + b"\r\n\r\n",
        b"",
    ],
)
def test_an_answer_that_breaks_off_or_is_none_is_no_page(said: bytes) -> None:
    with socket_that_says(said) as address, pytest.raises(RetrievalError, match=r"cannot be fetched|breaks off"):
        Retrieval("truespec/test", 100_000, seconds=5, pause=0).get(f"{address}/pots")
