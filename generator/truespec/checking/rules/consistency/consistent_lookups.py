"""Where no rules are written, what finds one record by a member of it answers with a record that has it.

Such an operation stands beside the records, answers with one and takes a parameter that is called like a member.
That it finds nothing is not told: an index may be behind, and some records may be passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from truespec.checking.rules.ground.evidence import Case, NothingTells, Trials, Trouble
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.world import Subject
from truespec.contract.behaviour import Place
from truespec.contract.operation import Operation, is_json

__all__ = ["check_lookups"]


def check_lookups(case: Case) -> None:
    """Judge every operation that answers with one record of the case for a member of it."""
    new = Trials(case.new)
    for operation, names in _lookups(case):
        for name in names:
            states = f"what {operation.label} finds by `{name}` has it"
            fact = case.fact(operation, f"finds.{name}", states)
            case.judge(fact, partial(new.look, fact, partial(_is_another, case, operation, name)))


def _lookups(case: Case) -> Iterator[tuple[Operation, list[str]]]:
    world, record = case.world, case.world.api.schema(case.resource.schema).schema
    sendable = world.sendable(case.create[1])
    for operation in world.api.operations:
        queried = [one for one in operation.parameters if one.place == "query"]
        contents = [media for answer in operation.answers if answer.success for media in answer.content]
        schemas = [media.schema for media in contents if media.schema is not None and is_json(media.name)]
        one = bool(schemas) and all(world.api.target(schema) is world.api.target(record) for schema in schemas)
        usable = operation.method == "GET" and operation is not case.read and world.session.may_send(operation)
        if one and usable and case.is_here(operation) and world.session.can_authenticate(operation):
            names = [asked.wire for asked in queried if asked.wire in sendable and not asked.assumptions]
            needed = [asked.wire for asked in queried if asked.required]
            yield operation, [name for name in names if needed in ([], [name])]


def _is_another(case: Case, operation: Operation, name: str, subject: Subject | None) -> Trouble:
    """Look for a record by a text that it has."""
    wanted = subject.record.get(name) if subject is not None else None
    if not isinstance(wanted, str) or not wanted:
        raise NothingTells
    place = Place("query", (name,))
    values = {**case.world.values_for(operation), (place.part, name): wanted}
    exchange = case.world.session.ask(operation, values)
    found = take(exchange.response.json(), (name,))
    if not exchange.response.success or not isinstance(found, str):
        raise NothingTells
    return None if found.casefold() == wanted.casefold() else (f"it answers with another `{name}`", exchange)
