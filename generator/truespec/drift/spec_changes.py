"""What a page says against what the spec says, and what the spec says without any page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypedDict, Unpack

from truespec.diagnostics import Location
from truespec.documentation.facts import steps
from truespec.documentation.facts.capture import Capture
from truespec.documentation.facts.surface import Evidence, Fact, Grade, Value, Visibility
from truespec.documentation.loss.visibility import of_attribute, of_place
from truespec.drift.agreement import agrees, fits, is_beside, is_unsaid
from truespec.drift.change import Change, Kind, Weight
from truespec.drift.coverage import Coverage
from truespec.drift.description import Said, spec_words
from truespec.drift.expected import Element, Expected
from truespec.drift.levels import plain

__all__ = ["SpecComparison"]

_SET_BY_SILENCE: Final = frozenset({"nullable", "required"})
"""What a schema says by saying nothing: that null is not allowed, that a member may be missing."""


class _More(TypedDict, total=False):
    """What a change may say beside its class and place, as :class:`Change` has it."""

    attribute: str
    before: Value
    line: int
    location: Location
    evidence: Evidence
    spec: str
    reasons: tuple[str, ...]
    below: Mapping[str, Mapping[str, Value]]


@dataclass(slots=True)
class SpecComparison:
    """One page against the spec.  ``same`` leads from operations of the page to those of the spec."""

    page: Capture
    expected: Expected
    same: Mapping[str, str]
    name: str
    coverage: Coverage

    def changes(self) -> Iterator[Change]:
        """Yield where the spec is behind, contradicts or assumes, and what nothing supports; counts on the way."""
        for operation in self.page.order:
            self.coverage.hidden += len(self.page.unseen.get(operation, {}))
            if operation not in self.same:
                yield self._operation(operation)
                continue
            yield from self._stated(operation)
            yield from self._sampled(operation)
            yield from self._unsupported(operation)

    def _operation(self, operation: str) -> Change:
        said = self.page.places(operation)
        facts = [fact for attributes in said.values() for fact in attributes.values()]
        self.coverage.stated += sum(not is_beside(fact) for fact in facts)
        line = min((fact.line for fact in facts if fact.line), default=0)
        below = {place: plain(attributes) for place, attributes in said.items() if place}
        return self._change(
            Kind.SPEC_BEHIND, operation, "", line=line, after=plain(said.get("", {})), below=below, spec="not there"
        )

    def _stated(self, operation: str) -> Iterator[Change]:
        told: set[str] = set()
        for place, attributes in self.page.places(operation).items():
            counted = [fact for fact in attributes.values() if not is_beside(fact)]
            self.coverage.stated += len(counted)
            element = self.expected.find(self.same[operation], place)
            if element is None:
                if not told.intersection(steps.ancestors(place)):
                    told.add(place)
                    yield self._missing(operation, place)
                continue
            for fact in counted:
                change = self._fact(fact, element)
                if change is None or change.kind is Kind.SETTLED:
                    self.coverage.stated_in += 1
                if change is not None:
                    yield change
            yield from self._settled_place(operation, place, element)

    def _missing(self, operation: str, place: str) -> Change:
        said = self.page.places(operation)
        below = {one: plain(said[one]) for one in said if place in steps.ancestors(one)}
        line = min((fact.line for fact in said[place].values()), default=0)
        return self._change(
            Kind.SPEC_BEHIND, operation, place, line=line, after=plain(said[place]), below=below, spec="not there"
        )

    def _fact(self, fact: Fact, element: Element) -> Change | None:
        said = element.said.get(fact.attribute)
        why = _why(element, fact.attribute, said)
        if said is None:
            if is_unsaid(fact):
                return None
            behind = fact.attribute not in _SET_BY_SILENCE and not why
            kind = Kind.SPEC_BEHIND if behind else Kind.REFUTED if why else Kind.SPEC_CONTRADICTS
            return self._attribute(kind, fact, None, element.location, why)
        if agrees(fact, said.value):
            if why and fact.evidence is Evidence.STATED and not self._leaves_open(fact):
                return self._attribute(Kind.SETTLED, fact, said.value, said.location, why)
            return None
        kind = Kind.REFUTED if why else Kind.SPEC_CONTRADICTS
        return self._attribute(kind, fact, said.value, said.location, why)

    def _leaves_open(self, fact: Fact) -> bool:
        """Whether a page says of a place that anything may be there, which settles nothing."""
        kind = self.page.places(fact.operation)[fact.place].get("type")
        return kind is not None and kind.value == "any"

    def _attribute(self, kind: Kind, fact: Fact, before: Value, location: Location, why: str) -> Change:
        words = {Kind.SPEC_BEHIND: "says nothing of it", Kind.SETTLED: "assumed it"}.get(kind, "says otherwise")
        return self._change(
            kind,
            fact.operation,
            fact.place,
            fact.value,
            attribute=fact.attribute,
            before=before,
            line=fact.line,
            location=location,
            evidence=fact.evidence,
            spec=words,
            reasons=(" ".join(why.split()),) if why else (),
        )

    def _settled_place(self, operation: str, place: str, element: Element) -> Iterator[Change]:
        if element.assumed and place and element.assumed == element.doubts.get(""):
            yield self._change(
                Kind.SETTLED,
                operation,
                place,
                line=min(fact.line for fact in self.page.places(operation)[place].values()),
                location=element.location,
                spec="assumed it",
                reasons=(" ".join(element.assumed.split()),),
            )

    def _sampled(self, operation: str) -> Iterator[Change]:
        told: set[str] = set()
        for place, attributes in self.page.samples(operation).items():
            fact = attributes.get("type")
            if fact is None:
                continue
            self.coverage.sampled += 1
            element = self.expected.find(self.same[operation], place, sampled=True)
            if element is None:
                if not self._is_open(operation, place) and not told.intersection(steps.ancestors(place)):
                    told.add(place)
                    yield self._change(
                        Kind.SPEC_BEHIND,
                        operation,
                        place,
                        after=plain(attributes),
                        line=fact.line,
                        evidence=Evidence.SAMPLE,
                        spec="not there",
                        reasons=("only samples show it",),
                    )
                continue
            said = element.said.get("type")
            if said is None or fits(fact.value, said.value, nullable="nullable" in element.said):
                self.coverage.sampled_in += 1
            else:
                why = _why(element, "type", said)
                kind = Kind.REFUTED if why else Kind.SPEC_CONTRADICTS
                yield self._attribute(kind, fact, said.value, said.location, why)

    def _is_open(self, operation: str, place: str) -> bool:
        """Whether a place stands below one of which the spec says that anything may be there."""
        for one in steps.ancestors(place):
            element = self.expected.find(self.same[operation], one, sampled=True)
            if element is not None:
                said = element.said.get("type")
                return said is not None and said.value == "any"
        return False

    def _unsupported(self, operation: str) -> Iterator[Change]:
        label = self.same[operation]
        waiting = list(self.expected.roots(label).values())
        said, sampled = self.page.places(operation), self.page.samples(operation)
        known = {self._own_name(operation, place, sampled=place not in said) for place in (*said, *sampled)}
        while waiting:
            element = waiting.pop()
            place = element.place
            if place and place not in known:
                yield from self._unshown(operation, element)
                continue
            yield from self._unsupported_attributes(operation, element)
            waiting += self.expected.below(label, element).values()

    def _own_name(self, operation: str, place: str, *, sampled: bool) -> str:
        """Return the place as the spec calls it: it may list as a credential what the page lists as a header."""
        element = self.expected.find(self.same[operation], place, sampled=sampled)
        return place if element is None else element.place

    def _unshown(self, operation: str, element: Element) -> Iterator[Change]:
        described = element.described
        nested = described is not None and bool(
            described.members or described.items or described.additional or described.alternatives
        )
        count = len(element.said) or 1
        seen = of_place(self.page, operation, element.place, nested=nested) is Visibility.SHOWN
        if element.assumed:
            self.coverage.assumed += count
        elif not seen or element.place.startswith("auth.") or self._may_be_folded(element.place):
            self.coverage.unseen += count
        else:
            self.coverage.unsupported += count
            yield self._change(
                Kind.UNSUPPORTED,
                operation,
                element.place,
                before={attribute: said.value for attribute, said in element.said.items()},
                location=element.location,
                spec="says it",
            )

    def _may_be_folded(self, place: str) -> bool:
        """Whether a text may lack a place that its page has: a body whose members are folded, answers behind menus."""
        is_status = place.startswith("response.") and len(steps.segments(place)) == 2
        return self.page.page.grade is Grade.C and (place == "body" or is_status)

    def _unsupported_attributes(self, operation: str, element: Element) -> Iterator[Change]:
        shown = self.page.places(operation).get(element.place, {})
        for attribute, said in element.said.items():
            if said.assumed or _why(element, attribute, said):
                self.coverage.assumed += 1
            elif attribute in shown or said.value is False or (attribute, said.value) == ("type", "any"):
                self.coverage.documented += 1
            elif (
                not shown
                or attribute in {"media", "scheme"}
                or self._would_hide(operation, element.place, attribute, said.value)
            ):
                self.coverage.unseen += 1
            else:
                self.coverage.unsupported += 1
                yield self._change(
                    Kind.UNSUPPORTED,
                    operation,
                    element.place,
                    attribute=attribute,
                    before=said.value,
                    location=said.location,
                    spec="says it",
                )

    def _would_hide(self, operation: str, place: str, attribute: str, value: Value) -> bool:
        seen = of_attribute(self.page, operation, place, attribute, value, by_document=True)
        return seen is not Visibility.SHOWN

    def _change(self, kind: Kind, operation: str, place: str, after: Value = None, **more: Unpack[_More]) -> Change:
        weights = {Kind.SETTLED: Weight.NOTE, Kind.UNSUPPORTED: Weight.NOTE, Kind.SPEC_BEHIND: Weight.WARNING}
        sampled = more.get("evidence") is Evidence.SAMPLE
        weight = weights.get(kind, Weight.WARNING if sampled else Weight.ERROR)
        return Change(kind, weight, operation, place, after=after, page=self.name, **more)


def _why(element: Element, attribute: str, said: Said | None) -> str:
    """Return why the attribute is assumed; empty where it is not."""
    if said is not None and said.assumed:
        return said.assumed
    return next((element.doubts[word] for word in spec_words(attribute) if word in element.doubts), "")
