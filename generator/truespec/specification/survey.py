"""Every object of a document, across its files, each once and with its kind: what checks and rules go through."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from truespec.diagnostics import Report
from truespec.specification.anatomy import REFERABLE, Holds, shape_of
from truespec.specification.document import Document
from truespec.specification.node import Node

__all__ = ["Survey", "survey"]

_DEPTH_OF_COMPONENTS: Final = 3


@dataclass(frozen=True, slots=True)
class Survey:
    """The objects of a document by kind, in the order of the text, those of other files behind those of the root."""

    document: Document
    troubles: Report
    kinds: dict[Node, str]
    by_kind: dict[str, list[Node]]

    def of(self, kind: str) -> list[Node]:
        """Return the objects of one kind; a Reference Object that stands in for one is among them."""
        return self.by_kind.get(kind, [])

    def targets(self, kind: str) -> Iterator[Node]:
        """Yield the objects of one kind without the references to them."""
        return (node for node in self.of(kind) if node.reference is None)

    def resolve(self, node: Node) -> Node | None:
        """Follow references quietly: where they lead nowhere the survey has said so already."""
        return self.document.resolve(node, Report())


def survey(document: Document) -> Survey:
    """Visit every object that the root document holds or refers to; ``troubles`` tells which references are wrong."""
    troubles = Report()
    visit = _Visit(document, troubles)
    visit.below("openapi", document.root)
    visit.follow_references()
    return Survey(document, troubles, visit.kinds, visit.by_kind)


class _Visit:
    """Walks first what stands in the root document, then what references lead to, so that kinds are known first."""

    def __init__(self, document: Document, report: Report) -> None:
        self.kinds: dict[Node, str] = {}
        self.by_kind: dict[str, list[Node]] = {}
        self._document = document
        self._report = report
        self._references: list[tuple[str, Node]] = []

    def below(self, kind: str, node: Node) -> None:
        """Visit ``node``, an object of ``kind``, and all objects inside it."""
        pending = [(kind, node)]
        while pending:
            kind, node = pending.pop()
            if node in self.kinds:
                continue
            self.kinds[node] = kind
            self.by_kind.setdefault(kind, []).append(node)
            if node.reference is not None:
                self._references.append((kind, node))
                if kind not in REFERABLE:
                    self._misplaced(kind, node)
            pending.extend(reversed(list(_inside(kind, node))))

    def follow_references(self) -> None:
        """Visit what references lead to, and what references there lead to in turn."""
        for kind, node in self._references:  # grows while it is walked
            if self._document.resolve(node, self._report) is None:
                self._undefined(node)
                continue
            target = self._document.step(node, self._report)
            if target is None:
                continue
            known = self.kinds.get(target)
            if known is None and (target.is_mapping or (kind == "schema" and isinstance(target.value, bool))):
                self.below(kind, target)
            elif known != kind:
                self._wrong_kind(kind, known, node)

    def _undefined(self, node: Node) -> None:
        """Say of a component that it is nothing but a reference that leads nowhere in its own document."""
        is_component = len(node.tokens) == _DEPTH_OF_COMPONENTS and node.tokens[0] == "components"
        reference = node.reference or ""
        if is_component and reference.startswith("#") and self._document.step(node, Report()) is None:
            message = f"the component '{node.name[:60]}' is defined nowhere: its reference leads to nothing"
            self._report.error("component-undefined", node.key_location, message, "define it, or remove it")

    def _misplaced(self, kind: str, node: Node) -> None:
        message = f"OpenAPI allows no reference in place of {_a(kind)} object; it is followed nevertheless"
        self._report.warning("ref-misplaced", node.location_of("$ref"), message, "refer to a whole path item instead")

    def _wrong_kind(self, kind: str, known: str | None, node: Node) -> None:
        found = f"leads to {_a(known)} object" if known else "does not lead to an object"
        message = f"{_a(kind)} is expected here, but the reference {found}"
        advice = f"refer to {_a(kind)}, or move the target to where it belongs"
        self._report.error("ref-wrong-kind", node.location_of("$ref"), message, advice)


def _inside(kind: str, node: Node) -> Iterator[tuple[str, Node]]:
    """Yield the objects that an object holds, as far as they are mappings."""
    for field, value in node.items():
        shape = shape_of(kind, field)
        if shape is None or not shape.kind:
            continue
        if shape.holds is Holds.ONE:
            if value.is_mapping:
                yield shape.kind, value
        elif shape.holds is Holds.LIST:
            yield from ((shape.kind, inner) for inner in value.elements() if inner.is_mapping)
        else:
            yield from ((shape.kind, inner) for _, inner in value.items() if inner.is_mapping)


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind.replace('-', ' ')}"
