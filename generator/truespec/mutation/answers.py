"""Mutants of whole answers: status, media type, headers, and bodies that are no JSON or no single meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from truespec.checking.facts import assumed_among
from truespec.contract.api import Api
from truespec.contract.behaviour import Action
from truespec.contract.operation import Answer, Header, Operation, is_json
from truespec.mock.exchange import Response
from truespec.mock.shapes import Shapes
from truespec.mutation.mutant import Equivalent, Kind, Mutant, Row
from truespec.mutation.twists import answered

__all__ = ["answer_rows", "answer_why", "can_be_wrong", "provoked"]

_KIND: Kind = "answer"
_ALWAYS_ALIKE: Final = frozenset({"delete", "unsubscribe", "merge"})
"""Actions that have one way to succeed: of several listed statuses the mock answers with the first."""

_USUAL: Final = {"credentials-missing": 401, "credentials-unknown": 401, "request-invalid": 400}


def provoked(api: Api, operation: Operation) -> list[Answer]:
    """Return the listed answers that requests can bring about: successes, and refusals with a stated reason."""
    statuses = set(_stated(api, operation))
    if operation.security:
        statuses.add(401)
    action = api.behaviour.action(operation.id) if api.behaviour is not None else None
    usual = next((answer for answer in operation.answers if answer.success), None)
    several = action is None or action.kind not in _ALWAYS_ALIKE
    return [
        answer
        for answer in operation.answers
        if (answer.success and (several or answer is usual))
        or (answer.status.isdecimal() and int(answer.status) in statuses)
    ]


def can_be_wrong(operation: Operation, shapes: Shapes) -> bool:
    """Say whether a request can be of a form that every server has to see as wrong."""
    return operation.body is not None or any(
        (parameter.required and parameter.place != "path")
        or not {"string", "array", "object"} & shapes.types(parameter.schema)
        or shapes(parameter.schema).enum is not None
        for parameter in operation.parameters
    )


def _stated(api: Api, operation: Operation) -> Iterator[int]:
    behaviour = api.behaviour
    action = behaviour.action(operation.id) if behaviour is not None else None
    if behaviour is None:
        return
    for when in ("credentials-missing", "credentials-forbidden", "request-invalid"):
        refusal = behaviour.refusal(when, operation.id)
        if refusal is not None and (when != "request-invalid" or can_be_wrong(operation, Shapes(api))):
            yield refusal.status
    if action is not None:
        yield from _of_action(action)


def _of_action(action: Action) -> Iterator[int]:
    if action.missing is not None:
        yield action.missing.status
    yield from (rule.status for rule in action.needs)
    yield from (rule.status for rule in action.limits)
    if action.permission is not None:
        yield action.permission.status


def answer_why(operation: Operation, answer: Answer, *attributes: str) -> str | None:
    """Return why an answer is assumed, ``None`` where it is documented."""
    return assumed_among(answer.assumptions, attributes) or assumed_among(operation.assumptions, ("responses",))


def answer_rows(api: Api) -> Iterator[Row]:
    """Yield what can be wrong with every answer of every operation as a whole."""
    for operation in api.operations:
        declared = provoked(api, operation)
        for answer in declared:
            if answer.success:
                yield from _status(operation, answer)
            if any(is_json(media.name) for media in answer.content):
                yield from _content(operation, answer)
            for header in answer.headers:
                yield from _header(operation, answer, header, Shapes(api))
        for answer in operation.answers:
            if answer not in declared:
                why = "no request is sure to bring this answer about"
                yield Equivalent(f"{operation.id}/{answer.status}", _KIND, why)


def _twisted(
    operation: Operation, answer: Answer, slug: str, does: str, edit: Callable[[Response], Response]
) -> Mutant:
    def twist(response: Response, _request: object, _ground: object) -> Response:
        return edit(response) if answer.covers(response.status) else response

    why = answer_why(operation, answer, "content", "headers") if slug != "status" else answer_why(operation, answer)
    place = f"{operation.id}.{answer.status}"
    return Mutant(f"{place}/{slug}", _KIND, does, place, operation.id, why, answered(operation, twist))


def _status(operation: Operation, answer: Answer) -> Iterator[Row]:
    for wrong in (200, 201, 202, 204, 301, 500):
        if operation.answer(wrong) is None:
            does = f"a success is answered {wrong}"
            yield _twisted(operation, answer, f"is-{wrong}", does, _with_status(wrong))


def _with_status(status: int) -> Callable[[Response], Response]:
    return lambda response: replace(response, status=status)


def _content(operation: Operation, answer: Answer) -> Iterator[Row]:
    """Yield faults that no schema speaks of; each is of an answer that says it is JSON."""

    def row(slug: str, does: str, edit: Callable[[Response], Response]) -> Mutant:
        return _twisted(operation, answer, slug, does, edit)

    def bytes_(change: Callable[[bytes], bytes]) -> Callable[[Response], Response]:
        return lambda response: replace(response, body=change(response.body))

    yield row("html", "the answer says it is HTML", lambda one: one.with_header("content-type", "text/html"))
    yield row("no-type", "the answer names no media type", _without_type)
    yield row("empty", "the body is empty", lambda one: replace(one, body=b""))
    yield row(
        "truncated",
        "the body ends too early",
        bytes_(lambda body: body[: max(1, len(body) // 2)] if len(body) > 2 else b"{"),
    )
    yield row("trailing", "something follows the JSON", bytes_(lambda body: body + b"}"))
    yield row("not-utf8", "the body is not UTF-8", bytes_(lambda body: b'"\xff' + body))
    yield row("single-quotes", "the JSON is a dump of another language", lambda one: replace(one, body=b"{'ok': True}"))
    yield row("nan", "a number is NaN", lambda one: replace(one, body=b'{"n": NaN}'))
    if _is_object(answer):
        yield row("name-twice", "a name is there twice in one object", bytes_(_with_a_name_twice))


def _is_object(answer: Answer) -> bool:
    return any(media.schema is not None for media in answer.content)


def _with_a_name_twice(body: bytes) -> bytes:
    """Repeat the first name of an object with another value; anything else stays as it is."""
    if body == b"{}":
        return b'{"name":1,"name":2}'
    start = body.find(b'{"')
    if start < 0:
        return body
    name = body[start + 1 : body.index(b'"', start + 2) + 1]
    return body[: start + 1] + name + b":null," + body[start + 1 :]


def _without_type(response: Response) -> Response:
    return replace(response, headers=tuple(pair for pair in response.headers if pair[0].lower() != "content-type"))


def _header(operation: Operation, answer: Answer, header: Header, shapes: Shapes) -> Iterator[Row]:
    name, place = header.wire.lower(), f"{operation.id}.{answer.status}"
    why = answer_why(operation, answer, "headers") or assumed_among(header.assumptions, ("required", "schema"))

    def row(slug: str, does: str, value: str | None) -> Mutant:
        def edit(response: Response, _request: object, _ground: object) -> Response:
            if not answer.covers(response.status):
                return response
            kept = tuple(pair for pair in response.headers if pair[0].lower() != name)
            return replace(response, headers=kept if value is None else (*kept, (name, value)))

        return Mutant(f"{place}.{header.wire}/{slug}", _KIND, does, place, operation.id, why, answered(operation, edit))

    if header.required:
        yield row("missing", f"`{header.wire}` is missing", None)
    else:
        yield Equivalent(f"{place}.{header.wire}/missing", _KIND, "the header may be left out")
    types = shapes.types(header.schema) if header.schema is not None else frozenset[str]()
    if types and types <= {"integer", "number"}:
        yield row("no-number", f"`{header.wire}` is no number", "many")
    else:
        yield Equivalent(f"{place}.{header.wire}/type", _KIND, "any text is of the header's type")
