"""Files of other hosts, of those alone that are allowed: over HTTPS, whole, soon, and without redirects."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit

from truespec.specification.limits import Limits
from truespec.specification.source import Source

__all__ = ["FetchError", "Remote"]

_PREFIX: Final = "https://"
_CHUNK: Final = 65_536


class FetchError(Exception):
    """A file could not be had; the text says why, for people."""


class Remote:
    """The hosts of one document and what is left of its time."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._hosts = {host.lower() for host in limits.remote_hosts}
        self._left = limits.remote_seconds

    def url(self, source: Source, address: str) -> str | None:
        """Return the URL that ``address`` means in ``source``; None where it is not one on a host that is allowed."""
        if not self._hosts:
            return None
        base = source.name if source.name.startswith(_PREFIX) else ""
        try:
            url = urljoin(base, address)
            parts = urlsplit(url)
        except ValueError:
            return None
        return url if parts.scheme == "https" and parts.netloc.lower() in self._hosts else None

    @staticmethod
    def path(url: str) -> Path:
        """Return what stands for the path of a file that is on no disk; no file on a disk has one like it."""
        return Path(url.replace(_PREFIX, "https:/", 1))

    def get(self, url: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            FetchError: It is not there, too large, elsewhere, or too slow.
        """
        started = time.monotonic()
        try:
            if self._left <= 0:
                raise FetchError("the time for files of other hosts is used up")
            data = (self._limits.fetch or _fetch)(url, self._limits.file_bytes, self._left)
        finally:
            self._left -= time.monotonic() - started
        if len(data) > self._limits.file_bytes:
            raise FetchError(f"more than the {self._limits.file_bytes} bytes that are read; --max-file-bytes allows it")
        return data


def _fetch(url: str, most: int, seconds: float) -> bytes:
    """Get a URL in a thread: not even a slow name server or a drip of headers outlasts the time."""
    outcome: list[bytes | FetchError] = []
    thread = threading.Thread(target=lambda: outcome.append(_outcome(url, most, seconds)), daemon=True)
    thread.start()
    thread.join(seconds)
    if not outcome:
        raise FetchError(f"not there after {seconds:.0f} seconds")
    if isinstance(outcome[0], FetchError):
        raise outcome[0]
    return outcome[0]


def _outcome(url: str, most: int, seconds: float) -> bytes | FetchError:
    from http.client import HTTPException  # noqa: PLC0415  # the start of every command is on the clock
    from urllib import request  # noqa: PLC0415
    from urllib.error import HTTPError  # noqa: PLC0415

    opener = request.OpenerDirector()  # made of parts, without the one that follows redirects to any host
    for part in (request.ProxyHandler, request.HTTPHandler, request.HTTPSHandler):
        opener.add_handler(part())
    opener.add_handler(request.HTTPDefaultErrorHandler())
    opener.add_handler(request.HTTPErrorProcessor())
    try:
        with opener.open(url, timeout=seconds) as response:
            parts: list[bytes] = []
            while sum(map(len, parts)) <= most and (chunk := response.read1(_CHUNK)):
                parts.append(chunk)
            return b"".join(parts)
    except HTTPError as error:
        return FetchError(f"the host answers {error.code}")
    except (OSError, HTTPException, ValueError) as error:
        return FetchError(f"cannot be fetched ({type(error).__name__})")
