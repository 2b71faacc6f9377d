"""The same input gives the same bytes, whatever the hash seed, the folder, the locale and the time zone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from rendered import PACKAGES

PROGRAM = """
import hashlib, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from rendered import api_of
from truespec.diagnostics import Report
from truespec.rendering.render import render
whole = hashlib.sha256()
for path, content in render(api_of(Path(sys.argv[1])), Report()).encoded().items():
    whole.update(path.encode() + b"\\0" + content + b"\\0")
print(whole.hexdigest())
"""


def digest(spec: Path, folder: Path, **environment: str) -> str:
    """Render a spec in another process and return a digest of the package."""
    command = [sys.executable, "-c", PROGRAM, str(spec), str(Path(__file__).parent)]
    chosen = {**os.environ, **environment}
    done = subprocess.run(command, cwd=folder, env=chosen, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_two_runs_in_other_circumstances_give_the_same_bytes(tmp_path: Path) -> None:
    spec = PACKAGES / "shapes" / "openapi.yaml"
    copy = tmp_path / "elsewhere" / "openapi.yaml"
    copy.parent.mkdir()
    copy.write_bytes(spec.read_bytes())
    first = digest(spec, Path.cwd(), PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC")
    second = digest(copy, tmp_path, PYTHONHASHSEED="2", LC_ALL="C.UTF-8", TZ="Pacific/Kiritimati")
    assert first == second
