"""Read the rules inside an action: what it does to records, which it chooses, and when it is let through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from truespec.contract.behaviour import Batch
from truespec.contract.conditions import Condition, Limit, Locked, Needs, Permission, Unique
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
from truespec.contract.selection import Filter, Order, Search, SearchScope, Within
from truespec.interpretation.behaviour_nodes import (
    elements,
    entries,
    optional_place,
    place_at,
    read_place,
    rule_of,
)
from truespec.specification.node import Node

__all__ = ["read_batch", "read_conditions", "read_effects", "read_selection"]

T = TypeVar("T")


def _optional(node: Node, key: str, id_: str, read: Callable[[Node, dict[str, Any]], T]) -> T | None:
    """Read the rule under a key, where there is one; ``read`` takes it with what every rule has."""
    child = node.get(key)
    return None if child is None else read(child, rule_of(child, f"{id_}.{key}"))


def read_batch(id_: str, node: Node) -> Batch:
    """Read what a batch does for its elements."""
    return Batch(
        **rule_of(node, f"{id_}.batch"),
        each=node.text("each") or "",
        items=place_at(node, "items"),
        lists=tuple(_batch_list(id_, word, child) for word, child in entries(node, "lists")),
        outcome=_optional(node, "outcome", id_, _outcome),
    )


def _batch_list(id_: str, word: str, node: Node) -> BatchList:
    rule = rule_of(node, f"{id_}.lists.{word}")
    kind = cast("Any", node.text("action"))
    existing = _optional(node, "existing", f"{id_}.lists.{word}", _existing)
    return BatchList(**rule, items=read_place(word), kind=kind, key=node.text("key") or "", existing=existing)


def _existing(node: Node, rule: dict[str, Any]) -> Existing:
    return Existing(**rule, rule=cast("Any", node.text("rule")))


def _outcome(node: Node, rule: dict[str, Any]) -> Outcome:
    return Outcome(**rule, done=node.integer("done") or 0, failed=node.integer("failed") or 0)


def _change(node: Node, rule: dict[str, Any]) -> Change:
    return Change(**rule, rule=cast("Any", node.text("rule")), null=cast("Any", node.text("null") or None))


def read_effects(id_: str, node: Node) -> dict[str, Any]:
    """Return what an action does to records, as keywords for its class."""
    return {
        "change": _optional(node, "change", id_, _change),
        "ignored": _optional(node, "ignores", id_, lambda one, rule: Ignored(**rule, members=one.texts("members"))),
        "consents": tuple(_consent(id_, word, child) for word, child in entries(node, "consents")),
        "merge": _optional(node, "merge", id_, lambda one, rule: Merge(**rule, others=place_at(one, "others"))),
        "deletion": _optional(node, "deletion", id_, _deletion),
        "unsubscription": _optional(node, "clears", id_, _clears),
        "part": _optional(node, "part", id_, _part),
        "move": _optional(node, "move", id_, _move),
    }


def _consent(id_: str, word: str, node: Node) -> Consent:
    return Consent(
        **rule_of(node, f"{id_}.consents.{word}"),
        place=read_place(word),
        form=cast("Any", node.text("form")),
        member=node.text("list") or "",
        key=node.text("key") or "",
        flag=node.text("flag") or "",
        agreed=node.text("agreed") or "",
        refused=node.text("refused") or "",
    )


def _deletion(node: Node, rule: dict[str, Any]) -> Deletion:
    return Deletion(**rule, deleted=place_at(node, "deleted"), skipped=place_at(node, "skipped"))


def _clears(node: Node, rule: dict[str, Any]) -> Unsubscription:
    members = tuple((word, _texts(child)) for word, child in entries(node, "members"))
    return Unsubscription(**rule, mode=place_at(node, "mode"), members=members)


def _texts(node: Node) -> tuple[str, ...]:
    return tuple(one.as_str() or "" for one in node.elements())


def _part(node: Node, rule: dict[str, Any]) -> Part:
    return Part(
        **rule,
        effect=cast("Any", node.text("effect")),
        member=node.text("list") or "",
        key=node.text("key") or "",
        place=place_at(node, "value"),
    )


def _move(node: Node, rule: dict[str, Any]) -> Move:
    told = node.text("to")
    return Move(
        **rule,
        member=node.text("member") or "",
        place=None if told is None else read_place(told),
        value="" if told is not None else node.child("to").text("constant") or "",
        steps=tuple((state, _texts(after)) for state, after in entries(node, "steps")),
        status=node.integer("status") or 409,
    )


def read_selection(id_: str, node: Node) -> dict[str, Any]:
    """Return which records an action chooses and in which order, as keywords for its class."""
    return {
        "filters": tuple(_filter(id_, word, child) for word, child in entries(node, "filters")),
        "search": _optional(node, "search", id_, _search),
        "order": _optional(node, "order", id_, _order),
    }


def _filter(id_: str, word: str, node: Node) -> Filter:
    within = node.get("within")
    return Filter(
        **rule_of(node, f"{id_}.filters.{word}"),
        place=read_place(word),
        members=tuple(tuple(path.split(".")) for path in node.texts("members")),
        operator=cast("Any", node.text("operator")),
        values=cast("Any", node.text("values") or "one"),
        joined=node.flag("joined") or False,
        within=None if within is None else _within(within),
    )


def _within(node: Node) -> Within:
    return Within(node.text("list") or "", tuple((name, value.value) for name, value in entries(node, "where")))


def _search(node: Node, rule: dict[str, Any]) -> Search:
    return Search(
        **rule,
        query=place_at(node, "query"),
        members=node.texts("members"),
        own=tuple((read_place(word), member.as_str() or "") for word, member in entries(node, "own")),
        exact=optional_place(node, "exact"),
        letters=cast("Any", node.text("letters") or ""),
        scope=_optional(node, "scope", rule["id"], _search_scope),
    )


def _search_scope(node: Node, rule: dict[str, Any]) -> SearchScope:
    lists = tuple((word, member.as_str() or "") for word, member in entries(node, "lists"))
    return SearchScope(**rule, place=place_at(node, "place"), default=node.text("default") or "", lists=lists)


def _order(node: Node, rule: dict[str, Any]) -> Order:
    return Order(
        **rule,
        by=place_at(node, "by"),
        prefix=node.text("prefix") or "",
        direction=optional_place(node, "direction"),
        ascending=node.text("ascending") or "",
        descending=node.text("descending") or "",
        relevance=optional_place(node, "relevance"),
    )


def read_conditions(id_: str, node: Node) -> dict[str, Any]:
    """Return when an action is let through, as keywords for its class."""
    return {
        "unique": tuple(_unique(id_, number, one) for number, one in enumerate(elements(node, "unique"), start=1)),
        "locked": _optional(node, "locked", id_, _locked),
        "needs": tuple(_needs(id_, number, child) for number, child in enumerate(elements(node, "needs"), start=1)),
        "limits": tuple(_limit(id_, word, child) for word, child in entries(node, "limits")),
        "permission": _optional(node, "permission", id_, _permission),
        "conditions": tuple(_condition(id_, child) for child in elements(node, "conditions")),
    }


def _unique(id_: str, number: int, node: Node) -> Unique:
    return Unique(
        **rule_of(node, f"{id_}.unique.{number}"),
        members=node.texts("by"),
        status=node.integer("status") or 409,
        letters=cast("Any", node.text("letters") or ""),
        deleted=cast("Any", node.text("deleted") or ""),
    )


def _locked(node: Node, rule: dict[str, Any]) -> Locked:
    return Locked(
        **rule,
        member=node.text("member") or "",
        values=node.texts("values"),
        status=node.integer("status") or 409,
        leaving=cast("Any", node.text("leaving") or ""),
    )


def _needs(id_: str, number: int, node: Node) -> Needs:
    return Needs(
        **rule_of(node, f"{id_}.needs.{number}"),
        places=tuple(map(read_place, node.texts("places"))),
        other=place_at(node, "with"),
        status=node.integer("status") or 400,
    )


def _limit(id_: str, word: str, node: Node) -> Limit:
    rule = rule_of(node, f"{id_}.limits.{word}")
    return Limit(**rule, place=read_place(word), most=node.integer("most") or 1, status=node.integer("status") or 400)


def _permission(node: Node, rule: dict[str, Any]) -> Permission:
    return Permission(**rule, name=node.text("name") or "", status=node.integer("status") or 403)


def _condition(id_: str, node: Node) -> Condition:
    name = node.text("name") or ""
    return Condition(
        **rule_of(node, f"{id_}.conditions.{name}"),
        name=name,
        places=tuple(map(read_place, node.texts("places"))),
        status=node.integer("status"),
    )
