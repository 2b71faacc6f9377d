"""What removing a record once more is answered with, where words say it: that it is done, or that it is refused."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Final

from truespec.checking.rules.ground.deleting import deleted
from truespec.checking.rules.ground.put_away import says_again_is_done, says_again_is_refused
from truespec.checking.rules.ground.world import World
from truespec.contract.behaviour import Action
from truespec.contract.operation import Operation
from truespec.contract.schema import Json

__all__ = ["is_deleted_again"]

_GONE: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


def is_deleted_again(world: World, action: Action, operation: Operation, key: Json) -> None:
    """Remove a record that is gone: what that is answered with is nobody's rule, unless some words are."""
    again = deleted(world, action, operation, key)
    status, detail = again.response.status, f"it answered {again.response.status}"
    stated = replace(action, assumptions=())  # whatever else of removing is a custom: this is said
    if status in _GONE and says_again_is_done(operation):
        fact = world.fact(stated, operation, part="again", states="removing what was removed is done, too")
        world.session.ledger.broken(fact, detail, again)
    elif again.response.success and says_again_is_refused(operation):
        fact = world.fact(stated, operation, part="again", states="what was removed is not there to be removed")
        world.session.ledger.broken(fact, detail, again)
