"""What changed on a page since it was accepted, with what the spec of its API has to say to it."""

from __future__ import annotations

from truespec.contract.api import Api
from truespec.documentation.facts.capture import capture
from truespec.documentation.facts.surface import Surface
from truespec.drift.change import Change, Kind
from truespec.drift.compare import Pair, compare
from truespec.drift.page_changes import page_changes

__all__ = ["changes_since"]

_OF_PAGE = frozenset(
    {
        Kind.ADDED,
        Kind.REMOVED,
        Kind.CHANGED,
        Kind.RENAMED,
        Kind.REWORDED,
        Kind.NEWLY_VISIBLE,
        Kind.NO_LONGER_VISIBLE,
    }
)


def changes_since(api: Api | None, name: str, before: Surface, now: Surface) -> list[Change]:
    """Return the changes of one page; without a word on the spec where that has errors and so no contract."""
    if api is None:
        return list(page_changes(capture(before), capture(now)))
    found = compare([Pair(name, before, now)], api)
    return [change for change in found.changes if change.kind in _OF_PAGE]
