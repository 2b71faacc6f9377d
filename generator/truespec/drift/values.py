"""Values of an enumeration that a page does not tell apart: that there are some is printed, and often their run."""

from __future__ import annotations

from truespec.documentation.facts.capture import Capture, as_json, condensed
from truespec.documentation.facts.surface import Evidence, Form, Value

__all__ = ["NOT_TOLD", "values_changed"]

NOT_TOLD = "values that are not told apart"
_NULL = "null"
_SHORTEST = 2
_MOST_TRIES = 2_000
_MARKED = frozenset({Form.TEXT_GITBOOK, Form.HTML_GITBOOK, Form.MD_OPENAPI, Form.OPENAPI})
"""Forms that say of each type whether it is an enumeration."""


def values_changed(before: Capture, now: Capture, old: str, operation: str, place: str) -> tuple[Value, Value] | None:
    """Return what a place's enumeration was and is, where one of two pages does not tell its values apart.

    ``old`` and ``operation`` are the names of one operation then and now.  None where it is the same, or may be.
    """
    was, known_was = _values(before, old, place)
    new, known_new = _values(now, operation, place)
    if not (known_was and known_new) or (was is None and new is None):
        return None
    if was is None or new is None:
        return was, new
    if NOT_TOLD in (was, new) or not (isinstance(was, str) or isinstance(new, str)):
        return None
    return None if _is_rearranged(_run(was), _run(new)) else (was, new)


def _values(capture: Capture, operation: str, place: str) -> tuple[Value, bool]:
    """Return the values of a place, as one text where they run together, and whether that is sure."""
    said = capture.places(operation).get(place, {})
    fact = said.get("enum")
    marks = capture.unseen.get(operation, {})
    if fact is not None and fact.evidence is Evidence.STATED:
        return fact.value, True
    if "enum" in marks.get(place, {}):
        joined = capture.joined.get((operation, place))
        if "nullable" in said and isinstance(joined, str) and joined != _NULL:
            joined = joined.removesuffix(_NULL)  # which is among the values, and no value of its own
        return (joined if isinstance(joined, str) and joined else NOT_TOLD), True
    hidden = any("enum" in attributes for one, attributes in marks.items() if one.startswith(f"{place}|"))
    return None, fact is None and not hidden and "type" in said and capture.page.form in _MARKED


def _run(value: Value) -> str:
    """Return values as they run together on a page, without blanks."""
    several = value if isinstance(value, tuple) else (value,)
    return "".join("".join(one if isinstance(one, str) else as_json(condensed("enum", one)) for one in several).split())


def _is_rearranged(run: str, other: str) -> bool:
    """Whether one run of values may be the other with its values in another order, each of two letters at least."""
    if run == other or sorted(run) != sorted(other):
        return run == other
    tries = _MOST_TRIES

    def fits(rest: str, pieces: tuple[str, ...]) -> bool:
        nonlocal tries
        if not rest:
            return not pieces
        for number, piece in enumerate(pieces):
            for start in range(len(piece)):
                for length in range(_alike(rest, piece[start:]), _SHORTEST - 1, -1):
                    tries -= 1
                    if tries < 0:
                        return False
                    left = (piece[:start], piece[start + length :])
                    others = (*pieces[:number], *filter(None, left), *pieces[number + 1 :])
                    if all(len(one) >= _SHORTEST for one in others) and fits(rest[length:], others):
                        return True
        return False

    return fits(other, (run,))


def _alike(one: str, other: str) -> int:
    """Count the letters that two texts begin with alike."""
    return next(
        (count for count, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
