"""Check that what a behaviour file names exists in the contract, and that no two of its rules contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

from truespec.contract.api import Api
from truespec.contract.behaviour import Action, Behaviour, Place, Resource
from truespec.contract.operation import Operation, is_json
from truespec.contract.schema import Schema
from truespec.diagnostics import Report
from truespec.specification.node import Node

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


def _below(root: Node, *keys: str) -> Node:
    for key in keys:
        root = root.child(key)
    return root


class _Checker:
    def __init__(self, behaviour: Behaviour, api: Api, report: Report) -> None:
        self._behaviour = behaviour
        self._api = api
        self._report = report

    def _error(self, id_: str, node: Node, keys: tuple[str | int, ...], message: str, advice: str) -> None:
        self._report.error(id_, node.location_of(*keys), message, advice)

    def resource(self, resource: Resource, node: Node) -> None:
        if all(named.name != resource.schema for named in self._api.schemas):
            known = ", ".join(named.wire for named in self._api.schemas if named.wire)[:200]
            message = f"no component schema is called {resource.schema!r}"
            self._error("behaviour-schema-unknown", node, ("schema",), message, f"components of the spec: {known}")
            return
        members = set(self._members(Schema(location=resource.location, reference=resource.schema)))
        if resource.key not in members:
            self._member_unknown(node, ("key",), resource.key, resource.schema)
        for member in (*dict(resource.sets), *dict(resource.constants)):
            if member not in members:
                self._member_unknown(node, ("sets", member), member, resource.schema)

    def _member_unknown(self, node: Node, keys: tuple[str | int, ...], member: str, schema: str) -> None:
        message = f"{schema} has no member {member!r}"
        self._error("behaviour-member-unknown", node, keys, message, "name a member of the schema as the wire does")

    def action(self, action: Action, node: Node) -> None:
        operation = self._api.operation(action.id)
        if operation is None or not operation.id_is_given:
            known = ", ".join(operation.id for operation in self._api.operations)[:200]
            message = f"the spec has no operation {action.id!r}"
            advice = f"operations of the spec: {known}"
            self._report.error("behaviour-operation-unknown", node.key_location, message, advice)
            return
        resource = self._behaviour.resource(action.resource)
        if resource is None and action.kind != "batch":
            known = ", ".join(resource.name for resource in self._behaviour.resources)
            message = f"there is no resource {action.resource!r}"
            self._error("behaviour-resource-unknown", node, ("resource",), message, f"resources here: {known}")
        if action.batch is not None and self._api.operation(action.batch.each) is None:
            message = f"the spec has no operation {action.batch.each!r}"
            self._error("behaviour-operation-unknown", node, ("each",), message, "name the operation of one element")
        for keys, place in _request_places(action):
            if not self._in_request(operation, place):
                message = f"{operation.label} takes nothing at {place}"
                self._error("behaviour-place-unknown", node, keys, message, "places: query.x, path.x, header.x, body.x")
        for keys, where in _answer_places(action):
            if not self._in_answer(operation, where):
                message = f"no success answer of {operation.label} has {where}"
                self._error("behaviour-place-unknown", node, keys, message, "places: header.x, body.x.y")
        self._statuses(operation, action, node)
        if resource is not None:
            self._record_members(action, resource, node)

    def _statuses(self, operation: Operation, action: Action, node: Node) -> None:
        missing = action.missing
        if missing is not None and operation.answer(missing.status) is None:
            message = f"{operation.label} declares no answer {missing.status}"
            self._error("behaviour-status-undeclared", node, ("missing", "status"), message, "declare it in the spec")

    def _record_members(self, action: Action, resource: Resource, node: Node) -> None:
        members = set(self._members(Schema(location=resource.location, reference=resource.schema)))
        if not members:
            return
        if action.dedupe is not None:
            for position, member in enumerate(action.dedupe.members):
                if member not in members:
                    self._member_unknown(node, ("dedupe", "by", position), member, resource.schema)
        if action.sort is not None and action.sort.member not in members:
            self._member_unknown(node, ("sort", "by"), action.sort.member, resource.schema)
        for member, path in action.stores:
            if path[0] not in members:
                self._member_unknown(node, ("stores", member), path[0], resource.schema)

    def _in_request(self, operation: Operation, place: Place) -> bool:
        if place.part != "body":
            return any((place.part, *place.path) == (item.place, item.wire) for item in operation.parameters)
        contents = () if operation.body is None else operation.body.content
        return any(media.schema is not None and self._reaches(media.schema, place.path) for media in contents)

    def _in_answer(self, operation: Operation, place: Place) -> bool:
        for answer in operation.answers:
            if not answer.success:
                continue
            if place.part == "header" and any(place.path == (header.wire,) for header in answer.headers):
                return True
            for media in answer.content:
                if place.part == "body" and (media.schema is None or self._reaches(media.schema, place.path)):
                    return is_json(media.name)
        return False

    def _reaches(self, schema: Schema, path: tuple[str, ...]) -> bool:
        for wire in path:
            inner = self._members(schema).get(wire)
            if inner is None:
                return False
            schema = inner
        return True

    def _members(self, schema: Schema, depth: int = 0) -> dict[str, Schema]:
        """Return the members of an object, those it takes from references and ``allOf`` included."""
        if depth > 20:
            return {}
        target = self._api.target(schema)
        found = {member.wire: member.schema for member in target.properties}
        for branch in target.all_of:
            found = self._members(branch, depth + 1) | found
        return found

    def cycles(self, root: Node) -> None:
        """Report a batch whose elements lead back to itself."""
        each = {action.id: action.batch.each for action in self._behaviour.actions if action.batch is not None}
        for start, first in each.items():
            seen, current = {start}, first
            while current in each and current not in seen:
                seen.add(current)
                current = each[current]
            if current == start:
                message = f"the elements of {start!r} lead back to it"
                node = _below(root, "operations", start)
                self._error("behaviour-cycle", node, ("each",), message, "let the elements be a plain operation")

    def refusals(self, root: Node) -> None:
        """Report a refusal that contradicts an earlier one, and statuses no operation declares."""
        known: dict[tuple[str, str], int] = {}
        for number, refusal in enumerate(self._behaviour.refusals):
            node = root.child("refusals").child(number)
            for position, id_ in enumerate(refusal.operations):
                if self._api.operation(id_) is None:
                    message = f"the spec has no operation {id_!r}"
                    advice = "name it by its operationId"
                    self._error("behaviour-operation-unknown", node, ("operations", position), message, advice)
            for id_ in refusal.operations or tuple(operation.id for operation in self._api.operations):
                earlier = known.setdefault((refusal.when, id_), refusal.status)
                if earlier != refusal.status:
                    message = f"{id_} was said to answer {earlier} when {refusal.when}, and here {refusal.status}"
                    self._error("behaviour-contradiction", node, ("status",), message, "keep one of the two")


def _request_places(action: Action) -> Iterator[tuple[tuple[str | int, ...], Place]]:
    if action.key is not None:
        yield ("key",), action.key
    if action.batch is not None:
        yield ("items",), action.batch.items
    if action.paging is not None:
        yield ("paging", "page"), action.paging.page
        if action.paging.limit is not None:
            yield ("paging", "limit"), action.paging.limit


def _answer_places(action: Action) -> Iterator[tuple[tuple[str | int, ...], Place]]:
    if action.answer is not None:
        yield ("answer",), action.answer
    if action.paging is not None:
        yield ("paging", "items"), action.paging.items
        totals = action.paging.totals
        places = {
            "page_items": totals.page_items,
            "items": totals.items,
            "page_size": totals.page_size,
            "pages": totals.pages,
            "page": totals.page,
        }
        for name, place in places.items():
            if place is not None:
                yield ("paging", "totals", name), place
