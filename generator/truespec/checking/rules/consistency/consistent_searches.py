"""Where no rules are written, a search looks where the words of the spec say it does, and as they say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

from truespec.checking.rules.consistency.consistent_readers import lists_records
from truespec.checking.rules.ground.evidence import Case, NothingTells, Trouble, is_plain
from truespec.checking.rules.ground.sentences import members_named, plain, says_any_case, sentences, with_what_follows
from truespec.checking.rules.ground.world import Subject
from truespec.checking.rules.lists.around import asked_name, plain_name
from truespec.checking.rules.lists.listings import listing_fact, listings
from truespec.checking.rules.lists.told_of import told_of
from truespec.checking.rules.lists.turning import SEARCHES, Listing
from truespec.contract.behaviour import Place
from truespec.contract.schema import Json

__all__ = ["check_searches"]

_ABOUT: Final = re.compile(r"\b(find|found|search|look|match|contain)", re.IGNORECASE)
_SEARCH: Final = re.compile(r"\bsearch", re.IGNORECASE)
_WHOSE: Final = re.compile(
    r"\b(?:whose|where the) (?P<members>[^.;]+?) (?:contains?|includes?|match(?:es)?|starts? with|begins? with)\b",
    re.IGNORECASE,
)
_WHERE: Final = re.compile(
    r"\b(?:texts?|words?|occurs?|appears?|looks?|looked|search\w*)\b[^.;]*?\b(?:in|across)\s+(?P<members>[^.;]+)",
    re.IGNORECASE,
)
_IN_WHOSE: Final = re.compile(
    r"\bin whose (?P<members>[^.;]+?) (?:this|the|that|a) (?:text|word|term|string)s? (?:occurs?|appears?|stands?)\b",
    re.IGNORECASE,
)
_BEGINS: Final = re.compile(r"\b(?:starts?|begins?|starting|beginning) with\b", re.IGNORECASE)
_ANYWHERE: Final = re.compile(r"\b(contain\w*|includ\w*|part of|anywhere|words?|ends?|occurs?)\b", re.IGNORECASE)
_LONG, _BEHIND = 5, 2
"""So many letters are left out at the beginning of a word: what is left begins nothing else that a record has."""
_WORD: Final = re.compile(r"[^\W_]+")

_FILLING: Final = re.compile(r"\b(the|their|its|his|her|a|an|any|either|one|of|fields?|members?)\b", re.IGNORECASE)
_AFTER: Final = ("address", "number")
"""What may follow on the name of a member: an email address, a phone number."""

_DIALLED: Final = re.compile(r"phone|mobile", re.IGNORECASE)
_NEGATED: Final = re.compile(r"\b(not|never|neither|except)\b", re.IGNORECASE)


def check_searches(case: Case) -> None:
    """Judge every search for records of one resource."""
    for listing in listings(case.world):
        if not listing.key or not lists_records(case, listing):
            continue
        last = plain_name(listing.operation.path.rstrip("/").rpartition("/")[2])
        about = _ABOUT.search if listing.operation.method == "POST" or last in SEARCHES else _SEARCH.search
        for place, schema in listing.untold:
            if asked_name(place.path[-1]) not in SEARCHES or "string" not in case.world.maker.types(schema):
                continue
            above = with_what_follows(sentences(listing.operation.description))
            named = re.compile(rf"`{re.escape(place.path[-1])}`")
            told = with_what_follows(told_of(listing, place))
            told += [text for text in above if about(text) or named.search(text)]
            if any(map(says_any_case, told)):
                states = f"`{place.path[-1]}` takes letters of both cases as the same"
                fact = listing_fact(listing, f"search.{place.path[-1]}.letters", states, place)
                case.judge(fact, partial(_tells_letters_apart, case, listing, place))
            for name in _looked_at(case, told):
                states = f"`{place.path[-1]}` looks at `{name}`"
                fact = listing_fact(listing, f"search.{place.path[-1]}.{name}", states, place)
                case.judge(fact, partial(_misses_member, case, listing, place, name))
            if _says_begins(told):
                states = f"`{place.path[-1]}` is what a text begins with"
                fact = listing_fact(listing, f"search.{place.path[-1]}.begins", states, place)
                case.judge(fact, partial(_finds_within, case, listing, place))


def _looked_at(case: Case, told: list[str]) -> list[str]:
    """Return the plain texts of a record in one of which, as a sentence says, there has to be what is looked for."""
    record = case.world.maker.shape(case.world.api.schema(case.resource.schema).schema).properties
    firm = [text for text in told if not _NEGATED.search(text)]
    found = [match["members"] for text in firm for form in (_WHOSE, _IN_WHOSE) for match in form.finditer(text)]
    found += [
        match["members"] for text in firm for match in _WHERE.finditer(text) if _names_only(match["members"], record)
    ]
    sendable = case.world.sendable(case.create[1])
    return [
        name
        for text in found
        if not re.search(r"\b(and|all|both|each|together)\b", text)
        for name in members_named(text, record)
        if name in sendable
        and (is_plain(case.world, record[name]) or plain_name(name) == "email" or _DIALLED.search(name))
    ]


def _says_begins(told: list[str]) -> bool:
    """Say whether what is looked for is documented to be the beginning of a text, and nothing else."""
    firm = [text for text in told if not _NEGATED.search(text)]
    return any(map(_BEGINS.search, firm)) and not any(map(_ANYWHERE.search, told))


def _names_only(text: str, names: Iterable[str]) -> bool:
    """Say whether a text lists members and nothing else, but for what it says of the case of letters."""
    clauses = ",".join(clause for clause in text.split(",") if not says_any_case(clause))
    parts = [part for part in re.split(r",|\bor\b|/", clauses) if part.strip()]
    known = {plain(name) for name in names}
    words = [plain(_FILLING.sub("", part)) for part in parts]
    return bool(words) and all(known & {word, *map(word.removesuffix, _AFTER)} for word in words)


def _texts(case: Case, subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield members that nobody else has the text of, each as it was sent and read."""
    for name, value in subject.record.items():
        if isinstance(value, str) and case.world.maker.tag in value and subject.sent.get(name) == value:
            yield name, value


def _as_shown(subject: Subject, name: str) -> str | None:
    """Return the number in a member that is a telephone number: it was sent, and is read, just so."""
    value = subject.record.get(name)
    shown = isinstance(value, str) and _DIALLED.search(name) and subject.sent.get(name) == value
    return value if isinstance(value, str) and shown else None


def _finds(listing: Listing, place: Place, text: str, key: Json) -> bool | None:
    """Say whether a text finds a record, ``None`` where it may not be asked for or nobody can tell."""
    shape = listing.world.shape_at(listing.operation, place)
    longest = shape.constraints.get("maxLength") if shape is not None else None
    if isinstance(longest, int) and len(text) > longest:
        return None
    part = listing.part((place, text))
    return None if part.items is None else key in listing.names(part.items)


def _tells_letters_apart(case: Case, listing: Listing, place: Place) -> Trouble:
    """Look for a text that finds a record with all its letters turned to the other case."""
    subject = case.new()
    for _, text in _texts(case, subject) if subject is not None else ():
        if subject is not None and _finds(listing, place, text, subject.key):
            found = _finds(listing, place, text.swapcase(), subject.key)
            if found is None:
                break
            last = case.world.session.last
            return ("in letters of the other case, a text finds less", last) if not found and last is not None else None
    raise NothingTells


def _misses_member(case: Case, listing: Listing, place: Place, name: str) -> Trouble:
    """Look for what a record has in one member, where what it has in another is found."""
    subject = case.new()
    texts = dict(_texts(case, subject)) if subject is not None else {}
    text = texts.pop(name, None) or (_as_shown(subject, name) if subject is not None else None)
    if subject is None or text is None:
        raise NothingTells
    found = _finds(listing, place, text, subject.key)
    if found:
        return None
    last = case.world.session.last
    if found is None or last is None or not any(_finds(listing, place, other, subject.key) for other in texts.values()):
        raise NothingTells
    # A search may follow a little later: by now it knows the record.
    return None if _finds(listing, place, text, subject.key) else ("a record is not found by what it has there", last)


def _finds_within(case: Case, listing: Listing, place: Place) -> Trouble:
    """Look for the rest of a word that few others have, in a text by which a record is found."""
    subject = case.new()
    shared, own = {*_WORD.findall(case.world.maker.tag)}, list(_words(subject.record)) if subject is not None else []
    for _, text in _texts(case, subject) if subject is not None else ():
        rest = next((word[_BEHIND:] for word in _WORD.findall(text) if len(word) >= _LONG and word not in shared), "")
        begins = any(word.casefold().startswith(rest.casefold()) for word in own)
        if subject is None or begins or not _finds(listing, place, text, subject.key):
            continue
        found, last = _finds(listing, place, rest, subject.key), case.world.session.last
        if found is None or last is None:
            break
        return ("a record is found by what stands in the middle of a text", last) if found else None
    raise NothingTells


def _words(value: Json) -> Iterator[str]:
    """Yield all words in the texts of a record."""
    if isinstance(value, str):
        yield from _WORD.findall(value)
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _words(child)
