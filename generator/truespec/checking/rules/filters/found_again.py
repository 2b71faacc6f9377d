"""Lists that are asked for something follow what becomes of a record: changed it is found as it is, removed no more."""

from __future__ import annotations

from truespec.checking.exchange import Exchange
from truespec.checking.rules.batches.found_from_batches import are_found_from_batches
from truespec.checking.rules.ground.bystanders import twin
from truespec.checking.rules.ground.deleting import deleted
from truespec.checking.rules.ground.fitting import holds_nothing_of, pieces
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import fresh, new_values
from truespec.checking.rules.ground.values import plain_text, same_value
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.rules.lists.late_lists import comes_true
from truespec.checking.rules.lists.walk import Lister, lister_for
from truespec.checking.rules.orders.order_case import asked_by
from truespec.checking.rules.pages.narrowed_pages import comes_both_ways
from truespec.checking.rules.searches.questions import Question, questions, settles, text_in
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["FAMILY"]


def _check(world: World) -> None:
    for resource in world.behaviour.resources if world.rounds == 1 else ():
        one = fresh(world, resource)
        if one is None or not any(questions(world, resource, one.record)):
            continue
        _is_made_once(world, resource, one)
        other = twin(world, resource, one)
        if other is None:
            continue
        _are_both_found(world, resource, one, other)
        are_found_from_batches(world, resource)
        _is_removed(world, resource, _is_changed(world, resource, other))


def _is_made_once(world: World, resource: Resource, subject: Subject) -> None:
    """Judge that one request makes one record: no other has a text of it that nobody else was given.

    What has two may have been given them in another way, so another record is made to be sure.
    """
    maker = world.maker_of(resource)
    if maker is None or not _has_a_double(world, resource, subject):
        return
    body = world.new_body(maker[1])
    made = world.make_record(resource, body) if body is not None else None
    read = world.read(resource, made[1]) if made is not None else None
    if body is None or made is None or read is None or read[1] is None:
        return
    fact = world.fact(*maker, part="once", states="one request makes one record")
    doubled = _has_a_double(world, resource, Subject(made[1], read[1], body))
    world.session.ledger.expect(fact, not doubled, "another record was made, which has the same texts", made[0])


def _has_a_double(world: World, resource: Resource, subject: Subject) -> bool:
    """Say whether another record is found by a text that was made up for this one, and has the very same."""
    for question in questions(world, resource, subject.record):
        if world.maker.tag not in question.text or subject.sent.get(question.member) != question.text:
            continue
        page = question.asked().page(question.lister.first, question.lister.ample())
        alike = [item for item in page.items or [] if take(item, (question.member,)) == question.text]
        keys = [take(item, (resource.key,)) for item in alike]
        return any(isinstance(key, str | int) and not same_value(key, subject.key) for key in keys)
    return False


def _is_changed(world: World, resource: Resource, subject: Subject) -> Subject:
    """Change a record in all that an update takes, and return it as it is then."""
    for action, operation in world.actions("update"):
        body = new_values(world, action, operation, resource) if world.resource(action) is resource else None
        if not body or action.key is None:
            continue
        changed = world.session.ask(operation, world.values_for(operation, action.key, subject.key), body)
        read = world.read(resource, subject.key) if changed.response.success else None
        if read is not None and read[1] is not None:
            _moves(world, resource, subject, read[1])
            subject = Subject(subject.key, read[1], {**subject.sent, **body})
    return subject


def _is_removed(world: World, resource: Resource, subject: Subject) -> None:
    """Remove a record; that it is gone from where it is read is for others to judge."""
    for action, operation in world.actions("delete"):
        if world.resource(action) is not resource or action.key is None or action.deletion is not None:
            continue
        gone = deleted(world, action, operation, subject.key)
        read = world.read(resource, subject.key) if gone.response.success else None
        if gone.response.success and (read is None or read[1] is None or not read[0].response.success):
            _is_found_no_more(world, (action, operation, resource), subject, gone)
            _is_ordered_no_more(world, (action, operation, resource), subject)
        if gone.response.success:
            return


def _is_found_no_more(world: World, what: tuple[Action, Operation, Resource], subject: Subject, gone: Exchange) -> None:
    """Judge that a record that was removed is not found by what it was, in any list that can be asked for that."""
    action, operation, resource = what
    fact = world.fact(action, operation)
    for question in questions(world, resource, subject.record):
        if settles(world, resource, question, subject.key, there=False) is False:
            detail = f"the record is still found by its `{question.member}`"
            world.session.ledger.broken(fact, detail, world.session.last or gone)


def _is_ordered_no_more(world: World, what: tuple[Action, Operation, Resource], subject: Subject) -> None:
    """Judge that a record that was removed is not in a list that is asked for the newest first."""
    action, operation, resource = what
    newest = next((name for name, filled in resource.sets if filled == "created"), None)
    for one, other in world.actions("list"):
        lister = lister_for(world, one, other) if one.resource == resource.name else None
        if lister is None or one.order is None or newest is None:
            continue
        ordered = lister.asking(*asked_by(lister, one.order, newest, descending=True))

        def is_gone(ordered: Lister = ordered) -> bool:
            page = ordered.page(ordered.first, ordered.ample())
            return subject.key not in [take(item, (resource.key,)) for item in page.items or []]

        if not is_gone() and not comes_true(world, is_gone):
            detail = "the record is still listed where an order is asked for"
            world.session.ledger.broken(world.fact(action, operation), detail, world.session.last)


def _are_both_found(world: World, resource: Resource, one: Subject, other: Subject) -> None:
    """Judge that of two records that are alike, both are found by what they have in common."""
    if one.sent.keys() - {resource.key} != other.sent.keys() or one.record.keys() != other.record.keys():
        return
    for question in questions(world, resource, other.record):
        if text_in(one.record.get(question.member)) != text_in(other.record.get(question.member)):
            continue
        keys = set[Json](key for key in (one.key, other.key) if isinstance(key, str | int))
        found = _found(world, resource, question, keys)
        if found is not None and len(found) == 1:
            fact = question.fact("both", "all of them")
            detail = f"of two records with one `{question.member}`, one alone is found"
            world.session.ledger.broken(fact, detail, world.session.last)
        elif found is not None and question.filtering is not None and question.lister.paging.limit is not None:
            comes_both_ways(question.asked(), resource, question.filtering)


def _found(world: World, resource: Resource, question: Question, keys: set[Json]) -> set[Json] | None:
    """Return which of some records are found; a list may take a moment to show all of them."""
    shown = set[Json]()
    for turn in range(2):
        answer = question.keys(resource.key)
        if answer is None:
            return None
        shown = answer[0] & keys
        if shown == keys:
            return shown
        if not answer[1]:
            return None
        if turn == 0:
            world.pause()
    return shown


def _moves(world: World, resource: Resource, subject: Subject, now: dict[str, Json]) -> None:
    """Judge that a record that was changed is found by what it is, and no more by what it was."""
    changed = {
        name
        for name, value in now.items()
        if (old := text_in(subject.record.get(name))) and (new := text_in(value)) and not _is_part(old, new)
    }
    for record, there in ((now, True), (subject.record, False)):
        for question in questions(world, resource, record):
            if question.member not in changed or not (there or _tells(question, now)):
                continue
            outcome = settles(world, resource, question, subject.key, there=there)
            states = "as the record is now"
            fact = question.fact("now", states)
            detail = f"after a change of `{question.member}` the record is {'not ' if there else 'still '}found by "
            detail += "what it is" if there else "what it was"
            if outcome is not None:
                world.session.ledger.expect(fact, outcome, detail, world.session.last)


def _tells(question: Question, now: dict[str, Json]) -> bool:
    """Say whether a record has nothing any more of what is asked for."""
    if question.filtering is not None:
        return holds_nothing_of(now, question.filtering, question.text)
    # A search may be content with a word, or with the beginning of one.
    texts = [plain_text(text) for value in now.values() if (text := text_in(value))]
    return not any(piece in text for piece in pieces(plain_text(question.text)) for text in texts)


def _is_part(one: str, other: str) -> bool:
    """Say whether one of two texts is a part of the other."""
    return plain_text(one) in plain_text(other) or plain_text(other) in plain_text(one)


FAMILY = Family("found again", "lists follow what becomes of a record", _check)
