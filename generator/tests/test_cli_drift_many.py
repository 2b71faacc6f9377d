"""``truespec drift`` with many pages, and with pages of several APIs: each compared with its own, then forgotten."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from drift_runs import Runner, workshop

__all__ = ["workshop"]

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT / "generator")}
LOCK = Path("documented.lock.json")
MEMBERS = 250
LAYOUTS: tuple[Callable[[Any], str], ...] = (
    lambda value: json.dumps(value, indent=4),
    lambda value: json.dumps(value, separators=(",", ":")),
)


def described(title: str, *names: str) -> dict[str, Any]:
    """Return a document with an operation for each name, which sends many members."""
    members = {f"member{number}": {"type": "string", "maxLength": number + 9} for number in range(MEMBERS)}
    body = {"content": {"application/json": {"schema": {"type": "object", "properties": members}}}}
    operation = {"requestBody": body, "responses": {"204": {"description": "Done"}}}
    return {
        "openapi": "3.0.3",
        "info": {"title": title, "version": "1"},
        "paths": {f"/{name}": {"post": operation} for name in names},
    }


def written(name: str, document: dict[str, Any]) -> str:
    Path(name).write_text(json.dumps(document), encoding="utf-8")
    return name


def peak(*arguments: str) -> int:
    """Return the most memory, in bytes, that a run took which found nothing."""
    command = [sys.executable, "-m", "truespec", *arguments]
    running = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    assert 0 == running.returncode
    return used.ru_maxrss * 1024


def captured(names: list[str]) -> list[str]:
    return [word for name in names for word in ("--page", f"{name}.json")]


def test_many_pages_take_no_more_memory_than_a_few(workshop: Runner) -> None:
    assert workshop
    names = [f"pot{number}" for number in range(40)]
    written("all.json", described("All", *names))
    for name in names:
        written(f"{name}.json", described(name, name))
    files = [f"{name}.json" for name in names]
    few, many = (peak("read", *some, "--api", "all.json", "--accept") for some in (files[:4], files))
    assert many - few < 8_000_000
    few, many = (peak("drift", "all.json", *captured(some)) for some in (names[:4], names))
    assert many - few < 5_000_000


def test_pages_of_several_apis_are_each_compared_with_their_own(workshop: Runner) -> None:
    for folder, name in (("a", "cups"), ("b", "vases")):
        Path(folder).mkdir()
        written(f"{folder}/openapi.json", described(name, name))
        written(f"{name}.json", described(name, name))
        assert 0 == workshop("read", f"{name}.json", "--api", f"{folder}/openapi.json", "--accept").code
    less = described("cups", "cups")
    less["paths"]["/cups"]["post"]["responses"]["400"] = {"description": "Wrong"}
    written("cups.json", less)
    done = workshop("drift", "a/openapi.json", "b/openapi.json", *captured(["vases", "cups"]), "--format", "json")
    found = [[one["pointer"] for one in api["changes"] if one["drift"]] for api in done.document["apis"]]
    assert (1, [["response.400"], []]) == (done.code, found)
    written("plates.json", described("plates", "plates"))
    done = workshop("drift", "a/openapi.json", "b/openapi.json", *captured(["cups", "plates"]))
    assert 3 == done.code
    assert "page-of-others" in done.err
    assert "a/openapi" not in done.err


def test_a_page_that_no_lock_has_goes_to_the_api_that_has_its_operations(workshop: Runner) -> None:
    for folder, name in (("a", "cups"), ("b", "vases")):
        Path(folder).mkdir()
        written(f"{folder}/openapi.json", described(name, name))
    written("vases.json", described("vases", "vases"))
    done = workshop("drift", "a/openapi.json", "b/openapi.json", *captured(["vases"]), "--format", "json")
    assert (0, ["vases"]) == (done.code, [page["name"] for page in done.document["pages"]])


def test_pages_are_reported_in_the_order_of_the_lock_whatever_the_order_they_are_given_in(workshop: Runner) -> None:
    names = ["cups", "pots", "vases"]
    written("all.json", described("All", *names))
    for name in names:
        written(f"{name}.json", described(name, name))
    accepted = workshop("read", *(f"{name}.json" for name in names[::-1]), "--api", "all.json", "--accept")
    assert 0 == accepted.code
    runs = [workshop("drift", "all.json", *captured(some), "--format", "json") for some in (names, names[::-1])]
    assert runs[0].document == runs[1].document
    assert names == [page["name"] for page in runs[0].document["pages"]]


def test_a_lock_that_was_laid_out_anew_says_the_same_and_is_written_as_locks_are(workshop: Runner) -> None:
    written("all.json", described("All", "cups", "pots"))
    for name in ("cups", "pots"):
        written(f"{name}.json", described(name, name))
    assert 0 == workshop("read", "cups.json", "pots.json", "--api", "all.json", "--accept").code
    text = LOCK.read_text(encoding="utf-8")
    said = workshop("drift", "all.json", "--format", "json").document
    pages = dict(reversed(json.loads(text)["pages"].items()))
    for text_of in LAYOUTS:
        LOCK.write_text(text_of({"pages": pages, "documented-lock": 1}), encoding="utf-8")
        assert said["coverage"] == workshop("drift", "all.json", "--format", "json").document["coverage"]
        assert 0 == workshop("read", "pots.json", "--api", "all.json", "--accept").code
        assert text == LOCK.read_text(encoding="utf-8")


def test_what_is_wrong_with_a_lock_is_told_with_its_line(workshop: Runner) -> None:
    written("all.json", described("All", "cups"))
    for damage, place in (
        ('{\n "documented-lock": 1,\n "pages": {\n  "a" 1}}', ":4:7"),
        ('{\n "documented-lock": 1,\n "pages": {},\n}', ":4:1"),
        ('{"documented-lock": 1, "pages": {}} {}', ":1:37"),
        ('{"pages": {}}', ":1:1"),
        ('{"documented-lock": 1, "pages": []}', ":1:33"),
        ("", ":1:1"),
    ):
        LOCK.write_text(damage, encoding="utf-8")
        done = workshop("drift", "all.json")
        assert (2, True) == (done.code, f"{LOCK}{place}" in done.err), (damage, done.err)
