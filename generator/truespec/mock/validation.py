"""Reads a request as the contract describes it, and says everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from truespec.contract.api import Api
from truespec.contract.operation import MediaType, Operation, Parameter, RequestBody, is_json
from truespec.contract.schema import ABSENT, Absent, Json
from truespec.mock.exchange import Request
from truespec.mock.forms import form
from truespec.mock.parameters import BadParameterError, Pairs, decode, is_text, query_pairs
from truespec.mock.routing import Match
from truespec.mock.shapes import Shapes
from truespec.mock.strict_json import NotJsonError, read_json
from truespec.mock.validators import Problem, Validators

__all__ = ["Call", "Reader", "Reading"]

_PLAIN: Final = frozenset({"application/json", "application/x-www-form-urlencoded"})
"""What nearly every request says of its body, with nothing in it to be read more closely."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a request asks for, typed: parameters by place and wire name, the body as a JSON value where it is one.

    Other media types than JSON and URL-encoded forms are taken as they are: ``body`` is absent, ``raw`` has the bytes.
    """

    operation: Operation
    parameters: Mapping[tuple[str, str], Json] = field(repr=False)
    body: Json | Absent = field(default=ABSENT, repr=False)
    raw: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """A call and what is wrong with it; ``trouble`` tells a body of the wrong kind from one with a wrong content."""

    call: Call
    problems: tuple[Problem, ...] = ()
    trouble: Literal["", "invalid", "media-type"] = ""


@dataclass(frozen=True, slots=True)
class _Expected:
    """A parameter of an operation, with what is the same in every request."""

    parameter: Parameter
    key: tuple[str, str]
    place: str
    is_text: bool


class Reader:
    """Turns requests for one API into calls."""

    def __init__(self, api: Api, shapes: Shapes) -> None:
        """Share ``shapes`` with the rest of the mock; validators for requests are this reader's own."""
        self._shapes = shapes
        self.validators = Validators(api, "request")
        self._expected: dict[str, tuple[_Expected, ...]] = {}
        resources = api.behaviour.resources if api.behaviour is not None else ()
        named = {(scheme.place, scheme.parameter.lower()) for scheme in api.security_schemes}
        places = (resource.scope.place for resource in resources if resource.scope is not None)
        # Credentials are no parameters; where one tells whose records are meant, it is read as if it were.
        self._tenants = tuple(
            place for place in places if place.part == "header" and ("header", place.path[0].lower()) in named
        )

    def read(self, match: Match, request: Request) -> Reading:
        """Return the call a request makes, with every problem found; values that cannot be read are left out."""
        problems = list[Problem]()
        query = query_pairs(request.query)
        parameters: dict[tuple[str, str], Json] = {
            (place.part, place.path[0]): request.header(place.path[0]) for place in self._tenants
        }
        for expected in self._expectations(match.operation):
            parameter = expected.parameter
            try:
                value = self._value_of(expected, match, request, query)
            except BadParameterError as error:
                problems.append(Problem(expected.place, str(error), parameter.location))
                continue
            if not isinstance(value, Absent):
                parameters[expected.key] = value
                problems.extend(self.validators.problems(parameter.schema, value, expected.place))
            elif parameter.required and not _ignored(parameter.wire):
                problems.append(Problem(expected.place, "is required", parameter.location))
        body, trouble = self._body(match.operation.body, request, problems)
        call = Call(match.operation, parameters, body, request.body)
        return Reading(call, tuple(problems), trouble or ("invalid" if problems else ""))

    def _expectations(self, operation: Operation) -> tuple[_Expected, ...]:
        known = self._expected.get(operation.id)
        if known is None:
            known = self._expected[operation.id] = tuple(
                _Expected(one, (one.place, one.wire), f"{one.place}.{one.wire}", is_text(one, self._shapes))
                for one in operation.parameters
            )
        return known

    def _value_of(self, expected: _Expected, match: Match, request: Request, query: Pairs) -> Json | Absent:
        if expected.is_text:
            return match.values[expected.parameter.wire]
        return decode(expected.parameter, request, match.values, query, self._shapes)

    def check_body(self, operation: Operation, value: Json, place: str) -> tuple[Problem, ...]:
        """Return what is wrong with ``value`` as the JSON body of an operation (an element of a batch, say)."""
        content = operation.body.content if operation.body else ()
        media = next((media for media in content if is_json(media.name)), None)
        return () if media is None or media.schema is None else self.validators.problems(media.schema, value, place)

    def _body(
        self, declared: RequestBody | None, request: Request, problems: list[Problem]
    ) -> tuple[Json | Absent, Literal["", "media-type"]]:
        if declared is None:
            return ABSENT, ""
        if not request.body:
            if declared.required:
                problems.append(Problem("body", "is required", declared.location))
            return ABSENT, ""
        media = _declared_media(declared, request.header("content-type"))
        if media is None:
            names = ", ".join(media.name for media in declared.content)
            problems.append(Problem("header.content-type", f"is none of {names}", declared.location))
            return ABSENT, "media-type"
        try:
            value = self._value(media, request.body)
        except (BadParameterError, NotJsonError) as error:
            problems.append(Problem("body", str(error), media.location))
            return ABSENT, ""
        if media.schema is not None and not isinstance(value, Absent):
            problems.extend(self.validators.problems(media.schema, value, "body"))
        return value, ""

    def _value(self, media: MediaType, body: bytes) -> Json | Absent:
        if is_json(media.name):
            return read_json(body)
        types = frozenset[str]() if media.schema is None else self._shapes.types(media.schema)
        is_form = _essence(media.name) == "application/x-www-form-urlencoded"
        # A form is an object; what a schema of another type means by one, nobody says.
        if is_form and media.schema is not None and (not types or "object" in types):
            return form(media, media.schema, query_pairs(body.decode("utf-8", "replace")), self._shapes)
        return ABSENT


def _ignored(wire: str) -> bool:
    return wire.lower() in {"accept", "content-type", "authorization"}


def _essence(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _declared_media(body: RequestBody, sent: str | None) -> MediaType | None:
    """Return the declared representation a ``Content-Type`` names: exact, then ``type/*``, then ``*/*``."""
    if not body.content:
        return MediaType("*/*", None, body.location)
    first = body.content[0]
    if sent == first.name and sent in _PLAIN:
        return first
    essence = _essence(sent or "")
    if not essence or ("charset" in (sent or "").lower() and "utf-8" not in (sent or "").lower() and is_json(essence)):
        return None
    declared = {_essence(media.name): media for media in reversed(body.content)}
    return declared.get(essence) or declared.get(f"{essence.partition('/')[0]}/*") or declared.get("*/*")
