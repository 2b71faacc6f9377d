"""What a hostile document may come to, and nothing else: a client that is sound, or a refusal that says where."""

from __future__ import annotations

import ast
import importlib
import json
import re
import time
import tomllib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rendered import imported
from truespec.cli.main import app
from typer.testing import CliRunner

from hostile.payloads import CANARY

__all__ = ["UNSEEN", "Outcome", "faults_of", "program", "run"]

SECONDS = 10.0
"""CPU seconds that any document may cost."""

UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]"
)
"""Characters that no terminal and no file is to be given as they are."""
_PLACE = re.compile(r"^.*(:\d+:\d+)?: error [a-z0-9-]+: .+", re.MULTILINE)
_LONGEST_NAME = 150
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)|[<>:\"|?*\\]|[. ]$")


@dataclass(frozen=True)
class Outcome:
    """How a command ended: its exit code, what it printed, the fault it died of, its CPU seconds."""

    code: int
    printed: str
    fault: BaseException | None
    seconds: float


def run(*arguments: str) -> Outcome:
    """Run ``truespec`` in this process."""
    started = time.process_time()
    result = CliRunner().invoke(app, list(arguments))
    fault = None if isinstance(result.exception, SystemExit | None) else result.exception
    return Outcome(result.exit_code, result.output, fault, time.process_time() - started)


def program(folder: Path) -> dict[str, str]:
    """Return the modules of a package without their texts and without the runtime."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*.py")):
        if "_runtime" not in path.parts:
            module = ast.parse(path.read_bytes())
            for node in ast.walk(module):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    node.value = ""
                if isinstance(node, ast.ClassDef | ast.Module):
                    node.body = [line for line in node.body if not isinstance(line, ast.Expr)]
            found[str(path.relative_to(folder))] = ast.dump(module)
    return found


def faults_of(outcome: Outcome, expected: str, out: Path, *, imports: bool = True) -> Iterator[str]:
    """Say everything that is wrong with what became of a document.

    Args:
        outcome: How ``truespec generate DOCUMENT --out OUT`` ended.
        expected: ``generate``, ``refuse`` or ``either``.
        out: The folder of the package, in the working folder.
        imports: Whether what was generated is imported, which takes longer than generating it.

    Yields:
        One line for each fault.
    """
    yield from _faults_of_ending(outcome, expected)
    if outcome.code and out.exists():
        yield "left files of what was refused"
    if not outcome.code:
        yield from _faults_of_files(out)
        if imports:
            yield from _faults_of_import(out)
    if (out.parent / CANARY).exists():
        yield "ran what it was to read"


def _faults_of_ending(outcome: Outcome, expected: str) -> Iterator[str]:
    if outcome.fault is not None:
        yield f"died of {outcome.fault!r}"
    if outcome.code not in {0, 2}:
        yield f"exit code {outcome.code}"
    if expected == "generate" and outcome.code:
        yield f"refused: {outcome.printed[:600]}"
    if expected == "refuse" and not outcome.code:
        yield f"generated: {outcome.printed[:1500]}"
    if outcome.code and not _PLACE.search(outcome.printed):
        yield f"says no place: {outcome.printed[:600]}"
    if (unseen := UNSEEN.search(outcome.printed)) is not None:
        yield f"prints {unseen[0]!r}: {outcome.printed[max(0, unseen.start() - 80) : unseen.end() + 20]!r}"
    if outcome.seconds > SECONDS:
        yield f"took {outcome.seconds:.1f} s"


def _faults_of_import(out: Path) -> Iterator[str]:
    (package,) = [path.parent for path in (out / "src").glob("*/__init__.py")]
    try:
        with imported(out / "src", package.name):
            for path in sorted(package.glob("*.py")):
                importlib.import_module(f"{package.name}.{path.stem}")
    except Exception as error:  # noqa: BLE001  # whatever it is, it is a fault
        yield f"cannot be imported: {error!r:.300}"


def _faults_of_files(out: Path) -> Iterator[str]:
    lower: set[str] = set()
    for path in out.rglob("*"):
        relative = path.relative_to(out)
        if path.is_symlink():
            yield f"{relative} is a link"
        if any(_RESERVED.search(part) for part in relative.parts) or len(path.name) > _LONGEST_NAME:
            yield f"{relative} is no name for a file"
        if str(relative).lower() in lower:
            yield f"{relative} is there twice"
        lower.add(str(relative).lower())
        if path.is_file() and "_runtime" not in path.parts:
            yield from _faults_of_text(relative, path.read_bytes().decode("utf-8"))


def _faults_of_text(name: Path, text: str) -> Iterator[str]:
    if (unseen := UNSEEN.search(text)) is not None:
        yield f"{name} holds {unseen[0]!r}: {text[max(0, unseen.start() - 60) : unseen.end() + 20]!r}"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            if name.suffix == ".py":
                compile(text, str(name), "exec", dont_inherit=True)
            elif name.suffix == ".json":
                json.loads(text)
            elif name.suffix == ".toml" and "planted" in tomllib.loads(text).get("tool", {}):
                yield f"{name} has a table that is not ours"
    except (SyntaxError, ValueError, Warning) as error:
        yield f"{name} cannot be read: {error!r:.300}"
