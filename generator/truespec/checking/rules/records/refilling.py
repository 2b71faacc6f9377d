"""A record that is sent again, alone or in a batch, changes only as stated: what was null, set, or left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.naming import judge_key
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.records.filled_elsewhere import Beside, is_filled_elsewhere
from truespec.checking.rules.records.kept_pairs import lost_objects
from truespec.checking.rules.records.met_again import Way, is_empty
from truespec.contract.behaviour import Action, Batch, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["judge_existing", "judge_existing_in_batch"]

_REFUSED: Final = frozenset({400, 409, 422})
_GONE: Final = frozenset({404, 410})
_KEPT_BACK: Final = 3
"""Of so many members that are set, one is not sent again."""


def judge_existing(world: World, action: Action, operation: Operation, resource: Resource, turn: int) -> None:
    """Judge what becomes of a record that one operation meets again; what was yes in one turn was no in the next."""
    if action.dedupe is not None and action.dedupe.existing is not None:
        way = Way(world, action, operation, resource, action.dedupe, action.dedupe.existing, turn)
        _judge(way)
        _is_taken(way)


def judge_existing_in_batch(world: World, operation: Operation, batch: Batch, resource: Resource, turn: int) -> None:
    """Judge what becomes of a record that an element of a batch meets again."""
    each, single = world.behaviour.action(batch.each), world.api.operation(batch.each)
    rule = each.dedupe if each is not None else None
    if each is not None and single is not None and rule is not None and rule.existing is not None:
        _judge(Way(world, each, single, resource, rule, rule.existing, turn, (operation, batch)))


def _judge(way: Way) -> None:
    """Set one half of the members first and the other half later, then the other way round."""
    names = way.members()
    flags = way.flags(names)
    way.world.random.shuffle(names)
    halves = names[: len(names) // 2], names[len(names) // 2 :]
    for turn, half in enumerate(halves):
        # Yes-or-no members are set in one turn and left out in the next: what is false is not empty.
        others = [name for name in half if name not in flags]
        first = [*others, *flags] if turn == 0 else others
        if not first or not _judge_half(way, names, first, flags):
            break


def _judge_half(way: Way, names: list[str], first: list[str], flags: list[str]) -> bool:
    """Make a record with some members and send it again twice; say whether that could be done."""
    world, ledger, fact = way.world, way.world.session.ledger, way.fact
    later = [name for name in names if name not in first]
    # One is a no that becomes a yes, the next a yes that becomes a no: neither may.
    said: dict[str, Json] = {name: bool((at + way.turn) % 2) for at, name in enumerate(flags) if name in first}
    made = way.make(later, said)
    key = way.world.key_in(way.action, made[1], way.resource) if made is not None else None
    bystander = way.make(later, {}) if way.batch is None and key is not None else None
    before = way.read(key)
    if made is None or before is None:
        ledger.unknown(fact, "the record could not be made and read back")
        return False
    beside = Beside.of(way, bystander[1] if bystander is not None else None)
    # What nobody sent and is there all the same comes from elsewhere: a name to show, say.
    judged = [name for name in names if name in made[0] or is_empty(before.get(name))]
    for sent in _sent_again(way, made[0], first, later):
        exchange = way.again(sent)
        if not exchange.response.success:
            ledger.unknown(fact, f"the record was answered {exchange.response.status} the second time")
            # A server may ask for a text that says something.
            return "" in sent.values()
        if way.batch is None:
            judge_key(world, way.action, way.operation, way.resource, exchange)
        other = world.key_in(way.action, exchange, way.resource) if way.batch is None else None
        if other is not None and other != key:
            ledger.unknown(fact, "the second request was not taken for the same record")
            _stays_where_it_was(way, (key, other), exchange)
            return False
        now = way.read(key)
        if now is not None and list(_wrong(way, judged, made[0], (before, sent, now))):
            # It may be done after it is answered.
            world.pause()
            now = way.read(key)
        if now is None:
            ledger.unknown(fact, "the record could not be read again")
            return False
        told = (before, sent, now)
        wrong = [one for one in _wrong(way, judged, made[0], told) if not is_filled_elsewhere(way, one[0], told)]
        for name, detail in wrong:
            ledger.broken(fact, f"`{name}` {detail}", exchange)
        if not wrong:
            ledger.holds(fact)
        _keeps_its_birth(way, (before, now), exchange)
        beside.judge(way, names, sent, exchange)
        before = now
    return True


def _stays_where_it_was(way: Way, keys: tuple[Json, Json], exchange: Exchange) -> None:
    """Judge a record that an answer tells another key of: that there is a second one is told by the rule for it."""
    before, after = (way.world.read(way.resource, key) for key in keys)
    if before is not None and before[0].response.status in _GONE and after is not None and after[1] is not None:
        states = "a record that is met again keeps its key"
        stays = way.world.fact(way.existing, exchange.operation, part="key", states=states)
        way.world.session.ledger.broken(stays, "it has another key, and none has the one that it had", exchange)


def _sent_again(way: Way, made: dict[str, Json], first: list[str], later: list[str]) -> Iterator[dict[str, Json]]:
    """Yield what is sent for the same record: other values, some left out; then nulls for what is set."""
    same: dict[str, Json] = {name: made[name] for name in (*way.rule.members, *way.required()) if name in made}
    fresh = way.world.new_body(way.operation, same) or {}
    flags = way.flags(later)
    # A text that is longer is no better than the one that is there.
    free = way.free_texts(sorted({*first, *later}))
    longer: dict[str, Json] = {name: f"{fresh[name]} and so on" for name in free if name in first and name in fresh}
    texts = [name for name in first if name not in way.flags(first) and name not in longer]
    kept_back = {*texts[_KEPT_BACK - 1 :: _KEPT_BACK], *flags[1:]}
    # What is yes or no is turned round, so that an overwriting shows; what was not set becomes a yes, and another a no.
    turned: dict[str, Json] = {name: not made[name] for name in way.flags(first) if isinstance(made.get(name), bool)}
    said: dict[str, Json] = {name: bool((at + way.turn + (way.batch is None)) % 2) for at, name in enumerate(flags)}
    values = {name: value for name, value in {**fresh, **longer, **turned, **said}.items() if name in {*first, *later}}
    yield {**same, **{name: value for name, value in values.items() if name not in kept_back}}
    yield {**same, **way.nulls(first), **{name: said[name] for name in flags[1:]}}
    # What was filled just now is set from then on, like all else.
    everything = way.world.new_body(way.operation, same) or {}
    turned = {name: not said[name] for name in flags} | turned
    yield {**same, **{name: value for name, value in {**everything, **turned}.items() if name in {*first, *later}}}
    if way.world.rounds > 1 and way.existing.rule == "fill-null":
        # Nothing is no better than what is there, however it is written.
        yield {**same, **{name: "" for name in free if name in first and name in made}}


def _wrong(
    way: Way,
    names: list[str],
    made: dict[str, Json],
    told: tuple[dict[str, Json], dict[str, Json], dict[str, Json]],
) -> Iterator[tuple[str, str]]:
    """Yield the members that did not become what is stated, each with what is wrong about it."""
    before, sent, now = told
    if way.existing.rule != "replace":
        for name in lost_objects(way.world, way.action, made, told):
            yield name, "was set and was changed, though it was not sent"
    flags = way.flags(names)
    for name in names:
        was_null = is_empty(before.get(name))
        if name not in sent:
            if way.existing.rule != "replace" and not was_null and now.get(name) != before.get(name):
                yield name, "was set and was changed, though it was not sent"
            elif name in flags and was_null and now.get(name) is True:
                # Another text may be put together from what was filled; a consent may not.
                yield name, "was null and came to be true, though it was not sent"
        elif sent[name] != before.get(name):
            takes_over = way.existing.rule in {"replace", "partial"} or (way.existing.rule == "fill-null" and was_null)
            taken = same_value(sent[name], take(now, (name,)))
            if takes_over and not taken:
                yield name, "was null and was not filled" if was_null else "was set and was not replaced"
            elif not takes_over and now.get(name) != before.get(name):
                yield name, "was null and was filled" if was_null else "was set already and was overwritten"


def _keeps_its_birth(way: Way, told: tuple[dict[str, Json], dict[str, Json]], exchange: Exchange) -> None:
    """Judge that a record that was met again was made when it was made."""
    for member, what in way.resource.sets:
        one, other = told[0].get(member), told[1].get(member)
        if what == "created" and one is not None and other is not None:
            part = f"sets.{member}"
            stays = way.world.fact(
                way.resource, exchange.operation, part, part=f"{part}.stays", states=f"`{member}` stays"
            )
            way.world.session.ledger.expect(stays, same_value(one, other), "sending it again changed it", exchange)


def _is_taken(way: Way) -> None:
    """Send the very same again: a server that knows what to do with a record that is there does not refuse it."""
    world, fact = way.world, way.fact
    made = way.make((), {})
    if made is None or not made[1].response.success:
        return
    again = way.again(made[0])
    if again.response.status not in _REFUSED:
        return
    # Whatever it is that it refuses, it takes it of a new record.
    another = way.make((), {})
    if another is not None and another[1].response.success:
        detail = f"sending the very same again was answered {again.response.status}"
        world.session.ledger.broken(fact, detail, again)
