"""What the words about a parameter of a list say of it, as far as they say it beyond doubt."""

from __future__ import annotations

import re
from typing import Final

from truespec.checking.rules.ground.sentences import is_negated, members_named, sentences
from truespec.checking.rules.lists.around import asked_of, plain_name
from truespec.checking.rules.lists.turning import Listing
from truespec.contract.rule import Place

__all__ = ["counts_equal", "member_within", "told_of", "wants_all"]

_WITH_EQUAL: Final = re.compile(
    r"\b\w+ than or equal\b|\bat (least|most)\b|\binclusive\b|"
    r"\bor (more|less|fewer|higher|lower|equal|later|earlier|after|before|newer|older)\b|"
    r"[<>]=|[\u2264\u2265]|\b(not|no) (less|more|fewer|greater|higher|lower) than\b",
    re.IGNORECASE,
)
_WITHOUT_EQUAL: Final = re.compile(
    r"\bexclusive\b|\bstrictly\b|(?<!\bnot )(?<!\bno )\b(more|less|fewer|greater|higher|lower) than\b",
    re.IGNORECASE,
)
_SOME: Final = re.compile(r"\b(any|one|some|either|few)\b|\bor\b", re.IGNORECASE)
_WHICH: Final = r"(?:of )?(?:(?:the|these|those|its|given|listed|named|specified|requested|provided) )*"


def told_of(listing: Listing, place: Place) -> list[str]:
    """Return the sentences about a parameter, or about a member of the body."""
    found = (one for one in listing.operation.parameters if (one.place, one.wire) == (place.part, place.path[-1]))
    told = [text for one in found for text in sentences(f"{one.description}. {one.schema.description}")]
    member = listing.world.shape_at(listing.operation, place) if place.part == "body" else None
    return [*told, *(sentences(member.schema.description) if member is not None else ())]


def counts_equal(listing: Listing, place: Place) -> bool | None:
    """Say whether what is equal to a bound is within it; ``None`` where that is open."""
    told = told_of(listing, place)
    with_it = any(_WITH_EQUAL.search(text) for text in told)
    without = any(_WITHOUT_EQUAL.search(_WITH_EQUAL.sub(" ", text)) for text in told)
    return None if with_it == without else with_it


def wants_all(listing: Listing, place: Place, member: str) -> bool:
    """Say whether a record has to have all words that are asked for, which are some of a list that it has."""
    names = "|".join(re.escape(name) for name in (place.path[-1], member))
    every = re.compile(rf"\b(?:all|every|each) {_WHICH}(?:{names})s?\b", re.IGNORECASE)
    told = told_of(listing, place)
    return any(every.search(text) and not _SOME.search(text) and not is_negated(text) for text in told)


def member_within(listing: Listing, place: Place) -> tuple[str, str] | None:
    """Return the only member of an object in a record that a parameter is called after, where its words name both."""
    maker, asked = listing.world.maker, plain_name(asked_of(place.path[-1]))
    objects = {
        outer: maker.narrowed(member.schema).properties
        for outer, member in maker.narrowed(listing.answer).properties.items()
    }
    found = [(outer, inner) for outer, inside in objects.items() for inner in inside if plain_name(inner) == asked]
    told = [outer for text in told_of(listing, place) for outer in members_named(text, objects)]
    return found[0] if len(found) == 1 and found[0][0] in told else None
