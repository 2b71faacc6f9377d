"""A conversation as commands for a shell: keys that a server gives out are taken from its answer, not written down."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote, unquote

from truespec.checking.exchange import Request
from truespec.checking.parameters import text_of
from truespec.checking.strangers import tells_record
from truespec.contract.schema import Json
from truespec.diagnostics import printable

__all__ = ["Kept", "curl"]

_BODY_SHOWN: Final = 4000
_BEGIN, _END, _NUMBER = "\ue000", "\ue001", "\ue002"
_MARK: Final = re.compile(f"({_BEGIN}[a-z0-9_]+{_END})")
_QUOTED_NUMBER: Final = re.compile(f'"{_NUMBER}([a-z0-9_]+){_END}"')
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OWN: Final = frozenset({"content-length", "host", "user-agent", "accept-encoding", "connection"})


@dataclass(frozen=True, slots=True)
class Kept:
    """A key that an answer tells at ``path``, under the ``name`` of a variable; ``value`` is what it was."""

    name: str
    path: tuple[str, ...]
    value: Json


def curl(
    request: Request,
    base_url: str,
    secret_headers: Mapping[str, str],
    held: Sequence[Kept] = (),
    keeps: Kept | None = None,
) -> str:
    """Return a command that sends a request again; credentials stand as shell variables.

    ``secret_headers`` maps a header that the target adds to what is shown for it: ``$X_API_KEY``.  Where a value of
    ``held`` was sent, its variable stands; ``keeps`` is what the answer gives a variable.
    """
    request = _with_marks(request, {text_of(kept.value): kept for kept in held})
    parts = ["curl", "-s" if keeps is not None else "-i"]
    if request.method != "GET":
        parts += ["-X", request.method]
    parts += [_quoted(base_url.rstrip("/") + request.target)]
    parts += [f'-H "{name}: {shown}"' for name, shown in secret_headers.items()]
    parts += [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in request.headers if name.lower() not in _OWN]
    if request.body:
        parts += ["--data-raw", _quoted(request.body.decode("utf-8", "backslashreplace"))]
    command = printable(" ".join(parts))
    return command if keeps is None else f"{keeps.name}=$({command} | jq -r {shlex.quote(_filter(keeps.path))})"


def _filter(path: Sequence[str]) -> str:
    """Return the words by which jq finds a member."""
    steps = (f".{name}" if _NAME.fullmatch(name) else f".[{json.dumps(name)}]" for name in path)
    return printable("".join(steps))


def _quoted(text: str) -> str:
    pieces = (piece for piece in _MARK.split(text) if piece)
    shown = [f'"${piece[1:-1]}"' if _MARK.fullmatch(piece) else shlex.quote(piece) for piece in pieces]
    return "".join(shown)


def _with_marks(request: Request, held: Mapping[str, Kept]) -> Request:
    body = request.body[:_BODY_SHOWN]
    value = request.json() if held else None
    if not held:
        return replace(request, body=body)
    path, separator, query = request.target.partition("?")
    path = "/".join(_mark(unquote(step), held) or step for step in path.split("/"))
    if isinstance(value, dict | list):
        marked = json.dumps(_marked(value, held), ensure_ascii=False, separators=(",", ":"))
        body = _QUOTED_NUMBER.sub(rf"{_BEGIN}\1{_END}", marked).encode("utf-8", "backslashreplace")
    return replace(request, target=path + separator + "&".join(_pairs(query, held)), body=body)


def _pairs(query: str, held: Mapping[str, Kept]) -> Iterator[str]:
    for pair in query.split("&"):
        name, equals, value = pair.partition("=")
        text = unquote(value.replace("+", " "))
        # A number may well be how many are asked for.
        counts = text.isdecimal() and not tells_record(unquote(name))
        marked = "" if counts else _mark(text, held)
        yield f"{name}{equals}{marked}" if marked else pair


def _mark(text: str, held: Mapping[str, Kept]) -> str:
    kept = held.get(text)
    # A value that a URL has to quote would need a program to quote it there too.
    return "" if kept is None or quote(text, safe="") != text else f"{_BEGIN}{kept.name}{_END}"


def _marked(value: Json, held: Mapping[str, Kept], *, counts: bool = False) -> Json:
    if isinstance(value, dict):
        return {name: _marked(member, held, counts=not tells_record(name)) for name, member in value.items()}
    if isinstance(value, list):
        return [_marked(item, held, counts=counts) for item in value]
    if counts and isinstance(value, int):
        return value
    kept = held.get(text_of(value)) if isinstance(value, str | int) and not isinstance(value, bool) else None
    if kept is None:
        return value
    return f"{_BEGIN if isinstance(value, str) else _NUMBER}{kept.name}{_END}"
