"""Puts answers into the form the contract declares: status, headers, media type, and a body that fits its schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from truespec.contract.behaviour import Behaviour, Place
from truespec.contract.operation import Answer, Header, MediaType, Operation, StreamKind, is_json, stream_kind
from truespec.contract.schema import ABSENT, Absent, Json, Schema
from truespec.mock.exchange import Response
from truespec.mock.fault_plan import FaultPlan
from truespec.mock.outcome import Outcome
from truespec.mock.placements import placements
from truespec.mock.records import placed
from truespec.mock.samples import Sampler
from truespec.mock.shapes import Shapes
from truespec.mock.spoiling import spoiled
from truespec.mock.validators import Validators

__all__ = ["Answers", "success_status"]

_USUAL: Final = {
    "credentials-missing": (401, 403),
    "credentials-unknown": (401, 403),
    "credentials-forbidden": (403, 401),
    "request-invalid": (400, 422),
}

_USUAL_KINDS: Final = {"audio": "mpeg", "font": "woff2", "image": "png", "text": "plain", "video": "mp4"}
_NOT_FROM_EXAMPLES: Final = frozenset(
    {"connection", "content-encoding", "content-length", "content-type", "retry-after", "trailer", "transfer-encoding"}
)
"""Headers that say how this very answer is sent, or that a client acts upon: an example of them would be a lie."""


def success_status(operation: Operation, wanted: int = 0) -> int:
    """Return the status an operation declares for success: ``wanted`` if it is one of them, else the first."""
    declared = [answer.status for answer in operation.answers]
    if any(answer.covers(wanted) for answer in operation.answers):
        return wanted
    successes = [status for status in declared if status[:1] == "2"] or [s for s in declared if s[:1] in "13"]
    first = next(iter(successes), "200")
    return int(first) if first.isdigit() else int(first[0]) * 100


_EVENT: Final = frozenset({"data", "event", "id", "retry"})


_MOST_RENDERED: Final = 512
_LONGEST_RENDERED: Final = 8 * 1024
"""So many answers with a kept record are remembered, none with a longer body than this."""


@dataclass(frozen=True, slots=True)
class _Form:
    """What the answers of one status have in common; without ``media`` they have no JSON."""

    canned: Response
    media: MediaType | None
    headers: tuple[tuple[str, str], ...]


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
        self._forms: dict[tuple[str, int, int], _Form] = {}
        self._rendered: dict[tuple[str, int], tuple[Json, Response]] = {}

    def refusal(self, operation: Operation, reason: str, wanted: int = 0) -> Response:
        """Answer that a request is refused: as the rule states, with a status the operation declares if it can be.

        ``wanted`` is a status that says more than the reason; it is taken where the operation declares it.
        """
        usual = _USUAL.get(reason, (400,))
        stated = self._stated(operation, reason)
        candidates = (stated, *usual) if stated else usual
        declared = {answer.status for answer in operation.answers}
        exact = next((status for status in (wanted, *candidates) if str(status) in declared), None)
        return self.canned(operation, candidates[0] if exact is None else exact)

    def _stated(self, operation: Operation, reason: str) -> int:
        """Return the status that a rule states for a reason to refuse, 0 where none does."""
        if self._behaviour is None:
            return 0
        action = self._behaviour.action(operation.id)
        if reason == "credentials-forbidden" and action is not None and action.permission is not None:
            return action.permission.status
        rule = self._behaviour.refusal(reason, operation.id)
        return 0 if rule is None else rule.status

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

    def success(self, operation: Operation, outcome: Outcome) -> Response:
        """Answer with what an action came to, put where the rules say, or where it fits when none does."""
        if not outcome.kept:
            return self._successful(operation, outcome)
        # The value is remembered with its rendering, so no other one has its id meanwhile.
        key = (operation.id, id(outcome.value))
        known = self._rendered.get(key)
        if known is None:
            known = (outcome.value, self._successful(operation, outcome))
            if len(self._rendered) >= _MOST_RENDERED:
                self._rendered.clear()
            if len(known[1].body) <= _LONGEST_RENDERED:
                self._rendered[key] = known
        return known[1]

    def _successful(self, operation: Operation, outcome: Outcome) -> Response:
        form = self._form(operation, outcome.status, outcome.wanted)
        if form.media is None:
            return self._misplanned(operation, form.canned)
        body = outcome.value if form.media.schema is None else self._body(form.media.schema, outcome)
        encoded = Response.encoded(spoiled(body, self._plan))
        return self._misplanned(operation, Response(form.canned.status, form.headers, encoded))

    def _form(self, operation: Operation, status: int, wanted: int) -> _Form:
        key = (operation.id, status, wanted)
        known = self._forms.get(key)
        if known is None:
            status = status or success_status(operation, wanted)
            media = _json_media(operation.answer(status))
            canned = self.canned(operation, status)
            headers = canned.headers if media is None else _typed(media, canned)
            known = self._forms[key] = _Form(canned, media, headers)
        return known

    def example(self, operation: Operation, status: int) -> Response:
        """Answer a success no rule says anything about: the canned answer."""
        canned = self.canned(operation, status)
        media = _json_media(operation.answer(status))
        if media is not None and canned.body:
            # The planted faults are in it, too.
            body = Response.encoded(spoiled(json.loads(canned.body), self._plan))
            canned = Response(canned.status, _typed(media, canned), body)
        return self._misplanned(operation, canned)

    def _misplanned(self, operation: Operation, response: Response) -> Response:
        status = response.status if not self._plan.statuses else self._plan.status(operation.id, response.status)
        if status == response.status and status not in {204, 304}:
            return response
        return Response(status, response.headers, b"" if status in {204, 304} else response.body)

    def _body(self, schema: Schema, outcome: Outcome) -> Json:
        if outcome.place is None:
            bodies = placements(self._shapes, self._sampler, schema, outcome.value)
            found = next((body for body in bodies if self._fits(schema, body)), ABSENT)
            return self._sampler.sample(schema) if isinstance(found, Absent) else found
        envelope = self._sampler.neutral(schema) if outcome.place.path else None
        body = placed(envelope, outcome.place.path, outcome.value)
        for place, value in outcome.beside:
            body = placed(body, place.path, self._as_declared(schema, place, value))
        return body

    def _as_declared(self, schema: Schema, place: Place, value: Json) -> Json:
        """Return a count as text where the contract declares a text."""
        member = self._shapes.member(schema, place.path)
        types = frozenset[str]() if member is None else self._shapes.types(member)
        counted = isinstance(value, int) and not isinstance(value, bool)
        return str(value) if counted and types and not types & {"integer", "number"} else value

    def _fits(self, schema: Schema, body: Json) -> bool:
        return self._validators.is_valid(schema, body)

    def _can(self, operation: Operation, status: int) -> Response:
        answer = operation.answer(status)
        if answer is None:
            return Response(status)
        headers = tuple(self._headers(answer))
        media = _json_media(answer) or next(iter(answer.content), None)
        if media is None or status in {204, 304}:
            return Response(status, headers)
        kind = stream_kind(media.name)
        if kind is not None:
            return Response(status, (("content-type", media.name), *headers), self._stream(media, kind))
        value = self._example(media)
        if is_json(media.name):
            response = Response.json(status, value, media.name)
        else:
            text = value if isinstance(value, str) else "sample"
            response = Response(status, (("content-type", _within(media.name)),), text.encode())
        return Response(status, (*response.headers, *headers), response.body)

    def _stream(self, media: MediaType, kind: StreamKind) -> bytes:
        """Return a stream: the example as it is written where that is text, else each item of it, else a sample."""
        shown = next((example.value for example in media.examples), ABSENT)
        if isinstance(shown, str):
            return shown.encode()
        if isinstance(shown, Absent):
            shown = "sample" if media.item is None else self._sampler.sample(media.item)
        return b"".join(_item(value, kind) for value in (shown if isinstance(shown, list) else [shown]))

    def _example(self, media: MediaType) -> Json:
        schema = media.schema
        values = (example.value for example in media.examples)
        if schema is None:
            return next(values, None)
        fitting = (value for value in values if self._validators.is_valid(schema, value))
        found = next(fitting, ABSENT)
        return self._sampler.sample(schema) if isinstance(found, Absent) else found

    def _headers(self, answer: Answer) -> Iterator[tuple[str, str]]:
        for header in answer.headers:
            name = header.wire.lower()
            if (header.required and name != "content-type") or (name not in _NOT_FROM_EXAMPLES and self._shown(header)):
                value = "" if header.schema is None else self._sampler.sample(header.schema)
                yield name, _header_text(value)

    def _shown(self, header: Header) -> bool:
        return header.schema is not None and bool(self._shapes(header.schema).examples)


def _json_media(answer: Answer | None) -> MediaType | None:
    content = () if answer is None else answer.content
    return next((media for media in content if is_json(media.name)), None)


def _typed(media: MediaType, canned: Response) -> tuple[tuple[str, str], ...]:
    """Return the headers of an answer like ``canned`` whose body is of one media type."""
    return (
        ("content-type", _within(media.name)),
        *(header for header in canned.headers if header[0] != "content-type"),
    )


def _within(name: str) -> str:
    """Return a media type of a range: what is sent has one, and ``audio/*`` is none."""
    kind = name.partition("/")[0]
    if "*" not in name:
        return name
    return (
        "application/octet-stream" if kind in {"*", "application"} else f"{kind}/{_USUAL_KINDS.get(kind, 'x-sample')}"
    )


def _item(value: Json, kind: StreamKind) -> bytes:
    """Write one item of a stream as it is sent."""
    if kind != "events":
        return ("\x1e" if kind == "sequence" else "").encode() + json.dumps(value).encode() + b"\n"
    fields = value if isinstance(value, dict) and "data" in value and value.keys() <= _EVENT else {"data": value}
    lines = [
        f"{name}: {line}\n"
        for name, part in fields.items()
        for line in (part if isinstance(part, str) else json.dumps(part)).splitlines()
    ]
    return ("".join(lines) + "\n").encode()


def _header_text(value: Json) -> str:
    """Write a value as a header: elements joined by commas, and nothing that could end the line."""
    if isinstance(value, list):
        return ",".join(map(_header_text, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    text = "" if value is None else str(value)
    return "".join(character for character in text if character.isascii() and character.isprintable())
