"""An OpenAPI document: its root, its version and the files that its references reach."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from truespec.diagnostics import Report
from truespec.specification.limits import DEFAULT, Limits
from truespec.specification.node import Node
from truespec.specification.references import References
from truespec.specification.source import Source, read_source

__all__ = ["Document", "Node", "OpenApiVersion", "load"]

_VERSION: Final = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})(?:\..*)?", re.DOTALL)
_CONVERT: Final = "convert it to OpenAPI 3 once, with swagger2openapi or editor.swagger.io, and use the result"
_ADVICE: Final = "write 'openapi: 3.1.0', or convert the document to it"


@dataclass(frozen=True, slots=True, order=True)
class OpenApiVersion:
    """The version of the OpenAPI Specification that a document follows; patch releases mean the same."""

    major: int
    minor: int

    def __str__(self) -> str:
        """Write the version as ``3.1``."""
        return f"{self.major}.{self.minor}"


_SUPPORTED: Final = (OpenApiVersion(3, 0), OpenApiVersion(3, 1), OpenApiVersion(3, 2))


class Document:
    """What :func:`load` returns: a readable OpenAPI document, though not yet a correct one."""

    def __init__(self, root: Node, version: OpenApiVersion, limits: Limits) -> None:
        self.root = root
        self.version = version
        self.limits = limits
        self._references = References(root.source, limits)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The files read so far, the root first; following references adds to them."""
        return self._references.sources

    def resolve(self, node: Node, report: Report) -> Node | None:
        """Follow ``$ref`` of ``node``, over as many hops as it takes, to what is meant; a node without it is its own.

        The answer knows the place it stands at, so a named component is recognised by ``source`` and ``tokens``
        however it was reached.  None, with the reason in ``report``, when a reference leads nowhere.
        """
        return self._references.resolve(node, report)

    def step(self, node: Node, report: Report) -> Node | None:
        """Follow ``$ref`` of ``node`` by one hop only; None without ``$ref`` or, reported, in failure."""
        reference = node.reference
        return None if reference is None else self._references.step(node, reference, report)


def load(path: Path, report: Report, limits: Limits = DEFAULT) -> Document | None:
    """Read the OpenAPI 3.0, 3.1 or 3.2 document at ``path``, its references still unfollowed.

    Returns None, with the reason reported, when the file cannot be read, holds something else or another version.
    A document with trouble that leaves it readable (a key given twice) is returned; ``report`` then holds errors.
    """
    limits.make_room()
    name = os.fspath(path)
    try:
        real = path.resolve()
    except (OSError, RuntimeError, ValueError):
        real = path
    source = read_source(real, name, report, limits)
    if source is None:
        return None
    root = Node(source.value, source)
    if not root.is_mapping:
        message = f"the root of the document must be a mapping (an object), not a {_kind(root.value)}"
        report.error("document-not-mapping", root.location, message, "begin with 'openapi: 3.1.0'")
        return None
    version = _version(root, report)
    return None if version is None else Document(root, version, limits)


def _version(root: Node, report: Report) -> OpenApiVersion | None:
    node = root.get("openapi") or root.get("swagger")
    if node is None:
        message = "neither 'openapi' nor anything else says that this is an OpenAPI document"
        report.error("openapi-version-missing", root.location, message, _ADVICE)
        return None
    match = _VERSION.fullmatch(str(node.value))
    version = OpenApiVersion(int(match[1]), int(match[2])) if match else None
    if node.name == "openapi" and version in _SUPPORTED:
        return version
    shown = str(node.value)[:40] if isinstance(node.value, str | int | float) else f"a {_kind(node.value)}"
    message = f"{node.name} {shown} is not supported: this reads OpenAPI 3.0, 3.1 and 3.2"
    advice = _CONVERT if node.name == "swagger" else _ADVICE
    report.error("openapi-version-unsupported", node.key_location, message, advice)
    return None


def _kind(value: object) -> str:
    names: dict[type, str] = {dict: "mapping", list: "list", str: "text", bool: "boolean", type(None): "null"}
    return names.get(type(value), "number")
