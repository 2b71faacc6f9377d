"""The rules by which a request chooses and orders the records of a list: filters, search, order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from truespec.contract.rule import BODY, Place, Rule
from truespec.contract.schema import Json

__all__ = ["Filter", "Operator", "Order", "Search", "SearchScope", "Within"]

Operator: TypeAlias = Literal[
    "equal", "contains", "on", "on-or-after", "on-or-before", "month", "at-least", "at-most", "above", "below"
]


@dataclass(frozen=True, slots=True)
class Within:
    """The list in a record, one element of which has to fit; ``where`` are values that element must have.

    Filters with an equal ``Within`` speak of one and the same element.
    """

    member: str
    where: tuple[tuple[str, Json], ...] = ()


@dataclass(frozen=True, slots=True)
class Filter(Rule):
    """Only records that fit the value at ``place`` are listed; without a value, the filter does nothing.

    ``members`` are paths in the record (below the element of ``within``, where there is one); one of them has to
    fit. ``joined`` reads them as one text with spaces between. ``values`` says whether, of a list sent, ``any``
    value may fit or ``all`` have to. ``on`` and its like compare days; ``month`` compares the month of a day; ``at-
    least``, ``at-most``, ``above`` and ``below`` compare numbers, and points in time.
    """

    place: Place = BODY
    members: tuple[tuple[str, ...], ...] = ()
    operator: Operator = "equal"
    values: Literal["one", "any", "all"] = "one"
    joined: bool = False
    within: Within | None = None


@dataclass(frozen=True, slots=True)
class Order(Rule):
    """A request names the members to order by, at ``by``.

    The direction is either a ``prefix`` of the name that means descending, or a word at ``direction``:
    ``ascending`` or ``descending``. Where nothing is named, ``relevance`` is the place of the text that what fits best
    comes first for.
    """

    by: Place = BODY
    prefix: str = ""
    direction: Place | None = None
    ascending: str = ""
    descending: str = ""
    relevance: Place | None = None


@dataclass(frozen=True, slots=True)
class SearchScope(Rule):
    """What is searched, by a word at ``place``: the ``default`` word means the records.

    ``lists`` maps any other word to the list in a record whose elements are searched instead.
    """

    place: Place = BODY
    default: str = ""
    lists: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Search(Rule):
    """The text at ``query`` is looked for in several ``members`` of a record.

    ``own`` maps the place of a value of its own to the member it is looked for in; where it is sent, the text is not
    looked for in that member. ``exact`` is the place of the switch for exact matches. ``letters`` says whether texts
    that differ in the case of letters only fit each other, where a page says so.
    """

    query: Place = BODY
    members: tuple[str, ...] = ()
    own: tuple[tuple[Place, str], ...] = ()
    exact: Place | None = None
    letters: Literal["", "alike", "apart"] = ""
    scope: SearchScope | None = None
