"""What every family of rules works with: a session, made-up records, and the way from rules to facts."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from truespec.checking.current import ANY_TAG, needs_tag
from truespec.checking.exchange import Exchange
from truespec.checking.facts import assumed_among
from truespec.checking.parameters import Values, is_idempotency_key, json_schema
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.known import known_members, particular_members, sendable_members, version_members
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.tastes import Tastes
from truespec.checking.session import Session
from truespec.checking.verdict import Fact
from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Behaviour, Paging, Place, Resource, Rule
from truespec.contract.operation import Operation, Parameter
from truespec.contract.schema import ABSENT, Absent, Json, Property, Schema
from truespec.mock.shapes import Shape

__all__ = ["Family", "Subject", "World"]

_MOST_MEMBERS: Final = 60
_A_SECOND: Final = 1.1
_CONFLICT: Final = 409


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of rule: ``states`` says what it checks, ``check`` does it and notes every fact in the ledger."""

    name: str
    states: str
    check: Callable[[World], None]


@dataclass(frozen=True, slots=True)
class Subject:
    """A record of our own: its key, how the server tells it, and what was sent for it."""

    key: Json
    record: dict[str, Json]
    sent: dict[str, Json]


@dataclass(slots=True)
class World:
    """One run's view of the rules; ``rounds`` is how often a rule is tried with varied values.

    ``whole`` is false where other machines look at the rest.  ``populations`` keeps, by resource, the records that
    several families look for, ``first_pages`` by rule the number that a server was seen to give its first page,
    ``ample`` the limit it takes, ``known_names`` by place the names that records of others show, ``unstated`` by list
    how it comes in parts where no rule says so, ``made`` the keys of the records of our own, ``refused`` by operation
    the members that the server does not take as they are made up, ``again`` by operation a body whose record is used
    again, ``spare`` by resource the records that a rule made, left as they were and gave back for another to use,
    ``parents`` by resource the key of the record that others are below, ``set_aside`` by resource one that no rule
    uses, ``begun`` by list the questions to ask yet, ``joined_by_or`` if any filter will do, ``tastes`` what is taken.
    """

    session: Session
    maker: RecordMaker
    random: random.Random
    rounds: int
    whole: bool = True
    populations: dict[str, tuple[Subject, ...]] = field(default_factory=dict[str, tuple[Subject, ...]])
    first_pages: dict[str, int] = field(default_factory=dict[str, int])
    ample: dict[str, int] = field(default_factory=dict[str, int])
    known_names: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    refused: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    again: dict[str, dict[str, Json]] = field(default_factory=dict[str, dict[str, Json]])
    spare: dict[str, list[Subject]] = field(default_factory=dict[str, "list[Subject]"])
    unstated: dict[str, Paging | None] = field(default_factory=dict[str, "Paging | None"])
    made: set[str | int] = field(default_factory=set[str | int])
    parents: dict[str, Json] = field(default_factory=dict[str, Json])
    steps: dict[str, Json] = field(default_factory=dict[str, Json])
    set_aside: dict[str, Subject] = field(default_factory=dict[str, Subject])
    begun: dict[str, Iterator[None]] = field(default_factory=dict[str, "Iterator[None]"])
    joined_by_or: dict[str, bool] = field(default_factory=dict[str, bool])
    tastes: Tastes = field(default_factory=Tastes)

    @property
    def api(self) -> Api:
        """The contract."""
        return self.session.api

    @property
    def behaviour(self) -> Behaviour:
        """The stated rules; an API without any has an empty behaviour."""
        return self.api.behaviour or Behaviour(self.api.location)

    @property
    def unwritten(self) -> bool:
        """Whether nobody wrote the rules down: what stands in for them is a guess."""
        written = self.session.ledger.written
        return written is not None and written.behaviour is None

    def actions(self, *kinds: str) -> Iterator[tuple[Action, Operation]]:
        """Yield the actions of some kinds that may be sent, with their operations."""
        for action in self.behaviour.actions:
            operation = self.api.operation(action.id)
            usable = operation is not None and action.kind in kinds and self.session.may_send(operation)
            if operation is not None and usable and self.session.can_authenticate(operation):
                yield action, operation

    def fact(self, rule: Rule, operation: Operation, *attributes: str, part: str = "", states: str = "") -> Fact:
        """Return the fact a rule states.

        ``attributes`` name what of the rule the fact leans on; ``part`` and ``states`` tell its facts apart.
        """
        id_ = f"{rule.id}.{part}" if part else rule.id
        sentence = f"{rule.states} ({states})" if states else rule.states
        assumed = assumed_among(rule.assumptions, attributes)
        return Fact(id_, sentence, rule.location, operation.id, "rule", assumed)

    def body_schema(self, operation: Operation) -> Schema | None:
        """Return the schema of an operation's JSON body."""
        return json_schema(operation)

    def new_body(
        self,
        operation: Operation,
        given: Mapping[str, Json] | None = None,
        *,
        leave_out: Sequence[str] = (),
        element: bool = False,
    ) -> dict[str, Json] | None:
        """Return a valid body, or an ``element`` of one, with a varied choice of members; ``None`` where none can be.

        What only a server that was set up for it takes, and consents to what it may not know, is left out.
        """
        schema = self.maker.elements(self.body_schema(operation)) if element else self.body_schema(operation)
        if schema is None:
            return None
        shape = self.maker.shape(schema)
        apart = particular_members(self.api, self.maker, operation)
        leave_out = [*leave_out, *apart, *self.refused.get(operation.id, ())]
        usable = [
            name
            for name, member in shape.properties.items()
            if name not in leave_out and not member.schema.read_only and not member.schema.deprecated
        ]
        known = known_members(self.api, self.session.target.access, self.maker, schema)
        known |= self.tastes.referring(operation.id, leave_out)
        given = {**known, **version_members(self.session.current, self.maker, operation), **(given or {})}
        made = (self.maker.make(schema, names, given) for names in (usable[:_MOST_MEMBERS], ()))
        fitting = (self.tastes.fit(operation.id, body, given) for body in made)
        return next((body for body in fitting if isinstance(body, dict)), None)

    def sendable(self, operation: Operation) -> Mapping[str, Property]:
        """Return the members of an operation's JSON body by wire name, none where it takes no object."""
        return sendable_members(self.api, self.maker, operation)

    def shape_at(self, operation: Operation, place: Place) -> Shape | None:
        """Return the shape of a request's value at a place, ``None`` where the spec has none."""
        if place.part != "body":
            named = (item for item in operation.parameters if (item.place, item.wire) == (place.part, place.path[0]))
            return next((self.maker.shape(item.schema) for item in named), None)
        schema = self.body_schema(operation)
        for name in place.path:
            member = self.maker.shape(schema).properties.get(name) if schema is not None else None
            schema = None if member is None else member.schema
        return None if schema is None else self.maker.shape(schema)

    def values_for(self, operation: Operation, key: Place | None = None, value: Json = None) -> Values:
        """Return values for the required parameters of an operation; ``key`` is set to ``value``."""
        values: dict[tuple[str, str], Json] = {}
        access = self.session.target.access
        for parameter in operation.parameters:
            place = (parameter.place, parameter.wire)
            if key is not None and key.part == parameter.place and key.path == (parameter.wire,):
                values[place] = value
            elif access.fixed(parameter.wire) is not None:
                values[place] = access.fixed(parameter.wire)
            elif parameter.place == "path" and (parent := self.parent(operation, parameter.wire)) is not None:
                values[place] = parent
            elif parameter.required and parameter.examples and not is_idempotency_key(parameter):
                values[place] = parameter.examples[0].value
            elif parameter.required:
                values[place] = self._made_up(operation, parameter)
        return values

    def _made_up(self, operation: Operation, parameter: Parameter) -> Json:
        """Return a value; what headers and scopes say, and a step that a path goes on from, stays what it is."""
        value = ANY_TAG if needs_tag(parameter) else self.maker.value(parameter.wire, parameter.schema)
        above, _, below = operation.path.partition("{" + parameter.wire + "}")
        place, scopes = Place(parameter.place, (parameter.wire,)), [one.scope for one in self.behaviour.resources]
        said = place.part in {"header", "cookie"} and not is_idempotency_key(parameter)
        if said or place in [scope.place for scope in scopes if scope is not None]:
            return self.steps.setdefault(f"{place}", value)
        goes_on = place.part == "path" and below.strip("/")
        return self.steps.setdefault(above + parameter.wire, value) if goes_on else value

    def parent(self, operation: Operation, name: str) -> Json:
        """Return the key of a record of our own that an operation's path goes on from; ``None`` where it is of none."""
        resource = self._above(operation, name)
        if resource is None:
            return None
        if resource.name not in self.parents:
            self.parents[resource.name] = None
            self.parents[resource.name] = self.another_parent(operation, name)
        return self.parents[resource.name]

    def another_parent(self, operation: Operation, name: str) -> Json:
        """Return the key of a record that was just made, and that an operation's path could go on from."""
        resource = self._above(operation, name)
        maker = self.maker_of(resource) if resource is not None else None
        body = self.new_body(maker[1]) if maker is not None else None
        made = self.make_record(resource, body) if resource is not None and body is not None else None
        return made[1] if made is not None else None

    def _leave_parent(self, resource: Resource, operation: Operation) -> bool:
        """Go on below another record, where one may be full and what is made is found without it."""
        reader = self.first("read", resource)
        for parameter in operation.parameters if reader is not None else ():
            above = self._above(operation, parameter.wire) if parameter.place == "path" else None
            if above is not None and reader is not None and f"{{{parameter.wire}}}" not in reader[1].path:
                return self.parents.pop(above.name, None) is not None
        return False

    def _above(self, operation: Operation, name: str) -> Resource | None:
        """Return the resource whose records a path goes on from at a parameter."""
        above = operation.path.partition(f"{{{name}}}")[0] + f"{{{name}}}"
        for action, other in self.actions("read", "update", "delete") if operation.path != above else ():
            named = action.key is not None and (action.key.part, action.key.path) == ("path", (name,))
            if named and other.path.rstrip("/") == above:
                return self.behaviour.resource(action.resource)
        return None

    def resource(self, action: Action) -> Resource | None:
        """Return the resource an action is about, for a batch that of what it does to each."""
        each = self.behaviour.action(action.batch.each) if action.batch is not None else None
        return self.behaviour.resource((each or action).resource)

    def give_back(self, resource: Resource, subject: Subject) -> None:
        """Keep a record that is as it was made for the next rule that needs one; of several, the oldest comes last."""
        self.spare.setdefault(resource.name, []).insert(0, subject)

    def first(self, kind: str, resource: Resource) -> tuple[Action, Operation] | None:
        """Return the first action of a kind on a resource."""
        found = (pair for pair in self.actions(kind) if pair[0].resource == resource.name)
        return next(found, None)

    def pause(self) -> None:
        """Let a second pass: times may be written in seconds."""
        self.session.target.let_pass(_A_SECOND)

    def maker_of(self, resource: Resource) -> tuple[Action, Operation] | None:
        """Return the action that makes one record of a resource."""
        return self.first("create", resource) or self.first("upsert", resource)

    def record_in(self, action: Action, exchange: Exchange) -> dict[str, Json] | None:
        """Return the record that a successful answer holds."""
        place = action.answer
        path = place.path if place is not None and place.part == "body" else ()
        record = take(exchange.response.json(), path) if exchange.response.success else ABSENT
        return record if isinstance(record, dict) else None

    def make_record(self, resource: Resource, body: dict[str, Json]) -> tuple[Exchange, Json] | None:
        """Send ``body`` to the action that makes a record and return the exchange and the new key.

        The key is ``None`` where the answer does not tell it; all is ``None`` where nothing makes a record.
        """
        if (found := self.maker_of(resource)) is None:
            return None
        action, operation = found
        exchange = self.session.ask(operation, self.values_for(operation), body)
        if exchange.response.status == _CONFLICT and self._leave_parent(resource, operation):
            exchange = self.session.ask(operation, self.values_for(operation), body)
        self.tastes.note(operation.id, exchange.response.status, body)
        key = self.key_in(action, exchange, resource)
        if isinstance(key, str | int):
            self.made.add(key)
        return exchange, key

    def is_own(self, key: Json | Absent) -> bool:
        """Say whether a record with this key was made by the run."""
        return isinstance(key, str | int) and key in self.made

    def key_in(self, action: Action, exchange: Exchange, resource: Resource) -> Json:
        """Return the key of the record an answer holds; ``None`` where it tells none that could be asked for."""
        key = (self.record_in(action, exchange) or {}).get(resource.key)
        return key if isinstance(key, str | int) else None

    def read(self, resource: Resource, key: Json) -> tuple[Exchange, dict[str, Json] | None] | None:
        """Read a record by its key; ``None`` where no operation reads one, or the server is too busy to answer."""
        if not (readers := [one for one in self.actions("read") if one[0].resource == resource.name and one[0].key]):
            return None
        # One whose answer is documented to be the record itself tells most.
        action, operation = min(readers, key=lambda pair: bool(assumed_among(pair[0].assumptions, ("answer",))))
        exchange = self.session.ask(operation, self.values_for(operation, action.key, key))
        return None if exchange.response.busy else (exchange, self.record_in(action, exchange))

    def kept_at(self, action: Action, member: str) -> tuple[str, ...]:
        """Return the path in the record of what a member of a request body sets."""
        return dict(action.stores).get(member, (member,))
