"""The operations that a rendered page carries in its scripts, for the browser to show what is closed."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Final

from truespec.diagnostics import Report
from truespec.documentation.facts.gathering import Gathering
from truespec.documentation.openapi.openapi_facts import METHODS, gather_openapi
from truespec.documentation.page import Page
from truespec.specification.json_source import index
from truespec.specification.node import Node
from truespec.specification.plain import is_mapping, is_sequence
from truespec.specification.source import Source

__all__ = ["gather_payload"]

_PUSH: Final = re.compile(r"self\.__next_f\.push\(\[\s*1\s*,\s*(?=\")")
_ROW: Final = re.compile(rb"([0-9a-f]+):(?:T([0-9a-f]+),|(?=[\[{\"]))")
"""The number of a row, and the length of its text in bytes where it is not JSON: nothing ends such a row."""
_REFERENCE: Final = re.compile(r"\$(?:L|@)?([0-9a-f]+)((?::[^:]+)*)\Z")
"""A row, or by the steps behind it something inside."""
_UNDEFINED: Final = "$undefined"
_PROPS: Final = 3
"""Where an element, which is a list, has what a step calls "props"."""
_DEPTH: Final = 100


def gather_payload(scripts: Sequence[tuple[int, str]], page: Page, into: Gathering, report: Report) -> frozenset[str]:
    """Say the operations that are inlined whole, and return their names."""
    rows, lines = _rows(scripts)
    names: set[str] = set()
    for row, value in rows.items():
        for found in _operations(value, rows, 0):
            document = _document(found, rows)
            source = Source(
                Path(PurePosixPath("/", page.sha256, row, "page.json")), page.name, "{}", document, lambda: index("{}")
            )
            before = len(into.facts)
            gather_openapi(Node(document, source), into, report)
            into.move(before, lines[row])
            names.update(f"{method.upper()} {path}" for path, item in document["paths"].items() for method in item)
    return frozenset(names)


def _rows(scripts: Sequence[tuple[int, str]]) -> tuple[dict[str, Any], dict[str, int]]:
    """Put the pieces of the payload together and return its rows by number, with the line each begins on."""
    pieces: list[str] = []
    line = 1
    decoder = json.JSONDecoder()
    for number, script in scripts:
        for push in _PUSH.finditer(script):
            try:
                text, _ = decoder.raw_decode(script, push.end())
            except ValueError:
                continue
            if isinstance(text, str):
                line = number if not pieces else line
                pieces.append(text)
    rows = dict(_parsed("".join(pieces).encode("utf-8", "surrogatepass")))
    return rows, dict.fromkeys(rows, line)


def _parsed(data: bytes) -> Iterator[tuple[str, Any]]:
    """Yield the rows of a payload: JSON up to the end of a line, or a long text of which the length is told."""
    at = 0
    while at < len(data):
        match = _ROW.match(data, at)
        if match is not None and match[2] is not None:
            at = match.end() + int(match[2], 16)
            yield match[1].decode(), data[match.end() : at].decode("utf-8", "replace")
            continue
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        if match is not None:
            with contextlib.suppress(ValueError, RecursionError):
                yield match[1].decode(), json.loads(data[match.end() : end])
        at = end + 1


def _operations(value: Any, rows: Mapping[str, Any], depth: int) -> Iterator[Mapping[str, Any]]:
    """Yield what holds an operation together with its path and method."""
    if depth > _DEPTH:
        return
    if is_mapping(value):
        operation = _follow(value.get("operation"), rows)
        path, method = value.get("path"), value.get("method")
        named = isinstance(path, str) and isinstance(method, str) and method.lower() in METHODS
        if named and is_mapping(operation) and is_mapping(operation.get("responses")):
            yield {**value, "operation": operation}
            return
        for inner in value.values():
            yield from _operations(inner, rows, depth + 1)
    elif is_sequence(value):
        for inner in value:
            yield from _operations(inner, rows, depth + 1)


def _document(found: Mapping[str, Any], rows: Mapping[str, Any]) -> dict[str, Any]:
    """Make a document of one operation, so that it is read as any other."""
    unfold = _Unfolding(rows)
    servers = _follow(found.get("servers"), rows)
    schemes: dict[str, Any] = {}
    security: list[dict[str, Any]] = []
    for pair in _list(_follow(found.get("securities"), rows)):
        if is_sequence(pair) and len(pair) == 2 and isinstance(pair[0], str):
            schemes[pair[0]] = unfold.whole(pair[1])
            security.append({pair[0]: []})
    operation = unfold.whole(found["operation"])
    return {
        "openapi": "3.1.0",
        "servers": unfold.whole(servers) if is_sequence(servers) else [],
        "security": security,
        "components": {"securitySchemes": schemes, "schemas": unfold.schemas()},
        "paths": {found["path"]: {found["method"].lower(): operation}},
    }


def _list(value: Any) -> list[Any]:
    return value if is_sequence(value) else []


def _follow(value: Any, rows: Mapping[str, Any]) -> Any:
    """Return what a value refers to; a text that begins with the mark of a reference has that twice."""
    if not isinstance(value, str) or not value.startswith("$"):
        return value
    match = _REFERENCE.match(value)
    if match is None:
        return value[1:] if value.startswith("$$") else value
    found = rows.get(match[1])
    for step in match[2].split(":")[1:]:
        if is_mapping(found):
            found = found.get(step)
        elif is_sequence(found):
            number = _PROPS if step == "props" else int(step) if step.isdecimal() else len(found)
            found = found[number] if number < len(found) else None
        else:
            return None
    return found


class _Unfolding:
    """Puts the rows that values refer to in their places; what is inside itself becomes a schema with a name."""

    def __init__(self, rows: Mapping[str, Any]) -> None:
        self._rows = rows
        self._named: dict[str, str] = {}

    def whole(self, value: Any) -> Any:
        """Return a value with all that it refers to."""
        return self._unfolded(value, (), 0)

    def schemas(self) -> dict[str, Any]:
        """Return the schemas that have got names."""
        made: dict[str, Any] = {}
        while missing := [one for one in self._named.items() if one[1] not in made]:
            for reference, name in missing:
                made[name] = self._unfolded(_follow(reference, self._rows), (reference,), 0)
        return made

    def _unfolded(self, value: Any, above: tuple[str, ...], depth: int) -> Any:
        if depth > _DEPTH:
            return None
        reference = value if isinstance(value, str) else ""
        value = _follow(value, self._rows)
        if reference in above and is_mapping(value):
            name = self._named.setdefault(reference, f"row-{len(self._named)}")
            return {"$ref": f"#/components/schemas/{name}"}
        if is_mapping(value):
            above = (*above, reference) if reference else above
            said = ((key, inner) for key, inner in value.items() if inner != _UNDEFINED)
            return {key: self._unfolded(inner, above, depth + 1) for key, inner in said}
        return [self._unfolded(inner, above, depth + 1) for inner in value] if is_sequence(value) else value
