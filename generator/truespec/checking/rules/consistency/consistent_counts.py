"""What an answer to a batch counts is what it lists: as many as it tells to have been made, or to have failed."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from truespec.checking.rules.consistency.consistent_batches import incomplete, taking_many
from truespec.checking.rules.ground.evidence import Case, NothingTells, Trouble
from truespec.checking.rules.ground.paths import take
from truespec.contract.operation import Operation, is_json
from truespec.contract.schema import Json, Property, Schema

__all__ = ["check_counts"]

_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_COUNTS: Final = frozenset({"count", "number", "num"})
"""Words that may stand beside what is counted."""

_SIZE: Final = 2
_STATUSES: Final = frozenset({"status", "statuscode", "httpstatus"})
_DONE: Final = frozenset({"created", "imported", "succeeded", "successes", "successful", "success"})
_FAILED: Final = frozenset({"failed", "failures", "failure", "errors", "rejected", "unsuccessful"})
_GOES_WELL: Final = range(200, 300)
_GOES_WRONG: Final = range(400, 600)


@dataclass(frozen=True, slots=True)
class _Count:
    """A number beside a list, or near it: of its elements, it counts those whose member is this word.

    Where ``among`` is given it counts those whose member is one of these statuses, which are called so.
    """

    path: tuple[str, ...]
    items: str
    member: str
    word: str
    among: range = range(0)

    def counts(self, element: Json) -> bool:
        """Say whether an element is one of those that are counted."""
        value = element.get(self.member) if isinstance(element, dict) else None
        return value in self.among if self.among and not isinstance(value, bool) else value == self.word

    @property
    def name(self) -> str:
        """Where the number stands."""
        return ".".join(self.path)


def check_counts(case: Case) -> None:
    """Judge what every batch of one resource counts in its answer, by the words it has for what became of each."""
    for operation, member in taking_many(case):
        for count in _counts(case, operation):
            states = f"`{count.name}` of {operation.label} counts those whose `{count.member}` is {count.word}"
            fact = case.fact(operation, f"counts.{count.name}", states)
            case.judge(fact, partial(_is_another_number, case, operation, member, count))


def _counts(case: Case, operation: Operation) -> Iterator[_Count]:
    """Yield the numbers of an answer that are called after a word its elements may have, as the spec has both."""
    maker = case.world.maker
    for schema in _answers(operation):
        members = maker.narrowed(schema).properties
        numbers = {path: _counted(path[-1]) for path in _numbers(case, members)}
        for items, listed in members.items():
            element = maker.narrowed(listed.schema).items
            for member, one in maker.narrowed(element).properties.items() if element is not None else ():
                words = [word for word in maker.narrowed(one.schema).enum or () if isinstance(word, str)]
                for word in words:
                    called = [path for path, stem in numbers.items() if stem and stem == _stem(word)]
                    if len(called) == 1:
                        yield _Count(called[0], items, member, word)
                if "".join(_stem(member)) in _STATUSES and maker.types(one.schema) == frozenset({"integer"}):
                    yield from _by_status(numbers, items, member)


def _by_status(numbers: Mapping[tuple[str, ...], tuple[str, ...]], items: str, member: str) -> Iterator[_Count]:
    """Yield the numbers that count elements by a status of HTTP that each of them has: those that went well, or not."""
    for told, among, word in ((_DONE, _GOES_WELL, "2XX"), (_FAILED, _GOES_WRONG, "4XX or 5XX")):
        called = [path for path, stem in numbers.items() if len(stem) == 1 and stem[0] in told]
        if len(called) == 1:
            yield _Count(called[0], items, member, word, among)


def _numbers(case: Case, members: Mapping[str, Property]) -> Iterator[tuple[str, ...]]:
    """Yield where an answer has whole numbers: in itself, or in an object that it has beside the list."""
    maker = case.world.maker
    for name, one in members.items():
        if maker.types(one.schema) == frozenset({"integer"}):
            yield (name,)
        elif maker.types(one.schema) == frozenset({"object"}):
            within = maker.narrowed(one.schema).properties
            yield from (
                (name, inner) for inner, two in within.items() if maker.types(two.schema) == frozenset({"integer"})
            )


def _answers(operation: Operation) -> Iterator[Schema]:
    for answer in operation.answers:
        for media in answer.content if answer.success else ():
            if media.schema is not None and is_json(media.name):
                yield media.schema


def _stem(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORDS.findall(text))


def _counted(name: str) -> tuple[str, ...]:
    """Return the words of what a number counts."""
    return tuple(word for word in _stem(name) if word not in _COUNTS)


def _is_another_number(case: Case, operation: Operation, member: str, count: _Count) -> Trouble:
    """Send new records with one that is there already: some of them may be refused, and are counted as they are.

    One that lacks something is sent with them, where a batch with such a one is answered with success.
    """
    world, there = case.world, case.new()
    made = [body for _ in range(_SIZE + 1) if (body := world.new_body(case.create[1])) is not None]
    base = world.new_body(operation)
    if base is None or there is None or len(made) <= _SIZE:
        raise NothingTells
    sent: list[Json] = [made[0], there.sent, made[1]]
    with contextlib.suppress(NothingTells):
        sent.append(incomplete(case, made[2]))
    exchange = world.session.ask(operation, world.values_for(operation), {**base, member: sent})
    if not exchange.response.success and len(sent) > _SIZE + 1:
        sent = sent[:-1]
        exchange = world.session.ask(operation, world.values_for(operation), {**base, member: sent})
    answer = exchange.response.json()
    if not exchange.response.success or not isinstance(answer, dict):
        raise NothingTells
    listed, told = answer.get(count.items), take(answer, count.path)
    if not isinstance(listed, list) or len(listed) != len(sent) or not isinstance(told, int):
        # What is not told of each element may be counted nevertheless.
        raise NothingTells
    seen = sum(map(count.counts, listed))
    return None if told == seen else (f"`{count.name}` is {told}, and {seen} are {count.word}", exchange)
