"""What is added to a list by POST on the list's own path is in the list, and out of it once it was taken away.

Notes and addresses of a customer, say, that no operation reads by themselves: nothing but the list can show them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

from truespec.checking.rules.ground.evidence import DONE, NothingTells, Trouble, judge_twice, letters
from truespec.checking.rules.ground.subjects import Prepared
from truespec.checking.rules.lists.around import AROUND, plain_name
from truespec.checking.rules.lists.late_lists import comes_true
from truespec.checking.rules.lists.listings import listing_fact
from truespec.checking.rules.lists.turning import Listing
from truespec.checking.rules.records.references import make_referred
from truespec.contract.behaviour import Place
from truespec.contract.operation import Operation, is_json
from truespec.contract.schema import Json

__all__ = ["judge_additions"]

_CREATED: Final = 201
_REFUSED: Final = frozenset({400, 422})


@dataclass(frozen=True, slots=True)
class _Added:
    """One that was added: its key, and the texts that were sent and came back in the answer."""

    key: str | int
    texts: dict[str, str]


def judge_additions(listing: Listing) -> None:
    """Judge a list whose path takes POST, and whose items nothing reads one by one."""
    create = _adding(listing)
    if create is None:
        return
    world, label = listing.world, create.label
    fact = listing_fact(listing, "added", f"what {label} answers with 201 for is in the list")
    judge_twice(world, fact, partial(_is_not_listed, listing, create))
    fact = listing_fact(listing, "kept", f"texts that {label} took and answers with are told by the list as well")
    judge_twice(world, fact, partial(_is_another, listing, create))
    remove = _removing(listing)
    if remove is not None:
        fact = listing_fact(listing, "removed", f"{remove[0].label} takes what it names out of the list, and no other")
        judge_twice(world, fact, partial(_is_still_listed, listing, create, *remove))


def _adding(listing: Listing) -> Operation | None:
    """Return what adds to the list: POST on its path, that answers 201 with an object that has the key of the items."""
    world, asked = listing.world, listing.operation
    path = asked.path.rstrip("/")
    some = any(one.required and one.place == "query" for one in asked.parameters)
    resource = listing.resource
    # What has no path for one of its items may as well be a letter-box: what is put in comes out elsewhere.
    if asked.method != "GET" or some or not listing.key or resource is None or world.first("read", resource):
        return None
    for operation in world.api.operations:
        there = operation.method == "POST" and operation.path.rstrip("/") == path
        if (
            there
            and world.body_schema(operation) is not None
            and world.session.may_send(operation)
            and world.session.can_authenticate(operation)
        ):
            return operation if _tells_key(listing, operation) else None
    return None


def _tells_key(listing: Listing, operation: Operation) -> bool:
    """Say whether all that 201 is documented to hold is an object with the key, or an envelope of one."""
    maker = listing.world.maker
    contents = [media for answer in operation.answers if answer.status == str(_CREATED) for media in answer.content]
    schemas = [media.schema for media in contents if media.schema is not None and is_json(media.name)]
    if not schemas or len(schemas) != len(contents):
        return False
    shape = maker.narrowed(schemas[0])
    inside = [one.schema for name, one in shape.properties.items() if plain_name(name) in AROUND]
    return any(listing.key in maker.narrowed(schema).properties for schema in (schemas[0], *inside))


def _removing(listing: Listing) -> tuple[Operation, Place] | None:
    """Return what takes one away, and where it is named: DELETE below the list's path, without a body."""
    start = f"{listing.operation.path.rstrip('/')}/{{"
    for operation in listing.world.api.operations:
        last = operation.path.removeprefix(start).rstrip("/")
        named = operation.path.startswith(start) and last.endswith("}") and "/" not in last and operation.body is None
        if operation.method == "DELETE" and named and listing.world.session.may_send(operation):
            name = last[:-1]
            is_key = name.lower() == listing.key.lower() or name.lower().endswith("id")
            return (operation, Place("path", (name,))) if is_key else None
    return None


def _add(listing: Listing, create: Operation) -> _Added:
    """Add one that has no more than it must: what is chosen beyond that may keep it out of the list."""
    world, schema = listing.world, listing.world.body_schema(create)
    required = world.maker.shape(schema).required if schema is not None else ()
    names = [name for name in world.sendable(create) if name not in required]
    body = world.new_body(create, leave_out=names)
    if body is None:
        raise NothingTells
    request = Prepared(create, world.values_for(create), body)
    answer = request.send(world)
    if answer.response.status in _REFUSED and make_referred(world, create):
        # What names a record of another kind names one of ours from now on.
        body = world.new_body(create, leave_out=names) or body
        answer = Prepared(create, request.values, body).send(world)
    value = answer.response.json() if answer.response.status == _CREATED else None
    inside = [one for name, one in value.items() if plain_name(name) in AROUND] if isinstance(value, dict) else []
    held = (one for one in (value, *inside) if isinstance(one, dict) and isinstance(one.get(listing.key), str | int))
    shown = next(held, None)
    key = shown[listing.key] if shown is not None else None
    if shown is None or not isinstance(key, str | int) or _is_elsewhere(listing, request):
        raise NothingTells
    world.made.add(key)
    texts = {name: sent for name, sent in body.items() if isinstance(sent, str) and shown.get(name) == sent}
    return _Added(key, texts)


def _is_elsewhere(listing: Listing, request: Prepared) -> bool:
    """Say whether it goes below another record than the list is of: a full one is left for a new one."""
    return any(request.values.get(place, value) != value for place, value in listing.base.values.items())


def _listed(listing: Listing) -> dict[str, Json]:
    """Return all items by key; nothing tells where the end of the list is not reached."""
    turned = (listing.page, listing.offset, listing.cursor, listing.limit)
    parts = listing.everything() if any(turned) else [listing.whole()]
    if parts is None:
        raise NothingTells
    items = [item for part in parts for item in part.items or []]
    return {str(key): item for key, item in zip(listing.names(items), items, strict=True)}


def _is_not_listed(listing: Listing, create: Operation) -> Trouble:
    made = [_add(listing, create) for _ in "ab"]
    lost = [one for one in made if str(one.key) not in _listed(listing)]
    last = listing.world.session.last
    if not lost or last is None:
        return None
    if comes_true(listing.world, lambda: all(str(one.key) in _listed(listing) for one in lost)):
        raise NothingTells
    return f"{len(lost)} of 2 that were added are in no part of the list", last


def _is_another(listing: Listing, create: Operation) -> Trouble:
    made = _add(listing, create)
    item = _listed(listing).get(str(made.key))
    last = listing.world.session.last
    if not made.texts or not isinstance(item, dict) or last is None:
        raise NothingTells
    told = {name: item.get(name) for name in made.texts}
    # A list may show the beginning of a long text.
    other = [
        name
        for name, text in told.items()
        if isinstance(text, str) and not letters(made.texts[name]).startswith(letters(text))
    ]
    return (f"of what was added another `{other[0]}` is listed", last) if other else None


def _is_still_listed(listing: Listing, create: Operation, remove: Operation, place: Place) -> Trouble:
    world = listing.world
    first, last = (_add(listing, create) for _ in "ab")
    if {str(one.key) for one in (first, last)} - set(_listed(listing)):
        raise NothingTells
    gone = world.session.ask(remove, world.values_for(remove, place, last.key))
    if gone.response.status not in DONE:
        raise NothingTells
    before = _listed(listing)
    told = world.session.last
    if told is None or (str(last.key) not in before and str(first.key) in before):
        return None
    if str(first.key) not in before:
        return "another that was added before is no longer listed", told
    if comes_true(world, lambda: str(last.key) not in _listed(listing)):
        raise NothingTells
    return "what was taken away is still listed", told
