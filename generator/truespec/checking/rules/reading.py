"""Every operation that reads a record answers with the one it was asked for."""

from __future__ import annotations

from truespec.checking.rules.naming import tells_key
from truespec.checking.rules.subjects import fresh
from truespec.checking.rules.world import Family, World
from truespec.contract.schema import Absent

__all__ = ["FAMILY"]


def _check(world: World) -> None:
    for action, operation in world.actions("read"):
        resource = world.resource(action)
        if resource is None or action.key is None:
            continue
        ledger, fact = world.session.ledger, world.fact(action, operation, "answer")
        subject = fresh(world, resource)
        if subject is None:
            ledger.unknown(fact, "no record could be made and read back")
            continue
        # Another one is made after it: the latest is not the one that is asked for.
        other = fresh(world, resource)
        exchange = world.session.ask(operation, world.values_for(operation, action.key, subject.key))
        record = world.record_in(action, exchange)
        if not exchange.response.success:
            ledger.broken(fact, f"a record that is there was answered {exchange.response.status}", exchange)
        elif record is None or record.get(resource.key) is None:
            ledger.unknown(fact, f"the answer does not tell the `{resource.key}` of the record")
            if not isinstance(exchange.response.json(), Absent):
                ledger.broken(tells_key(world, action, operation, resource), "it is missing", exchange)
        else:
            same = record[resource.key] == subject.key
            ledger.expect(fact, same, f"it answered with another `{resource.key}`", exchange)
            for one in (other, subject) if same else ():
                if one is not None:
                    world.give_back(resource, one)


FAMILY = Family("reading", "every operation that reads a record answers with the right one", _check)
