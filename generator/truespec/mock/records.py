"""The records of one resource: how a new one looks, and what becomes of one when something is sent for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from copy import copy
from functools import partial
from typing import Final, Literal, TypeAlias

from truespec.contract.api import Api
from truespec.contract.behaviour import Dedupe, Resource
from truespec.contract.schema import ABSENT, Absent, Json, Schema
from truespec.mock.origins import Origins, Slot
from truespec.mock.parameters import typed
from truespec.mock.samples import Sampler
from truespec.mock.shapes import Shapes
from truespec.mock.store import Record, Store
from truespec.mock.validators import Validators

__all__ = ["Collection", "Stores", "at", "key_text", "partition", "placed"]

_THINNED: Final = "(thinned)"
"""The name a store keeps the ids of used resources under, beside the resources of an API."""

Stores: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Which member of a request is kept where, as an action states it."""


def key_text(value: Json) -> str:
    """Return a key as the text records are kept under: 7, 7.0 and "7" name the same record."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value)


def at(value: Json | Absent, path: Iterable[str]) -> Json | Absent:
    """Return what stands at ``path`` below ``value``, :data:`ABSENT` where nothing does."""
    for name in path:
        if not isinstance(value, dict):
            return ABSENT
        value = value.get(name, ABSENT)
    return value


def placed(value: Json, path: Sequence[str], new: Json) -> Json:
    """Return ``value`` with ``new`` at ``path``; objects on the way are copied, or made where there are none."""
    if not path:
        return new
    members = dict(value) if isinstance(value, dict) else {}
    members[path[0]] = placed(members.get(path[0]), path[1:], new)
    return members


def partition(resource: str, tenant: str) -> str:
    """Return the name a store keeps the records of one tenant under."""
    return f"{resource} {json.dumps(tenant)}"


class Collection:
    """One resource and its records in a store."""

    def __init__(  # noqa: PLR0913 - the parts of the mock it is built from
        self,
        api: Api,
        resource: Resource,
        store: Store,
        *,
        shapes: Shapes,
        sampler: Sampler,
        validators: Validators,
        origins: Origins,
        keeps: bool = True,
    ) -> None:
        """Work out once how a new record looks; with ``keeps`` false nothing is ever stored: a planted fault."""
        self.resource = resource
        self.schema: Schema = api.schema(resource.schema).schema
        self._store = store
        self.table = resource.id
        """The name the store keeps the records under."""
        self._own = dict(resource.sets)
        """What only the server sets, and how, by member."""
        self._slots: dict[str, Slot] = {}
        self._sampler = sampler
        self._validators = validators
        self._origins = origins
        self._keeps = keeps
        self._properties = shapes(self.schema).properties
        self._shapes = shapes
        self._blank: Record = {**sampler.blank(self.schema), **dict(resource.constants)}

    def of(self, tenant: str) -> Collection:
        """Return the collection of one tenant's records, apart from all others."""
        own = copy(self)
        own.table = partition(self.resource.id, tenant)
        own._slots = {}  # noqa: SLF001 - its own kind
        return own

    @property
    def thinned(self) -> bool:
        """Whether a record of the resource was ever taken away, for any tenant."""
        return self._store.get(_THINNED, self.resource.id) is not None

    def exclusive(self) -> AbstractContextManager[object]:
        """Return a context in which nobody else reads or writes."""
        return self._store.exclusive()

    def get(self, key: str) -> Record | None:
        """Return a record, or ``None``."""
        return self._store.get(self.table, key)

    def all(self) -> Sequence[Record]:
        """Return all records in the order they were made."""
        return self._store.records(self.table)

    def remove(self, key: str) -> bool:
        """Take a record away; say whether there was one."""
        there = self._store.remove(self.table, key)
        if there and not self.thinned:
            self._store.insert(_THINNED, self.resource.id, {})
        return there

    def keep(self, record: Record) -> Record:
        """Store a record under its key, in the place of an earlier one, and return it."""
        if self._keeps:
            self._store.insert(self.table, key_text(record.get(self.resource.key)), record)
        return record

    def same(self, given: Mapping[str, Json], rule: Dedupe) -> Record | None:
        """Return the first record that is the same as what was given, by the members the rule names.

        Null and absent are alike.  Where nulls never agree, a null member agrees with nothing; where they do, a record
        is still never found by nulls alone.
        """
        values = tuple(given.get(member) for member in rule.members)
        if rule.when == "all-equal":
            complete = None not in values or (rule.nulls == "equal" and any(value is not None for value in values))
            return self._found(rule.members, values) if complete else None
        pairs = ((member, value) for member, value in zip(rule.members, values, strict=True) if value is not None)
        found = (self._found((member,), (value,)) for member, value in pairs)
        return next((record for record in found if record is not None), None)

    def new(self, given: Mapping[str, Json], stores: Stores = (), key: Json | Absent = ABSENT) -> Record:
        """Return a new record, not yet kept: blank, with what was given, and with what the server fills in.

        ``key`` is the key a client chose by addressing the record.
        """
        record, moment = self._with(self._blank, given, stores), self._origins.moment()
        for member, kind in self._own.items():
            record[member] = self._origins.value(kind, self._slot(member), moment)
        slot = self._slot(self.resource.key)
        if not isinstance(key, Absent):
            record[slot.member] = self._as_key(key)
            self._origins.chosen(slot, record[slot.member])
        elif record.get(slot.member) is None or not (slot.member in given or slot.member in self._own):
            fits, like = partial(self._validators.is_valid, slot.schema), partial(self._sampler.neutral, slot.schema)
            record[slot.member] = self._origins.identifier(slot, fits, like)
        return self._mended(record)

    def changed(
        self,
        record: Record,
        given: Mapping[str, Json],
        rule: Literal["fill-null", "replace", "partial", "keep"],
        stores: Stores = (),
    ) -> Record:
        """Return ``record`` with what was given: into its nulls only, over everything, or not at all."""
        if rule == "keep":
            return record
        return self._touched(record, self._mended(self._with(record, given, stores, only_nulls=rule == "fill-null")))

    def rewritten(self, record: Record, given: Mapping[str, Json], stores: Stores = ()) -> Record:
        """Return a record made anew from what was given; what only the server sets stays."""
        own = {member: record[member] for member in (self.resource.key, *self._own) if member in record}
        return self._touched(record, self._mended({**self._with(self._blank, given, stores), **own}))

    def completed(self, record: Record, others: Iterable[Record]) -> Record:
        """Return ``record`` with the first value that ``others`` have for each member of it that says nothing.

        A member says nothing that is null, or as it is in a record of which nothing was given; a yes or no always says
        something. The key and what only the server sets are never taken over.
        """
        own, after = {self.resource.key, *self._own}, dict(record)
        for other in others:
            for name, value in other.items():
                if name not in own and self._says_nothing(name, after.get(name)):
                    after[name] = value
        return self._touched(record, self._mended(after))

    def element(self, member: str, given: Mapping[str, Json]) -> Json:
        """Return a new element for the list at ``member`` of a record, with as much of ``given`` as it has a place for.

        Members the element must have and nobody gave are neutral.
        """
        items = self._shapes(self._member(member)).items
        if items is None:
            return dict(given)
        neutral, known = self._sampler.neutral(items), self._shapes(items).properties
        fitting = {name: value for name, value in given.items() if not known or name in known}
        return {**(neutral if isinstance(neutral, dict) else {}), **fitting}

    def now(self, *path: str) -> Json:
        """Return the time as the member at ``path`` of a record is written; lists on the way stand for elements."""
        schema = self.schema
        for name in path:
            shape = self._shapes(schema)
            if shape.items is not None:
                shape = self._shapes(shape.items)
            declared = shape.properties.get(name)
            schema = Schema(schema.location) if declared is None else declared.schema
        return self._origins.now(schema)

    def refit(self) -> None:
        """Make every record fit the schema, which may have changed since: what it lacks is neutral, what is left goes.

        Records of every tenant are changed.
        """
        with self.exclusive():
            for table, records in self._store.snapshot().items():
                if table == self.resource.id or table.startswith(f"{self.resource.id} "):
                    for key, record in records.items():
                        self._store.insert(table, key, self._refitted(record))

    def _refitted(self, record: Record) -> Record:
        kept = {name: value for name, value in record.items() if not self._properties or name in self._properties}
        return self._mended({**self._blank, **kept})

    def _says_nothing(self, name: str, value: Json) -> bool:
        return value is None or (not isinstance(value, bool) and value == self._blank.get(name))

    def _with(self, record: Record, given: Mapping[str, Json], stores: Stores, *, only_nulls: bool = False) -> Record:
        paths, own, declared = dict(stores), self._own, self._properties
        result: Record = dict(record)
        for name, value in given.items():
            path = paths.get(name, (name,))
            # A closed shape keeps only what it declares; what the server sets is not the client's to send.
            undeclared = declared and path[0] not in declared
            taken = only_nulls and (value is None or not _is_empty(at(result, path)))
            if not (undeclared or taken or path[0] in own):
                result[path[0]] = value if len(path) == 1 else placed(result.get(path[0]), path[1:], value)
        return result

    def _as_key(self, value: Json) -> Json:
        """Return a key as the record writes it: a path may call by a text what the record has as a number."""
        schema = self._member(self.resource.key)
        if isinstance(value, str) and not self._validators.is_valid(schema, value):
            return typed(value, schema, self._shapes)
        return value

    def _touched(self, before: Record, after: Record) -> Record:
        if before == after:
            return before
        times = (member for member, kind in self.resource.sets if kind == "updated")
        return {**after, **{member: self._origins.now(self._member(member)) for member in times}}

    def _mended(self, record: Record) -> Record:
        """Return ``record`` with every member its schema does not allow made neutral: an answer always fits.

        Null that is not allowed says that there is nothing: what may be left out is.
        """
        if self._validators.is_valid(self.schema, record):
            return record
        return {
            name: value
            if name not in self._properties or self._validators.is_valid(self._member(name), value)
            else self._sampler.neutral(self._member(name))
            for name, value in record.items()
            if value is not None or self._may_be_null(name)
        }

    def _may_be_null(self, name: str) -> bool:
        declared = self._properties.get(name)
        return declared is None or declared.required or self._validators.is_valid(declared.schema, None)

    def _member(self, name: str) -> Schema:
        declared = self._properties.get(name)
        return Schema(self.schema.location) if declared is None else declared.schema

    def _slot(self, name: str) -> Slot:
        known = self._slots.get(name)
        if known is None:
            known = self._slots[name] = Slot(self.table, name, self._member(name), partial(self._taken, name))
        return known

    def _taken(self, name: str) -> Iterable[Json]:
        return (record.get(name) for record in self.all())

    def _found(self, members: tuple[str, ...], values: tuple[Json, ...]) -> Record | None:
        key = self._store.find(self.table, members, values)
        return None if key is None else self.get(key)


def _is_empty(value: Json | Absent) -> bool:
    return value is None or isinstance(value, Absent)
