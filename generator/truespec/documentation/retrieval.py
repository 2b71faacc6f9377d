"""Fetches a page as a guest should: over https, once, whole, soon, as robots.txt allows, from its own host alone."""

from __future__ import annotations

import threading
import time
import zlib
from dataclasses import dataclass
from http.client import HTTPException
from typing import Final, Protocol
from urllib import request
from urllib.parse import SplitResult, urljoin, urlsplit

from truespec.documentation.robots import EVERYTHING, NOTHING, Rules, rules_of

__all__ = ["Retrieval", "RetrievalError", "Retrieved", "Validators", "is_loopback"]

_CHUNK: Final = 65_536
_HOPS: Final = 4
_MOST_ROBOTS: Final = 512 * 1024
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_BUSY: Final = frozenset({429, 503})
"""What a host answers that has enough for now."""
_FORBIDDEN: Final = "robots.txt of the host asks not to fetch it"
_LONGEST_PAUSE: Final = 30.0
_LONGEST_DATE: Final = 40
_MOST_DIGITS: Final = 18
_GZIP, _ZLIB, _RAW = 31, 15, -15
_WINDOWS: Final = {"gzip": (_GZIP,), "x-gzip": (_GZIP,), "deflate": (_ZLIB, _RAW)}
"""How zlib is told to unpack what HTTP knows; some hosts send ``deflate`` without its frame."""


class RetrievalError(Exception):
    """A page could not be had; the text says why, for people."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server called a version of a page, to ask for it again only where it changed."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A page that was fetched; ``data`` is None where it is what it was."""

    address: str
    data: bytes | None
    validators: Validators


class _Headers(Protocol):
    def get(self, name: str, default: str, /) -> str: ...


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: _Headers
    data: bytes


def is_loopback(address: str) -> bool:
    """Whether an address is one of this very machine."""
    try:
        return (urlsplit(address).hostname or "") in _LOOPBACK
    except ValueError:
        return False


class Retrieval:
    """One run of fetching: robots.txt is asked for once a host, and pages of one host come with a pause between."""

    def __init__(self, agent: str, most_bytes: int, seconds: float = 30.0, pause: float = 1.0) -> None:
        self._agent = agent
        self._most = most_bytes
        self._seconds = seconds
        self._pause = pause
        self._robots: dict[str, Rules] = {}
        self._last: dict[str, float] = {}
        self._closed: dict[str, str] = {}
        """Hosts that are not asked again, and why."""

    def get(self, address: str, known: Validators | None = None) -> Retrieved:
        """Return a page; ``known`` is what the server called it the last time.

        Raises:
            RetrievalError: It may not be fetched, is not there, too large, elsewhere, or too slow.
        """
        parts = _checked(address)
        host = f"{parts.scheme}://{parts.netloc}"
        if host in self._closed:
            raise RetrievalError(f"{self._closed[host]}, so it is not asked again")
        rules = self._rules(host)
        if not rules.allow(address):
            raise RetrievalError(_FORBIDDEN)
        self._wait(host, rules)
        headers: dict[str, str] = {}
        if known is not None and known.etag:
            headers["If-None-Match"] = known.etag
        if known is not None and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        answer = self._follow(address, headers, self._most, rules)
        if answer.status == 304 and headers:
            return Retrieved(address, None, known or Validators())
        if answer.status != 200:
            raise RetrievalError(self._refusal(host, answer))
        found = Validators(answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))
        return Retrieved(address, answer.data, found)

    def _rules(self, host: str) -> Rules:
        if host not in self._robots:
            try:
                answer = self._follow(f"{host}/robots.txt", {}, _MOST_ROBOTS, EVERYTHING)
            except RetrievalError as error:
                self._closed[host] = f"robots.txt could not be asked for: {error}"
                raise
            if answer.status >= 500 or answer.status in _BUSY:
                self._closed[host] = f"robots.txt cannot be asked for: {self._refusal(host, answer)}"
                raise RetrievalError(self._closed[host])
            text = answer.data.decode("utf-8", "replace") if answer.status == 200 else ""
            self._robots[host] = NOTHING if answer.status in {401, 403} else rules_of(text, self._agent)
        return self._robots[host]

    def _refusal(self, host: str, answer: _Answer) -> str:
        """Say what a host answers; one that has enough, or that says when to come again, is asked no more."""
        said = f"the host answers {answer.status}"
        later = "".join(filter(str.isprintable, answer.headers.get("Retry-After", "").strip()))[:_LONGEST_DATE]
        if later:
            said += f" and asks to come again {f'after {later} seconds' if later.isdecimal() else f'at {later}'}"
        if later or answer.status in _BUSY:
            self._closed[host] = said
        return said

    def _wait(self, host: str, rules: Rules) -> None:
        """Leave a pause between two pages of a host: what it asks for, or a second."""
        pause = min(max(self._pause, rules.delay), _LONGEST_PAUSE)
        last = self._last.get(host)
        if last is not None and (left := last + pause - time.monotonic()) > 0:
            time.sleep(left)
        self._last[host] = time.monotonic()

    def _follow(self, address: str, headers: dict[str, str], most: int, rules: Rules) -> _Answer:
        """Return the answer, following redirects as long as they stay on the host and its rules allow them."""
        start = urlsplit(address)
        for _ in range(_HOPS):
            answer = self._ask(address, headers, most)
            if answer.status not in _REDIRECTS:
                return answer
            try:
                address = urljoin(address, answer.headers.get("Location", ""))
                target = urlsplit(address)
            except ValueError as error:
                raise RetrievalError("the host redirects to what is no address") from error
            if (target.scheme, target.netloc) != (start.scheme, start.netloc):
                raise RetrievalError("the host redirects to another one, which is not followed")
            if not rules.allow(address):
                raise RetrievalError(_FORBIDDEN)
        raise RetrievalError("the host redirects too often")

    def _ask(self, address: str, headers: dict[str, str], most: int) -> _Answer:
        """Send one request in a thread: not even a slow name server or a drip of bytes outlasts the time."""
        outcome: list[_Answer | RetrievalError] = []
        sent = {"User-Agent": self._agent, "Accept": "text/markdown, text/html, application/json, */*", **headers}
        asking = request.Request(address, headers=sent)  # noqa: S310 -- the scheme was checked
        thread = threading.Thread(target=lambda: outcome.append(_outcome(asking, most, self._seconds)), daemon=True)
        thread.start()
        thread.join(self._seconds)
        if not outcome:
            raise RetrievalError(f"not there after {self._seconds:.0f} seconds")
        if isinstance(outcome[0], RetrievalError):
            raise outcome[0]
        return outcome[0]


def _checked(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise RetrievalError("this is no address") from error
    del port
    if parts.username is not None or parts.password is not None:
        raise RetrievalError("an address with credentials is not fetched")
    if not parts.hostname or any(character.isspace() or not character.isprintable() for character in address):
        raise RetrievalError("this is no address")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(address)):
        raise RetrievalError("only https is fetched")
    return parts


def _outcome(asking: request.Request, most: int, seconds: float) -> _Answer | RetrievalError:
    opener = request.OpenerDirector()  # made of parts, without the ones that follow redirects or know passwords
    proxies: dict[str, str] | None = {} if is_loopback(asking.full_url) else None
    for part in (request.ProxyHandler(proxies), request.HTTPHandler(), request.HTTPSHandler()):
        opener.add_handler(part)
    try:
        with opener.open(asking, timeout=seconds) as response:
            data = bytearray()
            while len(data) <= most and (chunk := response.read1(_CHUNK)):
                data += chunk
            if len(data) > most:
                return _too_much(most)
            if len(data) < _stated_length(response.headers):
                return RetrievalError("the answer breaks off in the middle")
            coding = response.headers.get("Content-Encoding", "").strip().lower()
            return _Answer(response.status, response.headers, _unpacked(bytes(data), coding, most))
    except RetrievalError as error:
        return error
    except (OSError, HTTPException, ValueError) as error:
        return RetrievalError(f"cannot be fetched ({type(error).__name__})")


def _too_much(most: int) -> RetrievalError:
    return RetrievalError(f"more than the {most:,} bytes that are read")


def _stated_length(headers: _Headers) -> int:
    stated = headers.get("Content-Length", "").strip()
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < _MOST_DIGITS else 0


def _unpacked(data: bytes, coding: str, most: int) -> bytes:
    """Return what was packed, and of that no more than may be read.

    Raises:
        RetrievalError: It is too much, broken, or packed in a way that is not known.
    """
    if coding in {"", "identity"} or not data:
        return data
    if coding not in _WINDOWS:
        raise RetrievalError(f"the answer is packed in a way that is not read ({coding[:20]!r})")
    for window in _WINDOWS[coding]:
        unpacking = zlib.decompressobj(window)
        try:
            found = unpacking.decompress(data, most + 1)
        except zlib.error:
            continue
        if len(found) > most:
            raise _too_much(most)
        if unpacking.eof:
            return found
    raise RetrievalError(f"the answer is said to be packed ({coding}), and cannot be unpacked")
