"""What an answer says around the items of a list: how many there are in all, what leads on, whether more follows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from truespec.checking.exchange import Response
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = [
    "AROUND",
    "LEADING",
    "LIMITS",
    "MORE",
    "NEXTS",
    "OFFSETS",
    "PAGES",
    "around_items",
    "asked_name",
    "asked_of",
    "header_names",
    "plain_name",
]

NEXTS: Final = frozenset(
    {"next", "nextcursor", "nextpagetoken", "nexttoken", "endcursor", "continuation", "continuationtoken", "nextpage"}
)
AROUND: Final = frozenset({"meta", "metadata", "paging", "pagination", "page", "pageinfo", "links", "_links", "data"})
"""What is around what an answer says of the whole list."""

_FILTER: Final = re.compile(r"(?:filters?|where)[\[._](.+)", re.IGNORECASE)
_COUNT: Final = re.compile(r"[0-9]{1,15}")

PAGES: Final = frozenset({"page", "pagenumber", "pageno", "pageindex"})
OFFSETS: Final = frozenset({"offset", "skip", "startindex", "pageoffset"})
LIMITS: Final = frozenset(
    {"limit", "pagesize", "perpage", "pagelimit", "itemsperpage", "maxresults", "maxitems", "size", "top", "take"}
)
LEADING: Final = frozenset({"next", "nextpage"})
"""What may be the address of the next part, or something else."""

MORE: Final = frozenset({"hasmore", "hasnext", "hasnextpage", "more"})
"""What says by a yes or a no whether more follows."""


def plain_name(name: str) -> str:
    """Return a name without case and separators."""
    return re.sub(r"[\W_]", "", name).lower()


def asked_of(wire: str) -> str:
    """Return what a parameter asks about: `filter[status]` and `filter.status` ask about `status`."""
    named = _FILTER.fullmatch(wire)
    return wire if named is None else named[1].removesuffix("]")


def asked_name(wire: str) -> str:
    """Return what a parameter asks about, without case and separators."""
    return plain_name(asked_of(wire))


def header_names(operation: Operation) -> Mapping[str, str]:
    """Return the headers of successes that the spec tells of, by their plain names without a leading `X`."""
    return {
        plain_name(header.wire).removeprefix("x"): header.wire
        for answer in operation.answers
        for header in (answer.headers if answer.success else ())
    }


def around_items(operation: Operation, response: Response) -> Iterator[tuple[tuple[str, ...], Json]]:
    """Yield what an answer says around its items, by names: in its body, and in declared headers."""
    yield from _within(response.json())
    for name, wire in header_names(operation).items():
        text = response.header(wire)
        if text is not None:
            yield (name,), int(text) if _COUNT.fullmatch(text) and name not in NEXTS else text


def _within(value: Json | Absent) -> Iterator[tuple[tuple[str, ...], Json]]:
    """Yield what an answer says around its items: members of it, of what is around them, and the address of a link."""
    for name, inner in value.items() if isinstance(value, dict) else ():
        if isinstance(inner, dict) and plain_name(name) in NEXTS and isinstance(inner.get("href"), str):
            yield (name,), inner["href"]
        elif isinstance(inner, dict) and name.lower() in AROUND:
            yield from (((name, *path), deeper) for path, deeper in _within(inner))
        elif not isinstance(inner, dict | list):
            yield (name,), inner
