"""A first look at each operation's credentials, all of it about one record: what is not let in is not done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from truespec.checking.exchange import Exchange
from truespec.checking.rules.access.alike import check_alike, need_of
from truespec.checking.rules.access.credentials import check_words, judge_unknown, unknown_credential
from truespec.checking.rules.ground.subjects import Prepared, fresh, prepared
from truespec.checking.rules.ground.world import Family, Subject, World
from truespec.checking.safety import changes_nothing
from truespec.contract.operation import Operation
from truespec.contract.security import SecurityScheme

__all__ = ["FAMILY"]

_REFUSALS: Final = frozenset({401, 403})


def _check(world: World) -> None:
    """Send each operation a credential that nobody has, and without one of several, all about one record."""
    taken: list[tuple[SecurityScheme, Exchange]] = []
    known, asked, refused = dict[str, Subject](), list[str](), list[tuple[SecurityScheme, Operation]]()
    for operation in world.api.operations if world.rounds == 1 else ():
        usable = operation.security and all(operation.security) and world.session.may_send(operation)
        alternative = (world.session.target.access.credentials.alternative(operation) or ()) if usable else ()
        schemes = [scheme for scheme in world.api.security_schemes if scheme.wire in alternative]
        request = _about_one(world, operation, known) if schemes else None
        if request is not None and _is_done_without(world, request, schemes[1:] and schemes):
            known.clear()
            continue
        if request is None or world.behaviour.refusal("credentials-unknown", operation.id) is None:
            continue
        # What several of one kind may be taken for is looked at once; else each operation is sent one of them.
        each = changes_nothing(world.api, operation) and len({one.wire for one, _ in refused}) < len(schemes)
        for scheme in schemes if each else [schemes[len(asked) % len(schemes)]]:
            exchange = request.send_with(world, {scheme.wire: unknown_credential(scheme)})
            if exchange.response.success:
                taken.append((scheme, exchange))
                known.clear()
            if exchange.response.status in _REFUSALS:
                refused.append((scheme, operation))
        asked.append(operation.id)
    for scheme, exchange in taken if refused else ():
        judge_unknown(world, scheme, exchange, consistent=False)
    check_alike(world, refused)
    for wire in dict.fromkeys(scheme.wire for scheme, _ in refused):
        # One operation shows what is wrong with all; where each has its own way, it is looked at later.
        safe = [pair for pair in refused if pair[0].wire == wire and changes_nothing(world.api, pair[1])]
        for scheme, operation in safe[:1]:
            check_words(world, scheme, operation)


def _is_done_without(world: World, request: Prepared, schemes: Sequence[SecurityScheme]) -> bool:
    """Leave out each of several credentials that nobody has left out yet; say whether it was done all the same."""
    for scheme in schemes:
        need = need_of(request.operation, scheme)
        exchange = None if world.session.ledger.knows(need.id) else request.send_with(world, {scheme.wire: None})
        if exchange is not None and exchange.response.success:
            world.session.ledger.broken(need, f"it answered {exchange.response.status} without it", exchange)
            return True
    return False


def _about_one(world: World, operation: Operation, known: dict[str, Subject]) -> Prepared | None:
    """Return a request about the record that all are about, ``None`` where it takes more than one."""
    action = world.behaviour.action(operation.id)
    if action is None or action.kind in {"merge", "move"}:
        return None
    resource = world.resource(action)
    if resource is None or action.key is None or action.kind in {"create", "upsert", "list"}:
        return prepared(world, operation)
    subject = known.get(resource.name) or fresh(world, resource)
    if subject is None:
        return None
    known[resource.name] = subject
    return prepared(world, operation, [subject.key])


FAMILY = Family("strangers", "a credential that nobody has is refused by every operation", _check)
