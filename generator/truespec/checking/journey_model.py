"""What a journey holds of the records it has made, and what of the stated rules can be seen on one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.naming import keeps
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.walk import Lister
from truespec.checking.rules.records.agreeing import unless_more_is_needed
from truespec.checking.rules.records.comparing import differing_members
from truespec.checking.rules.records.nobodys import if_it_is_new
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = [
    "Contradiction",
    "Held",
    "change_of",
    "is_told_otherwise",
    "new_troubles",
    "time_troubles",
    "twin_of",
    "wrongly_listed",
]

_Trouble: TypeAlias = tuple[Fact, str]


class Contradiction(Exception):  # noqa: N818 - it names what happened
    """The server does what a fact says it does not; ``story`` are the exchanges that lead there."""

    def __init__(self, fact: Fact, detail: str, exchange: Exchange, story: Sequence[Exchange]) -> None:
        super().__init__(fact.id)
        self.fact, self.detail, self.exchange, self.story = fact, detail, exchange, tuple(story)


@dataclass(slots=True)
class Held:
    """A record of the journey: how it was last told, what was sent for it, and whether it is there.

    ``became`` is the record that it was merged into.
    """

    key: Json
    record: dict[str, Json]
    sent: set[str]
    there: bool = True
    became: Held | None = field(default=None, repr=False, compare=False)


def twin_of(records: Sequence[Held], action: Action, body: Mapping[str, Json]) -> Held | None:
    """Return the record that a body is the same as, by all the members it is known by."""
    if action.dedupe is None:
        return None
    for held in records:
        pairs = [(body.get(name), held.record.get(name)) for name in action.dedupe.members]
        if held.there and all(sent is not None and same_value(sent, kept) for sent, kept in pairs):
            return held
    return None


def wrongly_listed(
    world: World, resource: Resource, lister: Lister, records: Sequence[Held]
) -> tuple[list[str], list[Exchange]]:
    """Walk through a list; return what is wrong with it, and the exchanges.

    It is walked through twice before anything is: it may be put together a moment after what it lists was changed.
    """
    seen, wrong = list[Exchange](), list[str]()
    for look in range(2):
        if look:
            world.pause()
        pages = list(lister.walk(lister.ample()))
        seen += [page.exchange for page in pages]
        keys = [take(item, (resource.key,)) for page in pages for item in page.items or []]
        wrong = list(_listing_troubles(records, keys)) if lister.is_end(pages[-1]) else []
        if not wrong:
            break
    return wrong, seen


def _listing_troubles(records: Sequence[Held], keys: Sequence[Json | Absent]) -> Iterator[str]:
    for held in records:
        count = sum(not isinstance(key, Absent) and same_value(held.key, key) for key in keys)
        if count != held.there:
            said = "is on no page" if held.there and not count else f"is listed {count} times"
            yield f"a record that is there {said}" if held.there else "a record that is gone is listed"


def new_troubles(
    world: World, made: tuple[Action, Operation, Resource], body: dict[str, Json], record: dict[str, Json]
) -> Iterator[_Trouble]:
    """Yield what is wrong with a new record: what was sent and is not kept, what was not sent and is not as stated."""
    action, operation, resource = made
    for member in differing_members(world, action, resource, body, record):
        fact = if_it_is_new(world, keeps(world, action, operation, resource, member), action, operation, body)
        fact = unless_more_is_needed(world, fact, made, body, [member])
        yield fact, "the record that was read has another value"
    moved = {world.kept_at(action, name)[0] for name in body} | {consent.member for consent in action.consents}
    for member, value in resource.constants:
        told = record.get(member)
        if member not in moved and told is not None and not same_value(value, told):
            states = f"`{member}` of a new record is a fixed value"
            part = f"sets.{member}"
            fact = world.fact(resource, operation, "sets", part, part=part, states=states)
            yield if_it_is_new(world, fact, action, operation, body), "it is another value"


def change_of(
    world: World, made: tuple[Action, Operation, Resource], body: dict[str, Json], lost: Sequence[str]
) -> Fact:
    """Return the fact that an update persists, of which some members did not."""
    return unless_more_is_needed(world, world.fact(made[0], made[1], "answer"), made, body, lost)


def time_troubles(
    world: World, operation: Operation, resource: Resource, before: dict[str, Json], now: dict[str, Json]
) -> Iterator[_Trouble]:
    """Yield what is wrong with the times of a record after it was changed."""
    for member, what in resource.sets:
        if (
            what == "created"
            and before.get(member) is not None
            and not same_value(before[member], take(now, (member,)))
        ):
            states = f"`{member}` is set when the record is made, and stays"
            part = f"sets.{member}"
            fact = world.fact(resource, operation, part, part=f"{part}.stays", states=states)
            yield fact, "a change of the record has changed it"


def is_told_otherwise(told: Json, record: Json, path: tuple[str, ...]) -> bool:
    """Say whether an answer shows another value than the record that was read has; what it leaves out it does not."""
    shown = take(told, path)
    return not isinstance(shown, Absent) and shown != take(record, path)
