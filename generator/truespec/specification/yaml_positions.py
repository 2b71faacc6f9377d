"""Finds the place of every value of a YAML text, in a second pass that only trouble pays for."""

from typing import Any

import yaml

from truespec.specification.positions import Entry, Token
from truespec.specification.yaml_events import event_reader
from truespec.specification.yaml_source import MERGE

__all__ = ["index"]


def index(text: str) -> Entry:
    """Return the place of every value of ``text``, which has been parsed without fatal trouble.

    What stands behind an alias has the places of the anchored text; the alias itself has its own.
    """
    return _Indexer(text).document()


class _Indexer:
    """Builds entries from events; the parser has already bounded the depth of the text."""

    def __init__(self, text: str) -> None:
        self._next = event_reader(text)
        self._anchors: dict[str, Entry] = {}
        self._texts: dict[str | None, str] = {}

    def document(self) -> Entry:
        """Index the only document of the stream."""
        self._next()  # the start of the stream
        if type(self._next()) is not yaml.DocumentStartEvent:
            return Entry(0)
        return self._entry(self._next(), -1)

    def _entry(self, event: Any, key: int) -> Entry:
        entry = Entry(event.start_mark.index, key)
        kind: type[object] = event.__class__
        if kind is yaml.AliasEvent:
            entry.children = self._anchors[event.anchor].children
            return entry
        if event.anchor is not None:
            self._name(event, entry)
        if kind is yaml.MappingStartEvent:
            entry.children = self._mapping()
        elif kind is yaml.SequenceStartEvent:
            entry.children = self._sequence()
        return entry

    def _name(self, event: Any, entry: Entry) -> None:
        """Keep what an anchor stands for; one may stand before a key as well."""
        self._anchors[event.anchor] = entry
        if type(event) is yaml.ScalarEvent:
            self._texts[event.anchor] = event.value

    def _sequence(self) -> dict[Token, Entry]:
        children: dict[Token, Entry] = {}
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            children[len(children)] = self._entry(event, -1)
        return children

    def _mapping(self) -> dict[Token, Entry]:
        children: dict[Token, Entry] = {}
        merged: dict[Token, Entry] = {}
        while type(event := self._next()) is not yaml.MappingEndEvent:
            key = event.start_mark.index
            if event.anchor is not None and type(event) is yaml.ScalarEvent:
                self._name(event, Entry(key))
            entry = self._entry(self._next(), key)
            if type(event) is yaml.ScalarEvent and event.value == MERGE and event.implicit[0]:
                self._merge(entry, merged)
            elif type(event) is yaml.ScalarEvent:
                children[event.value] = entry
            elif type(event) is yaml.AliasEvent and event.anchor in self._texts:
                children[self._texts[event.anchor]] = entry
        return {**merged, **children}

    @staticmethod
    def _merge(entry: Entry, into: dict[Token, Entry]) -> None:
        children = entry.children or {}
        listed = [inner.children or {} for inner in children.values()] if 0 in children else [children]
        for mapping in listed:
            for key, inner in mapping.items():
                into.setdefault(key, inner)
