"""Records with nothing that others are known by: whether such a one is ever taken for another may be a guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from truespec.checking.facts import assumed_among
from truespec.checking.verdict import Fact
from truespec.contract.behaviour import Action
from truespec.contract.schema import Json

__all__ = ["if_it_is_new", "is_nobodys"]


def is_nobodys(action: Action, body: Mapping[str, Json]) -> bool:
    """Say whether a body has none of the members that records are known by, where nothing equals nothing."""
    rule = action.dedupe
    return (
        rule is not None
        and rule.nulls == "never-equal"
        and all(body.get(name) is None and name not in dict(action.stores) for name in rule.members)
    )


def if_it_is_new(fact: Fact, action: Action, body: Mapping[str, Json]) -> Fact:
    """Return what a new record has to be like, as an assumption where it is one that a body made a new record.

    A server may take two records without an address or a number for one, and the one that is there keeps what it has.
    """
    if fact.assumed or action.dedupe is None or not is_nobodys(action, body):
        return fact
    return replace(fact, assumed=assumed_among(action.dedupe.assumptions, ("nulls",)))
