"""Which operation of one description is which of another: names of path parameters and base paths do not count."""

from __future__ import annotations

import functools
import re
from collections import Counter
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
    beginning of its path, as pages leave out what their server's address holds, where only one of ours fits: first
    those that have the same there as others, for ``/v1/me/shows`` is no ``/shows`` where all else is below ``/v1``.
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
    free = [one for one in ours if one not in taken]
    below = {one: _below(one, free) for one in theirs if one not in found}
    often = Counter(base for bases in below.values() for base in bases.values())
    for base in sorted((base for base, count in often.items() if count > 1), key=lambda one: (-often[one], len(one))):
        for one, bases in below.items():
            fits = [other for other, begun in bases.items() if begun == base and other not in taken]
            if one not in found and len(fits) == 1:
                found[one] = fits[0]
                taken.add(fits[0])
    for one, bases in below.items():
        fits = [other for other in bases if other not in taken]
        if one not in found and len(fits) == 1:
            found[one] = fits[0]
            taken.add(fits[0])
    return found


def _below(one: str, ours: Iterable[str]) -> dict[str, str]:
    """Return what an operation may be of ``ours``, each with what one of the two has before the path of both."""
    return {other: base for other in ours if (base := _base(template(one), template(other)))}


def _base(one: str, other: str) -> str:
    """Return what one of two operations has before its path, where they differ in nothing else; else nothing."""
    method, _, path = one.partition(" ")
    other_method, _, other_path = other.partition(" ")
    if method != other_method or "/" in {path, other_path}:
        return ""
    if path.endswith(other_path):
        return f"+{path.removesuffix(other_path)}"
    return f"-{other_path.removesuffix(path)}" if other_path.endswith(path) else ""
