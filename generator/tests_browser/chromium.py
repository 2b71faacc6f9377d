"""Headless Chromium for tests: opens a page from the disk and tells what came of it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["FLAGS", "Seen", "browser", "opened"]

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--enable-logging=stderr",
    "--virtual-time-budget=15000",
)


def browser() -> str:
    """Return the program."""
    found = shutil.which("chromium")
    assert found is not None, "the browser tests need chromium: `nox -s browser` installs it"
    return found


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of opening a page: its document in the end, what the console said, what was asked for."""

    dom: str
    console: tuple[str, ...]
    addresses: tuple[str, ...]

    @property
    def title(self) -> str:
        """The title in the end."""
        match = re.search(r"<title>(.*?)</title>", self.dom, re.DOTALL)
        return match[1] if match else ""


def opened(page: Path, scratch: Path) -> Seen:
    """Open a page from the disk in headless Chromium and wait until it has settled."""
    log = scratch / "net.json"
    command = [browser(), *FLAGS, f"--user-data-dir={scratch / 'profile'}", f"--log-net-log={log}", "--dump-dom"]
    done = subprocess.run(
        [*command, page.as_uri()], capture_output=True, text=True, check=True, timeout=120, encoding="utf-8"
    )
    console = tuple(line for line in done.stderr.splitlines() if ":CONSOLE:" in line)
    return Seen(done.stdout, console, tuple(_asked_by_a_page(log)))


def _asked_by_a_page(log: Path) -> Iterator[str]:
    """Yield the addresses that a page wanted; what the browser wants for itself has no origin (and finds no host)."""
    for event in json.loads(log.read_bytes())["events"]:
        parameters = event.get("params", {})
        address = str(parameters.get("url", ""))
        if parameters.get("initiator", "not an origin") != "not an origin" and not address.startswith("file:"):
            yield address
