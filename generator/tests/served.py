"""A server that is started by a command line, as a user would, for the length of a ``with``."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["ROOT", "environment", "served"]

ROOT = Path(__file__).resolve().parents[2]
_PREFIX = "listening at "


def environment() -> dict[str, str]:
    """Return the environment in which ``truespec`` is the one under test."""
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": programs, "PYTHONPATH": str(ROOT / "generator"), "COLUMNS": "200"}


@contextmanager
def served(command: str, cwd: Path = ROOT) -> Iterator[str]:
    """Run ``truespec ...`` until the block is left; gives the address it says that it listens at."""
    words = [sys.executable, "-m", *command.split()]
    with subprocess.Popen(
        words, cwd=cwd, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            assert line.startswith(_PREFIX), line
            yield line.removeprefix(_PREFIX).strip()
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
