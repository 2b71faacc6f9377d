"""Lets web pages of named origins use the mock from a browser: the answers to preflights, and the headers they need."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from truespec.mock.errors import MockError
from truespec.mock.exchange import Request, Response

__all__ = ["CrossOrigin"]

_TOKENS: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+(?:\s*,\s*[A-Za-z0-9!#$%&'*+.^_`|~-]+)*", re.ASCII)
_MAX_AGE: Final = "600"


class CrossOrigin:
    """Cross-origin resource sharing with some origins; ``*`` stands for any, without the browser's credentials."""

    def __init__(self, origins: Iterable[str]) -> None:
        """Share with ``origins``, each a scheme, a host and perhaps a port.

        Raises:
            MockError: One of them is no origin.
        """
        self._origins = frozenset(origins)
        for origin in self._origins:
            parts = urlsplit(origin)
            if origin != "*" and (f"{parts.scheme}://{parts.netloc}" != origin or not parts.netloc or "@" in origin):
                raise MockError(f"{origin!r} is not an origin", "give one such as http://localhost:3000, or *")

    def preflight(self, request: Request, methods: tuple[str, ...]) -> Response | None:
        """Return the answer to a preflight for a path with ``methods``; ``None`` where the request is none."""
        asked = request.header("access-control-request-method")
        if request.method != "OPTIONS" or asked is None or not self._is_known(request):
            return None
        response = Response(204).with_header("access-control-allow-methods", ", ".join(methods))
        wanted = request.header("access-control-request-headers") or ""
        if _TOKENS.fullmatch(wanted):
            response = response.with_header("access-control-allow-headers", wanted)
        return self.shared(request, response.with_header("access-control-max-age", _MAX_AGE))

    def shared(self, request: Request, response: Response) -> Response:
        """Return a response with what a browser needs to hand it to the page, where its origin is a known one."""
        response = response.with_header("vary", "Origin")
        if not self._is_known(request):
            return response
        anyone = "*" in self._origins
        origin = "*" if anyone else request.header("origin") or ""
        response = response.with_header("access-control-allow-origin", origin)
        names = dict.fromkeys(name.lower() for name, _ in response.headers)
        shown = [name for name in names if not name.startswith("access-control-") and name != "vary"]
        response = response.with_header("access-control-expose-headers", ", ".join(shown))
        return response if anyone else response.with_header("access-control-allow-credentials", "true")

    def _is_known(self, request: Request) -> bool:
        origin = request.header("origin")
        return origin is not None and ("*" in self._origins or origin in self._origins)
