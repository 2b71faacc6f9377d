"""A document as it was made last: an index that is read whole, and a text of which only parts are."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Mapping
from dataclasses import dataclass, field

from truespec.cache import Cache
from truespec.cli.reach import mentioned_by
from truespec.cli.recalling import Said
from truespec.specification.text_units import Spans, Text
from truespec.specification.unit_values import UnitValues
from truespec.specification.units import Edges, Unit

__all__ = ["Memory", "edges_of", "mark_of"]


@dataclass(frozen=True, slots=True)
class Memory:
    """A document with what there was to say of it.

    ``marks`` are digests of the values of its units.  ``text`` and ``spans`` are empty where it is no text of which a
    part can be read by itself; ``most`` is how many values are in the text at most.  ``sent`` is what the examples of
    the whole document have, as JSON.
    """

    digest: str
    version: tuple[int, int]
    frame: bytes
    marks: dict[Unit, bytes]
    edges: dict[Unit, Edges]
    said: list[Said]
    sent: str
    most: int
    spans: Spans
    units: UnitValues = field(repr=False)
    text: Text = field(default=b"", repr=False)

    def changed_since(self, last: Memory) -> list[Unit]:
        """Return the units that have other values than in ``last``, which has the same ones."""
        return [unit for unit, mark in self.marks.items() if last.marks[unit] != mark]

    def keep(self, cache: Cache, place: str) -> None:
        """Keep it under the key ``place``; ``text`` is what stands on the disk."""
        units = {} if self.spans else dict(self.units)
        made_of = (self.digest, self.version, self.frame, self.marks, self.edges)
        if self.spans:
            cache.put_file(_text_place(place), self.text)
        cache.put(place, marshal.dumps((*made_of, self.said, self.sent, self.most, self.spans, units)))

    @classmethod
    def kept(cls, cache: Cache, place: str) -> Memory | None:
        """Return what :meth:`keep` kept last, ``None`` where it is not there or not whole."""
        content = cache.get(place)
        if content is None:
            return None
        found = marshal.loads(content)  # noqa: S302  # our own bytes: the cache compares their digest
        digest, version, frame, marks, edges, said, sent, most, spans, units = found
        text = cache.view(_text_place(place), digest) if spans else b""
        values = UnitValues(units, text or b"", spans)
        made_of = (digest, version, frame, marks, edges, said, sent, most, spans, values)
        return None if text is None else cls(*made_of, text)


def mark_of(value: bytes) -> bytes:
    """Return the digest of the value of a unit."""
    return hashlib.blake2b(value, digest_size=16).digest()


def edges_of(units: Mapping[Unit, bytes], marks: Mapping[Unit, bytes], last: Memory | None) -> dict[Unit, Edges] | None:
    """Return what each unit refers to; ``None`` where one does so in a way not followed here.

    Of units that are as they were in ``last``, it is known.
    """
    found: dict[Unit, Edges] = {}
    for unit, value in units.items():
        same = last is not None and last.marks.get(unit) == marks[unit]
        one = last.edges[unit] if last is not None and same else mentioned_by(unit, value)
        if one is None:
            return None
        found[unit] = one
    return found


def _text_place(place: str) -> str:
    return hashlib.sha256(f"text {place}".encode()).hexdigest()
