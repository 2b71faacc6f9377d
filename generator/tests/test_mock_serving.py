"""``truespec mock`` as a program: it follows changed files, stops when asked, and refuses what makes no sense."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx2
import pytest
from mock_apis import CREDENTIALS, Caller, api_of
from served import ROOT, environment
from truespec.mock.front import Mock
from truespec.mock.watching import Watcher

PATH = "/partners/customer"
PATIENCE = 30.0


class Program:
    """A running ``truespec mock`` and what it says on standard error."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        """Read standard error from a thread, so that the program never waits for a reader."""
        self.process, self.address = process, address
        self._said = list[str]()
        assert process.stderr is not None
        self._reader = threading.Thread(target=self._read, args=(process.stderr,), daemon=True)
        self._reader.start()

    def _read(self, stream: IO[str]) -> None:
        self._said.extend(stream)

    @property
    def said(self) -> str:
        """Everything that was said so far."""
        return "".join(self._said)

    def wait_for(self, shown: Callable[[], bool]) -> None:
        """Wait until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not shown():
            assert time.monotonic() < deadline, self.said
            time.sleep(0.05)

    def client(self) -> httpx2.Client:
        """Return a client with credentials."""
        return httpx2.Client(base_url=self.address, headers=CREDENTIALS, timeout=PATIENCE)


@contextmanager
def program(*words: str) -> Iterator[Program]:
    """Run ``truespec mock`` on a free port until the block is left."""
    command = [sys.executable, "-m", "truespec", "mock", *words, "--port", "0"]
    with subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("listening at "), process.stderr.read() if process.stderr else ""
        running = Program(process, line.removeprefix("listening at ").strip())
        try:
            yield running
        finally:
            process.kill()
            running._reader.join(5)


def refused(*words: str) -> tuple[int, str]:
    """Run ``truespec mock`` with words it cannot use."""
    command = [sys.executable, "-m", "truespec", "mock", *words]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of an API of the catalogue that a test may change."""
    return Path(shutil.copytree(ROOT / "specs" / "fullwhere", tmp_path / "fullwhere"))


def test_changed_files_are_followed_and_records_are_kept(folder: Path) -> None:
    spec = folder / "openapi.yaml"
    text = spec.read_text()
    with program(str(folder), "--control") as mock, mock.client() as client:
        made = client.post(PATH, json={"email": "ada@example.com"}).json()
        spec.write_text(text.replace("/partners/customer", "/partners/guest"))
        mock.wait_for(lambda: "follows the changed files" in mock.said)
        assert made == client.get("/partners/guest", params={"id": made["id"]}).json()
        assert 404 == client.get(PATH, params={"id": made["id"]}).status_code
        spec.write_text(text + "\n]broken: [")
        mock.wait_for(lambda: "goes on with what they said before" in mock.said)
        assert 200 == client.get("/partners/guest", params={"id": made["id"]}).status_code
        assert "stale" == client.get("/__truespec__/health").json()["contract"]
        spec.write_text(text)
        mock.wait_for(lambda: mock.said.count("follows the changed files") == 2)
        assert 200 == client.get(PATH, params={"id": made["id"]}).status_code
        assert "current" == client.get("/__truespec__/health").json()["contract"]


def test_a_changed_behaviour_file_is_followed(folder: Path) -> None:
    behaviour = folder / "behaviour.yaml"
    with program(str(folder)) as mock, mock.client() as client:
        ada = {"firstName": "Ada", "email": "ada@example.com", "phoneNumber": "+33199001234"}
        client.post(PATH, json=ada)
        behaviour.write_text(behaviour.read_text().replace("rule: fill-null", "rule: replace"))
        mock.wait_for(lambda: "follows the changed files" in mock.said)
        assert "Eve" == client.post(PATH, json={**ada, "firstName": "Eve"}).json()["firstName"]


def test_with_no_reload_files_may_change_as_they_like(folder: Path) -> None:
    with program(str(folder), "--no-reload") as mock, mock.client() as client:
        (folder / "openapi.yaml").write_text("nonsense: [")
        time.sleep(1.5)
        assert 201 == client.post(PATH, json={}).status_code
        assert "files" not in mock.said


def test_records_are_made_to_fit_a_contract_that_changed(tmp_path: Path) -> None:
    def contract(members: dict[str, object]) -> dict[str, object]:
        thing = {"type": "object", "required": list(members), "properties": {"id": {"type": "string"}, **members}}
        answer = {"description": "ok", "content": {"application/json": {"schema": thing}}}
        given = {"type": "object", "properties": {"name": {"type": "string"}, "size": members["size"]}}
        body = {"content": {"application/json": {"schema": given}}}
        key = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        return {
            "paths": {
                "/things": {"post": {"requestBody": body, "responses": {"201": answer}}},
                "/things/{id}": {"get": {"parameters": [key], "responses": {"200": answer}}},
            }
        }

    before = api_of(tmp_path, contract({"name": {"type": "string"}, "size": {"type": "integer"}}))
    mock = Mock(before)
    caller = Caller(mock.service, {})
    made = caller.post("/things", {"name": "a", "size": 3})
    after = api_of(
        tmp_path, contract({"name": {"type": "string"}, "size": {"type": "string"}, "new": {"type": "null"}})
    )
    assert [] == mock.follow(after)
    caller.service = mock.service
    got = json.loads(caller.send("GET", f"/things/{made['id']}").body)
    assert {"id": made["id"], "name": "a", "size": "", "new": None} == got


def test_faults_that_fit_nothing_any_more_are_dropped(tmp_path: Path) -> None:
    def contract(name: str) -> dict[str, object]:
        return {"paths": {"/a": {"get": {"operationId": name, "responses": {"200": {"description": "ok"}}}}}}

    mock = Mock(api_of(tmp_path, contract("first")), faults=["status@first:500", "status:418"])
    assert 1 == len(mock.follow(api_of(tmp_path, contract("second"))))
    assert ["status:418"] == [one.planted.text for one in mock.misbehaviour.installed]


def test_a_change_is_told_once_it_is_complete(tmp_path: Path) -> None:
    file, told = tmp_path / "a", list[str]()
    file.write_text("1")

    def changed() -> tuple[Path, ...]:
        told.append(file.read_text() if file.exists() else "gone")
        return (file,)

    with Watcher([file], changed, every=0.05):
        for text in ("22", "333"):
            file.write_text(text)
            deadline = time.monotonic() + PATIENCE
            while told[-1:] != [text] and time.monotonic() < deadline:
                time.sleep(0.02)
        file.unlink()
        deadline = time.monotonic() + PATIENCE
        while told[-1:] != ["gone"] and time.monotonic() < deadline:
            time.sleep(0.02)
    assert ["22", "333", "gone"] == told


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_request_under_way_is_finished_when_the_mock_is_stopped(number: signal.Signals) -> None:
    with program("fullwhere", "--fault", "latency@listCustomers:1s") as mock, mock.client() as client:
        client.post(PATH, json={})
        got = list[int]()
        under_way = threading.Thread(target=lambda: got.append(client.post(f"{PATH}/list", json={}).status_code))
        under_way.start()
        mock.wait_for(lambda: "customer/list" in mock.said)
        mock.process.send_signal(number)
        assert 0 == mock.process.wait(PATIENCE)
        under_way.join(PATIENCE)
    assert [201] == got


def test_nobody_keeps_the_mock_from_stopping() -> None:
    with program("fullwhere", "--fault", "latency:1000s") as mock:
        host, _, port = mock.address.removeprefix("http://").rpartition(":")
        with socket.create_connection((host, int(port))) as slow, socket.create_connection((host, int(port))) as idle:
            slow.sendall(b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
            idle.sendall(b"GET /x HTTP/1.1\r\n")
            mock.wait_for(lambda: "(no operation)" in mock.said)
            started = time.monotonic()
            mock.process.send_signal(signal.SIGTERM)
            assert 0 == mock.process.wait(PATIENCE)
            assert time.monotonic() - started < 8


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["fullwhere", "--fault", "latncy:1s"], "known: latency"),
        (["fullwhere", "--fault", "unavailable@importCustome"], "known: importCustomer"),
        (["fullwhere", "--cors", "localhost"], "give one such as http://localhost:3000"),
        (["fullwhere", "--control", "--host", "192.0.2.1"], "loopback only"),
        (["fullwhere", "--control", "--workers", "2"], "cannot be controlled as one"),
        (["fullwhere", "--proxy", "ftp://example.com"], "http://HOST"),
        (["fullwhere", "--proxy", "http://me:secret@example.com"], "without user"),
    ],
)
def test_what_makes_no_sense_is_told_in_a_line_and_ends_with_2(words: list[str], told: str) -> None:
    code, said = refused(*words)
    assert (2, True) == (code, told in " ".join(said.replace("│", " ").split())), said
    assert "Traceback" not in said
    assert "secret" not in said


def test_an_address_in_use_is_told_and_ends_with_2() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, said = refused("fullwhere", "--port", str(taken.getsockname()[1]))
    assert (2, True) == (code, "cannot listen on" in said)


def test_the_faults_are_listed_with_the_form_of_their_argument() -> None:
    command = [sys.executable, "-m", "truespec", "mock", "--list-faults"]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)
    shown = (
        "latency:DURATION",
        "unavailable[:AFTER]",
        "field-missing:MEMBER",
        "reset-after",
        "status:[OPERATION=]CODE",
    )
    assert [] == [form for form in shown if f" {form} " not in done.stdout]


def test_other_names_are_answered_to_only_when_they_are_listed() -> None:
    with program("fullwhere", "--allowed-host", "mock.example") as mock:
        asked = {
            name: httpx2.get(mock.address, headers={"Host": name}).status_code
            for name in ("localhost", "mock.example", "MOCK.example:80", "evil.example")
        }
    assert {"localhost": 404, "mock.example": 404, "MOCK.example:80": 404, "evil.example": 421} == asked


def test_a_reset_brings_the_made_up_records_back(tmp_path: Path) -> None:
    data = str(tmp_path / "kept.db")
    with program("fullwhere", "--control", "--seed-data", "3", "--data", data) as mock, mock.client() as client:

        def emails() -> list[str]:
            return [item["email"] for item in client.post(f"{PATH}/list", json={}).json()["items"]]

        first = emails()
        client.post(PATH, json={"email": "ada@example.com"})
        assert [3, 4] == [len(first), len(emails())]
        assert 204 == client.post("/__truespec__/reset").status_code
        assert first == emails()


def test_a_proxy_writes_its_reports_when_it_is_stopped(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    with (
        program("fullwhere", "--fault", "status:200") as mock,
        program("fullwhere", "--proxy", mock.address, "--allow-writes", "--report-dir", str(reports)) as proxy,
        proxy.client() as client,
    ):
        assert 200 == client.post(PATH, json={"email": "ada@example.com"}).status_code
        proxy.process.send_signal(signal.SIGTERM)
        assert 1 == proxy.process.wait(PATIENCE)
        assert proxy.process.stdout is not None
        said = proxy.process.stdout.read()
    assert "broken importCustomer.201.status: POST /partners/customer answers 201" in said
    assert ["proxy.har", "proxy.json", "proxy.txt"] == sorted(path.name for path in reports.iterdir())
    assert 1 == len(json.loads((reports / "proxy.har").read_text())["log"]["entries"])
    assert 1 == len(json.loads((reports / "proxy.json").read_text())["broken"])
    assert "ada@" not in "".join(path.read_text() for path in reports.iterdir())
