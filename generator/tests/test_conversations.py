"""``specs/CONVERSATIONS.md`` is true: every conversation, as it is written there, has the answers that are shown."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from served import served

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "specs" / "CONVERSATIONS.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(sh start|sh|(?:json|http) \d{3})\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Conversation:
    """How the mock is started, and what is said: a command, the kind and status of the answer, what is in it."""

    title: str
    start: str = ""
    turns: list[tuple[str, str, int, str]] = field(default_factory=list[tuple[str, str, int, str]])


def conversations() -> list[Conversation]:
    """Read the page."""
    found = list[Conversation]()
    for section in PAGE.split("\n## ")[1:]:
        one = Conversation(section.partition("\n")[0])
        command = ""
        for kind, text in BLOCK.findall(section):
            if kind == "sh start":
                one.start = text.strip()
            elif kind == "sh":
                command = text.strip()
            else:
                language, _, status = kind.partition(" ")
                one.turns.append((command, language, int(status), text))
        found.append(one)
    return found


def differences(expected: Any, got: Any, place: str = "answer") -> list[str]:
    """Say where ``got`` lacks something of ``expected``; lists are of one length, objects may have more members."""
    if isinstance(expected, dict) and isinstance(got, dict):
        lacking = [f"{place} has no {name}" for name in expected if name not in got]
        common = [name for name in expected if name in got]
        return lacking + [line for name in common for line in differences(expected[name], got[name], f"{place}.{name}")]
    if isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        pairs = enumerate(zip(expected, got, strict=True))
        return [line for number, (one, other) in pairs for line in differences(one, other, f"{place}[{number}]")]
    return [] if expected == got else [f"{place} is {json.dumps(got)} and not {json.dumps(expected)}"]


def said(command: str) -> tuple[int, str]:
    """Run a curl command as it stands; return the status and what it printed."""
    with_status = command.replace("curl ", "curl -sS --max-time 20 -w '\\n%{http_code}' ", 1)
    done = subprocess.run(["bash", "-c", with_status], capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 0, (command, done.stderr)
    printed, _, status = done.stdout.rpartition("\n")
    return int(status), printed


def header_lines(printed: str) -> list[str]:
    return [line.strip().lower() for line in printed.partition("\r\n\r\n")[0].splitlines()]


@pytest.mark.parametrize("conversation", conversations(), ids=lambda one: one.title.partition(":")[0])
def test_a_conversation_goes_as_the_page_says(conversation: Conversation) -> None:
    port = re.findall(r"--port (\d+)", conversation.start)[0]
    wrong = list[str]()
    with served(conversation.start.replace(f"--port {port}", "--port 0")) as address:
        for command, language, status, expected in conversation.turns:
            got, printed = said(command.replace(f"http://127.0.0.1:{port}", address))
            if got != status:
                wrong.append(f"{command}\n  status {got} and not {status}: {printed[:300]}")
            elif language == "http":
                missing = [line for line in expected.split("\n") if line and line not in header_lines(printed)]
                wrong += [f"{command}\n  no header {line}" for line in missing]
            elif expected.strip():
                found = differences(json.loads(expected), json.loads(printed))
                wrong += [f"{command}\n  {line}" for line in found]
    assert [] == wrong, "\n".join(wrong)


def test_every_api_of_the_catalogue_has_a_conversation() -> None:
    started = {one.start.split()[2] for one in conversations()}
    assert {path.parent.name for path in (ROOT / "specs").glob("*/api.toml")} <= started


def test_every_line_on_the_page_has_an_answer_that_is_shown() -> None:
    turns = [turn for one in conversations() for turn in one.turns]
    assert PAGE.count("\ncurl ") == len(turns) == len({id(turn) for turn in turns})
    assert all(command.startswith("curl ") for command, *_ in turns)


def test_the_catalogue_leads_to_the_page() -> None:
    assert "(CONVERSATIONS.md)" in (ROOT / "specs" / "README.md").read_text(encoding="utf-8")
