"""A second opinion on requests, from OpenAPI's tables of styles and RFC 6570 alone: it shares nothing with the runtime.

It reads a plain OpenAPI document, takes JSON values, and says what must be on the wire.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

__all__ = ["EmptyPathError", "Expected", "Pairs", "expected_request", "form_pairs", "multipart_parts", "scalar"]

Pairs = list[tuple[str, str]]
Values = dict[tuple[str, str], Any]
"""JSON values by place and name of their parameter."""

UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
RESERVED = frozenset(":/?#[]@!$&'()*+,;=")
ENDS_QUERY_VALUE = frozenset("#&+[]")
"""Reserved characters that a query value cannot carry bare: they end it, mean a blank, or are not query characters."""
ENDS_PATH_VALUE = frozenset("/?#[]")
DEFAULT_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
PREFIXED = {"simple": ("", ",", False), "label": (".", ".", False), "matrix": (";", ";", True)}
"""What a style begins with, what it puts between exploded values, and whether it names them."""
SEPARATORS = {"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C", "cookie": ","}


class EmptyPathError(Exception):
    """A value for a path is empty, so that the path would be another's."""


@dataclass(frozen=True)
class Expected:
    """What must be on the wire, but for the body."""

    path: str
    query: Pairs
    headers: dict[str, str]
    cookies: Pairs


def scalar(value: Any) -> str:
    """Return a value without parts as text."""
    return value if isinstance(value, str) else json.dumps(value)


def encoded(text: str, allowed: frozenset[str] = UNRESERVED, *, triples: bool = False) -> str:
    """Percent-encode what is not allowed; ``triples`` that are encoded already stay."""
    out, octets, position = [], text.encode(), 0
    while position < len(octets):
        character = chr(octets[position])
        following = text.encode()[position + 1 : position + 3]
        if (
            triples
            and character == "%"
            and len(following) == 2
            and all(chr(o) in "0123456789abcdefABCDEF" for o in following)
        ):
            out.append(octets[position : position + 3].decode())
            position += 3
            continue
        out.append(character if character in allowed else f"%{octets[position]:02X}")
        position += 1
    return "".join(out)


def plain(text: str) -> str:
    """Return a text as it is: headers and cookies of style ``cookie`` are not encoded."""
    return text


class Writer:
    """Writes one parameter as its description says."""

    def __init__(self, parameter: dict[str, Any], version: str) -> None:
        self.name: str = parameter["name"]
        self.place: str = parameter["in"]
        self.style: str = parameter.get("style", DEFAULT_STYLES[self.place])
        self.explode: bool = parameter.get("explode", self.style in {"form", "deepObject", "cookie"})
        self.media_type = next(iter(parameter.get("content", {})), None)
        reserved = parameter.get("allowReserved", False) and (self.place == "query" or version >= "3.2")
        kept = RESERVED - (ENDS_QUERY_VALUE if self.place == "query" else ENDS_PATH_VALUE)
        self._is_plain = self.place == "header" or self.style == "cookie"
        self._reserved = kept | UNRESERVED if reserved else None

    def text(self, value: Any) -> str:
        """Encode one value."""
        if self._is_plain:
            return scalar(value)
        if self._reserved is not None:
            return encoded(scalar(value), self._reserved, triples=True)
        return encoded(scalar(value))

    def key(self, name: str) -> str:
        """Encode one name."""
        return name if self._is_plain else encoded(name)

    def pairs(self, value: Any) -> Pairs:
        """Return names and values for a query or a cookie (styles form, cookie, *Delimited, deepObject)."""
        if self.media_type is not None:
            return [(self.key(self.name), self.text(self.content(value)))]
        if self.style == "deepObject":
            return [(encoded(f"{self.name}[{key}]"), self.text(member)) for key, member in value.items()]
        if isinstance(value, list):
            if self.explode:
                return [(self.key(self.name), self.text(item)) for item in value]
            return [(self.key(self.name), SEPARATORS[self.style].join(map(self.text, value)))] if value else []
        if isinstance(value, dict):
            if self.explode:
                return [(self.key(key), self.text(member)) for key, member in value.items()]
            flat = [part for key, member in value.items() for part in (self.text(key), self.text(member))]
            return [(self.key(self.name), SEPARATORS[self.style].join(flat))] if flat else []
        return [(self.key(self.name), self.text(value))]

    def content(self, value: Any) -> str:
        """Return the value as its media type has it."""
        is_json = self.media_type is not None and self.media_type.partition(";")[0].endswith("json")
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if is_json else scalar(value)

    def expansion(self, value: Any) -> str:
        """Return the text for a path or a header (styles simple, label and matrix)."""
        if self.media_type is not None:
            return self.text(self.content(value))
        first, between, is_named = PREFIXED[self.style]
        own = encoded(self.name)
        members = value.items() if isinstance(value, dict) else [(None, value)]
        if isinstance(value, list):
            members = [(None, item) for item in value]
        as_key = encoded if is_named and self.explode else self.text
        parts = [(None if key is None else as_key(key), self.text(member)) for key, member in members]
        if not (self.explode and isinstance(value, list | dict)):
            joined = ",".join(piece for part in parts for piece in part if piece is not None)
            return first + (self.named(own, joined) if is_named else joined)
        if is_named:
            written = [self.named(own if key is None else key, text) for key, text in parts]
        else:
            written = [text if key is None else f"{key}={text}" for key, text in parts]
        return first + between.join(written)

    @staticmethod
    def named(name: str, text: str) -> str:
        """Return a name with its value; RFC 6570 drops the equals sign of an empty one here."""
        return f"{name}={text}" if text else name


def expected_request(path: str, parameters: list[dict[str, Any]], values: Values, version: str) -> Expected:
    """Return what a call with these values must send."""
    expected = Expected(path, [], {}, [])
    for parameter in parameters:
        place, name = parameter["in"], parameter["name"]
        if (place, name) not in values:
            continue
        writer, value = Writer(parameter, version), values[place, name]
        if place == "path":
            text = writer.expansion(value)
            if not text:
                raise EmptyPathError(name)
            path = path.replace(f"{{{name}}}", text)
        elif place == "query":
            expected.query.extend(writer.pairs(value))
        elif place == "header":
            expected.headers[name.lower()] = writer.expansion(value)
        else:
            expected.cookies.extend(writer.pairs(value))
    segments = [segment.replace(".", "%2E") if segment in {".", ".."} else segment for segment in path.split("/")]
    literal = frozenset("/?#[]@!$&'()*+,;=:~%") | UNRESERVED
    return Expected(encoded("/".join(segments), literal), expected.query, expected.headers, expected.cookies)


def form_pairs(members: dict[str, Any], encoding: dict[str, Any]) -> Pairs:
    """Return the names and values of an urlencoded form as a reader of forms must find them, in order.

    A member with a style is written as a query parameter would be; else a list repeats the name and an object is JSON.
    """
    pairs: Pairs = []
    for name, value in members.items():
        told = encoding.get(name, {})
        if {"style", "explode", "allowReserved"} & told.keys():
            pairs.extend(Writer({"name": name, "in": "query", **told}, "3.1").pairs(value))
            continue
        as_json = told.get("contentType", "").endswith("json")
        for item in value if isinstance(value, list) else [value]:
            text = (
                json.dumps(item, ensure_ascii=False, separators=(",", ":"))
                if as_json or isinstance(item, dict)
                else scalar(item)
            )
            pairs.append((encoded(name), encoded(text)))
    return pairs


def multipart_parts(members: dict[str, Any], encoding: dict[str, Any]) -> list[tuple[str, str, bytes]]:
    """Return name, media type and content of each part; a list gives one part for each item.

    The media type is what ``encoding`` says, else text for a value without parts, JSON for an object and
    ``application/octet-stream`` for bytes.
    """
    parts: list[tuple[str, str, bytes]] = []
    for name, value in members.items():
        told = encoding.get(name, {}).get("contentType", "").partition(",")[0].strip()
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, bytes):
                parts.append((name, told or "application/octet-stream", item))
            elif isinstance(item, dict) or told.endswith("json"):
                parts.append(
                    (
                        name,
                        told or "application/json",
                        json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode(),
                    )
                )
            else:
                parts.append((name, told or "text/plain", scalar(item).encode()))
    return parts
