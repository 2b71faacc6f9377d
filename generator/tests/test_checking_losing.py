"""A record that one walk over the pages of a filtered list misses is not lost yet: others may move it meanwhile."""

from __future__ import annotations

from typing import Any, cast

import pytest
from truespec.checking.rules.filters import losing
from truespec.checking.rules.ground.world import Subject
from truespec.contract.schema import Json

_Walk = tuple[dict[Json, Json] | None, list[Any], bool]
_OURS = Subject("7", {"id": "7"}, {})


@pytest.mark.parametrize(
    ("walks", "lost"),
    [
        ([({}, [], True), ({}, [], True)], True),
        ([({}, [], True), ({"7": {}}, [], True)], False),
        ([({"7": {}}, [], True), ({}, [], True)], False),
        ([({}, [], False)], False),
        ([(None, [], False)], False),
    ],
)
def test_a_record_is_lost_where_every_walk_to_the_end_misses_it(
    monkeypatch: pytest.MonkeyPatch, walks: list[_Walk], *, lost: bool
) -> None:
    waiting = iter(walks)
    monkeypatch.setattr(losing, "read_list", lambda _case, _asked: next(waiting))
    assert lost == losing.stay_lost(cast("Any", None), [_OURS], ())
    assert None is next(waiting, None)
