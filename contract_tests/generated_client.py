"""The generated package of an API, imported from the checkout, and its names as the contract decides them."""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from truespec.contract.api import Api
from truespec.contract.operation import Operation
from truespec.contract.schema import Property, Schema

__all__ = ["GENERATED", "body_members", "call", "client", "method", "module"]

GENERATED = Path(__file__).parents[1] / "generated"


def module(api: Api, name: str = "") -> ModuleType:
    """Import the package of an API, or a module of it."""
    source = str(GENERATED / api.name / "src")
    if source not in sys.path:
        sys.path.insert(0, source)
    return importlib.import_module(f"{api.names.package}.{name}" if name else api.names.package)


def client(api: Api, *, asynchronous: bool = False, **options: Any) -> Any:
    """Make a client with made-up credentials."""
    made = getattr(module(api), f"Async{api.names.client}" if asynchronous else api.names.client)
    return made(**{scheme.name: f"{scheme.name}-value" for scheme in api.security_schemes}, **options)


def method(owner: Any, operation: Operation) -> Callable[..., Any]:
    """Return the method of a client (or of its class) that calls an operation."""
    found: Callable[..., Any] = getattr(getattr(owner, operation.resource), operation.name)
    return found


def body_members(api: Api, operation: Operation) -> tuple[Property, ...]:
    """Return the members of an operation's body, which the method takes as keywords."""
    content = operation.body.content if operation.body is not None else ()
    return tuple(_members(api, content[0].schema).values()) if content and content[0].schema is not None else ()


def _members(api: Api, schema: Schema) -> dict[str, Property]:
    """Return the members of a schema by wire name, those that ``allOf`` adds included."""
    target = api.target(schema)
    found: dict[str, Property] = {}
    for branch in target.all_of:
        found |= _members(api, branch)
    return found | {member.wire: member for member in target.properties}


def call(owner: Any, api: Api, operation: Operation, values: Mapping[str, Any], body: Any) -> Any:
    """Call an operation: ``values`` by the wire names of its parameters, ``body`` as the wire would have it."""
    keywords = {item.name: values[item.wire] for item in operation.parameters if item.wire in values}
    for member in body_members(api, operation):
        if isinstance(body, dict) and member.wire in body:
            keywords[member.name] = body[member.wire]
    found = method(owner, operation)
    positional = [
        keywords.pop(name)
        for name, parameter in inspect.signature(found).parameters.items()
        if parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD and name in keywords
    ]
    return found(*positional, **keywords)
