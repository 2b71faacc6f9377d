"""An OpenAPI 3.1 document made from the contract, for the tool that makes up requests.

It holds what is needed to make requests up and to follow them.  Credentials are left out, they are added by the target;
answers carry links made from the behaviour and no schemas, because answers are judged elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Place
from truespec.contract.json_schema import definitions, json_schema
from truespec.contract.operation import Answer, MediaType, Operation, Parameter
from truespec.contract.schema import Json

__all__ = ["PREFIX", "openapi_document"]

PREFIX: Final = "#/components/schemas/"


def openapi_document(api: Api, operations: tuple[Operation, ...], fixed: Mapping[str, str]) -> dict[str, Json]:
    """Return the document for ``operations``; a parameter named in ``fixed`` can have only that value."""
    paths: dict[str, Json] = {}
    for operation in operations:
        item = paths.setdefault(operation.path, {})
        if isinstance(item, dict):
            item[operation.method.lower()] = _operation(api, operation, operations, fixed)
    return {
        "openapi": "3.1.0",
        "info": {"title": api.title or api.name, "version": api.version or "0"},
        "paths": paths,
        "components": {"schemas": definitions(api, PREFIX)},
    }


def _operation(
    api: Api, operation: Operation, operations: tuple[Operation, ...], fixed: Mapping[str, str]
) -> dict[str, Json]:
    document: dict[str, Json] = {
        "operationId": operation.id,
        # The tool knows no parameter that is the whole query.
        "parameters": [_parameter(one, fixed) for one in operation.parameters if one.place != "querystring"],
        "responses": {answer.status: _answer(api, operation, answer, operations) for answer in operation.answers}
        or {"default": {"description": ""}},
    }
    if operation.body is not None and operation.body.content:
        document["requestBody"] = {
            "required": operation.body.required,
            "content": {media.name: _media_type(media) for media in operation.body.content},
        }
    return document


def _parameter(parameter: Parameter, fixed: Mapping[str, str]) -> Json:
    document: dict[str, Json] = {"name": parameter.wire, "in": parameter.place, "required": parameter.required}
    known = fixed.get(parameter.wire)
    schema: Json = {"const": known} if known is not None else json_schema(parameter.schema, PREFIX)
    if parameter.content_type:
        document["content"] = {parameter.content_type: {"schema": schema}}
    else:
        document |= {"schema": schema, "style": parameter.style, "explode": parameter.explode}
        if parameter.allow_reserved:
            document["allowReserved"] = True
    if known is not None:
        document["required"] = True
    elif parameter.examples:
        document["examples"] = {example.name: {"value": example.value} for example in parameter.examples}
    return document


def _media_type(media: MediaType) -> Json:
    document: dict[str, Json] = {}
    if media.schema is not None:
        document["schema"] = json_schema(media.schema, PREFIX)
    if media.examples:
        document["examples"] = {example.name: {"value": example.value} for example in media.examples}
    if media.encoding:
        document["encoding"] = {
            encoding.wire: {
                "style": encoding.style or "form",
                "explode": encoding.explode,
                **({"contentType": encoding.content_type} if encoding.content_type else {}),
            }
            for encoding in media.encoding
        }
    return document


def _answer(api: Api, operation: Operation, answer: Answer, operations: tuple[Operation, ...]) -> Json:
    document: dict[str, Json] = {"description": answer.description}
    links = dict(_links(api, operation, operations)) if answer.success else {}
    if links:
        document["links"] = links
    return document


def _links(api: Api, operation: Operation, operations: tuple[Operation, ...]) -> Iterator[tuple[str, Json]]:
    """Yield a link from what makes a record to everything that takes the record's key."""
    behaviour = api.behaviour
    made = behaviour.action(operation.id) if behaviour is not None else None
    if behaviour is None or made is None or made.kind not in {"create", "upsert"}:
        return
    resource = behaviour.resource(made.resource)
    if resource is None or not resource.key:
        return
    pointer = "".join(f"/{step}" for step in (*_answer_path(made), resource.key))
    sent = {known.id for known in operations}
    for action in behaviour.actions:
        if action.resource == made.resource and action.key is not None and action.id in sent:
            target = _link_parameter(action.key)
            if target is not None:
                yield action.id, {"operationId": action.id, "parameters": {target: f"$response.body#{pointer}"}}


def _answer_path(action: Action) -> tuple[str, ...]:
    return action.answer.path if action.answer is not None and action.answer.part == "body" else ()


def _link_parameter(place: Place) -> str | None:
    return f"{place.part}.{place.path[0]}" if place.part in {"path", "query", "header"} and place.path else None
