"""Streams: what a client makes of server-sent events and JSON lines, and how it lets them go."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from truespec.runtime import (
    Answer,
    ApiError,
    AsyncBaseClient,
    AsyncResource,
    BaseClient,
    DecodeError,
    Header,
    Headers,
    NotFound,
    Operation,
    Resource,
    ResponseTooLarge,
    ServerSentEvent,
    Stream,
    TimedOut,
    UnexpectedContentType,
)
from truespec.runtime import framing as framings
from truespec.runtime.framing import framing_of
from truespec.runtime.streams import AsyncStream
from truespec.runtime.testing import Fake

Numbers = dict[str, int]
EVENTS: Operation[ServerSentEvent[Numbers]] = Operation(
    "feed.watch", "GET", "/events", answers=(Answer("200", "text/event-stream", Numbers),), stream=True
)
TEXTS: Operation[ServerSentEvent[str]] = Operation(
    "feed.texts", "GET", "/events", answers=(Answer("200", "text/event-stream", str),), stream=True
)
LINES: Operation[Numbers] = Operation(
    "feed.lines", "GET", "/lines", answers=(Answer("200", "application/jsonl", Numbers),), stream=True
)
STALLED: Operation[Numbers] = Operation(
    "feed.lines", "GET", "/stalled", answers=(Answer("200", "application/jsonl", Numbers),), stream=True
)
MISSING: Operation[Numbers] = Operation(
    "feed.lines", "GET", "/missing", answers=(Answer("200", "application/jsonl", Numbers),), stream=True
)


class Feed(Resource):
    """What generated code does, with the operation as an argument."""

    def of(self, operation: Operation[Any], **options: Any) -> Stream[Any]:
        """Return the stream of an operation."""
        return self._stream(operation, options={"max_retries": 0, **options})  # type: ignore[typeddict-item]


class AsyncFeed(AsyncResource):
    """The asynchronous twin."""

    def of(self, operation: Operation[Any], **options: Any) -> AsyncStream[Any]:
        """Return the stream of an operation."""
        return self._stream(operation, options={"max_retries": 0, **options})  # type: ignore[typeddict-item]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        found = self.path != "/missing"
        self.send_response(200 if found else 404)
        self.send_header("content-type", "text/event-stream" if self.path == "/events" else "application/jsonl")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        first, second = (b'data: {"a": 1}\n\n', b'data: {"a": 2}\n\n')
        if self.path != "/events":
            first, second = b'{"a": 1}\n', b'{"a": 2}'
        self._chunk(first)
        time.sleep(2 if self.path == "/stalled" else 0.2)
        self._chunk(second)
        self._chunk(b"")

    def _chunk(self, data: bytes) -> None:
        try:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the library's name
        """Say nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    """Serve streams on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def cut(media_type: str, *chunks: bytes) -> list[Any]:
    """Return the items of a stream that comes in these pieces."""
    framing = framing_of(media_type)
    assert framing is not None
    return [*(item for chunk in chunks for item in framing.feed(chunk)), *framing.finish()]


def of_fake(operation: Operation[Any], content: bytes, kind: str, **options: Any) -> Stream[Any]:
    """Return the stream of an answer that is all there."""
    fake = Fake().answer(operation.id, content=content, headers={"content-type": kind})
    return Feed(BaseClient("https://feed.example", transport=fake)).of(operation, **options)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_events_are_read_as_the_html_standard_says_however_they_are_cut(size: int) -> None:
    sent = (
        b"\xef\xbb\xbf: a comment\r\nid: 7\r\nevent: add\rdata: one\ndata:two\n\r\n"
        b"retry: 30\ndata\n\nretry: soon\nid: \0\nunknown: x\ndata: three\n\ndata: unfinished"
    )
    expected = [
        {"event": "add", "id": "7", "data": "one\ntwo"},
        {"retry": "30", "id": "7", "data": ""},
        {"id": "7", "data": "three"},
    ]
    assert expected == cut("text/event-stream", *(sent[at : at + size] for at in range(0, len(sent), size)))


@pytest.mark.parametrize("size", [1, 4, 1000])
def test_lines_and_sequences_are_cut_at_their_ends(size: int) -> None:
    lines, sequence = b'{"a":1}\r\n\n{"a":2}', b'\x1e{"a":\n1}\n\x1e2\n\x1e3'
    pieces = [[text[at : at + size] for at in range(0, len(text), size)] for text in (lines, sequence)]
    assert [b'{"a":1}', b'{"a":2}'] == cut("application/x-ndjson", *pieces[0])
    assert [b'{"a":\n1}', b"2", b"3"] == cut("application/geo+json-seq", *pieces[1])


def test_a_text_of_a_sequence_is_there_at_its_line_feed() -> None:
    framing = framing_of("application/json-seq")
    assert framing is not None
    assert [b'{"a":1}'] == list(framing.feed(b'\x1e{"a":1}\n'))


@pytest.mark.parametrize("media_type", ["text/event-stream", "application/jsonl", "application/json-seq"])
def test_an_item_without_end_is_refused(media_type: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(framings, "MAX_ITEM", 1000)
    with pytest.raises(ResponseTooLarge):
        cut(media_type, *[b"data: " + b"x" * 100] * 11)


def test_an_event_of_many_lines_is_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(framings, "MAX_ITEM", 1000)
    with pytest.raises(ResponseTooLarge):
        cut("text/event-stream", *[b"data: " + b"x" * 100 + b"\n"] * 11)


def test_items_come_while_the_answer_does(url: str) -> None:
    with BaseClient(url) as client, Feed(client).of(EVENTS) as stream:
        assert {"a": 1} == next(stream).data
        first = time.monotonic()
        assert [{"a": 2}] == [event.data for event in stream]
        assert time.monotonic() - first > 0.1  # the server sleeps longer between the two


def test_a_piece_that_does_not_come_in_time_ends_the_stream(url: str) -> None:
    with BaseClient(url) as client, Feed(client).of(STALLED, timeout=0.5) as stream:
        assert {"a": 1} == next(stream)
        with pytest.raises(TimedOut) as caught:
            next(stream)
        assert ("feed.lines", 200, []) == (caught.value.operation, caught.value.status, list(stream))


def test_a_stream_longer_than_its_time_limit_goes_on_while_pieces_come(url: str) -> None:
    with BaseClient(url) as client:
        assert [{"a": 1}, {"a": 2}] == list(Feed(client).of(LINES, timeout=0.35))


def test_a_closed_stream_is_over_and_its_connection_given_up(url: str) -> None:
    with BaseClient(url) as client:
        with Feed(client).of(STALLED) as stream:
            next(stream)
        assert [] == list(stream)


def test_an_answer_that_is_no_success_is_its_error(url: str) -> None:
    with BaseClient(url) as client, pytest.raises(NotFound) as caught:
        Feed(client).of(MISSING).__enter__()
    assert ("feed.lines", 404) == (caught.value.operation, caught.value.status)


def test_the_asynchronous_stream_does_the_same(url: str) -> None:
    async def main() -> None:
        async with AsyncBaseClient(url) as client:
            feed = AsyncFeed(client)
            async with feed.of(EVENTS) as stream:
                assert [{"a": 1}, {"a": 2}] == [event.data async for event in stream]
                assert stream.response.status == 200
            assert [{"a": 1}, {"a": 2}] == [item async for item in feed.of(LINES, timeout=0.35)]
            stalled = feed.of(STALLED, timeout=0.5)
            assert {"a": 1} == await anext(stalled)
            with pytest.raises(TimedOut):
                await anext(stalled)
            assert [] == [item async for item in stalled]
            with pytest.raises(NotFound):
                await feed.of(MISSING).__aenter__()

    asyncio.run(main())


def test_the_last_word_done_ends_a_stream_of_json_and_is_data_of_a_stream_of_text() -> None:
    content = b'data: {"a": 1}\n\ndata: [DONE]\n\ndata: {"a": 2}\n\n'
    assert [{"a": 1}] == [event.data for event in of_fake(EVENTS, content, "text/event-stream")]
    texts = [event.data for event in of_fake(TEXTS, content, "text/event-stream")]
    assert ['{"a": 1}', "[DONE]", '{"a": 2}'] == texts


def test_an_item_that_is_not_json_is_an_error_behind_those_before_it() -> None:
    stream = of_fake(LINES, b'{"a": 1}\n{"a"\n', "application/jsonl")
    assert {"a": 1} == next(stream)
    with pytest.raises(DecodeError):
        next(stream)


def test_strict_validation_looks_at_each_item() -> None:
    stream = of_fake(LINES, b'{"a": 1}\n{"a": "x"}\n', "application/jsonl", validation="strict")
    assert {"a": 1} == next(stream)
    with pytest.raises(DecodeError):
        next(stream)


def test_what_is_no_stream_of_events_is_refused() -> None:
    with pytest.raises(UnexpectedContentType):
        list(of_fake(EVENTS, b"<html>", "text/html"))


def test_lines_may_call_themselves_text() -> None:
    assert [{"a": 1}] == list(of_fake(LINES, b'{"a": 1}\n', "text/plain"))


def test_a_fake_answers_with_items_in_the_form_that_is_accepted() -> None:
    fake = Fake().answer("feed.watch", stream=[{"a": 1}, ServerSentEvent({"a": 2}, "add", "9", 5)])
    fake.answer("feed.lines", stream=[{"a": 3}])
    feed = Feed(BaseClient("https://feed.example", transport=fake))
    events = [(event.event, event.id, event.retry, event.data) for event in feed.of(EVENTS)]
    assert [("message", "", None, {"a": 1}), ("add", "9", 5, {"a": 2})] == events
    assert [{"a": 3}] == list(feed.of(LINES))


def test_nothing_is_sent_before_a_stream_is_entered() -> None:
    fake = Fake().answer("feed.lines", stream=[])
    stream = Feed(BaseClient("https://feed.example", transport=fake)).of(LINES)
    assert [] == fake.requests
    assert (200, 1) == (stream.response.status, len(fake.requests))


def test_a_failed_attempt_is_repeated_before_the_stream_begins() -> None:
    fake = Fake().fail("feed.lines", "reset").answer("feed.lines", stream=[{"a": 1}])
    assert [{"a": 1}] == list(Feed(BaseClient("https://feed.example", transport=fake)).of(LINES, max_retries=1))


@pytest.mark.parametrize(
    ("header", "text", "expected"),
    [
        (Header[int]("X", int), "7", 7),
        (Header[list[int]]("X", list[int], "list"), "1, 2", [1, 2]),
        (Header[Numbers]("X", Numbers, "pairs"), "a,1,b,2", {"a": 1, "b": 2}),
        (Header[Numbers]("X", Numbers, "exploded"), "a=1,b=2", {"a": 1, "b": 2}),
        (Header[Numbers]("X", Numbers, "json"), '{"a": 1}', {"a": 1}),
    ],
)
def test_a_declared_header_is_read_as_its_form_says(header: Header[Any], text: str, expected: object) -> None:
    assert expected == header.read(Headers([("x", text)]))
    assert header.read(Headers()) is None


@pytest.mark.parametrize("form", ["value", "pairs", "json"])
def test_a_header_that_does_not_fit_is_an_error_without_its_value(form: Any) -> None:
    with pytest.raises(ApiError) as caught:
        Header("X", dict[str, int], form).read(Headers([("x", "se,cret,x")]))
    assert "cret" not in str(caught.value)
