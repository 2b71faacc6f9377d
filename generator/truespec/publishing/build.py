"""Wheel and sdist of a client, from files in memory, with the same bytes whenever and wherever they are built."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from truespec.diagnostics import Location, Report

__all__ = ["build_distributions"]

_EPOCH: Final = "1580601600"
"""The time that every file in an archive bears, in seconds since 1970: any one that never changes will do."""
_TOOLS: Final = ("build", "hatchling")


def build_distributions(name: str, files: Mapping[str, str], report: Report) -> dict[str, bytes] | None:
    """Return the wheel and the sdist of a package by file name; ``None``, with the reason in ``report``, on failure.

    ``files`` are those of the package, its ``pyproject.toml`` among them; ``name`` is what the report calls it.
    """
    missing = [tool for tool in _TOOLS if find_spec(tool) is None]
    if missing:
        message = f"a client cannot be built without {' and '.join(missing)}"
        report.error("builder-missing", Location(name), message, "pip install 'truespec[publish]'")
        return None
    with tempfile.TemporaryDirectory(prefix="truespec-") as scratch:
        source, out = Path(scratch, "source"), Path(scratch, "out")
        for path, text in files.items():
            target = source / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode())
        done = _run(source, out)
        if done.returncode:
            last = (done.stdout.strip().splitlines() or ["it said nothing"])[-1]
            message = f"the client could not be built: {last.replace(scratch, '')}"
            report.error("client-not-built", Location(name), message, "look at the package that `generate` makes")
            return None
        return {path.name: path.read_bytes() for path in sorted(out.iterdir()) if path.suffix in {".whl", ".gz"}}


def _run(source: Path, out: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(source)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": _EPOCH, "PYTHONHASHSEED": "0", "NO_COLOR": "1"}
    return subprocess.run(  # noqa: S603 -- our own command
        command,
        cwd=source,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
