"""Records are recognised by several members, and one of them plays no part at all.

Whether all of them have to agree or any one is often not said. A server may read that either way, or ask one of them
first and the other where the first says nothing. What no reading lets it do is to pay one of them no heed: to take two
for the same whatever it is, and two for different ones where it is all they have, and is the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from truespec.checking.exchange import Exchange
from truespec.checking.facts import assumed_among
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Action
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["judge_idle"]


def judge_idle(world: World, action: Action, operation: Operation, met: Mapping[str, bool | None]) -> None:
    """Judge the member that two may differ in, where agreeing in the other alone makes them the same.

    ``met`` says of each member whether two that agree in it alone were taken for the same one.
    """
    rule, idle = action.dedupe, [member for member, same in met.items() if same is False]
    if rule is None or len(met) != 2 or len(idle) != 1 or None in met.values():
        return
    if not assumed_among(rule.assumptions, ("when",)):
        return
    [other] = [member for member in met if member != idle[0]]
    # Beside one that has both, and beside one that has nothing else either.
    first = _is_another(world, action, operation, idle[0], ())
    exchange = _is_another(world, action, operation, idle[0], (other,)) if first is not None else None
    if exchange is not None:
        fact = world.fact(rule, operation, part="heeds", states=f"`{idle[0]}` has a part in what is the same")
        detail = f"two with the same `{other}` are one whatever theirs is, and two that have nothing else are two"
        world.session.ledger.broken(fact, detail, exchange)


def _is_another(
    world: World, action: Action, operation: Operation, member: str, left_out: tuple[str, ...]
) -> Exchange | None:
    """Send two that agree in a member and do not say the other; return what shows that they were taken for two.

    A server that keeps the member otherwise than it was sent, or not at all, may well compare something else.
    """
    [other] = [name for name in (action.dedupe.members if action.dedupe is not None else ()) if name != member]
    body = world.new_body(operation, leave_out=left_out)
    shared: dict[str, Json] = {member: body[member]} if body is not None and body.get(member) is not None else {}
    again = world.new_body(operation, shared, leave_out=(other,)) if shared else None
    if body is None or again is None or other in again:
        return None
    sent = [world.session.ask(operation, world.values_for(operation), one) for one in (body, again)]
    resource = world.resource(action)
    keys = [world.key_in(action, exchange, resource) for exchange in sent] if resource is not None else []
    if resource is None or None in keys or keys[0] == keys[1]:
        return None
    for key in keys:
        read = world.read(resource, key)
        if read is None or read[1] is None or take(read[1], world.kept_at(action, member)) != shared[member]:
            return None
    return sent[1]
