"""The order that a list was asked for goes on from one page to the next."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.values import before, day_of
from truespec.checking.rules.lists.walk import Lister, Page
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Place
from truespec.contract.schema import Absent, Json
from truespec.contract.selection import Order

__all__ = ["goes_on"]

_PAGES: Final = 4
_SHORT: Final = 2
_LONG: Final = 100


def goes_on(
    lister: Lister, rule: Order, member: str, asked: tuple[tuple[Place, Json], ...], *, descending: bool
) -> None:
    """Read a few short pages in an order that the server was seen to know: no page begins anew."""
    if lister.paging.style == "whole" or lister.paging.limit is None:
        return
    fact = lister.world.fact(rule, lister.operation, part="pages", states="from the first page to the last")
    short = lister.asking(*asked)
    pages = tuple(_first(short))
    compared, wrong = _neighbours(lister, member, pages, descending=descending)
    if wrong and _values(pages, member) != _values(tuple(_first(short.afresh())), member):
        lister.ledger.unknown(fact, "others make or change records meanwhile, which move from page to page")
    elif pages and compared:
        detail = f"on pages of {_SHORT}, {wrong} neighbours are in the wrong order of `{member}`"
        lister.ledger.expect(fact, not wrong, detail, pages[-1].exchange)
        if not wrong:
            _loses_none(short, fact, member, pages, descending=descending)


def _items(pages: tuple[Page, ...]) -> list[Json]:
    return [item for page in pages for item in page.items or []]


def _values(pages: tuple[Page, ...], member: str) -> list[Json | Absent]:
    """Return what a list comes by: what else is shown of a record may be another each time."""
    return [take(item, (member,)) for item in _items(pages)]


def _neighbours(lister: Lister, member: str, pages: tuple[Page, ...], *, descending: bool) -> tuple[int, int]:
    """Return how many neighbours on some pages can be compared, and how many of them are in the wrong order."""
    alike: dict[str, list[Json]] = {}
    for item in _items(pages):
        kind, value = _told(take(item, (member,)), lister.world.maker.tag)
        alike.setdefault(kind, []).append(value)
    pairs = [pair for kind, values in alike.items() if kind for pair in pairwise(values) if pair[0] != pair[1]]
    return len(pairs), sum(before(one, other) if descending else before(other, one) for one, other in pairs)


def _loses_none(lister: Lister, fact: Fact, member: str, pages: tuple[Page, ...], *, descending: bool) -> None:
    """Look for records between those of the short pages that a long page alone has; once more, if there are any."""
    lost = _lost(lister, member, pages, descending=descending)
    if lost:
        anew = lister.afresh()
        again = _lost(anew, member, tuple(_first(anew)), descending=descending)
        lost = [item for item in again if item in lost]
    if lost:
        detail = f"on pages of {_SHORT}, {len(lost)} records are left out that a longer page has in between"
        lister.ledger.broken(fact, detail, pages[-1].exchange)


def _lost(lister: Lister, member: str, pages: tuple[Page, ...], *, descending: bool) -> list[Json]:
    shown = _items(pages)
    long = lister.page(lister.first, lister.largest() or _LONG).items or []
    told = (_told(take(item, (member,)), lister.world.maker.tag) for item in shown)
    # What has no value, or one that languages sort each in their own way, stands wherever a server puts it.
    kinds = [one for one in told if one[0]]
    if len({kind for kind, _ in kinds}) != 1:
        return []
    start, end = kinds[0][1], kinds[-1][1]
    lost: list[Json] = []
    for item in long:
        kind, value = _told(take(item, (member,)), lister.world.maker.tag)
        after, earlier = (
            (before(value, start), before(end, value)) if descending else (before(start, value), before(value, end))
        )
        if kind == kinds[0][0] and after and earlier and item not in shown:
            lost.append(item)
    return lost


def _told(value: Json | Absent, tag: str) -> tuple[str, Json]:
    """Return what all languages put in one order, and its kind; a kind without a name where there is no such thing.

    Two times are alike, two words of small letters, and two texts that begin with the tag of the run and such a word.
    """
    if not isinstance(value, str):
        return "", None
    if day_of(value):
        return "time", value
    kind, text = ("tagged", value.removeprefix(f"{tag} ")) if value.startswith(f"{tag} ") else ("word", value)
    word = text.partition(" ")[0] if kind == "tagged" else text
    return (kind, word) if word.isascii() and word.isalpha() and word.islower() else ("", None)


def _first(lister: Lister) -> Iterator[Page]:
    """Yield the first pages, as short as they may be."""
    for number, page in enumerate(lister.walk(max(lister.smallest(), _SHORT)), 1):
        yield page
        if number == _PAGES:
            return
