"""A key that nobody has begins as the keys do that the server gives: another may be refused for its form."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from checked_server import OPENAPI, GuestServer, guest_api, guest_target
from truespec.checking.ledger import Ledger
from truespec.checking.records import RecordMaker
from truespec.checking.rules.ground.subjects import unknown_key
from truespec.checking.rules.ground.world import World
from truespec.checking.session import Session


def key_of(folder: Path, pattern: str, made: tuple[str, ...]) -> str:
    """Return a key that nobody has, where keys have a pattern and the run was given some."""
    document: dict[str, Any] = deepcopy(OPENAPI)
    if pattern:
        document["components"]["schemas"]["Guest"]["properties"]["id"]["pattern"] = pattern
    api = guest_api(folder, openapi=document)
    target = guest_target(api, GuestServer())
    session = Session(api, target, target.connect(), Ledger(api, target, lambda _: None))
    world = World(session, RecordMaker(api, "test", 0), random.Random(0), 1)
    world.made |= set(made)
    assert api.behaviour is not None
    return json.loads(json.dumps(unknown_key(world, api.behaviour.resources[0])))


@pytest.mark.parametrize(
    ("pattern", "made", "begin", "size"),
    [
        ("^gst_[A-Za-z0-9]+$", (), "gst_", 16),
        ("^gst_[a-z0-9]{10}$", (), "gst_", 14),
        ("", ("gst_4kq0w81zr5tb",), "gst_", 16),
        ("", ("cus-100001",), "cus-", 16),
    ],
)
def test_it_begins_as_the_others_do(tmp_path: Path, pattern: str, made: tuple[str, ...], begin: str, size: int) -> None:
    key = key_of(tmp_path, pattern, made)
    assert key.startswith(begin)
    assert len(key) == size


@pytest.mark.parametrize(
    "made", [(), ("gst_4kq0w81zr5tb", "shop_4kq0w81zr5tb"), ("6b0f7f0e-52a5-4c0c-9d7b-1f2f5a3c8e21",)]
)
def test_where_they_begin_in_no_such_way_it_is_a_uuid(tmp_path: Path, made: tuple[str, ...]) -> None:
    assert key_of(tmp_path, "", made).count("-") == 4
