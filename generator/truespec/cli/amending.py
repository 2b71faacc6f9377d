"""A schema was edited in a large document: only what refers to it is read and rendered again.

The last document is kept in the user's cache.  A document that is cut down to what depends on the edit, and to what
that refers to in turn, is sketched twice, before the edit and after it; the difference is carried over to the package
on the disk.  What only mentions an edited schema does not depend on it while that looks the same from outside.
Whatever is not certain to come out as if all was made anew is left to those who make all anew.
"""

from __future__ import annotations

import hashlib
import json
import marshal
import re
from collections.abc import Iterable, Mapping
from enum import IntEnum
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

from truespec.cache import Cache
from truespec.catalogue import ApiEntry
from truespec.contract.api import Api
from truespec.contract.schema import Json
from truespec.diagnostics import Diagnostic, Report, Severity
from truespec.interpretation.load import load_with_files
from truespec.output.amend import amended
from truespec.output.manifest import Manifest, digest, generator_digest
from truespec.rendering.examples import sent_by
from truespec.rendering.sketch import Outlook, Sketch, outlooks, rewritten, sketch
from truespec.rendering.workshop import Workshop
from truespec.specification import pointer
from truespec.specification.document import Document, Node, load
from truespec.specification.limits import Limits
from truespec.specification.plain import is_sequence
from truespec.specification.source import Source, parse_source
from truespec.specification.units import (
    Edges,
    Unit,
    looked_up,
    mentioned,
    reachable,
    reduced,
    reversed_edges,
    taken_apart,
)

__all__ = ["Amender", "amender_of"]

_FORM: Final = 3
_LARGE: Final = 200_000
"""So many bytes of a document take longer to make anew than to look for a shorter way."""
_MOST_UNITS: Final = 20
_MOST_SHARE: Final = 0.2
_MOST_DIAGNOSTICS: Final = 300

_LOOKED_UP: Final = frozenset({"operationId", "tags", "security", "callbacks"})
"""Keywords whose values are compared with those of other operations."""

_Said: TypeAlias = tuple[str, str, str, bool, str, str]
"""A diagnostic: id, severity, pointer, whether the key is meant, message, advice."""


def amender_of(entry: ApiEntry, out: Path, limits: Limits, cache: Cache) -> Amender | None:
    """Return the amender of a package; ``None`` where a document is small, not all that counts, or nothing is kept."""
    try:
        large = entry.spec.stat().st_size >= _LARGE
    except OSError:
        return None
    alone = entry.inputs == (entry.spec,) and not entry.house and not limits.remote_hosts
    return Amender(entry, out, limits, cache) if large and alone and cache.keeps else None


class Amender:
    """Amends the package of one document that stands in the folder ``out``."""

    def __init__(self, entry: ApiEntry, out: Path, limits: Limits, cache: Cache) -> None:
        self._entry = entry
        self._limits = limits
        self._cache = cache
        place = json.dumps([_FORM, generator_digest(), str(entry.spec.resolve()), str(out.resolve())])
        self._place = hashlib.sha256(f"amending {place}".encode()).hexdigest()
        self._digest = ""
        self._sent: Mapping[str, Json] | None = None
        self._edges: dict[Unit, Edges] = {}

    def learn(self, api: Api) -> None:
        """Take from the contract of the whole document what no part of it can tell."""
        self._sent = sent_by(api)

    @cached_property
    def document(self) -> Document | None:
        """The document, for whoever has to read it too; ``None`` where there is something to say against it."""
        troubles = Report()
        try:
            self._digest = digest(self._entry.spec.read_bytes())
        except OSError:
            return None
        document = load(self._entry.spec, troubles, self._limits)
        return None if len(troubles) else document

    @cached_property
    def _parts(self) -> tuple[bytes, dict[Unit, bytes]]:
        return (b"", {}) if self.document is None else taken_apart(self.document.root.value)

    def amend(self, known: Manifest, files: Mapping[str, bytes], report: Report) -> dict[str, bytes] | None:
        """Return the files of the package as they are to be now, ``None`` where that is not certain.

        ``known`` and ``files`` are the package as it was made last, untouched since.
        """
        content = self._cache.get(self._place)
        if content is None or self.document is None:
            return None
        kept: dict[str, Any] = marshal.loads(content)  # noqa: S302  # our own bytes: the cache compares their digest
        frame, units = self._parts
        old: dict[Unit, bytes] = kept["units"]
        self._edges = {unit: found for unit, found in kept["edges"].items() if units.get(unit) == old[unit]}
        if list(known.inputs.values()) != [kept["digest"]] or frame != kept["frame"]:
            return None
        changed = [unit for unit, value in units.items() if old[unit] != value]
        self._sent = json.loads(kept["sent"])
        found = dict(files) if not changed else self._carried_over(changed, kept, f"src/{known.package}", files)
        if found is not None:
            report.extend(_located(one, self.document.root.source) for one in kept["said"])
        return found

    def _carried_over(
        self, changed: list[Unit], kept: Mapping[str, Any], root: str, files: Mapping[str, bytes]
    ) -> dict[str, bytes] | None:
        sketches = self._sketches(changed, kept, files.get(f"{root}/params.py", b"").decode())
        if sketches is None:
            return None
        changes = rewritten(*sketches, Workshop(self._cache, processes=1))
        return None if changes is None else amended(files, root, *sketches, changes)

    def _sketches(self, changed: list[Unit], kept: Mapping[str, Any], params: str) -> tuple[Sketch, Sketch] | None:
        """Return what is made of the part that an edit may change, before it and now.

        ``params`` is the module of dictionaries that stand for what is inside requests.
        """
        frame, units = self._parts
        reach = _Reach.ALL_BUT_MENTIONS
        while True:
            found = _part(changed, kept["edges"], kept["units"], units, reach)
            if found is None:
                return None
            dependent, part = found
            before, after = self._meaning(frame, kept["units"], part), self._meaning(frame, units, part)
            if before is None or after is None:
                return None
            sent = json.loads(kept["sent"])
            seen, now = (outlooks(one[0], _schemas(dependent), sent) for one in (before, after))
            needed = _needed(seen, now, params)
            if needed <= reach:
                break
            reach = needed
        reports = before[1], after[1]
        sketches = sketch(before[0], reports[0], sent), sketch(after[0], reports[1], sent)
        said = [[(d.id, d.severity, d.location.pointer, d.message, d.advice) for d in one] for one in reports]
        return sketches if sorted(said[0], key=str) == sorted(said[1], key=str) else None

    def _meaning(self, frame: bytes, units: Mapping[Unit, bytes], part: set[Unit]) -> tuple[Api, Report] | None:
        """Return the contract of a part of the document, with what there is to say of it."""
        document = self.document
        if document is None:
            return None
        source, troubles = document.root.source, Report()
        data = json.dumps(reduced(frame, units, part)).encode()
        cut = parse_source(source.path, source.name, data, troubles, self._limits)
        if cut is None or len(troubles):
            return None
        small = Document(Node(cut.value, cut), document.version, self._limits)
        found = load_with_files(self._entry, troubles, limits=self._limits, document=small)
        return None if found is None else (found[0], troubles)

    def remember(self, known: Manifest, report: Report) -> None:
        """Keep the document for the next time; ``known`` is the package as it was made from it, with the report."""
        document = self.document
        sent = self._sent
        if (
            document is None
            or sent is None
            or list(known.inputs.values()) != [self._digest]
            or len(report) > _MOST_DIAGNOSTICS
        ):
            return
        frame, units = self._parts
        edges = {
            unit: self._edges[unit] if unit in self._edges else _mentioned(unit, value) for unit, value in units.items()
        }
        said = [_said(diagnostic, document.root.source) for diagnostic in report]
        if None in edges.values() or None in said:
            return
        kept = {
            "digest": self._digest,
            "frame": frame,
            "units": units,
            "edges": edges,
            "said": said,
            "sent": json.dumps(sent),
        }
        self._cache.put(self._place, marshal.dumps(kept))


class _Reach(IntEnum):
    """Which of the units that refer to what an edit changes may read otherwise after it."""

    ALL_BUT_MENTIONS = 0
    ANSWERS_TOO = 1
    ALL = 2


def _part(
    changed: list[Unit],
    edges: Mapping[Unit, Edges],
    old: Mapping[Unit, bytes],
    new: Mapping[Unit, bytes],
    reach: _Reach,
) -> tuple[set[Unit], set[Unit]] | None:
    """Return what depends on what changed, and that with all it refers to; ``None`` where more may count."""
    if len(changed) > _MOST_UNITS or any(_named_in(old[unit]) != _named_in(new[unit]) for unit in changed):
        return None
    now = {unit: _mentioned(unit, new[unit]) for unit in changed}
    counting = {unit: [target for kind in found[: reach + 1] for target in kind] for unit, found in edges.items()}
    dependent = reachable(changed, reversed_edges(counting))
    if None in now.values() or any(b"discriminator" in units[unit] for unit in dependent for units in (old, new)):
        return None  # a discriminator has a say in what it refers to
    following = {unit: (*chain(*found), *chain(*(now.get(unit) or ()))) for unit, found in edges.items()}
    part = {unit for unit in reachable(dependent, following) if unit in new}
    size = sum(len(new[unit]) for unit in part)
    return (dependent, part) if size <= _MOST_SHARE * sum(map(len, new.values())) else None


def _schemas(units: Iterable[Unit]) -> set[str]:
    return {unit[-1] for unit in units if unit[:2] == ("components", "schemas")}


def _needed(before: Mapping[str, Outlook], after: Mapping[str, Outlook], params: str) -> _Reach:
    """Return how far an edit reaches by what others see of the schemas that depend on it."""
    if before.keys() != after.keys():
        return _Reach.ALL
    pairs = [(one, after[wire]) for wire, one in before.items()]
    names = "|".join(sorted(one.name for one in before.values()))
    is_sent = bool(names) and re.search(rf"^(?:class )?(?:{names})Params\d*\b", params, re.MULTILINE) is not None
    if is_sent or any((one.name, one.value) != (other.name, other.value) for one, other in pairs):
        return _Reach.ALL
    same = all(one.answer == other.answer for one, other in pairs)
    return _Reach.ALL_BUT_MENTIONS if same else _Reach.ANSWERS_TOO


def _named_in(value: bytes) -> list[object]:
    """Return what has to be unlike all others of its kind, or is declared elsewhere."""
    return list(looked_up(marshal.loads(value), _LOOKED_UP))  # noqa: S302  # bytes that taken_apart made


def _mentioned(unit: Unit, value: bytes) -> Edges | None:
    return mentioned(marshal.loads(value), unit)  # noqa: S302  # bytes that taken_apart made


def _said(diagnostic: Diagnostic, source: Source) -> _Said | None:
    """Return what is kept of a diagnostic; ``None`` where its place could not be found again."""
    place = diagnostic.location
    try:
        tokens = _tokens(source, place.pointer)
    except (ValueError, LookupError, TypeError):
        return None
    for is_key in (False, True):
        if source.locate(tokens, key=is_key) == place:
            found = (diagnostic.id, diagnostic.severity.value, place.pointer, is_key)
            return (*found, diagnostic.message, diagnostic.advice)
    return None


def _located(said: _Said, source: Source) -> Diagnostic:
    """Return a diagnostic that was kept, where it is now."""
    id_, severity, way, is_key, message, advice = said
    return Diagnostic(id_, Severity(severity), source.locate(_tokens(source, way), key=is_key), message, advice)


def _tokens(source: Source, way: str) -> list[str | int]:
    """Return the steps of a pointer, with numbers for the places of sequences."""
    value: Any = source.value
    tokens: list[str | int] = []
    for word in pointer.parse(way):
        token = int(word) if is_sequence(value) else word
        tokens.append(token)
        value = cast("Any", value)[token]
    return tokens
