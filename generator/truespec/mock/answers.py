"""Puts answers into the form the contract declares: status, headers, media type, and a body that fits its schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.contract.behaviour import Behaviour, Place
from truespec.contract.operation import Answer, MediaType, Operation, is_json
from truespec.contract.schema import Json, Schema
from truespec.mock.exchange import Response
from truespec.mock.faults import FaultPlan, spoiled
from truespec.mock.records import placed
from truespec.mock.samples import Sampler
from truespec.mock.shapes import Shapes
from truespec.mock.validators import Validators

__all__ = ["Answers", "success_status"]

_USUAL: Final = {"credentials-missing": (401, 403), "credentials-unknown": (401, 403), "request-invalid": (400, 422)}


def success_status(operation: Operation, wanted: int = 0) -> int:
    """Return the status an operation declares for success: ``wanted`` if it is one of them, else the first."""
    declared = [answer.status for answer in operation.answers]
    if str(wanted) in declared:
        return wanted
    successes = [status for status in declared if status[:1] == "2"] or [s for s in declared if s[:1] in "13"]
    first = next(iter(successes), "200")
    return int(first) if first.isdigit() else int(first[0]) * 100


class Answers:
    """Makes every response of the mock that has an operation."""

    def __init__(
        self, behaviour: Behaviour | None, shapes: Shapes, sampler: Sampler, validators: Validators, plan: FaultPlan
    ) -> None:
        """Keep the parts answers are made from; canned ones are made once."""
        self._behaviour = behaviour
        self._shapes = shapes
        self._sampler = sampler
        self._validators = validators
        self._plan = plan
        self._canned: dict[tuple[str, int], Response] = {}

    def refusal(self, operation: Operation, reason: str) -> Response:
        """Answer that a request is refused: by the stated rule, with a status the operation declares if there is one."""
        rule = self._behaviour.refusal(reason, operation.id) if self._behaviour else None
        usual = _USUAL.get(reason, (400,))
        candidates = usual if rule is None else (rule.status, *usual)
        declared = {answer.status for answer in operation.answers}
        exact = next((status for status in candidates if str(status) in declared), None)
        return self.canned(operation, candidates[0] if exact is None else exact)

    def unsupported(self, operation: Operation) -> Response:
        """Answer that a body is of a media type the operation does not take."""
        declared = any(answer.status == "415" for answer in operation.answers)
        return self.canned(operation, 415) if declared else self.refusal(operation, "request-invalid")

    def canned(self, operation: Operation, status: int) -> Response:
        """Answer with an example of the spec, else with a sample, else without a body; always the same one."""
        known = self._canned.get((operation.id, status))
        if known is None:
            known = self._canned[operation.id, status] = self._can(operation, status)
        return known

    def success(self, operation: Operation, status: int, value: Json, place: Place | None) -> Response:
        """Answer with ``value`` at ``place`` of the body, or where it fits when no rule says where."""
        canned = self.canned(operation, status)
        media = _json_media(operation.answer(status))
        if media is None:
            return self.spoiled(operation, canned)
        body = value if media.schema is None else self._body(media.schema, value, place)
        return self.spoiled(operation, canned, body)

    def spoiled(self, operation: Operation, response: Response, body: Json | None = None) -> Response:
        """Return a success with the planted faults in it, ``body`` in the place of its own where there is one."""
        status = self._plan.status(operation.id, response.status)
        if body is not None:
            media_type = response.header("content-type") or "application/json"
            fresh = Response.json(status, spoiled(body, self._plan), media_type)
            kept = tuple(header for header in response.headers if header[0] != "content-type")
            response = Response(status, (*fresh.headers, *kept), fresh.body)
        elif status != response.status:
            response = Response(status, response.headers, response.body)
        return response

    def _body(self, schema: Schema, value: Json, place: Place | None) -> Json:
        if place is not None:
            return placed(self._sampler.neutral(schema), place.path, value) if place.path else value
        for candidate in self._placements(schema, value):
            if self._validators.is_valid(schema, candidate):
                return candidate
        return self._sampler.sample(schema)

    def _placements(self, schema: Schema, value: Json) -> Iterator[Json]:
        """Yield the bodies that may carry ``value`` where nobody says how: bare, then as a member of an envelope."""
        yield value
        envelope = self._sampler.neutral(schema)
        for name in self._shapes(schema).properties:
            yield placed(envelope, (name,), value)

    def _can(self, operation: Operation, status: int) -> Response:
        answer = operation.answer(status)
        if answer is None:
            return Response(status)
        headers = tuple(self._headers(answer))
        media = _json_media(answer) or next(iter(answer.content), None)
        if media is None or status in {204, 304}:
            return Response(status, headers)
        value = self._example(media)
        if is_json(media.name):
            response = Response.json(status, value, media.name)
        else:
            text = value if isinstance(value, str) else "sample"
            media_type = "application/octet-stream" if "*" in media.name else media.name
            response = Response(status, (("content-type", media_type),), text.encode())
        return Response(status, (*response.headers, *headers), response.body)

    def _example(self, media: MediaType) -> Json:
        schema = media.schema
        values = (example.value for example in media.examples)
        if schema is None:
            return next(values, {})
        fitting = (value for value in values if self._validators.is_valid(schema, value))
        return next(fitting, None) or self._sampler.sample(schema)

    def _headers(self, answer: Answer) -> Iterator[tuple[str, str]]:
        for header in answer.headers:
            if header.required and header.wire.lower() != "content-type":
                value = "" if header.schema is None else self._sampler.sample(header.schema)
                yield header.wire.lower(), _header_text(value)


def _json_media(answer: Answer | None) -> MediaType | None:
    content = () if answer is None else answer.content
    return next((media for media in content if is_json(media.name)), None)


def _header_text(value: Json) -> str:
    """Write a value as a header: elements joined by commas, and nothing that could end the line."""
    if isinstance(value, list):
        return ",".join(map(_header_text, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    text = "" if value is None else str(value)
    return "".join(character for character in text if character.isascii() and character.isprintable())
