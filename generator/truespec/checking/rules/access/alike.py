"""What only resembles a credential is none: one that goes on after its end, is cut short or in letters of another case.

One that is meant for another place is none either.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Sequence
from typing import Final

from truespec.checking.credentials import Resembling
from truespec.checking.facts import assumed_among
from truespec.checking.rules.ground.subjects import Prepared, prepared
from truespec.checking.rules.ground.world import World
from truespec.checking.safety import changes_nothing
from truespec.checking.verdict import Fact
from truespec.contract.operation import Operation
from truespec.contract.security import SecurityScheme

__all__ = ["check_alike", "need_of", "plain_request"]

_LETTERS: Final = 12
"""So many letters more make another credential, however it is padded."""

_SHORT: Final = 4
"""What is no longer may be a name, and the beginning of it somebody else's."""

_SECRET: Final = re.compile(r"secret|password", re.IGNORECASE)
_KEY: Final = re.compile(r"key|client|user|login|account|(?<![a-z])id$", re.IGNORECASE)
"""Names of two credentials of which the one proves whose the other is."""

_REFUSED: Final = frozenset({401, 403})
"""What refuses a credential, whatever it was sent for."""

_NUMBER: Final = re.compile(r"[0-9A-Fa-f-]+")
"""A credential that a server may read as a number, or as a UUID: its letters have no case."""


def check_alike(world: World, refused: Sequence[tuple[SecurityScheme, Operation]]) -> None:
    """Judge operations that refuse a credential that nobody has: they refuse what resembles theirs as well."""
    for wire in dict.fromkeys(scheme.wire for scheme, _ in refused):
        pairs = [pair for pair in refused if pair[0].wire == wire]
        safe = [pair for pair in pairs if changes_nothing(world.api, pair[1])]
        scheme, operation = world.random.choice(safe or pairs)
        if not _lets_anybody_in(world, scheme, operation):
            _judge(world, scheme, operation)

    _check_swapped(world, refused)
    _check_mixed(world, refused)


def _check_swapped(world: World, refused: Sequence[tuple[SecurityScheme, Operation]]) -> None:
    """Send two credentials of one kind in each other's place: who looks only whether both are known takes them."""
    credentials = world.session.target.access.credentials
    for operation in {one.id: one for _, one in refused if changes_nothing(world.api, one)}.values():
        pair = [scheme for scheme, other in refused if other is operation]
        values = [credentials.value(scheme.wire) for scheme in pair]
        if len(pair) != len("ab") or pair[0].kind != pair[1].kind or None in values or values[0] == values[1]:
            continue
        swapped = {
            scheme.wire: Resembling(value or "", f"${_variable(other)}")
            for scheme, other, value in zip(pair, pair[::-1], values[::-1], strict=True)
        }
        request = plain_request(world, operation)
        exchange = world.session.ask(operation, request.values, request.body, replaced=swapped)
        if exchange.response.success and not _lets_anybody_in(world, pair[0], operation):
            detail = f"it answered {exchange.response.status} with the two credentials in each other's place"
            world.session.ledger.broken(need_of(operation, pair[0]), detail, exchange)
        return


def _check_mixed(world: World, refused: Sequence[tuple[SecurityScheme, Operation]]) -> None:
    """Send a key with the secret of another: who looks only whether both are known takes them."""
    own, other = world.session.target.access.credentials, world.session.target.access.second
    for operation in {one.id: one for _, one in refused if changes_nothing(world.api, one)}.values():
        pair = [scheme for scheme, one in refused if one is operation]
        hidden = [scheme for scheme in pair if _SECRET.search(scheme.parameter)]
        shown = [scheme for scheme in pair if _KEY.search(scheme.parameter) and scheme not in hidden]
        known = all(None not in (a := own.value(one.wire), b := other.value(one.wire)) and a != b for one in pair)
        if len(hidden) != 1 or len(shown) != 1 or len(pair) != len("ab") or not known:
            continue
        request = plain_request(world, operation)
        mixed = {hidden[0].wire: other.value(hidden[0].wire)}
        exchange = world.session.ask(operation, request.values, request.body, replaced=mixed)
        if exchange.response.success and not _lets_anybody_in(world, hidden[0], operation):
            detail = f"it answered {exchange.response.status} with a {hidden[0].parameter} that belongs to another key"
            world.session.ledger.broken(need_of(operation, hidden[0]), detail, exchange)
        return


def _lets_anybody_in(world: World, scheme: SecurityScheme, operation: Operation) -> bool:
    """Say whether a server takes any credential, as one does that is set up for tests, but for some.

    One that is busy, or fails, may as well.
    """
    request, stranger = plain_request(world, operation), secrets.token_hex(_LETTERS)
    value = f"{stranger}:{stranger}" if scheme.kind == "basic" else stranger
    shown = Resembling(value, "a-credential-that-was-made-up")
    answer = world.session.ask(operation, request.values, request.body, replaced={scheme.wire: shown}).response
    if answer.status in _REFUSED:
        return False
    # Any other refusal may be of what the request asks for: of the credential it is if ours is not refused so.
    own = world.session.ask(operation, request.values, request.body).response
    return answer.busy or not 400 <= answer.status < 500 or own.busy or own.status == answer.status


def _judge(world: World, scheme: SecurityScheme, operation: Operation) -> None:
    for how, value in _alike(world, scheme, operation):
        request = plain_request(world, operation)
        exchange = world.session.ask(operation, request.values, request.body, replaced={scheme.wire: value})
        if exchange.response.success:
            detail = f"it answered {exchange.response.status} {how}"
            world.session.ledger.broken(need_of(operation, scheme), detail, exchange)


def _alike(world: World, scheme: SecurityScheme, operation: Operation) -> Iterator[tuple[str, Resembling]]:
    credentials = world.session.target.access.credentials
    own, more = credentials.value(scheme.wire) or "", secrets.token_hex(_LETTERS)
    yield "with one that only begins like it", Resembling(own + more, f"${{{_variable(scheme)}}}{more}")
    if len(own) > _SHORT:
        yield "with its last character left out", Resembling(own[:-1], f"${{{_variable(scheme)}%?}}")
    name, colon, rest = own.partition(":") if scheme.kind == "basic" else ("", "", own)
    if rest.swapcase() != rest and not _NUMBER.fullmatch(rest):
        # A name that people log in with may be a mail address, whose case counts for nothing.
        shown = f"$(echo ${_variable(scheme)} | tr a-zA-Z A-Za-z)"
        yield "with its letters in the other case", Resembling(f"{name}{colon}{rest.swapcase()}", shown)
    for other in world.api.security_schemes:
        beside = other.wire != scheme.wire and other.wire in (credentials.alternative(operation) or ())
        value = credentials.value(other.wire) if beside and other.kind == scheme.kind else None
        if value is not None and value != own:
            how = f"with what is sent as {other.parameter} in its place"
            yield how, Resembling(value, f"${_variable(other)}")


def _variable(scheme: SecurityScheme) -> str:
    return scheme.parameter.upper().replace("-", "_")


def need_of(operation: Operation, scheme: SecurityScheme) -> Fact:
    """Return the fact that an operation needs a credential."""
    why = assumed_among(scheme.assumptions) or assumed_among(operation.assumptions, ("security",))
    states = f"{operation.label} needs the credential {scheme.parameter}"
    return Fact(f"{operation.id}.needs.{scheme.wire}", states, scheme.location, operation.id, "credentials", why)


def plain_request(world: World, operation: Operation) -> Prepared:
    """Return a request that should succeed; where none can be made, one with values of the right form."""
    request = prepared(world, operation)
    if request is not None:
        return request
    body = world.new_body(operation)
    action = world.behaviour.action(operation.id)
    values = world.values_for(operation, action.key if action is not None else None, "truespec")
    return Prepared(operation, values) if body is None else Prepared(operation, values, body)
