"""What a drift proposes, made by hand, leaves the spec in step with the page, however the spec is written."""

from __future__ import annotations

import copy
import json
import os
import random
from pathlib import Path

import pytest
from drift_additions import STYLES, written
from drift_documents import api_of, surface_of
from drift_edits import SINGLE_EDITS, prepared
from drift_runs import Runner, workshop
from truespec.catalogue import file_entry
from truespec.cli.suggesting import Suggesting, edited
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.documentation.facts.surface import Surface
from truespec.drift.change import Action, Change, Edit, Kind
from truespec.drift.compare import Pair, compare
from truespec.interpretation.load import load_entry
from truespec.specification.legacy import in_words_of

__all__ = ["workshop"]

SEEDS = range(int(os.environ.get("DRIFT_SEEDS", "1")))
SPEC = Path("openapi.yaml")


def loaded(path: Path) -> Api:
    report = Report()
    api = load_entry(file_entry(path), report)
    assert api is not None, [str(diagnostic) for diagnostic in report]
    assert not report.failed, [str(diagnostic) for diagnostic in report]
    return api


def found(before: Surface, now: Surface, path: Path) -> tuple[Change, ...]:
    return compare([Pair("page", before, now)], loaded(path)).changes


def moving(edit: Edit) -> tuple[bool, int]:
    """Put the edits last after which others would not be found: elements that go, from behind, and other names."""
    index = -int(edit.key) if edit.action is Action.REMOVE and edit.key.isdigit() else -1000
    return edit.action is Action.RENAME, index


@pytest.mark.parametrize("name", SINGLE_EDITS)
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("count", [1, 3])
def test_every_proposal_made_by_hand_leaves_no_drift(name: str, seed: int, count: int, tmp_path: Path) -> None:
    dice = random.Random(f"{seed} {name} {count}")
    before = prepared(dice)
    after = copy.deepcopy(before)
    names = [name, *dice.sample(sorted(set(SINGLE_EDITS) - {name}), count - 1)]
    for one in names:
        try:
            SINGLE_EDITS[one][0](after)
        except (KeyError, StopIteration):  # the thing went with an edit before
            continue
    if dice.random() < 0.5:
        before = {**in_words_of("3.0", before), "openapi": "3.0.3"}
        after = {**in_words_of("3.0", after), "openapi": "3.0.3"}
    file, text = written(before, dice.choice(sorted(set(STYLES) - {"aliases"})))
    path = tmp_path / file
    path.write_bytes(text.encode())
    now = surface_of(after)
    suggest = Suggesting()
    changes = found(surface_of(before), now, path)
    for change in changes:
        proposed = suggest(change)
        assert bool(proposed) is bool(change.edits), change
        assert all(one.old or one.new for one in proposed)
    edits = [edit for change in changes for edit in change.edits]
    for edit in sorted(edits, key=moving):
        text = edited(text, edit)
    path.write_bytes(text.encode())
    left = [one for one in found(now, now, path) if one.kind is not Kind.UNSUPPORTED]
    assert [] == [(one.kind.value, one.operation, one.place, one.attribute) for one in left], names


@pytest.mark.parametrize("name", SINGLE_EDITS)
def test_what_a_spec_says_already_is_proposed_no_more(name: str, tmp_path: Path) -> None:
    edit, _ = SINGLE_EDITS[name]
    before = prepared(random.Random(name))
    after = copy.deepcopy(before)
    edit(after)
    pair = Pair("page", surface_of(before), surface_of(after))
    suggest = Suggesting()
    assert [] == [one for one in compare([pair], api_of(after, tmp_path)).changes if suggest(one)]


def test_a_replacement_is_shown_with_its_lines_and_never_made(workshop: Runner) -> None:
    assert 0 == workshop("read", "pots-older.txt", "--api", "openapi.yaml", "--accept", "--as", "pots").code
    text = SPEC.read_text(encoding="utf-8").replace("maximum: 90", "maximum: 91")
    SPEC.write_text(text, encoding="utf-8")
    done = workshop("drift", "openapi.yaml", "--apply", "--format", "json")
    (change,) = [one for one in done.document["changes"] if one["drift"]]
    (one,) = change["suggestion"]
    lines: list[str] = text.splitlines()
    old: str = lines[one["line"] - 1]
    assert ([old], [old.replace("91", "90")]) == (one["old"], one["new"])
    assert ("openapi.yaml", old.index("91") + 2, False) == (one["file"], one["column"], one["applies"])
    assert ("set", "maximum", 90) == tuple(change["edits"][0][key] for key in ("action", "key", "value"))
    assert text == SPEC.read_text(encoding="utf-8")
    out = workshop("drift", "openapi.yaml").out
    assert f"openapi.yaml:{one['line']}:{one['column']}  suggested, by hand" in out
    assert f"        - {old}\n        + {old.replace('91', '90')}\n" in out
    markdown = workshop("drift", "openapi.yaml", "--format", "markdown").out
    assert f"@@ openapi.yaml:{one['line']}:{one['column']} @@\n-{old}\n+{old.replace('91', '90')}\n" in markdown


def test_an_operation_that_went_is_still_in_the_spec_and_is_proposed_to_go(tmp_path: Path) -> None:
    before = prepared(random.Random(1))
    after = copy.deepcopy(before)
    del after["paths"]["/zebra"]
    path = tmp_path / "openapi.yaml"
    path.write_text(STYLES["block"](before), encoding="utf-8")
    (change,) = [one for one in found(surface_of(before), surface_of(after), path) if one.drift]
    assert (Kind.REMOVED, "DELETE /zebra", "still has it") == (change.kind, change.operation, change.spec)
    (one,) = Suggesting()(change)
    assert ("  /zebra:", ()) == (one.old[0], one.new)


SCHEMES = {
    "o": {
        "type": "oauth2",
        "flows": {"clientCredentials": {"tokenUrl": "https://a.test/t", "scopes": {"read": "R", "write": "W"}}},
    },
    "i": {"type": "openIdConnect", "openIdConnectUrl": "https://a.test/i"},
    "m": {"type": "mutualTLS"},
    "b": {"type": "http", "scheme": "bearer"},
    "s": {"type": "http", "scheme": "basic"},
    "d": {"type": "http", "scheme": "digest"},
    "k": {"type": "apiKey", "in": "cookie", "name": "sid"},
}
NEEDS: list[list[dict[str, list[str]]]] = [
    [{"o": ["read"]}],
    [{"o": ["read", "write"]}, {"o": ["read"]}],
    [{"i": []}],
    [{"m": []}],
    [{"b": []}, {"s": []}],
    [{"d": []}],
    [{"b": [], "k": []}],
    [],
]


def secured(needs: list[dict[str, list[str]]]) -> dict[str, object]:
    operation = {"security": needs, "responses": {"204": {"description": "Done."}}}
    whole = {"openapi": "3.1.0", "info": {"title": "Locks", "version": "1"}, "paths": {"/a": {"get": operation}}}
    return {**whole, "components": {"securitySchemes": SCHEMES}}


@pytest.mark.parametrize("needs", NEEDS, ids=json.dumps)
def test_a_spec_is_in_step_with_its_own_page_whatever_it_asks_for(
    needs: list[dict[str, list[str]]], tmp_path: Path
) -> None:
    surface = surface_of(secured(needs))
    changes = compare([Pair("page", surface, surface)], api_of(secured(needs), tmp_path)).changes
    assert [] == [(one.kind, one.place, one.attribute) for one in changes]


@pytest.mark.parametrize(
    ("before", "now", "applies"),
    [
        ([], [{"b": []}], True),
        ([{"o": ["read"]}], [{"o": ["read", "write"]}], False),
        ([{"b": []}], [{"b": [], "k": []}], False),
        ([{"b": []}], [{"s": []}], False),
        ([{"b": [], "k": []}], [{"k": []}], False),
        ([{"b": []}], [], False),
    ],
)
def test_credentials_that_come_and_go_are_proposed(
    before: list[dict[str, list[str]]],
    now: list[dict[str, list[str]]],
    applies: bool,  # noqa: FBT001 -- a column of the table
    tmp_path: Path,
) -> None:
    whole = secured(before)
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(whole, indent=1), encoding="utf-8")
    surface = surface_of(secured(now))
    text = path.read_text(encoding="utf-8")
    for change in found(surface_of(whole), surface, path):
        assert applies is (bool(change.edits) and all(edit.safe for edit in change.edits))
        for edit in change.edits:
            text = edited(text, edit)
    assert json.dumps(whole, indent=1) != text
    path.write_text(text, encoding="utf-8")
    assert [] == [one for one in found(surface, surface, path) if one.kind is not Kind.UNSUPPORTED]
