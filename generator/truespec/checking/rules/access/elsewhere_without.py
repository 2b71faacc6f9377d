"""A credential is needed wherever a request goes and whatever comes with it, not in its plainest form only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from truespec.checking.exchange import Exchange
from truespec.checking.parameters import Values
from truespec.checking.rules.access.alike import need_of, plain_request
from truespec.checking.rules.ground.world import World
from truespec.checking.safety import changes_nothing
from truespec.contract.operation import Operation, Parameter
from truespec.contract.schema import Absent, Json
from truespec.contract.security import SecurityScheme

__all__ = ["check_forms"]


def check_forms(world: World, operation: Operation, schemes: Sequence[SecurityScheme]) -> None:
    """Send an operation without credentials in each of its other forms: none of them may be let through."""
    nothing = dict.fromkeys(scheme.wire for scheme in schemes)
    request = None
    for how, more in _forms(world, operation):
        # One that was let through may have done its work: the next gets a record of its own.
        request = request or plain_request(world, operation)
        values = {**request.values, **more}
        exchange: Exchange = world.session.ask(operation, values, request.body, replaced=nothing)
        if exchange.response.success:
            detail = f"it answered {exchange.response.status} without it {how}"
            world.session.ledger.broken(need_of(operation, schemes[0]), detail, exchange)
            request = request if changes_nothing(world.api, operation) else None


def _forms(world: World, operation: Operation) -> Iterator[tuple[str, Values]]:
    """Yield the other values that a server is said to know, and all at once that may be left out."""
    access, left_out = world.session.target.access, dict[tuple[str, str], Json]()
    for parameter in operation.parameters:
        place = (parameter.place, parameter.wire)
        for value in access.others(parameter.wire)[:1]:
            yield f"at another `{parameter.wire}`", {place: value}
        if not parameter.required and parameter.place == "query" and access.fixed(parameter.wire) is None:
            left_out[place] = _documented(world, parameter)
    if left_out:
        yield f"and with {', '.join(f'`{name}`' for _, name in left_out)}", left_out


def _documented(world: World, parameter: Parameter) -> Json:
    """Return the value that is documented; one that is made up may be refused for itself."""
    default = world.maker.shape(parameter.schema).default
    if not isinstance(default, Absent):
        return default
    return parameter.examples[0].value if parameter.examples else world.maker.value(parameter.wire, parameter.schema)
