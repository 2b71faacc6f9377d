"""Additions go into a spec however it is written, touch nothing else, and leave no drift."""

from __future__ import annotations

import copy
import difflib
import json
import os
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from drift_additions import ADDITIONS, STYLES, in_components, in_files, written
from drift_documents import document, surface_of
from drift_runs import PAGES, Runner, workshop
from truespec.catalogue import file_entry
from truespec.cli.applying import amend
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.drift.change import Kind
from truespec.drift.compare import Pair, compare
from truespec.interpretation.load import load_entry

__all__ = ["workshop"]

SPECS = Path(__file__).resolve().parents[2] / "specs"
SPEC = (PAGES / "openapi.yaml").read_text(encoding="utf-8")
SHARED = SPEC[SPEC.index("    NewPot:") : SPEC.index("    Pot:")]
FIRST = '            schema: {$ref: "#/components/schemas/NewPot"}\n'
SECOND = 'items: {$ref: "#/components/schemas/NewPot"}'
LINE = 'wheelId: {type: [string, "null"], description: Wheel id.}'
MEMBERS = {
    "glaze": '{type: [string, "null"], description: Its glaze.}',
    "height": "{type: number, minimum: 1, maximum: 90, description: Height in centimetres.}",
    "potter": '{type: [string, "null"], description: Who made it.}',
}


def pot(indent: int) -> str:
    """Return the lines of a schema of a pot, the first without indentation."""
    lines = ["type: object", "description: A pot to keep.", "properties:"]
    return ("\n" + " " * indent).join([*lines, *(f"  {name}: {schema}" for name, schema in MEMBERS.items())])


def twice() -> str:
    first = SPEC.replace(FIRST, f"            schema:\n              {pot(14)}\n", 1)
    return first.replace(SECOND, f"items: {json.dumps(yaml.safe_load(pot(0)))}").replace(SHARED, "")


def anchored() -> str:
    first = SPEC.replace(FIRST, f"            schema: &pot\n              {pot(14)}\n", 1)
    return first.replace(SECOND, "items: *pot").replace(SHARED, "")


def in_parts() -> str:
    rest = {name: schema for name, schema in MEMBERS.items() if name != "potter"}
    basic = "\n".join(f"        {name}: {schema}" for name, schema in rest.items())
    return SPEC.replace(
        SHARED,
        f"""\
    NewPot:
      description: A pot to keep.
      allOf:
        - $ref: "#/components/schemas/Basic"
        - type: object
          description: More of it.
          properties:
            potter: {MEMBERS["potter"]}   # the last
    Basic:
      type: object
      description: The basics.
      properties:
{basic}
""",
    )


FORMS: dict[str, Callable[[], str]] = {
    "one component": lambda: SPEC,
    "written twice": twice,
    "an anchor": anchored,
    "all of": in_parts,
    "OpenAPI 3.0": lambda: SPEC.replace("3.1.0", "3.0.3").replace(
        'type: [string, "null"]', "type: string, nullable: true"
    ),
    "carriage returns": lambda: SPEC.replace("\n", "\r\n"),
    "a byte order mark": lambda: f"\ufeff{SPEC}",
    "document marks": lambda: f"---\n{SPEC}...\n",
    "no last line end": lambda: SPEC.rstrip("\n"),
    "JSON": lambda: json.dumps(yaml.safe_load(SPEC), indent=2),
    "JSON with tabs": lambda: json.dumps(yaml.safe_load(SPEC), indent="\t"),
    "JSON on one line": lambda: json.dumps(yaml.safe_load(SPEC)),
}


def found(run: Runner, *arguments: str) -> list[tuple[str, str, str]]:
    changes = run("drift", "openapi.yaml", *arguments, "--format", "json").document["changes"]
    return [(one["class"], one["operation"], one["pointer"]) for one in changes]


@pytest.mark.parametrize("form", FORMS)
def test_the_older_page_then_the_newer_come_to_one_member_at_both_places(workshop: Runner, form: str) -> None:
    spec = Path("openapi.yaml")
    spec.write_bytes(FORMS[form]().encode())
    before = spec.read_text(encoding="utf-8")
    assert 0 == workshop("read", "pots-older.txt", "--api", "openapi.yaml", "--accept", "--as", "pots").code
    assert 0 == workshop("drift", "openapi.yaml").code
    assert {
        ("reworded", "POST /pots", ""),
        ("reworded", "POST /pots", "query.kiln"),
        ("added", "POST /pots", "body.wheelId"),
        ("added", "POST /pots/batch", "body.batch[].wheelId"),
        ("no longer visible", "POST /pots", "response"),
        ("no longer visible", "POST /pots/batch", "response"),
    } == set(found(workshop, "--page", "pots-newer.txt"))
    assert 1 == workshop("drift", "openapi.yaml", "--page", "pots-newer.txt", "--apply").code
    after = spec.read_text(encoding="utf-8")
    places = 2 if form == "written twice" else 1
    assert places == after.count("wheelId") - before.count("wheelId")
    if not form.startswith(("JSON", "written", "OpenAPI")):
        (line,) = (one for one in after.splitlines() if "wheelId" in one)
        rest = "\n".join(one for one in after.splitlines() if one != line)
        assert (LINE, before.splitlines()) == (line.strip(), rest.splitlines())
    assert 0 == workshop("lint", "openapi.yaml").code
    assert 0 == workshop("read", "pots-newer.txt", "--api", "openapi.yaml", "--accept").code
    assert 0 == workshop("drift", "openapi.yaml", "--page", "pots-newer.txt").code


def test_a_schema_in_another_file_grows_there(workshop: Runner) -> None:
    spec, other = Path("openapi.yaml"), Path("schemas/pot.yaml")
    other.parent.mkdir()
    other.write_text("# Pots.\n" + re.sub(r"^    ", "", SHARED, flags=re.MULTILINE), encoding="utf-8")
    spec.write_text(SPEC.replace("#/components/schemas/NewPot", "schemas/pot.yaml#/NewPot").replace(SHARED, ""))
    before = spec.read_bytes(), other.read_text(encoding="utf-8")
    assert 0 == workshop("read", "pots-older.txt", "--api", "openapi.yaml", "--accept", "--as", "pots").code
    assert 1 == workshop("drift", "openapi.yaml", "--page", "pots-newer.txt", "--apply").code
    after = other.read_text(encoding="utf-8")
    assert before == (spec.read_bytes(), after.replace(f"    {LINE}\n", ""))
    assert LINE in after


def test_an_object_that_no_sample_shows_to_be_the_same_is_left_alone(workshop: Runner) -> None:
    Path("openapi.yaml").write_text(twice(), encoding="utf-8")
    text = Path("pots-older.txt").read_text(encoding="utf-8")
    text = text[: text.rindex("Accept:")].rpartition("POST /pots/batch")[0]
    Path("bare.txt").write_text(f"{text}\n201\n\nNo content\n\nLast updated\n", encoding="utf-8")
    assert 0 == workshop("read", "bare.txt", "--api", "openapi.yaml", "--accept", "--as", "pots").code
    assert ("added", "POST /pots/batch", "body.batch[].wheelId") not in found(workshop, "--page", "pots-newer.txt")


def loaded(path: Path) -> Api:
    report = Report()
    api = load_entry(file_entry(path), report)
    assert api is not None, [str(diagnostic) for diagnostic in report]
    return api


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_added_to_a_page_can_be_added_to_the_spec(seed: int, style: str, tmp_path: Path) -> None:
    dice = random.Random(f"{seed} {style}")
    before = document(dice)
    after = with_additions(before, dice)
    name, text = written(before, style)
    path = tmp_path / name
    path.write_bytes(text.encode())
    assert [] == left_after_applying(path, before, after)
    if style in {"block", "crlf", "comments"}:
        differences = difflib.ndiff(
            text.splitlines(keepends=True), path.read_bytes().decode().splitlines(keepends=True)
        )
        assert {"parameters: []"} >= {line[2:].strip() for line in differences if line.startswith("- ")}


@pytest.mark.parametrize("style", ["block", "four blanks", "comments", "aliases", "flow", "json"])
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("parts", ["components", "files"])
def test_schemas_that_are_referred_to_grow_where_they_are(seed: int, style: str, parts: str, tmp_path: Path) -> None:
    dice = random.Random(f"{seed} {style} {parts}")
    before = document(dice)
    after = with_additions(before, dice)
    whole, files = (in_components(before), {}) if parts == "components" else in_files(before)
    name, text = written(whole, style)
    path = tmp_path / name
    path.write_bytes(text.encode())
    for file, schema in files.items():
        (tmp_path / file).write_bytes(written(schema, style)[1].encode())
    assert [] == left_after_applying(path, before, after)


def with_additions(before: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    after = copy.deepcopy(before)
    for addition in dice.sample(ADDITIONS, 3):
        addition(after)
    return after


def left_after_applying(path: Path, before: dict[str, Any], after: dict[str, Any]) -> list[object]:
    """Apply what a new page adds, and once more; return what then differs from it, and all that went wrong."""
    report = Report()
    was, now = surface_of(before), surface_of(after)
    amend(file_entry(path), compare([Pair("page", was, now)], loaded(path)).changes, report)
    texts = {one: one.read_bytes() for one in path.parent.iterdir()}
    amend(file_entry(path), compare([Pair("page", was, now)], loaded(path)).changes, report)
    touched = [one.name for one, text in texts.items() if one.read_bytes() != text]
    left = compare([Pair("page", now, now)], loaded(path)).changes
    differ = [(one.kind, one.operation, one.place, one.attribute) for one in left if one.kind is not Kind.UNSUPPORTED]
    return [*differ, *touched, *map(str, report)]


def test_an_operation_is_written_as_the_spec_writes_its_paths(workshop: Runner) -> None:
    Path("openapi.yaml").write_text(SPEC.replace("  /pots", "  /v2/pots"), encoding="utf-8")
    newer = Path("pots-newer.txt").read_text(encoding="utf-8")
    start, end = newer.index("Fire many pots"), newer.index("No content")
    more = newer[start:end].replace("Fire many pots", "Break a pot").replace("/pots/batch", "/pots/{potId}/shards")
    Path("more.txt").write_text(newer.replace("Last updated", f"{more}\nLast updated"), encoding="utf-8")
    assert 0 == workshop("read", "pots-newer.txt", "--api", "openapi.yaml", "--accept", "--as", "pots").code
    workshop("drift", "openapi.yaml", "--page", "more.txt", "--apply")
    added = yaml.safe_load(Path("openapi.yaml").read_text("utf-8"))["paths"]["/v2/pots/{potId}/shards"]["post"]
    assert ("postV2PotsPotIdShards", ["Pots"]) == (added["operationId"], added["tags"])
    assert [("potId", "path")] == [(one["name"], one["in"]) for one in added["parameters"]]
    assert 0 == workshop("lint", "openapi.yaml").code
    assert 0 == workshop("read", "more.txt", "--api", "openapi.yaml", "--accept").code
    assert 0 == workshop("drift", "openapi.yaml").code


@pytest.mark.skipif("VENDOR_PAGES" not in os.environ, reason="VENDOR_PAGES names no folder with saved pages of vendors")
def test_the_two_saved_pages_of_one_vendor_come_to_one_member_of_the_client(workshop: Runner, tmp_path: Path) -> None:
    pages = Path(os.environ["VENDOR_PAGES"])
    older, newer = str(pages / "fullwhere-customer-2025-10.txt"), str(pages / "fullwhere-customer-newer.txt")
    shutil.copytree(SPECS / "fullwhere", tmp_path / "specs" / "fullwhere")
    spec = tmp_path / "specs" / "fullwhere" / "openapi.yaml"
    text = spec.read_text(encoding="utf-8")
    spec.write_text(re.sub(r"^ +chr365Id: .*\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    without = spec.read_text(encoding="utf-8")
    assert 0 == workshop("read", older, "--api", "fullwhere", "--accept").code
    assert 0 == workshop("generate", "fullwhere").code
    client = {path: path.read_text("utf-8") for path in (tmp_path / "generated").rglob("*.py")}
    done = workshop("drift", "fullwhere", "--page", newer, "--format", "json")
    told = [(one["class"], one["pointer"]) for one in done.document["changes"] if one["class"] != "assumption settled"]
    assert [
        ("added", "body.batch[].chr365Id"),
        ("added", "body.chr365Id"),
        *[("no longer visible", "response")] * 4,
        *[("reworded", "")] * 2,
        ("reworded", "query.id"),
    ] == sorted(told)
    assert 1 == done.code == workshop("drift", "fullwhere", "--page", newer, "--apply").code
    (line,) = set(spec.read_text("utf-8").splitlines()) - set(without.splitlines())
    assert line.strip().startswith("chr365Id: {type: [string, ")
    assert 0 == workshop("generate", "fullwhere").code
    changed = [
        line[2:]
        for path, old in client.items()
        for line in difflib.ndiff(old.splitlines(), path.read_text("utf-8").splitlines())
        if line[:2] in {"+ ", "- "} and line[2:].strip()
    ]
    assert [] == [line for line in changed if not re.search(r"chr_?365", line, re.IGNORECASE)]
    assert 0 == workshop("read", newer, "--api", "fullwhere", "--accept").code
    assert 0 == workshop("drift", "fullwhere", "--page", newer).code
