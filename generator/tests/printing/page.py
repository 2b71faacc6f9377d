"""A page in pieces: what is printed of each operation, before it is saved in one form or another."""

from __future__ import annotations

import dataclasses
from typing import Any

from printing.era import Era, Words
from printing.rows import Row, members, row_of, value_rows
from printing.sample import answer_value, http_request

__all__ = ["Answer", "Operation", "Section", "print_page"]


@dataclasses.dataclass
class Section:
    """A heading and its rows; ``glued`` is a type beside it, ``media`` what its menu shows, ``menu`` a scheme's name."""

    kind: str
    heading: str
    rows: list[Row] = dataclasses.field(default_factory=list)
    glued: str = ""
    glued_facts: list[tuple[str, str, Any, str]] = dataclasses.field(default_factory=list)
    media: str = ""
    menu: str = ""


@dataclasses.dataclass
class Answer:
    """An answer: ``rows`` are there only where it is open."""

    status: str
    description: str
    default_word: str
    media: str = ""
    rows: list[Row] = dataclasses.field(default_factory=list)
    heading: Row | None = None
    headers: Row | None = None
    open: bool = False
    sample: Any = None


@dataclasses.dataclass
class Operation:
    """Everything printed of one operation."""

    name: str
    method: str
    server: str
    base: str
    path: str
    title: str
    description: str
    deprecated: bool
    sections: list[Section]
    answers: list[Answer]
    answers_heading: str
    request: list[str]
    request_body: Any


def print_page(document: dict[str, Any], era: Era, words: Words, *, expanded: bool = False) -> list[Operation]:
    """Print all operations of a document whose schemas stand where they are used."""
    server = document["servers"][0]["url"]
    host, _, base = server.partition("://")[2].partition("/")
    base = f"/{base}" if base else ""
    found: list[Operation] = []
    for path, item in document["paths"].items():
        for method, operation in item.items():
            request, body = http_request(method, base, path, operation, host)
            found.append(
                Operation(
                    name=f"{method.upper()} {path}",
                    method=method,
                    server=server,
                    base=base,
                    path=path,
                    title=operation.get("summary", ""),
                    description=operation.get("description", ""),
                    deprecated=operation.get("deprecated", False),
                    sections=list(_sections(document, operation, era, words, expanded=expanded)),
                    answers=[
                        _answer(status, answer, era, words, first=number == 0, expanded=expanded)
                        for number, (status, answer) in enumerate(operation["responses"].items())
                    ],
                    answers_heading=words("responses"),
                    request=request,
                    request_body=body,
                )
            )
    return found


def _sections(document: dict[str, Any], operation: dict[str, Any], era: Era, words: Words, *, expanded: bool) -> Any:
    schemes = document.get("components", {}).get("securitySchemes", {})
    if schemes:
        yield _auth(next(iter(schemes.items())), era, words)
    for kind in ("cookie", "path", "query", "header"):
        rows = [
            _parameter(parameter, era, words, expanded=expanded)
            for parameter in operation.get("parameters", [])
            if parameter["in"] == kind
        ]
        if rows:
            yield Section(kind, kind if kind == "cookie" else words(f"{kind}_parameters"), rows)
    body = operation.get("requestBody")
    if body is not None:
        media, content = next(iter(body["content"].items()))
        yield _body(media, content["schema"], era, words, expanded=expanded)


def _auth(scheme: tuple[str, dict[str, Any]], era: Era, words: Words) -> Section:
    name, described = scheme
    section = Section("auth", words("authorizations"), menu=name)
    if era.auth_open:
        shown = described.get("name", "Authorization")
        row = row_of(shown, {"type": "string"}, f"auth.{shown}", era, words, required=True, expanded=False)
        text = described.get("description")
        if text:
            row.words = [text]
            row.facts.append((f"auth.{shown}", "description", text, ""))
        elif described["type"] == "http":
            row.words = ["Bearer authentication header of the form Bearer <token>."]
        section.rows = [row]
    return section


def _parameter(parameter: dict[str, Any], era: Era, words: Words, *, expanded: bool) -> Row:
    from printing.rows import member  # noqa: PLC0415

    schema = dict(parameter["schema"])
    for keyword in ("description", "deprecated", "example"):
        if keyword in parameter:
            schema[keyword] = parameter[keyword]
    place = member(parameter["in"], parameter["name"])
    required = parameter.get("required", False)
    return row_of(parameter["name"], schema, place, era, words, required=required, expanded=expanded)


def _body(media: str, schema: dict[str, Any], era: Era, words: Words, *, expanded: bool) -> Section:
    section = Section("body", words("body"), media=media)
    if schema.get("type") == "array":
        root = row_of("", schema, "body", era, words, required=None, expanded=expanded)
        if era.array_in_heading:
            section.glued = root.type.split(" · min")[0].split(" · max")[0]
            section.glued_facts = [fact for fact in root.facts if fact[1] in {"type", "title", "format"}]
            section.rows = root.below
            return section
        section.rows = root.below if root.opens else [root]
        return section
    section.rows = value_rows(schema, "body", era, words, expanded=expanded)
    return section


def _answer(  # noqa: PLR0913 - one call
    status: str, answer: dict[str, Any], era: Era, words: Words, *, first: bool, expanded: bool
) -> Answer:
    digit = {"1": "information", "2": "success", "3": "redirect"}.get(status[0], "error")
    printed = Answer(status, answer.get("description", ""), words(digit))
    place = f"response.{status}"
    content = answer.get("content", {})
    headers = answer.get("headers", {})
    printed.open = first or expanded
    if headers:
        rows = [
            row_of(name, header["schema"], f"{place}.header.{name}", era, words, required=False, expanded=expanded)
            for name, header in headers.items()
        ]
        printed.headers = Row(words("headers"), "object", below=rows, opens=True, open=expanded)
    for media, described in content.items():
        schema = described["schema"]
        printed.media = media
        printed.sample = answer_value(schema)
        if (headers or not era.members_at_once) and schema.get("type") != "string":
            root = row_of("", schema, place, era, words, required=None, expanded=expanded)
            root.name, root.flags = words("response"), []
            printed.heading = root
        elif schema.get("properties"):
            printed.rows = members(schema, place, era, words, expanded=expanded)
        else:
            printed.rows = value_rows(schema, place, era, words, expanded=expanded)
        break
    return printed
