"""Real traffic as an HTTP Archive that may be shown to anybody: no credentials and no values, only their types."""

from __future__ import annotations

import json
from collections import deque
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final

from truespec import __version__
from truespec.checking.media import shown_kind
from truespec.contract.api import Api
from truespec.contract.operation import Operation
from truespec.contract.schema import Json
from truespec.mock.exchange import Request, Response
from truespec.mock.redaction import Redactor

__all__ = ["MOST_ENTRIES", "Archive"]

MOST_ENTRIES: Final = 2_000
"""So many exchanges are kept, the latest ones."""


class Archive:
    """An HTTP Archive (HAR 1.2) in the making: paths stand as templates, values of bodies as the names of types."""

    def __init__(self, api: Api, base_url: str) -> None:
        """Write down what is sent to ``base_url``."""
        self._base_url = base_url
        self._redactor = Redactor(api)
        self._entries = deque[Json](maxlen=MOST_ENTRIES)

    def add(self, operation: Operation | None, request: Request, response: Response, seconds: float) -> None:
        """Write one exchange down; a path that no operation has is not shown."""
        milliseconds = round(seconds * 1000, 3)
        self._entries.append(
            {
                "startedDateTime": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                "time": milliseconds,
                "request": self._request(operation, request),
                "response": self._response(response),
                "cache": {},
                "timings": {"send": 0, "wait": milliseconds, "receive": 0},
            }
        )

    def json(self) -> Json:
        """Return the archive as JSON data."""
        return {
            "log": {
                "version": "1.2",
                "creator": {"name": "truespec", "version": __version__},
                "entries": list(self._entries),
            }
        }

    def _request(self, operation: Operation | None, request: Request) -> Json:
        shown: dict[str, Json] = {
            "method": request.method,
            "url": self._base_url + ("/*" if operation is None else operation.path),
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _pairs(self._redactor.headers(request.headers)),
            "queryString": _pairs(self._redactor.query(request.query)),
            "headersSize": -1,
            "bodySize": len(request.body),
        }
        if request.body:
            shown["postData"] = self._content(request.body, request.header("content-type"))
        return shown

    def _response(self, response: Response) -> Json:
        known = response.status in {status.value for status in HTTPStatus}
        content = self._content(response.body, response.header("content-type"))
        return {
            "status": response.status,
            "statusText": HTTPStatus(response.status).phrase if known else "",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": _pairs(self._redactor.headers(response.headers)),
            "content": {"size": len(response.body), **content},
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": len(response.body),
        }

    def _content(self, body: bytes, content_type: str | None) -> dict[str, Json]:
        form = self._redactor.body(body, content_type)
        text = "" if not body else form if isinstance(form, str) else json.dumps(form)
        return {"mimeType": shown_kind(content_type) if content_type else "", "text": text}


def _pairs(pairs: list[tuple[str, str]]) -> Json:
    return [{"name": name, "value": value} for name, value in pairs]
