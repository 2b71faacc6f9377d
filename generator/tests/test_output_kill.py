"""A writer killed at any moment leaves the old package or the new one, never a mixture and never nothing."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path

from truespec.output.manifest import MANIFEST, digest

WRITER = """
import sys
from pathlib import Path
from truespec.diagnostics import Report
from truespec.output.folder import write
from truespec.output.manifest import Manifest, digest
folder, number = Path(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
while True:
    number += 1
    files = {f"src/m{n}.py": f"x = {number}\\n".encode() * 50 for n in range(40)}
    files[f"only{number % 2}.py"] = b""
    manifest = Manifest("g", {"spec": str(number)}, {path: digest(text) for path, text in files.items()})
    assert write(files, folder, manifest, Report())
    print("written", flush=True)
"""
KILLS = 25


def check(folder: Path) -> int:
    """Fail unless the folder holds exactly what its manifest says; return the number of the state."""
    manifest = json.loads((folder / MANIFEST).read_bytes())
    paths = [path for path in folder.rglob("*") if path.is_file()]
    files = {path.relative_to(folder).as_posix(): digest(path.read_bytes()) for path in paths if path.name != MANIFEST}
    assert manifest["files"] == files
    assert b"mine\n" == (folder.parent / "mine.txt").read_bytes()
    return int(manifest["inputs"]["spec"])


def test_a_killed_writer_leaves_a_whole_package(tmp_path: Path) -> None:
    folder, chance = tmp_path / "package", random.Random(1)  # moments, not secrets
    (tmp_path / "mine.txt").write_bytes(b"mine\n")
    number, seconds, states = 0, 0.0, set[int]()
    for kill in range(KILLS):
        command = [sys.executable, "-c", WRITER, str(folder), str(number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert b"ready\n" == writer.stdout.readline()
            started = time.monotonic()
            if kill == 0:  # learn how long one write takes on this disk
                assert b"written\n" == writer.stdout.readline()
                seconds = time.monotonic() - started
            time.sleep(chance.uniform(0, 2.5 * seconds))
            writer.kill()
        number = check(folder)
        states.add(number)
    assert len(states) > 3  # how many depends on how busy the machine is
