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
    "a.b", "x[0]", "items", "header", "Headers", "Response", "Authorizations", "POST", "or", "$ref", "Example",
)  # fmt: skip
_SENTENCES = (
    "The thing itself.", "Both parts (first, second) count: see [1].", "At most 30 of them", "Set `theName` to begin",
    "One\nor another", "It is **bold**", "Größe in cm", "See:\n\n- `a`: first\n- `b`: second\n\nand so on",
    "| ENUM | Description |\n| --- | --- |\n| A | first |\n| B | second |", 'Like this:\n\n```json\n{"id": 1}\n```',
    "Use get to read it.\n\nRequired", "Default is 20.", "An id, string or integer",
)  # fmt: skip
_MEDIA = ("application/json", "application/problem+json", "application/vnd.api+json; charset=utf-8")
_SCHEMES: Final[tuple[dict[str, Any], ...]] = (
    {},
    {"bearer": {"type": "http", "scheme": "bearer"}},
    {"key": {"type": "apiKey", "name": "X-KEY", "in": "header", "description": "The key"}},
    {"basic": {"type": "http", "scheme": "basic", "description": "Name and password"}},
    {"key": {"type": "apiKey", "name": "api_key", "in": "query"}, "bearer": {"type": "http", "scheme": "bearer"}},
    {"digest": {"type": "http", "scheme": "digest"}},
    {"oidc": {"type": "openIdConnect", "openIdConnectUrl": "https://a.example.test/.well-known"}},
    {"oauth": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://a.example.test", "scopes": {}}}}},
)
_SUMMARIES = ("List things", "Create a thing", "Body", "Get it!", "Things (old)", "200")
_TITLES = ("Customer", "Postal Address", "My string", "Thing2")


def _texts() -> st.SearchStrategy[str]:
    return st.sampled_from(_SENTENCES)


@st.composite
def _scalars(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(("string", "string", "string", "integer", "number", "boolean")))
    schema: dict[str, Any] = {"type": kind}
    if kind == "string":
        schema |= draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "format": st.sampled_from(("email", "uuid", "date-time", "date", "uri", "phone number")),
                    "minLength": st.integers(1, 9),
                    "maxLength": st.integers(10, 99),
                    "pattern": st.sampled_from((r"^[A-Za-z0-9-_]+", r"^\d{5}$", "^(a|b): c$")),
                },
            )
        )
        if draw(st.booleans()):
            schema["default"] = draw(st.sampled_from(("active", "a b", "Example", "0", "-name")))
        if draw(st.integers(0, 3)) == 0:
            schema["example"] = draw(
                st.sampled_from(("a@b.test", "Optional", "x, y", "2024-01-01T00:00:00Z", "+44 20"))
            )
        if draw(st.integers(0, 3)) == 0:
            schema["enum"] = draw(st.lists(st.sampled_from(("active", "on hold", "x", "Y_1")), min_size=1, unique=True))
    elif kind != "boolean":
        schema |= draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "minimum": st.integers(-5, 9), "maximum": st.integers(10, 99), "default": st.integers(0, 9),
                    "format": st.sampled_from(("int32", "int64", "double")),
                },
            )
        )  # fmt: skip
        if kind == "integer" and draw(st.booleans()):
            schema["example"] = draw(st.integers(-3, 30))
    elif draw(st.booleans()):
        schema["default"] = draw(st.booleans())
    return schema


_KINDS = ("scalar", "scalar", "scalar", "scalar", "const", "array", "array", "object", "object", "choice", "reference",
          "all of", "union", "map")  # fmt: skip


_PLAIN: dict[str, tuple[dict[str, Any], ...]] = {
    "const": tuple({"type": "string", "const": value} for value in ("person", "Required", "a b")),
    "union": tuple({"type": types} for types in (["string", "null"], ["string", "integer"], ["integer", "null"])),
    "any": ({},),
}


@st.composite
def _schemas(
    draw: st.DrawFn, names: tuple[str, ...], depth: int = 2, *, item: bool = False, known: tuple[str, ...] = ()
) -> dict[str, Any]:
    kinds = [kind for kind in _KINDS if depth or kind in {"scalar", "const", "union"}]
    kinds = [kind for kind in kinds if (known or kind not in {"reference", "all of"})]
    kinds = [kind for kind in kinds if not (item and kind == "const")]
    kinds += [] if names is PLAIN else ["any"]  # where no flag follows, English words end like this type
    kind = draw(st.sampled_from(kinds))
    if kind == "scalar":
        return draw(_scalars())
    if kind in _PLAIN:
        return dict(draw(st.sampled_from(_PLAIN[kind])))
    if kind == "array":
        schema: dict[str, Any] = {"type": "array", "items": draw(_schemas(names, depth - 1, item=True, known=known))}
        if draw(st.booleans()):
            schema["maxItems"] = draw(st.integers(1, 9))
        return schema
    if kind == "choice":
        first = draw(st.sampled_from(({"type": "string"}, {"type": "string", "format": "date-time"})))
        second = draw(st.one_of(st.just({"type": "integer"}), objects(names, depth - 1, known=known)))
        return {draw(st.sampled_from(("oneOf", "anyOf"))): [first, second]}
    if kind == "reference":
        return {"$ref": f"#/components/schemas/{draw(st.sampled_from(known))}"}
    if kind == "all of":
        part = {"$ref": "#/components/schemas/Base"}
        return {"allOf": [part, draw(objects(names, 0))] if draw(st.booleans()) else [part]}
    if kind == "map":
        values = st.one_of(_scalars(), st.just(True), objects(names, depth - 1, known=known))
        return {"type": "object", "additionalProperties": draw(values)}
    return draw(objects(names, depth - 1, known=known))


@st.composite
def objects(draw: st.DrawFn, names: tuple[str, ...], depth: int = 2, *, known: tuple[str, ...] = ()) -> dict[str, Any]:
    """An object with members, of which some are flagged."""
    chosen = draw(st.lists(st.sampled_from(names), min_size=1, max_size=5, unique=True))
    properties: dict[str, Any] = {}
    for name in chosen:
        schema = draw(_schemas(names, depth, known=known))
        if "$ref" not in schema and "allOf" not in schema:
            if draw(st.integers(0, 2)) == 0 and "const" not in schema:
                schema["description"] = draw(_texts())
            flag = draw(st.sampled_from(("", "", "", "", "readOnly", "writeOnly", "deprecated", "nullable")))
            if flag and "const" not in schema and isinstance(schema.get("type"), str):
                schema[flag] = True
        properties[name] = schema
    required = draw(st.lists(st.sampled_from(chosen), unique=True))
    whole: dict[str, Any] = {"type": "object", "properties": properties}
    if draw(st.booleans()):
        whole["title"] = draw(st.sampled_from(_TITLES))
    if draw(st.integers(0, 9)) == 0:
        whole["additionalProperties"] = draw(_scalars())
    return whole | ({"required": required} if required else {})


@st.composite
def _parameters(draw: st.DrawFn, names: tuple[str, ...], path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if "{" in path:
        found.append({"name": "id", "in": "path", "required": True, "schema": draw(_scalars())})
    for place in ("query", "header", "cookie"):
        for name in draw(st.lists(st.sampled_from(names), max_size=3, unique=True)):
            if place == "header" and not (name.isascii() and name.replace("-", "").replace("_", "").isalnum()):
                continue
            schema = draw(
                st.one_of(_scalars(), _scalars(), st.builds(lambda s: {"type": "array", "items": s}, _scalars()))
            )
            parameter: dict[str, Any] = {"name": name, "in": place, "schema": schema}
            if draw(st.booleans()):
                parameter["required"] = True
            if draw(st.booleans()):
                parameter["description"] = draw(_texts())
            if draw(st.integers(0, 5)) == 0:
                parameter["deprecated"] = True
            found.append(parameter)
    return found


@st.composite
def _operations(
    draw: st.DrawFn, names: tuple[str, ...], method: str, path: str, known: tuple[str, ...]
) -> dict[str, Any]:
    operation: dict[str, Any] = {"summary": draw(st.sampled_from(_SUMMARIES))}
    if draw(st.booleans()):
        texts = ("Does it.", "First.\nget\nBody", "See\nResponses\nbelow", *_SENTENCES)
        operation["description"] = draw(st.sampled_from(texts))
    if draw(st.integers(0, 3)) == 0:
        operation["deprecated"] = True
    parameters = draw(_parameters(names, path))
    if parameters:
        operation["parameters"] = parameters
    if method in {"post", "put", "patch"}:
        whole = objects(names, known=known)
        arrays = st.builds(
            lambda s: {"type": "array", "items": s}, st.one_of(_scalars(), objects(names, 1, known=known))
        )
        choice = st.builds(lambda a, b: {"oneOf": [a, b]}, objects(names, 0), objects(names, 0))
        schema = draw(st.one_of(whole, whole, whole, arrays, choice, _scalars()))
        media = ["application/json", *draw(st.lists(st.just("text/csv"), max_size=1))]
        operation["requestBody"] = {"content": {one: {"schema": schema} for one in media}}
    responses: dict[str, Any] = {}
    statuses = ("200", "201", "204", "302", "404", "4XX", "422", "500", "default")
    for status in draw(st.lists(st.sampled_from(statuses), min_size=1, max_size=4, unique=True)):
        texts = ("Fine", "404", "", "It went well.", "Not found", "Body", "OK", "One\n\nor two")
        answer: dict[str, Any] = {"description": draw(st.sampled_from(texts))}
        if draw(st.booleans()):
            listed = st.builds(lambda s: {"type": "array", "items": s}, objects(names, 1, known=known))
            choice = st.builds(lambda a, b: {"oneOf": [a, b]}, objects(names, 1, known=known), objects(names, 0))
            parts = st.builds(lambda a: {"allOf": [{"$ref": "#/components/schemas/Base"}, a]}, objects(names, 1))
            whole = objects(names, known=known)
            schema = draw(st.one_of(whole, whole, whole, listed, choice, parts, _scalars()))
            answer["content"] = {draw(st.sampled_from(_MEDIA)): {"schema": schema}}
        if draw(st.integers(0, 4)) == 0 and "content" in answer:
            answer["headers"] = {"X-Total": {"description": "All", "schema": {"type": "integer"}}}
        responses[status] = answer
    operation["responses"] = responses
    return operation


@st.composite
def documents(draw: st.DrawFn, names: tuple[str, ...] = HOSTILE) -> dict[str, Any]:
    """A document of one to three operations."""
    known = ("Thing", "Other")
    paths: dict[str, Any] = {}
    routes = ("/things", "/things/{id}", "/a/{id}/b", "/v2/things:search")
    for path in draw(st.lists(st.sampled_from(routes), min_size=1, max_size=2, unique=True)):
        verbs = st.sampled_from(("get", "post", "put", "patch", "delete"))
        methods = draw(st.lists(verbs, min_size=1, max_size=2, unique=True))
        paths[path] = {method: draw(_operations(names, method, path, known)) for method in methods}
    schemes = draw(st.sampled_from(_SCHEMES))
    schemas = {"Thing": draw(objects(names, 1, known=known))}
    schemas |= {name: draw(objects(names, 0)) for name in ("Other", "Base")}
    return {
        "openapi": "3.1.0",
        "info": {"title": "A page of things", "version": "1", "description": "All that can be done with them."},
        "servers": [{"url": draw(st.sampled_from(("https://api.example.test/v1", "https://api.example.test")))}],
        "security": [{name: []} for name in schemes],
        "paths": paths,
        "components": {"securitySchemes": schemes, "schemas": schemas},
    }
