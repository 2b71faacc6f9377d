"""Judges a made-up request: is it what the contract asks for, and what must a server do with one that is not?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Final

from truespec.checking.exchange import Request
from truespec.checking.facts import assumed_among
from truespec.checking.parameters import json_media_type, parsed, path_values
from truespec.checking.schema_check import SchemaCheck, Violation
from truespec.contract import behaviour
from truespec.contract.api import Api
from truespec.contract.operation import Answer, Operation, Parameter, is_json
from truespec.contract.schema import Absent
from truespec.diagnostics import Location

__all__ = ["Refusal", "RequestCheck", "why_refusal"]


_INVALID: Final = ("400", "422")


@dataclass(frozen=True, slots=True)
class Refusal:
    """How a request of the wrong form is refused: the statuses and why they are assumed.

    ``statuses`` is empty where neither the behaviour nor the answers of the operation say anything.
    """

    statuses: tuple[str, ...]
    location: Location
    assumed: str | None


def why_refusal(rule: behaviour.Refusal, answer: Answer | None) -> str | None:
    """Return why a rule of refusal is assumed for an operation, ``None`` where it is documented.

    A rule over many operations may be documented for some: those declare the answer without an assumption.
    """
    answer_why = assumed_among(answer.assumptions) if answer is not None else None
    own = assumed_among(rule.assumptions, ("status",))
    if own or answer_why:
        return own or answer_why
    return assumed_among(rule.assumptions, ("operations",)) if answer is None else None


class RequestCheck:
    """Says what is wrong with a request; one instance serves a whole run."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._check = SchemaCheck(api, "request")

    def refusal(self, operation: Operation) -> Refusal:
        """Return how the operation refuses a request of the wrong form."""
        rule = self._api.behaviour.refusal("request-invalid", operation.id) if self._api.behaviour else None
        if rule is not None:
            answer = operation.answer(rule.status)
            return Refusal((str(rule.status),), rule.location, why_refusal(rule, answer))
        declared = [answer for answer in operation.answers if answer.status in _INVALID]
        documented = [answer for answer in declared if assumed_among(answer.assumptions) is None] or declared[:1]
        if documented:
            # Which of two is for what is the server's own affair.
            statuses = tuple(answer.status for answer in documented)
            return Refusal(statuses, documented[0].location, assumed_among(documented[0].assumptions))
        return Refusal((), operation.location, None)

    def violations(self, operation: Operation, request: Request) -> list[Violation]:
        """Return what the request breaks; text that could be read either way breaks nothing."""
        return [*self._in_parameters(operation, request), *self._in_body(operation, request)]

    def _in_parameters(self, operation: Operation, request: Request) -> Iterator[Violation]:
        in_path = path_values(operation, request.path)
        query = request.query
        for parameter in operation.parameters:
            if parameter.place == "path":
                sent = [in_path[parameter.wire]] if parameter.wire in in_path else []
            elif parameter.place == "query":
                sent = [value for name, value in query if name == parameter.wire]
            elif parameter.place == "header":
                value = request.header(parameter.wire)
                sent = [] if value is None else [value]
            else:
                continue
            yield from self._in_parameter(parameter, sent)

    def _in_parameter(self, parameter: Parameter, sent: list[str]) -> Iterator[Violation]:
        schema = self._api.target(parameter.schema)
        name = f"{parameter.place} parameter `{parameter.wire}`"
        structured = (
            {"array", "object"} & set(schema.plain_types) or parameter.content_type or parameter.style == "deepObject"
        )
        if not sent and parameter.required and not structured:
            assumed = assumed_among(parameter.assumptions, ("required",))
            yield Violation(
                parameter.wire, "required", f"{name} is required", "it is missing", parameter.location, assumed
            )
        if structured or len(sent) != 1:
            # A repeated or a joined value is read differently by different servers.
            return
        if parameter.place == "query" and sent == [""] and not parameter.required:
            # As is nothing behind the equals sign: many take it for a parameter that was left out.
            return
        for violation in self._check.violations(parameter.schema, parsed(sent[0], schema)):
            assumed = assumed_among(parameter.assumptions) or violation.assumed
            states = f"{name} {violation.states.partition('` ')[2]}"
            yield replace(violation, path=parameter.wire, states=states, assumed=assumed)

    def _in_body(self, operation: Operation, request: Request) -> Iterator[Violation]:
        body = operation.body
        if body is None:
            return
        if not request.body:
            if body.required:
                assumed = assumed_among(body.assumptions, ("required",))
                yield Violation("body", "required", "a body is required", "there is none", body.location, assumed)
            return
        other = next(_other_kind(operation, request), None)
        if other is not None:
            yield other
            return
        media = next((media for media in body.content if media.name == json_media_type(operation)), None)
        if media is None or media.schema is None or not is_json(request.header("content-type") or ""):
            return
        value = request.json()
        if isinstance(value, Absent):
            yield Violation("body", "json", "the body is JSON", "it is not", media.location, None)
            return
        yield from self._check.violations(media.schema, value)


def _other_kind(operation: Operation, request: Request) -> Iterator[Violation]:
    """Yield what is wrong with what a body is called, where there is an answer for that: many do not care otherwise."""
    answer = next((one for one in operation.answers if one.status == "415"), None)
    said = _kind(request.header("content-type") or "")
    body = operation.body
    if answer is None or body is None or not said or not body.content:
        return
    kinds = [_kind(media.name) for media in body.content]
    if not any(fnmatchcase(said, kind) for kind in kinds):
        states = f"a body is {' or '.join(kinds)}, and there is 415 for any other"
        yield Violation(
            "body", "media", states, f"it is called {said}", body.location, assumed_among(answer.assumptions)
        )


def _kind(text: str) -> str:
    return text.partition(";")[0].strip().lower()
