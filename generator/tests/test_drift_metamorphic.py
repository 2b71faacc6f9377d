"""One edit to a random document shows as exactly that difference, and no edit as none."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from drift_documents import EDITS, OF_PAGE, OF_SPEC, Edited, api_of, document, kinds_of, surface_of
from truespec.drift.change import Kind
from truespec.drift.compare import Pair, compare

SEEDS = range(5)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_document_that_is_its_own_page_has_no_drift_and_is_covered_whole(seed: int, tmp_path: Path) -> None:
    whole = document(random.Random(seed))
    surface = surface_of(whole)
    found = compare([Pair("page", surface, surface)], api_of(whole, tmp_path))
    assert [] == [change for change in found.changes if change.kind is not Kind.UNSUPPORTED]
    assert [] == [(one.operation, one.place, one.attribute) for one in found.changes]
    assert found.coverage.stated == found.coverage.stated_in > 0


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__.strip("_"))
@pytest.mark.parametrize("seed", SEEDS)
def test_one_edit_shows_as_exactly_that_drift(
    seed: int, edit: Callable[[dict[str, Any]], Edited], tmp_path: Path
) -> None:
    before = document(random.Random(seed))
    after = copy.deepcopy(before)
    expected = edit(after)
    found = compare([Pair("page", surface_of(before), surface_of(after))], api_of(before, tmp_path))
    assert [expected] == kinds_of(found.changes, OF_PAGE)
    assert [] == [one for one in kinds_of(found.changes, OF_SPEC) if one.place != expected.place]
    follows = compare([Pair("page", surface_of(before), surface_of(after))], api_of(after, tmp_path))
    assert [expected] == kinds_of(follows.changes, OF_PAGE)
    assert [] == kinds_of(follows.changes, OF_SPEC)
