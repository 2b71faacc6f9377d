"""Where no rules are written, what a request with many new records says it made is there, as it was sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.batches.batch_answers import misplaced, unmade
from truespec.checking.rules.ground.evidence import Case, NothingTells, Trouble, is_lost, plain_texts
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.records.reading import named
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json, Schema

__all__ = ["check_batches", "holding", "incomplete", "taking_many"]

_SIZE: Final = 3
_IN_ORDER: Final = re.compile(r"\b(same|given|sent|their|request'?s?) order\b|\border (of|in which)\b", re.IGNORECASE)


def check_batches(case: Case) -> None:
    """Judge every operation that takes a list of what makes a record of one resource."""
    for operation, member in taking_many(case):
        fact = case.fact(operation, "made", f"what {operation.label} tells of as made is there, as it was sent")
        case.judge(fact, partial(_is_unmade, case, operation, member))
        if any(answer.success and _IN_ORDER.search(answer.description) for answer in operation.answers):
            states = f"{operation.label} answers in the order of what it was sent"
            case.judge(case.fact(operation, "order", states), partial(_is_turned, case, operation, member))


def taking_many(case: Case) -> Iterator[tuple[Operation, str]]:
    """Yield what is posted beside the records, with the one member that is a list of bodies as they are made with.

    The member has no name where the body is the list.
    It stands below what the records stand below: ``/teams/{team}/members`` and ``/teams/{team}/member-imports``.
    """
    world, create = case.world, case.create[1]
    wanted = world.body_schema(create)
    above = f"{create.path.rstrip('/').rpartition('/')[0]}/"
    for operation in world.api.operations:
        beside = operation.method.upper() == "POST" and operation.path.startswith(above) and operation is not create
        beside = beside and case.is_here(operation)
        if not beside or not world.session.may_send(operation) or not world.session.can_authenticate(operation):
            continue
        whole = world.body_schema(operation)
        within = {name: member.schema for name, member in world.sendable(operation).items()}
        lists = [
            name
            for name, schema in ({} if whole is None else {"": whole, **within}).items()
            if (items := world.maker.narrowed(schema).items) is not None
            and wanted is not None
            and (world.api.target(items) == world.api.target(wanted) or _is_named(case, operation, items))
        ]
        if len(lists) == 1:
            yield operation, lists[0]


def _is_named(case: Case, operation: Operation, items: Schema) -> bool:
    """Say whether objects of which nothing is told are said to be what another operation takes, by its name."""
    told = case.world.maker.narrowed(items)
    if told.properties or "object" not in told.types:
        return False
    texts = (operation.description, items.description, case.world.api.target(items).description)
    return any(re.search(rf"\b{re.escape(case.create[1].id)}\b", text) for text in texts)


def _is_unmade(case: Case, operation: Operation, member: str) -> Trouble:
    world, create = case.world, case.create[1]
    made, exchange = _sent(case, operation, member)
    answer = exchange.response.json()
    keys = list(named(answer, case.resource.key))
    if not exchange.response.success or isinstance(answer, Absent) or len(keys) != len(made):
        # One key may be that of the work that was begun, and not of a record.
        raise NothingTells
    wrong = unmade(world, case.resource, [answer])
    if wrong:
        # A batch may be done after it is answered.
        world.pause()
        wrong = unmade(world, case.resource, [answer])
    if wrong:
        return wrong, exchange
    records = [read[1] for key in keys if (read := world.read(case.resource, key)) is not None and read[1]]
    texts = plain_texts(world, create, case.resource)
    if len(records) < len(made) or not texts:
        return None
    for name in texts:
        found = [take(record, (name,)) for record in records]
        sent = [body[name] for body in made if name in body]
        if any(all(is_lost(world, create, name, (one, other)) for other in found) for one in sent):
            return f"`{name}` of an element is in none of the records that were made", exchange
    return None


def _sent(case: Case, operation: Operation, member: str) -> tuple[list[dict[str, Json]], Exchange]:
    """Send a few new records at once and return them with the answer."""
    world, create = case.world, case.create[1]
    made = [body for _ in range(_SIZE) if (body := world.new_body(create)) is not None]
    if len(made) < _SIZE:
        raise NothingTells
    return made, world.session.ask(operation, world.values_for(operation), holding(case, operation, member, made))


def holding(case: Case, operation: Operation, member: str, elements: Sequence[Json]) -> Json:
    """Return a body with these elements where it takes many, or as a whole where the member has no name."""
    base = case.world.new_body(operation) if member else {}
    if base is None:
        raise NothingTells
    return {**base, member: [*elements]} if member else [*elements]


def incomplete(case: Case, body: dict[str, Json]) -> dict[str, Json]:
    """Return a body without the first member that it needs; of one that needs none, nothing can be told."""
    schema = case.world.body_schema(case.create[1])
    needed = [name for name in case.world.maker.shape(schema).required if name in body] if schema is not None else []
    if not needed:
        raise NothingTells
    return {name: value for name, value in body.items() if name != needed[0]}


def _is_turned(case: Case, operation: Operation, member: str) -> Trouble:
    """Hold what is answered, element by element, to what was sent: where one list has an answer for each."""
    made, exchange = _sent(case, operation, member)
    answer = exchange.response.json()
    lists = [one for one in (answer.values() if isinstance(answer, dict) else [answer]) if isinstance(one, list)]
    if not exchange.response.success or len(lists) != 1 or len(lists[0]) != len(made):
        raise NothingTells
    wrong = misplaced(case.world, case.resource, list[Json](made), lists[0])
    return (wrong, exchange) if wrong else None
