"""Reads YAML into plain values from libyaml's events, in one pass and without building a node tree."""

import re
from dataclasses import dataclass
from typing import Any, Final

import yaml

from truespec.specification.limits import Limits
from truespec.specification.plain import is_mapping, is_sequence
from truespec.specification.positions import LineTable, Trouble, repeated_key
from truespec.specification.scalars import ScalarError, resolve, resolve_tagged, tag_trouble
from truespec.specification.yaml_events import event_reader

__all__ = ["COLLECTION_TAGS", "MERGE", "parse"]

MERGE: Final = "<<"
"""The key of YAML 1.1 whose mappings are merged into the mapping it stands in; many documents rely on it."""
COLLECTION_TAGS: Final = frozenset({None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"})
_TOO_DEEP: Final = re.compile(r"exceeded maximum nesting depth")
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _StopError(Exception):
    """The text cannot be read any further."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.message)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class _Anchored:
    """A value with a name, and what it costs to use it again."""

    value: Any
    nodes: int
    height: int


def parse(text: str, limits: Limits) -> tuple[object, list[Trouble]]:
    """Return the value of ``text`` and what is wrong with it; the value is None after fatal trouble.

    Values behind an alias are shared, so nobody may change them.
    """
    if match := _FORBIDDEN.search(text):
        code = f"U+{ord(match[0]):04X}"
        message = f"the character {code} is not allowed in YAML"
        return None, [
            Trouble(match.start(), "yaml-character", message, "remove it, or escape it in quotes", fatal=True)
        ]
    reader = _Reader(text, limits)
    try:
        return reader.document(), reader.troubles
    except _StopError as stop:
        return None, [*reader.troubles, stop.trouble]
    except RecursionError:
        message = "nested more deeply than this Python can follow"
        return None, [*reader.troubles, Trouble(0, "depth-limit", message, "move the inner parts out", fatal=True)]
    except yaml.MarkedYAMLError as error:
        deep = _TOO_DEEP.match(error.problem or "")
        return None, [*reader.troubles, _beyond_parser(error, text, limits) if deep else _syntax(error, text)]


def _offset(error: yaml.MarkedYAMLError, text: str) -> int:
    mark = error.problem_mark or error.context_mark
    return min(LineTable(text).offset(mark.line + 1, mark.column + 1), len(text)) if mark else 0


def _beyond_parser(error: yaml.MarkedYAMLError, text: str, limits: Limits) -> Trouble:
    """Return what is wrong where the parser itself allows no deeper nesting (libyaml since 0.2.6).

    It looks ahead, so what comes before has not been read yet: read up to there, it is most often too deep already.
    """
    offset = _offset(error, text)
    before = parse(text[:offset], limits)[1]
    message = "nested more deeply than the YAML parser can follow"
    beyond = Trouble(offset, "depth-limit", message, "move the inner parts out", fatal=True)
    return next((trouble for trouble in before if trouble.id == "depth-limit"), beyond)


def _syntax(error: yaml.MarkedYAMLError, text: str) -> Trouble:
    reason = error.problem or "it cannot be read"
    return Trouble(
        _offset(error, text), "yaml-syntax", f"not valid YAML: {reason}", "correct the YAML here", fatal=True
    )


class _Reader:
    """Builds values from events; its depth of recursion is bounded by ``limits.depth``."""

    def __init__(self, text: str, limits: Limits) -> None:
        self.troubles: list[Trouble] = []
        self._limits = limits
        self._next = event_reader(text)
        self._anchors: dict[str, _Anchored | None] = {}
        self._nodes = 0
        self._deepest = 0

    def document(self) -> object:
        """Read the only document of the stream."""
        self._next()  # the start of the stream
        event = self._next()
        if type(event) is not yaml.DocumentStartEvent:
            return None
        value = self._value(self._next(), 0)
        self._next()  # the end of the document
        self._look_behind(self._next())
        return value

    def _look_behind(self, event: Any) -> None:
        """Complain about further documents: of one that says nothing, nothing is lost."""
        while type(event) is yaml.DocumentStartEvent:
            content: Any = self._next()
            is_empty = type(content) is yaml.ScalarEvent and not content.value
            known = "yaml-documents" if is_empty else "yaml-documents-several"
            self._note(event, known, "a second YAML document starts here", "keep one document a file")
            if not is_empty:
                return
            self._next()  # the end of the document
            event = self._next()

    def _value(self, event: Any, depth: int) -> Any:
        kind: type[object] = event.__class__
        if kind is yaml.AliasEvent:
            return self._alias(event, depth)
        self._count(event, 1)
        if kind is yaml.ScalarEvent:
            value = self._scalar(event)
            if event.anchor is not None:
                self._anchors[event.anchor] = _Anchored(value, 1, 0)
            return value
        return self._collection(event, depth + 1)

    def _collection(self, event: Any, depth: int) -> Any:
        if depth > self._limits.depth:
            raise self._too_deep(event)
        if event.tag not in COLLECTION_TAGS:
            message = f"the tag '{event.tag[:60]}' is not part of JSON-compatible YAML"
            self._note(event, tag_trouble(event.tag), message, "remove it")
        build = self._mapping if type(event) is yaml.MappingStartEvent else self._sequence
        if event.anchor is None:
            self._deepest = max(self._deepest, depth)
            return build(depth)
        outside, before = self._deepest, self._nodes
        self._deepest = depth
        self._anchors[event.anchor] = None
        value = build(depth)
        self._anchors[event.anchor] = _Anchored(value, self._nodes - before + 1, self._deepest - depth + 1)
        self._deepest = max(self._deepest, outside)
        return value

    def _sequence(self, depth: int) -> list[Any]:
        result: list[Any] = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            result.append(self._value(event, depth))
        return result

    def _mapping(self, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        while type(event := self._next()) is not yaml.MappingEndEvent:
            key = self._key(event)
            value = self._value(self._next(), depth)
            if key == MERGE and event.implicit[0]:
                self._merge(event, value, merged)
                continue
            if key in result:
                shown = key if len(key) <= 60 else f"{key[:59]}…"
                id_ = repeated_key(depth, result[key], value)
                self._note(event, id_, f"the key '{shown}' is given twice", "keep one of them, or rename one")
            result[key] = value
        return {**merged, **result} if merged else result

    def _merge(self, event: Any, value: object, into: dict[str, Any]) -> None:
        mappings = value if is_sequence(value) else [value]
        for mapping in mappings:
            if not is_mapping(mapping):
                self._note(
                    event, "yaml-merge", "'<<' must be given mappings to merge", "name mappings, or quote the key"
                )
                return
            self._count(event, len(mapping))
            for key, inner in mapping.items():
                into.setdefault(key, inner)

    def _key(self, event: Any) -> str:
        kind: type[object] = event.__class__
        if kind is yaml.AliasEvent:
            anchored = self._anchors.get(event.anchor)
            if anchored and isinstance(anchored.value, str):
                return anchored.value
        if kind is not yaml.ScalarEvent:
            raise _stop(event, "key-collection", "a key must be a text, not a collection", "write the key as one text")
        text: str = event.value
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(text, 1, 0)
        if event.tag is None and not event.implicit[0]:
            return text
        if not isinstance(key := self._scalar(event), str | int) or isinstance(key, bool):
            self._note(
                event, "key-not-text", f"the key {text[:60] or '(empty)'} is not a text", "put the key in quotes"
            )
        return text

    def _scalar(self, event: Any) -> str | int | float | bool | None:
        try:
            if event.tag is not None:
                return resolve_tagged(event.value, event.tag, self._limits)
            return resolve(event.value, self._limits) if event.implicit[0] else event.value
        except ScalarError as error:
            if error.id == "yaml-tag":
                self._note(event, tag_trouble(event.tag or ""), str(error), "remove the tag")
                return str(event.value)
            allowed = ", or allow it with --max-digits" if error.id == "number-too-long" else ""
            self._note(event, error.id, str(error), f"write a smaller number, or a text in quotes{allowed}")
            return None

    def _alias(self, event: Any, depth: int) -> Any:
        if event.anchor not in self._anchors:
            raise _stop(event, "yaml-alias", "the alias names no anchor above it", "define the anchor first")
        anchored = self._anchors[event.anchor]
        if anchored is None:
            raise _stop(event, "yaml-alias", "the alias contains itself", "use $ref for things that contain themselves")
        self._count(event, anchored.nodes)
        if depth + anchored.height > self._limits.depth:
            raise self._too_deep(event)
        self._deepest = max(self._deepest, depth + anchored.height)
        return anchored.value

    def _count(self, event: Any, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > self._limits.nodes:
            message = f"more than {self._limits.nodes} values after the expansion of aliases"
            raise _stop(event, "node-limit", message, "use $ref in place of aliases, or allow it with --max-nodes")

    def _too_deep(self, event: Any) -> _StopError:
        message = f"nested more than {self._limits.depth} levels deep"
        return _stop(event, "depth-limit", message, "refer to the inner parts, or allow it with --max-depth")

    def _note(self, event: Any, id_: str, message: str, advice: str) -> None:
        self.troubles.append(Trouble(event.start_mark.index, id_, message, advice))


def _stop(event: Any, id_: str, message: str, advice: str) -> _StopError:
    return _StopError(Trouble(event.start_mark.index, id_, message, advice, fatal=True))
