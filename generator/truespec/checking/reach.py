"""The first words with a target: a request to every operation that ought to succeed, and the same without a credential.

They go round as a record lives: it is made, read, listed, changed and removed, so that few requests see most answers.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from truespec.checking.conformance import success_fact
from truespec.checking.exchange import Exchange
from truespec.checking.facts import assumed_among
from truespec.checking.no_answer import TargetLost, Unreadable
from truespec.checking.parameters import json_media_type
from truespec.checking.rules.access.credentials import judge_unknown, judge_without, unknown_credential
from truespec.checking.rules.access.rates import judge_first
from truespec.checking.rules.ground.known import known_members
from truespec.checking.rules.ground.naming import is_elsewhere
from truespec.checking.rules.ground.paths import take
from truespec.checking.rules.ground.subjects import Prepared, prepared
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.records.untouched import note_others, set_aside
from truespec.checking.sharding import Shard
from truespec.checking.verdict import Fact
from truespec.contract.operation import Operation, Parameter
from truespec.contract.schema import ABSENT, Absent, Json
from truespec.contract.security import SecurityScheme

__all__ = ["reach"]

_NOT_THERE: Final = 405
_MISSING: Final = 404
_INVALID: Final = frozenset({400, 422})
_REFUSED: Final = frozenset({401, 403})
_TURNED_AWAY: Final = frozenset({429, 502, 503, 504})
_LIFE: Final = (
    "list",
    "create",
    "upsert",
    "read",
    "outside",
    "part",
    "update",
    "move",
    "batch",
    "unsubscribe",
    "merge",
    "delete",
)
"""What is done to a record, in the order it can be done, after a look at what is there.

An answer to what changes nothing comes first: it tells later whether the server is still there.
"""

_NAMING_NONE: Final = frozenset({"list", "create"})
_METHODS: Final = {"POST": "create", "GET": "read", "HEAD": "read", "DELETE": "delete"}


def reach(world: World, shard: Shard) -> None:
    """Send the first requests of a shard; every answer is judged on the way.

    Raises:
        TargetLost: The target cannot be reached, refuses the credentials everywhere, or turns everything away, or no
            operation takes the credentials that were given: nothing can be learnt.
    """
    if world.api.operations and not any(map(world.session.can_authenticate, world.api.operations)):
        schemes = " ".join(f"--auth {scheme.wire}=..." for scheme in world.api.security_schemes)
        raise TargetLost(f"no operation can be asked with the credentials that were given: it takes {schemes}")
    round_ = _Round(world)
    for operation in sorted(world.api.operations, key=round_.turn):
        fact, ledger = success_fact(operation), world.session.ledger
        if not shard.takes(f"reachability: {operation.id}"):
            continue
        if not world.session.may_send(operation):
            ledger.unknown(fact, "the run only reads, and this operation may change something")
        elif not world.session.can_authenticate(operation):
            ledger.unknown(fact, "no credentials were given for this operation")
        else:
            with contextlib.suppress(Unreadable):
                round_.visit(operation)
    round_.judge_missing()
    judge_first(world, round_.done)
    statuses = round_.statuses
    if statuses and all(status in _REFUSED for status in statuses):
        raise TargetLost(f"every operation refuses the credentials with {statuses[0]}")
    if statuses and all(status in _TURNED_AWAY for status in statuses):
        raise TargetLost(f"every operation turns requests away with {statuses[0]}")
    if round_.is_nowhere():
        why = f"nothing was found at all, every operation answered {_MISSING}"
        named = " ".join(f"--param {name}=..." for name in round_.made_up_names())
        raise TargetLost(f"{why}: is it another URL?{f' Or give {named} of what is there' if named else ''}")


def _named_in_path(operation: Operation) -> list[str]:
    return [parameter.wire for parameter in operation.parameters if parameter.place == "path"]


@dataclass(slots=True)
class _Round:
    """One round through the operations; ``keys`` are those of a record that was made on it, by resource."""

    world: World
    statuses: list[int] = field(default_factory=list[int])
    keys: dict[str, Json] = field(default_factory=dict[str, Json])
    visited: int = 0
    done: list[Exchange] = field(default_factory=list[Exchange])
    not_found: list[Exchange] = field(default_factory=list[Exchange])

    def turn(self, operation: Operation) -> int:
        """Say when an operation's turn is."""
        return _LIFE.index(self._kind(operation))

    def _kind(self, operation: Operation) -> str:
        action = self.world.behaviour.action(operation.id)
        return action.kind if action is not None else _METHODS.get(operation.method.upper(), "update")

    def visit(self, operation: Operation) -> None:
        """Send the requests for one operation, the first of them without one of its credentials too."""
        scheme = self._left_out(operation)
        for request in self._requests(operation):
            refused = None if scheme is None else self._without(request, scheme)
            if scheme is not None and self.visited == 1:
                # One look tells early of a server that lets everybody in; each operation is looked at later.
                judge_unknown(self.world, scheme, self._unknown(request, scheme))
            exchange = request.send(self.world)
            if scheme is not None and refused is not None:
                judge_without(self.world, scheme, exchange, refused)
            self._hear(exchange, request)
            scheme = None

    def _left_out(self, operation: Operation) -> SecurityScheme | None:
        """Return the credential to leave out: of several, another one for each operation."""
        if not operation.security or not all(operation.security):
            return None
        alternative = self.world.session.target.access.credentials.alternative(operation) or ()
        schemes = [scheme for scheme in self.world.api.security_schemes if scheme.wire in alternative]
        self.visited += 1
        return schemes[self.visited % len(schemes)] if schemes else None

    def _without(self, request: Prepared, scheme: SecurityScheme) -> Exchange:
        session = self.world.session
        return session.ask(request.operation, request.values, request.body, replaced={scheme.wire: None})

    def _unknown(self, request: Prepared, scheme: SecurityScheme) -> Exchange:
        replaced = {scheme.wire: unknown_credential(scheme)}
        return self.world.session.ask(request.operation, request.values, request.body, replaced=replaced)

    def _missing_name(self, operation: Operation) -> str:
        """Say how a run that makes nothing comes to know what is there: somebody has to name it."""
        access = self.world.session.target.access
        made_up = [one.wire for one in operation.parameters if one.place == "path" and access.fixed(one.wire) is None]
        named = " ".join(f"--param {name}=..." for name in made_up)
        return f"; a run that only reads takes {named} of what is there" if access.read_only and named else ""

    def _hear(self, exchange: Exchange, request: Prepared) -> None:
        operation, status = exchange.operation, exchange.response.status
        self.statuses.append(status)
        if status == _NOT_THERE and not is_elsewhere(operation, exchange):
            self.world.session.ledger.broken(success_fact(operation), f"it answered {status}", exchange)
        elif not exchange.response.success:
            reason = f"no request was accepted; a plain one was answered {status}{self._missing_name(operation)}"
            self.world.session.ledger.unknown(success_fact(operation), reason)
        self.world.tastes.note(operation.id, status, request.body if isinstance(request.body, dict) else None)
        if status in _INVALID:
            self._needs_more(exchange, request)
        (self.done if exchange.response.success else self.not_found).append(exchange)
        if not exchange.response.success:
            return
        action = self.world.behaviour.action(operation.id)
        resource = self.world.resource(action) if action is not None else None
        if action is not None and action.kind == "list":
            note_others(self.world, action, exchange)
        if action is None or resource is None or action.kind not in {"create", "upsert"}:
            return
        if isinstance(request.body, dict) and request.body.keys() >= (self.world.new_body(operation) or {}).keys():
            # All of its members are taken as they are made up: nothing is left to find out.
            self.world.refused.setdefault(operation.id, frozenset())
        key = self.world.key_in(action, exchange, resource)
        if isinstance(key, str | int):
            self.world.made.add(key)
            self.keys.setdefault(resource.name, key)
            if self.world.whole:
                set_aside(self.world, resource)

    def _needs_more(self, refused: Exchange, request: Prepared) -> None:
        """Send a request that was refused with a parameter that may be left out: none of them may be needed."""
        access, operation = self.world.session.target.access, refused.operation
        needed: list[Parameter] = []
        if self.world.session.looks_like_others(operation):
            return  # the parameter may be what tells them apart
        for parameter in operation.parameters:
            place = (parameter.place, parameter.wire)
            plain = parameter.place in {"query", "header"} and not parameter.required and place not in request.values
            if not plain or access.fixed(parameter.wire) is not None:
                continue
            value = self.world.maker.value(parameter.wire, parameter.schema)
            more = replace(request, values={**request.values, place: value}).send(self.world)
            if more.response.success:
                needed.append(parameter)
        if len(needed) != 1:
            # A server may want at least one of several: that is not told, only a single one it cannot do without.
            return
        [parameter] = needed
        fact = Fact(
            f"{operation.id}.optional.{parameter.wire}",
            f"`{parameter.wire}` may be left out of {operation.label}",
            parameter.location,
            operation.id,
            "refusal",
            assumed_among(parameter.assumptions, ("required",)),
        )
        detail = f"it answered {refused.response.status} without it, and takes the same request with it"
        self.world.session.ledger.broken(fact, detail, refused)

    def is_nowhere(self) -> bool:
        """Say whether nothing is found, not even what names no record: it is asked for at the wrong place.

        Lists, and what makes records, name at most where they stand.
        """
        plain = any(
            not _named_in_path(exchange.operation) or self._kind(exchange.operation) in _NAMING_NONE
            for exchange in self.not_found
        )
        return plain and set(self.statuses) == {_MISSING}

    def made_up_names(self) -> list[str]:
        """Return what every operation that was asked names in its path though nobody said what there is."""
        names = [_named_in_path(exchange.operation) for exchange in self.not_found]
        everywhere = set(names[0]).intersection(*names[1:]) if names else set[str]()
        fixed = self.world.session.target.access.fixed
        return sorted(name for name in everywhere if fixed(name) is None)

    def judge_missing(self) -> None:
        """Judge operations that are said not to be there though all that they name is known to others."""
        known = {name for exchange in self.done for name in _named_in_path(exchange.operation)}
        for exchange in self.not_found:
            operation, answer = exchange.operation, exchange.operation.answer(_MISSING)
            names = _named_in_path(operation)
            given = all(self.world.session.target.access.fixed(name) is not None for name in names)
            # That something may be missing is nobody's guess where the operation itself is documented to say so.
            guessed = answer is not None and assumed_among(answer.assumptions, ("status",)) is not None
            known_elsewhere = given and known >= set(names) != set() and not is_elsewhere(operation, exchange)
            # What is to be done may need something set up first; what is only to be shown is there or not.
            shows = operation.method.upper() == "GET"
            if exchange.response.status == _MISSING and guessed and known_elsewhere and shows:
                detail = f"it answered {_MISSING}, though other operations know all that it names"
                self.world.session.ledger.broken(success_fact(operation), detail, exchange)

    def _requests(self, operation: Operation) -> Iterator[Prepared]:
        """Yield the requests: with the bodies that the spec gives as examples, else with one that is made up."""
        name = json_media_type(operation)
        content = operation.body.content if operation.body is not None else ()
        media = next((item for item in content if item.name == name), None)
        examples = media.examples if media is not None else ()
        request = self._prepared(operation)
        if not examples:
            yield request
        for example in examples:
            yield self._naming_our_own(replace(request, body=example.value), request)

    def _naming_our_own(self, example: Prepared, request: Prepared) -> Prepared:
        """Return an example that names the records of a request: those it is written for may be somebody's."""
        action = self.world.behaviour.action(request.operation.id)
        places = [action.key, action.merge.others if action.merge is not None else None] if action is not None else []
        for place in places:
            own = take(request.body, place.path) if place is not None and place.part == "body" else ABSENT
            if place is not None and not isinstance(own, Absent) and action is not None and action.kind != "create":
                example = example.having(place, own)
        schema = self.world.body_schema(request.operation)
        if schema is None or not isinstance(example.body, dict):
            return example
        known = known_members(self.world.api, self.world.session.target.access, self.world.maker, schema)
        return replace(example, body={**example.body, **known})

    def _prepared(self, operation: Operation) -> Prepared:
        action = self.world.behaviour.action(operation.id)
        resource = self.world.resource(action) if action is not None else None
        known = self.keys.get(resource.name) if resource is not None else None
        alone = action is not None and action.key is not None and action.merge is None and action.batch is None
        request = prepared(self.world, operation, [known] if known is not None and alone else None)
        if request is not None:
            return request
        body = self.world.new_body(operation) if json_media_type(operation) is not None else None
        return Prepared(operation, self.world.values_for(operation), ABSENT if body is None else body)
