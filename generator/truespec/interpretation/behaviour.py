"""Read ``behaviour.yaml``: first its form, against a JSON Schema; then its meaning, against the contract."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from truespec.contract.api import Api
from truespec.contract.behaviour import (
    Action,
    ActionKind,
    Behaviour,
    Dedupe,
    Existing,
    Missing,
    Paging,
    PagingStyle,
    PagingTotals,
    Refusal,
    Resource,
    Sort,
)
from truespec.contract.conditions import RateLimit, Remark, Scope, Shared
from truespec.contract.schema import Json
from truespec.diagnostics import Report
from truespec.interpretation.behaviour_actions import read_batch, read_conditions, read_effects, read_selection
from truespec.interpretation.behaviour_form import check_form
from truespec.interpretation.behaviour_nodes import (
    elements,
    entries,
    optional_place,
    place_at,
    read_place,
    rule_of,
)
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
    rate_limit = root.get("rate_limit")
    behaviour = Behaviour(
        location=root.location,
        resources=tuple(_resource(name, node, classes) for name, node in entries(root, "resources")),
        actions=tuple(_action(id_, node) for id_, node in entries(root, "operations")),
        refusals=tuple(_refusal(number, node) for number, node in enumerate(elements(root, "refusals"), start=1)),
        rate_limit=None if rate_limit is None else _rate_limit(rate_limit),
        remarks=tuple(_remark(number, node) for number, node in enumerate(elements(root, "remarks"), start=1)),
    )
    check_behaviour(behaviour, api, root, report)
    return replace(api, behaviour=behaviour)


def _resource(name: str, node: Node, classes: dict[str, str]) -> Resource:
    sets: list[tuple[str, str]] = []
    constants: list[tuple[str, Json]] = []
    for member, value in entries(node, "sets"):
        if (word := value.as_str()) is not None:
            sets.append((member, word))
        elif (constant := value.get("constant")) is not None:
            constants.append((member, constant.value))
    wire, scope, shared = node.text("schema") or "", node.get("scope"), node.get("shared")
    return Resource(
        **rule_of(node, name),
        name=name,
        schema=classes.get(wire, wire),
        key=node.text("key") or "",
        sets=tuple(sets),
        constants=tuple(constants),
        scope=None if scope is None else Scope(**rule_of(scope, f"{name}.scope"), place=place_at(scope, "place")),
        shared=None if shared is None else Shared(**rule_of(shared, f"{name}.shared"), place=place_at(shared, "place")),
    )


def _action(id_: str, node: Node) -> Action:
    missing, dedupe, paging, sort = (node.get(key) for key in ("missing", "dedupe", "paging", "sort"))
    kind = cast("ActionKind", node.text("action"))
    return Action(
        **rule_of(node, id_),
        kind=kind,
        resource=node.text("resource") or "",
        key=optional_place(node, "key"),
        answer=optional_place(node, "answer"),
        missing=None
        if missing is None
        else Missing(**rule_of(missing, f"{id_}.missing"), status=missing.integer("status") or 404),
        dedupe=None if dedupe is None else _dedupe(id_, dedupe),
        paging=None if paging is None else _paging(id_, paging),
        sort=None if sort is None else _sort(id_, sort),
        batch=read_batch(id_, node) if kind == "batch" else None,
        stores=tuple((member, tuple((place.as_str() or "").split("."))) for member, place in entries(node, "stores")),
        **read_effects(id_, node),
        **read_selection(id_, node),
        **read_conditions(id_, node),
    )


def _dedupe(id_: str, node: Node) -> Dedupe:
    existing = node.get("existing")
    return Dedupe(
        **rule_of(node, f"{id_}.dedupe"),
        members=node.texts("by"),
        when=cast("Any", node.text("when") or "all-equal"),
        nulls=cast("Any", node.text("nulls") or "never-equal"),
        existing=None
        if existing is None
        else Existing(**rule_of(existing, f"{id_}.dedupe.existing"), rule=cast("Any", existing.text("rule"))),
    )


def _paging(id_: str, node: Node) -> Paging:
    totals = node.get("totals")
    first, style = node.integer("first"), cast("PagingStyle", node.text("style") or "page")
    return Paging(
        **rule_of(node, f"{id_}.paging"),
        style=style,
        page=read_place(node.text(style) or f"query.{style}"),
        limit=optional_place(node, "limit"),
        items=read_place(node.text("items") or "body"),
        totals=PagingTotals()
        if totals is None
        else PagingTotals(
            page_items=optional_place(totals, "page_items"),
            items=optional_place(totals, "items"),
            page_size=optional_place(totals, "page_size"),
            pages=optional_place(totals, "pages"),
            page=optional_place(totals, "page"),
        ),
        first=first if first is not None else int(style == "page"),
        beyond=cast("Any", node.text("beyond") or "empty"),
        following=optional_place(node, "next"),
        more=optional_place(node, "more"),
    )


def _sort(id_: str, node: Node) -> Sort:
    return Sort(
        **rule_of(node, f"{id_}.sort"),
        member=node.text("by") or "",
        direction=cast("Any", node.text("direction") or "ascending"),
    )


def _refusal(number: int, node: Node) -> Refusal:
    when = node.text("when") or ""
    return Refusal(
        **rule_of(node, f"refusals.{number}.{when}"),
        when=cast("Any", when),
        status=node.integer("status") or 400,
        operations=node.texts("operations"),
    )


def _rate_limit(node: Node) -> RateLimit:
    return RateLimit(
        **rule_of(node, "rate_limit"),
        per=cast("Any", node.text("per")),
        status=node.integer("status") or 429,
        limit=_header(node, "limit"),
        remaining=_header(node, "remaining"),
        reset=_header(node, "reset"),
        answers=cast("Any", node.text("answers") or ""),
    )


def _header(node: Node, key: str) -> str:
    place = optional_place(node, key)
    return "" if place is None else place.path[0]


def _remark(number: int, node: Node) -> Remark:
    rule = rule_of(node, f"remarks.{number}")
    return Remark(**rule, resource=node.text("resource") or "", members=node.texts("members"))
