"""Fills an empty store with records of people who do not exist, made as any client makes them: by requests."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote, urlencode

from truespec.contract.api import Api
from truespec.contract.behaviour import Resource
from truespec.contract.operation import Operation, Parameter, is_json
from truespec.contract.schema import Json, Schema
from truespec.diagnostics import Diagnostic, Report
from truespec.mock.exchange import Request
from truespec.mock.filling import Filler
from truespec.mock.list_conventions import with_guesses
from truespec.mock.people import person
from truespec.mock.samples import Sampler
from truespec.mock.service import Service
from truespec.mock.shapes import Shapes
from truespec.mock.store import Store
from truespec.mock.validators import Validators

__all__ = ["seed_records"]

_FIRST_MOMENT: Final = datetime(2025, 1, 1, 9, tzinfo=UTC)
_SPAN: Final = timedelta(days=330)


def seed_records(api: Api, store: Store, count: int, seed: int = 0) -> tuple[Diagnostic, ...]:
    """Make ``count`` records of every resource of ``api`` in an empty ``store``; return what there is to say about it.

    The rules of the contract make the records: each is a valid request to the operation that creates, below the tenant
    of the spec's own example.  The same contract, ``count`` and ``seed`` give the same records, times included.  All of
    them are made at once or none, and in a store that has any record nothing is done.

    Raises:
        StoreError: The store failed.
    """
    report = Report()
    # Seeding is done by the house itself, so nobody is asked for credentials.
    asked = with_guesses(api)
    open_api = replace(asked, operations=tuple(replace(operation, security=()) for operation in asked.operations))
    with store.exclusive():
        if not store.is_empty():
            report.note("seed-data-kept", api.location, "there are records already, so none were seeded")
            return tuple(report)
        _Seeding(open_api, store, count, seed).run(report)
    return tuple(report)


class _Seeding:
    """One run: a service with a clock of its own, and who makes up the requests."""

    def __init__(self, api: Api, store: Store, count: int, seed: int) -> None:
        self._api = api
        self._count = count
        self._seed = seed
        self._moment = _FIRST_MOMENT
        self._service = Service(api, seed=seed, clock=lambda: self._moment, store=store)
        shapes, validators = Shapes(api), Validators(api, "request")
        self._sampler = Sampler(shapes, validators, seed)
        self._filler = Filler(shapes, validators, self._sampler)

    def run(self, report: Report) -> None:
        """Make the records of every resource."""
        behaviour = self._api.behaviour
        for resource in behaviour.resources if behaviour else ():
            creation = next(_creations(self._api, resource), None)
            made = 0 if creation is None else sum(self._makes(creation, number) for number in range(self._count))
            if made < self._count:
                message = f"{made} of {self._count} records were seeded for {resource.id}"
                advice = "make the others by requests: no operation makes one of what its schema alone says"
                report.warning("seed-data-refused", resource.location, message, advice)

    def _makes(self, creation: _Creation, number: int) -> bool:
        """Make one record; say whether it was made."""
        self._moment = _FIRST_MOMENT + _SPAN * number / self._count
        source = random.Random(f"{self._seed} {creation.resource.id} {number}")  # noqa: S311 - reproducible on purpose
        who = person(number + 1, source)
        body = self._filler.body(creation.schema, who, source, creation.resource.key)
        # A rule may refuse what the schema allows, so the least that can be sent is tried too.
        tried = (body, self._sampler.neutral(creation.schema))
        return any(200 <= self._service(self._request(creation, value)).status < 300 for value in tried)

    def _request(self, creation: _Creation, body: Json) -> Request:
        path, query = creation.operation.path, list[str]()
        headers = [("content-type", creation.media_type)]
        for parameter in creation.operation.parameters:
            if parameter.place != "path" and not parameter.required:
                continue
            text = self._text(parameter)
            if parameter.place == "path":
                path = path.replace(f"{{{parameter.wire}}}", quote(text, safe=""))
            elif parameter.place == "query":
                query.append(f"{quote(parameter.wire, safe='')}={quote(text, safe='')}")
            elif parameter.place == "querystring":
                query.append(self._whole_query(parameter, text))
            else:
                name = parameter.wire if parameter.place == "header" else "cookie"
                headers.append((name, text if parameter.place == "header" else f"{parameter.wire}={quote(text)}"))
        return Request(creation.operation.method, path, "&".join(query), tuple(headers), json.dumps(body).encode())

    @staticmethod
    def _whole_query(parameter: Parameter, text: str) -> str:
        is_form = parameter.content_type.startswith("application/x-www-form-urlencoded")
        if not is_form:
            return quote(text, safe="")
        return urlencode(json.loads(text)) if text.startswith("{") else text

    def _text(self, parameter: Parameter) -> str:
        """Return a value for a parameter: the spec's own example, where it has one."""
        shown = next((example.value for example in parameter.examples), None)
        value = self._sampler.sample(parameter.schema) if shown is None else shown
        return value if isinstance(value, str) else json.dumps(value)


@dataclass(frozen=True, slots=True)
class _Creation:
    """An operation that makes a record of a resource out of JSON."""

    resource: Resource
    operation: Operation
    media_type: str
    schema: Schema


def _creations(api: Api, resource: Resource) -> Iterator[_Creation]:
    actions = api.behaviour.actions if api.behaviour else ()
    for action in actions:
        operation = api.operation(action.id)
        if action.resource != resource.id or action.batch is not None or operation is None:
            continue
        for media in operation.body.content if operation.body and action.kind in {"create", "upsert"} else ():
            if is_json(media.name) and media.schema is not None:
                yield _Creation(resource, operation, media.name, media.schema)
