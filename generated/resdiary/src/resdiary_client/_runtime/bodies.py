"""Request bodies: one encoder for each family of media types."""

from __future__ import annotations

from typing import Any, BinaryIO, cast
from urllib.parse import quote, quote_plus

from .framing import framing_of
from .framing import written as framed
from .multipart import File, PartHeaders, multipart
from .operation import Parameter, Part
from .shapes import is_array, is_iterable, is_object
from .styles import query_pairs
from .values import is_json, json_bytes, json_data, scalar_text
from .words import charset_of, header_value, with_charset

__all__ = ["encode_body", "whole_query"]


_FORM = "application/x-www-form-urlencoded"


def encode_body(
    media_type: str, body: Any, parts: tuple[Part, ...] = (), headers: PartHeaders | None = None
) -> tuple[bytes, str]:
    """Return the bytes of ``body`` and the Content-Type to send with them; ``headers`` are those of parts.

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
    if essence.startswith("multipart/") and not isinstance(body, str | bytes | bytearray | File):
        return multipart(media_type, body, parts, headers or {})
    if framing_of(essence) is not None and is_iterable(body):
        return b"".join(framed(essence, json_bytes(item).decode(), {}) for item in body), media_type
    if "*" in essence:
        plain = "text/plain" if isinstance(body, str) else "application/octet-stream"
        media_type = header_value("Content-Type", body.media_type if isinstance(body, File) else plain)
    if isinstance(body, str):
        charset, sent = charset_of(media_type), with_charset(media_type, body)
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
