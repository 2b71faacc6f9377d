"""Requests as calls of the generated client, so that a finding can be seen again from Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from truespec.checking.commands import Kept
from truespec.checking.exchange import Request
from truespec.checking.parameters import parsed, path_values, text_of
from truespec.contract.api import Api
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json
from truespec.diagnostics import Report
from truespec.rendering.answers import returned
from truespec.rendering.arguments import Argument, Arguments, arguments
from truespec.rendering.code import Code, fragment, identifier, join, literal
from truespec.rendering.examples import Examples
from truespec.rendering.shapes import Named
from truespec.rendering.shaping import Shaper

__all__ = ["ClientCode", "Step"]

_SEPARATORS: Final = {"spaceDelimited": " ", "pipeDelimited": "|"}


@dataclass(frozen=True, slots=True)
class Step:
    """One request of a program; ``keeps`` is the key in its answer that a later one needs."""

    operation: Operation
    request: Request
    keeps: Kept | None = None


class ClientCode:
    """Writes calls of one API's client; credentials come from the environment, as the client reads them."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @cached_property
    def _shaper(self) -> Shaper:
        # What has no shape in Python is told by whoever generates the client.
        return Shaper(self._api, Report())

    def program(self, steps: Sequence[Step], base_url: str) -> str:
        """Return a program that sends the requests one after the other; empty where the client would not send them all.

        It would not where an argument is missing that it asks for, or where something is sent that has no argument.
        """
        names, variable = self._api.names, Examples.of(self._api, self._shaper).client
        lines: list[Code] = []
        held: dict[str, Code] = {}
        for number, step in enumerate(steps):
            call = self._call(step, variable, held)
            if call is None:
                return ""
            attribute = self._attribute(step)
            if number == len(steps) - 1:
                lines.append(fragment("    print({})", call))
            elif step.keeps is not None and attribute is not None:
                made = identifier(step.keeps.name)
                held[text_of(step.keeps.value)] = fragment("{}.{}", made, attribute)
                lines.append(fragment("    {} = {}", made, call))
            else:
                lines.append(fragment("    {}", call))
        return "\n".join(
            (
                fragment("from {} import {}", identifier(names.package), identifier(names.client)),
                fragment("with {}(base_url={}) as {}:", identifier(names.client), literal(base_url), variable),
                *lines,
            )
        )

    def _call(self, step: Step, variable: Code, held: Mapping[str, Code]) -> Code | None:
        operation = step.operation
        given = self._given(step, arguments(operation, self._api, self._shaper), held)
        if given is None:
            return None
        method = join(".", (variable, identifier(operation.resource), identifier(operation.name)))
        call = fragment("{}({})", method, join(", ", given))
        return fragment("{}.page()", call) if returned(operation, self._api, self._shaper).paging is not None else call

    def _attribute(self, step: Step) -> Code | None:
        """Return how Python reaches the key in what a call returns, ``None`` where it has no name there."""
        if step.keeps is None:
            return None
        found = returned(step.operation, self._api, self._shaper)
        path, shape = step.keeps.path, found.shape
        if found.paging is not None or path[: len(found.path)] != found.path:
            return None
        names: list[Code] = []
        for wire in path[len(found.path) :]:
            model = self._shaper.models.get(shape.name) if isinstance(shape, Named) else None
            member = next((item for item in model.members if item.wire == wire), None) if model is not None else None
            if member is None:
                return None
            names.append(identifier(member.name))
            shape = member.shape
        return join(".", names) if names else None

    def _given(self, step: Step, taken: Arguments, held: Mapping[str, Code]) -> list[Code] | None:
        operation, request = step.operation, step.request
        body = request.json()
        left = {str(name) for name in body} if isinstance(body, dict) else set[str]()
        found: list[Code] = []
        whole = False
        for argument in taken.all:
            value = _value(argument, operation, request, body)
            if isinstance(value, Absent):
                if argument.required:
                    return None
                continue
            left.discard(argument.wire if argument.place == "body" else "")
            whole = whole or argument.place == "whole body"
            written = _written(value, held)
            found.append(written if argument.positional else fragment("{}={}", identifier(argument.name), written))
        unsaid = bool(request.body) and not whole and (bool(left) or not isinstance(body, dict))
        return None if unsaid or not _all_known(operation, request) else found


def _written(value: Json, held: Mapping[str, Code]) -> Code:
    """Return a value as code: the variable that holds it, or a literal."""
    if isinstance(value, dict) and held:
        pairs = (fragment("{}: {}", literal(name), _written(member, held)) for name, member in value.items())
        return fragment("{{{}}}", join(", ", pairs))
    if isinstance(value, list) and held:
        return fragment("[{}]", join(", ", (_written(item, held) for item in value)))
    known = held.get(text_of(value)) if isinstance(value, str | int) and not isinstance(value, bool) else None
    return literal(value) if known is None else known


def _value(argument: Argument, operation: Operation, request: Request, body: Json | Absent) -> Json | Absent:
    if argument.place == "whole body":
        return body
    if argument.place == "body":
        return body.get(argument.wire, ABSENT) if isinstance(body, dict) else ABSENT
    texts = list(_texts(argument, operation, request))
    if not texts or argument.schema is None:
        return ABSENT
    parameter = next((item for item in operation.parameters if item.wire == argument.wire), None)
    if "array" in argument.schema.plain_types and parameter is not None and len(texts) == 1 and not parameter.explode:
        return list(texts[0].split(_SEPARATORS.get(parameter.style, ",")))
    if "array" in argument.schema.plain_types:
        return list(texts)
    return parsed(texts[0], argument.schema)


def _texts(argument: Argument, operation: Operation, request: Request) -> Iterator[str]:
    if argument.place == "path":
        values: Mapping[str, str] = path_values(operation, request.path)
        yield from [values[argument.wire]] if argument.wire in values else []
    elif argument.place == "query":
        yield from (value for name, value in request.query if name == argument.wire)
    elif argument.place == "headers" and (value := request.header(argument.wire)) is not None:
        yield value


def _all_known(operation: Operation, request: Request) -> bool:
    """Say whether every part of a query is a parameter that has an argument of its own."""
    known = {parameter.wire for parameter in operation.parameters if parameter.place == "query"}
    return all(name in known for name, _ in request.query)
