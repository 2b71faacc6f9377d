"""What a contract states and what it assumes, one by one: the counts and the list behind ``truespec list``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from truespec.contract.api import Api
from truespec.contract.behaviour import Rule
from truespec.contract.operation import Header, MediaType, Operation
from truespec.contract.provenance import Assumption, assumption_for
from truespec.contract.schema import Absent, Schema
from truespec.contract.security import SecurityScheme
from truespec.diagnostics import Location

__all__ = ["Assumed", "Inventory", "take"]


@dataclass(frozen=True, slots=True)
class Assumed:
    """An assumption and what it is about: ``getCustomer query id``, ``PartnerCustomer.email``, a rule's id."""

    subject: str
    assumption: Assumption


@dataclass(frozen=True, slots=True)
class Inventory:
    """The counts of one API and every assumption, in the order of the contract."""

    operations: int
    schemas: int
    facts: int
    assumed: tuple[Assumed, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """One object of the spec: what it states, by attribute (``""``: that it exists), and what of that is assumed."""

    subject: str
    location: Location
    states: tuple[str, ...]
    assumptions: tuple[Assumption, ...] = ()
    assumed: bool = False


def take(api: Api) -> Inventory:
    """Count what ``api`` states and collect what it assumes.

    A documented fact is one statement that carries no assumption, neither its own nor that of an object around it:

    - that a server, a security scheme, an operation, its security, a parameter, a request body, a media type, an
      answer (each status of each operation), a header, a member or a rule of the behaviour exists;
    - whether a parameter, header, member or body is required, and that an operation was given its id;
    - of a schema its type, ``nullable``, format, enum, default, each constraint (``maxLength``, ``pattern``, ...), what
      it refers to, each applicator (``items``, ``anyOf``, ...), and the flags that are set (``deprecated``, ...).

    Texts (titles, summaries, descriptions, examples) are our own words and no facts.  What several operations share is
    counted once, except the status of an answer.
    """
    facts: set[tuple[str, Location, str]] = set()
    assumed: dict[Assumption, Assumed] = {}
    for part in _parts(api):
        for assumption in part.assumptions:
            assumed.setdefault(assumption, Assumed(part.subject, assumption))
        for attribute in part.states:
            if not part.assumed and assumption_for(part.assumptions, attribute) is None:
                facts.add((part.subject if not attribute else "", part.location, attribute))
    return Inventory(len(api.operations), len(api.schemas), len(facts), tuple(assumed.values()))


def _whole(assumptions: tuple[Assumption, ...]) -> bool:
    return assumption_for(assumptions) is not None


def _parts(api: Api) -> Iterator[_Part]:
    yield _Part("the API", api.location, (), api.assumptions)
    for server in api.servers:
        yield _Part(f"server {server.url}", server.location, ("url",), server.assumptions)
    for scheme in api.security_schemes:
        yield _Part(f"credential {scheme.wire}", scheme.location, _scheme_states(scheme), scheme.assumptions)
    for operation in api.operations:
        yield from _operation(operation)
    for named in api.schemas:
        yield from _schema(named.name, named.schema, assumed=False)
    if api.behaviour is not None:
        yield from _rules(api.behaviour)


def _scheme_states(scheme: SecurityScheme) -> tuple[str, ...]:
    return ("type", "name", "in") if scheme.kind == "api-key" else ("type",)


def _operation(operation: Operation) -> Iterator[_Part]:
    assumed = _whole(operation.assumptions)
    states = ["", *(["operationId"] if operation.id_is_given else []), *(["security"] if operation.security else [])]
    states += ["deprecated"] if operation.deprecated else []
    yield _Part(operation.id, operation.location, tuple(states), operation.assumptions)
    for parameter in operation.parameters:
        subject = f"{operation.id} {parameter.place} {parameter.wire}"
        stated = ("", "required", *(("deprecated",) if parameter.deprecated else ()))
        yield _Part(subject, parameter.location, stated, parameter.assumptions, assumed)
        yield from _schema(subject, parameter.schema, assumed=assumed or _whole(parameter.assumptions))
    if (body := operation.body) is not None:
        subject = f"{operation.id} body"
        yield _Part(subject, body.location, ("", "required"), body.assumptions, assumed)
        yield from _content(subject, body.content, assumed=assumed or _whole(body.assumptions))
    for answer in operation.answers:
        subject, inner = f"{operation.id} {answer.status}", assumed or _whole(answer.assumptions)
        yield _Part(subject, answer.location, ("",), answer.assumptions, assumed)
        yield from _headers(subject, answer.headers, assumed=inner)
        yield from _content(subject, answer.content, assumed=inner)


def _headers(subject: str, headers: tuple[Header, ...], *, assumed: bool) -> Iterator[_Part]:
    for header in headers:
        name = f"{subject} header {header.wire}"
        yield _Part(name, header.location, ("exists", "required"), header.assumptions, assumed)
        if header.schema is not None:
            yield from _schema(name, header.schema, assumed=assumed or _whole(header.assumptions))


def _content(subject: str, content: tuple[MediaType, ...], *, assumed: bool) -> Iterator[_Part]:
    for media in content:
        name = f"{subject} {media.name}"
        yield _Part(name, media.location, ("exists",), media.assumptions, assumed)
        for encoding in media.encoding:
            yield from _headers(f"{name} {encoding.wire}", encoding.headers, assumed=assumed)
        if media.described is not None:
            yield from _schema(name, media.described, assumed=assumed or _whole(media.assumptions))


def _schema(subject: str, schema: Schema, *, assumed: bool) -> Iterator[_Part]:
    yield _Part(subject, schema.location, tuple(_states(schema)), schema.assumptions, assumed)
    inner = assumed or _whole(schema.assumptions)
    members = {id(member.schema): member for member in schema.properties}
    for way, child in schema.children():
        member = members.get(id(child)) if way[0] == "properties" else None
        if member is not None:
            states = ("exists",) if assumption_for(schema.assumptions, "required") else ("exists", "required")
            name = f"{subject}.{member.wire}"
            yield _Part(name, member.location, states, member.assumptions, inner)
            yield from _schema(name, child, assumed=inner or _whole(member.assumptions))
        else:
            yield from _schema(f"{subject}{_step(way)}", child, assumed=inner)


def _step(way: tuple[str | int, ...]) -> str:
    return "[]" if way == ("items",) else f" {'/'.join(map(str, way))}"


def _states(schema: Schema) -> Iterator[str]:
    """Yield each attribute of one schema that says something about the data."""
    if schema.reference:
        yield "$ref"
    if schema.plain_types:
        yield "type"
    if schema.nullable:
        yield "nullable"
    given = {"format": bool(schema.format), "enum": schema.enum is not None}
    given["default"] = not isinstance(schema.default, Absent)
    given |= {"deprecated": schema.deprecated, "readOnly": schema.read_only, "writeOnly": schema.write_only}
    given["discriminator"] = schema.discriminator is not None
    yield from (attribute for attribute, holds in given.items() if holds)
    yield from schema.constraints
    yield from dict.fromkeys(str(way[0]) for way, _ in schema.children() if way[0] != "properties")


def _rules(rule: object, subject: str = "") -> Iterator[_Part]:
    """Yield every rule below the behaviour or a rule, whichever field holds it."""
    if isinstance(rule, Rule):
        subject = rule.id or subject
        yield _Part(f"rule {subject}", rule.location, ("exists",), rule.assumptions)
    for name in getattr(type(rule), "__dataclass_fields__", {}):
        value: object = getattr(rule, name)
        inners = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
        for inner in inners:
            if isinstance(inner, Rule):
                yield from _rules(inner, subject)
