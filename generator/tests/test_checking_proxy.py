"""The proxy forwards, judges both directions, changes nothing unless told to, and keeps nobody's data."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from misbehaving_server import MisbehavingServer, Script, answer
from mock_apis import fullwhere
from truespec.checking import proxy as proxying
from truespec.checking.credentials import Credentials
from truespec.checking.proxy import Proxy
from truespec.checking.targets import Access, url_target
from truespec.checking.traffic import Traffic
from truespec.diagnostics import Report
from truespec.mock.doors import running
from truespec.mock.exchange import Request
from truespec.mock.service import Service

PATH = "/partners/customer"
SECRET, PERSON = "s3cr3t-key", "ada@example.com"
KEYS = {"X-API-KEY": SECRET, "X-API-SECRET": SECRET}


class Between:
    """A client behind a proxy, and what the proxy has seen."""

    def __init__(self, client: httpx2.Client, traffic: Traffic) -> None:
        """Keep both."""
        self.client, self.traffic = client, traffic

    def broken(self) -> dict[str, str]:
        """Return what is broken, by the fact's id, with what was seen."""
        return {finding.fact.id: finding.detail for finding in self.traffic.verdict().broken}


@contextmanager
def between(url: str, **options: Any) -> Iterator[Between]:
    target = url_target(url, Access(Credentials({})), Report())
    assert target is not None
    traffic = Traffic(fullwhere(), target)
    handler = Proxy(fullwhere(), target.base_url, traffic, **options)
    with running(handler) as address, httpx2.Client(base_url=address, headers=KEYS, timeout=20) as client:
        yield Between(client, traffic)


@contextmanager
def before_a_mock(*faults: str, **options: Any) -> Iterator[Between]:
    with running(Service(fullwhere(), faults=faults)) as url, between(url, **options) as found:
        yield found


@contextmanager
def before_a_script(script: Script, **options: Any) -> Iterator[Between]:
    with MisbehavingServer(script) as server, between(server.url, **options) as found:
        yield found


def test_an_answer_to_head_tells_the_length_of_what_it_leaves_out() -> None:
    with before_a_mock(allow_writes=True) as found:
        made = found.client.post(PATH, json={"email": PERSON}).json()
        read, head = (found.client.request(method, PATH, params={"id": made["id"]}) for method in ("GET", "HEAD"))
        assert (200, b"") == (head.status_code, head.content)
        assert str(len(read.content)) == read.headers["content-length"] == head.headers["content-length"]
        assert read.headers["content-type"] == head.headers["content-type"]
        assert {} == found.broken()


def test_a_healthy_server_is_seen_as_it_is() -> None:
    with before_a_mock(allow_writes=True) as found:
        made = found.client.post(PATH, json={"email": PERSON}).json()
        read = found.client.get(PATH, params={"id": made["id"]})
        assert (made, "application/json") == (read.json(), read.headers["content-type"])
        assert 404 == found.client.get(PATH, params={"id": "nobody"}).status_code
        verdict = found.traffic.verdict()
    assert ({}, 0) == (found.broken(), verdict.exit_code())
    assert {"importCustomer": 1, "getCustomer": 2} == dict(verdict.requests_by_operation)
    assert len(verdict.holds) > 3


@pytest.mark.parametrize(
    ("fault", "fact"),
    [
        ("field-type:email", "importCustomer.201.body.email.anyOf"),
        ("field-null:id", "importCustomer.201.body.id.type"),
        ("status:200", "importCustomer.201.status"),
        ("content-type:text/html", "importCustomer.201.content-type"),
    ],
)
def test_an_answer_that_breaks_the_contract_is_told(fault: str, fact: str) -> None:
    with before_a_mock(fault, allow_writes=True) as found:
        found.client.post(PATH, json={"email": PERSON})
        assert fact.rpartition(".")[0] in {id_.rpartition(".")[0] for id_ in found.broken()}
        assert 1 == found.traffic.verdict().exit_code()


def test_a_request_that_breaks_the_contract_is_told_with_the_answer() -> None:
    with before_a_mock(allow_writes=True) as found:
        found.client.post(PATH, json={"email": 7})
        found.client.get(PATH, params={"id": "x"}, headers={"X-API-KEY": ""})
        found.client.get("/nowhere")
        broken = found.broken()
    assert {"importCustomer.request.email", "getCustomer.request", "api"} == {id_.rpartition(".")[0] for id_ in broken}
    assert broken["getCustomer.request.credentials"].endswith("the answer was 401")


def test_what_may_change_something_is_not_forwarded() -> None:
    with before_a_mock() as found:
        refused = found.client.post(PATH, json={"email": PERSON})
        assert (403, True) == (refused.status_code, "read-only" in refused.json()["error"])
        assert [403, 403, 403] == [
            found.client.request(method, "/x").status_code for method in ("DELETE", "PUT", "PATCH")
        ]
        assert 0 == found.client.post(f"{PATH}/list", json={}).json()["meta"]["totalItems"]
        assert [4] == list(found.traffic.turned_away.values())
        assert {"listCustomers": 1} == dict(found.traffic.verdict().requests_by_operation)


@pytest.mark.parametrize("path", ["/../admin", "/%2e%2e/admin", "/a/%2E./b"])
def test_no_path_leads_out_of_the_target(path: str) -> None:
    with before_a_mock() as found:
        asked = Request("GET", path)
        handler = Proxy(fullwhere(), "http://127.0.0.1:1/base", found.traffic)
        assert 400 == asyncio.run(_answered(handler, asked))


async def _answered(handler: Proxy, request: Request) -> int:
    return (await handler(request)).status


def test_nobody_is_in_the_reports() -> None:
    with before_a_mock("field-type:email", allow_writes=True) as found:
        body = {"email": PERSON, "firstName": "Ada", "metadata": {PERSON: 7, "Ada Morel": "x"}, "Morel": 1}
        found.client.post(PATH, json=body, headers={"Cookie": f"session={SECRET}", "X-Person": PERSON})
        made = found.client.post(PATH, json={"email": PERSON}).json()["id"]
        found.client.get(PATH, params={"id": made, PERSON: "Ada"})
        found.client.get(f"/people/{PERSON}")
        told = json.dumps([found.traffic.verdict().as_json(), found.traffic.archive.json()])
    assert [] == [word for word in (SECRET, "example.com", "Ada", "Morel", made) if word in told]
    assert "<string>" in told


def test_the_archive_has_the_form_of_one() -> None:
    with before_a_mock(allow_writes=True) as found:
        found.client.post(PATH, json={"email": PERSON})
        log: Any = found.traffic.archive.json()
    (entry,) = log["log"]["entries"]
    assert "1.2" == log["log"]["version"]
    assert ("POST", 201, "Created") == (
        entry["request"]["method"],
        entry["response"]["status"],
        entry["response"]["statusText"],
    )
    assert entry["request"]["url"].endswith(PATH)
    assert {"email": "<string>"} == json.loads(entry["request"]["postData"]["text"])
    assert "<string>" == json.loads(entry["response"]["content"]["text"])["id"]
    assert {"startedDateTime", "time", "request", "response", "cache", "timings"} == set(entry)


def test_headers_of_one_connection_stay_on_it() -> None:
    lines = "Connection: close, X-Mine", "X-Mine: 1", "Keep-Alive: timeout=5", "X-Kept: 2", "Set-Cookie: a=1"
    extra = "".join(f"{line}\r\n" for line in (*lines, "Set-Cookie: b=2"))
    server = MisbehavingServer(lambda client: client.sendall(answer(b"{}", extra=extra)))
    with server, between(server.url) as found:
        headers = {
            "Connection": "keep-alive, X-Hop",
            "X-Hop": "1",
            "X-Kept": "2",
            "TE": "trailers",
            "Accept-Encoding": "br",
        }
        got = found.client.get(PATH, params={"id": "x"}, headers=headers)
        sent = server.requests[0].decode().lower() if server.requests else ""
    assert ("2", None, None) == (got.headers.get("x-kept"), got.headers.get("x-mine"), got.headers.get("keep-alive"))
    assert ["a=1", "b=2"] == got.headers.get_list("set-cookie")
    assert "x-kept: 2" in sent
    assert "via: 1.1 truespec" in sent
    assert "accept-encoding: identity" in sent
    assert not [word for word in ("x-hop", "\r\nte:", "127.0.0.1:1\r\n") if word in sent]


@pytest.mark.parametrize(
    "script",
    [
        lambda client: client.close(),
        lambda client: client.sendall(b"SSH-2.0\r\n\r\n"),
        lambda client: client.sendall(answer(b"{}", length=1000)),
    ],
    ids=["no answer", "no HTTP", "half a body"],
)
def test_a_target_that_fails_is_a_502_with_the_reason(script: Script) -> None:
    with before_a_script(script) as found:
        got = found.client.get(PATH, params={"id": "x"})
    assert (502, True) == (got.status_code, got.json()["error"].startswith("the target did not answer: "))


def test_a_target_that_is_not_there_or_too_slow_is_a_502() -> None:
    with between("http://127.0.0.1:1") as found:
        assert 502 == found.client.get(PATH, params={"id": "x"}).status_code
    waiting = threading.Event()
    with before_a_script(lambda _: waiting.wait(5) and None, seconds=0.2) as found:
        got = found.client.get(PATH, params={"id": "x"})
        waiting.set()
    assert (502, "the target did not answer: it took longer than 0.2 seconds") == (got.status_code, got.json()["error"])


def test_an_answer_without_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxying, "LARGEST_ANSWER", 100_000)
    with before_a_script(lambda client: client.sendall(answer(b" " * 200_000))) as found:
        got = found.client.get(PATH, params={"id": "x"})
    assert (502, True) == (got.status_code, "longer than 100000 bytes" in got.json()["error"])


def test_redirects_are_handed_on() -> None:
    data = answer(b"", status="302 Found", extra="Location: http://elsewhere.example/\r\n")
    with before_a_script(lambda client: client.sendall(data)) as found:
        got = found.client.get(PATH, params={"id": "x"})
    assert (302, "http://elsewhere.example/") == (got.status_code, got.headers["location"])


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    context = _self_signed(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def serve() -> None:
            connection, _ = listener.accept()
            with connection, contextlib.suppress(OSError):
                context.wrap_socket(connection, server_side=True).recv(10)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        with between(f"https://127.0.0.1:{port}") as found:
            got = found.client.get(PATH, params={"id": "x"})
        thread.join(5)
    assert (502, True) == (got.status_code, "certificate" in got.json()["error"].lower())


def _self_signed(folder: Path) -> ssl.SSLContext:
    import subprocess  # noqa: PLC0415 - only this test makes a certificate

    key, certificate = folder / "key.pem", folder / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    subprocess.run([*command, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
