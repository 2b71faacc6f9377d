"""One document in place of several files: what lies in other files moves under ``components`` of the root."""

import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Final

import yaml

from truespec.diagnostics import Report
from truespec.specification import pointer
from truespec.specification.document import Document, OpenApiVersion
from truespec.specification.node import Node
from truespec.specification.plain import is_mapping
from truespec.specification.survey import Survey, survey

__all__ = ["as_json", "as_yaml", "bundle"]

_SECTIONS: Final = {
    "schema": "schemas",
    "response": "responses",
    "parameter": "parameters",
    "example": "examples",
    "request-body": "requestBodies",
    "header": "headers",
    "security-scheme": "securitySchemes",
    "link": "links",
    "callback": "callbacks",
}
_SINCE: Final = {"path-item": ("pathItems", OpenApiVersion(3, 1)), "media-type": ("mediaTypes", OpenApiVersion(3, 2))}
_TEXT: Final = "tag:yaml.org,2002:str"
_OTHER: Final = re.compile(r"[^A-Za-z0-9._-]+")
_FILE_NAME: Final = re.compile(r"[#/]|\.(?:ya?ml|json)\Z", re.IGNORECASE)


def bundle(document: Document) -> dict[str, Any]:
    """Return the document as one plain value that refers to nothing outside itself; extensions are kept.

    ``document`` has no errors.  What stands in the root file keeps its place and its references their text.
    """
    return _Bundler(survey(document)).made()


def as_json(value: object) -> bytes:
    """Write a plain value as JSON, in ASCII and indented."""
    return (json.dumps(value, indent=2, ensure_ascii=True) + "\n").encode()


def as_yaml(value: object) -> bytes:
    """Write a plain value as YAML that means the same under versions 1.1 and 1.2."""
    text = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return text.encode()


class _Dumper(yaml.SafeDumper):
    """Writes every text that does not start with a letter in quotes: the versions disagree on what a number is."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write a value that is met twice twice: readers may refuse aliases."""
        del data
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    del dumper
    if "\n" in text.strip("\n"):
        return yaml.ScalarNode(_TEXT, text, style="|")
    plain = len(text) > 1 and text[0].isalpha()
    return yaml.ScalarNode(_TEXT, text, style=None if plain else '"')


_Dumper.add_representer(str, _text)


class _Bundler:
    """Copies the root, and gives each object of another file that is referred to a name in the root."""

    def __init__(self, found: Survey) -> None:
        self._found = found
        self._document = found.document
        self._root = found.document.root
        self._addresses: dict[Node, str] = {}
        self._waiting: list[tuple[str, str, Node]] = []
        self._inlined: list[Node] = []
        components = self._root.get("components")
        self._taken = {(section, name) for section, inner in self._items(components) for name, _ in inner.items()}

    @staticmethod
    def _items(components: Node | None) -> Iterator[tuple[str, Node]]:
        return components.items() if components is not None else iter(())

    def made(self) -> dict[str, Any]:
        """Return the copy with everything it needs."""
        made: dict[str, Any] = self._copy(self._root)
        while self._waiting:
            section, name, node = self._waiting.pop(0)
            made.setdefault("components", {}).setdefault(section, {})[name] = self._copy(node)
        return made

    def _copy(self, node: Node) -> Any:
        if node.is_sequence:
            return [self._copy(inner) for inner in node.elements()]
        if not node.is_mapping:
            return node.value
        kind = self._found.kinds.get(node)
        copied = {key: self._copy(inner) for key, inner in node.items()}
        if kind is not None and node.reference is not None:
            return self._referring(node, kind, copied)
        if kind == "schema" and is_mapping(discriminator := copied.get("discriminator")):
            self._map(node, discriminator)
        return copied

    def _referring(self, node: Node, kind: str, copied: dict[str, Any]) -> dict[str, Any]:
        target = self._document.step(node, Report())
        if target is None or self._both_in_root(node, target):
            return copied
        address = self._address(target, kind)
        if address is not None:
            return {**copied, "$ref": address}
        if target in self._inlined:
            return copied
        self._inlined.append(target)
        whole: dict[str, Any] = self._copy(target)
        self._inlined.pop()
        copied.pop("$ref")
        return {**whole, **copied}

    def _both_in_root(self, node: Node, target: Node) -> bool:
        return node.source.path == target.source.path == self._root.source.path

    def _map(self, node: Node, discriminator: dict[str, Any]) -> None:
        """Let the mapping of a discriminator lead to where its schemas are now; bare names lead there already."""
        mapping = discriminator.get("mapping")
        if not is_mapping(mapping):
            return
        for value, reference in mapping.items():
            if not isinstance(reference, str) or not _FILE_NAME.search(reference):
                continue
            target = self._document.step(Node({"$ref": reference}, node.source, node.tokens), Report())
            if target is not None and not self._both_in_root(node, target):
                mapping[value] = self._address(target, "schema")

    def _address(self, target: Node, kind: str) -> str | None:
        """Return where ``target`` is in the one document; ``None`` where such an object can only stand in place."""
        if target.source.path == self._root.source.path:
            return f"#{target.pointer}"
        if target not in self._addresses:
            section = self._section(kind)
            if section is None:
                return None
            name = self._name(section, target)
            self._addresses[target] = f"#/components/{section}/{name}"
            self._waiting.append((section, name, target))
        return self._addresses[target]

    def _section(self, kind: str) -> str | None:
        if kind in _SINCE:
            section, since = _SINCE[kind]
            return section if self._document.version >= since else None
        return _SECTIONS.get(kind)

    def _name(self, section: str, target: Node) -> str:
        """Name an object by its key, a whole file by its name; a number tells equal names apart."""
        stem = PurePosixPath(target.source.name.replace("\\", "/")).stem
        word = _OTHER.sub("-", pointer.join(target.tokens[-1:]).strip("/") or stem).strip("-") or "part"
        name, number = word, 1
        while (section, name) in self._taken:
            number += 1
            name = f"{word}-{number}"
        self._taken.add((section, name))
        return name
