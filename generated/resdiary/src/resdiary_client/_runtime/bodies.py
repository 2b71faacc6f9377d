"""Request bodies: one encoder for each family of media types."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, BinaryIO, cast
from urllib.parse import urlencode

from .omit import OMIT
from .shapes import is_array, is_mapping, is_object
from .values import json_bytes, json_data, scalar_text

__all__ = ["File", "encode_body", "is_json"]


@dataclass(frozen=True, slots=True)
class File:
    """A file to upload: its bytes, the name the server is told, and its media type."""

    content: bytes | BinaryIO = field(repr=False)
    name: str = "file"
    media_type: str = "application/octet-stream"

    def read(self) -> bytes:
        """Return the bytes; a stream is read to its end."""
        return self.content if isinstance(self.content, bytes) else self.content.read()


def is_json(media_type: str) -> bool:
    """Tell whether ``media_type`` (without parameters) is JSON by its name."""
    return media_type.endswith(("/json", "+json"))


def encode_body(media_type: str, body: Any) -> tuple[bytes, str]:
    """Return the bytes of ``body`` and the Content-Type to send with them.

    Raises:
        TypeError: ``body`` has no form in this media type.
    """
    essence = media_type.partition(";")[0].strip().lower()
    if is_json(essence):
        return json_bytes(body), media_type
    if essence == "application/x-www-form-urlencoded":
        return _form(body), media_type
    if essence == "multipart/form-data":
        boundary = secrets.token_hex(16)
        return _multipart(body, boundary), f"multipart/form-data; boundary={boundary}"
    if isinstance(body, str):
        return body.encode(), media_type if ";" in media_type else f"{media_type}; charset=utf-8"
    return _raw(body, essence), media_type


def _raw(body: Any, essence: str) -> bytes:
    if isinstance(body, bytes | bytearray):
        return bytes(body)
    if isinstance(body, File) or hasattr(body, "read"):
        return cast("BinaryIO", body).read()
    raise TypeError(f"a body of type {essence} is text, bytes or a file, not a {type(body).__name__}")


def _form(body: Any) -> bytes:
    data = json_data(body)
    if not is_object(data):
        raise TypeError("a form body is an object")
    pairs = [pair for name, value in data.items() for pair in _form_pairs(name, value)]
    return urlencode(pairs).encode("ascii")


def _form_pairs(name: str, value: Any) -> list[tuple[str, str]]:
    values = value if is_array(value) else [value]
    return [(name, _form_text(item)) for item in values]


def _form_text(value: Any) -> str:
    return json_bytes(value).decode() if isinstance(value, dict | list) else scalar_text(value)


def _multipart(body: Any, boundary: str) -> bytes:
    if not is_mapping(body):
        raise TypeError("a multipart body is a mapping of names to values and files")
    parts: list[bytes] = []
    for name, value in body.items():
        values = value if is_array(value) else [value]
        parts += [_part(name, item, boundary) for item in values if item is not OMIT]
    return b"".join(parts) + f"--{boundary}--\r\n".encode("ascii")


def _part(name: str, value: Any, boundary: str) -> bytes:
    disposition = f'Content-Disposition: form-data; name="{_quoted(name)}"'
    if isinstance(value, bytes):
        value = File(value)
    if isinstance(value, File):
        disposition += f'; filename="{_quoted(PurePath(value.name).name)}"'
        kind, content = value.media_type, value.read()
    else:
        data = json_data(value)
        kind = "application/json" if isinstance(data, dict | list) else "text/plain; charset=utf-8"
        content = _form_text(data).encode()
    if any(character in kind for character in "\r\n\0"):
        raise ValueError("a media type must not hold a line break")
    return f"--{boundary}\r\n{disposition}\r\nContent-Type: {kind}\r\n\r\n".encode() + content + b"\r\n"


def _quoted(text: str) -> str:
    """Encode the three characters that could end the quotation, as browsers do; NUL is refused."""
    if "\0" in text:
        raise ValueError("a part's name must not hold NUL")
    return text.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
