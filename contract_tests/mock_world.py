"""A mock in process and the means to speak with it in the words of its contract, for the suites about the mock."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from truespec.catalogue import entries
from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Place, Resource
from truespec.contract.operation import Operation, is_json
from truespec.contract.schema import Schema
from truespec.diagnostics import Report
from truespec.interpretation.load import load_entry
from truespec.mock.exchange import Request, Response
from truespec.mock.samples import Sampler
from truespec.mock.service import Service
from truespec.mock.shapes import Shapes
from truespec.mock.validators import Validators

__all__ = ["APIS", "World", "at"]


def _catalogue() -> tuple[Api, ...]:
    report = Report()
    found = [load_entry(entry, report) for entry in entries(Path(__file__).parents[1], report)]
    assert not report.failed, "\n".join(map(str, report))
    return tuple(api for api in found if api is not None)


APIS = _catalogue()
"""Every API of the catalogue."""


_NUMBERS = itertools.count()


def at(value: Any, path: Iterable[str]) -> Any:
    """Return what stands at a path of a JSON value."""
    for name in path:
        value = value[name]
    return value


class World:
    """One API, a fresh mock of it, and requests made from the contract."""

    def __init__(self, api: Api) -> None:
        """Start an empty mock."""
        self.api = api
        self.service = Service(api)
        self.shapes = Shapes(api)
        self.validators = Validators(api, "response")
        self._sampler = Sampler(self.shapes, Validators(api, "request"))

    def operation(self, id_: str) -> Operation:
        """Return an operation that a rule names."""
        found = self.api.operation(id_)
        assert found is not None, id_
        return found

    def ask(
        self,
        operation: Operation,
        values: Mapping[Place, Any] | None = None,
        *,
        body: object = None,
        without: str = "",
        raw: bytes | None = None,
    ) -> Response:
        """Send a request of an operation: samples for what is required, ``values`` at their places.

        ``body`` replaces the sample of a body, ``raw`` any body; ``without`` names a credential or a parameter
        that is left out.
        """
        given = {(place.part, *place.path): value for place, value in (values or {}).items()}
        path, query, headers = operation.path, list[str](), self._credentials(operation, without)
        for parameter in (parameter for parameter in operation.parameters if parameter.wire != without):
            value = given.get((parameter.place, parameter.wire))
            if value is None and parameter.required:
                value = parameter.examples[0].value if parameter.examples else self._sampler.sample(parameter.schema)
            plain = value if isinstance(value, str) else json.dumps(value)
            text = quote(plain, safe="")
            if parameter.place == "path":
                path = path.replace("{" + parameter.wire + "}", text)
            elif value is not None and parameter.place == "query":
                query.append(f"{parameter.wire}={text}")
            elif value is not None:
                headers.append((parameter.wire, plain))
        sent = self.body(operation) if body is None else body
        for place, value in (values or {}).items():
            if place.part == "body":
                sent = _with(sent if isinstance(sent, dict) else {}, place.path, value)
        data = raw if raw is not None else b"" if sent is None else json.dumps(sent).encode()
        if operation.body is not None:
            headers.append(("Content-Type", operation.body.content[0].name))
        return self.service(Request(operation.method, path, "&".join(query), tuple(headers), data))

    def body(self, operation: Operation) -> Any:
        """Return a sample of a JSON body, ``None`` where the operation takes none."""
        schema = self.body_schema(operation)
        return None if schema is None else self._sampler.sample(schema)

    def body_schema(self, operation: Operation) -> Schema | None:
        """Return the schema of the JSON body an operation takes."""
        content = operation.body.content if operation.body else ()
        return next((media.schema for media in content if is_json(media.name)), None)

    def done(self, operation: Operation, values: Mapping[Place, Any] | None = None, *, body: object = None) -> Any:
        """Send a request that must succeed as declared; return the JSON of the answer, ``None`` if it has none."""
        response = self.ask(operation, values, body=body)
        assert 200 <= response.status < 300, f"{operation.label} answered {response.status}"
        assert [] == self.misfits(operation, response)
        return json.loads(response.body) if response.body else None

    def misfits(self, operation: Operation, response: Response) -> list[str]:
        """Return how a response differs from what the contract declares for its status."""
        answer = operation.answer(response.status)
        if answer is None:
            return [f"the status {response.status} is not declared"]
        names = {header.wire.lower() for header in answer.headers if header.required}
        found = [f"the header {name} is missing" for name in sorted(names) if response.header(name) is None]
        if not answer.content:
            return [*found, *(["a body is not declared"] if response.body else [])]
        media = next((media for media in answer.content if media.name == response.header("content-type")), None)
        if media is None:
            return [*found, f"the media type {response.header('content-type')} is not declared"]
        if media.schema is None or not is_json(media.name):
            return found
        return [*found, *map(str, self.validators.problems(media.schema, json.loads(response.body), "body"))]

    def record(self, action: Action, answer: Any) -> Any:
        """Return the record in the answer of an action."""
        return at(answer, action.answer.path) if action.answer else answer

    def resource(self, action: Action) -> Resource | None:
        """Return what an action is about."""
        return self.api.behaviour.resource(action.resource) if self.api.behaviour else None

    def maker(self, resource: str) -> tuple[Operation, Action]:
        """Return the operation that makes records of a resource."""
        actions = self.api.behaviour.actions if self.api.behaviour else ()
        action = next(a for a in actions if a.kind in {"create", "upsert"} and a.resource == resource)
        return self.operation(action.id), action

    def make(self, resource: str, *, with_key: bool = True, **members: object) -> Any:
        """Make a record that no earlier one is the same as, and return it; ``with_key`` lets the request choose a key.

        Without it, or where no request may choose one, the server does.
        """
        operation, action = self.maker(resource)
        body = self.body(operation) or {}
        for number, member in enumerate(action.dedupe.members if action.dedupe else ()):
            body[member] = f"{number}.{next(_NUMBERS)}@example.com"
        if action.key is not None:
            name = action.key.path[0]
            body = {**body, name: f"key-{next(_NUMBERS)}"} if with_key else {k: v for k, v in body.items() if k != name}
        return self.record(action, self.done(operation, body={**body, **members}))

    def naming(self, operation: Operation, *, key: Any = None) -> dict[Place, Any]:
        """Return values that name records an operation is about: new ones, or the one with ``key``."""
        action = self.api.behaviour.action(operation.id) if self.api.behaviour else None
        resource = self.resource(action) if action is not None else None
        if action is None or resource is None or action.key is None or action.kind in {"create", "upsert"}:
            return {}
        key = self.make(resource.name)[resource.key] if key is None else key
        values: dict[Place, Any] = {action.key: [key] if self._is_many(operation, action.key) else key}
        if action.merge is not None:
            values[action.merge.others] = [self.make(resource.name)[resource.key]]
        return values

    def _is_many(self, operation: Operation, place: Place) -> bool:
        schema = self.body_schema(operation) if place.part == "body" else None
        if schema is None:
            return False
        return "array" in self.shapes.types(self.shapes(schema).properties[place.path[0]].schema)

    def texts(
        self, operation: Operation, action: Action, but: Iterable[str] = (), *, nullable: bool = False
    ) -> list[str]:
        """Return members of a body that are free texts and stand under the same name in the record.

        With ``nullable`` only those that may be null in both.
        """
        resource, schema = self.resource(action), self.body_schema(operation)
        assert resource is not None
        assert schema is not None
        kept = self.shapes(self.api.schema(resource.schema).schema).properties
        closed = {*but, *dict(action.stores), *dict(resource.sets), resource.key}
        return [
            name
            for name, member in self.shapes(schema).properties.items()
            if name in kept
            and name not in closed
            and self._is_free(member.schema, nullable=nullable)
            and self._is_free(kept[name].schema, nullable=nullable)
        ]

    def _is_free(self, schema: Schema, *, nullable: bool) -> bool:
        shape, types = self.shapes(schema), self.shapes.types(schema)
        free = shape.enum is None and not shape.format and set(shape.constraints) <= {"maxLength"}
        return free and "string" in types and types <= {"string", "null"} and (not nullable or "null" in types)

    def _credentials(self, operation: Operation, without: str) -> list[tuple[str, str]]:
        needs = operation.security[0] if operation.security else ()
        schemes = (self.api.scheme(need.scheme) for need in needs)
        values = {"api-key": "given", "basic": "Basic dXNlcjpwYXNz"}
        return [
            (scheme.parameter, values.get(scheme.kind, "Bearer given"))
            for scheme in schemes
            if scheme is not None and scheme.wire != without
        ]


def _with(body: Mapping[str, Any], path: tuple[str, ...], value: object) -> dict[str, Any]:
    inner = _with(body.get(path[0]) or {}, path[1:], value) if len(path) > 1 else value
    return {**body, path[0]: inner}
