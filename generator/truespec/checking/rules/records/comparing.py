"""What of a request a record does not hold as it was read: its values compared, however a server writes them."""

from __future__ import annotations

import re
from datetime import time
from typing import Final

from truespec.checking.current import VERSION
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.telephones import is_code_of_number
from truespec.checking.rules.ground.values import day_of, is_day, same_value, time_of
from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Action, Resource
from truespec.contract.schema import Absent, Json, Schema

__all__ = ["differing_members"]

_REWRITTEN: Final = frozenset({"date-time", "date", "time", "uri", "url"})
"""Formats with many spellings of one value."""

_TELLING_DIGITS: Final = 5
"""So many digits at its end tell a telephone number from others, however a server writes the rest."""

_YEAR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")
_DIGIT: Final = re.compile(r"\d")


def differing_members(
    world: World, action: Action, resource: Resource, sent: dict[str, Json], found: dict[str, Json]
) -> list[str]:
    """Return the members of a request body that the record, as read, does not hold.

    Left out are members that are not declared in a record, that the action does not take up or keeps in another form,
    that the server sets by itself, what is only written, what stands for the version of the record, and null that
    leaves a member alone.
    """
    schema = world.api.schema(resource.schema).schema
    apart = _kept_otherwise(action, resource)
    leaves = action.change is not None and action.change.null == "leaves"
    differing: list[str] = []
    for member, value in sent.items():
        path = world.kept_at(action, member)
        declared = world.maker.shape(schema).properties.get(path[0])
        if declared is None or world.maker.is_hidden(declared.schema):
            continue
        if member in apart or path[0] in apart or value == VERSION or (leaves and value is None):
            continue
        seen = take(found, path)
        if _is_another_word(world, schema, path, (value, seen)) or (
            not same_value(value, seen)
            and not _is_rewritten(world, schema, path, (value, seen))
            and not is_code_of_number(sent, member, seen)
        ):
            differing.append(member)
    return differing


def _is_another_word(world: World, schema: Schema, path: tuple[str, ...], values: tuple[Json, Json | Absent]) -> bool:
    """Say whether one word of a list of them came back in other letters: clients know it by its spelling."""
    sent, seen = values
    member = world.maker.shape(schema).properties.get(path[0])
    words = world.maker.narrowed(member.schema).enum if member is not None and len(path) == 1 else None
    return words is not None and sent in words and isinstance(seen, str) and seen not in words


def _kept_otherwise(action: Action, resource: Resource) -> set[str]:
    names = {resource.key, *dict(resource.sets), *(action.ignored.members if action.ignored is not None else ())}
    for consent in action.consents:
        names |= {consent.member, *consent.place.path[:1]}
    return names


def _is_rewritten(world: World, schema: Schema, path: tuple[str, ...], values: tuple[Json, Json | Absent]) -> bool:
    """Say whether a value came back in another spelling: points in time have many, telephone numbers too."""
    sent, seen = values
    if not isinstance(sent, str) or not isinstance(seen, str):
        return False
    if re.fullmatch(r"\+?\d{5,}", sent):
        return re.sub(r"\D", "", seen)[-_TELLING_DIGITS:] == sent[-_TELLING_DIGITS:]
    member = world.maker.shape(schema).properties.get(path[0])
    form = world.maker.shape(member.schema).format if member is not None else None
    if form == "" and is_day(sent):
        # Where no form is said for what is answered, a day may be shown as the moment at which it begins.
        return day_of(sent) == day_of(seen) and time_of(seen) == time()
    if form not in _REWRITTEN:
        return False
    one, other = day_of(sent), day_of(seen)
    if one is None or other is None:
        # However a day is written, something of it is a number, and a year is its own or the one beside it.
        years = [int(text) for text in _YEAR.findall(seen)]
        return one is None or (any(abs(one.year - year) <= 1 for year in years) if years else bool(_DIGIT.search(seen)))
    # Time zones are less than a day apart: what shows the same time of another day is another time, and so is a day.
    alike = (is_day(sent) and is_day(seen)) or (time_of(sent) == time_of(seen) != time())
    return one == other if alike else abs((one - other).days) <= 1
