"""The operations that a rendered page carries in its scripts, for the browser to show what is closed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Final

from truespec.diagnostics import Report
from truespec.documentation.gathering import Gathering
from truespec.documentation.openapi_facts import METHODS, gather_openapi
from truespec.documentation.page import Page
from truespec.specification.json_source import index
from truespec.specification.node import Node
from truespec.specification.plain import is_mapping, is_sequence
from truespec.specification.source import Source

__all__ = ["gather_payload"]

_PUSH: Final = re.compile(r"self\.__next_f\.push\(\[\s*1\s*,\s*(?=\")")
_ROW: Final = re.compile(r"([0-9a-f]+):(?=[\[{\"])")
_REFERENCE: Final = re.compile(r"\$(?:L|@)?([0-9a-f]+)\Z")
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
    rows: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for text in "".join(pieces).split("\n"):
        match = _ROW.match(text)
        if match is not None:
            try:
                rows[match[1]] = json.loads(text[match.end() :])
            except (ValueError, RecursionError):
                continue
            lines[match[1]] = line
    return rows, lines


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
    servers = _follow(found.get("servers"), rows)
    schemes: dict[str, Any] = {}
    security: list[dict[str, Any]] = []
    for pair in _list(_follow(found.get("securities"), rows)):
        if is_sequence(pair) and len(pair) == 2 and isinstance(pair[0], str):
            schemes[pair[0]] = _unfolded(pair[1], rows, 0)
            security.append({pair[0]: []})
    operation = _unfolded(found["operation"], rows, 0)
    return {
        "openapi": "3.1.0",
        "servers": _unfolded(servers, rows, 0) if is_sequence(servers) else [],
        "security": security,
        "components": {"securitySchemes": schemes},
        "paths": {found["path"]: {found["method"].lower(): operation}},
    }


def _list(value: Any) -> list[Any]:
    return value if is_sequence(value) else []


def _follow(value: Any, rows: Mapping[str, Any]) -> Any:
    if isinstance(value, str) and (match := _REFERENCE.match(value)) is not None:
        return rows.get(match[1])
    return value


def _unfolded(value: Any, rows: Mapping[str, Any], depth: int) -> Any:
    """Return a value with the rows it refers to in their places."""
    value = _follow(value, rows)
    if depth > _DEPTH:
        return None
    if is_mapping(value):
        return {key: _unfolded(inner, rows, depth + 1) for key, inner in value.items()}
    return [_unfolded(inner, rows, depth + 1) for inner in value] if is_sequence(value) else value
