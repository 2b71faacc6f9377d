"""What is beyond doubt where nobody wrote it down, and the way to it: looked at twice before it is told."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Generic, TypeAlias, TypeVar

from truespec.checking.exchange import Exchange
from truespec.checking.facts import assumed_among
from truespec.checking.rules.ground.world import Subject, World
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json, Property

__all__ = [
    "DONE",
    "GONE",
    "Case",
    "NothingTells",
    "Trials",
    "Trouble",
    "fresh_texts",
    "is_lost",
    "is_plain",
    "is_same_time",
    "is_told_in_own_form",
    "judge_twice",
    "letters",
    "plain_texts",
]

GONE: Final = frozenset({404, 410})
"""What tells that a record is not there."""

DONE: Final = frozenset({200, 204})
"""What tells that something has happened; 201 tells that something was made, 202 that something will happen."""

Trouble: TypeAlias = "tuple[str, Exchange] | None"
"""What is wrong, and the exchange that shows it; nothing where all is right."""


_Seen = TypeVar("_Seen")


class NothingTells(Exception):  # noqa: N818 - it names what happened
    """No request could be made, or no record, that would show whether a fact holds."""


_LOOKS: Final = 3
_OWN_FORM: Final = re.compile(
    r"mail|phone|mobile|fax|code|number|date|time|url|uri|link|uid|uuid|id$|ids$|slug|status|state|type|kind|key|token|"
    r"secret|password|hash|currency|country|locale|language|lang$|zone|version|role|zip|post|path|file|image|color|colour|"
    r"gender|salutation|host|domain|user_?name|login|handle",
    re.IGNORECASE,
)
"""Parts of the names of texts that a server may have its own mind about."""

_A_SECOND: Final = timedelta(seconds=1)
_TELLING: Final = 6
"""A text of fewer letters may be found in another by chance."""


@dataclass(frozen=True, slots=True)
class Case:
    """One resource with what makes its records and what reads them."""

    world: World
    resource: Resource
    create: tuple[Action, Operation]
    read: Operation

    def fact(self, operation: Operation, part: str, states: str) -> Fact:
        """Return a fact that needs no rule: it follows from what the spec says of the operation."""
        why = assumed_among(operation.assumptions, ("path", "method"))
        return Fact(f"{operation.id}.consistent.{part}", states, operation.location, operation.id, "rule", why)

    def is_here(self, operation: Operation, *more: str) -> bool:
        """Say whether a path names nothing but where the records are made, such as a tenant, and ``more``."""
        named = {one.wire for one in operation.parameters if one.place == "path"}
        return named <= {one.wire for one in self.create[1].parameters if one.place == "path"} | set(more)

    def judge(self, fact: Fact, look: Callable[[], Trouble]) -> None:
        """Look at it, as :func:`judge_twice` does."""
        judge_twice(self.world, fact, look)

    def new(self) -> Subject | None:
        """Make a record and read it, both with success and by the same key."""
        world, (action, operation) = self.world, self.create
        body = world.new_body(operation)
        made = world.make_record(self.resource, body) if body is not None else None
        if body is None or made is None or made[1] is None:
            return None
        found = world.read(self.resource, made[1])
        shown = world.record_in(action, made[0]) or {}
        record = found[1] if found is not None else None
        if record is None or record.get(self.resource.key) != made[1]:
            return None
        return Subject(made[1], {**shown, **record}, body)

    def now(self, subject: Subject) -> dict[str, Json] | None:
        """Return a record as it is read now."""
        found = self.world.read(self.resource, subject.key)
        return found[1] if found is not None else None


class Trials(Generic[_Seen]):
    """What was tried once tells of several facts; who looks at one of them again looks at what is tried anew."""

    def __init__(self, try_it: Callable[[], _Seen]) -> None:
        """Try nothing before somebody looks."""
        self._try = try_it
        self._first: list[_Seen] = []
        self._is_tried = False
        self._looked: set[str] = set()

    def look(self, fact: Fact, judge: Callable[[_Seen], Trouble]) -> Trouble:
        """Judge what was seen; what :class:`NothingTells` of for one fact, it does for all."""
        if fact.id in self._looked:
            return judge(self._try())
        self._looked.add(fact.id)
        if not self._is_tried:
            self._is_tried = True
            self._first.append(self._try())
        if not self._first:
            raise NothingTells
        return judge(self._first[0])


def _again(look: Callable[[], Trouble]) -> Trouble:
    """Look once more where something was wrong; a record in which nothing can be seen is no reason to stop."""
    for _ in range(_LOOKS - 1):
        with contextlib.suppress(NothingTells):
            return look()
    return look()


def judge_twice(
    world: World, fact: Fact, look: Callable[[], Trouble], closely: Callable[[], Trouble] | None = None
) -> None:
    """Look, and look again, with other records, where something is wrong: only what is wrong twice is told.

    ``closely`` is how to look again, where that takes more.
    """
    try:
        first = look()
        second = _again(closely or look) if first is not None else None
    except NothingTells:
        world.session.ledger.unknown(fact, "no request could be made that would tell")
        return
    if first is None:
        world.session.ledger.holds(fact)
    elif second is not None:
        world.session.ledger.broken(fact, *second)


def plain_texts(world: World, operation: Operation, resource: Resource) -> list[str]:
    """Return the members of a body that are plain texts in the request and in the record, under the same name.

    Such a text has no format, no pattern and no list of words, and its name does not sound as if it had a form of its
    own: nothing but keeping it can be done with it.
    """
    record = world.maker.shape(world.api.schema(resource.schema).schema).properties
    return [
        name
        for name, member in world.sendable(operation).items()
        if name in record
        and name != resource.key
        and not is_told_in_own_form(name)
        and is_plain(world, member)
        and is_plain(world, record[name])
        and name not in world.refused.get(operation.id, ())
    ]


def is_told_in_own_form(name: str) -> bool:
    """Say whether a text is called as if a server had its own mind about how it is written."""
    return _OWN_FORM.search(name) is not None


def is_plain(world: World, member: Property) -> bool:
    """Say whether a member is a text of no form, with room for one of ours."""
    shape = world.maker.narrowed(member.schema)
    told = (member.schema, shape.schema, world.api.target(member.schema))
    if any(schema.read_only or schema.write_only or schema.deprecated for schema in told):
        return False
    longest = shape.constraints.get("maxLength")
    return (
        "string" in shape.types
        and set(shape.types) <= {"string", "null"}
        and shape.enum is None
        and not shape.format
        and "pattern" not in shape.constraints
        and (not isinstance(longest, int) or longest >= len("truespec-01234567 abcde 1000"))
    )


def is_lost(world: World, operation: Operation, name: str, told: tuple[Json, Json | Absent]) -> bool:
    """Say whether a text that was sent is not what was found: gone, cut short of what may be sent, or another one.

    What a server may do to a text, to tidy it up or to hide a part of it, does not count.
    """
    sent, found = told
    if not isinstance(sent, str) or len(letters(sent)) < _TELLING:
        return False
    if not isinstance(found, str):
        return found is None or isinstance(found, Absent)
    if "*" in found or "\u2022" in found or "..." in found or "\u2026" in found:
        return False
    one, other = letters(sent), letters(found)
    if one in other:
        return False
    member = world.sendable(operation).get(name)
    longest = world.maker.narrowed(member.schema).constraints.get("maxLength") if member is not None else None
    return not (one.startswith(other) and other) or (isinstance(longest, int) and len(sent) <= longest)


def letters(text: str) -> str:
    """Return the letters and digits of a text, in one case."""
    return re.sub(r"[\W_]", "", text).casefold()


def fresh_texts(world: World, operation: Operation, subject: Subject, names: Sequence[str]) -> dict[str, Json] | None:
    """Return a body that changes the texts called ``names``; all else is as the record was sent, if it has to be there.

    ``None`` where no valid one could be made.
    """
    schema = world.body_schema(operation)
    whole = world.new_body(operation, {})
    if schema is None or whole is None:
        return None
    shape = world.maker.shape(schema)
    needed = shape.properties if operation.method.upper() == "PUT" else shape.required
    body: dict[str, Json] = {name: subject.sent.get(name, whole.get(name)) for name in needed if name in whole}
    for name in names:
        body[name] = world.maker.value(name, shape.properties[name].schema)
    return body if world.maker.is_valid(schema, body) else None


def is_same_time(one: Json | Absent, other: Json | Absent) -> bool:
    """Say whether two texts are one point in time, as far as can be told: they may be rounded."""
    if not isinstance(one, str) or not isinstance(other, str) or one == other:
        return True
    try:
        return abs(datetime.fromisoformat(one) - datetime.fromisoformat(other)) <= _A_SECOND
    except (ValueError, TypeError):
        return True
