"""Operations as a document means them: parameters, bodies, answers, security, servers, and what is left out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from interpreting import Interpreted, interpreted, one_operation, paths_document
from truespec.contract.operation import Answer, is_json


def test_parameters_of_path_and_operation_are_merged(tmp_path: Path) -> None:
    item = {
        "parameters": [
            {"name": "X-Trace", "in": "header", "schema": {"type": "integer"}},
            {"name": "id", "in": "path", "schema": {"type": "string"}},
            {"name": "id", "in": "query", "schema": {"type": "string"}},
        ],
        "get": {
            "operationId": "getPet",
            "parameters": [
                {"name": "id", "in": "query", "required": True, "schema": {"type": "boolean"}},
                {"name": "x-trace", "in": "header", "schema": {"type": "string"}},
                {"name": "part", "in": "path", "schema": {"type": "string"}},
            ],
        },
    }
    (operation,) = interpreted(tmp_path, paths_document({"/pets/{part}/{id}": item})).api.operations
    shown = [(each.place, each.wire, each.name, each.schema.types, each.required) for each in operation.parameters]
    assert shown == [
        ("path", "part", "part", ("string",), True),
        ("path", "id", "id", ("string",), True),
        ("header", "x-trace", "x_trace", ("string",), False),
        ("query", "id", "id_2", ("boolean",), True),
    ]


def test_headers_that_something_else_describes_are_left_out(tmp_path: Path) -> None:
    names = ("Accept", "CONTENT-TYPE", "authorization", "X-Id")
    headers = {name: {"schema": {"type": "string"}} for name in ("content-type", "X-Count")}
    operation = one_operation(
        tmp_path,
        {
            "parameters": [{"name": name, "in": "header", "schema": {}} for name in names],
            "responses": {"200": {"description": "", "headers": headers}},
        },
    )
    assert [parameter.wire for parameter in operation.parameters] == ["X-Id"]
    assert [header.wire for header in operation.answers[0].headers] == ["X-Count"]


@pytest.mark.parametrize(
    ("parameter", "style", "explode"),
    [
        ({"in": "path"}, "simple", False),
        ({"in": "header"}, "simple", False),
        ({"in": "query"}, "form", True),
        ({"in": "cookie"}, "form", True),
        ({"in": "query", "explode": False}, "form", False),
        ({"in": "query", "style": "pipeDelimited"}, "pipeDelimited", False),
        ({"in": "query", "style": "deepObject"}, "deepObject", True),
        ({"in": "cookie", "style": "cookie"}, "cookie", True),
        ({"in": "path", "style": "label", "explode": True}, "label", True),
    ],
)
def test_style_and_explode_have_the_defaults_of_their_place(
    tmp_path: Path, parameter: dict[str, Any], style: str, *, explode: bool
) -> None:
    (found,) = one_operation(tmp_path, {"parameters": [{"name": "p", "schema": {}, **parameter}]}, "3.2.0").parameters
    assert (style, explode) == (found.style, found.explode)


def test_a_parameter_may_be_described_by_content(tmp_path: Path) -> None:
    content = {"application/json": {"schema": {"properties": {"a": {"type": "string"}}}}}
    (found,) = one_operation(
        tmp_path, {"parameters": [{"name": "filter", "in": "query", "content": content}]}
    ).parameters
    assert (found.content_type, found.schema.reference) == ("application/json", "DoItFilter")


SHARED: dict[str, Any] = {
    "parameters": {
        "Page": {
            "name": "page",
            "in": "query",
            "description": "which page",
            "schema": {"properties": {"number": {"type": "integer"}}},
            "x-assumed": "guessed",
        }
    },
    "requestBodies": {
        "Pet": {
            "description": "a pet",
            "x-assumed": {"required": "it would be odd without"},
            "content": {"text/plain": {}, "application/json": {"schema": {"properties": {"name": True}}}},
        }
    },
    "responses": {
        "Gone": {
            "description": "it is gone",
            "headers": {"X-When": {"$ref": "#/components/headers/When", "x-assumed": "seen once"}},
            "content": {"application/problem+json": {"schema": {"properties": {"code": True}}}},
            "x-assumed": "documented nowhere",
        }
    },
    "headers": {"When": {"required": True, "schema": {"type": "string"}, "description": "since when"}},
    "examples": {"Ada": {"value": {"name": "Ada"}}},
}


def shared(folder: Path, *, first: str = "aaa") -> Interpreted:
    def operation(name: str) -> dict[str, Any]:
        return {
            "operationId": name,
            "parameters": [{"$ref": "#/components/parameters/Page", "description": "page of pets"}],
            "requestBody": {"$ref": "#/components/requestBodies/Pet"},
            "responses": {"410": {"$ref": "#/components/responses/Gone", "x-assumed": {"status": "only here"}}},
        }

    paths = {"/a": {"put": operation(first)}, "/b": {"put": operation("second")}}
    return interpreted(folder, paths_document(paths, components=SHARED))


def test_what_is_shared_is_read_once_and_named_by_itself(tmp_path: Path) -> None:
    assert shared(tmp_path).class_names == ["Page", "Pet", "Gone"]
    assert shared(tmp_path).class_names == shared(tmp_path, first="zzz").class_names


def test_a_reference_adds_its_own_words_and_assumptions(tmp_path: Path) -> None:
    operation = shared(tmp_path).api.operations[0]
    (parameter,), (answer,), body = operation.parameters, operation.answers, operation.body
    assert body is not None
    assert (parameter.description, answer.description, body.description) == ("page of pets", "it is gone", "a pet")
    assert [(each.attribute, each.why) for each in answer.assumptions] == [
        ("status", "only here"),
        ("", "documented nowhere"),
    ]
    (header,) = answer.headers
    assert (header.required, header.description) == (True, "since when")
    assert [carrier.assumptions[0].why for carrier in (parameter, body, header)] == [
        "guessed",
        "it would be odd without",
        "seen once",
    ]


def test_json_comes_first_among_the_representations(tmp_path: Path) -> None:
    body = shared(tmp_path).api.operations[0].body
    assert body is not None
    assert [(media.name, media.schema is None) for media in body.content] == [
        ("application/json", False),
        ("text/plain", True),
    ]


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [
        ("application/json", True),
        ("Application/JSON; charset=utf-8", True),
        ("application/problem+json", True),
        ("text/json", True),
        ("application/jsonl", False),
        ("text/plain", False),
        ("*/*", False),
    ],
)
def test_json_is_recognised_by_its_media_type(media_type: str, *, expected: bool) -> None:
    assert expected is is_json(media_type)


def test_examples_are_read_in_every_form(tmp_path: Path) -> None:
    examples = {"ada": {"$ref": "#/components/examples/Ada"}, "none": {"value": None}, "new": {"dataValue": 0}}
    content = {"application/json": {"schema": {}, "examples": examples}, "text/plain": {"example": "hi"}}
    body = one_operation(tmp_path, {"requestBody": {"content": content}}, "3.2.0", components=SHARED).body
    assert body is not None
    assert [(example.name, example.value) for media in body.content for example in media.examples] == [
        ("ada", {"name": "Ada"}),
        ("none", None),
        ("new", 0),
        ("example", "hi"),
    ]


def test_the_encoding_of_a_form_is_kept(tmp_path: Path) -> None:
    encoding = {
        "photo": {"contentType": "image/png"},
        "tags": {"style": "spaceDelimited"},
        "odd": {"allowReserved": True, "explode": False},
    }
    content = {"multipart/form-data": {"schema": {}, "encoding": encoding, "x-assumed": "not said"}}
    body = one_operation(tmp_path, {"requestBody": {"required": True, "content": content}}).body
    assert body is not None
    (media,) = body.content
    assert (body.required, [each.why for each in media.assumptions]) == (True, ["not said"])
    assert [
        (part.wire, part.content_type, part.style, part.explode, part.allow_reserved) for part in media.encoding
    ] == [
        ("photo", "image/png", "", True, False),
        ("tags", "", "spaceDelimited", False, False),
        ("odd", "", "form", False, True),
    ]


def test_an_answer_is_found_by_status_then_range_then_default(tmp_path: Path) -> None:
    responses = {status: {"description": status} for status in ("default", "4xx", "404", "200")}
    operation = one_operation(tmp_path, {"responses": {**responses, "x-note": {"description": "no answer"}}})
    assert [answer.status for answer in operation.answers] == ["default", "4XX", "404", "200"]
    assert [answer.success for answer in operation.answers] == [False, False, False, True]

    def status_for(status: int) -> str:
        answer = operation.answer(status)
        return "" if answer is None else answer.status

    assert [status_for(status) for status in (200, 404, 422, 500)] == ["200", "404", "4XX", "default"]


def test_an_undeclared_status_has_no_answer(tmp_path: Path) -> None:
    assert one_operation(tmp_path, {}).answer(404) is None


def test_inline_answers_are_named_by_operation_and_status(tmp_path: Path) -> None:
    def answer(member: str) -> dict[str, Any]:
        return {"description": "", "content": {"application/json": {"schema": {"properties": {member: True}}}}}

    responses = {"200": answer("a"), "4XX": answer("b"), "default": answer("c")}
    operation = one_operation(tmp_path, {"responses": responses, "requestBody": {"content": answer("d")["content"]}})

    def reference(found: Answer) -> str:
        schema = found.content[0].schema
        return "" if schema is None else schema.reference

    assert [reference(found) for found in operation.answers] == [
        "DoItResponse",
        "DoItResponse4XX",
        "DoItResponseDefault",
    ]
    assert operation.body is not None
    assert operation.body.content[0].schema is not None
    assert operation.body.content[0].schema.reference == "DoItRequest"


def test_a_path_item_speaks_for_its_operations(tmp_path: Path) -> None:
    item = {"summary": "Pets", "description": "All of them", "x-assumed": "seen", "get": {"operationId": "a"}}
    (operation,) = interpreted(tmp_path, paths_document({"/a": item})).api.operations
    assert (operation.summary, operation.description, operation.assumptions[0].why) == ("Pets", "All of them", "seen")


def test_openapi_32_has_query_and_methods_of_any_name(tmp_path: Path) -> None:
    item = {"query": {"operationId": "find"}, "additionalOperations": {"LINK": {"operationId": "link"}}}
    found = interpreted(tmp_path, paths_document({"/pets": item}, "3.2.0"))
    assert [(operation.label, operation.id) for operation in found.api.operations] == [
        ("QUERY /pets", "find"),
        ("LINK /pets", "link"),
    ]


def test_a_path_item_may_stand_in_another_file(tmp_path: Path) -> None:
    found = interpreted(
        tmp_path, paths_document({"/pets": {"$ref": "pets.yaml"}}), files={"pets.yaml": "get: {operationId: listPets}"}
    )
    (operation,) = found.api.operations
    assert str(operation.location).endswith("pets.yaml:1:1")


def test_an_operation_without_id_gets_one_that_no_other_has(tmp_path: Path) -> None:
    paths = {
        "/pets/{petId}": {"get": {}, "delete": {"operationId": "get_pets_pet_id"}},
        "/pets/{pet-id}": {"get": {}},
        "/x": {"get": {"operationId": "Same"}, "put": {"operationId": "same"}, "post": {"operationId": "Same"}},
    }
    found = interpreted(tmp_path, paths_document(paths))
    assert [(operation.id, operation.id_is_given) for operation in found.api.operations] == [
        ("get_pets_pet_id_2", False),
        ("get_pets_pet_id", True),
        ("get_pets_pet_id_3", False),
        ("Same", True),
        ("same", True),
        ("post_x", False),
    ]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"webhooks": {"born": {}, "died": {}}}, ["webhook-not-rendered", "webhook-not-rendered"]),
        ({"paths": {"/a": {"get": {"callbacks": {"done": {}}}}}}, ["callback-not-rendered"]),
        ({"paths": {"/a": {"get": {"responses": {"200": {"links": {"next": {}}}}}}}}, ["link-not-rendered"]),
        (
            {"paths": {"/a": {"get": {"parameters": [{"in": "querystring", "name": "q"}]}}}},
            ["querystring-not-rendered"],
        ),
        (
            {"paths": {"/a": {"get": {"requestBody": {"content": {"a/b": {"itemSchema": {}, "itemEncoding": {}}}}}}}},
            ["item-schema-not-rendered", "positional-encoding-not-rendered"],
        ),
        (
            {
                "paths": {
                    "/a": {"get": {"requestBody": {"content": {"a/b": {"examples": {"e": {"externalValue": "x"}}}}}}}
                }
            },
            ["example-not-rendered"],
        ),
        (
            {
                "paths": {
                    "/a": {
                        "post": {
                            "requestBody": {
                                "content": {"multipart/mixed": {"itemEncoding": {"headers": {"X-Part": {}}}}}
                            }
                        }
                    }
                }
            },
            ["part-header-not-rendered"],
        ),
        (
            {"components": {"securitySchemes": {"a": {"type": "oauth2", "flows": {"x": {}}}}}},
            ["oauth-flow-not-rendered"],
        ),
    ],
)
def test_what_the_contract_has_no_words_for_is_noted_once_an_occurrence(
    tmp_path: Path, document: dict[str, Any], expected: list[str]
) -> None:
    found = interpreted(tmp_path, {**paths_document({}, "3.2.0"), **document})
    notes = list(found.report)
    assert expected == [note.id for note in notes]
    assert {note.severity.value for note in notes} == {"note"}
    assert len({(note.location.line, note.location.column) for note in notes}) == len(notes)


def test_a_broken_document_gives_what_can_be_read(tmp_path: Path) -> None:
    operation = {
        "parameters": [3, {"name": "x"}, {"in": "query"}, {"name": "y", "in": "query", "schema": 5}],
        "requestBody": [],
        "responses": {"200": 7, "": {"content": {"application/json": 3}}},
        "security": "key",
        "tags": 3,
    }
    paths = {"/a": {"get": operation, "put": 3}, "x-b": {"get": {}}, "/c": []}
    document = {**paths_document(paths), "servers": 3, "info": [], "components": {"schemas": 3, "securitySchemes": []}}
    found = interpreted(tmp_path, document)
    (found_operation,) = found.api.operations
    assert [parameter.wire for parameter in found_operation.parameters] == ["y"]
    assert found_operation.answers == ()
