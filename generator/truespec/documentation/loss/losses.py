"""Tells a page that lost a part from one that says less: a lost part ends and begins anywhere, an edit between things.

What was taken away on purpose is a thing and all below it: a member, a section, an operation.  A part that was lost
lies in one piece where the page was accepted, and goes across the borders of things.
"""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from truespec.documentation.facts import steps
from truespec.documentation.facts.capture import Capture, capture
from truespec.documentation.facts.operations import matched
from truespec.documentation.facts.surface import Form, PageFacts, Surface, Visibility
from truespec.documentation.loss.lost_lines import absorbed, doubled, moved_together, resettled, run_into, shortened
from truespec.documentation.loss.open_ends import end_missing
from truespec.documentation.loss.remnants import is_listed, left_over, remnant, untyped, words_changed
from truespec.documentation.loss.splices import grown_together, lessened, misnamed, still_named, unresolved
from truespec.documentation.loss.visibility import may_open, of_place
from truespec.documentation.rendered.loading import not_yet_there

__all__ = ["lost_part"]

_FEWEST: Final = 3
"""Things that a part which was lost has at least."""
_FEW: Final = 2
"""Things of which at least one is left in part, where the end of a document was lost."""
_SHARE: Final = 3
"""One of so many operations of a page, and more than one, are no longer taken away on purpose."""


class _State(Enum):
    KEPT = "kept"
    GONE = "gone"
    SAMPLED = "sampled"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class _Thing:
    """A place that a page showed when it was accepted, on a line of its own, and what became of it."""

    line: int
    operation: str
    place: str
    state: _State

    @property
    def section(self) -> tuple[str, str]:
        """The part of an operation that it belongs to."""
        return self.operation, steps.root(self.place)


def lost_part(before: Surface, surface: Surface) -> str:
    """Say in words why a page seems to have lost a part since it was accepted; empty where it does not."""
    if waited := not_yet_there(before, surface):
        return f"{waited} is not there as it was, and something was still being loaded"
    was, now = capture(before), capture(surface)
    paired = matched(now.order, was.order)
    things = _things(was, now, paired)
    sampled = [thing for thing in things if thing.state is _State.SAMPLED] or _sampled(was, now, paired)
    if sampled:
        return f"{_named(sampled)} stood in a list, which lacks it, and samples still show it"
    if (
        lost := _named_by_itself(was, now, paired, surface)
        or remnant(was, now, paired)
        or _operations_lost(was, now, paired)
        or left_over(was, now, [*_unseen(things), *untyped(was, now, paired)])
    ):
        return lost
    if (
        lost := _beginning_lost(was, now, paired)
        or _spliced(was, now, paired, things)
        or _end_lost(was, now, paired, things)
        or end_missing(was, now, paired)
    ):
        return lost
    gone = [thing for thing in things if thing.state is _State.GONE]
    if len(gone) < _FEWEST or _is_made_up_for(was, now, paired, gone):
        return ""
    left = {thing.section for thing in things if thing.state in {_State.KEPT, _State.SAMPLED}}
    for run in _runs(things):
        tops = _tops(run, left, paired)
        if reason := _across(run, tops, paired) or _at_an_end(run, tops, things, surface.page):
            return reason
    return ""


def _unseen(things: Sequence[_Thing]) -> list[str]:
    return [_named([thing]) for thing in things if thing.state is not _State.KEPT]


def _things(was: Capture, now: Capture, paired: Mapping[str, str]) -> list[_Thing]:
    """Return what the accepted page showed in the order of its lines; several places may share the line of a schema."""
    found: dict[int, _Thing] = {}
    for operation in was.order:
        for place, attributes in was.places(operation).items():
            line = min((fact.line for fact in attributes.values() if fact.line), default=0)
            known = found.get(line)
            if not line or (known is not None and known.state is _State.KEPT):
                continue
            state = _state(was, now, (operation, paired.get(operation, "")), place)
            if known is None or state is _State.KEPT:
                found[line] = _Thing(line, operation, place, state)
    return [found[line] for line in sorted(found)]


def _sampled(was: Capture, now: Capture, paired: Mapping[str, str]) -> list[_Thing]:
    """Return what a sample still shows of a page whose markup has many rows on one line."""
    if now.page.form is not Form.HTML_GITBOOK:
        return []
    spots = ((old, current, place) for old, current in paired.items() for place in was.places(old) if place)
    found = (_Thing(0, old, place, _state(was, now, (old, current), place)) for old, current, place in spots)
    return [thing for thing in found if thing.state is _State.SAMPLED]


def _state(was: Capture, now: Capture, operations: tuple[str, str], place: str) -> _State:
    """Return what became of a place; ``operations`` are its operation as it was called, and as it is called now."""
    old, current = operations
    if place in now.places(current) and current:
        return _State.KEPT
    attributes = was.places(old)[place]
    nested = may_open(was, old, place)
    if of_place(now, current or old, place if current else "", nested=nested) is not Visibility.SHOWN:
        return _State.UNSEEN
    if current and place in now.samples(current):
        return _State.SAMPLED if is_listed(was, now, current, place, attributes) else _State.UNSEEN
    return _State.GONE


def _is_made_up_for(was: Capture, now: Capture, paired: Mapping[str, str], gone: Sequence[_Thing]) -> bool:
    """Whether as much came as went: then the page was written anew."""
    known = {current: old for old, current in paired.items()}
    new = sum(
        place not in was.places(known.get(operation, "")) for operation in now.order for place in now.places(operation)
    )
    return new * 2 >= len(gone)


def _operations_lost(was: Capture, now: Capture, paired: Mapping[str, str]) -> str:
    """Say how many operations in a row are gone, where that is a good part of them and not as many are new."""
    runs = itertools.groupby(was.order, lambda operation: operation in paired)
    longest = max((len(list(run)) for kept, run in runs if not kept), default=0)
    if longest < 2 or len(now.order) - len(paired) >= longest or longest * _SHARE < len(was.order):
        return ""
    return f"{longest} operations that followed each other are gone, of {len(was.order)}"


def _named_by_itself(was: Capture, now: Capture, paired: Mapping[str, str], surface: Surface) -> str:
    """Say what the page itself tells of what it no longer shows."""
    gone = [operation for operation in was.order if operation not in paired]
    if named := still_named(was, surface, gone):
        return f"{named} is gone, and the page still names it"
    if named := misnamed(was, now, paired, gone):
        return f"{named} is gone, and its title stands above another operation"
    new = [operation for operation in now.order if operation not in paired.values()]
    if twice := doubled(gone, new, paired):
        return f"a line runs into the path of an operation: {twice[:100]!r}"
    if now.page.form is Form.TEXT_GITBOOK and (short := shortened(gone, new)):
        return f"the path of an operation ends within a step: {short[:100]!r}"
    if found := unresolved(was, now, paired):
        return f"{' '.join(found)} refers to what is no longer there"
    if moved := moved_together(was, now, paired):
        return f"{' '.join(moved[0])} and what follows it stand below another heading now: {moved[1]}"
    if spot := resettled(was, now, paired):
        return f"{' '.join(spot)} and others stand below other members now, and nothing else is new"
    return ""


def _beginning_lost(was: Capture, now: Capture, paired: Mapping[str, str]) -> str:
    """Say that the first lines of a page are gone: its title, with or without what stood below it."""
    before, page = was.page, now.page
    if before.form is not page.form or before.grade is not page.grade:
        return ""
    if before.titled and not page.titled:
        return "its title is gone"
    cut = bool(was.order) and was.order[0] not in paired and len(now.order) == len(paired)
    if cut and before.top and before.top != page.top:
        return f"{was.order[0]} is gone, and it begins with another line"
    return ""


def _spliced(was: Capture, now: Capture, paired: Mapping[str, str], things: Sequence[_Thing]) -> str:
    """Say where a thing goes on with a part of one behind it, and all between is gone."""
    last: _Thing | None = None
    for state, run in itertools.groupby(_seen(things), lambda thing: thing.state):
        found = list(run)
        if state is _State.GONE and last is not None:
            spots = [(thing.operation, thing.place) for thing in found]
            donor = grown_together(was, now, paired, (last.operation, last.place), spots)
            name = f"{last.operation} {last.place}".strip()
            if donor is not None:
                return f"{name} goes on with what belonged to {' '.join(donor).strip()}, which is gone"
            if absorbed(was, now, paired, (last.operation, last.place), spots):
                return f"the words of {_named(found)} stand among those of {name}"
            if glued := run_into(was, now, paired, (last.operation, last.place), spots):
                return f"{_named(found)} is gone, and a line runs into its name: {glued[:60]!r}"
            if len(_tops(found, {one.section for one in found}, paired)) >= _FEWEST and _is_reworded(
                was, now, paired, last
            ):
                return f"{_named(found)} are gone in one piece, and {name} before it is described otherwise"
        last = found[-1]
    return ""


def _is_reworded(was: Capture, now: Capture, paired: Mapping[str, str], thing: _Thing) -> bool:
    said = was.places(thing.operation).get(thing.place, {})
    return words_changed(said, now.places(paired.get(thing.operation, "")).get(thing.place, {}))


def _end_lost(was: Capture, now: Capture, paired: Mapping[str, str], things: Sequence[_Thing]) -> str:
    """Say that the end of a document in YAML is gone, where a part of one thing is left and others behind are hurt."""
    seen = list(_seen(things))
    if now.page.form is not Form.OPENAPI:
        return ""
    hurt = list(itertools.takewhile(lambda thing: _is_less(was, now, paired, thing), reversed(seen)))
    beside = [
        thing
        for thing in seen[: len(seen) - len(hurt)]
        if hurt and steps.above(thing.place) == steps.above(hurt[0].place) and _is_less(was, now, paired, thing)
    ]  # which members are required is said behind all of them
    gone = sum(thing.state is _State.GONE for thing in hurt)
    if len(hurt) + len(beside) < _FEW or gone == len(hurt) + len(beside):  # which may have been taken away
        return ""
    return f"{_named(hurt[::-1])} are gone at least in part, with which it ended"


def _is_less(was: Capture, now: Capture, paired: Mapping[str, str], thing: _Thing) -> bool:
    return lessened(was, now, paired, (thing.operation, thing.place))


def _seen(things: Iterable[_Thing]) -> Iterator[_Thing]:
    """Yield the things that the page would show."""
    return (thing for thing in things if thing.state is not _State.UNSEEN)


def _runs(things: Iterable[_Thing]) -> Iterator[list[_Thing]]:
    """Yield what is gone in one piece; what the page would not show does not part it."""
    for state, run in itertools.groupby(_seen(things), lambda thing: thing.state):
        if state is _State.GONE:
            yield list(run)


def _tops(run: Sequence[_Thing], left: Container[tuple[str, str]], paired: Container[str]) -> list[_Thing]:
    """Return what is gone without what is below it; of an operation or a section that is gone, its first thing.

    ``left`` are the sections of which something is left.
    """
    places = {(thing.operation, thing.place) for thing in run}
    found: dict[tuple[str, str], _Thing] = {}
    for thing in run:
        if thing.operation not in paired:
            found.setdefault((thing.operation, ""), thing)
        elif thing.section not in left:
            found.setdefault(thing.section, thing)
        elif not any((thing.operation, one) in places for one in steps.ancestors(thing.place)):
            found.setdefault((thing.operation, thing.place), thing)
    return [_Thing(thing.line, operation, place, thing.state) for (operation, place), thing in found.items()]


def _across(run: Sequence[_Thing], tops: Sequence[_Thing], paired: Mapping[str, str]) -> str:
    """Say what a piece that is gone goes across; empty where it is one thing, or things beside each other."""
    operations = {thing.operation for thing in tops}
    owners = {(thing.operation, steps.above(thing.place)) for thing in tops}
    if len(tops) < _FEWEST or len(owners) < 2 or not operations & paired.keys():
        return ""
    what = f"{len(operations)} operations" if len(operations) > 1 else "parts of one operation"
    return f"{_named(run)} are gone in one piece, across {what}"


def _at_an_end(run: Sequence[_Thing], tops: Sequence[_Thing], things: Sequence[_Thing], page: PageFacts) -> str:
    """Say which end of a page is missing, where nothing on it says that the end is there."""
    seen = list(_seen(things))
    ended = page.footer and page.form is not Form.OPENAPI  # which can be cut at the end of any line
    if ended or page.form is Form.HTML_GITBOOK or len(tops) < 2:
        return ""
    if run[-1] is seen[-1]:
        return f"{_named(run)} are gone, with which it ended"
    return f"{_named(run)} are gone, with which it began" if run[0] is seen[0] else ""


def _named(things: Sequence[_Thing]) -> str:
    """Name the first thing, and count the others."""
    first = things[0]
    name = f"{first.operation} {first.place}".strip()
    return name if len(things) == 1 else f"{name} and {len(things) - 1} more"
