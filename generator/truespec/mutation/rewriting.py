"""A contract with one rule or one schema of it changed: all else is the very same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

from truespec.contract.api import Api
from truespec.contract.behaviour import Behaviour, Rule
from truespec.contract.operation import Operation, Parameter
from truespec.contract.schema import Schema
from truespec.diagnostics import Location

__all__ = ["with_operation", "with_rule", "with_schema", "without_parameter_need"]


def with_rule(api: Api, rule: Rule, /, **changes: Any) -> Api:
    """Return ``api`` with other attributes of one rule, which is found by its id."""
    return replace(api, behaviour=_with_rule(api.behaviour, rule.id, changes))


def _with_rule(value: Any, id_: str, changes: Mapping[str, Any]) -> Any:
    if isinstance(value, tuple):
        return tuple(_with_rule(inner, id_, changes) for inner in cast("tuple[object, ...]", value))
    if not isinstance(value, Rule | Behaviour):
        return value
    if isinstance(value, Rule) and value.id == id_:
        return replace(value, **changes)
    return replace(
        value, **{field.name: _with_rule(getattr(value, field.name), id_, changes) for field in fields(value)}
    )


def with_operation(api: Api, operation: Operation, **changes: Any) -> Api:
    """Return ``api`` with other attributes of one operation."""
    return replace(
        api, operations=tuple(replace(one, **changes) if one.id == operation.id else one for one in api.operations)
    )


def without_parameter_need(api: Api, operation: Operation, parameter: Parameter) -> Api:
    """Return ``api`` with a parameter of an operation that may be left out."""
    parameters = tuple(replace(one, required=False) if one is parameter else one for one in operation.parameters)
    return with_operation(api, operation, parameters=parameters)


def with_schema(api: Api, schema: Schema, change: Callable[[Schema], Schema]) -> Api:
    """Return ``api`` with one schema object changed, wherever it is used; it is found by its identity."""
    changed: Api = _Schemas(schema, change)(api)
    return changed


class _Schemas:
    """Walks through a contract and makes anew only what leads to the schema."""

    def __init__(self, wanted: Schema, change: Callable[[Schema], Schema]) -> None:
        self._wanted = wanted
        self._change = change
        self._known: dict[int, tuple[Any, Any]] = {}

    def __call__(self, value: Any) -> Any:
        if value is self._wanted:
            return self._change(value)
        if not isinstance(value, tuple | Mapping) and (not is_dataclass(value) or isinstance(value, Rule | Location)):
            return value
        part = cast("object", value)
        known = self._known.get(id(part))
        if known is None:
            known = self._known[id(part)] = (part, self._anew(part))
        return known[1]

    def _anew(self, value: Any) -> Any:
        if isinstance(value, tuple):
            elements = cast("tuple[object, ...]", value)
            inner = tuple(self(one) for one in elements)
            return inner if any(new is not old for new, old in zip(inner, elements, strict=True)) else elements
        if isinstance(value, Mapping):
            old_members = cast("Mapping[str, Any]", value)
            members = {name: self(one) for name, one in old_members.items()}
            return members if any(members[name] is not old_members[name] for name in members) else old_members
        if isinstance(value, Behaviour):
            return value
        found = {
            field.name: (getattr(value, field.name), self(getattr(value, field.name)))
            for field in fields(value)
            if field.init
        }
        changes = {name: new for name, (old, new) in found.items() if new is not old}
        return replace(value, **changes) if changes else value
