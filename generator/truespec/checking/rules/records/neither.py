"""What is neither a yes nor a no is no answer: a consent that says something else is not taken for one."""

from __future__ import annotations

from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import prepared
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.lists.population import known_names
from truespec.contract.behaviour import Action, Resource
from truespec.contract.effects import Consent
from truespec.contract.operation import Operation

__all__ = ["takes_no_word"]


def takes_no_word(world: World, action: Action, operation: Operation, rule: Consent, resource: Resource) -> None:
    """Send a word where only yes or no can be said: it may be refused or passed over, and not be kept as an answer."""
    shape, request = world.shape_at(operation, rule.place), prepared(world, operation)
    flags = (
        shape is not None and shape.additional is not None and set(world.maker.types(shape.additional)) == {"boolean"}
    )
    if request is None or not flags:
        return
    name, word = next(iter(known_names(world, resource, rule)), world.maker.word()), world.maker.word()
    exchange = request.having(rule.place, {name: word}).send(world)
    key = world.key_in(action, exchange, resource) if exchange.response.success else None
    read = world.read(resource, key) if key is not None else None
    usual = request.send(world) if read is not None else None
    before = take(world.record_in(action, usual) or {}, (rule.member,)) if usual is not None else None
    kept = take(read[1], (rule.member,)) if read is not None else None
    said = any(take(item, (rule.key,)) == name for item in (before if isinstance(before, list) else []))
    for item in kept if isinstance(kept, list) and not said else ():
        if take(item, (rule.key,)) == name and isinstance(flag := take(item, (rule.flag,)), bool):
            fact = world.fact(rule, operation, "form", part="neither", states="what is neither yes nor no is no answer")
            detail = f"a word was sent for it, and `{rule.flag}` came to be {str(flag).lower()}"
            world.session.ledger.broken(fact, detail, exchange)
