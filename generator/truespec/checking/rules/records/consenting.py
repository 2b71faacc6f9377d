"""Consents are kept as they were given, and withdrawn by the mode that is named."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.bystanders import different, is_untouched, namesakes
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh, fresh_many, is_long, prepared
from truespec.checking.rules.ground.values import day_of
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.rules.lists.population import known_names
from truespec.checking.rules.records.changes import keeps_times
from truespec.checking.rules.records.neither import takes_no_word
from truespec.checking.rules.records.withdrawing import comes_to_all, comes_to_each, is_withdrawn_anew, stays_withdrawn
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action, Resource
from truespec.contract.effects import Consent
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json

__all__ = ["FAMILY"]

_GONE: Final = frozenset({404, 410})
_REFUSED: Final = frozenset({400, 422})
_FEW: Final = 2
_MANY: Final = 24
"""So many are named at once: the first of several, and more than a server may take for all there are."""

_WITHDRAWN: Final = re.compile("withdr|revo(k|c)|cancel|unsubscr|remov|end", re.IGNORECASE)
"""Parts of the names of times at which somebody who had agreed took that back."""

_LONG_AGO: Final = 1970
_FAR_AHEAD: Final = 9000
_WORDS: Final = re.compile("[A-Z]?[a-z]+")


@dataclass(slots=True)
class _Kept:
    """What was sent in one form: names that a record does not have afterwards, and whether it has any.

    ``refused`` is set where the form was refused, and the same request was taken without it.
    """

    fact: Fact
    exchange: Exchange
    missing: list[str]
    any_there: bool
    known: bool
    refused: bool = False


def _check(world: World) -> None:
    for resource in world.behaviour.resources:
        told: list[_Kept | None] = []
        for action, operation in world.actions("create", "upsert", "update"):
            for consent in action.consents:
                if action.resource == resource.name and consent.place.part == "body":
                    consents = enumerate([consent] * world.rounds)
                    told += [_is_kept(world, action, operation, one, resource) for one in consents]
                    if consent.form == "map" and action.kind != "update" and world.rounds == 1:
                        takes_no_word(world, action, operation, consent, resource)
        _judge_missing(world, [one for one in told if one is not None])
    _check_withdrawals(world)


def _check_withdrawals(world: World) -> None:
    for action, operation in world.actions("unsubscribe"):
        about = world.resource(action)
        if action.unsubscription is not None and about is not None:
            words = action.unsubscription.members
            everything = {name for _, names in words for name in names}
            withdrawn: list[_Withdrawn | None] = []
            for word in words:
                agreed = _agreed(world, about, everything)
                exchange = _is_withdrawn(world, action, operation, word, agreed)
                withdrawn.append(_withdrawn(world, about, everything, agreed, exchange))
                if exchange is not None:
                    _is_lasting(world, action, exchange, about, (agreed, everything))
            _judge_withdrawn(world, action, operation, withdrawn)
            given: dict[str, Json] = {name: True for name in everything if name in _sendable(world, about)}
            if given:
                # Which others are named beside somebody is for later: most of what is wrong shows without.
                comes_to = comes_to_all if world.rounds == 1 else comes_to_each
                comes_to(world, action, operation, about, given)


def _is_lasting(
    world: World, action: Action, first: Exchange, about: Resource, what: tuple[list[Subject], Collection[str]]
) -> None:
    """Look at what was withdrawn once more: after another change, after the same again, and after agreeing again."""
    agreed, everything = what
    closely = world.rounds == 1 or is_long(world)
    if closely:
        stays_withdrawn(world, action, first, about, (agreed[0], everything))
    _twice(world, action, first, agreed[-1].key, everything)
    if closely:
        is_withdrawn_anew(world, action, first, about, (agreed[0], everything))


def _judge_missing(world: World, told: Sequence[_Kept]) -> None:
    """Judge names that are not kept: a server may know none that are made up, but then it keeps none in any form."""
    keeps_made_up = any(one.any_there and not one.known for one in told)
    for one in told:
        if one.refused:
            detail = f"it answered {one.exchange.response.status} to names that a record has"
            if one.known or keeps_made_up:
                world.session.ledger.broken(one.fact, detail, one.exchange)
        elif not one.missing:
            world.session.ledger.holds(one.fact)
        elif one.known or keeps_made_up:
            world.session.ledger.broken(one.fact, "the record does not have it", one.exchange)
        else:
            world.session.ledger.unknown(one.fact, "the server keeps none of the names that were made up")


def _is_kept(
    world: World, action: Action, operation: Operation, what: tuple[int, Consent], resource: Resource
) -> _Kept | None:
    number, rule = what
    ledger, fact = world.session.ledger, world.fact(rule, operation, "form")
    known = known_names(world, resource, rule)
    if number and len(known) < _FEW:
        # Where the server knows one name alone, nothing is seen of the second: two that are made up may be kept too.
        known = ()
    words = list(known) or [world.maker.word(), world.maker.word()]
    answers = {word: rule.form == "list" or number == 0 for number, word in enumerate(words[:2])}
    subjects = fresh_many(world, resource, 1) if action.kind == "update" else []
    request = prepared(world, operation, [subject.key for subject in subjects] or None)
    if request is None:
        ledger.unknown(fact, "no valid body could be made up")
        return None
    sent: Json = list[Json](answers) if rule.form == "list" else dict[str, Json](answers)
    exchange = request.having(rule.place, sent).send(world)
    if not exchange.response.success:
        # The names of what is agreed to are made up: a server may not know them.
        ledger.unknown(fact, f"a request with made-up names was answered {exchange.response.status}")
        refused = exchange.response.status in _REFUSED and request.send(world).response.success
        return _Kept(fact, exchange, [], any_there=False, known=bool(known), refused=True) if refused else None
    key = subjects[0].key if subjects else world.key_in(action, exchange, resource)
    read = world.read(resource, key) if key is not None else None
    if read is None and (last := world.session.last) is not None and last.response.busy:
        ledger.unknown(fact, f"reading the record was answered {last.response.status}")
        return None
    if read is not None and read[1] is None:
        # What is not there to be read yet tells nothing of what it holds.
        ledger.unknown(fact, f"reading the record was answered {read[0].response.status}")
        return None
    kept = take(read[1], (rule.member,)) if read is not None else None
    elements = kept if isinstance(kept, list) else []
    found = {name: item for item in elements if isinstance(name := take(item, (rule.key,)), str)}
    for word, answer in answers.items():
        if word not in found:
            continue
        flag = take(found[word], (rule.flag,))
        ledger.expect(fact, flag is answer, f"`{rule.flag}` is not what was sent", exchange)
        time = rule.agreed if answer else rule.refused
        # Whoever never agreed has nothing to withdraw.
        if time and (answer or not _WITHDRAWN.search(time)):
            timed = world.fact(rule, operation, "agreed", "refused", part=time, states=f"`{time}` is set")
            ledger.expect(timed, isinstance(take(found[word], (time,)), str), "it is missing", exchange)
        never = rule.refused if answer else rule.agreed
        if never and action.kind != "update" and (answer or not known):
            # What the server knows it may agree to by itself; to a name that was made up, nobody ever has.
            states = f"`{never}` is the time of what has happened"
            fact_of_time = world.fact(rule, operation, part=f"{never}.never", states=states)
            told = _moment(take(found[word], (never,)))
            ledger.expect(fact_of_time, not told, "it is there, though that never happened", exchange)
    missing = [word for word in answers if word not in found]
    return _Kept(fact, exchange, missing, any_there=len(missing) < len(answers), known=bool(known))


def _moment(value: Json | Absent) -> bool:
    """Say whether a value tells a point in time; long ago or far ahead is one way to write that there was none."""
    day = day_of(value)
    return day is not None and _LONG_AGO < day.year < _FAR_AHEAD


@dataclass(frozen=True, slots=True)
class _Withdrawn:
    """What one request withdrew, whatever the mode was to withdraw: of each record that it named, how many consents."""

    exchange: Exchange
    counts: list[int]


def _withdrawn(
    world: World, resource: Resource, everything: Collection[str], agreed: list[Subject], exchange: Exchange | None
) -> _Withdrawn | None:
    """Count what each record agrees to no more; ``None`` where that cannot be told."""
    counts: list[int] = []
    for subject in agreed if exchange is not None and exchange.response.success else ():
        given = [name for name in everything if subject.record.get(name) is True]
        read = world.read(resource, subject.key)
        if not given or read is None or read[1] is None:
            return None
        counts.append(sum(read[1].get(name) is not True for name in given))
    return _Withdrawn(exchange, counts) if exchange is not None and counts else None


def _judge_withdrawn(world: World, action: Action, operation: Operation, told: Sequence[_Withdrawn | None]) -> None:
    """Judge what no choice of words excuses: each record that is named is meant, and something is withdrawn."""
    each = world.fact(action, operation, part="each", states="each record that is named is unsubscribed")
    known = [one for one in told if one is not None]
    for one in known:
        if any(one.counts):
            ledger, untouched = world.session.ledger, one.counts.count(0)
            ledger.expect(each, not untouched, f"{untouched} of {len(one.counts)} agree to all they did", one.exchange)
    if known and len(known) == len(told) and not any(count for one in known for count in one.counts):
        done = world.fact(action, operation, part="withdraws", states="who is unsubscribed agrees to less afterwards")
        world.session.ledger.broken(done, "the records agree to all they did, whatever the mode", known[-1].exchange)


def _is_withdrawn(
    world: World, action: Action, operation: Operation, word: tuple[str, tuple[str, ...]], agreed: list[Subject]
) -> Exchange | None:
    """Withdraw by one word of the mode from records that agree to everything."""
    rule, resource, (mode, members) = action.unsubscription, world.resource(action), word
    if rule is None or resource is None:
        return None
    ledger, done = world.session.ledger, world.fact(action, operation)
    fact = world.fact(rule, operation, "members", part=mode, states=f"{mode} withdraws {', '.join(members)}")
    everything = {name for _, names in rule.members for name in names}
    bystander = fresh(world, resource, dict.fromkeys(everything & set(_sendable(world, resource)), True))
    alike = namesakes(world, resource, agreed[0]) if world.rounds > 1 and agreed else []
    keys = [subject.key for subject in agreed]
    request = prepared(world, operation, keys) if keys else None
    exchange = request.having(rule.mode, mode).send(world) if request is not None else None
    if exchange is None or not exchange.response.success:
        reason = "no records could be made" if exchange is None else f"it was answered {exchange.response.status}"
        ledger.unknown(fact, reason)
        ledger.unknown(done, reason)
        return None
    ledger.holds(done)
    for other in (bystander, *alike):
        is_untouched(world, action, operation, (resource, other), exchange)
    for subject in agreed:
        read = world.read(resource, subject.key)
        now = read[1] if read is not None and read[1] is not None else {}
        flags = [name for name, value in resource.constants if isinstance(value, bool)]
        names = (*(name for name in subject.sent if not _is_akin(name, everything)), *flags)
        told = {name: subject.record.get(name) for name in names}
        kept_on: dict[str, Json] = {name: value for name, value in told.items() if isinstance(value, str | int)}
        changed = different(kept_on, now) if now else []
        rest = world.fact(action, operation, part="leaves-rest", states="what it is not about stays as it was")
        if read is not None and read[0].response.status in _GONE:
            ledger.broken(rest, f"reading the record answered {read[0].response.status} afterwards", exchange)
            continue
        ledger.expect(rest, not changed, f"{_names(changed)} changed too", exchange)
        keeps_times(world, resource, (subject.record, now), exchange, waited=False)
        kept = [name for name in members if now.get(name) is True]
        ledger.expect(fact, not kept, f"{_names(kept)} did not become false", exchange)
        lost = [name for name in everything - set(members) if subject.record.get(name) is True and not now.get(name)]
        others = world.fact(rule, operation, "members", part=f"{mode}-only", states="and no other consent")
        ledger.expect(others, not lost, f"{_names(lost)} became false too", exchange)
    return exchange


def _twice(world: World, action: Action, first: Exchange, key: Json, everything: Collection[str]) -> None:
    """Withdraw once more what is withdrawn: who is unsubscribed twice has not agreed to anything by that."""
    resource = world.resource(action)
    earlier = world.read(resource, key) if resource is not None and first.response.success else None
    if resource is None or earlier is None or earlier[1] is None:
        return
    again = world.session.send(first.operation, first.request)
    later = world.read(resource, key) if again.response.success else None
    if later is not None and later[1] is not None:
        given = [name for name in everything if earlier[1].get(name) is False and later[1].get(name) is True]
        fact = world.fact(action, first.operation, part="again", states="who is unsubscribed twice agrees to no more")
        world.session.ledger.expect(fact, not given, f"{_names(given)} became true by the second time", again)


def _is_akin(name: str, members: Collection[str]) -> bool:
    """Say whether a member is called after consents, as the text is that somebody was shown who agreed."""
    words = {word for member in members for word in _WORDS.findall(member)}
    return len(words & set(_WORDS.findall(name))) > 1


def _agreed(world: World, resource: Resource, members: Iterable[str]) -> list[Subject]:
    """Make records that agree to everything."""
    sendable = _sendable(world, resource)
    given: dict[str, Json] = {name: True for name in members if name in sendable}
    return fresh_many(world, resource, _FEW if world.rounds == 1 else _MANY, given) if sendable else []


def _sendable(world: World, resource: Resource) -> Collection[str]:
    maker = world.maker_of(resource)
    return world.sendable(maker[1]) if maker is not None else ()


def _names(members: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(members))


FAMILY = Family("consenting", "consents are kept as given, and withdrawn by the mode that is named", _check)
