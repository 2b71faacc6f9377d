"""What a call does around the wire: credentials, retries, errors, options, logs."""

from __future__ import annotations

import asyncio
import copy
import logging
import pickle
import threading
import time
from collections.abc import Callable
from email.utils import formatdate
from typing import Any

import pytest
from guestbook import AsyncGuestbook, Guest, Guestbook, Problem
from truespec.runtime import (
    OMIT,
    Answer,
    ApiError,
    Arguments,
    AsyncBaseClient,
    AsyncNext,
    BaseClient,
    Basic,
    Bearer,
    Clock,
    Conflict,
    ConnectionFailed,
    CookieKey,
    DecodeError,
    Forbidden,
    HeaderKey,
    HttpAnswer,
    HttpRequest,
    Invalid,
    MissingCredential,
    Next,
    NotFound,
    Operation,
    QueryKey,
    RateLimited,
    ServerError,
    Token,
    Unauthorized,
    UnexpectedStatus,
    from_environment,
    with_response,
    with_response_async,
)
from truespec.runtime.testing import Fake

GUEST = {"id": "a", "size": 1}
PING: Operation[None] = Operation("ping", "GET", "/ping", answers=(Answer("204"),), security=(("Token",),))
PAY: Operation[None] = Operation("pay", "POST", "/pay", answers=(Answer("204"),), idempotency_header="Idempotency-Key")


class Time:
    """A clock that only a wait moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Wait."""
        self.waits.append(seconds)
        self.now += seconds

    @property
    def clock(self) -> Clock:
        """The clock, for a client; its chance always says the longest wait."""
        return Clock(lambda: self.now, self.sleep, random=lambda: 1.0)


def failure(fake: Fake, call: Callable[[Guestbook], object], **options: Any) -> ApiError:
    with pytest.raises(ApiError) as caught:
        call(Guestbook(transport=fake, **options))
    return caught.value


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, Invalid),
        (401, Unauthorized),
        (403, Forbidden),
        (404, NotFound),
        (409, Conflict),
        (410, NotFound),
        (422, Invalid),
        (418, UnexpectedStatus),
        (304, UnexpectedStatus),
        (500, ServerError),
    ],
)
def test_a_status_has_its_error_with_the_typed_body(status: int, expected: type[ApiError]) -> None:
    fake = Fake().answer(
        "guests.get", json={"code": "no", "message": "Ada"}, status=status, headers={"X-Request-Id": "r1"}
    )
    error = failure(fake, lambda client: client.guests.get("1"))
    assert (expected, status, "r1", 1) == (type(error), error.status, error.request_id, error.attempts)
    if 400 <= status < 500:
        assert Problem(code="no", message="Ada") == error.body
    assert "Ada" not in f"{error}{error!r}"


def test_an_error_survives_pickling_and_copying_whole() -> None:
    error = failure(Fake().answer("guests.get", json={"code": "no"}, status=404), lambda client: client.guests.get("1"))
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301  # our own bytes
        assert (type(error), str(error), error.body, error.status) == (type(twin), str(twin), twin.body, twin.status)
    failed = pickle.loads(pickle.dumps(ConnectionFailed("x", sent=False)))  # noqa: S301  # as above
    assert (failed.reason, failed.sent) == ("x", False)
    assert pickle.loads(pickle.dumps(DecodeError("x", paths=["a"]))).paths == ("a",)  # noqa: S301  # as above
    assert pickle.loads(pickle.dumps(OMIT)) is OMIT is copy.deepcopy(OMIT)  # noqa: S301  # as above


def test_a_request_id_that_is_not_a_word_is_not_shown() -> None:
    fake = Fake().answer("guests.get", status=404, headers={"X-Request-Id": "ada lovelace\x1b[2J"})
    assert failure(fake, lambda client: client.guests.get("1")).request_id is None


def test_waits_grow_and_end_with_the_attempts() -> None:
    moments = Time()
    error = failure(Fake().answer("guests.get", status=503), lambda client: client.guests.get("1"), clock=moments.clock)
    assert (moments.waits, error.attempts, error.elapsed) == ([0.5, 1.0], 3, 1.5)


def test_a_date_to_retry_at_is_measured_by_the_clock_of_the_server() -> None:
    moments, yesterday = Time(), time.time() - 86400
    headers = {"Date": formatdate(yesterday, usegmt=True), "Retry-After": formatdate(yesterday + 7, usegmt=True)}
    fake = Fake().answer("guests.get", status=429, headers=headers).answer("guests.get", json=GUEST)
    assert Guestbook(transport=fake, clock=moments.clock).guests.get("1").id == "a"
    assert moments.waits == [7.0]


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_write_is_never_repeated_on_a_status(status: int) -> None:
    fake = Fake().answer("guests.create", status=status, headers={"Retry-After": "0"})
    error = failure(fake, lambda client: client.guests.create(first_name="Ada"))
    assert (1, status >= 500) == (len(fake.requests), error.may_have_happened)


def test_a_write_is_repeated_when_nothing_was_sent() -> None:
    fake = Fake().fail("guests.create", "refused").answer("guests.create", json=GUEST, status=201)
    assert Guestbook(transport=fake, clock=Time().clock).guests.create().id == "a"
    assert len(fake.requests) == 2


def test_a_write_with_a_key_is_repeated_under_the_same_key() -> None:
    fake = Fake().fail("pay", "reset").answer("pay", status=204)
    client = BaseClient("http://h", transport=fake, clock=Time().clock)
    client.call(PAY, Arguments())
    client.call(PAY, Arguments())
    keys = [sent.request.headers["Idempotency-Key"] for sent in fake.requests]
    assert keys[0] == keys[1] != keys[2]


def test_a_server_that_is_down_gets_hardly_more_requests_than_calls() -> None:
    fake, moments = Fake().answer("guests.get", status=503), Time()
    client = Guestbook(transport=fake, clock=moments.clock)
    for _ in range(600):
        with pytest.raises(ServerError):
            client.guests.get("1")
    assert len(fake.requests) <= 600 * 1.2


def test_options_of_a_call_win_over_those_of_the_client() -> None:
    fake = Fake().answer("guests.get", status=503)
    failure(fake, lambda client: client.guests.get("1", options={"max_retries": 0}), clock=Time().clock)
    assert len(fake.requests) == 1
    moments = Time()
    failure(fake, lambda client: client.guests.get("1", options={"deadline": 0.7}), clock=moments.clock)
    assert moments.waits == [0.5]


def test_a_response_comes_with_status_and_headers_when_asked_for() -> None:
    fake = Fake().answer("guests.get", json=GUEST, headers={"X-Request-Id": "r9"})
    response = with_response(Guestbook(transport=fake).guests.get, "1")
    assert (response.value.id, response.status, response.request_id, response.attempts) == ("a", 200, "r9", 1)
    with pytest.raises(TypeError, match="no call"):
        with_response(Guestbook(transport=fake).guests.list)


def test_the_asynchronous_client_does_the_same() -> None:
    async def run() -> None:
        fake = Fake().fail("guests.get", "reset").answer("guests.get", json=GUEST)
        async with AsyncGuestbook(transport=fake.asynchronous) as client:
            response = await with_response_async(client.guests.get, "1")
        assert (response.value.id, response.attempts) == ("a", 2)

    asyncio.run(run())


def test_middleware_sees_every_attempt_in_order_and_no_credential() -> None:
    seen: list[str] = []

    def outer(request: HttpRequest, forward: Next) -> HttpAnswer:
        seen.append(f"outer {sorted(request.headers)}")
        return forward(request)

    def inner(request: HttpRequest, forward: Next) -> HttpAnswer:
        seen.append("inner")
        request.headers["X-Mark"] = "1"
        return forward(request)

    fake = Fake().fail("guests.get", "reset").answer("guests.get", json=GUEST)
    Guestbook(transport=fake, middleware=[outer, inner], clock=Time().clock).guests.get("1")
    assert seen == ["outer ['Accept']", "inner", "outer ['Accept', 'X-Mark']", "inner"]
    assert {"1"} == {sent.request.headers["X-Mark"] for sent in fake.requests}


def test_asynchronous_middleware_may_answer_by_itself() -> None:
    async def answering(_: HttpRequest, __: AsyncNext) -> HttpAnswer:
        return HttpAnswer(404)

    async def run() -> None:
        with pytest.raises(NotFound):
            await AsyncGuestbook(middleware=[answering]).guests.get("1")

    asyncio.run(run())


def test_credentials_never_leave_for_another_origin() -> None:
    def diverting(request: HttpRequest, forward: Next) -> HttpAnswer:
        request.url = request.url.replace("guests.test", "evil.test")
        return forward(request)

    fake = Fake().answer("guests.get", json=GUEST)
    Guestbook(transport=fake, middleware=[diverting]).guests.get("1")
    assert "canary" not in str(fake.requests[0].request.headers)


def test_no_secret_and_no_personal_data_reaches_log_repr_error_or_pickle(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    fake = Fake().answer("guests.create", json={"code": "x", "message": "ada-canary"}, status=422)
    client = Guestbook(transport=fake)
    with pytest.raises(Invalid) as caught:
        client.guests.create(first_name="ada-canary", options={"headers": {"X-Token": "token-canary"}})
    credentials = [HeaderKey("X", "canary"), Bearer("canary"), Basic("canary", "canary"), QueryKey("k", "canary")]
    shown = (
        f"{client!r} {fake.requests!r} {caught.value!r} {caught.value.headers!r} {credentials!r} {Token('canary')!r}"
    )
    assert "canary" not in shown + caplog.text
    caught.value.body = None
    assert b"canary" not in pickle.dumps(caught.value)
    assert "guests.create POST /guests: 422, attempt 1" in caplog.text


def test_each_kind_of_credential_has_its_place() -> None:
    request = HttpRequest("GET", "http://h/x?a=1", {"Cookie": "b=2"})
    for credential in (Basic("u", "p"), QueryKey("k&", "v w"), CookieKey("s", "t"), HeaderKey("X-Key", " v ")):
        credential.apply(request)
    assert request.url == "http://h/x?a=1&k%26=v%20w"
    assert request.headers == {"Cookie": "b=2; s=t", "Authorization": "Basic dTpw", "X-Key": "v"}


@pytest.mark.parametrize("value", ["a\r\nb", "a\0", "é", "a\nX: 1"])
def test_a_credential_that_would_leave_its_header_is_refused_and_not_quoted(value: str) -> None:
    for make in (Bearer, lambda text: HeaderKey("X", text), lambda text: CookieKey("s", text)):
        with pytest.raises(ValueError, match="characters") as caught:
            make(value)
        assert value not in str(caught.value)


def test_a_missing_credential_is_told_before_anything_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = Fake()
    with pytest.raises(MissingCredential, match="Token"):
        BaseClient("http://h", transport=fake).call(PING, Arguments())
    monkeypatch.delenv("PING_TOKEN", raising=False)
    with pytest.raises(MissingCredential, match="PING_TOKEN"):
        from_environment(None, "PING_TOKEN")
    monkeypatch.setenv("PING_TOKEN", "t")
    assert (from_environment(None, "PING_TOKEN"), from_environment("given", "X"), fake.requests) == ("t", "given", [])


def test_many_threads_wait_for_one_token() -> None:
    asked: list[int] = []

    def provide() -> str:
        asked.append(1)
        time.sleep(0.05)
        return "t"

    client = BaseClient("http://h", {"Token": Bearer(provide)}, transport=Fake().answer("ping", status=204))
    threads = [threading.Thread(target=client.call, args=(PING, Arguments())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert asked == [1]


def test_many_tasks_wait_for_one_token() -> None:
    asked: list[int] = []

    async def provide() -> Token:
        asked.append(1)
        await asyncio.sleep(0.01)
        return Token("t", expires_in=100)

    async def run() -> None:
        fake = Fake().answer("ping", status=204)
        client = AsyncBaseClient("http://h", {"Token": Bearer(provide)}, transport=fake.asynchronous)
        await asyncio.gather(*(client.call(PING, Arguments()) for _ in range(8)))

    asyncio.run(run())
    assert asked == [1]


def test_a_refused_token_is_renewed_once() -> None:
    tokens = iter(["old", "new", "newer"])
    fake = Fake().answer("ping", status=401).answer("ping", status=204)
    client = BaseClient("http://h", {"Token": Bearer(lambda: next(tokens))}, transport=fake)
    client.call(PING, Arguments())
    assert [sent.request.headers["Authorization"] for sent in fake.requests] == ["Bearer old", "Bearer new"]
    fake.answer("ping", status=401)
    client.call(PING, Arguments())
    with pytest.raises(Unauthorized):
        client.call(PING, Arguments())
    assert fake.requests[-1].request.headers["Authorization"] == "Bearer newer"


def test_a_longer_wait_than_a_minute_is_the_callers_decision() -> None:
    fake = Fake().answer("guests.get", status=429, headers={"Retry-After": "61"})
    error = failure(fake, lambda client: client.guests.get("1"), clock=Time().clock, deadline=1000.0)
    assert (RateLimited, 61.0, 1) == (type(error), error.retry_after, error.attempts)


def test_a_fake_without_an_answer_says_so() -> None:
    with pytest.raises(LookupError, match=r"guests\.get"):
        Guestbook(transport=Fake()).guests.get("1")


def test_the_last_answer_of_a_fake_stays_and_models_are_answers() -> None:
    fake = Fake().answer("guests.get", json=Guest(id="b", size=2))
    client = Guestbook(transport=fake)
    assert [client.guests.get("1").id, client.guests.get("2").id] == ["b", "b"]
    assert [sent.operation for sent in fake.requests] == ["guests.get"] * 2


def test_an_option_that_does_not_exist_is_refused_by_name() -> None:
    misspelt: dict[str, Any] = {"http_client": None}
    with pytest.raises(TypeError, match="unknown options: http_client"):
        Guestbook(**misspelt)
    fake = Fake().answer("guests.get", json={"id": "a", "size": 1})
    options: Any = {"time_out": 1.0}
    with pytest.raises(TypeError, match="unknown options: time_out"):
        Guestbook(transport=fake).guests.get("1", options=options)
    assert fake.requests == []
