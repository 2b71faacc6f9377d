"""What hostile documents are made of: a sound one, in YAML and JSON, and ways to put something into it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

__all__ = [
    "DOCUMENT",
    "HEAD",
    "JSON",
    "OPERATION",
    "PATHS",
    "Table",
    "chain",
    "json_schema",
    "laughs",
    "operations",
    "schema",
]

Table: TypeAlias = dict[str, tuple[str, str, Callable[[], "str | bytes"]]]
"""Name, file suffix, outcome and how the document is made."""

HEAD = 'openapi: 3.1.0\ninfo: {title: Texts, version: "1"}\n'
OPERATION = "get: {operationId: read, responses: {'200': {description: Read.}}}"
PATHS = f"paths:\n  /a:\n    {OPERATION}\n"
DOCUMENT = HEAD + PATHS
JSON = '{"openapi": "3.1.0", "info": {"title": "Texts", "version": "1"}, "paths": {}'


def schema(text: str) -> str:
    """Return a document with one schema, written in YAML on one line."""
    return f"{DOCUMENT}components:\n  schemas:\n    A: {text}\n"


def operations(path: str) -> str:
    """Return a document with one operation at a path, in JSON."""
    answers = '{"200": {"description": "Read."}}'
    return f'{JSON[:-1]}"{path}": {{"get": {{"operationId": "read", "responses": {answers}}}}}}}}}'


def json_schema(text: str) -> str:
    """Return a document with one schema, written in JSON."""
    return f'{JSON}, "components": {{"schemas": {{"A": {text}}}}}}}'


def chain(length: int, link: str = "{{$ref: '{0}'}}") -> str:
    """Return schemas that each refer to the next, in a schema written around the reference."""
    links = "".join(f"    S{n}: {link.format(f'#/components/schemas/S{n + 1}')}\n" for n in range(length))
    return f"{DOCUMENT}components:\n  schemas:\n{links}    S{length}: {{type: string}}\n"


def laughs(levels: int, width: int) -> str:
    """Return aliases of aliases: ``width`` to the power of ``levels`` values."""
    lines = ["x-a0: &a0 [lol]"]
    lines += [f"x-a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, levels)]
    return DOCUMENT + "\n".join(lines) + "\n"
