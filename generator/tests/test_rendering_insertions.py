"""No addition takes a name from what was there, though it be made to: to a random document, and to real ones.

``STABILITY_EXAMPLES`` lets it look longer, ``STABILITY_DOCUMENTS`` names a folder of real documents.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from insertions import insertions, losses, plain
from truespec.catalogue import file_entry
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.interpretation.interpret import interpret
from truespec.specification.document import load

EXAMPLES = int(os.environ.get("STABILITY_EXAMPLES", "25"))
FOLDER = os.environ.get("STABILITY_DOCUMENTS", "")
REAL = sorted(path for path in Path(FOLDER).iterdir() if path.is_file()) if FOLDER else []
LARGE = 4_000_000
NOUNS = ("Pet", "Owner", "Address", "LineItem", "UID", "Filter", "Operation", "Zebra", "Tag")
VERBS = ("get", "create", "adopt", "list", "search")
HEADERS = ("Link", "X-Rate-Limit", "ETag", "X-Request-Id")


def inline(chance: Any, depth: int = 0) -> dict[str, Any]:
    """Return an object written in place, with others inside."""
    members: dict[str, Any] = {"code": {"type": "string"}}
    for name in chance.sample(["status", "lineItem", "tag", "homeAddress"], 2 - depth):
        members[name] = inline(chance, depth + 1)
    return {"type": "object", "properties": members}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Return a document written in one manner throughout, every schema of which is used."""
    chance = draw(st.randoms(use_true_random=False))
    nouns = draw(st.lists(st.sampled_from(NOUNS), min_size=3, max_size=6, unique=True))
    references = {noun: {"$ref": f"#/components/schemas/{noun}"} for noun in nouns}
    schemas: dict[str, Any] = {}
    for noun in nouns:
        other = references[chance.choice(nouns)]
        schemas[noun] = chance.choice(
            [
                inline(chance),
                {"type": "string", "enum": ["a", "b"]},
                {"type": "array", "items": other},
                {"type": "object", "properties": {"other": other, "items": {"type": "array", "items": inline(chance)}}},
                {"allOf": [inline(chance), {"type": "object", "properties": {"more": other}}]},
            ]
        )
    paths = {f"/{noun.lower()}s": {"post": operation(chance, noun, references)} for noun in nouns}
    problem = {"description": "Not found.", "content": {"application/json": {"schema": inline(chance)}}}
    return {
        "openapi": chance.choice(["3.0.3", "3.1.0"]),
        "info": {"title": "Stable", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas, "responses": {"NotFound": problem, "Problem": problem}},
    }


def operation(chance: Any, noun: str, references: dict[str, Any]) -> dict[str, Any]:
    """Return an operation that takes one schema and answers another, or objects written in place."""
    taken = references[noun] if chance.random() < 0.6 else inline(chance)
    given_ = references[noun] if chance.random() < 0.6 else {"type": "array", "items": references[noun]}
    answer = {
        "description": "Done.",
        "content": {"application/json": {"schema": given_}},
        "headers": {name: {"schema": {"type": "string"}} for name in chance.sample(HEADERS, 2)},
    }
    responses = {"200": answer, "404": {"$ref": "#/components/responses/NotFound"}}
    verb = chance.choice(VERBS)
    return {
        "operationId": f"{verb}{noun}{'s' if verb in {'list', 'search'} else ''}",
        "tags": [chance.choice(["pets", "Owners", f"{noun}s"])],
        "requestBody": {"content": {"application/json": {"schema": taken}}},
        "responses": responses,
    }


@settings(
    max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(document=documents(), seed=st.integers(0, 2**32))
def test_an_addition_takes_no_name_away(
    document: dict[str, Any], seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    before = meaning(document, folder)
    for insertion in insertions(document, before, seed, 4):
        assert (insertion.what, []) == (insertion.what, losses(before, meaning(insertion.document, folder)))


@pytest.mark.skipif(not FOLDER, reason="STABILITY_DOCUMENTS names no folder of documents")
@pytest.mark.parametrize("path", REAL or [Path()], ids=lambda path: path.name)
def test_an_addition_to_a_real_document_takes_no_name_away(path: Path, tmp_path: Path) -> None:
    if path.stat().st_size > LARGE or path.name == "manifest.json":
        pytest.skip("too large for a test, or no document")
    text = path.read_text(encoding="utf-8")
    document = plain(json.loads(text) if path.suffix == ".json" else yaml.load(text, yaml.CSafeLoader))
    before = meaning(document, tmp_path)
    lost = {
        insertion.what: losses(before, meaning(insertion.document, tmp_path))
        for insertion in insertions(document, before, EXAMPLES, 10)
    }
    assert {} == {what: lines for what, lines in lost.items() if lines}


def meaning(document: dict[str, Any], folder: Path) -> Api:
    """Return the contract of a document, unlinted."""
    spec = folder / "openapi.json"
    spec.write_text(json.dumps(document), encoding="utf-8")
    report = Report()
    found = load(spec, report)
    assert found is not None, [str(diagnostic) for diagnostic in report]
    return interpret(found, None, file_entry(spec), report)
