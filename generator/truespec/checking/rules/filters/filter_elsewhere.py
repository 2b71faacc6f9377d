"""A filter on one member looks there and nowhere else: what has the same text in another member is not listed."""

from __future__ import annotations

from itertools import cycle
from typing import Final

from truespec.checking.rules.filters.filter_values import FilterCase
from truespec.checking.rules.ground.evidence import plain_texts
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh
from truespec.contract.schema import Json
from truespec.contract.selection import Filter

__all__ = ["look_there_alone"]

_MOST_PAGES: Final = 4
_SHORTEST: Final = 6


def look_there_alone(case: FilterCase) -> None:
    """Make a record that has elsewhere what one of ours has where filters look, and ask by each of them."""
    world, resource = case.world, case.resource
    asked = {rule.id: (rule, text) for rule in case.lister.action.filters if (text := _text(case, rule))}
    maker = world.maker_of(resource) if asked else None
    looked_into = {path[0] for rule in case.lister.action.filters for path in rule.members if path}
    texts_of = plain_texts(world, maker[1], resource) if maker is not None else []
    free = [name for name in texts_of if name not in looked_into and name not in dict(resource.sets)]
    texts = cycle(text for _, text in asked.values())
    given: dict[str, Json] = {name: next(texts) for name in free}
    other = fresh(world, resource, given) if given else None
    for rule, text in asked.values() if other is not None else ():
        if other is None or text not in other.record.values() or take(other.record, rule.members[0]) == text:
            continue
        lister = case.lister.asking((rule.place, text))
        for number, page in enumerate(lister.walk(lister.ample()), 1):
            if any(take(item, (resource.key,)) == other.key for item in page.items or []):
                states = "it looks into no other member"
                fact = world.fact(rule, case.lister.operation, "members", part="there", states=states)
                world.session.ledger.broken(fact, "a record that has it in another member is listed", page.exchange)
            if number == _MOST_PAGES:
                break


def _text(case: FilterCase, rule: Filter) -> str:
    """Return a text that one of our records has where a filter looks, empty where it looks into more than that."""
    needing = {place for needs in case.lister.action.needs for place in needs.places}
    plain = rule.operator == "equal" and len(rule.members) == 1 and rule.within is None and not rule.joined
    shape = case.lister.shape_at(rule.place)
    if not plain or rule.place in needing or shape is None or "string" not in shape.types or shape.enum is not None:
        return ""
    values = (take(subject.record, rule.members[0]) for subject in case.subjects)
    return next((value for value in values if isinstance(value, str) and len(value) >= _SHORTEST), "")
