"""Operations whose paths differ only behind ``?`` or ``#``, where OpenAPI wants no path to differ, and vendors do.

``/messages?beta=true`` asks for a query, ``/#Action=Stop`` for nothing that is sent: there a parameter with one single
value says which operation is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from truespec.contract.operation import Operation, Parameter

__all__ = ["Variant", "variant_of"]

_VARIABLE: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Variant:
    """One operation of several at a ``path``, and what a request for it has: pairs of its query, parameters."""

    operation: Operation
    path: str
    query: tuple[tuple[str, str], ...]
    fixed: tuple[tuple[Parameter, str], ...]

    def fit(self, query: Sequence[tuple[str, str]], headers: Iterable[tuple[str, str]]) -> Mapping[str, str] | None:
        """Return the path parameters that stand in the query, ``None`` where the request is for another operation."""
        found: dict[str, str] = {}
        for name, written in self.query:
            matches = (_matched(written, value) for given, value in query if given == name)
            values = next((match for match in matches if match is not None), None)
            if values is None:
                return None
            found |= values
        sent = {name.lower(): value for name, value in headers}
        for parameter, value in self.fixed:
            where = dict(query) if parameter.place == "query" else sent
            name = parameter.wire if parameter.place == "query" else parameter.wire.lower()
            if where.get(name) != value:
                return None
        return found


def variant_of(operation: Operation) -> Variant | None:
    """Return how requests for an operation differ from others of its path; ``None`` where the path says it all."""
    path = operation.path.partition("#")[0]
    path, mark, query = path.partition("?")
    if path == operation.path:
        return None
    fixed = tuple(
        (parameter, str(value))
        for parameter in operation.parameters
        if parameter.required and parameter.place in {"query", "header"} and len(parameter.schema.enum or ()) == 1
        for value in parameter.schema.enum or ()
    )
    return Variant(operation, path, tuple(parse_qsl(query, keep_blank_values=True)) if mark else (), fixed)


def _matched(written: str, value: str) -> Mapping[str, str] | None:
    """Return the variables of a value of the query, ``None`` where it is another one."""
    pieces = _VARIABLE.split(written)
    found = re.fullmatch("(.*?)".join(re.escape(piece) for piece in pieces[::2]), value, re.DOTALL)
    return None if found is None else dict(zip(pieces[1::2], found.groups(), strict=True))
