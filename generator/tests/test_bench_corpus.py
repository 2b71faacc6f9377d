"""The judge of a corpus finds its documents, counts, and fails where something is missing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

JUDGE = Path(__file__).parents[1] / "bench" / "corpus.py"
PATHS = "paths: {/a: {get: {operationId: a, responses: {'200': {description: ok}}}}}\n"
GOOD = f"openapi: 3.1.0\ninfo: {{title: Good, version: '1'}}\n{PATHS}"


def judged(folder: Path, *arguments: str) -> tuple[int, list[list[str]]]:
    """Return the exit code and the cells of the rows, without the seconds and megabytes."""
    result = subprocess.run(
        [sys.executable, str(JUDGE), str(folder), "--no-types", *arguments], capture_output=True, text=True, check=False
    )
    rows = [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in result.stdout.splitlines()[2:]
        if "|" in line
    ]
    return result.returncode, [[*row[:4], row[7]] for row in rows]


def test_every_document_of_a_folder_is_judged(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "good.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "part.yaml").write_text("type: object\n", encoding="utf-8")
    assert judged(tmp_path) == (0, [["inner/good", "1 of 1", "0 of 0", "0", "ok"]])


def test_a_document_that_is_refused_fails_the_run(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(GOOD.replace("/a:", '"/a":').replace("get:", '"get\\n":'), encoding="utf-8")
    code, ((name, operations, _, _, result),) = judged(tmp_path)
    assert (code, name, operations) == (1, "bad", "0 of 0")
    assert result.startswith("refused (")


def test_an_operation_that_the_manifest_of_the_corpus_counts_and_we_do_not_fails_the_run(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(GOOD, encoding="utf-8")
    listed = [{"name": "first", "file": "good.yaml", "operations": 3}]
    (tmp_path / "manifest.json").write_text(json.dumps(listed), encoding="utf-8")
    assert judged(tmp_path) == (1, [["first", "1 of 1", "0 of 0", "0", "2 operations missing"]])
