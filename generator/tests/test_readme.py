"""Every example of the README is run as it stands; a verb that the README does not name fails."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from truespec.cli.verbs import VERBS

pytestmark = pytest.mark.xdist_group("readme")  # the examples use the same folder

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(sh|python) (run(?: fails)?)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
SHELL = [(text, kind == "run fails") for language, kind, text in BLOCKS if language == "sh"]
PYTHON = [text for language, _, text in BLOCKS if language == "python"]


def _environment() -> dict[str, str]:
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    clients = os.pathsep.join(str(path) for path in sorted((ROOT / "generated").glob("*/src")))
    return {**os.environ, "PATH": programs, "PYTHONPATH": clients}


def _with_free_ports(text: str) -> str:
    """Give an example ports that nobody listens on; the README's own may be taken on this machine."""
    for port in sorted(set(re.findall(r"\b40\d\d\b", text))):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            text = text.replace(port, str(probe.getsockname()[1]))
    return text


@contextmanager
def _started(command: str) -> Iterator[None]:
    """Run a server until the block is left; it has said where it listens before the block begins."""
    server = subprocess.Popen(
        command.split(), cwd=ROOT, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("listening at http://127.0.0.1:")
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + 10
        while server.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        server.kill()
        server.communicate()


@pytest.mark.parametrize(("text", "fails"), SHELL)
def test_the_shell_examples_run(text: str, *, fails: bool) -> None:
    lines = [line for line in _with_free_ports(text).splitlines() if line.strip()]
    servers = [line.removesuffix("&").strip() for line in lines if line.endswith("&")]
    with _started(servers[0]) if servers else _nothing():
        for line in (line for line in lines if not line.endswith("&")):
            result = subprocess.run(
                line, shell=True, cwd=ROOT, env=_environment(), capture_output=True, text=True, check=False
            )
            assert result.returncode == (1 if fails else 0), (line, result.stdout, result.stderr)


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@pytest.mark.parametrize("text", PYTHON)
def test_the_python_examples_run(text: str) -> None:
    command, program = _with_free_ports(f"truespec mock fullwhere --port 4010 --quiet\0{text}").split("\0")
    program += "\nimport asyncio\nasyncio.run(same())\n"
    with _started(command):
        result = subprocess.run(
            [sys.executable, "-W", "error", "-c", program],
            cwd=ROOT,
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
    assert result.returncode == 0, result.stderr
    assert "404 customers.get" in result.stdout
    assert result.stdout.endswith("Ada\n")


def test_the_readme_names_every_verb() -> None:
    assert [verb for verb in VERBS if f"truespec {verb}" not in README] == []


def test_the_test_command_is_the_one_that_ci_runs() -> None:
    match = re.search(r"<!-- test command -->\n```sh\n(.*?)\n```", README)
    assert match is not None
    script = f"sed -n '/<!-- test command -->/,/```$/p' {ROOT / 'README.md'} | sed -n '/^python/p'"
    found = subprocess.run(script, shell=True, capture_output=True, text=True, check=True).stdout
    assert found.strip() == match[1]
