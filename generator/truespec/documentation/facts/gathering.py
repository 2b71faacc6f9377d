"""Collects facts while a page is read: where the reader stands, and how much there may be."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from typing import Final

from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Evidence, Fact, Value, Visibility
from truespec.documentation.facts.wording import digest
from truespec.documentation.page import Page

__all__ = ["MAX_FACTS", "MAX_OPERATION_FACTS", "Gathering", "check_once"]

MAX_FACTS: Final = 500_000
"""Facts of one page; beyond them, members are said to be cut."""
MAX_OPERATION_FACTS: Final = 20_000
"""Facts of one operation, likewise: schemas that hold each other several times over multiply without an end."""


@dataclasses.dataclass(slots=True)
class Gathering:
    """The facts of a page so far; the first of equal (operation, place, attribute) counts, stated before others."""

    facts: list[Fact] = dataclasses.field(default_factory=list[Fact])
    operation: str = ""
    contradiction: int = 0
    """The line where the page says of an operation that it has shown before what it did not say there; else 0."""
    _known: dict[tuple[str, str, str], Fact] = dataclasses.field(default_factory=dict[tuple[str, str, str], Fact])
    _counts: Counter[str] = dataclasses.field(default_factory=Counter[str])
    _again: str = ""

    @property
    def full(self) -> bool:
        """Whether there are as many facts as a page, or the present operation, may have."""
        return len(self.facts) >= MAX_FACTS or self._counts[self.operation] >= MAX_OPERATION_FACTS

    @property
    def cut(self) -> bool:
        """Whether there were more facts than a page, or one of its operations, may have."""
        return len(self.facts) >= MAX_FACTS or max(self._counts.values(), default=0) >= MAX_OPERATION_FACTS

    def knows(self, place: str, attribute: str) -> bool:
        """Whether something is said of the attribute at the place of the present operation."""
        return (self.operation, place, attribute) in self._known

    def say(self, place: str, attribute: str, value: Value, line: int, evidence: Evidence = Evidence.STATED) -> None:
        """Add what the page shows."""
        if (place, attribute) == ("", "present"):
            self._again = self.operation if self.knows(place, attribute) else ""
        self._add(Fact(self.operation, place, attribute, value, line, Visibility.SHOWN, evidence))

    def settle(self, place: str, attribute: str, value: Value, line: int, evidence: Evidence) -> None:
        """Add what another witness says of something the page was said not to show."""
        self.facts.append(Fact(self.operation, place, attribute, value, line, Visibility.SHOWN, evidence))

    def move(self, first: int, line: int) -> None:
        """Give the facts from the ``first`` one on the line they were all found on."""
        self.facts[first:] = [dataclasses.replace(fact, line=line) for fact in self.facts[first:]]

    def miss(self, place: str, attribute: str, visibility: Visibility, line: int, value: Value = None) -> None:
        """Add that the page does not show something."""
        self._add(Fact(self.operation, place, attribute, value, line, visibility))

    def forget(self, pieces: Iterable[tuple[int, int]]) -> None:
        """Drop the facts from the first number of each pair to before the second, as they were counted when said."""
        gone = {number for first, end in pieces for number in range(first, end)}
        self.facts = [fact for number, fact in enumerate(self.facts) if number not in gone]

    def word(self, place: str, attribute: str, text: str | None, line: int) -> None:
        """Add the digest of a text; blank text says nothing."""
        if text and (said := digest(text))["words"]:
            self.say(place, attribute, said, line)

    def _add(self, fact: Fact) -> None:
        many = f"server {fact.value}" if fact.attribute == "server" else fact.attribute
        key = (fact.operation, fact.place, many)
        known = self._known.get(key)
        if fact.operation == self._again and fact.operation and self._denies(fact, known):
            self.contradiction = self.contradiction or fact.line
        if known is None:
            self._known[key] = fact
            self._counts[fact.operation] += 1
            self.facts.append(fact)

    def _denies(self, fact: Fact, known: Fact | None) -> bool:
        stated = fact.visibility is Visibility.SHOWN and fact.evidence is Evidence.STATED
        return stated and (known is None or (known.evidence is fact.evidence and known.value != fact.value))


def check_once(into: Gathering, page: Page, report: Report) -> None:
    """Report a page that shows one operation twice and says two things of it: perhaps two pages in one file."""
    if into.contradiction:
        message = "an operation that was shown before is shown again, otherwise: two pages may stand in this file"
        report.error("page-twice", page.at(into.contradiction), message, "save each page to a file of its own")
