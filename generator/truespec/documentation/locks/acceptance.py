"""What a lock holds after a page is accepted: what the page shows, and what only a better capture of it showed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from truespec.documentation.facts import steps
from truespec.documentation.facts.capture import Capture, capture
from truespec.documentation.facts.operations import ending, matched
from truespec.documentation.facts.surface import Evidence, Fact, Grade, PageFacts, Surface, Visibility
from truespec.documentation.facts.wording import digest_line
from truespec.documentation.locks.lock import Lock
from truespec.documentation.locks.locked_page import LockedPage
from truespec.documentation.loss.visibility import is_sure_to_be_listed, of_attribute, of_place, of_sample

__all__ = ["accepted", "broken_since", "same_page", "seems_cut"]

_BROKEN_SAMPLES: Final = frozenset(map(digest_line, "{["))
"""What stands for the first line of a sample that cannot be read."""


def same_page(lock: Lock, surface: Surface, named: str = "") -> str:
    """Return the name of the locked page that this is a capture of, by its operations; empty where there is none.

    A page that was ``named`` is that page or a new one, whatever it shows.
    """
    if named:
        return named if named in lock else ""
    theirs = dict.fromkeys(fact.operation for fact in surface.facts if fact.operation)
    ends = frozenset(map(ending, theirs))
    shared = {
        name: len(matched(page.operations, theirs))
        for name, page in lock.contents().items()
        if "" in ends or "" in page.endings or not ends.isdisjoint(page.endings)
    }
    best = max(shared, key=lambda name: (shared[name], name), default="")
    return best if shared.get(best) else ""


def seems_cut(before: LockedPage, surface: Surface) -> bool:
    """Whether a page ends too early: what stood below the last operation is gone.

    A capture of another kind may never have had it; it is cut where the last operations are gone as well.
    """
    if not before.surface.page.footer or surface.page.footer:
        return False
    if before.surface.page.form is surface.page.form and before.surface.page.grade is surface.page.grade:
        return True
    known = list(_operations(before.surface))
    gone = set(known) - set(matched(_operations(surface), known))
    return bool(gone) and gone == set(known[-len(gone) :])


def broken_since(before: LockedPage, surface: Surface) -> int:
    """Return the line of a sample that is broken, where fewer were when the page was accepted; else 0."""
    known = sum(one.digest in _BROKEN_SAMPLES for one in before.surface.not_understood)
    broken = [one.line for one in surface.not_understood if one.digest in _BROKEN_SAMPLES]
    return broken[known] if len(broken) > known else 0


def accepted(before: LockedPage | None, name: str, surface: Surface, address: str = "") -> LockedPage:
    """Return what the lock is to hold of a page.

    A capture takes over what it shows, and removes what it would show and does not; what it hides, loses or has cut
    off stays, without a line.
    """
    if before is None:
        return LockedPage(name, surface, address)
    same = matched(_operations(surface), _operations(before.surface))
    old = [replace(fact, operation=same.get(fact.operation, fact.operation)) for fact in before.surface.facts]
    kept = [*_servers(before.surface, surface), *_kept(old, before.surface.page, surface)]
    return LockedPage(name, replace(surface, facts=(*surface.facts, *kept)), address or before.address)


def _operations(surface: Surface) -> Iterable[str]:
    return dict.fromkeys(fact.operation for fact in surface.facts if fact.operation)


def _kept(old: Iterable[Fact], page: PageFacts, surface: Surface) -> list[Fact]:
    now = capture(surface)
    shown = {_key(fact) for fact in surface.facts if fact.visibility is Visibility.SHOWN}
    there: dict[tuple[str, str], bool] = {
        (fact.operation, fact.place): True for fact in surface.facts if fact.evidence is not Evidence.SAMPLE
    }
    before = [fact for fact in old if fact.visibility is Visibility.SHOWN and fact.operation]
    holders = {(fact.operation, steps.above(fact.place)) for fact in before} | _listed(before, page, surface.page)
    return [
        replace(fact, line=0)
        for fact in before
        if _key(fact) not in shown and _absence(now, fact, there, holders) is not Visibility.SHOWN
    ]


def _servers(before: Surface, surface: Surface) -> list[Fact]:
    """Return the servers that a page does not show now; of several, only a vendor's document shows all."""
    shown = [fact.value for fact in surface.facts if fact.attribute == "server"]
    known = [fact for fact in before.facts if fact.attribute == "server"]
    poorer = surface.page.grade is not Grade.A and any(fact.value in shown for fact in known)
    if shown and not poorer:
        return []
    older = before.page.grade is Grade.A or not shown
    return [replace(fact, line=0) for fact in known if fact.value not in shown and (older or not fact.line)]


def _listed(before: Iterable[Fact], page: PageFacts, now: PageFacts) -> set[tuple[str, str]]:
    """Return the answers that a page is sure to list where it has them."""
    said: dict[tuple[str, str], set[str]] = {}
    for fact in before:
        said.setdefault((fact.operation, fact.place), set()).add(fact.attribute)
    return {key for key, attributes in said.items() if is_sure_to_be_listed(key[1], attributes, page, now)}


def _key(fact: Fact) -> tuple[str, str, str, Evidence]:
    return fact.operation, fact.place, fact.attribute, fact.evidence


def _absence(
    now: Capture, fact: Fact, there: Mapping[tuple[str, str], bool], holders: set[tuple[str, str]]
) -> Visibility:
    place = (fact.operation, fact.place)
    if fact.evidence is Evidence.SAMPLE:
        return of_sample(now, fact.operation, fact.place)
    if place in there:
        return of_attribute(now, fact.operation, fact.place, fact.attribute, fact.value)
    return of_place(now, fact.operation, fact.place, nested=place in holders)
