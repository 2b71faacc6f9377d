"""Check that what a behaviour file names exists in the contract, and that no two of its rules contradict each other."""

from __future__ import annotations

from collections.abc import Iterable

from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Behaviour, Place, Resource
from truespec.contract.operation import Operation
from truespec.contract.schema import Schema
from truespec.diagnostics import Location, Report
from truespec.interpretation import behaviour_mentions as mentions
from truespec.interpretation.behaviour_places import Members
from truespec.specification.node import Node
from truespec.specification.positions import Token

__all__ = ["check_behaviour"]


def check_behaviour(behaviour: Behaviour, api: Api, root: Node, report: Report) -> None:
    """Report every operation, resource, schema, member or place that does not exist, and every contradiction."""
    checker = _Checker(behaviour, api, report)
    for resource in behaviour.resources:
        checker.resource(resource, _below(root, "resources", resource.name))
    for action in behaviour.actions:
        checker.action(action, _below(root, "operations", action.id))
    checker.cycles(root)
    checker.refusals(root)
    checker.remarks(root)


def _below(root: Node, *keys: Token) -> Node:
    for key in keys:
        root = root.child(key)
    return root


class _Checker:
    def __init__(self, behaviour: Behaviour, api: Api, report: Report) -> None:
        self._behaviour = behaviour
        self._api = api
        self._members = Members(api)
        self._schemas = {named.name: named for named in api.schemas}
        self._operations = {operation.id: operation for operation in api.operations if operation.id_is_given}
        self._report = report

    def resource(self, resource: Resource, node: Node) -> None:
        if resource.schema not in self._schemas:
            known = (named.wire for named in self._api.schemas if named.wire)
            message = f"no component schema is called {resource.schema!r}"
            self._unknown("schema", node.location_of("schema"), message, "components of the spec", known)
            return
        record = self._record(resource)
        self._check_member(record, (resource.key,), node.location_of("key"), resource)
        for member in (*dict(resource.sets), *dict(resource.constants)):
            self._check_member(record, (member,), _below(node, "sets", member).key_location, resource)
        for word, rule in (("scope", resource.scope), ("shared", resource.shared)):
            if rule is not None and not self._is_asked_for(rule.place):
                message = f"no operation takes anything at {rule.place}"
                advice = "name a parameter, or the header of a credential"
                self._report.error("behaviour-place-unknown", node.location_of(word, "place"), message, advice)
        if resource.scope is not None and resource.shared is not None and resource.scope.place == resource.shared.place:
            message = f"{resource.name} was said to be another record elsewhere"
            self._contradicts(message, node.location_of("shared", "place"))

    def _is_asked_for(self, place: Place) -> bool:
        """Say whether some request has something at a place: what an operation takes, or a credential."""
        name = ".".join(place.path).lower()
        if any((one.place, one.parameter.lower()) == (place.part, name) for one in self._api.security_schemes):
            return True
        return any(self._members.in_request(one, place) for one in self._api.operations)

    def remarks(self, root: Node) -> None:
        """Report remarks on resources and members that do not exist."""
        for number, remark in enumerate(self._behaviour.remarks):
            node = _below(root, "remarks", number)
            resource = self._behaviour.resource(remark.resource)
            if resource is None:
                self._resource_unknown(remark.resource, node)
            elif resource.schema in self._schemas:
                for position, member in enumerate(remark.members):
                    location = node.location_of("members", position)
                    self._check_member(self._record(resource), (member,), location, resource)

    def _resource_unknown(self, name: str, node: Node) -> None:
        known = (resource.name for resource in self._behaviour.resources)
        self._unknown(
            "resource", node.location_of("resource"), f"there is no resource {name!r}", "resources here", known
        )

    def action(self, action: Action, node: Node) -> None:
        operation = self._operation(action.id, node.key_location)
        if operation is None:
            return
        resource = self._behaviour.resource(action.resource)
        if resource is None and action.kind != "outside" and not (action.batch and action.batch.each):
            self._resource_unknown(action.resource, node)
        if action.batch is not None and action.batch.each:
            self._check_each(action.batch.each, node.location_of("each"))
        self._check_places(action, operation, node)
        for keys, status in mentions.statuses(action):
            if operation.answer(status) is None:
                self._status_undeclared(operation.label, status, node.location_of(*keys))
        self._check_permission(action, operation, node)
        self._check_contradictions(action, node)
        if resource is not None and resource.schema in self._schemas:
            self._check_record(action, resource, node)

    def _operation(self, id_: str, location: Location) -> Operation | None:
        operation = self._operations.get(id_)
        if operation is None:
            message = f"the spec has no operation {id_!r}"
            self._unknown("operation", location, message, "operations of the spec", self._operations)
        return operation

    def _check_each(self, id_: str, location: Location) -> None:
        """Check the operation that a batch does for every element: it must exist and have a rule of its own."""
        if self._operation(id_, location) is not None and self._behaviour.action(id_) is None:
            message = f"no rule says what {id_!r} does"
            self._report.error("behaviour-operation-unruled", location, message, "add it to `operations`")

    def _check_permission(self, action: Action, operation: Operation, node: Node) -> None:
        """Check that the spec asks for the permission as a scope, so that both say the same."""
        scopes = {scope for alternative in operation.security for need in alternative for scope in need.scopes}
        if action.permission is not None and action.permission.name not in scopes:
            message = f"{operation.label} asks for no scope {action.permission.name!r}"
            self._unknown("permission", node.location_of("permission", "name"), message, "scopes here", sorted(scopes))

    def _check_contradictions(self, action: Action, node: Node) -> None:
        """Report what one rule of an action says against another one of it."""
        kept = {member for member, _ in action.stores} | {
            one.place.path[0] for one in action.consents if one.place.path
        }
        for position, member in enumerate(action.ignored.members if action.ignored else ()):
            if member in kept:
                self._contradicts(f"{member!r} is kept and ignored", node.location_of("ignores", "members", position))
        for place, member in action.search.own if action.search else ():
            if action.search and member not in action.search.members:
                message = f"the text is never looked for in {member!r}"
                self._contradicts(message, node.location_of("search", "own", str(place)))
        for number, unique in enumerate(action.unique):
            if action.dedupe is not None and set(unique.members) == set(action.dedupe.members):
                message = f"{action.id} was said to recognise a record by these members"
                self._contradicts(message, node.location_of("unique", number, "by"))
        for number, need in enumerate(action.needs):
            if need.other in need.places:
                message = f"{need.other} needs itself"
                self._report.error("behaviour-cycle", node.location_of("needs", number), message, "name another place")
        refusal = self._behaviour.refusal("credentials-forbidden", action.id)
        if refusal is not None and action.permission is not None and refusal.status != action.permission.status:
            message = f"{action.id} was said to answer {refusal.status} to those who lack a permission"
            self._contradicts(message, node.location_of("permission", "status"))

    def _contradicts(self, message: str, location: Location) -> None:
        self._report.error("behaviour-contradiction", location, message, "keep one of the two")

    def _check_places(self, action: Action, operation: Operation, node: Node) -> None:
        for keys, place in mentions.request_places(action):
            if not self._members.in_request(operation, place):
                message = f"{operation.label} takes nothing at {place}"
                advice = "places: query.x, path.x, header.x, body.x"
                self._report.error("behaviour-place-unknown", node.location_of(*keys), message, advice)
        for keys, place in mentions.answer_places(action):
            if not self._members.in_answer(operation, place):
                message = f"no success answer of {operation.label} has {place}"
                self._report.error(
                    "behaviour-place-unknown", node.location_of(*keys), message, "places: header.x, body.x.y"
                )

    def _check_record(self, action: Action, resource: Resource, node: Node) -> None:
        record = self._record(resource)
        for keys, path in mentions.members(action):
            self._check_member(record, path, node.location_of(*keys), resource)
        for keys, member, path in mentions.elements(action):
            for element in self._members.elements(record, member):
                self._check_member(element, path, node.location_of(*keys), resource)
        operation = self._operations[action.id]
        for member, path in action.stores:
            if not self._members.in_request(operation, Place("body", (member,))):
                message = f"{operation.label} takes nothing at body.{member}"
                location = _below(node, "stores", member).key_location
                self._report.error("behaviour-place-unknown", location, message, "name a member of the request body")
            self._check_member(record, path, node.location_of("stores", member), resource)
        for number, unique in enumerate(action.unique):
            if not any(self._is_sent(action, operation, member) for member in unique.members):
                message = f"{operation.label} sends none of the members that have to be unique"
                location = node.location_of("unique", number, "by")
                self._report.error("behaviour-place-unknown", location, message, "say it of an operation that does")

    def _is_sent(self, action: Action, operation: Operation, member: str) -> bool:
        """Say whether a request has a member of the record, under its own name or another."""
        names = [name for name, path in action.stores if path == (member,)] or [member]
        return any(self._members.in_request(operation, Place("body", (name,))) for name in names)

    def _record(self, resource: Resource) -> Schema:
        return Schema(location=resource.location, reference=resource.schema)

    def _check_member(self, record: Schema, path: tuple[str, ...], location: Location, resource: Resource) -> None:
        if not self._members.reach(record, path):
            message = f"{resource.schema} has no member {'.'.join(path)!r}"
            advice = "name a member of the schema as the wire does"
            self._report.error("behaviour-member-unknown", location, message, advice)

    def _unknown(self, kind: str, location: Location, message: str, words: str, known: Iterable[str]) -> None:
        self._report.error(f"behaviour-{kind}-unknown", location, message, f"{words}: {', '.join(known)[:200]}")

    def _status_undeclared(self, subject: str, status: int, location: Location) -> None:
        message = f"{subject} declares no answer {status}"
        self._report.error("behaviour-status-undeclared", location, message, "declare it in the spec")

    def cycles(self, root: Node) -> None:
        """Report a batch whose elements lead back to itself."""
        each = {
            action.id: action.batch.each
            for action in self._behaviour.actions
            if action.batch is not None and action.batch.each
        }
        for start, first in each.items():
            seen, current = {start}, first
            while current in each and current not in seen:
                seen.add(current)
                current = each[current]
            if current == start:
                message = f"the elements of {start!r} lead back to it"
                location = _below(root, "operations", start).location_of("each")
                self._report.error("behaviour-cycle", location, message, "let the elements be a plain operation")

    def refusals(self, root: Node) -> None:
        """Report a refusal that contradicts an earlier one, and statuses that no operation it holds for declares."""
        earlier: dict[tuple[str, str], int] = {}
        for number, refusal in enumerate(self._behaviour.refusals):
            node = _below(root, "refusals", number)
            for position, id_ in enumerate(refusal.operations):
                operation = self._operation(id_, node.location_of("operations", position))
                if operation is not None and operation.answer(refusal.status) is None:
                    self._status_undeclared(operation.label, refusal.status, node.location_of("status"))
            if not refusal.operations and all(one.answer(refusal.status) is None for one in self._api.operations):
                self._status_undeclared("the spec", refusal.status, node.location_of("status"))
            for id_ in refusal.operations or tuple(self._operations):
                said = earlier.setdefault((refusal.when, id_), refusal.status)
                if said != refusal.status:
                    message = f"{id_} was said to answer {said} when {refusal.when}, and here {refusal.status}"
                    self._contradicts(message, node.location_of("status"))
