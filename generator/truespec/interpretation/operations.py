"""Read paths and operations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from truespec.catalogue import ApiEntry
from truespec.contract.names import Namespace, pascal
from truespec.contract.operation import Answer, Operation, RequestBody
from truespec.contract.security import SecurityNeed
from truespec.diagnostics import Report
from truespec.interpretation.assumptions import read_assumptions
from truespec.interpretation.bodies import BodyReader
from truespec.interpretation.naming import METHOD_RESERVED, OperationNames
from truespec.interpretation.security import read_needs
from truespec.specification.document import Document, Node

__all__ = ["METHODS", "OperationReader"]

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_TEMPLATE: Final = re.compile(r"\{([^{}]*)\}")


class OperationReader:
    """Reads every operation under ``paths``, in the order of the document."""

    def __init__(self, document: Document, bodies: BodyReader, entry: ApiEntry, report: Report) -> None:
        self._document = document
        self._bodies = bodies
        self._names = OperationNames(entry)
        self._ids = Namespace()
        self._report = report

    def read(self, security: tuple[tuple[SecurityNeed, ...], ...]) -> tuple[Operation, ...]:
        """Return all operations; ``security`` is what holds where an operation says nothing."""
        found: list[Operation] = []
        paths = self._document.root.get("paths")
        if paths is None or not paths.is_mapping:
            return ()
        for key, reference in paths.items():
            path = str(key)
            item = self._document.resolve(reference, self._report)
            if item is None or not item.is_mapping or not path.startswith("/"):
                continue
            for method, node in self._operations(item):
                found.append(self._operation(path, method, node, item, security))
        return tuple(found)

    @staticmethod
    def _operations(item: Node) -> Iterator[tuple[str, Node]]:
        for key, node in item.items():
            if key in METHODS and node.is_mapping:
                yield str(key).upper(), node
        additional = item.get("additionalOperations")
        if additional is not None and additional.is_mapping:
            for key, node in additional.items():
                if node.is_mapping:
                    yield str(key), node

    def _operation(
        self, path: str, method: str, node: Node, item: Node, security: tuple[tuple[SecurityNeed, ...], ...]
    ) -> Operation:
        given = node.text("operationId") or ""
        id_ = self._ids.take(given or f"{method.lower()} {path}".replace("/", "_").replace(" ", ""))
        tags = node.texts("tags")
        resource, name = self._names.take(id_, tags, path)
        prefix = pascal(id_)
        nodes = [*self._listed(item, "parameters"), *self._listed(node, "parameters")]
        parameters = self._bodies.parameters(nodes, Namespace(METHOD_RESERVED), prefix)
        order = {wire: position for position, wire in enumerate(_TEMPLATE.findall(path))}
        return Operation(
            id=id_,
            id_is_given=bool(given),
            resource=resource,
            name=name,
            method=method,
            path=path,
            parameters=tuple(
                sorted(parameters, key=lambda p: order.get(p.wire, len(order)) if p.place == "path" else len(order))
            ),
            body=self._body(node, prefix),
            answers=tuple(self._answers(node, prefix)),
            security=read_needs(node, security),
            location=node.key_location,
            summary=(node.text("summary") or ""),
            description=(node.text("description") or ""),
            tags=tags,
            deprecated=node.flag("deprecated") is True,
            servers=tuple(
                (server.text("url") or "") for server in self._listed(node, "servers") if (server.text("url") or "")
            ),
            assumptions=read_assumptions(node),
        )

    @staticmethod
    def _listed(node: Node, keyword: str) -> list[Node]:
        child = node.get(keyword)
        return [] if child is None else list(child.elements())

    def _body(self, node: Node, prefix: str) -> RequestBody | None:
        reference = node.get("requestBody")
        body = self._document.resolve(reference, self._report) if reference is not None else None
        if body is None or not body.is_mapping:
            return None
        return RequestBody(
            required=body.flag("required") is True,
            content=self._bodies.content(body, _component(body, "requestBodies") or f"{prefix}Request"),
            location=body.location,
            description=(body.text("description") or ""),
            assumptions=read_assumptions(body),
        )

    def _answers(self, node: Node, prefix: str) -> Iterator[Answer]:
        responses = node.get("responses")
        if responses is None or not responses.is_mapping:
            return
        for key, reference in responses.items():
            answer = self._document.resolve(reference, self._report)
            status = str(key)
            if status.startswith("x-") or answer is None or not answer.is_mapping:
                continue
            name = _component(answer, "responses") or (
                f"{prefix}Response" if status[:1] == "2" else f"{prefix}Response{pascal(status, '')}"
            )
            yield Answer(
                status=status.upper() if status != "default" else status,
                description=(answer.text("description") or ""),
                content=self._bodies.content(answer, name),
                headers=self._bodies.headers(answer, name),
                location=reference.key_location,
                assumptions=tuple(
                    {**dict.fromkeys(read_assumptions(reference)), **dict.fromkeys(read_assumptions(answer))}
                ),
            )


def _component(node: Node, kind: str) -> str:
    """Return the class name for what a shared component holds, so that its first user does not name it."""
    tokens = node.tokens
    return pascal(str(tokens[2])) if len(tokens) == 3 and tokens[:2] == ("components", kind) else ""
