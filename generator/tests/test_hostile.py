"""Documents that mean harm: each comes to a sound client or to a refusal that says where, and to nothing else.

Each place that means something meets one of the texts and all places for people meet each; with ``HOSTILE_ALL=1`` each
place meets each text, and what comes of it is imported, which takes half an hour.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hostile.files import FOLDERS, SECRET
from hostile.judging import UNSEEN, faults_of, program, run
from hostile.payloads import CANARY, PAYLOADS
from hostile.positions import BASE, KEYS, VALUES, Position, everywhere, placed, words
from hostile.shapes import SHAPES
from hostile.texts import TEXTS
from rendered import api_of, imported, unpacked
from test_wire_fidelity import check_calls
from truespec.diagnostics import Report
from truespec.rendering.render import render
from wire_documents import Call, Case, Reply

ALL = bool(os.environ.get("HOSTILE_ALL"))
PLACES = (*(words() if ALL else ()), *KEYS, *VALUES)
EACH = len(PAYLOADS) if ALL else 1
MEETINGS = [
    (place, list(PAYLOADS)[(number + step) % len(PAYLOADS)])
    for number, place in enumerate(PLACES)
    for step in range(EACH)
]
WHOLE = tuple(
    name for name, text in PAYLOADS.items() if not any("\ud800" <= character <= "\udfff" for character in text)
)
"""Names of the texts that UTF-8 can write."""
LONGEST_ADDRESS = 20_000
"""The HTTP library sends no longer one."""
SECONDS = 10.0
"""CPU seconds that any command may take."""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a cache that all documents here share."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of one's own, where a canary would be seen."""
    work = tmp_path / "in"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("TRUESPEC_CACHE", str(shelf))
    return work


@pytest.mark.parametrize(("place", "name"), MEETINGS, ids=lambda value: getattr(value, "name", value))
def test_text_at_any_place_is_text(place: Position, name: str, folder: Path) -> None:
    (folder / "openapi.json").write_text(placed(place, PAYLOADS[name]))
    outcome = run("generate", "openapi.json", "--out", str(folder / "out"))
    assert [] == list(faults_of(outcome, place.outcome_of(PAYLOADS[name]), folder / "out", imports=ALL))
    assert {"openapi.json", "out"} >= {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("name", WHOLE)
def test_whatever_is_written_for_people_the_program_is_the_same(name: str, folder: Path) -> None:
    found: list[dict[str, str]] = []
    for number, text in enumerate(("Words", PAYLOADS[name])):
        document = everywhere(text)
        document["info"]["title"], document["info"]["version"] = "Words", "1"  # these two make names
        (folder / f"{number}.json").write_text(json.dumps(document))
        outcome = run("generate", f"{number}.json", "--out", str(folder / f"out{number}"))
        assert 0 == outcome.code, outcome.printed
        found.append(program(folder / f"out{number}"))
    assert found[0] == found[1]


@pytest.mark.parametrize("name", PAYLOADS)
def test_no_command_prints_or_runs_what_a_document_says(name: str, folder: Path) -> None:
    (folder / "openapi.json").write_text(json.dumps(everywhere(PAYLOADS[name])))
    for verb in (
        ["lint"], ["lint", "--format", "github"], ["lint", "--format", "sarif"], ["list"], ["read"],
        ["drift", "--page", "openapi.json"], ["drift", "--page", "openapi.json", "--format", "markdown"],
    ):  # fmt: skip
        outcome = run(*verb, "openapi.json")
        assert (None, True) == (outcome.fault, outcome.code in {0, 1, 2, 3})
        assert outcome.seconds < SECONDS, verb
        assert UNSEEN.search(outcome.printed) is None
    assert not (folder / CANARY).exists()


@pytest.mark.parametrize("name", [*TEXTS, *SHAPES])
def test_a_document_that_hurts_its_readers_hurts_nobody(name: str, folder: Path) -> None:
    suffix, expected, make = (TEXTS | SHAPES)[name]
    made = make()
    (folder / f"openapi.{suffix}").write_bytes(made.encode() if isinstance(made, str) else made)
    outcome = run("generate", f"openapi.{suffix}", "--out", str(folder / "out"))
    assert [] == list(faults_of(outcome, expected, folder / "out"))
    for verb in (["lint"], ["list"], ["read"], ["drift", "--page", f"openapi.{suffix}"]):
        outcome = run(*verb, f"openapi.{suffix}")
        assert (None, True) == (outcome.fault, outcome.code in {0, 1, 2, 3})
        assert (verb, None) == (verb, UNSEEN.search(outcome.printed))
        assert outcome.seconds < SECONDS, verb


@pytest.mark.parametrize("name", FOLDERS)
def test_nothing_is_read_but_the_files_of_the_document(name: str, folder: Path) -> None:
    expected, make = FOLDERS[name]
    document = make(folder)
    outcome = run("generate", "--out", str(folder / "out"), "--", document)
    assert [] == list(faults_of(outcome, expected, folder / "out"))
    written = b"".join(path.read_bytes() for path in (folder / "out").rglob("*") if path.is_file())
    assert [False, False] == [word in written for word in (SECRET.encode(), b"root:")]
    assert [False, False] == [word in outcome.printed for word in (SECRET, "root:")]


@pytest.mark.parametrize("name", [name for name in WHOLE if 0 < len(PAYLOADS[name]) < LONGEST_ADDRESS])
def test_names_and_values_are_on_the_wire_as_the_document_has_them(name: str, folder: Path) -> None:
    text = PAYLOADS[name]
    plain: dict[str, Any] = {"type": "string"}
    body = {"type": "object", "required": [text], "properties": {text: plain, "of": {"enum": [text, "other"]}}}
    operation = {
        "operationId": "send",
        "parameters": [
            {"name": text, "in": "query", "required": True, "schema": plain},
            {"name": "chosen", "in": "query", "schema": {"type": "string", "enum": [text, "other"]}},
            {
                "name": "deep",
                "in": "query",
                "style": "deepObject",
                "schema": {"type": "object", "properties": {text: plain}},
            },
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {"200": {"description": text, "content": {"application/json": {"schema": body}}}},
    }
    values: dict[tuple[str, str], Any] = {
        ("query", text): text,
        ("query", "chosen"): text,
        ("query", "deep"): {text: text},
        ("body", ""): {text: text, "of": text},
        ("content type", ""): "application/json",
    }
    sent = values["body", ""]
    call = Call("/send", values, values, Reply(200, "application/json", json.dumps(sent).encode(), sent))
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Wire", "version": "1"},
        "servers": [{"url": "https://api.example.com/v1"}],
        "paths": {"/send": {"post": operation}},
    }
    (folder / "openapi.json").write_text(json.dumps(document))
    api = api_of(folder / "openapi.json")
    with imported(unpacked(render(api, Report()), folder / "made"), api.names.package) as package:
        check_calls(Case(document, (call,)), api, package)
    assert not (folder / CANARY).exists()


def test_the_base_document_is_sound(folder: Path) -> None:
    (folder / "openapi.json").write_text(json.dumps(BASE))
    outcome = run("generate", "openapi.json", "--out", str(folder / "out"))
    assert [] == list(faults_of(outcome, "generate", folder / "out"))
