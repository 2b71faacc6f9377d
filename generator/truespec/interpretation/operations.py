"""Read paths and operations."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from truespec.catalogue import ApiEntry
from truespec.contract.names import Namespace, pascal, snake
from truespec.contract.operation import Answer, Operation, Parameter, RequestBody
from truespec.contract.schema import Schema
from truespec.contract.security import SecurityNeed, SecurityScheme
from truespec.diagnostics import Report
from truespec.interpretation.assumptions import read_assumptions, shared_assumptions
from truespec.interpretation.bodies import BodyReader, described
from truespec.interpretation.class_names import shared_name
from truespec.interpretation.naming import METHOD_RESERVED, Call, CallName, OperationNames
from truespec.interpretation.security import read_needs
from truespec.interpretation.servers import read_servers
from truespec.interpretation.unrendered import note_unrendered
from truespec.specification.anatomy import METHODS
from truespec.specification.document import Document, Node

__all__ = ["METHODS", "OperationReader"]

_STATUS: Final = re.compile(r"[1-5](?:[0-9]{2}|XX)|DEFAULT")
_TEMPLATE: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class _Written:
    """An operation as it stands below a path; ``id`` is empty where the document gives none."""

    path: str
    method: str
    node: Node
    item: Node
    id: str

    @property
    def words(self) -> str:
        """What an operation is called that has no id: ``get_pets_pet_id``."""
        return snake(f"{self.method} {self.path}", "call")


class OperationReader:
    """Reads every operation under ``paths``, in the order of the document; ``nodes`` are those read, by their ids."""

    def __init__(self, document: Document, bodies: BodyReader, entry: ApiEntry, report: Report) -> None:
        self._document = document
        self._bodies = bodies
        self._names = OperationNames(entry)
        self._report = report
        self._schemes: Mapping[str, SecurityScheme] = {}
        self.nodes: dict[str, Node] = {}

    def read(
        self, security: tuple[tuple[SecurityNeed, ...], ...], schemes: Mapping[str, SecurityScheme]
    ) -> tuple[Operation, ...]:
        """Return all operations; ``security`` is what holds where an operation says nothing of the ``schemes``."""
        self._schemes = schemes
        written = tuple(self._written())
        given = {place.id for place in written if place.id}
        ids: list[str] = []
        calls: list[Call] = []
        for place in written:
            is_given = bool(place.id) and place.id not in self.nodes
            ids.append(place.id if is_given else _made_id(place, given | self.nodes.keys()))
            self.nodes[ids[-1]] = place.node
            calls.append(Call(place.id if is_given else place.words, place.node.texts("tags"), place.path, is_given))
        names = self._names.share_out(calls)
        return tuple(
            self._operation(place, id_, name, security, is_given=call.is_given)
            for place, id_, call, name in zip(written, ids, calls, names, strict=True)
        )

    def _written(self) -> Iterator[_Written]:
        paths = self._document.root.get("paths")
        for path, reference in () if paths is None else paths.items():
            item = self._document.resolve(reference, self._report)
            if item is None or path.startswith("x-"):
                continue
            rooted = path if path.startswith("/") else f"/{path}"
            for method, operation in self._operations(item):
                node = self._document.resolve(operation, self._report)
                if node is not None and node.is_mapping:
                    yield _Written(rooted, method, node, item, node.text("operationId") or "")

    @staticmethod
    def _operations(item: Node) -> Iterator[tuple[str, Node]]:
        yield from ((key.upper(), node) for key, node in item.items() if key.lower() in METHODS)
        additional = item.get("additionalOperations")
        if additional is not None:
            yield from additional.items()

    def _operation(
        self,
        place: _Written,
        id_: str,
        called: CallName,
        security: tuple[tuple[SecurityNeed, ...], ...],
        *,
        is_given: bool,
    ) -> Operation:
        path, node, item, prefix = place.path, place.node, place.item, called.prefix
        nodes = [*self._listed(item, "parameters"), *self._listed(node, "parameters")]
        names = Namespace(METHOD_RESERVED)
        order = {wire: position for position, wire in enumerate(_TEMPLATE.findall(path))}
        parameters = [
            parameter
            for parameter in self._bodies.parameters(nodes, names, prefix)
            if parameter.place != "path" or parameter.wire in order  # lint said that the path has no place for it
        ]
        parameters += self._undeclared(node, order.keys() - {p.wire for p in parameters if p.place == "path"}, names)
        return Operation(
            id=id_,
            id_is_given=is_given,
            resource=called.resource,
            name=called.method,
            method=place.method,
            path=path,
            parameters=tuple(
                sorted(parameters, key=lambda p: order.get(p.wire, len(order)) if p.place == "path" else len(order))
            ),
            body=self._body(node, prefix),
            answers=tuple(self._answers(node, prefix)),
            security=read_needs(node, security, self._schemes, self._report),
            location=node.key_location,
            summary=node.text("summary") or item.text("summary") or "",
            description=node.text("description") or item.text("description") or "",
            tags=node.texts("tags"),
            deprecated=node.flag("deprecated") is True,
            servers=tuple(server.url for server in read_servers(node) or read_servers(item)),
            assumptions=tuple(dict.fromkeys((*read_assumptions(node), *read_assumptions(item)))),
        )

    @staticmethod
    def _undeclared(node: Node, wires: Iterable[str], names: Namespace) -> Iterator[Parameter]:
        """Yield the parameters that a path asks for and nothing declares: texts, as lint said."""
        for wire in sorted(wires):
            yield Parameter(
                wire=wire,
                name=names.take(snake(wire)),
                place="path",
                schema=Schema(location=node.key_location, types=("string",)),
                required=True,
                style="simple",
                explode=False,
                location=node.key_location,
            )

    @staticmethod
    def _listed(node: Node, keyword: str) -> list[Node]:
        child = node.get(keyword)
        return [] if child is None else list(child.elements())

    def _body(self, node: Node, prefix: str) -> RequestBody | None:
        written = node.get("requestBody")
        if written is None:
            return None
        body = self._document.resolve(written, self._report)
        if body is None or not body.is_mapping:
            return None
        return RequestBody(
            required=body.flag("required") is True,
            content=self._bodies.content(body, shared_name(written, body) or f"{prefix}Request", "sent"),
            location=body.location,
            description=described(written, body),
            assumptions=shared_assumptions(written, body),
        )

    def _answers(self, node: Node, prefix: str) -> Iterator[Answer]:
        responses = node.get("responses")
        if responses is None:
            return
        for word, written in responses.items():
            status = word.strip().upper()
            if not _STATUS.fullmatch(status):
                continue  # the structural check said that it is none
            answer = self._document.resolve(written, self._report)
            if answer is None or not answer.is_mapping:
                continue
            note_unrendered(answer, "response", self._report)
            suffix = "" if status.startswith("2") else pascal(status if status != "DEFAULT" else "default", "")
            name = shared_name(written, answer) or f"{prefix}Response{suffix}"
            yield Answer(
                status=status if status != "DEFAULT" else "default",
                description=described(written, answer),
                content=self._bodies.content(answer, name, "read"),
                headers=self._bodies.headers(answer, name),
                location=written.key_location,
                assumptions=shared_assumptions(written, answer),
            )


def _made_id(place: _Written, taken: Container[str]) -> str:
    """Return an id of method and path for an operation that has none of its own: ``get_pets_pet_id``."""
    wish = place.words
    name, number = wish, 1
    while name in taken:
        number += 1
        name = f"{wish}_{number}"
    return name
