"""A document with a bit of everything, and many single edits of it, each with the differences a page has to show."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Mapping
from typing import Any, Final

from drift_documents import document

__all__ = ["SINGLE_EDITS", "prepared"]

Json = dict[str, Any]
Edit = tuple[Callable[[Json], object], tuple[str, ...]]
"""What is done to a document, and what that is: class, place and attribute; ``{}`` stands for the operation."""

_TEXT: Final = {"type": "string"}
_PARAMETERS: Final[list[Json]] = [
    {
        "name": "mike",
        "in": "query",
        "description": "Which.",
        "schema": {"type": "string", "enum": ["one", "two", "six"]},
    },
    {
        "name": "november",
        "in": "query",
        "required": True,
        "schema": {"type": "integer", "minimum": 2, "maximum": 50, "default": 10},
    },
    {"name": "whiskey", "in": "query", "description": "How many.", "schema": {"type": "integer"}},
    {"name": "X-Oscar", "in": "header", "schema": {"type": "string", "pattern": "^o+$", "maxLength": 30}},
]
_BODY: Final[Json] = {
    "papa": {"type": "array", "items": _TEXT, "maxItems": 5, "description": "Some."},
    "quebec": {"type": "string", "format": "uuid", "minLength": 3, "description": "Its key."},
    "romeo": {"type": ["string", "null"], "description": "Perhaps."},
    "tango": {"type": "object", "properties": {"left": _TEXT, "right": {"type": "integer"}}},
    "victor": {"type": "string", "deprecated": True},
    "yankee": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
    "sierra": {"type": "array", "items": {"type": "object", "properties": {"first": _TEXT, "second": _TEXT}}},
}
_ANSWER: Final[Json] = {
    "uniform": {"type": "string", "enum": ["in", "out"], "description": "State."},
    "xray": {"type": "object", "properties": {"near": _TEXT, "far": {"type": "number"}}},
}


def prepared(dice: random.Random) -> Json:
    """Return a random document whose first operation has what the edits are about."""
    whole = document(dice)
    first = _first(whole)
    first["description"] = "Takes 30 of them."
    first["parameters"] = [*first["parameters"], *copy.deepcopy(_PARAMETERS)]
    _members(first["requestBody"]).update(copy.deepcopy(_BODY))
    _members(first["responses"]["200"]).update(copy.deepcopy(_ANSWER))
    problem = {"schema": {"type": "object", "properties": {"why": _TEXT}}}
    first["responses"]["422"] = {"description": "Not taken.", "content": {"application/problem+json": problem}}
    whole["paths"]["/zebra"] = {"delete": {"summary": "Go", "responses": {"204": {"description": "Gone."}}}}
    scheme = {"type": "apiKey", "name": "X-KEY", "in": "header", "description": "The key."}
    whole["components"] = {"securitySchemes": {"key": scheme, "other": {**scheme, "name": "X-OTHER"}}}
    whole["security"] = [{"key": []}]
    whole["servers"] = [{"url": "https://api.example.test/v1"}]
    found: Json = json.loads(json.dumps(whole))  # nothing stands in two places
    return found


def _first(whole: Json) -> Json:
    found: Json = next(iter(whole["paths"].values()))["post"]
    return found


def _content(holder: Json) -> Json:
    found: Json = next(iter(holder["content"].values()))["schema"]
    return found


def _members(holder: Json) -> Json:
    found: Json = _content(holder)["properties"]
    return found


def _site(whole: Json, place: str) -> Json:
    """Return what stands at a place: ``query.mike!`` is the parameter itself, without the mark its schema."""
    kind, _, name = place.partition(".")
    first = _first(whole)
    if kind == "operation":
        return first
    if kind in {"query", "header"}:
        named: Json = next(one for one in first["parameters"] if one["name"] == name.removesuffix("!"))
        return named if name.endswith("!") else named["schema"]
    found: Json = first["requestBody"] if kind == "body" else first["responses"][kind]
    for step in name.split(".") if name else ():
        inside = _content(found) if "content" in found else found
        found = inside["items"] if step == "[]" else inside["properties"][step]
    return found


def _put(place: str, **values: Any) -> Callable[[Json], object]:
    """Return what sets keywords at a place; None takes one away."""

    def put(whole: Json) -> None:
        site = _site(whole, place)
        for key, value in values.items():
            site.pop(key, None)
            if value is not None:
                site[key] = value

    return put


def _member(place: str, name: str, schema: Json | None) -> Callable[[Json], object]:
    """Return what adds a member to the object at a place, or takes it away."""

    def put(whole: Json) -> None:
        site = _site(whole, place)
        inside = _content(site) if "content" in site else site
        inside["properties"].pop(name, None)
        inside["required"] = [one for one in inside.get("required", []) if one != name]
        if schema is not None:
            inside["properties"][name] = schema

    return put


def _media(place: str, media: str) -> Callable[[Json], object]:
    def put(whole: Json) -> None:
        site = _site(whole, place)
        site["content"] = {media: next(iter(site["content"].values()))}

    return put


def _status(old: str, new: str, **answer: Any) -> Callable[[Json], object]:
    """Return what puts an answer in the place of another; an empty status stands for none."""

    def put(whole: Json) -> None:
        answers = _first(whole)["responses"]
        kept = {(new if one == old else one): value for one, value in answers.items() if new or one != old}
        if not old:
            kept[new] = answer
        _first(whole)["responses"] = kept

    return put


def _moved(parameter: str, **values: Any) -> Callable[[Json], object]:
    def put(whole: Json) -> None:
        _site(whole, f"query.{parameter}!").update(values)

    return put


def _without(name: str) -> Callable[[Json], object]:
    def put(whole: Json) -> None:
        first = _first(whole)
        first["parameters"] = [one for one in first["parameters"] if one["name"] != name]

    return put


def _path(whole: Json) -> None:
    whole["paths"]["/yonder"] = whole["paths"].pop("/zebra")


def _method(whole: Json) -> None:
    whole["paths"]["/zebra"] = {"put": whole["paths"]["/zebra"]["delete"]}


def _operation_gone(whole: Json) -> None:
    del whole["paths"]["/zebra"]


def _required(place: str, name: str) -> Callable[[Json], object]:
    def put(whole: Json) -> None:
        needed = _content(_site(whole, place)).setdefault("required", [])
        needed.remove(name) if name in needed else needed.append(name)

    return put


def _servers(whole: Json) -> None:
    whole["servers"] = [{"url": "https://api.example.test/v2"}]


_X: Final = {"schema": {"type": "integer"}, "description": "Left."}
SINGLE_EDITS: Final[Mapping[str, Edit]] = {
    "a value more": (_put("query.mike", enum=["one", "two", "six", "ten"]), ("changed query.mike enum",)),
    "a value less": (_put("query.mike", enum=["one", "two"]), ("changed query.mike enum",)),
    "any value": (_put("query.mike", enum=None), ("changed query.mike enum",)),
    "a value of answers": (_put("200.uniform", enum=["in", "out", "off"]), ("changed response.200.uniform enum",)),
    "type of a parameter": (_put("query.whiskey", type="string"), ("changed query.whiskey type",)),
    "whole or not": (_put("query.whiskey", type="number"), ("changed query.whiskey type",)),
    "parameter needed": (_put("query.whiskey!", required=True), ("changed query.whiskey required",)),
    "parameter not needed": (_put("query.november!", required=None), ("changed query.november required",)),
    "words of a parameter": (_put("query.whiskey!", description="So many."), ("reworded query.whiskey description",)),
    "first words": (_put("query.november!", description="Rows."), ("reworded query.november description",)),
    "no more words": (_put("query.whiskey!", description=None), ("reworded query.whiskey description",)),
    "default": (_put("query.november", default=11), ("changed query.november default",)),
    "no default": (_put("query.november", default=None), ("changed query.november default",)),
    "more at most": (_put("query.november", maximum=60), ("changed query.november max",)),
    "less at least": (_put("query.november", minimum=1), ("changed query.november min",)),
    "no most": (_put("query.november", maximum=None), ("changed query.november max",)),
    "pattern": (_put("header.X-Oscar", pattern="^p+$"), ("changed header.X-Oscar pattern",)),
    "no pattern": (_put("header.X-Oscar", pattern=None), ("changed header.X-Oscar pattern",)),
    "format": (_put("body.quebec", format="email"), ("changed body.quebec format",)),
    "no format": (_put("body.quebec", format=None), ("changed body.quebec format",)),
    "null no more": (_put("body.romeo", type="string"), ("changed body.romeo nullable",)),
    "null": (_put("query.whiskey", type=["integer", "null"]), ("changed query.whiskey nullable",)),
    "type of items": (_put("body.papa.[]", type="integer"), ("changed body.papa[] type",)),
    "items at most": (_put("body.papa", maxItems=6), ("changed body.papa max",)),
    "only read": (_put("body.always", readOnly=True), ("changed body.always readOnly",)),
    "only written": (_put("body.always", writeOnly=True), ("changed body.always writeOnly",)),
    "parameter deprecated": (_put("query.whiskey!", deprecated=True), ("changed query.whiskey deprecated",)),
    "deprecated no more": (_put("body.victor", deprecated=None), ("changed body.victor deprecated",)),
    "example": (_put("body.always", example="for instance"), ()),
    "title": (_put("body.tango", title="Pair"), ()),
    "member of a member": (_member("body.tango", "top", dict(_TEXT)), ("added body.tango.top",)),
    "member of a member gone": (_member("body.tango", "left", None), ("removed body.tango.left",)),
    "type in a member": (_put("body.tango.right", type="string"), ("changed body.tango.right type",)),
    "member of items": (_member("body.sierra.[]", "third", dict(_TEXT)), ("added body.sierra[].third",)),
    "type in an answer": (_put("200.sure", type="string"), ("changed response.200.sure type",)),
    "sure in an answer": (_required("200", "sure"), ("changed response.200.sure required",)),
    "words in an answer": (_put("200.always", description="Other."), ("reworded response.200.always description",)),
    "member of an answer": (_member("200", "zulu", {"type": "integer"}), ("added response.200.zulu",)),
    "member of an answer gone": (_member("200", "sure", None), ("removed response.200.sure",)),
    "member deep in an answer": (_member("200.xray", "wide", dict(_TEXT)), ("added response.200.xray.wide",)),
    "words of an answer": (_put("200", description="All went well."), ("reworded response.200 description",)),
    "media of a refusal": (_media("422", "application/json"), ("changed response.422 media",)),
    "media of an answer": (_media("200", "application/vnd.api+json"), ("changed response.200 media",)),
    "media of a body": (_media("body", "application/vnd.api+json"), ("changed body media",)),
    "a refusal more": (_status("", "429", description="Slow down."), ("added response.429",)),
    "a refusal less": (_status("422", ""), ("removed response.422",)),
    "an empty refusal less": (_status("404", ""), ("removed response.404",)),
    "another refusal": (_status("404", "410"), ("added response.410", "removed response.404")),
    "another success": (_status("200", "201"), ("added response.201", "removed response.200")),
    "a header of an answer": (_put("200", headers={"X-Left": _X}), ("added response.200.header.X-Left",)),
    "no credentials": (_put("operation", security=[]), ("removed auth.X-KEY",)),
    "other credentials": (_put("operation", security=[{"other": []}]), ("renamed? auth.X-OTHER",)),
    "a heading": (_put("operation", summary="Do it"), ("reworded  summary",)),
    "numbers": (_put("operation", description="Takes 60 of them."), ("reworded  description",)),
    "an operation less": (_operation_gone, ("removed DELETE /zebra",)),
    "another method": (_method, ("added PUT /zebra", "removed DELETE /zebra")),
    "another path": (_path, ("added DELETE /yonder", "removed DELETE /zebra")),
    "no body": (_put("operation", requestBody=None), ("removed body",)),
    "body not needed": (_put("body", required=None), ("changed body required",)),
    "other members": (_put("body.tango", additionalProperties={"type": "string"}), ("added body.tango{}",)),
    "an alternative more": (
        _put("body.yankee", oneOf=[{"type": "string"}, {"type": "integer"}, {"type": "boolean"}]),
        ("added body.yankee|3",),
    ),
    "another place": (_moved("mike", **{"in": "header"}), ("added header.mike", "removed query.mike")),
    "another name": (_moved("whiskey", name="whisky"), ("renamed? query.whisky",)),
    "a parameter less": (_without("whiskey"), ("removed query.whiskey",)),
    "another server": (_servers, ("changed server",)),
}
