"""The word that counts where a member is left out may be sent as well."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from truespec.checking.facts import assumed_among
from truespec.checking.parameters import Values
from truespec.checking.rules.ground.member_sender import MemberSender
from truespec.checking.rules.ground.world import World
from truespec.checking.verdict import Fact
from truespec.contract.operation import Operation

__all__ = ["takes_defaults"]

_REFUSED: Final = frozenset({400, 422})


def takes_defaults(sender: MemberSender, values: Callable[[], Values | None]) -> None:
    """Send the default of each member that is a word: a server that takes another word for the member takes this one.

    That it does is what tells the word from the member, which a server may know by another name; ``values`` gives what
    a request says besides its body. A word that is taken beside other members is none that is refused.
    """
    world, operation = sender.world, sender.operation
    for name, member in world.sendable(operation).items():
        word = world.maker.narrowed(member.schema).default
        if not isinstance(word, str) or not word or member.schema.read_only or member.schema.deprecated:
            continue
        told = values()
        body = world.new_body(operation, leave_out=[name]) if told is not None else None
        if body is None or told is None:
            return
        exchange = world.session.ask(operation, told, {**body, name: word})
        if exchange.response.status not in _REFUSED:
            continue
        other = world.session.ask(operation, told, {**body, name: _another(world, name, operation, word)})
        if other.response.success and not sender.is_taken_otherwise(name, word):
            why = assumed_among((*member.assumptions, *member.schema.assumptions), ("default",))
            states = f"{operation.label} takes the default of `{name}`"
            fact = Fact(f"{operation.id}.takes.{name}.default", states, member.location, operation.id, "refusal", why)
            detail = f"it answered {exchange.response.status}, and takes another word in the same request"
            world.session.ledger.broken(fact, detail, exchange)


def _another(world: World, name: str, operation: Operation, word: str) -> str:
    shape = world.maker.narrowed(world.sendable(operation)[name].schema)
    words = [one for one in shape.enum or () if isinstance(one, str) and one != word]
    return words[0] if words else world.maker.word()
