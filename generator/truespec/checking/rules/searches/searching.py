"""A search finds a text in every member it looks into, and does not look where a value of its own is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.ground.evidence import is_plain
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh
from truespec.checking.rules.ground.values import plain_text
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.rules.lists.population import is_still_there, population
from truespec.checking.rules.lists.walk import Lister, lister_for
from truespec.checking.rules.searches.search_scope import judge_scope
from truespec.checking.rules.searches.searched_letters import judge_letters
from truespec.checking.rules.searches.searched_members import finds_digits, finds_the_old, looks_nowhere_else
from truespec.checking.rules.searches.searched_totals import counts_what_is_found
from truespec.contract.behaviour import Place, Resource
from truespec.contract.schema import Json, Property
from truespec.contract.selection import Search, SearchScope

__all__ = ["FAMILY"]

_MOST_PAGES: Final = 4
_REFUSED: Final = frozenset({400, 422})
_SHORTEST: Final = 6


@dataclass(frozen=True, slots=True)
class _Case:
    """One search and the records it is tried on."""

    world: World
    lister: Lister
    resource: Resource
    rule: Search
    subjects: Sequence[Subject]

    def text_of(self, subject: Subject, member: str) -> str:
        """Return what a record has in a member, empty where that is no text to search for."""
        value = subject.record.get(member)
        return value if isinstance(value, str) and len(value) >= _SHORTEST else ""

    def is_only_in(self, subject: Subject, member: str) -> bool:
        """Say whether no other member that is searched holds the text of this one."""
        text = plain_text(self.text_of(subject, member))
        others = (plain_text(self.text_of(subject, name)) for name in self.rule.members if name != member)
        return bool(text) and not any(text in other for other in others)


def _check(world: World) -> None:
    for action, operation in world.actions("list"):
        resource = world.resource(action)
        lister = lister_for(world, action, operation) if action.search is not None else None
        if resource is None or action.search is None or lister is None:
            continue
        case = _Case(world, lister, resource, action.search, population(world, resource))
        if len(case.subjects) < 2:
            world.session.ledger.unknown(world.fact(action.search, operation), "no records could be made to search for")
            continue
        if not is_still_there(world, resource):
            world.session.ledger.unknown(world.fact(action.search, operation), "others remove records meanwhile")
            continue
        _members(case)
        texts = (text for name in action.search.members if (text := case.text_of(case.subjects[0], name)).isalpha())
        judge_letters(lister, action.search, (case.subjects[0].key, next(texts, "")), partial(_ask, case))
        _own_values(case)
        _together(case)
        _elsewhere(case)
        _exact(case)
        if action.search.scope is not None:
            _scope(case, action.search.scope)
        if world.rounds > 1:
            looks_nowhere_else(lister, resource, action.search, partial(_ask, case))
        else:
            finds_digits(lister, resource, action.search, partial(_ask, case))
            finds_the_old(lister, resource, action.search, partial(_ask, case))


def _ask(case: _Case, *asked: tuple[Place, Json]) -> tuple[set[Json], Exchange, bool] | None:
    """Return the keys that are found, the exchange, and whether that is all; ``None`` where it was refused."""
    keys: set[Json] = set()
    last: Exchange | None = None
    lister, count = case.lister.asking(*asked), 0
    for number, page in enumerate(lister.walk(lister.ample())):
        if page.items is None:
            return None if number == 0 or last is None else (keys, last, True)
        last = page.exchange
        if not page.items:
            counts_what_is_found(lister, page, count)
            return keys, last, True
        count += len(page.items)
        found = (take(item, (case.resource.key,)) for item in page.items)
        keys |= {key for key in found if isinstance(key, str | int)}
        if lister.says_all(page, len(keys)):
            return keys, last, True
        if number + 1 == _MOST_PAGES:
            break
    return None if last is None else (keys, last, False)


def _members(case: _Case) -> None:
    """Search for a whole text of every member: its record is found, one without it is not."""
    ledger, rule = case.world.session.ledger, case.rule
    one, others = case.subjects[0], case.subjects[1:]
    for member in rule.members:
        states = f"the text is looked for in `{member}`"
        fact = case.world.fact(rule, case.lister.operation, "members", part=member, states=states)
        text = case.text_of(one, member)
        answer = _ask(case, (rule.query, text)) if text else None
        if answer is None:
            ledger.unknown(fact, "no record has a text there, or the search was refused")
            continue
        keys, exchange, complete = answer
        if one.key not in keys and complete:
            ledger.broken(fact, "a record that has it there is not found", exchange)
        elif one.key in keys:
            ledger.holds(fact)
        # Only a word of our own is unlike everything else; addresses and numbers are like each other.
        if text.isalpha() and any(other.key in keys for other in others):
            ledger.broken(case.world.fact(rule, case.lister.operation), "a record without the text is found", exchange)
        elif text.isalpha():
            ledger.holds(case.world.fact(rule, case.lister.operation))


def _own_values(case: _Case) -> None:
    """Give a member a value of its own: the text is not looked for there any more, the value is."""
    ledger, rule = case.world.session.ledger, case.rule
    one, other = case.subjects[0], case.subjects[1]
    for place, member in rule.own:
        states = f"`{place}` is looked for instead of the text"
        fact = case.world.fact(rule, case.lister.operation, "own", part=str(place), states=states)
        text, value = case.text_of(one, member), case.text_of(other, member)
        alone = _ask(case, (place, value)) if value else None
        if alone is None and value:
            _may_stand_alone(case, place, value)
        if alone is None or not text or text == value:
            ledger.unknown(fact, "no records with different texts there, or the search was refused")
            continue
        found = other.key in alone[0] or not alone[2]
        ledger.expect(fact, found, "a record that has it there is not found", alone[1])
        ledger.expect(fact, one.key not in alone[0], "a record with another value there is found", alone[1])
        if case.is_only_in(other, member) and _narrows(case, (place, value)):
            # The text is nowhere but in the member that is not looked into, and without the text there is no find.
            both = _ask(case, (rule.query, value), (place, value))
            if both is not None:
                detail = "a record is found by the text in a member that was given a value of its own"
                ledger.expect(fact, other.key not in both[0], detail, both[1])
        _beside(case, place, member)


def _may_stand_alone(case: _Case, place: Place, value: str) -> None:
    """Judge a search that refuses a value of its own, and takes it beside a text: the text may be left out."""
    last, query = case.world.session.last, case.rule.query
    schema = case.world.body_schema(case.lister.operation)
    required = case.world.maker.shape(schema).required if schema is not None and query.part == "body" else ()
    refused = last is not None and last.response.status in _REFUSED and query.path[0] not in required
    if refused and query.part == "body" and _ask(case, (query, value), (place, value)) is not None:
        fact = case.world.fact(case.rule, case.lister.operation, part=f"{place}.alone", states="without a text")
        case.world.session.ledger.broken(fact, "a value is refused that is taken beside a text", last)


def _together(case: _Case) -> None:
    """Give two members values of their own, that are taken one at a time."""
    one = case.subjects[0]
    pairs = [(place, text) for place, member in case.rule.own if (text := case.text_of(one, member))][:2]
    if len(pairs) < len("ab") or any(_ask(case, pair) is None for pair in pairs):
        return
    both = _ask(case, *pairs)
    fact = case.world.fact(case.rule, case.lister.operation, part="together", states="several have values of their own")
    if both is None:
        last = case.world.session.last
        if last is not None and last.response.status in _REFUSED:
            case.world.session.ledger.broken(fact, "two values are refused that are taken one at a time", last)
    elif both[2]:
        detail = "a record that has both is not found"
        case.world.session.ledger.expect(fact, one.key in both[0], detail, both[1])
    other = case.subjects[1]
    apart = [(pairs[0][0], pairs[0][1]), (pairs[1][0], case.text_of(other, dict(case.rule.own)[pairs[1][0]]))]
    mixed = _ask(case, *apart) if apart[1][1] and apart[1][1] != pairs[1][1] else None
    if mixed is not None and mixed[2]:
        # As with a text and a value: both have to fit, or either is enough.
        alone = (one.key in mixed[0]) != (other.key in mixed[0])
        detail = "of what has one value and what has the other, one alone is found"
        case.world.session.ledger.expect(fact, not alone, detail, mixed[1])


def _beside(case: _Case, place: Place, member: str) -> None:
    """Give a member a value of its own beside a text that is somewhere else: neither of the two is lost."""
    ledger, rule = case.world.session.ledger, case.rule
    one, other = case.subjects[0], case.subjects[1]
    fact = case.world.fact(rule, case.lister.operation, part=f"{place}.beside", states="the text counts as well")
    words = ((name, case.text_of(one, name)) for name in rule.members if name != member)
    word = next((text for _, text in words if text.isalpha()), "")
    apart = _ask(case, (rule.query, word), (place, case.text_of(other, member))) if word else None
    if apart is not None and apart[2] and case.text_of(one, member) != case.text_of(other, member):
        # Both have to fit, or either is enough: where one of them alone is found, half of what was asked is ignored.
        alone = (one.key in apart[0]) != (other.key in apart[0])
        detail = "of what has the text and what has the value, one alone is found"
        ledger.expect(fact, not alone, detail, apart[1])
    others = [name for name in rule.members if name != member]
    if not others:
        return
    # Each place is asked beside two other members at first, one of which may have a value of its own too (who leaves
    # out all of these where one is given, leaves out too much), and beside all of them when it is looked at again.
    turn = [own for own, _ in rule.own].index(place)
    first = dict.fromkeys([others[turn % len(others)], *(name for _, name in rule.own if name != member)][:2])
    for name in others if case.world.rounds > 1 else first:
        text = case.text_of(one, name)
        found = _ask(case, (rule.query, text), (place, case.text_of(one, member))) if text else None
        if found is not None and (found[2] or one.key in found[0]):
            detail = f"a record is not found by the text in `{name}` and that value"
            ledger.expect(fact, one.key in found[0], detail, found[1])


def _elsewhere(case: _Case) -> None:
    """Make a record that has elsewhere what one of ours has in the members that can be given a value of their own."""
    world, one = case.world, case.subjects[0]
    values = {place: text for place, member in case.rule.own if (text := case.text_of(one, member))}
    own = {member for _, member in case.rule.own}
    maker = world.maker_of(case.resource)
    sendable: Mapping[str, Property] = world.sendable(maker[1]) if maker is not None else {}
    free = [
        name for name in case.rule.members if name not in own and name in sendable and is_plain(world, sendable[name])
    ]
    asked: dict[str, Json] = dict(zip(free, values.values(), strict=False))
    spaced = [name for name in free if name not in asked][:1]
    asked |= {name: f"{world.maker.word()} {world.maker.word()}" for name in spaced}
    other = fresh(world, case.resource, asked) if asked else None
    if other is None:
        return
    for name in spaced:
        _finds_words(case, other, name)
    for place, value in values.items():
        if value not in [other.record.get(name) for name in free]:
            continue
        answer = _ask(case, (place, value))
        if answer is not None and one.key in answer[0]:
            fact = world.fact(case.rule, case.lister.operation, "own", part=f"{place}.only", states="there alone")
            detail = "a record is found that has it in another member"
            world.session.ledger.expect(fact, other.key not in answer[0], detail, answer[1])


def _finds_words(case: _Case, subject: Subject, member: str) -> None:
    """Search for the whole of a member that has two words: that is how it stands there."""
    text = case.text_of(subject, member)
    answer = _ask(case, (case.rule.query, text)) if " " in text else None
    if answer is not None and (answer[2] or subject.key in answer[0]):
        states = f"the text is looked for in `{member}`"
        fact = case.world.fact(case.rule, case.lister.operation, "members", part=member, states=states)
        case.world.session.ledger.expect(
            fact, subject.key in answer[0], "a record that has both words there is not found", answer[1]
        )


def _narrows(case: _Case, own: tuple[Place, Json]) -> bool:
    """Say whether a text beside a value of its own leaves fewer records: a server may look for either instead."""
    stranger = _ask(case, (case.rule.query, case.world.maker.word()), own)
    return stranger is not None and not stranger[0]


def _exact(case: _Case) -> None:
    """Search for a part of a word: found as a part, not found as an exact match."""
    rule, one = case.rule, case.subjects[0]
    words = (case.text_of(one, member) for member in rule.members)
    word = next((text for text in words if text.isalpha()), "")
    if rule.exact is None or not word:
        return
    ledger = case.world.session.ledger
    states = f"`{rule.exact}` asks for exact matches"
    fact = case.world.fact(rule, case.lister.operation, "exact", part="exact", states=states)
    for text, exact, wanted in ((word[1:], True, False), (word, True, True), (word[1:], False, True)):
        answer = _ask(case, (rule.query, text), (rule.exact, exact))
        if answer is None:
            ledger.unknown(fact, "the search was refused")
        elif answer[2]:
            seen = one.key in answer[0]
            how = "found" if seen else "not found"
            # What is the same as the text matches it exactly, whatever else may.
            whole = case.world.fact(rule, case.lister.operation, part="whole", states="the same text is found")
            detail = f"with {exact!s} a record is {how} by its text"
            ledger.expect(whole if exact and wanted else fact, seen == wanted, detail, answer[1])


def _scope(case: _Case, scope: SearchScope) -> None:
    """Search with each word of the scope and without any."""
    one = case.subjects[0]
    words = (case.text_of(one, member) for member in case.rule.members)
    word = next((text for text in words if text.isalpha()), "")
    judge_scope(case.lister, case.resource, case.rule, scope, (one, word), partial(_ask, case))


FAMILY = Family("searching", "a search looks into every member it is said to, and not where it is told not to", _check)
