"""Methods read like Python: records without envelopes, pages by number, deprecations that type checkers see."""

from __future__ import annotations

import importlib
import inspect
import textwrap
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from rendered import api_of, imported, unpacked
from truespec.diagnostics import Report
from truespec.rendering.render import render

SPEC = """
openapi: 3.1.0
info: {title: Visits, version: '1'}
servers: [{url: 'https://visits.example'}]
paths:
  /visits:
    get:
      operationId: listVisits
      tags: [visits]
      parameters:
        - {name: page, in: query, required: true, description: Which page., schema: {type: string}}
        - {name: limit, in: query, schema: {type: integer}}
        - {name: old, in: query, deprecated: true, description: Of old., schema: {type: string}}
        - {name: day, in: query, schema: {type: string, format: date}}
      responses:
        '200':
          description: A page.
          content:
            application/json:
              schema: {type: object, properties: {visits: {type: array, items: {$ref: '#/components/schemas/Visit'}}}}
        '401': {description: Who are you?}
        '404': {description: No such place.}
  /visits/{id}:
    get:
      operationId: getVisit
      tags: [visits]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: The visit.
          content: {application/json: {schema: {$ref: '#/components/schemas/VisitAnswer'}}}
  /visits/date:
    get:
      operationId: date
      deprecated: true
      tags: [visits]
      parameters: [{name: day, in: query, schema: {type: string, format: date}}]
      responses: {'204': {description: Nothing.}}
components:
  schemas:
    Visit: {type: object, required: [id], properties: {id: {type: string}}}
    VisitAnswer: {type: object, properties: {visit: {anyOf: [{$ref: '#/components/schemas/Visit'}, {type: 'null'}]}}}
"""
BEHAVIOUR = """
behaviour: 1
resources: {visit: {schema: Visit, key: id, states: A visit has an id.}}
operations:
  listVisits:
    action: list
    resource: visit
    states: All are listed.
    paging: {style: page, page: query.page, limit: query.limit, items: body.visits, states: They come in pages.}
  getVisit:
    action: read
    resource: visit
    key: path.id
    answer: body.visit
    states: It is the answer.
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """Render, write and import the client of the spec above."""
    folder: Path = tmp_path_factory.mktemp("visits")
    (folder / "openapi.yaml").write_text(textwrap.dedent(SPEC), encoding="utf-8")
    (folder / "behaviour.yaml").write_text(textwrap.dedent(BEHAVIOUR), encoding="utf-8")
    source = unpacked(render(api_of(folder / "openapi.yaml"), Report()), folder)
    with imported(source, "visits_client") as module:
        yield module


def visits(package: ModuleType, operation: str = "", **answer: Any) -> Any:
    """Return the resource of a client whose server gives one answer."""
    fake = importlib.import_module("visits_client.testing").Fake()
    client = package.Visits(transport=fake.answer(operation, **answer) if operation else fake)
    return client.visits, fake


def parameters(method: Any) -> dict[str, str]:
    return {name: item.annotation for name, item in inspect.signature(method).parameters.items()}


def test_a_record_is_returned_without_its_envelope_and_is_never_null(package: ModuleType) -> None:
    resource, _ = visits(package, "visits.get", json={"visit": {"id": "v1"}})
    assert inspect.signature(resource.get).return_annotation == "Visit"
    assert resource.get("v1").id == "v1"
    resource, _ = visits(package, "visits.get", json={"visit": None})
    with pytest.raises(package.errors.DecodeError, match="the answer has no visit"):
        resource.get("v1")


def test_the_number_of_a_page_is_a_number_and_never_needed(package: ModuleType) -> None:
    resource, fake = visits(package, "visits.list", json={"visits": []})
    assert parameters(resource.list)["page"] == "int | Omit"
    assert list(resource.list(page=3)) == list(resource.list()) == []
    assert [sent.request.url.rpartition("?")[2] for sent in fake.requests] == ["page=3", "page=1"]


def test_a_docstring_says_what_comes_back_and_what_each_status_means(package: ModuleType) -> None:
    resource, _ = visits(package)
    listing, reading = inspect.getdoc(resource.list) or "", inspect.getdoc(resource.get) or ""
    assert "Returns:\n    The items, page after page" in listing
    assert "\n    page: Which page. The walk over the pages begins here.\n" in listing
    assert "\n    old: Of old. Deprecated.\n" in listing
    assert "\n    Unauthorized: Who are you? (401).\n    NotFound: No such place (404)." in listing
    assert "Returns:\n    The visit. ``with_response`` has the ``VisitAnswer`` it came in." in reading


def test_a_deprecated_operation_warns_whoever_calls_it(package: ModuleType) -> None:
    resource, _ = visits(package, "visits.date", status=204)
    assert "deprecates" in resource.date.__deprecated__
    with pytest.warns(DeprecationWarning, match="The API deprecates this operation"):
        resource.date()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        resource.list()


def test_a_type_that_a_method_hides_is_written_behind_its_module(package: ModuleType) -> None:
    resource, _ = visits(package)
    assert parameters(resource.list)["day"] == "dt.date | Omit"
