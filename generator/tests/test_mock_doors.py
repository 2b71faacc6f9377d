"""The mock behind a real loopback socket, behind an ASGI server and in process: the same answers, within limits."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
import uvicorn
from mock_apis import CREDENTIALS, ROOT, Caller, fullwhere
from truespec.mock.asgi import Application
from truespec.mock.connections import connection_class
from truespec.mock.doors import running, serve
from truespec.mock.errors import AddressUnavailableError
from truespec.mock.limits import STANDARD
from truespec.mock.service import Service
from truespec.mock.transport import ServiceTransport
from uvicorn.server import ServerState

PATH = "/partners/customer"
JSON = {**CREDENTIALS, "Content-Type": "application/json"}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running(Service(fullwhere())) as url:
        yield url.removeprefix("http://")


def exchange(address: str, raw: bytes) -> tuple[int, bytes]:
    """Send bytes as they are and return the status and all that came back."""
    host, _, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    return int(answer.split(b" ", 2)[1]), answer


def test_a_conversation_over_a_socket(address: str) -> None:
    with httpx2.Client(base_url=f"http://{address}", headers=CREDENTIALS) as client:
        made = client.post(PATH, json={"email": "ada@example.com"})
        assert (201, "application/json") == (made.status_code, made.headers["content-type"])
        assert made.json() == client.get(PATH, params={"id": made.json()["id"]}).json()
        assert 404 == client.get(PATH, params={"id": "nobody"}).status_code
        assert 401 == client.get(PATH, params={"id": "1"}, headers={"X-API-SECRET": ""}).status_code
        head = client.head(PATH, params={"id": made.json()["id"]})
        assert (200, b"", str(len(made.content))) == (head.status_code, head.content, head.headers["content-length"])


def test_head_and_body_are_one_write() -> None:
    written = list[bytes]()

    class Written(asyncio.Transport):
        def write(self, data: bytes | bytearray | memoryview) -> None:
            written.append(bytes(data))

        def is_closing(self) -> bool:
            return False

        def resume_reading(self) -> None: ...

        def close(self) -> None: ...

    async def talk() -> None:
        config = uvicorn.Config(Application(Service(fullwhere())), log_config=None, lifespan="off")
        config.load()
        made: Any = connection_class(STANDARD)
        connection = made(config=config, server_state=ServerState(), app_state={})
        connection.connection_made(Written())
        for method in ("GET", "HEAD"):
            connection.data_received(f"{method} /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            await asyncio.sleep(0.01)
        sent = "".join(f"{name}: {value}\r\n" for name, value in JSON.items())
        head = f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\n{sent}content-length: 2\r\n\r\n{{}}"
        connection.data_received(head.encode())
        await asyncio.sleep(0.01)
        connection.connection_lost(None)

    asyncio.run(talk())
    assert [b"HTTP/1.1 404", b"HTTP/1.1 404", b"HTTP/1.1 201"] == [answer[:12] for answer in written]
    assert written[2].partition(b"\r\n\r\n")[2].startswith(b"{")


def test_the_same_conversation_in_process_synchronous_and_not() -> None:
    transport = ServiceTransport(Service(fullwhere()))

    async def read(id_: str) -> object:
        async with httpx2.AsyncClient(transport=transport, base_url="http://mock", headers=CREDENTIALS) as client:
            return (await client.get(PATH, params={"id": id_})).json()

    with httpx2.Client(transport=transport, base_url="http://mock", headers=CREDENTIALS) as client:
        made = client.post(PATH, json={"firstName": "Ada"}).json()
        assert 405 == client.delete(PATH).status_code
        head = client.head(PATH, params={"id": made["id"]})
        length = len(client.get(PATH, params={"id": made["id"]}).content)
        assert (200, b"", str(length)) == (head.status_code, head.content, head.headers["content-length"])
    assert made == asyncio.run(read(made["id"]))


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 404), ("LOCALHOST:1", 404), ("127.0.0.1", 404), ("[::1]:80", 404), ("evil.example", 421),
        ("", 421),
        ("127.0.0.1.evil.example", 421), ("localhost:80:80", 421), ("127.0.0.1@evil.example", 421), ("localhost.", 421),
    ],
)  # fmt: skip
def test_only_names_of_this_machine_are_answered_to(address: str, host: str, status: int) -> None:
    lines = [f"GET {PATH}?id=1 HTTP/1.1", f"Host: {host}", *(f"{name}: x" for name in CREDENTIALS), "", ""]
    assert status == exchange(address, "\r\n".join(lines).encode())[0]


def test_a_body_over_the_limit_is_refused_announced_or_not(address: str) -> None:
    head = f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nX-API-KEY: k\r\nX-API-SECRET: s\r\n"
    announced = f"{head}Content-Length: {STANDARD.body + 1}\r\n\r\n".encode()
    assert 413 == exchange(address, announced)[0]
    connection = http.client.HTTPConnection(address, timeout=20)
    chunks = (b" " * 65536 for _ in range(STANDARD.body // 65536 + 1))
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it may close while the rest is still being sent
        connection.request("POST", PATH, chunks, JSON, encode_chunked=True)
    assert 413 == connection.getresponse().status
    connection.close()


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (f"GET /{'a' * 9000} HTTP/1.1\r\nHost: localhost", 414),
        ("GET / HTTP/1.1", 400),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost", 400),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2", 400),
        ("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding : chunked", 400),
        ("GET /\x00 HTTP/1.1\r\nHost: localhost", 400),
    ],
)
def test_a_head_that_could_be_read_in_two_ways_is_refused(address: str, head: str, status: int) -> None:
    assert status == exchange(address, f"{head}\r\n\r\n".encode())[0]


def test_headers_over_the_limit_are_refused(address: str) -> None:
    # In pieces the parser gives up first, in one piece the application does.
    assert exchange(address, f"GET / HTTP/1.1\r\nHost: localhost\r\nX: {'a' * 70000}\r\n\r\n".encode())[0] in {400, 431}


def test_deep_json_over_a_socket_is_refused_and_the_mock_goes_on(address: str) -> None:
    connection = http.client.HTTPConnection(address, timeout=10)
    connection.request("POST", PATH, b'{"batch":' + b"[" * 200_000, JSON)
    assert 400 == connection.getresponse().status
    connection.close()
    connection.request("POST", f"{PATH}/list", b"{}", JSON)
    response = connection.getresponse()
    assert (201, "items") == (response.status, next(iter(json.loads(response.read()))))
    connection.close()


def test_an_address_in_use_is_refused_with_advice(address: str) -> None:
    with pytest.raises(AddressUnavailableError, match="cannot listen on") as caught:
        serve(Service(fullwhere()), port=int(address.rpartition(":")[2]))
    assert caught.value.advice


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 0), ("no such host", 0), ("127.0.0.1", 70000)])
def test_an_address_that_is_none_of_ours_is_refused(host: str, port: int) -> None:
    with pytest.raises(AddressUnavailableError):
        serve(Service(fullwhere()), host, port)


def test_serving_stops_gracefully_on_a_signal() -> None:
    program = textwrap.dedent(f"""
        from truespec.diagnostics import Report
        from truespec.interpretation.load import load_api
        from truespec.mock.doors import serve
        from truespec.mock.service import Service
        api = load_api({str(ROOT / "specs" / "fullwhere")!r}, Report())
        serve(Service(api), ready=lambda url: print(url, flush=True))
        print("stopped", flush=True)
    """)
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=os.environ
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        with httpx2.Client(base_url=url, headers=CREDENTIALS) as client:
            assert 201 == client.post(PATH, json={}).status_code
            process.send_signal(signal.SIGINT)
            assert "stopped\n" == process.stdout.read()
        assert 0 == process.wait(10)


def test_the_mock_is_imported_without_what_only_its_doors_need() -> None:
    program = "import sys, truespec.mock.service, truespec.mock.doors; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"uvicorn", "starlette", "httpx2", "hypothesis", "pydantic"} & set(loaded)


def test_a_closed_door_answers_nobody() -> None:
    with running(Service(fullwhere())) as url:
        pass
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(url)


def test_in_process_and_by_socket_are_one_service() -> None:
    service = Service(fullwhere())
    made = Caller(service).imported(email="ada@example.com")
    with running(service) as url:
        answer = httpx2.get(f"{url}{PATH}", params={"id": made["id"]}, headers=CREDENTIALS)
    assert made == answer.json()
