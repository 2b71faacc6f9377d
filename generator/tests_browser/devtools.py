"""Chromium at the other end of a pipe: a page at any width and in any colours, what it logs, and what it asks for."""

from __future__ import annotations

import base64
import contextlib
import itertools
import json
import os
import select
import signal
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chromium import browser

__all__ = ["Page", "page_in"]

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
_PATIENCE = 120.0
_FROM_US, _TO_US = 3, 4
"""The two files that the browser reads commands from and writes what happens to."""


@dataclass(slots=True)
class Page:
    """One page of a browser: ``console`` holds what was logged or thrown, ``asked`` the addresses it wanted."""

    commands: int
    events: int
    session: str = ""
    console: list[str] = field(default_factory=list[str])
    asked: list[str] = field(default_factory=list[str])
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _rest: bytes = b""

    def tell(self, method: str, **parameters: Any) -> Mapping[str, Any]:
        """Send a command and return its result; what happens meanwhile is remembered."""
        number = next(self._numbers)
        said = {"id": number, "method": method, "params": parameters}
        if self.session:
            said["sessionId"] = self.session
        os.write(self.commands, json.dumps(said).encode() + b"\0")
        while True:
            heard = self._next(f"the answer to {method}")
            if heard.get("id") == number:
                assert "error" not in heard, heard
                return dict(heard["result"])

    def wait_for(self, event: str) -> None:
        """Wait until something happens."""
        while self._next(event).get("method") != event:
            continue

    def _next(self, awaited: str) -> Mapping[str, Any]:
        deadline = time.monotonic() + _PATIENCE
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self.events], [], [], max(0.0, deadline - time.monotonic()))
            assert ready, f"the browser did not tell of {awaited}"
            self._rest += os.read(self.events, 1 << 20)
        text, _, self._rest = self._rest.partition(b"\0")
        heard: dict[str, Any] = json.loads(text)
        self._remember(heard.get("method", ""), heard.get("params", {}))
        return heard

    def _remember(self, method: str, told: Mapping[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.asked.append(told["request"]["url"])
        elif method == "Log.entryAdded":
            self.console.append(told["entry"]["text"])
        elif method in {"Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Page.javascriptDialogOpening"}:
            self.console.append(json.dumps(told))

    def open(self, address: str, *, width: int = 1280, height: int = 900, scheme: str = "light") -> None:
        """Open an address in a view of so many pixels; a narrow one is that of a phone."""
        self.tell(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        self.tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.tell("Page.navigate", url=address)
        self.wait_for("Page.loadEventFired")

    def value_of(self, expression: str) -> Any:
        """Return what an expression comes to in the page; its policy does not hold for this."""
        found = self.tell("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def press(self, key: str) -> None:
        """Press and let go a key that writes nothing."""
        for kind in ("rawKeyDown", "keyUp"):
            code = {"Tab": 9, "Enter": 13}[key]
            text = {"text": "\r"} if key == "Enter" and kind == "rawKeyDown" else {}
            self.tell(
                "Input.dispatchKeyEvent",
                type="keyDown" if text else kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=code,
                **text,
            )

    def picture(self, path: Path, *, whole: bool = False) -> Path:
        """Write what is to be seen to a PNG file; ``whole`` includes what one has to scroll to."""
        told = self.tell("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(told["data"]))
        return path


@contextlib.contextmanager
def page_in(profile: Path) -> Iterator[Page]:
    """Start a browser with a profile of its own and yield its page; it ends with the block."""
    commands, ours = os.pipe()
    theirs, events = os.pipe()
    # By way of high numbers: an end of a pipe may itself have the number that the browser looks at.
    actions = [
        (os.POSIX_SPAWN_DUP2, commands, 100),
        (os.POSIX_SPAWN_DUP2, events, 101),
        (os.POSIX_SPAWN_DUP2, 100, _FROM_US),
        (os.POSIX_SPAWN_DUP2, 101, _TO_US),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0o600),
    ]
    words = [browser(), *_FLAGS, f"--user-data-dir={profile}", "about:blank"]
    process = os.posix_spawn(words[0], words, os.environ, file_actions=actions, setpgroup=0)
    os.close(commands)
    os.close(events)
    page = Page(ours, theirs)
    try:
        found = page.tell("Target.createTarget", url="about:blank")
        attached = page.tell("Target.attachToTarget", targetId=found["targetId"], flatten=True)
        page.session = str(attached["sessionId"])
        for room in ("Page", "Runtime", "Network", "Log"):
            page.tell(f"{room}.enable")
        yield page
    finally:
        os.killpg(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(ours)
        os.close(theirs)
