"""Whether a list shows what fits any of several filters: how filters go together is nobody's rule where none says it.

A server that forgets a filter beside another lists what fits the other; one that joins them by *or* lists both.
"""

from __future__ import annotations

from collections.abc import Iterator

from truespec.checking.rules.filters.filter_values import FilterCase, first_value, written
from truespec.checking.rules.ground.fitting import Asked, fits
from truespec.checking.rules.ground.paths import take
from truespec.contract.schema import Json

__all__ = ["lists_either"]


def lists_either(case: FilterCase) -> bool:
    """Say whether two records are both listed that fit one of two filters each, and not the other.

    It is asked once, and only where filters beside each other seem to fail.
    """
    known, name = case.world.joined_by_or, f"{case.resource.name}: {case.lister.operation.id}"
    if name not in known:
        known[name] = any(_is_either(case, asked, keys) for asked, keys in list(_crossed(case))[:1])
    return known[name]


def _crossed(case: FilterCase) -> Iterator[tuple[Asked, list[Json]]]:
    """Yield two filters with values that fit one record of ours each, and the keys of the records."""
    rules = [rule for rule in case.lister.action.filters if rule.within is None and rule.operator == "equal"]
    for one in case.subjects:
        for other in case.subjects:
            for rule in rules if one.key != other.key else ():
                for beside in rules:
                    left, right = first_value(one, rule), first_value(other, beside)
                    if rule is beside or left is None or right is None:
                        continue
                    if fits(other.record, rule, left) is False and fits(one.record, beside, right) is False:
                        yield (written(case, rule, [left]), written(case, beside, [right])), [one.key, other.key]


def _is_either(case: FilterCase, asked: Asked, keys: list[Json]) -> bool:
    lister = case.lister.asking(*((rule.place, value) for rule, value in asked))
    listed = [take(item, (case.resource.key,)) for item in lister.page(lister.first).items or []]
    return all(key in listed for key in keys)
