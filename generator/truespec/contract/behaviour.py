"""The stated rules of an API as data: what a server does with what it keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from truespec.contract.conditions import (
    Condition,
    Limit,
    Locked,
    Needs,
    Permission,
    RateLimit,
    Remark,
    Scope,
    Shared,
    Unique,
)
from truespec.contract.effects import (
    BatchList,
    Change,
    Consent,
    Deletion,
    Existing,
    Ignored,
    Merge,
    Move,
    Outcome,
    Part,
    Unsubscription,
)
from truespec.contract.rule import BODY, Place, Rule
from truespec.contract.schema import Json
from truespec.contract.selection import Filter, Order, Search
from truespec.diagnostics import Location

__all__ = [
    "Action",
    "ActionKind",
    "Batch",
    "Behaviour",
    "Dedupe",
    "Existing",
    "Missing",
    "Paging",
    "PagingStyle",
    "PagingTotals",
    "Place",
    "Refusal",
    "Resource",
    "Rule",
    "Sort",
]

ActionKind: TypeAlias = Literal[
    "create", "read", "list", "update", "delete", "upsert", "merge", "batch", "unsubscribe", "part", "move", "outside"
]


PagingStyle: TypeAlias = Literal["page", "offset", "cursor", "whole"]
"""What a request for a part of a list says of where it begins; of a ``whole`` list there are no parts."""


@dataclass(frozen=True, slots=True)
class Missing(Rule):
    """No record has the key: the status that says so."""

    status: int = 404


@dataclass(frozen=True, slots=True)
class Dedupe(Rule):
    """Two records are the same when ``members`` agree: all of them, or any one.

    ``nulls`` says whether a null (or absent) member can equal another null.
    """

    members: tuple[str, ...] = ()
    when: Literal["all-equal", "any-equal"] = "all-equal"
    nulls: Literal["never-equal", "equal"] = "never-equal"
    existing: Existing | None = None


@dataclass(frozen=True, slots=True)
class PagingTotals:
    """Where an answer says how many there are; each is ``None`` where the answer does not say."""

    page_items: Place | None = None
    items: Place | None = None
    page_size: Place | None = None
    pages: Place | None = None
    page: Place | None = None


@dataclass(frozen=True, slots=True)
class Paging(Rule):
    """A list that comes in parts.

    ``page`` and ``limit`` are places in the request, ``items`` the place of the list in the answer
    (``body`` itself: an empty path).  ``style`` says what stands at ``page``: the number of a ``page``, an ``offset``
    (how many items to leave out), or the ``cursor`` that the answer before told at ``following``.  ``more`` is where an
    answer says whether more follows, or links to it.  A ``whole`` list comes in one part.  ``beyond`` is what a page
    after the last one answers: an ``empty`` list, or the resource is ``missing``.
    """

    style: PagingStyle = "page"
    page: Place = BODY
    limit: Place | None = None
    items: Place = BODY
    totals: PagingTotals = PagingTotals()
    first: int = 1
    beyond: Literal["empty", "missing"] = "empty"
    following: Place | None = None
    more: Place | None = None


@dataclass(frozen=True, slots=True)
class Sort(Rule):
    """The order of a list: a member of the record and a direction."""

    member: str = ""
    direction: Literal["ascending", "descending"] = "ascending"


@dataclass(frozen=True, slots=True)
class Batch(Rule):
    """Many requests in one: ``each`` is the operation that is done for every element at ``items``.

    Where ``each`` is empty, the request has several ``lists`` instead, each done by a rule of its own.
    """

    each: str = ""
    items: Place = BODY
    lists: tuple[BatchList, ...] = ()
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Action(Rule):
    """What one operation does to one resource.

    ``id`` is the operation's id.  ``key`` is where the request names the record.  ``stores`` maps a member of the
    request body to the member of the record (a path) that keeps it, where they differ.  ``outside`` is an action on
    nothing that is kept here, and needs no resource.
    """

    kind: ActionKind = "read"
    resource: str = ""
    key: Place | None = None
    answer: Place | None = None
    missing: Missing | None = None
    dedupe: Dedupe | None = None
    unique: tuple[Unique, ...] = ()
    locked: Locked | None = None
    paging: Paging | None = None
    sort: Sort | None = None
    batch: Batch | None = None
    stores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    change: Change | None = None
    ignored: Ignored | None = None
    consents: tuple[Consent, ...] = ()
    merge: Merge | None = None
    deletion: Deletion | None = None
    unsubscription: Unsubscription | None = None
    part: Part | None = None
    move: Move | None = None
    filters: tuple[Filter, ...] = ()
    search: Search | None = None
    order: Order | None = None
    needs: tuple[Needs, ...] = ()
    limits: tuple[Limit, ...] = ()
    permission: Permission | None = None
    conditions: tuple[Condition, ...] = ()

    @property
    def rules(self) -> Iterator[Rule]:
        """The rules inside this one, those inside them included."""
        inner: tuple[Rule | None, ...] = (
            self.missing,
            self.dedupe,
            self.dedupe.existing if self.dedupe else None,
            *self.unique,
            self.locked,
            self.paging,
            self.sort,
            *((*self.batch.lists, self.batch.outcome) if self.batch else ()),
            self.change,
            self.ignored,
            *self.consents,
            self.merge,
            self.deletion,
            self.unsubscription,
            self.part,
            self.move,
            *self.filters,
            self.search,
            self.search.scope if self.search else None,
            self.order,
            *self.needs,
            *self.limits,
            self.permission,
            *self.conditions,
        )
        return (rule for rule in inner if rule is not None)


@dataclass(frozen=True, slots=True)
class Refusal(Rule):
    """When a request is refused, and with which status; ``operations`` are those it holds for, empty for all."""

    when: Literal["credentials-missing", "credentials-unknown", "credentials-forbidden", "request-invalid"] = (
        "request-invalid"
    )
    status: int = 400
    operations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resource(Rule):
    """A kind of record that a server keeps.

    ``schema`` names the :class:`~truespec.contract.schema.NamedSchema` of a record, ``key`` the wire name of the member
    that identifies it; ``sets`` are members the server fills by itself, with what: ``uuid``, ``hex-24``,
    ``created``, ``updated``, ``count``.  ``constants`` are members of a new record that nobody sent, with their values.
    ``id`` is the name.
    """

    name: str = ""
    schema: str = ""
    key: str = ""
    sets: tuple[tuple[str, str], ...] = ()
    constants: tuple[tuple[str, Json], ...] = ()
    scope: Scope | None = None
    shared: Shared | None = None


@dataclass(frozen=True, slots=True)
class Behaviour:
    """All rules of one API."""

    location: Location
    resources: tuple[Resource, ...] = ()
    actions: tuple[Action, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    rate_limit: RateLimit | None = None
    remarks: tuple[Remark, ...] = ()

    def action(self, operation_id: str) -> Action | None:
        """Return what an operation does, or ``None`` where no rule says."""
        return next((action for action in self.actions if action.id == operation_id), None)

    def resource(self, name: str) -> Resource | None:
        """Return a resource by its name."""
        return next((resource for resource in self.resources if resource.name == name), None)

    def refusal(self, when: str, operation_id: str = "") -> Refusal | None:
        """Return the rule for one reason to refuse one operation."""
        for refusal in self.refusals:
            if refusal.when == when and (not refusal.operations or operation_id in refusal.operations):
                return refusal
        return None
