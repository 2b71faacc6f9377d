"""Each word of a list is kept as it is, and nobody agrees who was asked and said nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.naming import keeps
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh, is_long
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.records.comparing import differing_members
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json, Property

__all__ = ["FAMILY", "listed_words", "telling_words"]

_WORDS: Final = 4
"""So many words of a long list are tried, odd ones first."""

_MOST: Final = 200

_NOTHINGS: Final = frozenset(
    {"none", "null", "nil", "unknown", "undefined", "unspecified", "not_specified", "n/a", "na", ""}
)
"""Words that say that nothing is known: a server may keep just that."""

_TAKEN_FOR_MORE: Final = frozenset({"no", "yes", "on", "off", "null", "none", "true", "false", "nan", "y", "n"})
"""Words that files of settings and loose languages read as something else than a text."""


def listed_words(world: World, member: Property) -> list[str]:
    """Return the words of which a member may hold one, those of its alternatives too."""
    shape = world.maker.shape(member.schema)
    branches = [
        shape.enum or (),
        *(world.maker.shape(branch).enum or () for group in shape.choices for branch in group),
    ]
    return list(dict.fromkeys(value for words in branches for value in words if isinstance(value, str)))


def telling_words(words: Sequence[str], *, every: bool) -> list[str]:
    """Return the words that a server is most likely to have forgotten, or ``every`` one.

    Those with marks come first and those that may be read as something else, then one of each length, and the ends.
    """
    odd = [word for word in words if not word.isalpha()]
    misread = [word for word in words if word.lower() in _TAKEN_FOR_MORE]
    lengths = {len(word): word for word in reversed(words)}
    telling = [*odd[:_WORDS], *misread[:1], *words[:1], *words[-1:]]
    if every:
        telling += words[:_MOST]
    elif len(words) > _WORDS:
        telling += islice(lengths.values(), _WORDS)
    return list(dict.fromkeys([*telling, *words[1 : _WORDS - 1]]))


def _check(world: World) -> None:
    for resource in world.behaviour.resources:
        maker = world.maker_of(resource)
        if maker is None or world.first("read", resource) is None:
            continue
        action, operation = maker
        words = dict(_words(world, operation))
        kept, lost = set[str](), dict[str, tuple[str, Exchange]]()
        # One record holds a word of each list.
        for turn in range(max(map(len, words.values()), default=0)):
            sent = {name: found[turn] for name, found in words.items() if turn < len(found)}
            for name, exchange in _is_kept(world, action, operation, resource, sent):
                if exchange is None:
                    kept.add(name)
                elif sent[name].lower() not in _NOTHINGS:
                    lost.setdefault(name, (sent[name], exchange))
        for name in lost.keys() & kept:
            # What is not there whatever is sent is told of by the rule that it is kept.
            fact, (word, exchange) = keeps(world, action, operation, resource, name), lost[name]
            world.session.ledger.broken(fact, f"`{word}` came to be nothing, and other words are kept", exchange)
        _is_no_consent(world, action, operation, resource)


def _words(world: World, operation: Operation) -> Iterator[tuple[str, list[str]]]:
    """Yield the members that hold a word of a long list, with those to try; on one of a short list a server may act."""
    usual, sendable = world.new_body(operation) or {}, world.sendable(operation)
    for name in usual:
        words = listed_words(world, sendable[name]) if name in sendable else []
        if len(words) > _WORDS:
            yield name, telling_words(words, every=is_long(world))


def _is_kept(
    world: World, action: Action, operation: Operation, resource: Resource, sent: Mapping[str, str]
) -> Iterator[tuple[str, Exchange | None]]:
    """Make a record with some words and read it; where they are refused, another rule tells of it.

    Yields each member that kept its word, and with the request each that has none.
    """
    subject = fresh(world, resource, sent)
    exchange = world.session.last
    if subject is None or exchange is None:
        return
    differing = differing_members(world, action, resource, dict(sent), subject.record)
    for name, word in sent.items():
        found = take(subject.record, world.kept_at(action, name))
        if not isinstance(found, str):
            yield name, exchange
        elif name not in differing:
            yield name, None
        else:
            fact = keeps(world, action, operation, resource, name)
            world.session.ledger.broken(fact, f"`{word}` came back as another word", exchange)


def _is_no_consent(world: World, action: Action, operation: Operation, resource: Resource) -> None:
    """Send null for one of what is yes or no, and yes for the rest: it may be taken for a no, and never for a yes."""
    usual, sendable = world.new_body(operation) or {}, world.sendable(operation)
    shapes = {name: world.maker.shape(sendable[name].schema) for name in usual if name in sendable}
    flags = [
        name
        for name, shape in shapes.items()
        if {"boolean", "null"} <= world.maker.types(sendable[name].schema) and shape.default is not True
    ]
    for name in flags[:_WORDS]:
        sent: dict[str, Json] = {other: None if other == name else True for other in flags}
        subject = fresh(world, resource, sent)
        exchange = world.session.last
        if subject is None or exchange is None:
            return
        changed = differing_members(world, action, resource, {name: None}, subject.record)
        is_yes = changed and take(subject.record, world.kept_at(action, name)) is True
        if is_yes and not _is_usual(world, action, operation, resource, name):
            fact = keeps(world, action, operation, resource, name)
            world.session.ledger.broken(fact, "null was sent for it, and it came to be true", exchange)


def _is_usual(world: World, action: Action, operation: Operation, resource: Resource, name: str) -> bool:
    """Say whether what is yes or no is yes where nobody says anything: null may stand for that."""
    body = world.new_body(operation, leave_out=[name])
    made = world.make_record(resource, body) if body is not None else None
    read = world.read(resource, made[1]) if made is not None and made[1] is not None else None
    return read is not None and read[1] is not None and take(read[1], world.kept_at(action, name)) is True


FAMILY = Family("spelling", "each word of a list is kept as it is, and null is no yes", _check)
