"""Mutants of what becomes of one record: not kept, kept in part, made where it is missing, not as new ones are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from truespec.checking.facts import assumed_among
from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Resource
from truespec.contract.operation import Operation, is_json
from truespec.contract.rule import BODY, Place
from truespec.contract.schema import ABSENT, Json, Property, Schema
from truespec.mock.exchange import Request
from truespec.mock.shapes import Shapes
from truespec.mutation.consents import consent_rows
from truespec.mutation.ground import Ground
from truespec.mutation.mistaken import mistaken_rows
from truespec.mutation.mutant import Equivalent, Kind, Row, effect_of, of_rule
from truespec.mutation.twists import asked, faulty, only, ruled, undone
from truespec.mutation.wire import with_sent

__all__ = ["record_rows"]

_KIND: Kind = "records"
_WRITING: Final = frozenset({"create", "upsert", "update", "delete", "merge", "unsubscribe", "part", "move", "batch"})


def record_rows(api: Api) -> Iterator[Row]:
    """Yield what can be wrong with making, reading, changing and ending a record."""
    behaviour, shapes = api.behaviour, Shapes(api)
    for action in behaviour.actions if behaviour is not None else ():
        operation = api.operation(action.id)
        resource = behaviour.resource(action.resource) if behaviour is not None else None
        if operation is None or resource is None:
            continue
        if action.kind in _WRITING:
            does = "answers as if it had done something, and nothing is kept"
            if action.deletion is not None:
                yield Equivalent(f"{action.id}/undone", _KIND, "what is marked for deletion may be there for a while")
            else:
                rule, attributes = effect_of(action), ("others", "members", "list", "lists")
                undo = undone(operation)
                yield of_rule(rule, "undone", _KIND, does, undo, operation=operation.id, attributes=attributes)
        yield from _missing(action, operation)
        yield from _ignored(api, action, operation, resource)
        yield from _nulls(action, operation)
        yield from consent_rows(action, operation)
        if action.kind in {"create", "upsert", "update"}:
            yield from _members(api, action, operation, resource, shapes)
        yield from mistaken_rows(api, action, operation, resource)
    for resource in behaviour.resources if behaviour is not None else ():
        yield from _set_members(api, resource)


def _missing(action: Action, operation: Operation) -> Iterator[Row]:
    rule = action.missing
    if rule is None or action.kind in {"list", "unsubscribe"}:
        return
    statuses = (int(answer.status) for answer in operation.answers if answer.status.isdecimal())
    others = [status for status in statuses if 400 <= status < 500 and status != rule.status]
    other = others[0] if others else 410
    missing = ruled(rule, status=other)
    yield of_rule(
        rule,
        f"answers-{other}",
        _KIND,
        f"a missing record is answered {other}",
        missing,
        operation=operation.id,
        attributes=("status",),
    )
    empty = only(operation.id, faulty("not-found-200"))
    yield of_rule(
        rule,
        "answers-empty",
        _KIND,
        "a missing record is an empty success",
        empty,
        operation=operation.id,
        attributes=("status",),
    )
    if action.kind == "update":
        made = ruled(action, kind="upsert")
        yield of_rule(
            rule,
            "made-anew",
            _KIND,
            "changing a missing record makes it",
            made,
            operation=operation.id,
            attributes=("status",),
        )


def _ignored(api: Api, action: Action, operation: Operation, resource: Resource) -> Iterator[Row]:
    rule = action.ignored
    if rule is None:
        return
    known = {member.wire for member in api.target(api.schema(resource.schema).schema).properties}
    own = {resource.key, *dict(resource.sets)}
    for member in rule.members:
        if member not in known:
            yield Equivalent(f"{rule.id}/{member}", _KIND, "a record has no such member, so taking it up shows nowhere")
        elif member not in own:
            left = ruled(rule, members=tuple(name for name in rule.members if name != member))
            yield of_rule(
                rule,
                f"takes-{member}",
                _KIND,
                f"`{member}` is taken up",
                left,
                operation=operation.id,
                attributes=("members",),
            )


def _nulls(action: Action, operation: Operation) -> Iterator[Row]:
    rule = action.change
    if rule is None or rule.null is None or rule.rule == "replace":
        return
    other, does = ("leaves", "leaves members alone") if rule.null == "clears" else ("clears", "clears members")
    build = ruled(rule, null=other)
    yield of_rule(rule, f"null-{other}", _KIND, f"null {does}", build, operation=operation.id, attributes=("null",))


def _members(api: Api, action: Action, operation: Operation, resource: Resource, shapes: Shapes) -> Iterator[Row]:
    """Lose one member of a request at a time: a record that should have it does not."""
    schema, record = _body(operation), shapes(api.schema(resource.schema).schema).properties
    ignored = set(action.ignored.members) if action.ignored is not None else set[str]()
    apart = {
        resource.key,
        *dict(resource.sets),
        *ignored,
        *(rule.place.path[0] for rule in action.consents if rule.place.path),
    }
    particular = {place.path[0] for rule in action.conditions for place in rule.places if place.path}
    stores = dict(action.stores)
    for name, member in shapes(schema).properties.items() if schema is not None else ():
        kept = stores.get(name, (name,))
        if name in apart or kept[0] not in record or kept[0] in apart:
            continue
        slug = f"{action.id}/loses-{name}"
        if name in particular:
            yield Equivalent(slug, _KIND, "it takes a server that is set up for the member to say that it is lost")
        elif member.schema.read_only or member.schema.deprecated:
            yield Equivalent(slug, _KIND, "what is read-only or deprecated is not sent, for a server may leave it out")
        else:
            place = replace(BODY, path=(name,))
            build = asked(operation, _losing(operation, place))
            attributes = (f"keeps.{name}", *(("stores",) if name in stores else ()))
            does = f"`{name}` is not kept"
            lost = of_rule(action, f"loses-{name}", _KIND, does, build, operation=operation.id, attributes=attributes)
            yield replace(lost, assumed=lost.assumed or _why_named(member) or _why_named(record[kept[0]]))
    if action.stores:
        does = "what belongs elsewhere in the record is not put there"
        yield of_rule(
            action,
            "stores-nowhere",
            _KIND,
            does,
            ruled(action, stores=()),
            operation=operation.id,
            attributes=("stores",),
        )


def _why_named(member: Property) -> str | None:
    """Return why a member is called as it is, ``None`` where its name is documented."""
    return assumed_among((*member.assumptions, *member.schema.assumptions), ("name", "in"))


def _losing(operation: Operation, place: Place) -> Callable[[Request, Ground], Request]:
    return lambda request, _ground: with_sent(request, operation, place, ABSENT)


def _body(operation: Operation) -> Schema | None:
    content = operation.body.content if operation.body is not None else ()
    return next((media.schema for media in content if is_json(media.name)), None)


def _set_members(api: Api, resource: Resource) -> Iterator[Row]:
    makers = {
        action.id
        for action in (api.behaviour.actions if api.behaviour is not None else ())
        if action.resource == resource.name and action.kind in {"create", "upsert"}
    }
    known = {member.wire: member for member in api.target(api.schema(resource.schema).schema).properties}
    for member, what in resource.sets if makers else ():
        other_kind = {"uuid": "hex-24", "hex-24": "uuid"}.get(what, "")
        left = tuple((name, kind) for name, kind in resource.sets if name != member or other_kind)
        if member not in known or what == "count":
            continue
        slug, does = (
            ("of-another-form", "is of another form") if other_kind else ("not-set", "is not set by the server")
        )
        build = ruled(
            resource, sets=tuple((name, other_kind if name == member and other_kind else kind) for name, kind in left)
        )
        yield of_rule(resource, f"{member}-{slug}", _KIND, f"`{member}` {does}", build, attributes=("sets",))
    for member, value in resource.constants:
        if value in ([], {}, None):
            yield Equivalent(
                f"{resource.id}/{member}-other",
                _KIND,
                "an empty member may be filled or left out by a server that knows more",
            )
        elif makers:
            other: Json = not value if isinstance(value, bool) else f"{value}x" if isinstance(value, str) else 7
            constants = tuple((name, other if name == member else one) for name, one in resource.constants)
            does = f"`{member}` of a new record has another value"
            yield of_rule(
                resource, f"{member}-other", _KIND, does, ruled(resource, constants=constants), attributes=("sets",)
            )
