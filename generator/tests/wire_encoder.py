"""A second opinion on requests, from the tables of OpenAPI, RFC 6570 and WHATWG-URL, not from the runtime.

It reads a plain OpenAPI document, takes JSON values, and says what must be on the wire.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
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
ENDS_COOKIE_VALUE = frozenset(",;")
ENDING = {"path": ENDS_PATH_VALUE, "query": ENDS_QUERY_VALUE, "cookie": ENDS_COOKIE_VALUE}
FORM_BARE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._")
"""What the urlencoded serializer of WHATWG-URL leaves as it is; a blank becomes a plus sign."""
DEFAULT_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
PREFIXED = {"simple": ("", ",", False), "label": (".", ".", False), "matrix": (";", ";", True)}
"""What a style begins with, what it puts between exploded values, and whether it names them."""
SEPARATORS = {"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C", "cookie": ","}
BARE_SEPARATORS = {"form": ",", "spaceDelimited": " ", "pipeDelimited": "|"}


class EmptyPathError(Exception):
    """A value for a path is empty, so that the path would be another's."""


@dataclass(frozen=True)
class Expected:
    """What must be on the wire, but for the body."""

    path: str
    query: Pairs
    headers: dict[str, str]
    cookies: Pairs
    whole: tuple[str, ...] = ()
    """The pieces of a query that is one value."""


def scalar(value: Any) -> str:
    """Return a value without parts as text; the column of what is undefined says that null is nothing."""
    if value is None:
        return ""
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


def form_encoded(text: str) -> str:
    """Encode a name or a value of an urlencoded form."""
    return encoded(text, FORM_BARE | {" "}).replace(" ", "+")


def deep_pairs(name: str, value: Any) -> Pairs:
    """Return the pairs of a deepObject; what is inside of members is as most readers have it, for no table says."""
    if isinstance(value, dict):
        return [pair for key, member in value.items() for pair in deep_pairs(f"{name}[{key}]", member)]
    if isinstance(value, list):
        has_parts = any(isinstance(item, list | dict) for item in value)
        found = [deep_pairs(f"{name}[{place}]" if has_parts else name, item) for place, item in enumerate(value)]
        return [pair for pairs in found for pair in pairs]
    return [(name, scalar(value))]


class Writer:
    """Writes one parameter as its description says."""

    def __init__(self, parameter: dict[str, Any], version: str) -> None:
        self.name: str = parameter["name"]
        self.place: str = parameter["in"]
        self.style: str = parameter.get("style", DEFAULT_STYLES.get(self.place, "form"))
        self.explode: bool = parameter.get("explode", self.style in {"form", "deepObject", "cookie"})
        self.media_type = next(iter(parameter.get("content", {})), None)
        reserved = parameter.get("allowReserved", False) and (self.place == "query" or version >= "3.2")
        kept = RESERVED - ENDING.get(self.place, frozenset())
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
            return [(encoded(name), self.text(text)) for name, text in deep_pairs(self.name, value)]
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
        in_header = self.place == "header"
        return json.dumps(value, ensure_ascii=in_header, separators=(",", ":")) if is_json else scalar(value)

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
    expected, whole = Expected(path, [], {}, []), tuple[str, ...]()
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
        elif place == "querystring":
            whole = whole_query(parameter, value)
        elif place == "query":
            expected.query.extend(writer.pairs(value))
        elif place == "header":
            expected.headers[name.lower()] = writer.expansion(value)
        else:
            expected.cookies.extend(writer.pairs(value))
    segments = [segment.replace(".", "%2E") if segment in {".", ".."} else segment for segment in path.split("/")]
    literal = frozenset("/?#[]@!$&'()*+,;=:~%") | UNRESERVED
    return replace(expected, path=encoded("/".join(segments), literal), whole=whole)


def whole_query(parameter: dict[str, Any], value: Any) -> tuple[str, ...]:
    """Return the pieces of a query that is described by its media type, which a form is as it stands."""
    ((media_type, media),) = parameter["content"].items()
    if media_type == "application/x-www-form-urlencoded":
        return tuple(f"{name}={text}" for name, text in form_pairs(value, media.get("encoding", {})))
    text = encoded(compact(value) if media_type.endswith("json") else scalar(value))
    return (text,) if text else ()


def compact(value: Any) -> str:
    """Return a value as JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def is_styled(told: dict[str, Any]) -> bool:
    """Say whether an Encoding Object has one of the fields that make its media type count no more."""
    return bool({"style", "explode", "allowReserved"} & told.keys())


def form_pairs(members: dict[str, Any], encoding: dict[str, Any]) -> Pairs:
    """Return the names and values of an urlencoded form, encoded.

    A member with a style is written as a query parameter would be; else a list repeats the name and an object is JSON.
    """
    pairs: Pairs = []
    for name, value in members.items():
        told = encoding.get(name, {})
        if is_styled(told):
            pairs.extend(Writer({"name": name, "in": "query", **told}, "3.1").pairs(value))
            continue
        as_json = told.get("contentType", "").endswith("json")
        for item in value if isinstance(value, list) else [value]:
            text = compact(item) if as_json or isinstance(item, dict | list) else scalar(item)
            pairs.append((form_encoded(name), form_encoded(text)))
    return pairs


def styled_parts(name: str, value: Any, told: dict[str, Any]) -> list[tuple[str, str, bytes]]:
    """Return the parts of a member with a style: names and values of a query, without any encoding (Appendix C)."""
    style = told.get("style", "form")
    explode = told.get("explode", style in {"form", "deepObject"})
    if style == "deepObject":
        pairs = deep_pairs(name, value)
    elif isinstance(value, dict) and explode:
        pairs = [(key, scalar(member)) for key, member in value.items()]
    elif isinstance(value, list) and explode:
        pairs = [(name, scalar(item)) for item in value]
    elif isinstance(value, list | dict):
        flat = value if isinstance(value, list) else [piece for pair in value.items() for piece in pair]
        pairs = [(name, BARE_SEPARATORS[style].join(map(scalar, flat)))] if flat else []
    else:
        pairs = [(name, scalar(value))]
    return [(key, "text/plain", text.encode()) for key, text in pairs]


def multipart_parts(members: dict[str, Any], encoding: dict[str, Any], version: str) -> list[tuple[str, str, bytes]]:
    """Return name, media type and content of each part; a list gives one part for each item.

    The media type is what ``encoding`` says, else text for a value without parts, JSON for one that has some and
    ``application/octet-stream`` for bytes.
    """
    parts: list[tuple[str, str, bytes]] = []
    for name, value in members.items():
        told = encoding.get(name, {})
        items = value if isinstance(value, list) else [value]
        if is_styled(told) and version >= "3.1" and not any(isinstance(item, bytes) for item in items):
            parts.extend(styled_parts(name, value, told))
            continue
        kind = told.get("contentType", "").partition(",")[0].strip()
        for item in items:
            if isinstance(item, bytes):
                parts.append((name, kind or "application/octet-stream", item))
            elif isinstance(item, dict | list) or kind.endswith("json"):
                parts.append((name, kind or "application/json", compact(item).encode()))
            else:
                parts.append((name, kind or "text/plain", scalar(item).encode()))
    return parts
