"""Generate a client for every document of a folder, import it, check its types, and print one table.

``python generator/bench/corpus.py DIR [--no-types] [--only NAME] [--keep FOLDER]``; it ends with 1 when an operation is
missing, a module does not import or, unless ``--no-types`` is given, mypy or pyright complains.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from truespec.cli.finding import find_documents

GENERATOR = Path(__file__).resolve().parents[1]
_MODULES = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
"""
_COLUMNS = ("document", "operations", "schemas", "diagnostics", "seconds", "MB", "lines", "result")


@dataclass(slots=True)
class Row:
    """What became of one document; ``complaints`` is empty where all is well."""

    name: str
    operations: tuple[int, int] = (0, 0)
    schemas: tuple[int, int] = (0, 0)
    diagnostics: int = 0
    seconds: float = 0.0
    megabytes: float = 0.0
    lines: int = 0
    complaints: list[str] = field(default_factory=list[str])

    def cells(self) -> tuple[str, ...]:
        """Return the row as it is printed."""
        return (
            self.name,
            f"{self.operations[0]} of {self.operations[1]}",
            f"{self.schemas[0]} of {self.schemas[1]}",
            str(self.diagnostics),
            f"{self.seconds:.1f}",
            f"{self.megabytes:.0f}",
            str(self.lines),
            "; ".join(self.complaints) or "ok",
        )


def documents(folder: Path) -> Iterator[tuple[str, Path, int]]:
    """Yield name, file and expected number of operations (0: unknown) of each document of a folder.

    A ``manifest.json`` there (a list of ``{"name", "file", "operations"}``) says which they are; without one they are
    the files that call themselves OpenAPI.
    """
    manifest = folder / "manifest.json"
    if manifest.is_file():
        for entry in json.loads(manifest.read_bytes()):
            yield entry["name"], folder / entry["file"], int(entry.get("operations", 0))
        return
    for _, path in find_documents(folder).documents:
        yield path.relative_to(folder).with_suffix("").as_posix(), path, 0


def judge(name: str, document: Path, expected: int, out: Path, *, types: bool) -> Row:
    """Generate one client and say what is wrong with it."""
    row = Row(name)
    made = _generate(row, document, out)
    if made is None:
        return row
    rendered, total = row.operations
    if rendered < max(total, expected):
        row.complaints.append(f"{max(total, expected) - rendered} operations missing")
    source = out / "src"
    row.lines = sum(path.read_bytes().count(b"\n") for path in source.rglob("*.py"))
    imported = _run([sys.executable, "-c", _MODULES, made["package"]], PYTHONPATH=str(source))
    if imported.returncode:
        row.complaints.append(f"import: {_last(imported.stderr)}")
    if types:
        row.complaints += _types(out, source)
    return row


def _generate(row: Row, document: Path, out: Path) -> dict[str, Any] | None:
    """Run the command as a user would and read what it says of itself; peak memory is that of its process."""
    command = [sys.executable, "-m", "truespec", "generate", str(document), "--out", str(out), "--force"]
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as errors:
        started = time.monotonic()
        environment = {**os.environ, "PYTHONPATH": str(GENERATOR)}
        with subprocess.Popen([*command, "--format", "json"], stdout=answer, stderr=errors, env=environment) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        row.seconds = time.monotonic() - started
        row.megabytes = usage.ru_maxrss / 1024
        answer.seek(0)
        errors.seek(0)
        try:
            (made,) = json.loads(answer.read())["documents"]
        except (ValueError, KeyError):
            row.complaints.append(f"exit {process.returncode}: {_last(errors.read().decode(errors='replace'))}")
            return None
    row.operations = made["operations_rendered"], made["operations_total"]
    row.schemas = made["schemas_rendered"], made["schemas_total"]
    row.diagnostics = len(made["diagnostics"])
    if process.returncode:
        stopped = [found for found in made["diagnostics"] if found["severity"] == "error"]
        first = f"{stopped[0]['line']}: {stopped[0]['id']}: {stopped[0]['message'][:100]}" if stopped else ""
        row.complaints.append(f"refused ({len(stopped)} errors) {first}".rstrip())
        return None
    return dict(made)


def _types(out: Path, source: Path) -> Iterator[str]:
    """Yield what mypy --strict and strict pyright complain of in a package."""
    cache = out.parent / ".mypy_cache"  # shared by all packages: what they have in common is checked once
    checked = _run([sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(cache), str(source)])
    if checked.returncode:
        yield f"mypy: {_last(checked.stdout)}: {_first(checked.stdout)}"
    settings = out / "pyrightconfig.json"
    settings.write_text(json.dumps({"include": ["src"], "typeCheckingMode": "standard"}), encoding="utf-8")
    checked = _run([sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "-p", str(settings)])
    if checked.returncode:
        yield f"pyright: {_last(checked.stdout)}: {_first(checked.stdout, ' error: ')}"


def _run(command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, text=True, errors="replace", check=False, env={**os.environ, **environment}
    )


def _cell(text: str) -> str:
    """Return text for a cell of the table, where text of a document may stand in a complaint."""
    return text.encode("unicode_escape").decode().replace("|", "\\|")


def _last(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1][:200] if lines else ""


def _first(text: str, word: str = "error:") -> str:
    return next((line.strip()[-200:] for line in text.splitlines() if word in line), "")


def main() -> int:
    """Judge every document of a folder and print the table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--no-types", action="store_true", help="leave out mypy --strict and pyright")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="judge this document only")
    parser.add_argument("--keep", type=Path, help="leave the packages in this folder")
    options = parser.parse_args()
    print("| " + " | ".join(_COLUMNS) + " |\n| --- |" + " ---: |" * 6 + " --- |")
    failed = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        for name, document, expected in documents(options.folder):
            if options.only and name not in options.only:
                continue
            row = judge(name, document, expected, folder / name.replace("/", "-"), types=not options.no_types)
            failed += bool(row.complaints)
            print("| " + " | ".join(map(_cell, row.cells())) + " |", flush=True)
    print(f"\n{failed} documents below 100 %" if failed else "\nevery document at 100 %")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
