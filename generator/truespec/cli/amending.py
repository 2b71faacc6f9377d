"""A schema was edited in a large document: only what refers to it is read and rendered again.

The last document is kept in the user's cache.  A document that is cut down to what depends on the edit, and to what
that refers to in turn, is sketched twice, before the edit and after it; the difference is carried over to the package
on the disk.  What only mentions an edited schema does not depend on it while that looks the same from outside.
Whatever is not certain to come out as if all was made anew is left to those who make all anew.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Final

from truespec.cache import Cache
from truespec.catalogue import ApiEntry
from truespec.cli.reach import Reach, mentioned_by, needed, part_of, schemas_of
from truespec.cli.recalling import Said, exchanged, found_again, moved, placed, said, told
from truespec.cli.remembered import Memory, edges_of, mark_of
from truespec.contract.api import Api
from truespec.contract.schema import Json
from truespec.diagnostics import Report
from truespec.interpretation.load import load_with_files
from truespec.output.amend import amended
from truespec.output.manifest import Manifest, digest, generator_digest
from truespec.output.pieces import OPERATIONS
from truespec.output.wording import reworded
from truespec.rendering.examples import sent_by
from truespec.rendering.sketch import Sketch, outlooks, rewritten, sketch
from truespec.rendering.workshop import Workshop
from truespec.specification.document import Document, Node, OpenApiVersion, load
from truespec.specification.limits import Limits
from truespec.specification.source import Source, parse_source
from truespec.specification.text_units import Spans, TextEdit, most_values, spans_of, text_edit, text_edits
from truespec.specification.unit_values import UnitValues
from truespec.specification.units import (
    Unit,
    canonical,
    exchanged_in_frame,
    is_unit,
    reduced,
    taken_apart,
    without_words,
)

__all__ = ["Amender", "amender_of"]

_FORM: Final = 6
_LARGE: Final = 200_000
"""So many bytes of a document take longer to make anew than to look for a shorter way."""
_MOST_DIAGNOSTICS: Final = 300


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
        self._sent: Mapping[str, Json] | None = None
        self._last: Memory | None = None
        self._next: Memory | None = None
        self._edit: TextEdit | None = None

    def learn(self, api: Api) -> None:
        """Take from the contract of the whole document what no part of it can tell."""
        self._sent = sent_by(api)

    @cached_property
    def _data(self) -> bytes:
        try:
            return self._entry.spec.read_bytes()
        except OSError:
            return b""

    @cached_property
    def document(self) -> Document | None:
        """The document, for whoever has to read it too; ``None`` where there is something to say against it."""
        troubles = Report()
        document = load(self._entry.spec, troubles, self._limits) if self._data else None
        return None if len(troubles) else document

    def amend(self, known: Manifest, files: Mapping[str, bytes], report: Report) -> dict[str, bytes] | None:
        """Return the files of the package as they are to be now, ``None`` where that is not certain.

        ``known`` and ``files`` are the package as it was made last, untouched since.
        """
        last = Memory.kept(self._cache, self._place)
        if last is None or list(known.inputs.values()) != [last.digest]:
            return None
        self._last = last
        now = self._by_its_text(last) or self._by_its_units(last) or self._read_whole(last)
        if now is None:
            return None
        changed = now.changed_since(last)
        found: tuple[dict[str, bytes], list[Said]] | None = dict(files), now.said
        if now.frame != last.frame:
            found = None if changed else self._reworded(now, files)
        elif changed:
            found = self._carried_over(changed, now, f"src/{known.package}", files)
        kept = None if found is None else self._placed(found[1], now)
        if found is None or kept is None:
            return None
        self._next = replace(now, said=kept)
        report.extend(told(kept, os.fspath(self._entry.spec)))
        return found[0]

    def _by_its_text(self, last: Memory) -> Memory | None:
        """Return the document as it is now where a single unit was edited; that alone is read."""
        edit = text_edit(last.text, self._data, last.spans, self._limits, last.most) if last.spans else None
        if edit is None:
            return None
        self._edit = edit
        return self._edited(last, {edit.unit: edit.value}, edit.spans, edit.values)

    def _by_its_units(self, last: Memory) -> Memory | None:
        """Return the document as it is now where it is written alike around its units; those that differ are read."""
        edits = text_edits(last.text, self._data, last.spans, self._limits) if last.spans else None
        return None if edits is None else self._edited(last, *edits)

    def _edited(self, last: Memory, values: Mapping[Unit, object], spans: Spans, most: int) -> Memory | None:
        """Return the last document with other values of some units, or of members that hold none."""
        frame, marks, edges = last.frame, dict(last.marks), dict(last.edges)
        read: dict[Unit, bytes] = {}
        for unit, value in values.items():
            if not is_unit(unit):
                frame = exchanged_in_frame(frame, unit[0], value)
                continue
            read[unit] = canonical(value)
            marks[unit] = mark_of(read[unit])
            found = edges[unit] if marks[unit] == last.marks[unit] else mentioned_by(unit, read[unit])
            if found is None:
                return None
            edges[unit] = found
        made_of = (digest(self._data), last.version, frame, marks, edges, last.said, last.sent, most, spans)
        return Memory(*made_of, UnitValues(read, self._data, spans), self._data)

    def _read_whole(self, last: Memory) -> Memory | None:
        """Return the document as it is now, with what was said of it, if it has the same units."""
        if self.document is None:
            return None
        now = self._memory(self.document, last.said, last.sent)
        return None if now is None or now.marks.keys() != last.marks.keys() else now

    def _placed(self, kept: list[Said], now: Memory) -> list[Said] | None:
        """Return diagnostics with their places in the document as it is now."""
        if self._edit is not None:
            return moved(kept, self._edit, self._data)
        found = placed(kept, self._data, now.spans)
        if found is not None or self.document is None:
            return found
        return found_again(kept, self.document.root.source)

    def _memory(self, document: Document, found: list[Said], sent: str) -> Memory | None:
        frame, units = taken_apart(document.root.value)
        marks = {unit: mark_of(value) for unit, value in units.items()}
        edges = edges_of(units, marks, self._last)
        if edges is None:
            return None
        spans = (spans_of(self._data) if document.root.source.is_json else None) or {}
        version = (document.version.major, document.version.minor)
        made_of = (digest(self._data), version, frame, marks, edges, found, sent, most_values(self._data), spans)
        return Memory(*made_of, UnitValues(units, self._data, spans), self._data)

    def _reworded(self, now: Memory, files: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[Said]] | None:
        """Return the package after an edit of words about the whole API, and what is to be said now."""
        last = self._last
        if last is None or without_words(last.frame) != without_words(now.frame):
            return None
        before, after = self._meaning(last, set()), self._meaning(now, set())
        if before is None or after is None:
            return None
        sent = json.loads(now.sent)
        made = reworded(files, *(sketch(api, report, sent) for api, report, _ in (before, after)))
        kept = exchanged(now.said, before[1], after[1], after[2])
        return None if kept is None or made is None else (made, kept)

    def _carried_over(
        self, changed: list[Unit], now: Memory, root: str, files: Mapping[str, bytes]
    ) -> tuple[dict[str, bytes], list[Said]] | None:
        intro, _, _ = files["README.md"].decode().partition(OPERATIONS)
        found = self._sketches(changed, now, files.get(f"{root}/params.py", b"").decode(), intro)
        if found is None:
            return None
        before, after, kept = found
        changes = rewritten(before, after, Workshop(self._cache, processes=1))
        made = None if changes is None else amended(files, root, before, after, changes)
        return None if made is None else (made, kept)

    def _sketches(
        self, changed: list[Unit], now: Memory, params: str, intro: str
    ) -> tuple[Sketch, Sketch, list[Said]] | None:
        """Return what is made of the part that an edit may change, before it and now, and what is to be said now.

        Texts as for :func:`needed`.
        """
        last = self._last
        if last is None:
            return None
        sent, reach = json.loads(now.sent), Reach.ALL_BUT_MENTIONS
        while True:
            found = part_of(changed, last.edges, last.units, now.units, reach)
            if found is None:
                return None
            dependent, part = found
            before, after = self._meaning(last, part), self._meaning(now, part)
            if before is None or after is None:
                return None
            wires = schemas_of(dependent)
            wanted = needed(outlooks(before[0], wires, sent), outlooks(after[0], wires, sent), params, intro)
            if wanted <= reach:
                break
            reach = wanted
        sketches = sketch(before[0], before[1], sent), sketch(after[0], after[1], sent)
        kept = exchanged(last.said, before[1], after[1], after[2])
        return None if kept is None else (*sketches, kept)

    def _meaning(self, document: Memory, part: set[Unit]) -> tuple[Api, Report, Source] | None:
        """Return the contract of a part of the document, what there is to say of it, and the part by itself."""
        troubles = Report()
        data = json.dumps(reduced(document.frame, document.units, part)).encode()
        cut = parse_source(self._entry.spec.resolve(), os.fspath(self._entry.spec), data, troubles, self._limits)
        if cut is None or len(troubles):
            return None
        small = Document(Node(cut.value, cut), OpenApiVersion(*document.version), self._limits)
        found = load_with_files(self._entry, troubles, limits=self._limits, document=small)
        return None if found is None else (found[0], troubles, cut)

    def remember(self, known: Manifest, report: Report) -> None:
        """Keep the document for the next time; ``known`` is the package as it was made from it, with the report."""
        memory = self._next or self._learnt(report)
        if memory is not None and list(known.inputs.values()) == [memory.digest]:
            memory.keep(self._cache, self._place)

    def _learnt(self, report: Report) -> Memory | None:
        """Return what is to be kept of a document that was made anew."""
        document = self.document
        if document is None or self._sent is None or len(report) > _MOST_DIAGNOSTICS:
            return None
        found = [said(diagnostic, document.root.source) for diagnostic in report]
        known = [one for one in found if one is not None]
        return self._memory(document, known, json.dumps(self._sent)) if len(known) == len(found) else None
