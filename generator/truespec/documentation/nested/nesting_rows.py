"""Printed rows of which some are below others, and what is known of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from truespec.documentation.rendered.fields import OTHERS, OWN_NAME, Field
from truespec.documentation.rendered.sample_values import (
    ANY_NAME,
    Path,
    first_object,
    is_circular,
    sampled_name,
    value_at,
)

__all__ = ["BEHIND_LOST", "BELOW_LOST", "OF_FIRST", "UNLISTED", "Place", "Rows", "is_choice_of_choices"]

UNLISTED: Final = frozenset({"read_only", "write_only", "deprecated"})
"""Flags of members that a sample may leave out."""

BEHIND_LOST: Final = "behind_lost"
"""Flag of a row before which another was not read: it may be below that, or no longer below what that was below."""
BELOW_LOST: Final = "below_lost"
"""Flag of a row before which another was not read that was open."""
OF_FIRST: Final = "of_first"
"""Flag of a row below the first of several alternatives, whose own row was not saved."""

Place: TypeAlias = Path
"""The object that a row is a member of, or the choice it is an alternative of with its number behind it."""


@dataclasses.dataclass(frozen=True, slots=True)
class Rows:
    """What is printed, in order: ``root`` is what all of it is below, where the page has a row for that.

    ``owners_shown`` says that a row which opens is itself there; ``flagged`` that members which a sample leaves out
    are told by their flags, which are ``unlisted``; ``ends`` are the numbers of the rows behind what is below
    some of them, where another part of the page tells; ``others_named`` that the page has a member of the name that
    stands for the properties which an object does not name.
    """

    fields: Sequence[Field]
    sample: object
    root: Field | None = None
    owners_shown: bool = True
    flagged: bool = True
    unlisted: frozenset[str] = UNLISTED
    ends: Mapping[int, int] = dataclasses.field(default_factory=dict[int, int])
    others_named: bool = False

    def later(self) -> list[dict[str, int]]:
        """Return, for each row and the end, which row from there on is the first of each name."""
        later: list[dict[str, int]] = [{}]
        for number in range(len(self.fields) - 1, -1, -1):
            one = self.fields[number]
            names = dict.fromkeys((sampled_name(one), one.name), number)
            later.append(later[-1] if "alternative" in one.flags else {**later[-1], **names})
        return later[::-1]

    def is_named(self, field: Field, names: tuple[str, ...] | None) -> bool:
        """Whether a row is a member of its name, or may be one where its name is that of the other properties."""
        either = ANY_NAME not in names if names else field.is_so_named or self.others_named
        return field.name in (names or ()) or (field.is_others and either)

    def may_be_deeper(self, field: Field, value: object) -> bool:
        """Whether a row that leads back may be below one of its own name that was not saved.

        Where a sample ends in what leads back, a page may still go around once more.
        """
        return field.circular and not self.owners_shown and is_circular(value)

    def tells(self, field: Field, place: Place, sample: object, owner: Field | None) -> bool:
        """Whether a row is no other properties, or is told from a member of that name.

        A sample that was made has the others too; one that the vendor wrote for the ``owner`` may leave them out.
        """
        if not field.is_others:
            return True
        members = first_object(value_at(sample, place)) or {}
        if OTHERS in members:
            field.flags.add(OWN_NAME)
        made = bool(members) and not (owner is not None and owner.tail)
        either = self.others_named or field.is_so_named or made
        return OTHERS in members or ANY_NAME in members or not either


def is_choice_of_choices(inner: Field, outer: Field, following: Field | None = None) -> bool:
    """Whether an alternative has its own, so that the next one, which may be given, may be of either.

    Constants in a row are one enumeration, and a choice behind null alone is one that may be null.
    """
    kinds = [part.type.bases if part.type is not None else () for part in outer.alternatives]
    may_be_null = kinds[:1] == [("null",)] and outer.alternatives[1:] == [inner]
    parts = [*inner.alternatives, *([following] if following is not None else [])]
    listed = all("silent" not in part.flags and part.type and part.type.const is not None for part in parts)
    return inner.type is not None and inner.type.is_choice and inner.parted > 0 and not (may_be_null or listed)
