"""A number that is taken with its country alone, and a country with its number, are both taken."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from mock_apis import catalogued
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.world import World
from truespec.checking.rules.records import taking
from truespec.checking.rules.records.accepted import learn
from truespec.checking.session import Session
from truespec.checking.targets import function_target, mock_target
from twisted import Twist, Twisted, refusing

_PAIRS = (("PhoneCountryCode", "Phone"), ("MobileCountryCode", "Mobile"))


def _told(twist: Twist) -> set[str]:
    """Return the members that a server is told not to take."""
    api = catalogued("resdiary")
    server = Twisted(mock_target(api).connect().send, twist)
    target = replace(function_target(api, server), disposable=True)
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    world = World(session, RecordMaker(api, "test", 0), random.Random(0), 1)
    learn(world)
    taking.FAMILY.check(world)
    return {finding.fact.id.split(".")[2] for finding in session.ledger.verdict("quick").broken}


def _alone(_: object, body: dict[str, Any]) -> bool:
    """Say whether a number is there without its country, or begins with one, or a country has no number."""
    begins = any("+" in str(body.get(number)) for _, number in _PAIRS)
    return begins or any((code in body) != (number in body) for code, number in _PAIRS)


def _ever(_: object, body: dict[str, Any]) -> bool:
    """Say whether there is a number at all."""
    return any(number in body for _, number in _PAIRS)


def test_what_is_taken_in_pairs_is_taken() -> None:
    assert set() == _told(refusing(400, _alone))


def test_what_is_never_taken_is_told() -> None:
    assert {"Mobile", "Phone"} == _told(refusing(400, _ever))
