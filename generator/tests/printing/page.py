"""A page in pieces: what is printed of each operation, before it is saved in one form or another."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from printing.rows import Fact, Row, RowPrinter, member
from printing.sample import answer_value, http_request

__all__ = ["Answer", "Operation", "Section", "print_page"]


@dataclasses.dataclass
class Section:
    """A heading and its rows; ``glued`` is a type beside it, ``media`` and ``menu`` what a menu shows."""

    kind: str
    heading: str
    rows: list[Row] = dataclasses.field(default_factory=list)
    glued: str = ""
    glued_facts: list[Fact] = dataclasses.field(default_factory=list)
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


def print_page(document: dict[str, Any], rows: RowPrinter) -> list[Operation]:
    """Print all operations of a document whose schemas stand where they are used."""
    server = document["servers"][0]["url"]
    host, _, base = server.partition("://")[2].partition("/")
    base = f"/{base}" if base else ""
    found: list[Operation] = []
    for path, item in document["paths"].items():
        for method, operation in item.items():
            request, body = http_request(f"{method.upper()} {base}{path}", operation, host)
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
                    sections=list(_sections(document, operation, rows)),
                    answers=[
                        _answer(status, answer, rows, first=number == 0)
                        for number, (status, answer) in enumerate(operation["responses"].items())
                    ],
                    answers_heading=rows.words("responses"),
                    request=request,
                    request_body=body,
                )
            )
    return found


def _sections(document: dict[str, Any], operation: dict[str, Any], rows: RowPrinter) -> Iterator[Section]:
    schemes = document.get("components", {}).get("securitySchemes", {})
    if schemes:
        yield _auth(next(iter(schemes.items())), rows)
    for kind in ("cookie", "path", "query", "header"):
        parameters = [parameter for parameter in operation.get("parameters", []) if parameter["in"] == kind]
        if parameters:
            heading = kind if kind == "cookie" else rows.words(f"{kind}_parameters")
            yield Section(kind, heading, [_parameter(parameter, rows) for parameter in parameters])
    body = operation.get("requestBody")
    if body is not None:
        media, content = next(iter(body["content"].items()))
        yield _body(media, content["schema"], rows)


def _auth(scheme: tuple[str, dict[str, Any]], rows: RowPrinter) -> Section:
    name, described = scheme
    section = Section("auth", rows.words("authorizations"), menu=name)
    if rows.era.auth_open:
        shown = described.get("name", "Authorization")
        row = rows.row(shown, {"type": "string"}, f"auth.{shown}", need=True)
        text = described.get("description")
        if text:
            row.words = [text]
            row.show(f"auth.{shown}", "description", text)
        elif described["type"] == "http":
            row.words = ["Bearer authentication header of the form Bearer <token>."]
        section.rows = [row]
    return section


def _parameter(parameter: dict[str, Any], rows: RowPrinter) -> Row:
    schema = dict(parameter["schema"])
    for keyword in ("description", "deprecated", "example"):
        if keyword in parameter:
            schema[keyword] = parameter[keyword]
    place = member(parameter["in"], parameter["name"])
    return rows.row(parameter["name"], schema, place, need=parameter.get("required", False))


def _body(media: str, schema: dict[str, Any], rows: RowPrinter) -> Section:
    section = Section("body", rows.words("body"), media=media)
    if schema.get("type") != "array":
        section.rows = rows.value(schema, "body")
        return section
    root = rows.row("", schema, "body")
    if rows.era.array_in_heading:
        section.glued = root.type.split(f" · {rows.words('max').lower()}")[0]
        section.glued_facts = [fact for fact in root.facts if fact[1] in {"type", "title", "format"}]
        section.rows = root.below
    else:
        section.rows = root.below if root.opens else [root]
    return section


def _answer(status: str, answer: dict[str, Any], rows: RowPrinter, *, first: bool) -> Answer:
    digit = {"1": "information", "2": "success", "3": "redirect"}.get(status[0], "error")
    place = f"response.{status}"
    shown = Answer(status, answer.get("description", ""), rows.words(digit), open=first or rows.expanded)
    headers = answer.get("headers", {})
    if headers:
        below = [rows.row(n, h["schema"], f"{place}.header.{n}", need=False) for n, h in headers.items()]
        shown.headers = Row(rows.words("headers"), "object", below=below, opens=True, open=rows.expanded)
    for media, described in answer.get("content", {}).items():
        schema = described["schema"]
        shown.media = media
        shown.sample = answer_value(schema)
        if headers or not rows.era.members_at_once:
            shown.heading = rows.row("", schema, place)
            shown.heading.name, shown.heading.flags, shown.heading.flag_names = rows.words("response"), [], []
        else:
            shown.rows = rows.value(schema, place)
        break
    return shown
