"""Random OpenAPI documents with calls to make and answers to read: hypothesis strategies."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from wire_values import NAMES, Kind, json_kinds, listed, nullable, record_of, records, same, scalars, texts

__all__ = ["Call", "Case", "Reply", "cases"]

PATH_NAMES = tuple(name for name in NAMES if not set(name) & set("{}/?#\n"))
HEADER_NAMES = (
    "X-Id",
    "x-ID-2",
    "X_Id",
    "class",
    "x.y",
    "self",
    "!#$%&'*+.^_`|~",
    "If-Match",
    "X-List",
    "options",
    "1st",
)
COOKIE_NAMES = ("sid", "class", "a_b", "a-b", "x.y", "%41", "options", "self", "$x")
COOKIE_TOKENS = ("sid", "class", "a_b", "a-b", "x.y", "options", "self", "$x")


@dataclass(frozen=True)
class Reply:
    """What the server answers to one call, and the JSON value (or text, or bytes) the caller must see."""

    status: int
    content_type: str
    content: bytes
    seen: Any
    fails: bool = False


@dataclass(frozen=True)
class Call:
    """One call: values by place and name (``("body", "")`` is a whole body), in Python and in JSON."""

    path: str
    given: dict[tuple[str, str], Any]
    meant: dict[tuple[str, str], Any]
    reply: Reply


@dataclass(frozen=True)
class Case:
    """A document and calls of its operations."""

    document: dict[str, Any]
    calls: tuple[Call, ...] = field(repr=False)


STYLES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form",),
}
NAMES_OF = {"path": PATH_NAMES, "query": NAMES, "header": HEADER_NAMES, "cookie": COOKIE_NAMES}


@st.composite
def parameters(draw: st.DrawFn, place: str, name: str, version: str) -> tuple[dict[str, Any], Kind]:
    """Return a parameter of any style, with values that its place can carry."""
    described: dict[str, Any] = {"name": name, "in": place}
    if place == "path" or draw(st.booleans()):
        described["required"] = True
    if draw(st.integers(0, 5)) == 0:
        if place == "header" or draw(st.booleans()):
            kind = draw(json_kinds(depth=1))
            return {**described, "content": {"application/json": {"schema": kind.schema}}}, kind
        if place != "path":
            kind = scalars("any")[0]
            return {**described, "content": {"text/plain": {"schema": kind.schema}}}, kind
    styles = STYLES[place] + (("cookie",) if place == "cookie" and version == "3.2.0" and name in COOKIE_TOKENS else ())
    style = draw(st.sampled_from(styles))
    alphabet = "header" if place == "header" else "item" if style == "cookie" else "any"
    plain, items = scalars(alphabet), scalars("item" if alphabet == "header" else alphabet)
    if style == "cookie":
        plain, items = plain[:1], items[:1]
    items += tuple(map(nullable, items[:3]))
    keys = ("a", "b c", "d[e]", "class", "é", "x=y") if alphabet == "any" else ("a", "b", "class")
    least = 1 if place == "path" else 0
    nested = (listed(items[0]), record_of({"k": items[0], "n": listed(items[2])}, ["k"])) if alphabet == "any" else ()
    forms = {
        "scalar": lambda: draw(st.sampled_from(plain)),
        "list": lambda: listed(draw(st.sampled_from(items)), least),
        "record": lambda: draw(records(items if style != "deepObject" else (*items, *nested), keys, least=least)),
    }
    allowed = ["record"] if style == "deepObject" else ["list", "record"] if "Delimited" in style else list(forms)
    form = draw(st.sampled_from(allowed))
    kind = forms[form]()
    if form == "scalar" and place in {"query", "cookie"} and style != "cookie" and draw(st.integers(0, 3)) == 0:
        kind = nullable(kind)
    if style != STYLES[place][0] or draw(st.booleans()):
        described["style"] = style
    explode = (
        True if style == "deepObject" else False if "Delimited" in style and form == "record" else draw(st.booleans())
    )
    if draw(st.booleans()) or explode != (style in {"form", "deepObject", "cookie"}):
        described["explode"] = explode
    if (place == "query" or (place != "header" and version == "3.2.0")) and draw(st.integers(0, 3)) == 0:
        described["allowReserved"] = True
    return {**described, "schema": kind.schema}, kind


@st.composite
def whole_queries(draw: st.DrawFn) -> tuple[dict[str, Any], Kind]:
    """Return a parameter that is all of the query."""
    described: dict[str, Any] = {"name": draw(st.sampled_from(NAMES)), "in": "querystring"}
    if draw(st.booleans()):
        described["required"] = True
    family = draw(st.sampled_from(("form", "json", "text")))
    if family == "form":
        content, kind = draw(forms("form"))
    elif family == "json":
        kind = draw(json_kinds())
        content = {"application/json": {"schema": kind.schema}}
    else:
        kind = Kind({"type": "string"}, same(texts()))
        content = {draw(st.sampled_from(("text/plain", "application/jsonpath"))): {"schema": kind.schema}}
    return {**described, "content": content}, kind


Bodies = tuple[dict[str, Any], dict[str, Kind]]
"""A request body's ``content``, and the values for each of its media types."""


@st.composite
def bodies(draw: st.DrawFn, version: str) -> Bodies:
    """Return a request body of one media type, or of some."""
    content: dict[str, Any] = {}
    kinds: dict[str, Kind] = {}
    for _ in range(draw(st.sampled_from((1, 1, 1, 2, 3)))):
        described, kind = draw(body(version))
        content |= described
        kinds |= dict.fromkeys(described, kind)
        (name,) = described
        if name in SPELLINGS and draw(st.integers(0, 3)) == 0:
            other = draw(st.sampled_from(SPELLINGS))
            content[other], kinds[other] = {"schema": kind.schema}, kind
    return content, kinds


SPELLINGS = ("application/json", "text/json", "application/vnd.own+json", "application/merge-patch+json")
"""Names of what is JSON all the same."""


@st.composite
def lines(draw: st.DrawFn, version: str) -> tuple[dict[str, Any], Kind]:
    """Return a body of JSON texts one after another."""
    items = draw(json_kinds(depth=1))
    kind = listed(items)
    media_type = draw(st.sampled_from(("application/x-ndjson", "application/jsonl", "application/json-seq")))
    whole = version < "3.2" or draw(st.booleans())
    return {media_type: {"schema": kind.schema} if whole else {"itemSchema": items.schema}}, kind


@st.composite
def mixed(draw: st.DrawFn, version: str) -> tuple[dict[str, Any], Kind]:
    """Return a multipart body whose parts have no names."""
    plain = scalars("any")
    file = Kind({"type": "string", "format": "binary"}, same(st.binary(max_size=8)))
    item = draw(st.sampled_from((file, plain[0], plain[2], listed(plain[2]), record_of({"k": plain[0]}, ["k"]))))
    kind = listed(item, 1)
    media: dict[str, Any] = {"schema": kind.schema}
    if version == "3.2.0" and item is file and draw(st.booleans()):
        media["itemEncoding"] = {"contentType": "image/png"}
    return {"multipart/mixed": media}, kind


@st.composite
def body(draw: st.DrawFn, version: str) -> tuple[dict[str, Any], Kind]:
    """Return a ``content`` of one media type and its values."""
    family = draw(st.sampled_from(("json", "form", "multipart", "text", "binary", "lines", "mixed")))
    if family == "lines":
        return draw(lines(version))
    if family == "mixed":
        return draw(mixed(version))
    if family == "json":
        media_type = draw(
            st.sampled_from(("application/json", "application/merge-patch+json", "application/json; charset=utf-8"))
        )
        kind = draw(json_kinds())
        return {media_type: {"schema": kind.schema}}, kind
    if family == "text":
        media_type = draw(st.sampled_from(("text/plain", "text/csv", "application/xml", "text/plain; charset=utf-8")))
        return {media_type: {"schema": {"type": "string"}}}, Kind({"type": "string"}, same(texts()))
    if family == "binary":
        media_type = draw(st.sampled_from(("application/octet-stream", "image/png", "application/pdf")))
        schema = draw(st.sampled_from(({"type": "string", "format": "binary"}, {})))
        return {media_type: {"schema": schema}}, Kind(schema, same(st.binary(max_size=8)))
    return draw(forms(family))


@st.composite
def forms(draw: st.DrawFn, family: str) -> tuple[dict[str, Any], Kind]:
    """Return a body of named members, with what ``encoding`` says of some."""
    plain = scalars("any")
    record = record_of({"k": plain[0], "n": nullable(plain[2])}, ["k"])
    kinds = [
        *plain,
        *map(nullable, plain[:5]),
        *map(listed, plain[:3]),
        record,
        listed(record),
        listed(listed(plain[2])),
    ]
    if family == "multipart":
        file = Kind({"type": "string", "format": "binary"}, same(st.binary(max_size=8)))
        kinds += [file, file, listed(file)]
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True))
    members = {name: draw(st.sampled_from(kinds)) for name in names}
    record = record_of(members, [name for name in names if draw(st.booleans())])
    encoding = {name: draw(encodings(family, kind)) for name, kind in members.items() if draw(st.booleans())}
    media_type = "multipart/form-data" if family == "multipart" else "application/x-www-form-urlencoded"
    content: dict[str, Any] = {"schema": record.schema}
    if encoding:
        content["encoding"] = encoding
    return {media_type: content}, record


@st.composite
def encodings(draw: st.DrawFn, family: str, kind: Kind) -> dict[str, Any]:
    """Return an Encoding Object that fits a member."""
    items = kind.schema.get("items", kind.schema)
    if family == "multipart":
        if items.get("format") == "binary":
            return {"contentType": draw(st.sampled_from(("image/png", "image/png, image/jpeg", "application/pdf")))}
        if draw(st.booleans()):
            has_parts = items["type"] in ("object", "array")
            kinds = ("application/json", *(() if has_parts else ("text/plain", "text/x-own")))
            return {"contentType": draw(st.sampled_from(kinds))}
    if draw(st.integers(0, 3)) == 0:
        return {"contentType": "application/json"}
    if "items" in items or (kind.schema["type"] == "array" and items["type"] == "object"):
        return {"contentType": "application/json"}
    style = draw(st.sampled_from(("form", "deepObject") if kind.schema["type"] == "object" else ("form",)))
    if kind.schema["type"] == "array":
        style = draw(st.sampled_from(("form", "spaceDelimited", "pipeDelimited")))
    explode = True if style == "deepObject" else draw(st.booleans())
    found: dict[str, Any] = {"style": style, "explode": explode}
    if draw(st.booleans()):
        found["allowReserved"] = draw(st.booleans())
    return found


@st.composite
def replies(draw: st.DrawFn) -> tuple[dict[str, Any], st.SearchStrategy[Reply]]:
    """Return the ``responses`` of an operation and what a server may answer."""
    declared: dict[str, Any] = {}
    choices: list[st.SearchStrategy[Reply]] = []
    success = draw(st.sampled_from(("200", "201", "2XX", "default", "204")))
    status = {"2XX": 207, "default": 200}.get(success) or int(success)
    content: dict[str, Any] = {}
    if success != "204":
        for family in draw(st.lists(st.sampled_from(("json", "text", "binary")), min_size=1, max_size=2, unique=True)):
            if family == "json":
                # What is text as well is asked for as JSON alone.
                kind = draw(json_kinds().filter(lambda each: each.schema != {"type": "string"}))
                content["application/json"] = {"schema": kind.schema}
                sent = draw(
                    st.sampled_from(("application/json", "application/json; charset=utf-8", "Application/JSON;v=1"))
                )
                choices.append(
                    kind.values.map(lambda v, t=sent, s=status: Reply(s, t, json.dumps(v[1]).encode(), v[1]))
                )
            elif family == "text":
                content["text/plain"] = {"schema": {"type": "string"}}
                choices.append(texts().map(lambda v, s=status: Reply(s, "text/plain; charset=UTF-8", v.encode(), v)))
            else:
                content["image/png"] = {"schema": {"type": "string", "format": "binary"}}
                choices.append(st.binary(max_size=8).map(lambda v, s=status: Reply(s, "image/png", v, v)))
    else:
        choices.append(st.just(Reply(204, "", b"", None)))
    declared[success] = {"description": "Done.", **({"content": content} if content else {})}
    if success != "default" and draw(st.booleans()):
        key, failure = draw(st.sampled_from((("4XX", 422), ("404", 404), ("default", 409))))
        kind = draw(json_kinds())
        declared[key] = {"description": "No.", "content": {"application/problem+json": {"schema": kind.schema}}}
        choices.append(
            kind.values.map(
                lambda v, s=failure: Reply(s, "application/problem+json", json.dumps(v[1]).encode(), v[1], fails=True)
            )
        )
    return declared, st.one_of(choices)


def in_3_0(value: Any) -> Any:
    """Say ``null`` as OpenAPI 3.0 does."""
    if isinstance(value, list):
        return [in_3_0(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {key: in_3_0(member) for key, member in value.items()}
    if isinstance(found.get("type"), list) and "null" in found["type"]:
        found["type"], found["nullable"] = found["type"][0], True
    return found


@st.composite
def cases(draw: st.DrawFn, operations: int = 3, calls: int = 3) -> Case:
    """Return a document of some operations, and some calls of each."""
    version = draw(st.sampled_from(("3.0.3", "3.1.0", "3.2.0")))
    paths: dict[str, Any] = {}
    made: list[Call] = []
    for number in range(operations):
        names = {
            place: draw(st.lists(st.sampled_from(NAMES_OF[place]), max_size=3, unique_by=str.lower))
            for place in ("path", "query", "header", "cookie")
        }
        path = f"/o{number}" + "".join(
            draw(st.sampled_from((f"/{{{name}}}", f"/é/{{{name}}}", f"/x{{{name}}}y"))) for name in names["path"]
        )
        drawn = [draw(parameters(place, name, version)) for place, found in names.items() for name in found]
        if version == "3.2.0" and draw(st.integers(0, 3)) == 0:
            drawn = [one for one in drawn if one[0]["in"] != "query"] + [draw(whole_queries())]
        operation: dict[str, Any] = {
            "operationId": draw(st.sampled_from((f"op{number}", f"class{number}", f"x-{number} é")))
        }
        shared = [described for described, _ in drawn if draw(st.integers(0, 3)) == 0]
        operation["parameters"] = [described for described, _ in drawn if described not in shared]
        body = draw(st.none() | bodies(version))
        if body is not None:
            operation["requestBody"] = {"content": body[0], **({"required": True} if draw(st.booleans()) else {})}
        operation["responses"], answers = draw(replies())
        paths[path] = {"post": operation, **({"parameters": shared} if shared else {})}
        made += [draw(call_of(path, drawn, operation, body, answers)) for _ in range(calls)]
    document = {
        "openapi": version,
        "info": {"title": "Wire", "version": "1"},
        "servers": [{"url": "https://api.example.com/v1"}],
        "paths": in_3_0(paths) if version == "3.0.3" else paths,
    }
    return Case(document, tuple(made))


@st.composite
def call_of(  # noqa: PLR0913, PLR0917  # hypothesis adds an argument
    draw: st.DrawFn,
    path: str,
    drawn: list[tuple[dict[str, Any], Kind]],
    operation: dict[str, Any],
    body: Bodies | None,
    answers: st.SearchStrategy[Reply],
) -> Call:
    """Return one call with values for what is required and for some of the rest."""
    given: dict[tuple[str, str], Any] = {}
    meant: dict[tuple[str, str], Any] = {}
    for described, kind in drawn:
        if described.get("required") or draw(st.integers(0, 3)):
            python, wire = draw(kind.values)
            if described["in"] != "path" or wire not in ("", None):
                given[described["in"], described["name"]], meant[described["in"], described["name"]] = python, wire
            else:
                given["path", described["name"]] = meant["path", described["name"]] = "x"
    if body is not None and (operation["requestBody"].get("required") or draw(st.integers(0, 3))):
        chosen = draw(st.sampled_from(sorted(body[1])))
        given["body", ""], meant["body", ""] = draw(body[1][chosen].values)
        given["content type", ""] = meant["content type", ""] = chosen
    return Call(path, given, meant, draw(answers))
