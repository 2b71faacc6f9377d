"""Stands between a client and a live server: forwards, and has both directions judged by the contract."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Final
from urllib.parse import unquote, urlsplit

import httpx2

from truespec.checking.safety import SAFE_METHODS, changes_nothing
from truespec.checking.traffic import Traffic
from truespec.contract.api import Api
from truespec.diagnostics import printable
from truespec.mock.exchange import Request, Response
from truespec.mock.routing import Match, Miss, Router

__all__ = ["Proxy"]

LARGEST_ANSWER: Final = 32 * 1024 * 1024
_HOP_BY_HOP: Final = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
_OUR_OWN: Final = frozenset({"accept-encoding", "content-length", "expect", "host"})
"""Headers of a request that are made anew for the target: a coded answer could not be judged."""

_LONGEST_REASON: Final = 200
_LONGEST_NUMBER: Final = 18


class _FailedError(Exception):
    """The target did not answer as HTTP; the text says why, without anything that was sent."""


class Proxy:
    """A handler that forwards to ``base_url``; used from one event loop.

    Without ``allow_writes`` it answers 403 to whatever may change something: every method but the safe ones, unless
    behaviour says that the operation only reads.  Redirects are handed on, no cookie is kept, and what a certificate
    says is always verified.  A target that does not answer is a 502 with the reason.
    """

    def __init__(  # noqa: PLR0913 - of these only the first three have to be given
        self,
        api: Api,
        base_url: str,
        traffic: Traffic,
        *,
        allow_writes: bool = False,
        seconds: float = 60.0,
        trust: ssl.SSLContext | None = None,
        log: Callable[[str], None] | None = None,
    ) -> None:
        """Forward to ``base_url`` with its path, and hand each exchange to ``traffic``.

        An answer may take ``seconds``; ``trust`` verifies certificates instead of the system's store.
        """
        self._api = api
        self._router = Router(api.operations, api.servers)
        self._base_url = base_url.rstrip("/")
        self._host = urlsplit(base_url).netloc
        self._traffic = traffic
        self._allow_writes = allow_writes
        self._seconds = seconds
        self._trust = trust or ssl.create_default_context()
        self._log = log

    async def __call__(self, request: Request) -> Response:
        """Answer one request with what the target says to it."""
        found = self._router.match(request.method, request.path, request.query, request.headers)
        match = None if isinstance(found, Miss) else found
        refused = self._refusal(match, request)
        if refused is not None:
            self._traffic.turned_away[refused[1]] += 1
            return self._told(match, request, _own(*refused), [])
        started = time.perf_counter()
        try:
            response = await self._forwarded(request)
        except _FailedError as error:
            self._traffic.lost(match)
            return self._told(match, request, _own(502, f"the target did not answer: {error}"), [])
        wrong = self._traffic.add(match, request, response, time.perf_counter() - started)
        return self._told(match, request, response, wrong)

    def _refusal(self, match: Match | None, request: Request) -> tuple[int, str] | None:
        """Return the status and the reason why a request is not forwarded."""
        if any(unquote(segment) in {".", ".."} for segment in request.path.split("/")):
            return 400, "the path has dot segments"
        safe = request.method in SAFE_METHODS if match is None else changes_nothing(self._api, match.operation)
        if not safe and not self._allow_writes:
            return 403, "the proxy is read-only; --allow-writes lets through what may change something"
        return None

    async def _forwarded(self, request: Request) -> Response:
        target = self._base_url + request.path + (f"?{request.query}" if request.query else "")
        headers = [*_end_to_end(request.headers, _OUR_OWN), ("accept-encoding", "identity"), ("host", self._host)]
        try:
            async with asyncio.timeout(self._seconds):
                return await self._exchanged(request, target, [*headers, ("via", "1.1 truespec")])
        except TimeoutError:
            raise _FailedError(f"it took longer than {self._seconds:g} seconds") from None
        except httpx2.TransportError as error:
            reason = printable(str(error))[:_LONGEST_REASON]
            raise _FailedError(f"{type(error).__name__}{f' ({reason})' if reason else ''}") from None
        except (httpx2.InvalidURL, ValueError):
            raise _FailedError("the request cannot be sent as it is") from None

    async def _exchanged(self, request: Request, target: str, headers: list[tuple[str, str]]) -> Response:
        # A connection for each exchange: none outlives the event loop, and none of the target's limits is met.
        sent = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        async with httpx2.AsyncHTTPTransport(verify=self._trust, trust_env=False) as transport:
            outgoing = httpx2.Request(
                request.method,
                target,
                headers=sent,
                content=request.body or None,
                extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), self._seconds)},
            )
            answer = await transport.handle_async_request(outgoing)
            try:
                body = bytearray()
                async for piece in answer.aiter_raw():
                    body += piece
                    if len(body) > LARGEST_ANSWER:
                        raise _FailedError(f"its answer is longer than {LARGEST_ANSWER} bytes")
            finally:
                await answer.aclose()
        pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers.raw]
        announced = answer.headers.get("content-length", "") if request.method == "HEAD" else ""
        length = int(announced) if announced.isdecimal() and len(announced) <= _LONGEST_NUMBER else None
        ours = tuple(_end_to_end(pairs, {"content-length"}))
        return Response(answer.status_code, ours, bytes(body), announced=length)

    def _told(self, match: Match | None, request: Request, response: Response, wrong: list[str]) -> Response:
        if self._log is not None:
            route = match.operation.path if match else "(no operation)"
            line = f"{request.method} {route} {response.status}"
            self._log("\n".join([printable(line), *(f"  {printable(text)}" for text in wrong)]))
        return response


def _end_to_end(headers: Iterable[tuple[str, str]], without: Iterable[str]) -> list[tuple[str, str]]:
    """Return the headers that are meant for the other end: none of this connection, none that it names."""
    pairs = [(name.lower(), value) for name, value in headers]
    named = {part.strip().lower() for name, value in pairs if name == "connection" for part in value.split(",")}
    gone = _HOP_BY_HOP | named | set(without)
    return [(name, value) for name, value in pairs if name not in gone]


def _own(status: int, reason: str) -> Response:
    return Response.json(status, {"error": reason, "by": "truespec proxy"})
