"""Read ``behaviour.yaml``: first its form, against a JSON Schema; then its meaning, against the contract."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from truespec.contract.api import Api
from truespec.contract.behaviour import (
    Action,
    ActionKind,
    Batch,
    Behaviour,
    Dedupe,
    Existing,
    Missing,
    Paging,
    PagingTotals,
    Place,
    Refusal,
    Resource,
    Sort,
)
from truespec.contract.schema import Json
from truespec.diagnostics import Report
from truespec.interpretation.assumptions import read_assumptions
from truespec.interpretation.behaviour_form import check_form
from truespec.interpretation.behaviour_rules import check_behaviour
from truespec.specification.limits import DEFAULT
from truespec.specification.node import Node
from truespec.specification.source import read_source

__all__ = ["load_behaviour", "read_behaviour"]


def load_behaviour(path: Path, report: Report) -> Node | None:
    """Read a behaviour file and check its form; ``None`` where it cannot be used, with the reasons in the report."""
    troubles = Report()
    source = read_source(path.resolve(), str(path), troubles, DEFAULT)
    root = None if source is None else Node(source.value, source)
    usable = root is not None and not troubles.failed and check_form(root, troubles)
    report.extend(troubles)
    return root if usable else None


def read_behaviour(root: Node, api: Api, report: Report) -> Api:
    """Return ``api`` with the rules of a behaviour file whose form is right; what they name must exist."""
    classes = {named.wire: named.name for named in api.schemas if named.wire}
    behaviour = Behaviour(
        location=root.location,
        resources=tuple(_resource(name, node, classes) for name, node in _entries(root, "resources")),
        actions=tuple(_action(id_, node) for id_, node in _entries(root, "operations")),
        refusals=tuple(_refusal(number, node) for number, node in enumerate(_elements(root, "refusals"), start=1)),
    )
    check_behaviour(behaviour, api, root, report)
    return replace(api, behaviour=behaviour)


def _entries(node: Node, key: str) -> Iterator[tuple[str, Node]]:
    child = node.get(key)
    return iter(()) if child is None else child.items()


def _elements(node: Node, key: str) -> Iterator[Node]:
    child = node.get(key)
    return iter(()) if child is None else child.elements()


def _place(word: str) -> Place:
    part, _, rest = word.partition(".")
    if part != "body":
        return Place(part, (rest,) if rest else ())
    return Place(part, tuple(rest.split(".")) if rest else ())


def _optional_place(node: Node, key: str) -> Place | None:
    word = node.text(key)
    return None if word is None else _place(word)


def _rule(node: Node, id_: str) -> dict[str, Any]:
    """Return what every rule has, as keywords for its class."""
    return {
        "id": id_,
        "states": node.text("states") or "",
        "location": node.key_location,
        "assumptions": read_assumptions(node),
    }


def _resource(name: str, node: Node, classes: dict[str, str]) -> Resource:
    sets: list[tuple[str, str]] = []
    constants: list[tuple[str, Json]] = []
    for member, value in _entries(node, "sets"):
        if (word := value.as_str()) is not None:
            sets.append((member, word))
        elif (constant := value.get("constant")) is not None:
            constants.append((member, constant.value))
    wire = node.text("schema") or ""
    return Resource(
        **_rule(node, name),
        name=name,
        schema=classes.get(wire, wire),
        key=node.text("key") or "",
        sets=tuple(sets),
        constants=tuple(constants),
    )


def _action(id_: str, node: Node) -> Action:
    missing, dedupe, paging, sort = (node.get(key) for key in ("missing", "dedupe", "paging", "sort"))
    kind = cast("ActionKind", node.text("action"))
    return Action(
        **_rule(node, id_),
        kind=kind,
        resource=node.text("resource") or "",
        key=_optional_place(node, "key"),
        answer=_optional_place(node, "answer"),
        missing=None
        if missing is None
        else Missing(**_rule(missing, f"{id_}.missing"), status=missing.integer("status") or 404),
        dedupe=None if dedupe is None else _dedupe(id_, dedupe),
        paging=None if paging is None else _paging(id_, paging),
        sort=None if sort is None else _sort(id_, sort),
        batch=_batch(id_, node) if kind == "batch" else None,
        stores=tuple((member, tuple((place.as_str() or "").split("."))) for member, place in _entries(node, "stores")),
    )


def _dedupe(id_: str, node: Node) -> Dedupe:
    existing = node.get("existing")
    return Dedupe(
        **_rule(node, f"{id_}.dedupe"),
        members=node.texts("by"),
        when=cast("Any", node.text("when") or "all-equal"),
        nulls=cast("Any", node.text("nulls") or "never-equal"),
        existing=None
        if existing is None
        else Existing(**_rule(existing, f"{id_}.dedupe.existing"), rule=cast("Any", existing.text("rule"))),
    )


def _paging(id_: str, node: Node) -> Paging:
    totals = node.get("totals")
    first = node.integer("first")
    return Paging(
        **_rule(node, f"{id_}.paging"),
        page=_place(node.text("page") or "query.page"),
        limit=_optional_place(node, "limit"),
        items=_place(node.text("items") or "body"),
        totals=PagingTotals()
        if totals is None
        else PagingTotals(
            page_items=_optional_place(totals, "page_items"),
            items=_optional_place(totals, "items"),
            page_size=_optional_place(totals, "page_size"),
            pages=_optional_place(totals, "pages"),
            page=_optional_place(totals, "page"),
        ),
        first=1 if first is None else first,
        beyond=cast("Any", node.text("beyond") or "empty"),
    )


def _sort(id_: str, node: Node) -> Sort:
    return Sort(
        **_rule(node, f"{id_}.sort"),
        member=node.text("by") or "",
        direction=cast("Any", node.text("direction") or "ascending"),
    )


def _batch(id_: str, node: Node) -> Batch:
    rule = _rule(node, f"{id_}.batch")
    return Batch(**rule, each=node.text("each") or "", items=_place(node.text("items") or "body"))


def _refusal(number: int, node: Node) -> Refusal:
    when = node.text("when") or ""
    return Refusal(
        **_rule(node, f"refusals.{number}.{when}"),
        when=cast("Any", when),
        status=node.integer("status") or 400,
        operations=node.texts("operations"),
    )
