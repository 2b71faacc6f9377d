"""One journey: records that come and go on a server, and what must be true of them after each step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from truespec.checking.exchange import Exchange
from truespec.checking.facts import assumed_among
from truespec.checking.journey_model import (
    Contradiction,
    Held,
    change_of,
    is_told_otherwise,
    new_troubles,
    time_troubles,
    twin_of,
    wrongly_listed,
)
from truespec.checking.rules.ground.naming import guesses
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.put_away import may_be_read
from truespec.checking.rules.ground.subjects import Prepared, prepared
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.walk import lister_of
from truespec.checking.rules.records.comparing import differing_members
from truespec.checking.rules.records.nobodys import is_nobodys
from truespec.checking.safety import changes_nothing
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["Journey"]


@dataclass(slots=True)
class Journey:
    """What one sequence of steps has made of one resource.

    A step is not taken further where the server refuses what is not documented to be refused: nothing is known then.
    """

    world: World
    resource: Resource
    records: list[Held] = field(default_factory=list[Held])
    _from: int = 0
    _story: list[Exchange] = field(default_factory=list[Exchange])

    def create(self, which: int, left_out: int, like: int) -> None:
        """Make a record with a choice of members; ``like`` is now and then one that is there already."""
        found = self.world.maker_of(self.resource)
        if found is None:
            return
        action, operation = found
        members = action.dedupe.members if action.dedupe is not None else ()
        same = self._there(which) if like == 0 and members else None
        given = {name: same.record[name] for name in members if name in same.record} if same is not None else {}
        absent = [] if given else self._chosen(operation, left_out)
        absent += guesses(self.world, action, operation, self.resource)
        body = self.world.new_body(operation, given, leave_out=[*absent, self.resource.key])
        if body is None:
            return
        exchange = self._ask(Prepared(operation, self.world.values_for(operation), body))
        key = self.world.key_in(action, exchange, self.resource)
        if exchange.response.success and key is not None:
            self._made(action, operation, body, key, exchange)

    def _made(self, action: Action, operation: Operation, body: dict[str, Json], key: Json, exchange: Exchange) -> None:
        known = next((held for held in self.records if same_value(held.key, key)), None)
        twin = twin_of(self.records, action, body)
        if twin is not None and twin is not known and action.dedupe is not None:
            fact = self.world.fact(action.dedupe, operation)
            self._contradict(fact, f"a second one with another `{self.resource.key}` was made", exchange)
            return
        if known is not None and known.there and twin is None and is_nobodys(action, body):
            states = "a record without any of them is another one"
            fact = self.world.fact(action.dedupe or action, operation, "nulls", part="nulls", states=states)
            self._contradict(fact, "it was taken for one that is there", exchange)
            return
        if known is not None:
            known.record = {}
        read = self._read(key)
        if read is None:
            return
        if read[1] is None:
            detail = f"reading the record by its key was answered {read[0].response.status}"
            self._contradict(self.world.fact(action, operation), detail, read[0])
            return
        if known is None:
            for fact, detail in new_troubles(self.world, (action, operation, self.resource), body, read[1]):
                self._contradict(fact, detail, read[0])
            self.records.append(Held(key, read[1], set(body)))
        else:
            known.record, known.there, known.sent = read[1], True, known.sent | set(body)

    def update(self, which: int, left_out: int, nothing: int) -> None:
        """Change some members of a record, one of them to nothing where that is allowed."""
        found, held = self.world.first("update", self.resource), self._any(which)
        if found is None or held is None or found[0].key is None:
            return
        action, operation = found
        body = self._change(action, operation, left_out, nothing)
        if not body:
            return
        request = Prepared(operation, self.world.values_for(operation, action.key, held.key), body)
        exchange = self._ask(request)
        if self._is_missed(action, operation, held, exchange) or not exchange.response.success:
            return
        read = self._read(held.key)
        # Until it is read again, nobody knows what it was changed to: a busy server may not have told.
        before, held.record = held.record, {}
        if read is None or read[1] is None:
            return
        held.record = read[1]
        lost = differing_members(self.world, action, self.resource, body, read[1])
        if lost:
            fact = change_of(self.world, (action, operation, self.resource), body, lost)
            self._contradict(fact, f"{', '.join(f'`{name}`' for name in lost)} did not change", read[0])
        self._told_by_answer(action, operation, body, held, exchange)
        for fact, detail in time_troubles(self.world, operation, self.resource, before, read[1]):
            self._contradict(fact, detail, read[0])
        held.sent |= set(body)
        self._others_stay(action, operation, held, which)

    def _told_by_answer(
        self, action: Action, operation: Operation, body: dict[str, Json], held: Held, exchange: Exchange
    ) -> None:
        """Look at the record that an answer holds, where it is the changed one."""
        told, world = self.world.record_in(action, exchange) or {}, self.world
        if same_value(held.key, take(told, (self.resource.key,))):
            differing = differing_members(world, action, self.resource, body, told)
            lost = [name for name in differing if is_told_otherwise(told, held.record, world.kept_at(action, name))]
            if lost:
                fact = world.fact(action, operation, "answer", part="answers", states="the answer is as it is now")
                self._contradict(fact, f"{', '.join(f'`{name}`' for name in lost)} is as it was before", exchange)

    def _change(self, action: Action, operation: Operation, left_out: int, nothing: int) -> dict[str, Json] | None:
        ignored = action.ignored.members if action.ignored is not None else ()
        partial = operation.method == "PATCH" or action.change is not None
        absent = self._chosen(operation, left_out) if partial else []
        guessed = guesses(self.world, action, operation, self.resource)
        own = (*ignored, *guessed, *dict(self.resource.sets), self.resource.key)
        body = self.world.new_body(operation, leave_out=[*own, *absent])
        schema, sendable = self.world.body_schema(operation), self.world.sendable(operation)
        if body and schema is not None and nothing < len(body):
            name = sorted(body)[nothing]
            emptied = {**body, name: None}
            settled = assumed_among(sendable[name].schema.assumptions, ("nullable",)) is None
            if (
                settled
                and self.world.maker.is_valid(sendable[name].schema, None)
                and self.world.maker.is_valid(schema, emptied)
            ):
                return emptied
        return body

    def delete(self, which: int) -> None:
        """Remove a record, or one that is gone already."""
        found, held = self.world.first("delete", self.resource), self._any(which)
        if found is None or held is None or found[0].key is None or found[0].deletion is not None:
            return
        action, operation = found
        request = prepared(self.world, operation, [held.key])
        exchange = self._ask(request) if request is not None else None
        if exchange is None or self._is_missed(action, operation, held, exchange) or not exchange.response.success:
            return
        held.there = False
        read = self._read(held.key)
        if read is not None and read[1] is not None and may_be_read(self.world, action, operation, read[1]):
            self.records.remove(held)
        elif read is not None and read[1] is not None:
            self._contradict(self.world.fact(action, operation), "the record can still be read", read[0])
        self._others_stay(action, operation, held, which)

    def merge(self, which: int, other: int) -> None:
        """Make one record of two."""
        found, held, gone = self.world.first("merge", self.resource), self._there(which), self._there(other)
        if found is None or held is None or gone is None or held is gone or found[0].merge is None:
            return
        action, operation = found
        request = prepared(self.world, operation, [held.key, gone.key])
        exchange = self._ask(request) if request is not None else None
        if exchange is None or not exchange.response.success or action.merge is None:
            return
        gone.there, gone.became, held.sent = False, held, set()
        left = self._read(gone.key)
        if left is not None and left[1] is not None:
            fact = self.world.fact(action.merge, operation, "others")
            self._contradict(fact, "1 of 1 others can still be read", left[0])
        read = self._read(held.key)
        if read is not None and read[1] is None:
            detail = "the record that should remain cannot be read"
            self._contradict(self.world.fact(action, operation), detail, read[0])
        elif read is not None and read[1] is not None:
            held.record = read[1]

    def read(self, which: int) -> None:
        """Read a record, there or gone."""
        held = self._any(which)
        found = self.world.first("read", self.resource)
        if held is None or found is None:
            return
        read = self._read(held.key)
        if read is None:
            return
        if held.there:
            self._is_there(self.world.fact(found[0], found[1], "answer"), read)
        elif read[1] is not None:
            self._is_missed(*found, held, read[0])

    def listing(self) -> None:
        """Walk through the list: every record that is there is on it once, none that is gone."""
        lister = lister_of(self.world, self.resource)
        if lister is None or not self.records:
            return
        details, seen = wrongly_listed(self.world, self.resource, lister, self.records)
        self._story += seen
        fact = self.world.fact(lister.action, lister.operation)
        for detail in details:
            self._contradict(fact, detail, seen[-1])

    def _others_stay(self, action: Action, operation: Operation, held: Held, which: int) -> None:
        """Read another record: a step on one leaves it as it was."""
        others = [item for item in self.records if item is not held and item.there]
        if not others:
            return
        other = others[which % len(others)]
        read = self._read(other.key)
        if read is not None:
            states = "other records stay as they were"
            self._is_kept(self.world.fact(action, operation, part="leaves-others", states=states), other, read)

    def _is_kept(self, fact: Fact, held: Held, read: tuple[Exchange, dict[str, Json] | None]) -> None:
        if read[1] is None:
            self._is_there(fact, read)
            return
        own = dict(self.resource.sets)
        compared = [name for name in sorted(held.sent) if name in held.record and name not in own]
        changed = [name for name in compared if not same_value(held.record[name], take(read[1], (name,)))]
        if changed:
            self._contradict(fact, f"{', '.join(f'`{name}`' for name in changed)} changed by itself", read[0])
        held.record = read[1]

    def _is_there(self, fact: Fact, read: tuple[Exchange, dict[str, Json] | None]) -> None:
        if read[1] is None and read[0].response.status in {404, 410}:
            self._contradict(fact, f"a record that is there was answered {read[0].response.status}", read[0])

    def _is_missed(self, action: Action, operation: Operation, held: Held, exchange: Exchange) -> bool:
        """Judge a request about a record that is gone; say whether it was one."""
        if held.there:
            return False
        if exchange.response.success:
            # Its key may stand for what it was merged into: what was done to it may have been done to that one.
            self.records = [other for other in self.records if other is not held.became]
        # Removing what was removed may be answered as it was the first time: nothing is there in the end.
        again = action.kind == "delete" and operation.answer(exchange.response.status) is not None
        if action.missing is not None and exchange.response.success and not again:
            states = "one that was removed is none"
            fact = self.world.fact(action.missing, operation, "status", part="removed", states=states)
            self._contradict(fact, f"it answered {exchange.response.status}", exchange)
        return True

    def _chosen(self, operation: Operation, left_out: int) -> list[str]:
        """Return the members that a number chooses to leave out: one bit for each."""
        return [name for bit, name in enumerate(self.world.sendable(operation)) if left_out >> (bit % 16) & 1]

    def _any(self, which: int) -> Held | None:
        return self.records[which % len(self.records)] if self.records else None

    def _there(self, which: int) -> Held | None:
        found = [held for held in self.records if held.there]
        return found[which % len(found)] if found else None

    def _ask(self, request: Prepared) -> Exchange:
        exchange = request.send(self.world)
        self._story.append(exchange)
        return exchange

    def _read(self, key: Json) -> tuple[Exchange, dict[str, Json] | None] | None:
        read = self.world.read(self.resource, key)
        if read is not None:
            self._story.append(read[0])
        return read

    def _contradict(self, fact: Fact, detail: str, exchange: Exchange) -> None:
        """Tell of a contradiction, unless the fact is known to be broken: others are looked for then.

        Raises:
            Contradiction: Always, but for that.
        """
        if not self.world.session.ledger.is_broken(fact):
            raise Contradiction(fact, detail, exchange, tuple(self._told(exchange)))

    def _told(self, shown: Exchange) -> Iterator[Exchange]:
        api = self.world.api
        for exchange in self._story:
            if exchange is shown or (exchange.response.success and not changes_nothing(api, exchange.operation)):
                yield exchange
