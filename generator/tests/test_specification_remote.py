"""References to other hosts: never unasked, then to the allowed ones alone, over https, bounded."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from truespec.catalogue import file_entry
from truespec.diagnostics import Report
from truespec.interpretation.load import load_with_files
from truespec.specification import remote
from truespec.specification.limits import Limits
from truespec.specification.remote import FetchError

HOST = "schemas.example.com"
PET = b"type: object\nproperties: {name: {$ref: 'parts/name.json'}}\n"
FILES = {
    f"https://{HOST}/v1/pet.yaml": PET,
    f"https://{HOST}/v1/parts/name.json": b'{"type": "string"}',
    f"https://{HOST}/v1/leak.yaml": b"$ref: 'https://elsewhere.example/x.yaml'",
    f"https://{HOST}/v1/disk.yaml": b"$ref: 'file:///etc/passwd'",
    f"https://{HOST}/v1/broken.yaml": b"a: [",
}


class Hosts:
    """Stands in for the network and remembers what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def fetch(self, url: str, most: int, seconds: float) -> bytes:
        """Answer from :data:`FILES`."""
        self.asked.append(url)
        if url not in FILES:
            raise FetchError(f"the host answers 404 within {most > 0 and seconds > 0}")
        return FILES[url]


def loaded(folder: Path, reference: str, hosts: Hosts, *allowed: str, **more: Any) -> tuple[list[str], list[str]]:
    """Return the names of the schemas and the ids of the diagnostics of a document with one reference."""
    spec = folder / "openapi.yaml"
    spec.write_text(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n"
        f"components: {{schemas: {{Pet: {{$ref: '{reference}'}}}}}}\n"
    )
    report = Report()
    limits = Limits(remote_hosts=frozenset(allowed), fetch=hosts.fetch, **more)
    found = load_with_files(file_entry(spec), report, strict=True, limits=limits)
    if found is not None:
        assert [spec.resolve()] == [path for path in dict.fromkeys(found[1]) if path.is_absolute()]
    names = [] if found is None else [named.name for named in found[0].schemas]
    return names, [each.id for each in report if each.id.startswith(("ref-", "file-", "yaml-"))]


def test_a_reference_to_an_allowed_host_is_followed_and_what_it_refers_to(tmp_path: Path) -> None:
    hosts = Hosts()
    names, said = loaded(tmp_path, f"https://{HOST}/v1/pet.yaml", hosts, HOST.upper())
    assert (True, []) == ("Pet" in names, said)
    assert [f"https://{HOST}/v1/{name}" for name in ("pet.yaml", "parts/name.json")] == hosts.asked


def test_nothing_is_fetched_unless_it_is_allowed(tmp_path: Path) -> None:
    hosts = Hosts()
    assert ["ref-remote"] == loaded(tmp_path, f"https://{HOST}/v1/pet.yaml", hosts)[1]
    assert [] == hosts.asked


@pytest.mark.parametrize(
    "reference",
    [
        f"http://{HOST}/v1/pet.yaml",
        f"https://{HOST}.evil.example/v1/pet.yaml",
        f"https://user@{HOST}/v1/pet.yaml",
        f"https://{HOST}:444/v1/pet.yaml",
        f"//{HOST}/v1/pet.yaml",
    ],
)
def test_another_scheme_host_user_or_port_is_refused(tmp_path: Path, reference: str) -> None:
    hosts = Hosts()
    assert ["ref-remote"] == loaded(tmp_path, reference, hosts, HOST)[1]
    assert [] == hosts.asked


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("leak.yaml", "ref-remote"),
        ("disk.yaml", "ref-outside"),
        ("missing.yaml", "ref-remote-failed"),
        ("broken.yaml", "yaml-syntax"),
    ],
)
def test_a_file_of_a_host_is_judged_as_any_other(tmp_path: Path, name: str, expected: str) -> None:
    hosts = Hosts()
    assert expected in loaded(tmp_path, f"https://{HOST}/v1/{name}", hosts, HOST)[1]
    assert [f"https://{HOST}/v1/{name}"] == hosts.asked


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    hosts = Hosts()
    monster = f"https://{HOST}/v1/monster.yaml"
    FILES[monster] = b"x" * 5000
    assert ["ref-remote-failed"] == loaded(tmp_path, monster, hosts, HOST, file_bytes=4000)[1]


def test_the_time_for_all_files_together_is_bounded(tmp_path: Path) -> None:
    hosts = Hosts()
    url = f"https://{HOST}/v1/pet.yaml"
    assert ["ref-remote-failed"] == loaded(tmp_path, url, hosts, HOST, remote_seconds=0.0)[1]
    assert [] == hosts.asked


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/redirect":
            self.send_response(302)
            self.send_header("location", "/plain")
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range({"/plain": 1, "/endless": 10_000, "/slow": 100}[self.path]):
                self.wfile.write(b"x" * 1000)
                time.sleep(0.05 if self.path == "/slow" else 0)
        except OSError:
            return

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the library's name
        """Say nothing."""


@pytest.fixture
def get() -> Iterator[Callable[[str, int, float], bytes]]:
    """Get files of a server on loopback as files of other hosts are got."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    fetch: Callable[[str, int, float], bytes] = getattr(remote, "_fetch")  # noqa: B009  # what is used by default
    yield lambda path, most, seconds: fetch(f"http://127.0.0.1:{server.server_address[1]}{path}", most, seconds)
    server.shutdown()
    server.server_close()


def test_a_file_is_had_whole(get: Callable[[str, int, float], bytes]) -> None:
    assert b"x" * 1000 == get("/plain", 5000, 5.0)


def test_a_redirect_is_not_followed(get: Callable[[str, int, float], bytes]) -> None:
    with pytest.raises(FetchError):
        get("/redirect", 5000, 5.0)


def test_a_drip_ends_in_time(get: Callable[[str, int, float], bytes]) -> None:
    began = time.monotonic()
    with pytest.raises(FetchError):
        get("/slow", 1_000_000, 0.3)
    assert time.monotonic() - began < 2


def test_no_more_is_read_than_a_file_may_have(get: Callable[[str, int, float], bytes]) -> None:
    assert 5000 < len(get("/endless", 5000, 5.0)) < 200_000
