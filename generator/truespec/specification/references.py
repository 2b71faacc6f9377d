"""Follows ``$ref`` from node to node and file to file, never out of the root's directory nor, unasked, to a network."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urljoin

from truespec.diagnostics import Location, Report
from truespec.specification import pointer
from truespec.specification.identifiers import Identifiers
from truespec.specification.limits import Limits
from truespec.specification.node import Node
from truespec.specification.remote import FetchError, Remote
from truespec.specification.source import Source, parse_source, read_source

__all__ = ["References"]

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,9}")
_INSIDE: Final = "copy the file below the directory of the root document and refer to it by a relative path"
_ALLOW: Final = f"{_INSIDE}, or allow an https host with --allow-remote-refs"


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why a reference leads nowhere; without an id the reason has been reported at its own place."""

    id: str = ""
    message: str = ""
    advice: str = ""
    report: Report = field(default_factory=Report)


class References:
    """The files of one document and the ways between them; every answer is remembered."""

    def __init__(self, root: Source, limits: Limits) -> None:
        self._directory = root.path.parent
        self._shown = Path(root.name).parent
        self._limits = limits
        self._files: dict[Path, Source | _Failure] = {root.path: root}
        self._targets: dict[tuple[Path, str], Node | _Failure] = {}
        self._troubles: dict[Path, Report] = {}
        self._identifiers = Identifiers()
        self._remote = Remote(limits)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The files read so far, the root first."""
        return tuple(source for source in self._files.values() if isinstance(source, Source))

    def resolve(self, node: Node, report: Report) -> Node | None:
        """Follow ``$ref`` until something that is not a reference; None, and the reason in ``report``, when it fails.

        A node without ``$ref`` is its own answer.
        """
        current, passed = node, [node]
        while (reference := current.reference) is not None:
            target = self.step(current, reference, report)
            if target is None:
                return None
            if target in passed:
                _report_cycle(passed[passed.index(target) :], report)
                return None
            passed.append(target)
            if len(passed) > self._limits.reference_hops + 1:
                message = f"more than {self._limits.reference_hops} references in a row"
                report.error(
                    "ref-too-long",
                    node.location_of("$ref"),
                    message,
                    "refer to the target directly, or allow it with --max-ref-hops",
                )
                return None
            current = target
        return current

    def step(self, node: Node, reference: str, report: Report) -> Node | None:
        """Follow one reference that stands in ``node``, without following what it finds there."""
        key = (node.source.path, reference)
        found = self._targets.get(key)
        if found is None:
            found = self._targets[key] = self._find(node.source, reference)
        if isinstance(found, _Failure):
            found = self._identifiers.below_id(node, reference) or self._from_base(node, reference, found)
        if isinstance(found, Node):
            if found.source.path in self._troubles:
                report.extend(self._troubles[found.source.path])
            return found
        if found.id:
            report.error(found.id, node.location_of("$ref"), found.message, found.advice)
        report.extend(found.report)
        return None

    def _find(self, source: Source, reference: str) -> Node | _Failure:
        address, _, fragment = reference.partition("#")
        shown = _shown(reference)
        if _CONTROL.search(reference):
            return _Failure("ref-invalid", f"'{shown}' holds control characters", "write it as '#/components/...'")
        if _SCHEME.match(address) and (target := self._identifiers.with_id(self.sources, address)):
            return self._descend(target, fragment, shown)
        if address:
            file = self._file(source, address, shown)
            if isinstance(file, _Failure):
                return file
            source = file
        return self._descend(Node(source.value, source), fragment, shown)

    def _from_base(self, node: Node, reference: str, failure: _Failure) -> Node | _Failure:
        """Read a relative reference that names no file here from the ``$id`` above it, as JSON Schema would."""
        address, _, fragment = reference.partition("#")
        base = self._identifiers.base(node)
        if failure.id != "ref-unresolved" or not (base and address) or _SCHEME.match(address):
            return failure
        try:
            url, shown = urljoin(base, address), _shown(reference)
        except ValueError:
            return failure
        target = self._identifiers.with_id(self.sources, url)
        if target is None:
            file = self._file(node.source, url, f"{shown}' below the $id '{_shown(base)}")
            if isinstance(file, _Failure):
                return file
            target = Node(file.value, file)
        return self._descend(target, fragment, shown)

    def _descend(self, node: Node, fragment: str, shown: str) -> Node | _Failure:
        if fragment and not fragment.startswith(("/", "%2F", "%2f")):
            return self._identifiers.with_anchor(node, fragment) or _Failure(
                "ref-unresolved", f"no $anchor is named as in '{shown}'", "write the way to it as '#/...'"
            )
        try:
            tokens = pointer.from_fragment(fragment)
        except ValueError as error:
            return _Failure("ref-invalid", f"'{shown}' is not a reference: {error}", "write it as '#/components/...'")
        for token in tokens:
            inner = _enter(node, token)
            if inner is None:
                message = f"'{shown}' leads nowhere: there is no '{_shown(token)}' in {_place(node)}"
                return _Failure("ref-unresolved", message, "correct the reference, or define what it names")
            node = inner
        return node

    def _file(self, source: Source, address: str, shown: str) -> Source | _Failure:
        url = self._remote.url(source, address)
        if url is not None:
            return self._elsewhere(url, shown)
        if refusal := _refuse_address(address, shown):
            return refusal
        try:
            path = (source.path.parent / unquote(address, errors="strict")).resolve()
        except (OSError, RuntimeError, ValueError):
            return _Failure("ref-invalid", f"'{shown}' cannot be a file name", "write a relative path")
        if not path.is_relative_to(self._directory):
            message = f"'{shown}' leads out of the directory of the root document"
            return _Failure("ref-outside", message, _INSIDE)
        if path not in self._files:
            self._files[path] = self._read(path, shown)
        return self._files[path]

    def _elsewhere(self, url: str, shown: str) -> Source | _Failure:
        """Return the file of a URL on a host that is allowed."""
        path = self._remote.path(url)
        if path not in self._files:
            self._files[path] = self._fetch(url, path, shown)
        return self._files[path]

    def _fetch(self, url: str, path: Path, shown: str) -> Source | _Failure:
        if len(self._files) >= self._limits.files:
            return self._too_many(shown)
        try:
            data = self._remote.get(url)
        except FetchError as error:
            return _Failure("ref-remote-failed", f"'{shown}': {error}", _INSIDE)
        report = Report()
        source = parse_source(path, url, data, report, self._limits)
        if source is None:
            return _Failure(report=report)
        self._troubles[path] = report
        return source

    def _too_many(self, shown: str) -> _Failure:
        message = f"'{shown}' is one file too many: a document may have {self._limits.files}"
        return _Failure("file-limit", message, "join some of the files, or allow it with --max-files")

    def _read(self, path: Path, shown: str) -> Source | _Failure:
        if len(self._files) >= self._limits.files:
            return self._too_many(shown)
        name = os.fspath(self._shown / path.relative_to(self._directory))
        report = Report()
        source = read_source(path, name, report, self._limits)
        if source is not None:
            self._troubles[path] = report
            return source
        for diagnostic in report:
            if diagnostic.location == Location(name):  # nothing of the file was read: the reference is at fault
                known = "ref-unresolved" if diagnostic.id == "file-missing" else "ref-unreadable"
                return _Failure(known, f"'{shown}': {diagnostic.message}", "correct the reference")
        return _Failure(report=report)


def _report_cycle(circle: list[Node], report: Report) -> None:
    """Complain at the first of the references, so that a circle is one diagnostic wherever it is entered."""
    first = min(circle, key=lambda node: (node.source.name, node.pointer))
    message = "the references only lead in a circle" if len(circle) > 1 else "the reference only leads to itself"
    report.error("ref-cycle", first.location_of("$ref"), message, "put an object in place of one of the references")


def _refuse_address(address: str, shown: str) -> _Failure | None:
    """Refuse whatever is not a relative path, before the file system is asked."""
    scheme = _SCHEME.match(address)
    if scheme and scheme[1].lower() != "file":
        return _Failure("ref-remote", f"'{shown}' is not on this disk, and nothing is fetched", _ALLOW)
    if address.startswith("//"):
        return _Failure("ref-remote", f"'{shown}' names another host, and nothing is fetched", _ALLOW)
    if scheme or address.startswith("/") or "\\" in unquote(address):
        return _Failure("ref-outside", f"'{shown}' is not a relative path", _INSIDE)
    return None


def _enter(node: Node, token: str) -> Node | None:
    if node.is_sequence and _INDEX.fullmatch(token) and int(token) < len(node.value):
        return node.child(int(token))
    return node.get(token)


def _place(node: Node) -> str:
    return f"'{_shown(node.pointer)}'" if node.tokens else node.source.name


def _shown(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:99]}…"
