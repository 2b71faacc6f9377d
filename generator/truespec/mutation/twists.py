"""The ways a mutant is made of healthy mocks: another contract, a fault, requests or answers changed on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from truespec.contract.api import Api
from truespec.contract.operation import Operation
from truespec.contract.rule import Rule
from truespec.mock.exchange import Request, Response
from truespec.mock.faults import plan_faults
from truespec.mutation.ground import Ground
from truespec.mutation.mutant import Build, Server
from truespec.mutation.rewriting import with_rule

__all__ = ["answered", "asked", "faulty", "only", "routed", "ruled", "through", "undone"]


def through(change: Callable[[Api], Api]) -> Build:
    """Serve another contract."""
    return lambda ground: ground.service(change(ground.api))


def ruled(rule: Rule, /, **changes: Any) -> Build:
    """Serve a contract in which one rule is another."""
    return through(lambda api: with_rule(api, rule, **changes))


def faulty(*faults: str) -> Build:
    """Serve with planted faults of the mock."""
    return lambda ground: ground.healthy.misbehaving(plan_faults(faults, ground.api))


def routed(choose: Callable[[Request], bool], other: Build) -> Build:
    """Let another server answer the requests that are chosen."""

    def build(ground: Ground) -> Server:
        twisted = other(ground)
        return lambda request: twisted(request) if choose(request) else ground.ask(request)

    return build


def only(operation: str, other: Build) -> Build:
    """Let another server answer what is asked of one operation."""

    def build(ground: Ground) -> Server:
        twisted = other(ground)
        return lambda request: (twisted if ground.operation_id(request) == operation else ground.ask)(request)

    return build


def asked(operation: Operation, edit: Callable[[Request, Ground], Request]) -> Build:
    """Change every request for an operation before it is answered."""
    return only(operation.id, lambda ground: lambda request: ground.ask(edit(request, ground)))


def answered(operation: Operation, edit: Callable[[Response, Request, Ground], Response]) -> Build:
    """Change every answer of an operation."""
    return only(operation.id, lambda ground: lambda request: edit(ground.ask(request), request, ground))


def undone(operation: Operation) -> Build:
    """Answer as if something had been done, and keep nothing of it."""

    def build(ground: Ground) -> Server:
        def answer(request: Request) -> Response:
            before = ground.store.snapshot()
            response = ground.ask(request)
            ground.store.restore(before)
            return response

        return answer

    return only(operation.id, build)
