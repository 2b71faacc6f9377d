"""Mutants of what is done to several records, or to a part of one: merging, marking, withdrawing, adding, batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from truespec.checking.facts import assumed_among
from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Batch, Place
from truespec.contract.effects import BatchList, Deletion, Merge, Outcome, Part, Unsubscription
from truespec.contract.operation import Operation
from truespec.contract.schema import Absent, Json
from truespec.mock.exchange import Request, Response
from truespec.mutation.ground import Ground
from truespec.mutation.mutant import Build, Equivalent, Kind, Mutant, Row, of_rule
from truespec.mutation.twists import answered, asked, ruled
from truespec.mutation.wire import member_of, sent, with_member, with_sent

__all__ = ["batch_rows", "several_rows"]

_KIND: Kind = "several records"


def several_rows(api: Api) -> Iterator[Row]:
    """Yield what can be wrong with an action on several records or on a part of one."""
    for action in api.behaviour.actions if api.behaviour is not None else ():
        operation = api.operation(action.id)
        if operation is None:
            continue
        if action.merge is not None:
            yield from _merge(action, operation, action.merge)
        if action.deletion is not None:
            yield from _deletion(action, operation, action.deletion)
        if action.unsubscription is not None:
            yield from _unsubscription(action, operation, action.unsubscription)
        if action.part is not None:
            yield from _part(operation, action.part)


def _trimmed(operation: Operation, place: Place, keep: Callable[[list[Json]], list[Json]]) -> Build:
    """Do as if only some elements of a list had been sent."""

    def edit(request: Request, _ground: Ground) -> Request:
        value = sent(request, operation, place)
        return with_sent(request, operation, place, keep(value)) if isinstance(value, list) else request

    return asked(operation, edit)


def _only_first(items: list[Json]) -> list[Json]:
    return items[:1]


def _without_first(items: list[Json]) -> list[Json]:
    return items[1:] if len(items) > 1 else items


def _without_last(items: list[Json]) -> list[Json]:
    return items[:-1] if len(items) > 1 else items


def _merge(action: Action, operation: Operation, rule: Merge) -> Iterator[Row]:
    def row(slug: str, does: str, build: Build) -> Mutant:
        return of_rule(rule, slug, _KIND, does, build, operation=operation.id, attributes=("others",))

    key = action.key
    yield row("first-only", "only the first of the others is merged", _trimmed(operation, rule.others, _only_first))
    if key is not None:

        def swapped(request: Request, _ground: Ground) -> Request:
            master, others = sent(request, operation, key), sent(request, operation, rule.others)
            if isinstance(master, Absent) or not isinstance(others, list) or not others:
                return request
            turned = with_sent(request, operation, key, others[0])
            return with_sent(turned, operation, rule.others, [master, *others[1:]])

        yield row("other-remains", "one of the others remains, and the master is gone", asked(operation, swapped))
    yield Equivalent(
        f"{rule.id}/takes-nothing-over", _KIND, "what a master takes over from the others is not documented"
    )


def _deletion(action: Action, operation: Operation, rule: Deletion) -> Iterator[Row]:
    def row(slug: str, does: str, build: Build, *attributes: str) -> Mutant:
        return of_rule(rule, slug, _KIND, does, build, operation=operation.id, attributes=attributes)

    swapped = ruled(rule, deleted=rule.skipped, skipped=rule.deleted)
    yield row("swapped", "what was deleted is listed as skipped and the other way round", swapped, "skipped")

    def unskipped(response: Response, _request: Request, _ground: Ground) -> Response:
        deleted, skipped = member_of(response, rule.deleted), member_of(response, rule.skipped)
        if not isinstance(deleted, list) or not isinstance(skipped, list):
            return response
        return with_member(with_member(response, rule.deleted, [*deleted, *skipped]), rule.skipped, [])

    yield row("never-skipped", "what is not there is listed as deleted", answered(operation, unskipped), "skipped")

    def untold(response: Response, _request: Request, _ground: Ground) -> Response:
        return with_member(response, rule.skipped, [])

    yield row("skipped-untold", "what was skipped is in no list", answered(operation, untold), "skipped")

    def short(response: Response, _request: Request, _ground: Ground) -> Response:
        deleted = member_of(response, rule.deleted)
        return with_member(response, rule.deleted, deleted[:1]) if isinstance(deleted, list) else response

    yield row("one-told", "only the first that was deleted is listed", answered(operation, short), "deleted")
    if action.key is not None:
        first = _trimmed(operation, action.key, _only_first)
        yield row("first-only", "only the first is deleted and told of", first, "deleted")


def _unsubscription(action: Action, operation: Operation, rule: Unsubscription) -> Iterator[Row]:
    def row(slug: str, does: str, build: Build) -> Mutant:
        return of_rule(rule, slug, _KIND, does, build, operation=operation.id, attributes=("members",))

    modes = rule.members
    turned = tuple((mode, names) for (mode, _), (_, names) in zip(modes, (*modes[1:], *modes[:1]), strict=True))
    if len(modes) > 1:
        yield row("other-mode", "what belongs to another mode is withdrawn", ruled(rule, members=turned))
        everything = tuple(dict.fromkeys(name for _, names in modes for name in names))
        every = tuple((mode, everything) for mode, _ in modes)
        yield row("every-mode", "what belongs to any mode is withdrawn", ruled(rule, members=every))
    for mode, names in modes:
        for name in names:
            left = tuple(
                (one, tuple(member for member in members if (one, member) != (mode, name))) for one, members in modes
            )
            yield row(f"{mode}-keeps-{name}", f"`{name}` is not withdrawn by {mode}", ruled(rule, members=left))
    if action.key is not None:
        first = _trimmed(operation, action.key, _only_first)
        yield row("first-only", "only the first record loses its consents", first)


def _part(operation: Operation, rule: Part) -> Iterator[Row]:
    other = "remove" if rule.effect == "add" else "add"
    does = f"the part is {'taken away' if other == 'remove' else 'added'} instead"
    yield of_rule(rule, other, _KIND, does, ruled(rule, effect=other), operation=operation.id, attributes=("list",))


def batch_rows(api: Api) -> Iterator[Row]:
    """Yield what can be wrong with many requests in one."""
    for action in api.behaviour.actions if api.behaviour is not None else ():
        operation = api.operation(action.id)
        if operation is None or action.batch is None:
            continue
        if action.batch.lists:
            for part in action.batch.lists:
                yield from _list(action, operation, part)
        else:
            yield from _each(action, operation, action.batch)
        if action.batch.outcome is not None:
            yield from _outcome(operation, action.batch.outcome)


def _each(action: Action, operation: Operation, batch: Batch) -> Iterator[Row]:
    for slug, does, keep in (
        ("last-lost", "the last element of a batch is not done", _without_last),
        ("first-only", "only the first element of a batch is done", _only_first),
        ("first-lost", "the first element of a batch is not done", _without_first),
    ):
        build = _trimmed(operation, batch.items, keep)
        yield of_rule(action, slug, "batch", does, build, operation=operation.id)
    yield Equivalent(f"{action.id}/statuses", "batch", "the form of the answer to a batch is left open")


def _list(action: Action, operation: Operation, part: BatchList) -> Iterator[Row]:
    first = _trimmed(operation, part.items, _only_first)
    done = "only the first element of the list is done"
    yield of_rule(part, "first-only", "batch", done, first, operation=operation.id)
    kinds = {"create": "delete", "delete": "update", "update": "delete", "upsert": "update"}
    other = kinds[part.kind]
    if part.kind in {"create", "upsert"} and assumed_among(action.assumptions, ("lists",)):
        why = "the form of an element is assumed, so one that is told to have failed may have had another"
        yield Equivalent(f"{part.id}/taken-to-{other}", "batch", why)
        return
    does = f"what is there to {part.kind} is taken to {other}"
    yield of_rule(part, f"taken-to-{other}", "batch", does, ruled(part, kind=other), operation=operation.id)


def _outcome(operation: Operation, rule: Outcome) -> Iterator[Row]:
    def row(slug: str, does: str, build: Build, attribute: str) -> Mutant:
        return of_rule(rule, slug, "batch", does, build, operation=operation.id, attributes=(attribute,))

    swapped = ruled(rule, done=rule.failed, failed=rule.done)
    yield row("swapped", "the statuses of success and failure are swapped", swapped, "done")
    yield row(f"always-{rule.failed}", "a batch that went well looks failed", ruled(rule, done=rule.failed), "done")
    yield row(f"always-{rule.done}", "a batch that failed looks well", ruled(rule, failed=rule.done), "failed")
