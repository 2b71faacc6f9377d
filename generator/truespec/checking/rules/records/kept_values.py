"""What a record that was made holds besides plain texts: numbers, words, days, and what is inside objects and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from truespec.checking.rules.ground.evidence import is_plain, is_told_in_own_form, letters
from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json, Property

__all__ = ["is_decided", "is_own_business", "lost_values"]

_COUNTED: Final = re.compile(
    r"count|total|sum|balance|version|revision|position|rank|order|score|index|sequence|number|id$|ids$|limit|quota|ttl|"
    r"expir|remaining|available|stock|weight|discount|tax|rate",
    re.IGNORECASE,
)
"""Parts of the names of numbers that a server may work out for itself."""

_HIDDEN: Final = re.compile(r"secret|password|token|key|hash|card|cvv|cvc|iban|account|pin$|ssn|birth", re.IGNORECASE)
"""Parts of the names of what is not for every eye."""

_DECIDED: Final = re.compile(
    r"status|state|role|plan|tier|level|visib|phase|stage|mode|scope|access|type|kind|currency|locale|language|country|"
    r"active|enabled|verif|confirm|default|primary|publish|lock|admin|delet|archiv|approv|valid|public|private|paid",
    re.IGNORECASE,
)
"""Parts of the names of words and switches that a server may decide about."""

_REACHED: Final = re.compile(r"phone|mobile|mail|zip|postal|fax", re.IGNORECASE)
"""Parts of the names of how somebody is reached."""

_A_CENT: Final = 0.01


def is_own_business(name: str) -> bool:
    """Say whether a number or a switch is called as if a server worked it out, or decided about it, by itself."""
    return _COUNTED.search(name) is not None or _DECIDED.search(name) is not None


def is_decided(name: str) -> bool:
    """Say whether a word or a switch is called as if a server decided about it, or by it."""
    return _DECIDED.search(name) is not None


def lost_values(
    world: World, operation: Operation, resource: Resource, sent: dict[str, Json], found: dict[str, Json]
) -> list[str]:
    """Return the paths of what was sent and is another value in the record, or is missing from an object or a list.

    Looked at are only members that the request and the record declare alike, and that a server has no reason to decide
    about: what is worked out, rounded to a cent, sorted or made unique does not count.
    """
    record = world.maker.shape(world.api.schema(resource.schema).schema).properties
    lost: list[str] = []
    for name, member in world.sendable(operation).items():
        usable = name in sent and name in found and name in record and name != resource.key
        if usable and _has_one_type(world, member, record[name]):
            lost.extend(_lost(world, (name,), member, sent[name], found[name]))
    return lost


def _has_one_type(world: World, member: Property, kept: Property) -> bool:
    """Say whether a member is of one and the same type where it is sent and where it is kept."""
    one, other = (world.maker.types(one.schema) - {"null"} for one in (member, kept))
    told = (member.schema, kept.schema, world.api.target(member.schema), world.api.target(kept.schema))
    if any(schema.read_only or schema.write_only or schema.deprecated for schema in told):
        return False
    formats = {world.maker.narrowed(one.schema).format for one in (member, kept)}
    return len(one) == 1 and one == other and len(formats) == 1


def _lost(world: World, path: tuple[str, ...], member: Property, sent: Json, found: Json) -> Iterator[str]:
    shape, name = world.maker.narrowed(member.schema), path[-1]
    if isinstance(sent, dict) and isinstance(found, dict) and len(path) == 1:
        for inner, below in shape.properties.items():
            if inner not in sent or below.schema.read_only or below.schema.write_only:
                continue
            if found.get(inner) is None and sent[inner] not in (None, "") and not _HIDDEN.search(inner):
                yield ".".join((*path, inner))
            elif inner in found:
                yield from _lost(world, (*path, inner), below, sent[inner], found[inner])
    elif isinstance(sent, list) and isinstance(found, list):
        if _lacks(sent, found):
            yield ".".join(path)
    elif found is None and len(path) == 1 and _is_worth_keeping(world, name, member, sent):
        yield name
    elif _is_another(world, name, member, sent, found):
        yield ".".join(path)


def _is_worth_keeping(world: World, name: str, member: Property, sent: Json) -> bool:
    """Say whether a server has no reason to put null in the place of a value: it fits all that is asked of it."""
    if _HIDDEN.search(name) or _DECIDED.search(name) or not sent:
        return False
    shape = world.maker.narrowed(member.schema)
    formed = bool(shape.format) or "pattern" in shape.constraints or bool(_REACHED.search(name))
    return isinstance(sent, list | dict) or (isinstance(sent, str) and shape.enum is None and formed)


def _lacks(sent: list[Json], found: list[Json]) -> bool:
    """Say whether a text or a number of one list is not in the other, however the other is sorted or written."""
    if not all(isinstance(item, str | int) for item in (*sent, *found)) or not sent:
        return False
    return not {str(item).strip().casefold() for item in sent} <= {str(item).strip().casefold() for item in found}


def _is_another(world: World, name: str, member: Property, sent: Json, found: Json) -> bool:
    shape = world.maker.narrowed(member.schema)
    if isinstance(sent, bool) or isinstance(found, bool):
        return isinstance(sent, bool) and isinstance(found, bool) and not _DECIDED.search(name) and sent != found
    if isinstance(sent, int | float):
        if found is None:
            return not _COUNTED.search(name)
        return isinstance(found, int | float) and not _COUNTED.search(name) and abs(sent - found) > _A_CENT
    if not isinstance(sent, str) or not isinstance(found, str):
        return False
    if shape.enum is not None:
        return not _DECIDED.search(name) and sent != found
    if shape.format == "date":
        return not re.search("expir|valid", name, re.IGNORECASE) and sent != found
    if is_told_in_own_form(name) or not is_plain(world, member):
        return False
    # Inside an object: a text of which nothing is left.
    return bool(letters(sent)) and letters(sent) not in letters(found) and letters(found) not in letters(sent)
