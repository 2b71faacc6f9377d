"""Holds what an operation lists against its samples: a page that lost a part in the middle has two that disagree.

Samples are made by fixed rules: a request has every parameter that is required and no other, a body every member, and
says how long it is.  A vendor's own example follows no rule; only values that are made up are believed.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from truespec.documentation.facts.surface import Value
from truespec.documentation.rendered.fields import Content, Field, is_row_of_items
from truespec.documentation.text.samples import Samples
from truespec.specification.plain import is_mapping, is_sequence

__all__ = ["Listed", "disagreement"]

_MADE_UP: Final = re.compile(
    r"text|name@gmail\.com|\[email protected\]|123e4567-e89b-12d3-a456-426614174000|password"
    r"|\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d\.\d{3}Z)?"
)
_ANY_OTHER: Final = "ANY_ADDITIONAL_PROPERTY"
_OF_REQUESTS: Final = frozenset({
    "host", "accept", "content-type", "content-length", "authorization", "cookie", "user-agent", "content-encoding",
})  # fmt: skip
"""Headers that a request has of itself."""
_CREDENTIAL: Final = "YOUR_"
"""What the made-up value of a credential begins with."""
_SCALARS: Final = frozenset({"string", "integer", "number", "boolean"})
_SENDING: Final = frozenset({"POST", "PUT", "PATCH"})
_LISTS: Final = frozenset("[{")
"""What the value of a parameter begins with whose row has a button, with which it may be lost."""
_FEW: Final = 2
"""Members in a row that a capture without its buttons may have lost, though a page showed them."""
_ONE_MEMBER: Final = 40
"""Bytes by which a body may be shorter than it says because one member left it, and nobody counted again."""
_DEEPEST: Final = 12


@dataclasses.dataclass(slots=True)
class Listed:
    """What the sections of an operation list: parameters by kind, credentials by name, and contents by place.

    ``credentials`` is None where they are closed or were not saved.
    """

    parameters: dict[str, list[Field]] = dataclasses.field(default_factory=dict[str, list[Field]])
    credentials: list[str] | None = None
    contents: dict[str, Content] = dataclasses.field(default_factory=dict[str, Content])


def disagreement(listed: Listed, samples: Samples, *, complete: bool, flags: bool) -> str:
    """Say in words what tells that a part of an operation is missing; empty where nothing does.

    ``complete`` says that every member of an open list is there, ``flags`` that one knows which are required.
    """
    reasons = (_of_request(listed, samples, complete=complete), _of_contents(listed, complete=complete, flags=flags))
    return next(filter(None, reasons), "")


def _of_request(listed: Listed, samples: Samples, *, complete: bool) -> str:
    headers = samples.headers
    if not samples.target:
        return ""
    if ("host" in headers) != ("accept" in headers):
        return "a request begins or ends in its middle"
    if "host" not in headers:
        return ""  # of the vendor's own making
    sent = {"query": samples.asked, "header": headers}
    differing = 0
    for kind, values in sent.items():
        strange = [name for name in _strange(listed, kind, values) if complete or values[name][:1] not in _LISTS]
        differing += len(strange) + sum(name.lower() not in _named(values) for name in _needed(listed, kind))
    if differing > 1:  # a vendor may have changed one by hand
        return "a request and the sections have other parameters"
    return _of_body(listed, samples)


def _strange(listed: Listed, kind: str, values: Mapping[str, str]) -> list[str]:
    """Return the names of a request that no section lists and that are no credentials."""
    known = {field.name.lower() for field in listed.parameters.get(kind, ())}
    known |= {name.lower() for name in listed.credentials or ()} | (_OF_REQUESTS if kind == "header" else set())
    return [
        name
        for name, value in values.items()
        if not {name.lower(), name.partition("[")[0].lower()} & known and not value.startswith(_CREDENTIAL)
    ]


def _named(values: Mapping[str, str]) -> set[str]:
    return {name.lower() for name in values} | {name.partition("[")[0].lower() for name in values}


def _needed(listed: Listed, kind: str) -> Iterator[str]:
    for field in listed.parameters.get(kind, ()):
        plain = field.type is not None and not field.type.depth and field.type.base in _SCALARS
        needed = plain and "required" in field.flags and not field.flags & {"deprecated", "read_only"}
        if needed and (kind != "header" or field.name.lower() not in _OF_REQUESTS):
            yield field.name


def _of_body(listed: Listed, samples: Samples) -> str:
    body = listed.contents.get("body")
    if samples.has_body and body is None:
        return "a request has a body that no section lists"
    if body is not None and samples.is_short and (_unsampled(body, "read_only") or samples.is_short > _ONE_MEMBER):
        return "the body of a request is shorter than it says"
    headers = samples.headers
    if "content-type" in headers and samples.says_json and not (samples.has_body and "content-length" in headers):
        return "a request lacks its body"
    sendable = body is not None and any(
        "read_only" not in one.flags and "required" in one.flags for one in body.members
    )
    if sendable and samples.method in _SENDING and samples.sends_body is False:
        return "a request lacks the body that a section lists"
    return ""


def _of_contents(listed: Listed, *, complete: bool, flags: bool) -> str:
    for place, content in listed.contents.items():
        hidden = "read_only" if place == "body" else "write_only"
        sample = _inside(content.sample)
        if not is_mapping(sample) or not _is_plain(content) or is_row_of_items(content.members, content.sample):
            continue
        if not content.members:
            if (
                complete
                and not content.unplaced
                and place == "body"
                and content.root is None
                and any(isinstance(value, str) and _is_made_up(value) for value in sample.values())
            ):
                return "a body is in a request, and its section is empty"
            continue
        if len(_unlisted(content.members, sample, content.unplaced, complete=complete)) > (1 if complete else _FEW):
            return "a sample has members that are not listed"
        if flags and len(_unsampled(content, hidden)) > _FEW and _is_mostly_made_up(sample):
            return "a sample lacks members that are listed"
    return ""


def _is_plain(content: Content) -> bool:
    """Whether members are those of one object, and no alternatives."""
    root = content.root
    if root is not None and (root.alternatives or root.circular or (root.type is not None and root.type.is_choice)):
        return False
    return all(field.name and "alternative" not in field.flags for field in content.members)


def _unlisted(
    members: Sequence[Field],
    sample: Mapping[str, Value],
    unplaced: frozenset[str],
    *,
    complete: bool,
    depth: int = 0,
) -> list[Value]:
    """Return the values of a sample, made up as it is, that a list has no members for, nor perhaps one ``unplaced``.

    A list without buttons may lack some, but no scalars in a row: of these the longest run is returned.
    """
    names = {_plain(field.name) for field in members} | unplaced
    if any(field.is_others for field in members) or depth > _DEEPEST:
        return []
    runs: list[list[Value]] = [[]]
    for name, value in sample.items():
        if _plain(name) in names or name == _ANY_OTHER:
            runs += [] if complete else [[]]
        elif complete or not (is_mapping(value) or is_sequence(value)):
            runs[-1].append(value)
    found = max(runs, key=len)
    for field in members if complete else ():
        inner = _inside(sample.get(field.name))
        if field.children and not (field.alternatives or field.has_items) and is_mapping(inner):
            found += _unlisted(field.children, inner, unplaced, complete=True, depth=depth + 1)
    return found if any(map(_is_made_up, found)) else []


def _unsampled(content: Content, hidden: str) -> list[Field]:
    """Return the members that are listed and not in the sample; ``hidden`` is a flag of those that are in none."""
    sample = _inside(content.sample)
    if not is_mapping(sample) or not _is_plain(content):
        return []
    names = {_plain(name) for name in sample}
    return [
        field
        for field in content.members
        if _plain(field.name) not in names and not field.is_others and not field.flags & {"deprecated", hidden}
    ]


def _is_mostly_made_up(sample: Mapping[str, Value]) -> bool:
    texts = list(_texts(sample, 0))
    return bool(texts) and sum(map(_is_made_up, texts)) * 2 >= len(texts)


def _inside(value: object) -> object:
    """Return the first item of a list, at any depth; anything else as it is."""
    while is_sequence(value) and value:
        value = value[0]
    return value


def _texts(value: Value, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth < _DEEPEST:
        inner = value.values() if is_mapping(value) else value if is_sequence(value) else ()
        for one in inner:
            yield from _texts(one, depth + 1)


def _is_made_up(value: Value) -> bool:
    """Whether a value is, or holds, a text that no vendor wrote."""
    return any(_MADE_UP.fullmatch(text) for text in _texts(value, 0))


def _plain(name: str) -> str:
    return " ".join(name.split())
