"""A request in hand whole is answered without the server's machinery: with the very same answer, and only then."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mock_apis import fullwhere
from truespec.mock.asgi import Application
from truespec.mock.delivery import Delivery
from truespec.mock.doors import running
from truespec.mock.exchange import Handler, Request, Response
from truespec.mock.front import Mock
from truespec.mock.sending import Message

PATH = "/partners/customer"
NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)
Answer = tuple[int, list[tuple[bytes, bytes]], bytes]


def mock() -> Mock:
    """Return a mock that answers the same to the same requests, whenever they come."""
    return Mock(fullwhere(), clock=lambda: NOON, rate_limit=40, origins=("http://page.example",))


@dataclass(frozen=True)
class Sent:
    """A request as it goes over the wire."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def head(self) -> bytes:
        """Return all that comes before the body."""
        length = (("Content-Length", str(len(self.body))),) if self.body else ()
        lines = [f"{name}: {value}" for name, value in (*self.headers, *length)]
        return "\r\n".join((f"{self.method} {self.target} HTTP/1.1", *lines, "", "")).encode("latin-1")


def in_process(handler: Handler, requests: Sequence[Sent]) -> list[Answer]:
    """Return the answers of the ASGI application, called as a server calls it."""
    application = Application(handler)

    async def answer(request: Sent) -> Answer:
        path, _, query = request.target.encode("latin-1").partition(b"?")
        headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in request.headers]
        if request.body:
            headers.append((b"content-length", str(len(request.body)).encode()))
        scope = {"type": "http", "method": request.method, "raw_path": path, "path": "", "query_string": query}
        messages = list[Message]()

        async def receive() -> Message:
            return {"type": "http.request", "body": request.body, "more_body": False}

        async def send(message: Message) -> None:
            messages.append(message)

        await application({**scope, "headers": headers}, receive, send)
        body = b"".join(message["body"] for message in messages[1:])
        return messages[0]["status"], sorted(messages[0]["headers"]), body

    return [asyncio.run(answer(request)) for request in requests]


def at(url: str) -> tuple[str, int]:
    """Return the address that a URL names."""
    return "127.0.0.1", int(url.rpartition(":")[2])


def received(connection: socket.socket, *, bodiless: bool) -> Answer:
    """Return the next answer on a connection; the date is left out."""
    text = b""
    while b"\r\n\r\n" not in text:
        piece = connection.recv(65536)
        assert piece, "the connection was closed"
        text += piece
    head, _, body = text.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    headers = [(name.lower(), value) for name, _, value in (line.partition(b": ") for line in lines)]
    length = 0 if bodiless else int(dict(headers).get(b"content-length", b"0"))
    while len(body) < length:
        body += connection.recv(65536)
    return int(first.split(b" ")[1]), sorted(header for header in headers if header[0] != b"date"), body


def over_a_socket(handler: Handler, requests: Sequence[Sent], *, in_two: bool = False) -> list[Answer]:
    """Return the answers over one connection a request, its bytes sent at once or in two pieces."""
    answers = list[Answer]()
    with running(handler) as url:
        for request in requests:
            with socket.create_connection(at(url), timeout=10) as connection:
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                raw = request.head + request.body
                if in_two:
                    half = len(raw) // 2 if not request.body else len(request.head) + len(request.body) // 2
                    connection.sendall(raw[:half])
                    raw = raw[half:]
                    # What is sent again at once may arrive together with the first piece.
                    connection.settimeout(0.02)
                    with contextlib.suppress(TimeoutError):
                        connection.recv(1)
                    connection.settimeout(10)
                connection.sendall(raw)
                answers.append(received(connection, bodiless=request.method == "HEAD"))
    return answers


values = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12).map(str.strip)
bodies = st.one_of(
    st.sampled_from(
        [b"", b"{}", b'{"email":"ada@example.com"}', b'{"batch":[{"email":"a@example.com"}]}', b"[1", b'"\\ud800"']
    ),
    st.binary(max_size=40),
)
known_headers = st.fixed_dictionaries(
    {"Host": st.sampled_from(["localhost", "127.0.0.1:80", "evil.example"])},
    optional={
        "X-API-KEY": values,
        "X-API-SECRET": values,
        "Content-Type": st.sampled_from(["application/json", "application/json; charset=latin-1", "text/plain", "a"]),
        "Origin": st.sampled_from(["http://page.example", "http://other.example"]),
        "Access-Control-Request-Method": st.just("POST"),
        "X-Text": values,
    },
).map(lambda known: tuple(known.items()))
targets = st.one_of(
    st.sampled_from(
        [
            f"{PATH}?id=1",
            PATH,
            f"{PATH}?id=%00",
            f"{PATH}/list",
            f"{PATH}/../customer",
            "/%2e%2e/x",
            "//x",
            "/?",
            "/#a",
            f"{PATH}?id=a&id=b#c",
        ]
    ),
    st.text("abz/%?&=#._~-09", max_size=20).map("/".__add__),
)
requests = st.builds(
    Sent, st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]), targets, known_headers, bodies
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(requests, min_size=1, max_size=8))
def test_every_way_to_the_mock_gives_the_same_answers(asked: list[Sent]) -> None:
    expected = in_process(mock(), asked)
    assert expected == over_a_socket(mock(), asked)
    assert expected == over_a_socket(mock(), asked, in_two=True)


@pytest.fixture
def by_server(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the methods of the requests that go through the server's own machinery, as they come."""
    seen = list[str]()
    usual = Application.__call__

    async def noted(self: Application, scope: Message, *arguments: object) -> None:
        seen.append(scope["method"])
        await usual(self, scope, *arguments)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(Application, "__call__", noted)
    return seen


HOST = (("Host", "localhost"),)


@pytest.mark.parametrize(
    ("headers", "body", "in_two", "machinery"),
    [
        (HOST, b"", False, []),
        (HOST, b"some", False, []),
        (HOST, b"some", True, ["POST"]),
        ((*HOST, ("Connection", "close")), b"", False, ["POST"]),
        ((*HOST, ("Expect", "100-continue")), b"", False, ["POST"]),
        ((*HOST, ("Connection", "upgrade"), ("Upgrade", "h2c")), b"some", False, []),
        ((("Host", "evil.example"),), b"", False, ["POST"]),
        (HOST, b" " * 20_000, False, ["POST"]),
    ],
)
def test_only_what_is_in_hand_and_plain_goes_without_the_server(
    by_server: list[str],
    headers: tuple[tuple[str, str], ...],
    body: bytes,
    in_two: bool,  # noqa: FBT001 - a column of the table
    machinery: list[str],
) -> None:
    over_a_socket(lambda _: Response(200, (), b"it is"), [Sent("POST", "/", headers, body)], in_two=in_two)
    assert machinery == by_server


async def later(response: Response) -> Response:
    await asyncio.sleep(0.01)
    return response


ODD: list[Response] = [
    Response(200, (("x-text", "a\tb"),), b"tab"),
    Response(204, (), b""),
    Response(304, (("etag", '"1"'),), b""),
    Response(299, (), b"unnamed"),
    Response(200, (("x-text", "\xe9"),), "é".encode()),
    Response(200, (("Connection", "close"),), b"closing"),
    Response(200, (), b"l" * 70_000),
    Response(200, (), b"late", Delivery(wait=0.01)),
]


@pytest.mark.parametrize("response", ODD)
def test_an_odd_answer_is_the_same_however_it_is_sent(response: Response) -> None:
    request = Sent("GET", "/", HOST, b"")
    ways: list[Handler] = [lambda _: response, lambda _: later(response)]
    answers = [over_a_socket(way, [request], in_two=in_two)[0] for way in ways for in_two in (False, True)]
    assert response.status == answers[0][0]
    assert response.body == answers[0][2]
    assert [answers[0]] * 4 == answers


@pytest.mark.parametrize(
    "response", [Response(200, (("x-text", "a\r\nx-more: b"),)), Response(200, (("x text", "a"),))]
)
def test_a_header_that_would_break_out_is_never_sent(response: Response) -> None:
    with running(lambda _: response) as url, socket.create_connection(at(url), timeout=10) as connection:
        connection.sendall(Sent("GET", "/", HOST, b"").head)
        assert b"" == connection.recv(65536)


@pytest.mark.parametrize("in_two", [False, True])
def test_a_handler_that_fails_is_answered_with_500(in_two: bool) -> None:  # noqa: FBT001 - a column of the table
    def broken(_request: Request) -> Response:
        raise KeyError("a fault of ours")

    assert 500 == over_a_socket(broken, [Sent("GET", "/", HOST, b"")], in_two=in_two)[0][0]


def test_many_requests_in_one_read_are_answered_in_order() -> None:
    asked = b"".join(f"GET /{number} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() for number in range(40))
    named: Handler = lambda request: Response(200, (), request.path.encode())  # noqa: E731 - one line says it
    with running(named) as url, socket.create_connection(at(url), timeout=10) as connection:
        connection.sendall(asked)
        text = b""
        while b"/39" not in text:
            text += connection.recv(65536)
    bodies = [part.partition(b"\r\n\r\n")[2] for part in text.split(b"HTTP/1.1 200 OK\r\n")[1:]]
    assert [f"/{number}".encode() for number in range(40)] == bodies
