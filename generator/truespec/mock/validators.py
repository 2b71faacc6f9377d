"""Compiled validators for the schemas of one API, each made when it is first needed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

import jsonschema_rs

from truespec.contract.api import Api
from truespec.contract.breadth import Breadth
from truespec.contract.json_schema import find, json_schema, standalone
from truespec.contract.schema import Json, Property, Schema
from truespec.diagnostics import Diagnostic, Location, Severity, printable

__all__ = ["Direction", "Problem", "Validators", "declared_names"]

Direction = Literal["request", "response"]

_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS: Final = re.compile(
    rf"(?:{_ATOM}(?:\.{_ATOM})*|\"(?:[ !#-\[\]-~]|\\[ -~])*\")@(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9A-Za-z:.-]+\])"
)
_LONGEST_ADDRESS: Final = 320
_MOST_PROBLEMS: Final = 10
_LONGEST_MESSAGE: Final = 200
_NAMES_WHAT_WAS_SENT: Final = {
    "additionalProperties": "has a member that is not declared",
    "unevaluatedProperties": "has a member that is not declared",
    "propertyNames": "has a member whose name is not allowed",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a request or an answer.

    ``place`` is where it stands (``query.id``, ``body.batch.0.email``), ``location`` where the spec says otherwise.
    Neither ``place`` nor ``message`` holds anything the sender made up: unknown names are written ``*``.
    """

    place: str
    message: str
    location: Location

    def __str__(self) -> str:
        """Write the problem on one line, the place in the spec last."""
        return printable(f"{self.place} {self.message} ({self.location} {self.location.pointer})")


class Validators:
    """Says whether values satisfy schemas of the contract, and where the spec says what they break.

    Formats are asserted.  ``format: email`` is the form of an address in RFC 5321: quoted local parts, domain literals
    and domains of one label pass, ``Ada <ada@example.com>`` does not, and whether an ``xn--`` label spells a real name
    is not asked.  For a request, members marked read-only are not required; for a response, those marked write-only.
    """

    def __init__(self, api: Api, direction: Direction) -> None:
        """Compile nothing yet."""
        self._api = api
        self._compiled: dict[int, tuple[Schema, jsonschema_rs.Validator | None]] = {}
        self._definitions: dict[str, Json] = {}
        self._names: frozenset[str] | None = None
        self._relax = _Relaxation(api, direction)
        self._breadth = Breadth(api)
        self.unusable: list[Diagnostic] = []
        """Schemas no validator could be made of (an impossible ``pattern``, say); their values pass unchecked."""

    def is_valid(self, schema: Schema, value: Json) -> bool:
        """Say whether ``value`` satisfies ``schema``."""
        validator = self._validator(schema)
        return validator is None or validator.is_valid(value)

    def problems(self, schema: Schema, value: Json, place: str) -> tuple[Problem, ...]:
        """Return what is wrong with ``value``, at most ten problems, none where it satisfies ``schema``."""
        validator = self._validator(schema)
        if validator is None or validator.is_valid(value):
            return ()
        found = list[Problem]()
        for error in validator.iter_errors(value):
            found.append(self._problem(schema, error, place))
            if len(found) == _MOST_PROBLEMS:
                break
        return tuple(found)

    def _problem(self, schema: Schema, error: jsonschema_rs.ValidationError, place: str) -> Problem:
        if self._names is None:
            self._names = frozenset(declared_names(self._api))
        steps = (str(step) if isinstance(step, int) or step in self._names else "*" for step in error.instance_path)
        message = _NAMES_WHAT_WAS_SENT.get(error.kind.name, error.message)
        if len(message) > _LONGEST_MESSAGE:
            message = message[:_LONGEST_MESSAGE] + "..."
        return Problem(".".join((place, *steps)), message, find(schema, self._api, error.schema_path).location)

    def _validator(self, schema: Schema) -> jsonschema_rs.Validator | None:
        known = self._compiled.get(id(schema))
        if known is None:
            known = self._compiled[id(schema)] = (schema, self._compile(schema))
        return known[1]

    def _compile(self, schema: Schema) -> jsonschema_rs.Validator | None:
        if not self._breadth.is_bearable(schema):
            self._take_unchecked(schema, "it holds a value against too many alternatives", "offer fewer of them")
            return None
        relaxed = self._relax.schema(schema)
        document = standalone(relaxed, self._api, self._reachable(relaxed))
        try:
            return jsonschema_rs.Draft202012Validator(
                document, formats={"email": _is_address}, validate_formats=True, mask="value", offline=True
            )
        except ValueError as error:
            self._take_unchecked(schema, str(error), "correct the keyword")
            return None

    def _take_unchecked(self, schema: Schema, why: str, advice: str) -> None:
        message = f"no validator can be made of this schema: {why}"
        advice = f"{advice}; until then the mock takes any value here"
        self.unusable.append(Diagnostic("schema-not-checkable", Severity.WARNING, schema.location, message, advice))

    def _reachable(self, schema: Schema) -> Mapping[str, Json]:
        """Return the definitions a schema needs: an API may have a thousand, and a validator converts all it gets."""
        found: dict[str, Json] = {}
        waiting = [schema]
        while waiting:
            current = waiting.pop()
            name = current.reference
            if name and name not in found:
                target = self._api.schema(name).schema
                if name not in self._definitions:
                    self._definitions[name] = json_schema(self._relax.schema(target))
                found[name] = self._definitions[name]
                waiting.append(target)
            waiting.extend(child for _, child in current.children())
        return found


class _Relaxation:
    """Takes ``required`` from the members that one direction never carries."""

    def __init__(self, api: Api, direction: Direction) -> None:
        self._api = api
        self._direction = direction

    def schema(self, schema: Schema) -> Schema:
        """Return ``schema`` with those members optional, at every depth; named schemas are done on their own."""
        return replace(
            schema,
            properties=tuple(self._member(member) for member in schema.properties),
            items=schema.items and self.schema(schema.items),
            prefix_items=tuple(map(self.schema, schema.prefix_items)),
            additional=schema.additional and self.schema(schema.additional),
            all_of=tuple(map(self.schema, schema.all_of)),
            any_of=tuple(map(self.schema, schema.any_of)),
            one_of=tuple(map(self.schema, schema.one_of)),
        )

    def _member(self, member: Property) -> Property:
        required = (
            member.required and not self._absent(member.schema) and not self._absent(self._api.target(member.schema))
        )
        return replace(member, required=required, schema=self.schema(member.schema))

    def _absent(self, schema: Schema) -> bool:
        return schema.read_only if self._direction == "request" else schema.write_only


def _is_address(text: str) -> bool:
    return len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def declared_names(api: Api) -> set[str]:
    """Return every member name the document itself mentions."""
    waiting = [named.schema for named in api.schemas]
    for operation in api.operations:
        contents = [operation.body.content] if operation.body else []
        contents.extend(answer.content for answer in operation.answers)
        waiting.extend(media.described for content in contents for media in content if media.described is not None)
        waiting.extend(parameter.schema for parameter in operation.parameters)
    names = set[str]()
    while waiting:
        current = waiting.pop()
        names.update(member.wire for member in current.properties)
        waiting.extend(child for _, child in current.children())
    return names
