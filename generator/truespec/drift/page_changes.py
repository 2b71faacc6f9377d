"""What a page says now against what it said when it was accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from truespec.documentation.facts import steps
from truespec.documentation.facts.capture import Attributes, Capture
from truespec.documentation.facts.operations import matched
from truespec.documentation.facts.surface import Evidence, Fact, Grade, Value, Visibility
from truespec.documentation.loss.remnants import opens_now
from truespec.documentation.loss.visibility import of_attribute, of_place, of_sample
from truespec.drift import levels
from truespec.drift.change import Change, Kind, Weight
from truespec.drift.choices import aligned
from truespec.drift.renames import with_renames
from truespec.drift.rewording import reworded
from truespec.drift.sameness import WORDS, alike, is_of_same_words, same
from truespec.drift.servers import servers_moved
from truespec.drift.values import values_changed
from truespec.drift.weighing import weigh_attribute, weigh_place
from truespec.drift.wording import places_named

__all__ = ["page_changes"]

_IGNORED: Final = frozenset({"example", "present", "properties", "server", "title", "circular"})
_FLAGS: Final = frozenset({"required", "nullable", "deprecated", "readOnly", "writeOnly"})


def page_changes(before: Capture, now: Capture) -> tuple[Change, ...]:
    """Return what changed, in the order of the page: what came and went, is said differently, is seen or not.

    Only what the page would show is gone, and only what the lock would have is new.
    """
    paired = matched(now.order, before.order)
    known = {current: old for old, current in paired.items()}
    changes: list[Change] = list(servers_moved(before, now))
    before, now = aligned(before, now, paired), aligned(now, before, known)
    for operation in now.order:
        if operation in known:
            changes += _Operation(before, now, known[operation], operation).changes()
        elif before.order:
            changes.append(_whole(before, now, operation, Kind.ADDED))
    return (*changes, *(_whole(now, before, old, Kind.REMOVED) for old in before.order if old not in paired))


def _whole(other: Capture, owner: Capture, operation: str, kind: Kind) -> Change:
    """Return the change of an operation that only ``owner`` has; ``other`` may have been cut off before it."""
    said = owner.places(operation)
    line = min((fact.line for attributes in said.values() for fact in attributes.values()), default=0)
    below = {place: levels.plain(attributes) for place, attributes in said.items() if place}
    if of_place(other, operation, "") is not Visibility.SHOWN:
        hidden = Kind.NEWLY_VISIBLE if kind is Kind.ADDED else Kind.NO_LONGER_VISIBLE
        return Change(hidden, Weight.NOTE, operation, line=line if kind is Kind.ADDED else 0, below=below)
    weight, breaking = weigh_place(kind, "", {})
    values = levels.plain(said.get("", {}))
    return Change(
        kind,
        weight,
        operation,
        before=values if kind is Kind.REMOVED else None,
        after=values if kind is Kind.ADDED else None,
        line=line if kind is Kind.ADDED else 0,
        breaking=breaking,
        below=below,
    )


class _Operation:
    """The comparison of one operation that both captures have."""

    def __init__(self, before: Capture, now: Capture, old: str, operation: str) -> None:
        self._before, self._now = before, now
        self._old, self._operation = old, operation
        self._was, self._is = before.places(old), now.places(operation)
        self._seen: dict[str, dict[str, str]] = {}
        self._unseen: dict[str, dict[str, str]] = {}

    def changes(self) -> list[Change]:
        """Return the changes of the operation, notes on what is seen last."""
        removed = list(self._gone())
        added = list(self._new())
        changed = [change for place in self._is if place in self._was for change in self._place(place)]
        changed += [*self._opened(), *self._words_of_sections()]
        told = {change.place for change in changed if change.attribute == "enum"}
        rest = [place for place in self._is if place in self._was and place not in told]
        changed += [change for place in rest for change in self._closed(place)]
        found = [*added, *changed, *removed, *self._gone_from_samples({change.place for change in removed})]
        found += self._samples({change.place for change in added})
        found = with_renames(found, self._was, self._is)
        found.sort(key=lambda change: change.line or 1 << 60)
        return [*found, *self._notes()]

    def _gone(self) -> Iterator[Change]:
        body = self._section(Kind.REMOVED, "body")
        yield from body
        for place in levels.topmost(self._was, levels.with_sections(self._is)):
            if body and steps.root(place) == "body":
                continue
            if place in self._now.samples(self._operation):
                self._count(self._unseen, place)
                continue
            below = levels.below_of(self._was, place)
            nested = levels.is_nested(place, self._old, below, self._before, self._now)
            seen = of_place(self._now, self._operation, place, nested=nested) is Visibility.SHOWN
            if seen or levels.is_item_of_plain(place, self._is):
                yield self._came_or_went(Kind.REMOVED, place, self._was[place], below)
            elif levels.has_line(self._was[place]):
                self._count(self._unseen, place)

    def _opened(self) -> Iterator[Change]:
        """Yield what was plain and opens now, of which a form that loses such rows has the samples left."""
        for place, shown in self._now.samples(self._operation).items():
            if place in self._was and place not in self._is and opens_now(self._was[place], shown):
                old, new = self._was[place]["type"], shown["type"]
                self._unseen.get(steps.segments(place)[0], {}).pop(place, None)
                yield self._different(place, "type", (old.value, new.value), new)

    def _new(self) -> Iterator[Change]:
        body = self._section(Kind.ADDED, "body")
        yield from body
        for place in levels.topmost(self._is, levels.with_sections(self._was)):
            if body and steps.root(place) == "body":
                continue
            below = levels.below_of(self._is, place)
            nested = levels.is_nested(place, self._operation, below, self._now, self._before)
            known = place in self._before.samples(self._old)
            seen = of_place(self._before, self._old, place, nested=nested) is Visibility.SHOWN
            if not known and (seen or levels.is_item_of_plain(place, self._was)):
                yield self._came_or_went(Kind.ADDED, place, self._is[place], below)
            else:
                self._count(self._seen, place)

    def _words_of_sections(self) -> Iterator[Change]:
        """Yield what is said anew, or no longer, of a body or an answer of which the other page has only members."""
        for ours, theirs, other in ((self._is, self._was, self._before), (self._was, self._is, self._now)):
            label = self._old if ours is self._is else self._operation
            for place in set(ours).difference(theirs).intersection(levels.with_sections(theirs)):
                said = ours[place].get("description")
                if said is not None and of_attribute(other, label, place, "description") is Visibility.SHOWN:
                    values = (None, said.value) if ours is self._is else (said.value, None)
                    at = replace(said, line=said.line if values[1] else 0)
                    yield self._different(place, "description", values, at)

    def _section(self, kind: Kind, section: str) -> list[Change]:
        """Return the change of a whole section, of which one of the pages has only what is in it, the other nothing."""
        ours, other, label = (self._is, self._before, self._old)
        if kind is Kind.REMOVED:
            ours, other, label = (self._was, self._now, self._operation)
        below = {place: attributes for place, attributes in ours.items() if steps.root(place) == section}
        there = {**other.places(label), **other.samples(label), **other.unseen.get(label, {})}
        seen = of_place(other, label, section) is Visibility.SHOWN
        if not seen or not below or section in {*below, *map(steps.root, there)}:
            return []
        first = min((fact for one in below.values() for fact in one.values()), key=lambda fact: fact.line)
        attributes = {"type": replace(first, place=section, attribute="type", value="object")}
        return [self._came_or_went(kind, section, attributes, levels.below_of(ours, section))]

    def _came_or_went(
        self, kind: Kind, place: str, attributes: Attributes, below: Mapping[str, Mapping[str, Value]]
    ) -> Change:
        values = levels.plain(attributes)
        weight, breaking = weigh_place(kind, place, values)
        first = min(attributes.values(), key=lambda fact: fact.line)
        came = kind is Kind.ADDED
        return Change(
            kind,
            weight,
            self._operation,
            place,
            before=None if came else values,
            after=values if came else None,
            evidence=first.evidence,
            line=first.line if came else 0,
            breaking=breaking,
            below=below,
        )

    def _place(self, place: str) -> Iterator[Change]:
        was, now = self._was[place], self._is[place]
        line = min((fact.line for fact in now.values()), default=0)
        for attribute in dict.fromkeys((*now, *was)):
            old, new = was.get(attribute), now.get(attribute)
            if attribute in _IGNORED or is_of_same_words(old, new, self._was, self._is):
                continue
            if old is not None and new is not None:
                if not same(attribute, old, new):
                    yield self._different(place, attribute, (old.value, new.value), new)
            elif new is not None:
                yield from self._stated(place, attribute, new)
            elif old is not None:
                yield from self._unstated(place, attribute, old, line)

    def _closed(self, place: str) -> Iterator[Change]:
        """Yield the change of an enumeration of which one of the pages does not tell the values apart."""
        values = values_changed(self._before, self._now, self._old, self._operation, place)
        if values is not None:
            said = self._is[place]
            at = said.get("type") or min(said.values(), key=lambda fact: fact.line)
            yield self._different(place, "enum", values, at)

    def _stated(self, place: str, attribute: str, new: Fact) -> Iterator[Change]:
        if attribute in _FLAGS and new.value is False:
            return
        by_document = self._now.page.grade is Grade.A
        seen = of_attribute(self._before, self._old, place, attribute, new.value, by_document=by_document)
        if seen is Visibility.SHOWN:
            yield self._different(place, attribute, (None, new.value), new)
        else:
            self._count(self._seen, place, attribute)

    def _unstated(self, place: str, attribute: str, old: Fact, line: int) -> Iterator[Change]:
        if attribute in _FLAGS and old.value is False:
            return
        page, spot = self._before.page, (self._operation, place, attribute)
        seen = of_attribute(self._now, *spot, old.value, by_document=page.grade is Grade.A, by_page=page)
        if seen is not Visibility.SHOWN:
            if old.line and old.evidence is not Evidence.SAMPLE:
                self._count(self._unseen, place, attribute)
        else:
            yield self._different(place, attribute, (old.value, None), replace(old, line=line))

    def _different(self, place: str, attribute: str, values: tuple[Value, Value], at: Fact) -> Change:
        """Return the change from one value to another, None standing for absence; ``at`` has line and evidence."""
        before, after = values
        if attribute in WORDS:
            return reworded(self._operation, place, attribute, values, at.line)
        weight, breaking = weigh_attribute(place, attribute, before, after)
        changed = Change(Kind.CHANGED, weight, self._operation, place, attribute, before, after)
        return replace(changed, evidence=at.evidence, line=at.line, breaking=breaking)

    def _gone_from_samples(self, told: set[str]) -> Iterator[Change]:
        """Yield what samples show no longer, without what is below a place that is ``told`` of already.

        A member that opens is told of itself, where a form that may drop its row has lost it from the sample as well.
        """
        was, now = self._before.samples(self._old), self._now.samples(self._operation)
        tops: dict[str, None] = {}
        for place in levels.topmost(was, {**now, **self._is}):
            if self._is_gone_from_samples(place):
                above = (one for one in steps.ancestors(place) if one in self._was and one not in self._is)
                wholes = [one for one in above if steps.above(one) and not levels.is_above(one, now)]
                tops.setdefault([place, *wholes][-1])
            elif place not in self._was and not levels.is_above(place, self._is) and levels.has_line(was[place]):
                self._count(self._unseen, place, "sample")
        for place in tops:
            if place not in told and told.isdisjoint(steps.ancestors(place)):
                self._unseen.get(steps.segments(place)[0], {}).pop(place, None)
                yield self._sampled(Kind.REMOVED, place, was.get(place) or self._was[place])

    def _samples(self, stated: set[str]) -> Iterator[Change]:
        was, now = self._before.samples(self._old), self._now.samples(self._operation)
        for place in levels.topmost(now, {**was, **self._was}):
            if place in stated or any(one in stated for one in steps.ancestors(place)):
                continue
            shown = of_sample(self._before, self._old, place) is Visibility.SHOWN
            if shown and place not in self._is and place != steps.root(place):
                yield self._sampled(Kind.ADDED, place, now[place])
            elif place not in self._is and not levels.is_above(place, self._was):
                self._count(self._seen, place, "sample")
        for place in now:
            old, new = was.get(place, {}).get("type"), now[place].get("type")
            if place not in self._is and old is not None and new is not None and not alike(old.value, new.value):
                yield self._different(place, "type", (old.value, new.value), new)

    def _is_gone_from_samples(self, place: str) -> bool:
        """Whether samples would still show a place, which no words ever stated; of a whole body nothing would tell."""
        if place in self._was or place == steps.root(place):
            return False
        above = (place, *steps.ancestors(place))
        if any(levels.is_left_out(one, self._was, self._now, self._operation) for one in above):
            return False
        return of_sample(self._now, self._operation, place) is Visibility.SHOWN

    def _sampled(self, kind: Kind, place: str, attributes: Attributes) -> Change:
        change = self._came_or_went(kind, place, attributes, {})
        gone = kind is Kind.REMOVED
        weight = Weight.WARNING if gone else Weight.INFO
        reasons = (
            ("only samples showed it, which leave out what is deprecated, only read or only written",)
            if gone
            else ("only samples show it",)
        )
        return replace(change, weight=weight, breaking=False, evidence=Evidence.SAMPLE, reasons=reasons)

    def _count(self, counted: dict[str, dict[str, str]], place: str, attribute: str = "") -> None:
        """Note a place, or an attribute of it."""
        section = steps.segments(place)[0] if place else ""
        known = counted.setdefault(section, {})
        known[place] = place if place in known else f"{place} {attribute}".strip()

    def _notes(self) -> Iterator[Change]:
        """Yield one note on what can be seen now, and one on what can be seen no longer, answers named first."""
        for kind, counted in ((Kind.NEWLY_VISIBLE, self._seen), (Kind.NO_LONGER_VISIBLE, self._unseen)):
            sections = sorted(filter(counted.get, counted), key=lambda section: (section != "response", section))
            if sections:
                said = tuple(places_named(section, tuple(counted[section].values())) for section in sections)
                yield Change(kind, Weight.NOTE, self._operation, sections[0], reasons=said)
