"""Which operation of one description is which of another: names of path parameters and base paths do not count."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Final

__all__ = ["ending", "matched", "template"]

_KNOWN: Final = 1 << 16
"""Operations whose templates are remembered."""


def ending(operation: str) -> str:
    """Return method and end of an operation, which are those of every other one that it may match.

    The end is the last step of the path that is no parameter, with the parameters behind it; it is empty for a path
    of parameters alone, which may be the end of any.
    """
    method, _, path = template(operation).partition(" ")
    steps = path.split("/")
    last = next((number for number in range(len(steps) - 1, -1, -1) if steps[number] not in {"", "{}"}), None)
    return "" if last is None else f"{method} {'/'.join(steps[last:])}"


@functools.lru_cache(_KNOWN)
def template(operation: str) -> str:
    """Return an operation with the names of its path parameters left out: ``GET /customers/{}``."""
    method, _, path = operation.partition(" ")
    return f"{method.upper()} {re.sub(r'[{][^{}]*[}]', '{}', path).rstrip('/') or '/'}"


def matched(ours: Iterable[str], theirs: Iterable[str]) -> dict[str, str]:
    """Return for each operation of ``theirs`` the same one of ``ours``, as far as there is one.

    Equal operations match; then those that differ in names of parameters; then those of which one has more at the
    beginning of its path, as pages leave out what their server's address holds, where only one of ours fits.
    """
    ours, theirs = list(ours), list(theirs)
    known = set(ours)
    found = {one: one for one in theirs if one in known}
    if len(found) == len(theirs):
        return found
    left = [one for one in ours if one not in found]
    by_template = {template(one): one for one in reversed(left)}
    for one in theirs:
        if one not in found and template(one) in by_template:
            found[one] = by_template.pop(template(one))
    taken = set(found.values())
    for one in theirs:
        if one not in found:
            fits = [other for other in ours if other not in taken and _is_below(template(one), template(other))]
            if len(fits) == 1:
                found[one] = fits[0]
                taken.add(fits[0])
    return found


def _is_below(one: str, other: str) -> bool:
    """Whether the operations differ only in what one has before its path."""
    method, _, path = one.partition(" ")
    other_method, _, other_path = other.partition(" ")
    if method != other_method or "/" in {path, other_path}:
        return False
    return path.endswith(other_path) or other_path.endswith(path)
