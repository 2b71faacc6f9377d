"""What lies on the edge of what is documented is taken, where a server takes what lies beside it.

A server may have reasons of its own to refuse a telephone number, a day or an address. What it takes shows that it has
none: a text of one letter less, the day before and the day after, the same member in a request for a new record.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from itertools import product
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.facts import assumed_among
from truespec.checking.request_check import why_refusal
from truespec.checking.rules.ground.evidence import is_told_in_own_form
from truespec.checking.rules.ground.member_sender import REFUSED, MemberSender
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import is_long
from truespec.checking.rules.ground.world import Family, World
from truespec.checking.rules.records.kept_whole import is_kept_whole
from truespec.checking.strangers import names_records
from truespec.checking.verdict import Fact
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json, Property

__all__ = ["FAMILY"]

_LEAP_DAYS: Final = ("1996-02-29", "2004-02-29")
_BESIDE: Final = ("1996-02-28", "1996-03-01")
"""The days before and after a day that some calendars do not have."""

_IMPOSSIBLE: Final = (("1995-02-30", "1993-11-31"), ("1995-13-28", "1993-17-30"))
"""Written as days are, and in no calendar, whichever of the numbers is the month."""

_YEARS: Final = (1985, 1996, 1991)

_SHORTEST, _LONGEST = 4, 5_000
_TWICE: Final = 2


def _check(world: World) -> None:
    if world.rounds > 1 and not is_long(world):
        return
    for action, operation in (*world.actions("create", "upsert"), *world.actions("update")):
        resource = world.resource(action)
        if resource is None:
            continue
        sender, ignored = MemberSender(world, action, operation, resource), action.ignored
        apart = {*(ignored.members if ignored is not None else ()), *dict(resource.sets), resource.key}
        refused = world.refused.get(operation.id, frozenset[str]())
        for name, member in world.sendable(operation).items():
            if name in apart or member.schema.read_only or member.schema.deprecated:
                continue
            if is_long(world):
                _takes_every_month(sender, member)
            elif name not in refused:
                _takes_full_length(sender, member)
                _takes_leap_days(sender, member)
                _takes_the_ends(sender, member)
                _keeps_no_impossible_day(sender, member)
            elif action.kind == "update":
                _is_changed(sender, member)


def _takes_full_length(sender: MemberSender, member: Property) -> None:
    """Send texts of a form of their own, as long as documented and shorter by one: nothing but the length differs."""
    for inner, longest in _long_ones(sender.world, member):
        told: Exchange | None = None
        values: list[Json] = []
        for turn in range(_TWICE):
            texts = [_text(inner or member.wire, length, turn) for length in (longest - 1, longest)]
            values = [_holding(sender, member, inner, text) for text in texts]
            shorter, full = (sender.send(member.wire, value)[0] if value else None for value in values)
            if full is not None and full.response.success and sender.action.kind != "update":
                is_kept_whole(sender.world, sender.action, full, sender.resource, (member.wire, values[-1]))
            if shorter is None or full is None or not shorter.response.success or full.response.status not in REFUSED:
                told = None
                break
            told = full
        if told is not None and not sender.is_taken_otherwise(member.wire, values[-1]):
            path = f"{member.wire}.{inner}" if inner else member.wire
            fact = _fact(sender.operation, member, path, "maxLength", f"{longest} letters")
            detail = f"it answered {told.response.status}, and takes {longest - 1} letters of the same"
            sender.world.session.ledger.broken(fact, detail, told)


def _long_ones(world: World, member: Property) -> Iterator[tuple[str, int]]:
    """Yield the texts of a form of their own whose length is documented: a member, or those of an object."""
    shape = world.maker.narrowed(member.schema)
    held = {"": member} if not shape.properties else shape.properties
    for name, one in held.items():
        part = world.maker.narrowed(one.schema)
        longest = part.constraints.get("maxLength")
        free = part.types in {(), ("string",)} and not part.format and part.enum is None
        own = free and "pattern" not in part.constraints and is_told_in_own_form(name or member.wire)
        if own and isinstance(longest, int) and _SHORTEST < longest < _LONGEST:
            yield name, longest


def _text(name: str, length: int, turn: int) -> str:
    """Return a text of so many letters: digits where a number is meant, else letters and digits."""
    numbers = ("+447700900123", "07700900123")[turn], ("AB12 3CD", "12345 678")[turn]
    text = numbers[0] if any(word in name.lower() for word in ("phone", "mobile", "fax")) else numbers[1]
    return text[:length].ljust(length, "1")


def _holding(sender: MemberSender, member: Property, inner: str, text: str) -> Json:
    """Return the value of a member that is a text, or an object that holds one; ``None`` where none can be made."""
    made = sender.world.maker.make(member.schema, (), {inner: text}) if inner else text
    return None if isinstance(made, Absent) else made


def _takes_leap_days(sender: MemberSender, member: Property) -> None:
    """Send the last day of February in leap years, where the days beside it are taken."""
    shape = sender.world.maker.narrowed(member.schema)
    if shape.format != "date" or not all(sender.world.maker.is_valid(member.schema, day) for day in _LEAP_DAYS):
        return
    leap = [sender.send(member.wire, day)[0] for day in _LEAP_DAYS]
    last = leap[-1]
    if last is None or not all(one is not None and one.response.status in REFUSED for one in leap):
        return
    beside = [sender.send(member.wire, day)[0] for day in _BESIDE]
    taken = all(one is not None and one.response.success for one in beside)
    if taken and not sender.is_taken_otherwise(member.wire, _LEAP_DAYS[-1]):
        fact = _fact(sender.operation, member, member.wire, "format", "the last day of February of a leap year")
        detail = f"it answered {last.response.status}, and takes the days before and after"
        sender.world.session.ledger.broken(fact, detail, last)


def _takes_the_ends(sender: MemberSender, member: Property) -> None:
    """Send the least and the greatest number there may be, where the one beside it is taken."""
    shape = sender.world.maker.narrowed(member.schema)
    for keyword, inwards in (("minimum", 1), ("maximum", -1)):
        end = shape.constraints.get(keyword)
        if (
            not {"integer", "number"} & set(shape.types)
            or not isinstance(end, int | float)
            or names_records(member.wire)
        ):
            continue
        if not all(sender.world.maker.is_valid(member.schema, number) for number in (end, end + inwards)):
            continue
        told = [_refused_at_the_end(sender, member.wire, end, end + inwards)]
        told += [_refused_at_the_end(sender, member.wire, end, end + inwards)] if told[0] is not None else []
        if (last := told[-1]) is not None and not sender.is_taken_otherwise(member.wire, end):
            fact = _fact(sender.operation, member, member.wire, keyword, f"the number {end}")
            detail = f"it answered {last.response.status}, and takes {end + inwards}"
            sender.world.session.ledger.broken(fact, detail, last)


def _refused_at_the_end(sender: MemberSender, name: str, end: float, beside: float) -> Exchange | None:
    """Return how a number was refused, where the one beside it is taken."""
    refused = sender.send(name, end)[0]
    if refused is None or refused.response.status not in REFUSED:
        return None
    taken = sender.send(name, beside)[0]
    return refused if taken is not None and taken.response.success else None


def _keeps_no_impossible_day(sender: MemberSender, member: Property) -> None:
    """Send days that no calendar has where words are refused: a server may read them as others, and not keep them.

    Nothing is said where it is not documented that what is of the wrong form is refused.
    """
    world, operation, name = sender.world, sender.operation, member.wire
    rule = world.behaviour.refusal("request-invalid", operation.id)
    why = "unsaid" if rule is None else why_refusal(rule, operation.answer(rule.status))
    if world.maker.narrowed(member.schema).format != "date" or why is not None:
        return
    for days in _IMPOSSIBLE:
        kept = [_kept_as_sent(sender, name, day) for day in days]
        refused = sender.send(name, world.maker.word())[0] if None not in kept else None
        if kept[-1] is not None and refused is not None and refused.response.status in REFUSED:
            states = f"{operation.label} takes days for `{name}`"
            # Who looks at the form alone, as many do, may well take it for what is documented.
            assumed = "that a day has to be in the calendar is not said in so many words"
            id_ = f"{operation.id}.request.{name}.days"
            fact = Fact(id_, states, member.location, operation.id, "refusal", assumed)
            detail = f"it refuses a word, and keeps {' and '.join(days)}, which are no days"
            world.session.ledger.broken(fact, detail, kept[-1])


def _kept_as_sent(sender: MemberSender, name: str, value: Json) -> Exchange | None:
    """Send a value; return the exchange where it was taken, and the record has it as it is."""
    exchange, _ = sender.send(name, value)
    shown = sender.world.record_in(sender.action, exchange) if exchange is not None else None
    there = shown is not None and take(shown, sender.world.kept_at(sender.action, name)) == value
    return exchange if there else None


def _takes_every_month(sender: MemberSender, member: Property) -> None:
    """Send a day of each month, and the last of each, where there is time: what refuses one month counts them wrongly.

    A server may refuse days for reasons of its own, but of the same years it takes all other months.
    """
    if sender.world.maker.narrowed(member.schema).format != "date":
        return
    told: dict[int, list[Exchange]] = {}
    for year, month in product(_YEARS, range(1, 13)):
        day = monthrange(year, month)[1] if year == _YEARS[0] else month + 2
        exchange, _ = sender.send(member.wire, f"{year}-{month:02}-{day:02}")
        if exchange is None or (exchange.response.status not in REFUSED and not exchange.response.success):
            return
        told.setdefault(month, []).append(exchange)
    refused = {month: sum(not one.response.success for one in found) for month, found in told.items()}
    never = [month for month, count in refused.items() if count == len(_YEARS)]
    if len(never) == 1 and sum(refused.values()) == len(_YEARS):
        last = told[never[0]][-1]
        fact = _fact(sender.operation, member, member.wire, "months", "a day of each month")
        detail = f"it answered {last.response.status} to days of month {never[0]}, and takes those of all others"
        sender.world.session.ledger.broken(fact, detail, last)


def _is_changed(sender: MemberSender, member: Property) -> None:
    """Send an update a value of a kind that is taken for a new record: what is documented to change can be changed."""
    world, resource, name = sender.world, sender.resource, member.wire
    guessed = {item.attribute for item in sender.action.assumptions}
    maker = world.maker_of(resource)
    other = world.sendable(maker[1]).get(name) if maker is not None else None
    if maker is None or other is None or f"keeps.{name}" in guessed or name in world.refused.get(maker[1].id, ()):
        return
    making, last = MemberSender(world, *maker, resource), None
    again: Json = None
    for _ in range(_TWICE):
        value, again = (world.maker.value(name, other.schema) for _ in range(_TWICE))
        if not world.maker.is_valid(member.schema, again) or value == again:
            return
        (taken, _), (last, without) = making.send(name, value), sender.send(name, again)
        refused = last is not None and last.response.status in REFUSED
        if taken is None or not taken.response.success or not refused:
            return
        if without is None or not without.response.success:
            return
    if last is not None and not sender.is_taken_otherwise(name, again):
        fact = _fact(sender.operation, member, name, "type", "a value that a new record may have")
        detail = f"it answered {last.response.status}, takes the request without, and {maker[1].label} takes the like"
        world.session.ledger.broken(fact, detail, last)


def _fact(operation: Operation, member: Property, path: str, keyword: str, what: str) -> Fact:
    why = assumed_among((*member.assumptions, *member.schema.assumptions), (keyword, "format", "name", "in", "type"))
    states = f"{operation.label} takes {what} for `{path}`"
    return Fact(f"{operation.id}.takes.{path}.{keyword}", states, member.location, operation.id, "refusal", why)


FAMILY = Family("edges", "what is on the edge of what is documented is taken, as what is beside it", _check)
