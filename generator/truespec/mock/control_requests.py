"""Reads what the control plane is asked: paths, bodies, and a refusal for whatever makes no sense."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote

from truespec.contract.schema import Json
from truespec.mock.exchange import Request
from truespec.mock.strict_json import NotJsonError, read_json

__all__ = ["PREFIX", "RefusedError", "read_body", "read_text", "variable"]

PREFIX: Final = "/__truespec__"
"""Everything below it is the control plane's; no API has it."""

_MAX_BODY: Final = 64 * 1024
_ADVICE: Final = f"GET {PREFIX} says what each path takes"


class RefusedError(Exception):
    """A request to the control plane that cannot be done: a status, what is wrong, and what to do."""

    def __init__(self, status: int, message: str, advice: str) -> None:
        """Keep all three."""
        super().__init__(message)
        self.status, self.message, self.advice = status, message, advice


def variable(template: str, path: str) -> str | None:
    """Return the variable segment of a path, empty where the template has none, ``None`` where it does not fit."""
    head, variable, tail = template.partition("{")
    if not variable:
        return "" if path == template else None
    tail = tail.partition("}")[2]
    middle = path[len(head) : len(path) - len(tail)]
    fits = path.startswith(head) and path.endswith(tail) and middle and "/" not in middle
    return unquote(middle) if fits else None


def read_body(request: Request) -> dict[str, Json]:
    """Return the JSON object a request carries.

    Raises:
        RefusedError: It carries none.
    """
    essence = (request.header("content-type") or "").partition(";")[0].strip().lower()
    if essence != "application/json":
        raise RefusedError(415, "the body is not JSON", "send it with Content-Type: application/json")
    if len(request.body) > _MAX_BODY:
        raise RefusedError(413, "the body is too long", _ADVICE)
    try:
        value = read_json(request.body)
    except NotJsonError as error:
        raise RefusedError(400, f"the body {error}", _ADVICE) from None
    if not isinstance(value, dict):
        raise RefusedError(400, "the body is not an object", _ADVICE)
    return value


def read_text(body: dict[str, Json], name: str) -> str:
    """Return a text among the members of a body.

    Raises:
        RefusedError: There is none of that name.
    """
    value = body.get(name)
    if not isinstance(value, str):
        raise RefusedError(400, f"{name} is not a text", _ADVICE)
    return value
