"""Request bodies: one encoder for each family of media types."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, BinaryIO, cast
from urllib.parse import quote, quote_plus

from pydantic import BaseModel

from .framing import framing_of
from .framing import written as framed
from .omit import OMIT
from .operation import Parameter, Part
from .shapes import is_array, is_iterable, is_mapping, is_object, is_sequence
from .styles import plain_pairs, query_pairs
from .values import is_json, json_bytes, json_data, scalar_text
from .words import charset_of, header_value

__all__ = ["File", "encode_body", "whole_query"]


_ANY_FILE = "application/octet-stream"
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class File:
    """A file to upload: its bytes, the name the server is told, and its media type."""

    content: bytes | BinaryIO = field(repr=False)
    name: str = "file"
    media_type: str = _ANY_FILE

    def read(self) -> bytes:
        """Return the bytes; a stream is read to its end."""
        return self.content if isinstance(self.content, bytes) else self.content.read()


def encode_body(media_type: str, body: Any, parts: tuple[Part, ...] = ()) -> tuple[bytes, str]:
    """Return the bytes of ``body`` and the Content-Type to send with them.

    A media type that is a range, ``image/*``, is sent as the one that a :class:`File` says.

    The items of JSON lines and of a JSON text sequence are taken from any iterable.

    Raises:
        TypeError: ``body`` has no form in this media type.
        ValueError: A text has characters that the media type's character set lacks.
    """
    essence = media_type.partition(";")[0].strip().lower()
    if is_json(essence):
        return json_bytes(body), media_type
    if essence == _FORM:
        return _form(body, parts), media_type
    if essence == "multipart/form-data":
        boundary = secrets.token_hex(16)
        return _multipart(body, boundary, parts), f"multipart/form-data; boundary={boundary}"
    if framing_of(essence) is not None and is_iterable(body):
        return b"".join(framed(essence, json_bytes(item).decode(), {}) for item in body), media_type
    if "*" in essence:
        plain = "text/plain" if isinstance(body, str) else "application/octet-stream"
        media_type = header_value("Content-Type", body.media_type if isinstance(body, File) else plain)
    if isinstance(body, str):
        charset = charset_of(media_type)
        sent = media_type if charset else f"{media_type}; charset=utf-8"
        try:
            return body.encode(charset or "utf-8"), sent
        except LookupError:
            raise ValueError(f"the character set of {media_type} is not known") from None
    return _raw(body, essence), media_type


def whole_query(parameter: Parameter, value: Any) -> str:
    """Return a value that is all of a query: a form as it is, anything else as its media type has it, encoded."""
    media_type = parameter.content_type or ""
    if media_type.partition(";")[0].strip().lower() == _FORM:
        return _form(value, parameter.parts).decode("ascii")
    return quote(_text(json_data(value), as_json=is_json(media_type)), safe="")


def _raw(body: Any, essence: str) -> bytes:
    if isinstance(body, bytes | bytearray):
        return bytes(body)
    if isinstance(body, File) or hasattr(body, "read"):
        return cast("BinaryIO", body).read()
    raise TypeError(f"a body of type {essence} is text, bytes or a file, not a {type(body).__name__}")


def _form(body: Any, parts: tuple[Part, ...]) -> bytes:
    data = json_data(body)
    if not is_object(data):
        raise TypeError("a form body is an object")
    told = {part.name: part for part in parts}
    pairs = [pair for name, value in data.items() for pair in _form_pairs(name, value, told.get(name))]
    return "&".join(f"{name}={text}" for name, text in pairs).encode("ascii")


def _form_pairs(name: str, value: Any, part: Part | None) -> list[tuple[str, str]]:
    if part is not None and part.style is not None:
        return query_pairs(Parameter(name, "query", part.style, part.explode, part.allow_reserved), value)
    values = value if is_array(value) else [value]
    as_json = part is not None and is_json(part.content_type or "")
    return [(_urlencoded(name), _urlencoded(_text(item, as_json=as_json))) for item in values]


def _urlencoded(text: str) -> str:
    """Encode as browsers do, to the last character: a blank is ``+``, an asterisk stays and a tilde does not."""
    return quote_plus(text, safe="*").replace("~", "%7E")


def _text(value: Any, *, as_json: bool) -> str:
    return json_bytes(value).decode() if as_json or isinstance(value, dict | list) else scalar_text(value)


def _multipart(body: Any, boundary: str, parts: tuple[Part, ...]) -> bytes:
    body = body.model_dump(by_alias=True, exclude_unset=True) if isinstance(body, BaseModel) else body
    if not is_mapping(body):
        raise TypeError("a multipart body is a mapping of names to values and files")
    told = {part.name: part for part in parts}
    written = [
        _part(wire, item, boundary, kind)
        for name, value in body.items()
        for wire, item, kind in _named_values(name, value, told.get(name))
    ]
    return b"".join(written) + f"--{boundary}--\r\n".encode("ascii")


def _named_values(name: str, value: Any, part: Part | None) -> list[tuple[str, Any, str]]:
    """Return name, value and media type (empty: what fits the value) of each part that a member becomes."""
    if part is not None and part.style is not None and not _has_files(value):
        parameter = Parameter(name, "query", part.style, part.explode)
        return [(wire, text, "") for wire, text in plain_pairs(parameter, value)]
    kind = (part.content_type or "").partition(",")[0].strip() if part is not None else ""
    return [(name, item, kind) for item in (value if is_sequence(value) else [value]) if item is not OMIT]


def _has_files(value: Any) -> bool:
    return any(isinstance(item, bytes | bytearray | File) for item in (value if is_sequence(value) else [value]))


def _part(name: str, value: Any, boundary: str, told: str) -> bytes:
    disposition = f'Content-Disposition: form-data; name="{_quoted(name)}"'
    told = "" if "*" in told else told
    if isinstance(value, bytes | bytearray):
        value = File(bytes(value))
    if isinstance(value, File):
        disposition += f'; filename="{_quoted(PurePath(value.name).name)}"'
        kind = told if told and value.media_type == _ANY_FILE else value.media_type
        content = value.read()
    else:
        data = json_data(value)
        as_json = is_json(told) or isinstance(data, dict | list)
        kind = told or ("application/json" if as_json else "text/plain; charset=utf-8")
        content = _text(data, as_json=as_json).encode(charset_of(kind) or "utf-8")
    return f"--{boundary}\r\n{disposition}\r\nContent-Type: {_header(kind)}\r\n\r\n".encode() + content + b"\r\n"


def _header(kind: str) -> str:
    if any(character in kind for character in "\r\n\0"):
        raise ValueError("a media type must not hold a line break")
    return kind


def _quoted(text: str) -> str:
    """Encode the three characters that could end the quotation, as browsers do; NUL is refused."""
    if "\0" in text:
        raise ValueError("a part's name must not hold NUL")
    return text.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
