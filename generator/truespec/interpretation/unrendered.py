"""Note what of a document the contract has no words for, each occurrence, so that nothing is lost in silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from truespec.diagnostics import Report
from truespec.specification.document import Node

__all__ = ["UNRENDERED", "note_unrendered"]


@dataclass(frozen=True, slots=True)
class _Note:
    """A keyword that is left out; ``each``: every entry below it is an occurrence."""

    keyword: str
    id: str
    message: str
    each: bool = False


_ADVICE: Final = "nothing to do, unless you rely on it"

UNRENDERED: Final[dict[str, tuple[_Note, ...]]] = {
    "response": (_Note("links", "link-not-rendered", "the way to a next operation is left out", each=True),),
    "nameless media type": (
        _Note("prefixEncoding", "positional-encoding-not-rendered", "parts are encoded by their names only"),
        _Note("itemEncoding", "positional-encoding-not-rendered", "parts are encoded by their names only"),
    ),
    "whole media type": (
        _Note("itemSchema", "item-schema-not-rendered", "the items of what is read or sent as a whole have no type"),
    ),
    "encoding": (_Note("headers", "part-header-not-rendered", "a part is sent without this header", each=True),),
    "example": (
        _Note("externalValue", "example-not-rendered", "an example outside the document is not read"),
        _Note("serializedValue", "example-not-rendered", "an example as it is sent is left out"),
    ),
    "discriminator": (_Note("defaultMapping", "default-mapping-not-rendered", "an unknown value fits no class"),),
    "security scheme": (_Note("flows", "oauth-flow-not-rendered", "a client is given its token, it does not get one"),),
}
"""For each kind of object, the keywords that are left out."""


def note_unrendered(node: Node, kind: str, report: Report) -> None:
    """Note what of ``node``, an object of ``kind``, the contract leaves out."""
    for note in UNRENDERED[kind]:
        found = node.get(note.keyword)
        if found is None:
            continue
        for name, place in found.items() if note.each else [("", found)]:
            subject = f"`{note.keyword}` {name}".rstrip()
            report.note(note.id, place.key_location, f"{subject}: {note.message}", _ADVICE)
