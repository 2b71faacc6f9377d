"""An order by numbers is not one by their digits: nine comes before ten."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.values import same_value
from truespec.checking.rules.orders.order_case import OrderCase, asked_by
from truespec.contract.schema import Json

__all__ = ["comes_by_numbers"]

_NUMBERS: Final = (100, 9, 20, 10, 3)
"""Made in this order, they come in another one by their size, and in yet another by their digits, either way.

So many do not come so by chance.
"""


def comes_by_numbers(case: OrderCase) -> None:
    """Make records with numbers of one digit and of several, and ask for their order in both directions."""
    member = _member(case) if case.lister.world.rounds > 1 else ""
    own = _made(case, member) if member else {}
    if len(own) < len(_NUMBERS):
        return
    numbered = replace(case, own=own, followed=[], strangers={})
    answers = {down: numbered.ask(*asked_by(case.lister, case.rule, member, descending=down)) for down in numbered.ways}
    told = {down: [own[key].get(member) for key in asked.keys] for down, asked in answers.items()}
    if all(told[down] == sorted(_NUMBERS, key=str, reverse=down) for down in numbered.ways):
        fact = case.fact(descending=False, certain=True)
        detail = f"numbers come in the order of their digits: by `{member}`, {told[False]} in ascending order"
        case.lister.world.session.ledger.broken(fact, detail, answers[False].exchange)


def _member(case: OrderCase) -> str:
    """Return a member that takes such numbers and may be named as an order, empty where there is none."""
    world = case.lister.world
    maker, shape = world.maker_of(case.resource), case.lister.shape_at(case.rule.by)
    record = world.maker.shape(world.api.schema(case.resource.schema).schema).properties
    named = record if shape is None or shape.enum is None else [name for name in record if name in shape.enum]
    for name, member in world.sendable(maker[1]).items() if maker is not None else ():
        types = world.maker.types(member.schema)
        plain = bool(types & {"integer", "number"}) and types <= {"integer", "number", "null"}
        usable = name in named and not member.schema.deprecated and name != case.resource.key
        if usable and plain and all(world.maker.is_valid(member.schema, number) for number in _NUMBERS):
            return name
    return ""


def _made(case: OrderCase, member: str) -> dict[Json, dict[str, Json]]:
    """Return records by key, each with one of the numbers; fewer where they are not kept."""
    own: dict[Json, dict[str, Json]] = {}
    for number in _NUMBERS:
        subject = fresh(case.lister.world, case.resource, {member: number})
        if subject is None or not same_value(number, subject.record.get(member)):
            return own
        own[subject.key] = subject.record
    return own
