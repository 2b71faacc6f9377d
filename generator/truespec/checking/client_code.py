"""A request as a call of the generated client, so that a finding can be seen again from Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

from truespec.checking.exchange import Request
from truespec.checking.parameters import parsed, path_values
from truespec.contract.api import Api
from truespec.contract.operation import Operation
from truespec.contract.schema import ABSENT, Absent, Json
from truespec.diagnostics import Report
from truespec.rendering.answers import returned
from truespec.rendering.arguments import Argument, Arguments, arguments
from truespec.rendering.code import Code, fragment, identifier, join, literal
from truespec.rendering.examples import Examples
from truespec.rendering.shaping import Shaper

__all__ = ["ClientCode"]

_SEPARATORS: Final = {"spaceDelimited": " ", "pipeDelimited": "|"}


class ClientCode:
    """Writes calls of one API's client; credentials come from the environment, as the client reads them."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @cached_property
    def _shaper(self) -> Shaper:
        # What has no shape in Python is told by whoever generates the client.
        return Shaper(self._api, Report())

    def call(self, operation: Operation, request: Request, base_url: str) -> str:
        """Return a program that sends the request; empty where the client would not send this one.

        It would not where an argument is missing that it asks for, or where something is sent that has no argument.
        """
        taken = arguments(operation, self._api, self._shaper)
        given = self._given(operation, request, taken)
        if given is None:
            return ""
        names, variable = self._api.names, Examples.of(self._api, self._shaper).client
        method = join(".", (variable, identifier(operation.resource), identifier(operation.name)))
        call = fragment("{}({})", method, join(", ", given))
        if returned(operation, self._api, self._shaper).paging is not None:
            call = fragment("{}.page()", call)
        return "\n".join(
            (
                fragment("from {} import {}", identifier(names.package), identifier(names.client)),
                fragment("with {}(base_url={}) as {}:", identifier(names.client), literal(base_url), variable),
                fragment("    print({})", call),
            )
        )

    def _given(self, operation: Operation, request: Request, taken: Arguments) -> list[Code] | None:
        body = request.json()
        left: set[str] = set(body) if isinstance(body, dict) else set[str]()
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
            written = literal(value)
            found.append(written if argument.positional else fragment("{}={}", identifier(argument.name), written))
        unsaid = bool(request.body) and not whole and (bool(left) or not isinstance(body, dict))
        return None if unsaid or not _all_known(operation, request) else found


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
