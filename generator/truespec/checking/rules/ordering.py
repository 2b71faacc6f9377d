"""A list comes in the order it is asked for, in both directions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.facts import assumed_among
from truespec.checking.rules.order_of_pages import goes_on
from truespec.checking.rules.paths import take
from truespec.checking.rules.population import population
from truespec.checking.rules.two_keys import heeds_the_second, takes_several
from truespec.checking.rules.values import before, comparable, day_of
from truespec.checking.rules.walk import Lister, listers_of
from truespec.checking.rules.world import Family, World
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Place, Resource
from truespec.contract.schema import Json
from truespec.contract.selection import Order

__all__ = ["FAMILY"]

_MEMBERS: Final = 3
_REFUSED: Final = frozenset({400, 422})
_WORDS: Final = {False: "ascending", True: "descending"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """The keys of our own records in the order a list gave them, and the exchange; no keys where it was refused."""

    keys: tuple[Json, ...]
    exchange: Exchange | None
    items: tuple[Json, ...] = ()
    """Everything that was listed on the way."""

    @property
    def status(self) -> int:
        """The status of the last answer, 0 without one."""
        return 0 if self.exchange is None else self.exchange.response.status

    @property
    def is_refused(self) -> bool:
        """Whether it was refused as a request of the wrong form."""
        return self.status in _REFUSED

    @property
    def refusal(self) -> str:
        """The status of the refusal in words, empty where there was none."""
        if self.exchange is None:
            return "it was not answered"
        return "" if self.exchange.response.success else f"it answered {self.exchange.response.status}"


@dataclass(frozen=True, slots=True)
class _Case:
    """One list that takes an order, and our own records by key."""

    lister: Lister
    rule: Order
    resource: Resource
    own: dict[Json, dict[str, Json]]
    followed: list[str] = field(default_factory=list[str])
    """The members whose order was followed from page to page."""
    known: list[str] = field(default_factory=list[str])
    """The members that the list was seen to order by in both directions."""
    strangers: dict[bool, _Asked] = field(default_factory=dict[bool, _Asked])
    """How the list comes by a name that no member has, in each direction."""

    def fact(self, *, descending: bool, certain: bool) -> Fact:
        """Return the fact of one direction; it is certain where the server is seen to know the name of the member."""
        word = _WORDS[descending]
        attributes = () if certain else ("by",)
        return self.lister.world.fact(
            self.rule, self.lister.operation, *attributes, part=word, states=f"in {word} order"
        )

    def ask(self, *asked: tuple[Place, Json]) -> _Asked:
        """Walk the list and return the keys of our own records as they come."""
        keys: list[Json] = []
        shown: list[Json] = []
        last: Exchange | None = None
        lister = self.lister.asking(*asked)
        for page, items in lister.walk_once(self.resource.key, lister.largest() or 100):
            if last is not None and not page.exchange.response.success:
                break
            last = page.exchange
            shown += items
            keys += [key for item in items if (key := _key(item, self.resource)) in self.own]
            if len(keys) == len(self.own):
                break
        return _Asked(tuple(keys), last, tuple(shown))

    def is_for_anything(self, answers: Mapping[bool, _Asked]) -> bool:
        """Say whether the list comes as for a name that no member has: then the server did not know this one either."""
        shape = self.lister.shape_at(self.rule.by)
        if shape is not None and shape.enum is not None:
            return False
        if not self.strangers:
            name = self.lister.world.maker.word()
            for down in _WORDS:
                self.strangers[down] = self.ask(*_asked(self.lister, self.rule, name, descending=down))
        others = self.strangers.items()
        return all(not other.refusal and other.keys == answers[down].keys for down, other in others)

    def pairs(self, asked: _Asked, member: str) -> list[tuple[Json, Json]]:
        """Return the values of neighbours that have an order: of our own, and of others what all put in one order.

        What the run makes has nearly one order whichever of its times is looked at; what was there before has not.
        """
        values = [self.own[key].get(member) for key in asked.keys]
        if member in dict(self.resource.sets):
            shown = [take(item, (member,)) for item in asked.items]
            times: list[Json | None] = [value for value in shown if isinstance(value, str)]
            values = times if all(day_of(value) is not None for value in times) else values
        return [(one, other) for one, other in pairwise(values) if comparable(one, other) and one != other]


def _key(item: Json, resource: Resource) -> str | int | None:
    key = take(item, (resource.key,))
    return key if isinstance(key, str | int) else None


def _check(world: World) -> None:
    for resource in world.behaviour.resources:
        for lister in listers_of(world, resource):
            if lister.action.order is not None:
                own = {subject.key: subject.record for subject in population(world, resource)}
                _check_list(_Case(lister, lister.action.order, resource, own))


def _check_list(case: _Case) -> None:
    usual, members = case.ask(), _members(case)
    # What is looked at again is looked at more closely.
    first = members[: _MEMBERS * case.lister.world.rounds]
    if takes_several(case.lister, case.rule):
        # Of words, two are wanted, so that one can come after the other.
        words = [name for name in members if _is_of_words(case, name)]
        first += [name for name in words[: len("ab")] if name not in first]
    tried = [_check_member(case, member, usual) for member in first]
    if tried and not any(tried):
        # None of these names is known, and none was refused: perhaps another one is.
        _is_ignored(case, usual, members, members[len(first) :])
    if takes_several(case.lister, case.rule):
        known = [name for name in case.known if _is_of_words(case, name)]
        heeds_the_second(case.lister, case.rule, case.resource, known)


def _is_of_words(case: _Case, name: str) -> bool:
    return not any(day_of(record.get(name)) for record in case.own.values())


def _check_member(case: _Case, member: str, usual: _Asked) -> bool:
    """Ask for both directions of one member; say whether the server took notice of it (or refused to)."""
    ledger = case.lister.world.session.ledger
    answers = {down: case.ask(*_asked(case.lister, case.rule, member, descending=down)) for down in _WORDS}
    named = _is_named(case, member)
    wrong = {down: _wrong(case.pairs(asked, member), descending=down) for down, asked in answers.items()}
    refused = any(asked.refusal for asked in answers.values())
    turned = answers[False].keys != answers[True].keys
    noticed = turned or any(asked.keys != usual.keys for asked in answers.values())
    right = [down for down, asked in answers.items() if case.pairs(asked, member) and not wrong[down]]
    # One order that fits, or both the wrong way round, cannot be by chance where the list looks otherwise without them.
    certain = named or (noticed and bool(right)) or (turned and all(_is_turned(case, answers, member)))
    if noticed and not named and case.is_for_anything(answers):
        # A server may order by something of its own where it does not know the name.
        noticed = certain = False
    for down, asked in answers.items():
        fact = case.fact(descending=down, certain=certain)
        if asked.is_refused and not answers[not down].refusal:
            detail = f"it answered {asked.status}, and orders by `{member}` the other way round"
            ledger.broken(case.fact(descending=down, certain=True), detail, asked.exchange)
        elif named and asked.is_refused and not usual.refusal:
            # What the documentation shows is no slip of whoever asks.
            ledger.broken(
                fact, f"it answered {asked.status} to `{member}`, which is shown as an example", asked.exchange
            )
        elif asked.refusal:
            ledger.unknown(fact, f"the list could not be asked for it: {asked.refusal}")
        elif not case.pairs(asked, member):
            ledger.unknown(fact, "there are too few records with a value to compare")
        else:
            detail = f"{wrong[down]} neighbours are in the wrong order of `{member}`"
            ledger.expect(fact, not wrong[down], detail, asked.exchange)
    if turned and certain and len(right) == len(answers):
        case.known.append(member)
    apart = [down for down in right if certain and answers[down].keys != usual.keys]
    if apart and (case.lister.world.rounds > 1 or not case.followed):
        # Pages are cut in one place, whatever the order is: one member tells, the others are followed later.
        case.followed.append(member)
        down = apart[-1]
        asked_again = tuple(_asked(case.lister, case.rule, member, descending=down))
        goes_on(case.lister, case.rule, member, asked_again, descending=down)
    return noticed or refused


def _is_turned(case: _Case, answers: dict[bool, _Asked], member: str) -> Iterator[bool]:
    """Yield, for each direction, whether the list came in the other one."""
    for down, asked in answers.items():
        pairs = case.pairs(asked, member)
        yield bool(pairs) and not _wrong(pairs, descending=not down)


def _wrong(pairs: Sequence[tuple[Json, Json]], *, descending: bool) -> int:
    return sum(before(*pair) if descending else before(pair[1], pair[0]) for pair in pairs)


def _is_ignored(case: _Case, usual: _Asked, members: Sequence[str], left: Sequence[str]) -> None:
    """Judge a list whose order was always the usual one: broken, where no member that could tell makes a difference."""
    told = all(case.pairs(usual, member) for member in members)
    others = [_check_member(case, member, usual) for member in left]
    if told and not any(others):
        fact = case.lister.world.fact(case.rule, case.lister.operation)
        detail = "whatever member it is asked to order by, the list comes in the same order"
        case.lister.world.session.ledger.broken(fact, detail, case.lister.world.session.last)


def _is_named(case: _Case, member: str) -> bool:
    """Say whether the spec shows the member as one to order by, in an example."""
    shape, place = case.lister.shape_at(case.rule.by), case.rule.by
    shown = list(shape.examples) if shape is not None else []
    for parameter in case.lister.operation.parameters:
        guessed = assumed_among(parameter.assumptions, ("example", "examples"))
        if (parameter.place, parameter.wire) == (place.part, place.path[-1]) and guessed is None:
            shown += [example.value for example in parameter.examples]
    words = [word for value in shown for word in (value if isinstance(value, list) else [value])]
    return member in {word.removeprefix(case.rule.prefix) for word in words if isinstance(word, str)}


def _members(case: _Case) -> list[str]:
    """Return members to order by: those of our own with small letters only, and points in time.

    Any other text sorts as the language of the server has it, and what we made equal ourselves has no order.
    """
    records = list(case.own.values())
    maker = case.lister.world.maker_of(case.resource)
    sendable = set(case.lister.world.sendable(maker[1])) if maker is not None else set[str]()
    found: list[str] = []
    for name in records[0] if records else ():
        values = [record.get(name) for record in records]
        if name in sendable and all(value == values[0] for value in values):
            continue
        words = all(isinstance(value, str) and value.isalpha() and value.islower() for value in values)
        if (words or all(day_of(value) is not None for value in values)) and len(values) > 1:
            found.append(name)
    allowed = case.lister.shape_at(case.rule.by)
    enum = allowed.enum if allowed is not None else None
    usable = [name for name in found if enum is None or name in enum]
    return sorted(usable, key=lambda name: not _is_named(case, name))


def _asked(lister: Lister, rule: Order, member: str, *, descending: bool) -> Iterator[tuple[Place, Json]]:
    name = rule.prefix + member if descending and rule.direction is None else member
    shape = lister.shape_at(rule.by)
    yield rule.by, [name] if shape is not None and "array" in shape.types else name
    if rule.direction is not None:
        yield rule.direction, rule.descending if descending else rule.ascending


FAMILY = Family("ordering", "a list comes in the order it is asked for", _check)
