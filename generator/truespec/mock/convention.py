"""What an API without behaviour most likely does, read from its paths and methods: the conventions of REST."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from truespec.contract.api import Api
from truespec.contract.behaviour import Action, ActionKind, Behaviour, Missing, Place, Resource
from truespec.contract.conditions import Scope
from truespec.contract.effects import Change, Ignored
from truespec.contract.operation import MediaType, Operation, is_json
from truespec.contract.rule import BODY
from truespec.contract.schema import NamedSchema, Schema
from truespec.mock.record_keys import held, key_of, plain
from truespec.mock.shapes import Shapes

__all__ = ["with_conventions"]

_ITEM_PATH: Final = re.compile(r"(?P<collection>.*[^/{}])/\{(?P<key>[^{}]+)\}/?")
_VARIABLE: Final = re.compile(r"\{([^{}]+)\}")
_TIMES: Final = {
    "created": {"created", "createdat", "createddate", "createdon", "creationdate", "datecreated"},
    "updated": {"updated", "updatedat", "modified", "modifiedat", "lastmodified", "lastmodifiedat", "lastupdated"},
}


def with_conventions(api: Api, *, nested: bool = False) -> Api:
    """Return ``api`` with the behaviour its paths and methods suggest; one that states any is returned as it is.

    A resource is a pair of paths such as ``/things`` and ``/things/{id}`` where POST on the first makes what GET (or
    PUT, PATCH) on the second answers with, and the answer has a member to know a record by: one that is called like
    the parameter, ``id``, or ``thingId``.  An answer may also hold the record in a member that is called like the thing
    or ``data``.  Records below another path parameter belong to its value.  A key that no record has is answered with
    404, declared or not; only before anything was made, one who does not declare it is answered with an example, as
    without conventions.  With ``nested``, what ``/things/{id}`` answers with may also be made below another record: by
    POST on ``/owners/{id}/things``.
    """
    if api.behaviour is not None:
        return api
    found = list(_found(api, nested=nested))
    if not found:
        return api
    actions = tuple(action for convention in found for action in convention.actions())
    resources = tuple(convention.resource() for convention in found)
    added = tuple(convention.added for convention in found if convention.added is not None)
    return replace(api, behaviour=Behaviour(api.location, resources, actions), schemas=(*api.schemas, *added))


def _found(api: Api, *, nested: bool) -> Iterator[_Convention]:
    """Yield each pair of paths that follows the conventions, in the order of the document."""
    shapes, paths = Shapes(api), dict[str, dict[str, Operation]]()
    for operation in api.operations:
        paths.setdefault(operation.path.rstrip("/"), {}).setdefault(operation.method.upper(), operation)
    for path, item in paths.items():
        named = _ITEM_PATH.fullmatch(path)
        collection = paths.get(named["collection"], {}) if named else {}
        if named is not None and nested and "POST" not in collection:
            collection = {**collection, **_made_below(paths, named["collection"])}
        if named is None or "POST" not in collection:
            continue
        answered = next(_records(shapes, item, collection), None)
        for around, record in () if answered is None else held(shapes, answered, named["collection"]):
            key = key_of(shapes, record, named["key"], named["collection"])
            if key is not None:
                names = (named["collection"], named["key"], key, around)
                convention = _Convention(api, shapes, *names, record, item, collection)
                if convention.makes:
                    yield convention
                break


def _made_below(paths: Mapping[str, Mapping[str, Operation]], collection: str) -> dict[str, Operation]:
    """Return the only POST of another path that ends as a collection does, below a record of something else."""
    start, _, thing = collection.rpartition("/")
    below = [
        operations["POST"]
        for path, operations in paths.items()
        if "POST" in operations and path.startswith(f"{start}/") and path.endswith(f"}}/{thing}") and path != collection
    ]
    return {"POST": below[0]} if len(below) == 1 else {}


def _records(shapes: Shapes, item: Mapping[str, Operation], collection: Mapping[str, Operation]) -> Iterator[Schema]:
    """Yield the schemas of objects that may be the record, the likeliest first."""
    for operation in (item.get("GET"), collection.get("POST"), item.get("PUT"), item.get("PATCH")):
        schema = None if operation is None else _answered(operation)
        if schema is not None and shapes.chosen(schema).properties:
            yield schema


def _answered(operation: Operation) -> Schema | None:
    """Return the schema of the JSON that tells an operation's success."""
    contents = (answer.content for answer in operation.answers if answer.success)
    return next(_json_schemas(media for content in contents for media in content), None)


def _taken(operation: Operation) -> Schema | None:
    """Return the schema of the JSON an operation takes, ``None`` for none and for lists of changes (JSON Patch)."""
    content = operation.body.content if operation.body else ()
    return next(_json_schemas(media for media in content if "json-patch" not in media.name), None)


def _json_schemas(media_types: Iterable[MediaType]) -> Iterator[Schema]:
    return (media.schema for media in media_types if media.schema is not None and is_json(media.name))


@dataclass(frozen=True)
class _Convention:
    """One resource: ``path`` of the collection, ``parameter`` of the item's path, ``key`` the member of ``record``.

    ``around`` is the member of answers that holds the record, empty where nothing is around it.
    """

    api: Api
    shapes: Shapes
    path: str
    parameter: str
    key: str
    around: str
    record: Schema
    item: Mapping[str, Operation]
    collection: Mapping[str, Operation]

    @property
    def makes(self) -> bool:
        """Whether POST on the collection takes members of a record, rather than asking for something else."""
        taken = _taken(self.collection["POST"])
        answered = _answered(self.collection["POST"])
        if taken is None or (answered is not None and "array" in self.shapes.types(answered)):
            return False
        given = self.shapes.chosen(taken).properties.keys()
        return self._is_record(taken) or bool(given & self.shapes.chosen(self.record).properties.keys())

    @property
    def added(self) -> NamedSchema | None:
        """The record's schema under a name of its own, where the document gives it none."""
        return None if self.record.reference else NamedSchema(self.path, "", self.record)

    def resource(self) -> Resource:
        """Return the resource."""
        return Resource(
            self.path,
            f"{self.path} keeps records.",
            self.collection["POST"].location,
            name=self.path,
            schema=self.record.reference or self.path,
            key=self.key,
            sets=tuple(self._sets()),
            scope=self._scope(),
        )

    def actions(self) -> Iterator[Action]:
        """Yield what each operation of the pair does; one of another form keeps answering from examples."""
        key = Place("path", (self.parameter,))
        yield self._create()
        if "GET" in self.collection:
            yield from self._list(self.collection["GET"])
        if "GET" in self.item and self._answers_record(self.item["GET"]):
            yield self._action(self.item["GET"], kind="read", key=key)
        for method in ("PUT", "PATCH"):
            if method in self.item and self._changes(self.item[method]):
                yield self._update(self.item[method], key)
        if "DELETE" in self.item:
            yield self._action(self.item["DELETE"], kind="delete", key=key)

    def _create(self) -> Action:
        create = self._action(self.collection["POST"], kind="create")
        return replace(create, key=Place("body", (self.key,))) if self._key_is_sent() else self._own_key(create)

    def _update(self, operation: Operation, key: Place) -> Action:
        makes = operation.method.upper() == "PUT" and any(answer.status == "201" for answer in operation.answers)
        replaces = operation.method.upper() == "PUT"
        change = Change(
            f"{operation.id}.change",
            "PUT writes the whole record, PATCH what is sent.",
            operation.location,
            rule="replace" if replaces else "partial",
        )
        update = self._action(operation, kind="upsert" if makes else "update", key=key)
        return self._own_key(replace(update, change=change))

    def _list(self, operation: Operation) -> Iterator[Action]:
        """Yield the list, where the answer is an array of records or an object with exactly one."""
        schema = _answered(operation)
        if schema is None:
            return
        if self._holds_records(schema):
            yield replace(self._action(operation, kind="list"), answer=BODY)
            return
        members = self.shapes.chosen(schema).properties.items()
        arrays = [name for name, member in members if "array" in self.shapes.types(member.schema)]
        if len(arrays) == 1 and self._holds_records(self.shapes.chosen(schema).properties[arrays[0]].schema):
            yield replace(self._action(operation, kind="list"), answer=Place("body", (arrays[0],)))

    def _action(self, operation: Operation, *, kind: ActionKind, key: Place | None = None) -> Action:
        missing = Missing(
            f"{operation.id}.missing", "A key that no record has is answered with 404.", operation.location
        )
        return Action(
            operation.id,
            f"{operation.label} acts on the records of {self.path}.",
            operation.location,
            kind=kind,
            resource=self.path,
            key=key,
            answer=self._answer(operation),
            missing=None if key is None else missing,
        )

    def _own_key(self, action: Action) -> Action:
        """Return an action that does not take up a key from the body."""
        ignored = Ignored(f"{action.id}.ignores", "The key is not sent.", action.location, members=(self.key,))
        return replace(action, ignored=ignored)

    def _key_is_sent(self) -> bool:
        taken = _taken(self.collection["POST"])
        member = None if taken is None else self.shapes.member(taken, (self.key,))
        return member is not None and not self._read_only(member)

    def _sets(self) -> Iterator[tuple[str, str]]:
        """Yield the times that only the server can know: they are called so, and no request can send them."""
        taken = _taken(self.collection["POST"])
        for name, member in self.shapes.chosen(self.record).properties.items():
            sent = None if taken is None else self.shapes.member(taken, (name,))
            if (sent is None or self._read_only(sent)) and self.shapes(member.schema).format in {"date-time", "date"}:
                yield from ((name, kind) for kind, names in _TIMES.items() if plain(name) in names)

    def _scope(self) -> Scope | None:
        parents: list[str] = _VARIABLE.findall(self.path)
        if not parents:
            return None
        location = self.collection["POST"].location
        return Scope(f"{self.path}.scope", "Records belong to the path.", location, place=Place("path", (parents[-1],)))

    def _changes(self, operation: Operation) -> bool:
        taken = _taken(operation)
        return taken is not None and self.shapes.types(taken) <= {"object", "null"}

    def _answers_record(self, operation: Operation) -> bool:
        answered = _answered(operation)
        return answered is not None and self._is_record(self._inside(answered) or answered)

    def _answer(self, operation: Operation) -> Place | None:
        """Return where an answer holds the record, ``None`` where nothing is around it."""
        answered = _answered(operation)
        inside = None if answered is None else self._inside(answered)
        known = inside is not None and self.key in self.shapes.chosen(inside).properties
        return Place("body", (self.around,)) if known else None

    def _inside(self, answered: Schema) -> Schema | None:
        return self.shapes.member(answered, (self.around,)) if self.around else None

    def _holds_records(self, schema: Schema) -> bool:
        items = self.shapes(schema).items
        return items is not None and self._is_record(items)

    def _is_record(self, schema: Schema) -> bool:
        """Say whether a schema is that of the record: the same one, or one written twice."""
        if schema.reference and self.api.target(schema) is self.api.target(self.record):
            return True
        mine, theirs = self.shapes.chosen(self.record).properties, self.shapes.chosen(schema).properties
        return bool(theirs) and mine.keys() == theirs.keys()

    def _read_only(self, schema: Schema) -> bool:
        return schema.read_only or self.shapes(schema).schema.read_only or self.api.target(schema).read_only
