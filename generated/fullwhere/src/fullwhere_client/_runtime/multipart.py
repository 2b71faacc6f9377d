"""Multipart bodies: parts with names (RFC 7578), or with places alone."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, BinaryIO

from pydantic import BaseModel

from .omit import OMIT
from .operation import Parameter, Part
from .shapes import is_iterable, is_mapping, is_sequence
from .styles import header_text, plain_pairs
from .values import is_json, json_bytes, json_data, scalar_text
from .words import charset_of, header_name, header_value, with_charset

__all__ = ["File", "PartHeaders", "multipart"]

_ANY_FILE = "application/octet-stream"
_HEAD = "\r\n".join

PartHeaders = Mapping[str, Mapping[str, Any]]
"""Values for the headers of parts, by the name of the part and that of the header."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to upload: its bytes, the name the server is told, its media type, and headers of its part."""

    content: bytes | BinaryIO = field(repr=False)
    name: str = "file"
    media_type: str = _ANY_FILE
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)

    def read(self) -> bytes:
        """Return the bytes; a stream is read to its end."""
        return self.content if isinstance(self.content, bytes) else self.content.read()


def multipart(media_type: str, body: Any, parts: tuple[Part, ...], headers: PartHeaders) -> tuple[bytes, str]:
    """Return the bytes of ``body`` and the Content-Type that names their boundary.

    Members of a mapping become parts with names, the items of anything else parts without; how these are written is
    told by their places, counted from 0, or by the part without a name.

    Raises:
        TypeError: ``body`` has no parts.
        ValueError: A header of a part is missing or cannot be sent.
    """
    boundary = secrets.token_hex(16)
    told = {part.name: part for part in parts}
    if isinstance(body, BaseModel):
        body = body.model_dump(by_alias=True, exclude_unset=True)
    if is_mapping(body):
        pieces = _named(body, told, headers)
    elif is_iterable(body):
        pieces = _placed(body, told)
    else:
        raise TypeError("a multipart body is a mapping of names to values and files, or a sequence of them")
    written = b"".join(b"--%b\r\n%b\r\n" % (boundary.encode(), piece) for piece in pieces)
    return written + f"--{boundary}--\r\n".encode("ascii"), f"{media_type}; boundary={boundary}"


def _named(body: Mapping[str, Any], told: Mapping[str, Part], headers: PartHeaders) -> Iterator[bytes]:
    for name, value in body.items():
        if value is OMIT:
            continue
        part = told.get(name, Part(name))
        lines = list(_header_lines(part, headers.get(name, {})))
        for wire, item, kind in _named_values(part, value):
            yield _piece(item, kind, lines, name=wire)


def _placed(body: Iterable[Any], told: Mapping[str, Part]) -> Iterator[bytes]:
    rest = told.get("", Part(""))
    for place, item in enumerate(body):
        yield _piece(item, _kind(told.get(str(place), rest)), [])


def _kind(part: Part) -> str:
    """Return the media type that a part is told to have, the first of several; empty: what fits its value."""
    first = (part.content_type or "").partition(",")[0].strip()
    return "" if "*" in first else first


def _named_values(part: Part, value: Any) -> list[tuple[str, Any, str]]:
    """Return name, value and media type of each part that a member becomes."""
    if part.style is not None and not _has_files(value):
        parameter = Parameter(part.name, "query", part.style, part.explode)
        return [(wire, text, "") for wire, text in plain_pairs(parameter, value)]
    items = value if is_sequence(value) else [value]
    return [(part.name, item, _kind(part)) for item in items if item is not OMIT]


def _has_files(value: Any) -> bool:
    return any(isinstance(item, bytes | bytearray | File) for item in (value if is_sequence(value) else [value]))


def _header_lines(part: Part, values: Mapping[str, Any]) -> Iterator[str]:
    for parameter in part.headers:
        value = values.get(parameter.name, OMIT)
        if value is not OMIT:
            yield _line(parameter.name, header_text(parameter, value))
        elif parameter.required:
            raise ValueError(f"header {parameter.name!r} of part {part.name!r} is required")


def _line(name: str, value: str) -> str:
    return f"{header_name(name)}: {header_value(name, value)}"


def _piece(value: Any, told: str, lines: list[str], name: str | None = None) -> bytes:
    """Return one part: its headers, an empty line and its content."""
    file = File(bytes(value)) if isinstance(value, bytes | bytearray) else value if isinstance(value, File) else None
    disposition = None if name is None else f'Content-Disposition: form-data; name="{_quoted(name)}"'
    if file is not None:
        content, kind = file.read(), told if told and file.media_type == _ANY_FILE else file.media_type
        lines = [*lines, *(_line(wire, text) for wire, text in file.headers.items())]
        disposition = disposition and f'{disposition}; filename="{_quoted(PurePath(file.name).name)}"'
    else:
        content, kind = _content(value, told)
    head = [*([disposition] if disposition else []), f"Content-Type: {_unbroken(kind)}", *lines]
    return f"{_HEAD(head)}\r\n\r\n".encode() + content


def _content(value: Any, told: str) -> tuple[bytes, str]:
    """Return the bytes of a value and their media type."""
    if told.lower().startswith("multipart/"):
        return multipart(told, value, (), {})
    data = json_data(value)
    as_json = is_json(told) or isinstance(data, dict | list)
    text = json_bytes(data).decode() if as_json else scalar_text(data)
    kind = told or ("application/json" if as_json else with_charset("text/plain", text))
    return text.encode(charset_of(kind) or "utf-8"), kind


def _unbroken(kind: str) -> str:
    if any(character in kind for character in "\r\n\0"):
        raise ValueError("a media type must not hold a line break")
    return kind


def _quoted(text: str) -> str:
    """Encode the three characters that could end the quotation, as browsers do; NUL is refused."""
    if "\0" in text:
        raise ValueError("a part's name must not hold NUL")
    return text.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
