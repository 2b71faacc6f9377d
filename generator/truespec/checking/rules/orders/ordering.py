"""A list comes in the order it is asked for, in both directions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from truespec.checking.facts import assumed_among
from truespec.checking.rules.ground.values import before, day_of, proves_order
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.lists.population import population
from truespec.checking.rules.lists.walk import listers_of
from truespec.checking.rules.orders.order_case import Asked, OrderCase, asked_by
from truespec.checking.rules.orders.order_of_changes import comes_by_changes
from truespec.checking.rules.orders.order_of_numbers import comes_by_numbers
from truespec.checking.rules.orders.order_of_pages import goes_on
from truespec.checking.rules.orders.order_of_words import comes_by_words
from truespec.checking.rules.orders.two_keys import heeds_the_second, takes_several
from truespec.checking.verdict import Fact
from truespec.contract.schema import Json

__all__ = ["FAMILY", "members_of", "out_of_order"]

_FEW_WORDS: Final = "that one of a few words comes by its letters is not said: a database may number them"

_MEMBERS: Final = 3


def _check(world: World) -> None:
    for resource in world.behaviour.resources:
        for number, lister in enumerate(listers_of(world, resource)):
            if lister.action.order is not None:
                own = {subject.key: subject.record for subject in population(world, resource)}
                case = OrderCase(lister, lister.action.order, resource, own)
                if (number == 0) == (world.rounds == 1):
                    # One list tells soon enough, the others are looked at later.
                    comes_by_changes(case)
                _check_list(case)


def _check_list(case: OrderCase) -> None:
    comes_by_numbers(case)
    comes_by_words(case, _worded(case))
    usual, members = case.ask(), members_of(case)
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


def _is_of_words(case: OrderCase, name: str) -> bool:
    return not any(day_of(record.get(name)) for record in case.own.values())


def _check_member(case: OrderCase, member: str, usual: Asked) -> bool:
    """Ask for both directions of one member; say whether the server took notice of it (or refused to)."""
    ledger = case.lister.world.session.ledger
    answers = {down: case.ask(*asked_by(case.lister, case.rule, member, descending=down)) for down in case.ways}
    named = _is_named(case, member)
    wrong = {down: out_of_order(case.pairs(asked, member), descending=down) for down, asked in answers.items()}
    refused = any(asked.refusal for asked in answers.values())
    turned = len({asked.keys for asked in answers.values()}) > 1
    noticed = turned or any(asked.keys != usual.keys for asked in answers.values())
    right = [down for down, asked in answers.items() if proves_order(case.pairs(asked, member), descending=down)]
    # One order that fits, or both the wrong way round, cannot be by chance where the list looks otherwise without them.
    certain = named or (noticed and bool(right)) or (turned and all(_is_turned(case, answers, member)))
    if noticed and not named and case.is_for_anything(answers):
        # A server may order by something of its own where it does not know the name.
        noticed = certain = False
    certain = certain or (noticed and turned and _is_known(case, member))
    for down, asked in answers.items():
        fact = _by_letters(case, member, case.fact(descending=down, certain=certain))
        if asked.is_refused and not all(other.refusal for other in answers.values()):
            detail = f"it answered {asked.status}, and orders by `{member}` the other way round"
            ledger.broken(case.fact(descending=down, certain=True), detail, asked.exchange)
        elif named and asked.is_refused and not usual.refusal:
            # What the documentation shows is no slip of whoever asks.
            ledger.broken(fact, f"it answered {asked.status} to `{member}`, which the spec names", asked.exchange)
        elif asked.refusal:
            ledger.unknown(fact, f"the list could not be asked for it: {asked.refusal}")
        elif not case.pairs(asked, member):
            ledger.unknown(fact, "there are too few records with a value to compare")
        else:
            detail = f"{wrong[down]} neighbours are in the wrong order of `{member}`"
            ledger.expect(fact, not wrong[down], detail, asked.exchange)
    if certain and (turned or len(answers) == 1) and len(right) == len(answers):
        case.known.append(member)
    if noticed:
        _leaves_nothing_out(case, usual, member, answers)
    apart = [down for down in right if certain and answers[down].keys != usual.keys]
    if apart and (case.lister.world.rounds > 1 or not case.followed):
        # Pages are cut in one place, whatever the order is: one member tells, the others are followed later.
        case.followed.append(member)
        down = apart[-1]
        asked_again = tuple(asked_by(case.lister, case.rule, member, descending=down))
        goes_on(case.lister, case.rule, member, asked_again, descending=down)
    return noticed or refused


def _by_letters(case: OrderCase, member: str, fact: Fact) -> Fact:
    """Return the fact that words come by their letters, as an assumption where they are a few that the spec lists."""
    world = case.lister.world
    known = world.maker.shape(world.api.schema(case.resource.schema).schema).properties.get(member)
    few = known is not None and world.maker.narrowed(known.schema).enum is not None
    return replace(fact, assumed=fact.assumed or _FEW_WORDS) if few else fact


def _is_known(case: OrderCase, member: str) -> bool:
    """Say whether a name is told from one that nobody has, and our own records differ in it by words of letters."""
    if not case.tells_strangers_apart():
        return False
    values = [record.get(member) for record in case.own.values()]
    words = [value for value in values if isinstance(value, str) and value.isalpha() and value.islower()]
    return len(set(words)) == len(values)


def _leaves_nothing_out(case: OrderCase, usual: Asked, member: str, answers: Mapping[bool, Asked]) -> None:
    """Judge that a list counts as many records in an order as without: those that lack the member are listed as well.

    Asked twice, for others may make records meanwhile.
    """
    told = case.total(usual)
    for down, asked in answers.items():
        total = case.total(asked)
        if told is None or total is None or total >= told or asked.refusal:
            continue
        again, without = case.ask(*asked_by(case.lister, case.rule, member, descending=down)), case.ask()
        if case.total(again) == total and case.total(without) == told:
            states = "an order leaves no record out"
            fact = case.lister.world.fact(case.rule, case.lister.operation, part="whole", states=states)
            detail = f"by `{member}` it counts {total:g} records, and {told:g} without an order"
            case.lister.world.session.ledger.broken(fact, detail, again.exchange)
            return


def _is_turned(case: OrderCase, answers: dict[bool, Asked], member: str) -> Iterator[bool]:
    """Yield, for each direction, whether the list came in the other one."""
    for down, asked in answers.items():
        pairs = case.pairs(asked, member)
        yield proves_order(pairs, descending=not down)


def out_of_order(pairs: Sequence[tuple[Json, Json]], *, descending: bool) -> int:
    """Count the neighbours that come the wrong way round."""
    return sum(before(*pair) if descending else before(pair[1], pair[0]) for pair in pairs)


def _is_ignored(case: OrderCase, usual: Asked, members: Sequence[str], left: Sequence[str]) -> None:
    """Judge a list whose order was always the usual one: broken, where no member that could tell makes a difference."""
    told = all(case.pairs(usual, member) for member in members)
    others = [_check_member(case, member, usual) for member in left]
    if told and not any(others):
        fact = case.lister.world.fact(case.rule, case.lister.operation)
        detail = "whatever member it is asked to order by, the list comes in the same order"
        case.lister.world.session.ledger.broken(fact, detail, case.lister.world.session.last)


def _is_named(case: OrderCase, member: str) -> bool:
    """Say whether the spec shows the member as one to order by, in an example."""
    shape, place = case.lister.shape_at(case.rule.by), case.rule.by
    shown = list(shape.examples) if shape is not None else []
    for parameter in case.lister.operation.parameters:
        guessed = assumed_among(parameter.assumptions, ("example", "examples"))
        if (parameter.place, parameter.wire) == (place.part, place.path[-1]) and guessed is None:
            shown += [example.value for example in parameter.examples]
    words = [word for value in shown for word in (value if isinstance(value, list) else [value])]
    words += _worded(case)
    return member in {word.removeprefix(case.rule.prefix) for word in words if isinstance(word, str)}


def _worded(case: OrderCase) -> list[str]:
    """Return the names that the spec lists as those to order by, where it is documented that these are they."""
    guessed = [
        one.wire
        for one in case.lister.operation.parameters
        if assumed_among((*one.assumptions, *one.schema.assumptions), ("enum",)) is not None
    ]
    return [] if case.rule.by.path[-1] in guessed else _listed(case) or []


def _listed(case: OrderCase) -> list[str] | None:
    """Return the words that may be asked for, whichever way round; of a list of several, what its items may be."""
    maker, shape = case.lister.world.maker, case.lister.shape_at(case.rule.by)
    if shape is not None and shape.enum is None and shape.items is not None:
        shape = maker.narrowed(shape.items)
    if shape is None or shape.enum is None:
        return None
    words = [word for word in shape.enum if isinstance(word, str)]
    return list(dict.fromkeys(word.removeprefix(case.rule.prefix or "") for word in words))


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def members_of(case: OrderCase) -> list[str]:
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
        # Numbers have one order only, but a name that is no documented one may be of something else that is counted.
        numbers = name in _worded(case) and all(map(_is_number, values)) and len(set(map(str, values))) == len(values)
        if (words or numbers or all(day_of(value) is not None for value in values)) and len(values) > 1:
            found.append(name)
    listed = _listed(case)
    usable = [name for name in found if listed is None or name in listed]
    usual = case.lister.action.sort
    first = {usual.member} if usual is not None and assumed_among(usual.assumptions, ("by",)) is None else set[str]()
    # What is named comes first, and then what the list is documented to come by where nothing is.
    return sorted(usable, key=lambda name: (not _is_named(case, name), name not in first))


FAMILY = Family("ordering", "a list comes in the order it is asked for", _check)
