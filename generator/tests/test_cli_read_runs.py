"""Long runs of ``truespec read``: killed at any moment, and watched on a terminal."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from drift_runs import PAGES

ROOT = Path(__file__).resolve().parents[2]
LOCK = "documented.lock.json"
QUIET = {"CI", "NO_COLOR"}
ENVIRONMENT = {key: value for key, value in os.environ.items() if key not in QUIET} | {
    "PYTHONPATH": str(ROOT / "generator"),
    "TERM": "xterm-256color",
    "COLUMNS": "100",
}
ACCEPT = ("read", "--api", "openapi.yaml", "--accept", "--as", "pots")


def started(folder: Path, *arguments: str, stderr: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "truespec", *arguments]
    return subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=stderr)


def many_members(count: int) -> str:
    """Return the newer page with many more members in a body."""
    text = (PAGES / "pots-newer.txt").read_text(encoding="utf-8")
    more = "".join(f"more{number}stringOptional\n\nOne of {number}.\n\n" for number in range(count))
    place = text.index("potterstring")
    return text[:place] + more + text[place:]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(PAGES / "openapi.yaml", tmp_path)
    shutil.copy(PAGES / "pots-older.txt", tmp_path)
    (tmp_path / "many.txt").write_text(many_members(300), encoding="utf-8")
    return tmp_path


def test_a_run_that_is_killed_leaves_the_old_lock_or_the_new_one(folder: Path) -> None:
    assert 0 == started(folder, *ACCEPT, "pots-older.txt").wait(120)
    lock = folder / LOCK
    old = lock.read_text(encoding="utf-8")
    began = time.monotonic()
    assert 0 == started(folder, *ACCEPT, "many.txt").wait(120)
    took = time.monotonic() - began
    new = lock.read_text(encoding="utf-8")
    assert 300 < new.count("more")
    for share in (0.5, 0.9, 1.0):
        lock.write_text(old, encoding="utf-8")
        running = started(folder, *ACCEPT, "many.txt")
        time.sleep(took * share)
        running.send_signal(signal.SIGKILL)
        running.wait(60)
        assert lock.read_text(encoding="utf-8") in {old, new}
    assert 0 == started(folder, *ACCEPT, "many.txt").wait(120)
    assert new == lock.read_text(encoding="utf-8")


def test_many_pages_on_a_terminal_are_counted_and_elsewhere_not(folder: Path) -> None:
    names = [f"page{number}.txt" for number in range(30)]
    for name in names:
        shutil.copy(folder / "pots-older.txt", folder / name)
    (folder / names[5]).write_bytes(b"\x89PNG\r\n\x1a\n\0")
    ours, theirs = pty.openpty()
    running = started(folder, "read", "--format", "json", *names, stderr=theirs)
    os.close(theirs)
    shown = bytearray()
    while True:
        try:
            piece = os.read(ours, 65_536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    assert 3 == running.wait(60)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    assert "reading" in text
    assert "30/30" in text
    assert "1 failed" in text
    assert "page-binary" in text
    command = [sys.executable, "-m", "truespec", "read", "--format", "json", *names]
    plain = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, check=False)
    assert (3, False) == (plain.returncode, b"reading" in plain.stderr)
    assert 30 == len(json.loads(plain.stdout)["pages"])


def peak(folder: Path, names: list[str]) -> int:
    """Return the most memory, in bytes, that reading pages took."""
    running = started(folder, "read", "--format", "json", *names)
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    assert 0 == running.returncode
    return used.ru_maxrss * 1024


def test_many_pages_take_no_more_memory_than_a_few(folder: Path) -> None:
    names = [f"page{number}.txt" for number in range(48)]
    for name in names:
        shutil.copy(folder / "many.txt", folder / name)
    few, many = peak(folder, names[:8]), peak(folder, names)
    assert many - few < 6_000_000
