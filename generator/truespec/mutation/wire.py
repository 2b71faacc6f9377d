"""Reads and changes raw requests and answers of the mock at the places that rules speak of."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote, unquote, unquote_plus

from truespec.contract.operation import Operation
from truespec.contract.rule import Place
from truespec.contract.schema import ABSENT, Absent, Json
from truespec.mock.exchange import Request, Response
from truespec.mock.parameters import query_pairs
from truespec.mock.records import at, placed

__all__ = [
    "body_of",
    "member_of",
    "number_of",
    "sent",
    "texts_of",
    "with_body",
    "with_count",
    "with_member",
    "with_sent",
]


def body_of(message: Request | Response) -> Json | Absent:
    """Return the JSON body of a request or an answer."""
    try:
        value: Json = json.loads(message.body)
    except ValueError:
        return ABSENT
    return value


def with_body(response: Response, value: Json) -> Response:
    """Return an answer with another JSON body."""
    return replace(response, body=Response.encoded(value))


def member_of(response: Response, place: Place) -> Json | Absent:
    """Return what an answer has at a place: a member of the body, or a header."""
    if place.part == "header":
        text = response.header(place.path[0])
        return ABSENT if text is None else text
    return at(body_of(response), place.path)


def with_member(response: Response, place: Place, value: Json) -> Response:
    """Return an answer with another value at a place."""
    if place.part == "header":
        return response.with_header(place.path[0].lower(), str(value))
    body = body_of(response)
    return response if isinstance(body, Absent) else with_body(response, placed(body, place.path, value))


def number_of(value: Json | Absent) -> int | None:
    """Return a whole number, also one that is written as text."""
    if isinstance(value, str) and value.isdecimal():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def with_count(response: Response, place: Place, count: int) -> Response:
    """Return an answer with another number at a place, written the way it was."""
    before = member_of(response, place)
    return with_member(response, place, str(count) if isinstance(before, str) else count)


def texts_of(request: Request, operation: Operation, place: Place) -> list[str]:
    """Return what a request has as text at a place outside of the body, decoded, in order."""
    name = place.path[0]
    if place.part == "query":
        return [unquote_plus(raw) for key, raw in query_pairs(request.query) if unquote_plus(key) == name]
    if place.part == "header":
        return request.header_values(name)
    steps = zip(*_steps(request, operation), strict=True)
    return [unquote(given) for step, given in steps if step == f"{{{name}}}"]


def sent(request: Request, operation: Operation, place: Place) -> Json | Absent:
    """Return what a request has at a place: of a list outside of the body, the first."""
    if place.part == "body":
        return at(body_of(request), place.path)
    return next(iter(texts_of(request, operation, place)), ABSENT)


def with_sent(request: Request, operation: Operation, place: Place, value: Json | Absent) -> Request:
    """Return a request with another value at a place, without one where it is absent."""
    if place.part == "body":
        before = body_of(request)
        known = {} if isinstance(before, Absent) else before
        body = _without(before, place.path) if isinstance(value, Absent) else placed(known, place.path, value)
        return replace(request, body=json.dumps(body).encode())
    values = [] if isinstance(value, Absent) else value if isinstance(value, list) else [value]
    texts = [one if isinstance(one, str) else json.dumps(one) for one in values]
    if place.part == "query":
        return _with_query(request, place.path[0], texts)
    if place.part == "path" and texts:
        template, given = _steps(request, operation)
        marked = f"{{{place.path[0]}}}"
        steps = (quote(texts[0], safe="") if step == marked else old for step, old in zip(template, given, strict=True))
        return replace(request, path=_head(request, operation) + "/".join(steps))
    return request


def _with_query(request: Request, name: str, texts: Iterable[str]) -> Request:
    kept = [f"{key}={raw}" for key, raw in query_pairs(request.query) if unquote_plus(key) != name]
    added = [f"{quote(name, safe='')}={quote(text, safe='')}" for text in texts]
    return replace(request, query="&".join((*kept, *added)))


def _without(value: Json | Absent, path: tuple[str, ...]) -> Json:
    if isinstance(value, Absent) or not isinstance(value, dict):
        return None if isinstance(value, Absent) else value
    if len(path) == 1:
        return {name: inner for name, inner in value.items() if name != path[0]}
    return {name: _without(inner, path[1:]) if name == path[0] else inner for name, inner in value.items()}


def _steps(request: Request, operation: Operation) -> tuple[list[str], list[str]]:
    template = operation.path.lstrip("/").split("/")
    return template, request.path.split("/")[-len(template) :]


def _head(request: Request, operation: Operation) -> str:
    """Return what stands in a path before the operation's own: the path of a server, mostly nothing."""
    return request.path.removesuffix("/".join(_steps(request, operation)[1]))
