"""Random documents for the printer: every kind of member, and names that look like the words of a page."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

__all__ = ["HOSTILE", "PLAIN", "documents"]

PLAIN: Final = ("id", "name", "createdAt", "first_name", "X-Tenant", "a", "Größe", "名前", "n1", "parent")
"""Names as most are."""
HOSTILE: Final = (
    *PLAIN, "e-mail 2",
    "Required", "Optional", "Body", "Responses", "string", "object", "any", "get", "200", "responses", "Default",
    "Deprecated", "stringOptional", "requiredstring", "nullable", "enum", "one of", "min", "Possible values",
    "a.b", "x[0]",
)  # fmt: skip
_SENTENCES = (
    "The thing itself.", "Both parts (first, second) count: see [1].", "At most 30 of them", "Set `theName` to begin",
    "One\nor another", "It is **bold**", "Größe in cm",
)  # fmt: skip
_MEDIA = ("application/json", "application/problem+json")
_SCHEMES: Final[tuple[dict[str, Any], ...]] = (
    {},
    {"bearer": {"type": "http", "scheme": "bearer"}},
    {"key": {"type": "apiKey", "name": "X-KEY", "in": "header", "description": "The key"}},
)
_SUMMARIES = ("List things", "Create a thing", "Body", "Get it!")


def _texts() -> st.SearchStrategy[str]:
    return st.sampled_from(_SENTENCES)


@st.composite
def _scalars(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(("string", "string", "integer", "number", "boolean")))
    schema: dict[str, Any] = {"type": kind}
    if kind == "string":
        schema |= draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "format": st.sampled_from(("email", "uuid", "date-time", "date")),
                    "minLength": st.integers(1, 9),
                    "maxLength": st.integers(10, 99),
                    "pattern": st.sampled_from((r"^[A-Za-z0-9-_]+", r"^\d{5}$")),
                },
            )
        )
        if draw(st.booleans()):
            schema["default"] = draw(st.sampled_from(("active", "a b", "Example", "0")))
        if draw(st.integers(0, 3)) == 0:
            schema["enum"] = draw(st.lists(st.sampled_from(("active", "on hold", "x", "Y_1")), min_size=1, unique=True))
    elif kind != "boolean":
        schema |= draw(
            st.fixed_dictionaries(
                {},
                optional={"minimum": st.integers(1, 9), "maximum": st.integers(10, 99), "default": st.integers(0, 9)},
            )
        )
        if kind == "integer" and draw(st.booleans()):
            schema["example"] = draw(st.integers(-3, 30))
    elif draw(st.booleans()):
        schema["default"] = draw(st.booleans())
    return schema


@st.composite
def _schemas(draw: st.DrawFn, names: tuple[str, ...], depth: int = 2, *, item: bool = False) -> dict[str, Any]:
    kinds = ["scalar"] * 4 + ([] if item else ["const"]) + (["array", "object", "object"] if depth else [])
    kinds += ["choice"] if depth and not item else []
    kinds += [] if names is PLAIN else ["any"]  # where no flag follows, English words end like this type
    kind = draw(st.sampled_from(kinds))
    if kind == "scalar":
        schema = draw(_scalars())
    elif kind == "const":
        schema = {"type": "string", "const": draw(st.sampled_from(("person", "Required", "a b")))}
    elif kind == "any":
        schema = {}
    elif kind == "array":
        schema = {"type": "array", "items": draw(_schemas(names, depth - 1, item=True))}
        if draw(st.booleans()):
            schema["maxItems"] = draw(st.integers(1, 9))
    elif kind == "choice":
        schema = {"oneOf": [{"type": "string"}, {"type": "integer"}]}
    else:
        schema = draw(objects(names, depth - 1))
    return schema


@st.composite
def objects(draw: st.DrawFn, known: tuple[str, ...], depth: int = 2) -> dict[str, Any]:
    """An object with members, of which some are flagged."""
    names = draw(st.lists(st.sampled_from(known), min_size=1, max_size=5, unique=True))
    properties: dict[str, Any] = {}
    for name in names:
        schema = draw(_schemas(known, depth))
        if draw(st.integers(0, 2)) == 0 and "const" not in schema:
            schema["description"] = draw(_texts())
        flag = draw(st.sampled_from(("", "", "", "readOnly", "writeOnly", "deprecated", "nullable")))
        if flag and "const" not in schema and schema.get("type"):
            schema[flag] = True
        properties[name] = schema
    required = draw(st.lists(st.sampled_from(names), unique=True))
    schema = {"type": "object", "properties": properties}
    if draw(st.booleans()):
        schema["title"] = draw(st.sampled_from(("Customer", "Postal Address", "My string")))
    return schema | ({"required": required} if required else {})


@st.composite
def _parameters(draw: st.DrawFn, names: tuple[str, ...], path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if "{" in path:
        found.append({"name": "id", "in": "path", "required": True, "schema": draw(_scalars())})
    for place in ("query", "header", "cookie"):
        for name in draw(st.lists(st.sampled_from(names), max_size=3, unique=True)):
            if place == "header" and not (name.isascii() and name.replace("-", "").replace("_", "").isalnum()):
                continue
            parameter: dict[str, Any] = {"name": name, "in": place, "schema": draw(_scalars())}
            if draw(st.booleans()):
                parameter["required"] = True
            if draw(st.booleans()):
                parameter["description"] = draw(_texts())
            found.append(parameter)
    return found


@st.composite
def _operations(draw: st.DrawFn, names: tuple[str, ...], method: str, path: str) -> dict[str, Any]:
    operation: dict[str, Any] = {"summary": draw(st.sampled_from(_SUMMARIES))}
    if draw(st.booleans()):
        operation["description"] = draw(st.sampled_from(("Does it.", "First.\nget\nBody", "See\nResponses\nbelow")))
    if draw(st.integers(0, 3)) == 0:
        operation["deprecated"] = True
    parameters = draw(_parameters(names, path))
    if parameters:
        operation["parameters"] = parameters
    if method in {"post", "put"}:
        schema = draw(
            st.one_of(objects(names), objects(names), st.builds(lambda s: {"type": "array", "items": s}, _scalars()))
        )
        operation["requestBody"] = {"content": {"application/json": {"schema": schema}}}
    responses: dict[str, Any] = {}
    for status in draw(
        st.lists(st.sampled_from(("200", "201", "404", "default")), min_size=1, max_size=3, unique=True)
    ):
        answer: dict[str, Any] = {"description": draw(st.sampled_from(("Fine", "404", "", "It went well.")))}
        if draw(st.booleans()):
            answer["content"] = {draw(st.sampled_from(_MEDIA)): {"schema": draw(objects(names))}}
        if draw(st.integers(0, 4)) == 0 and "content" in answer:
            answer["headers"] = {"X-Total": {"schema": {"type": "integer"}}}
        responses[status] = answer
    operation["responses"] = responses
    return operation


@st.composite
def documents(draw: st.DrawFn, names: tuple[str, ...] = HOSTILE) -> dict[str, Any]:
    """A document of one to three operations."""
    paths: dict[str, Any] = {}
    for path in draw(st.lists(st.sampled_from(("/things", "/things/{id}", "/a/{id}/b")), min_size=1, unique=True)):
        methods = draw(st.lists(st.sampled_from(("get", "post", "put", "delete")), min_size=1, max_size=2, unique=True))
        paths[path] = {method: draw(_operations(names, method, path)) for method in methods}
    schemes = draw(st.sampled_from(_SCHEMES))
    return {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": draw(st.sampled_from(("https://api.example.test/v1", "https://api.example.test")))}],
        "security": [{name: []} for name in schemes],
        "paths": paths,
        "components": {"securitySchemes": schemes},
    }
