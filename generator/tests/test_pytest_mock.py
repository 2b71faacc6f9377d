"""The pytest plugin, as a stranger's tests have it."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path

from served import ROOT, environment

TESTS = """
    import httpx2
    import pytest

    HEADERS = {"X-API-KEY": "k", "X-API-SECRET": "s"}
    PATH = "/partners/customer"


    @pytest.fixture
    def mock(truespec_mock):
        return truespec_mock("SPEC", faults=["unavailable@listCustomers:0:1x"])


    def test_without_a_socket(mock):
        with httpx2.Client(transport=mock.transport, base_url="http://x", headers=HEADERS) as client:
            made = client.post(PATH, json={"email": "ada@example.com"}).json()
            assert client.get(PATH, params={"id": made["id"]}).json() == made
            assert [client.post(PATH + "/list", json={}).status_code for _ in range(2)] == [503, 201]
        assert [entry["status"] for entry in mock.requests] == [201, 200, 503, 201]


    def test_over_a_socket_with_a_fault_of_its_own(mock):
        mock.inject("reset-after@importCustomer:1x")
        with httpx2.Client(base_url=mock.url, headers=HEADERS) as client:
            with pytest.raises(httpx2.ReadError):
                client.post(PATH, json={})
            assert client.post(PATH, json={}).status_code == 201
            mock.reset()
            mock.clear_faults()
            assert client.post(PATH + "/list", json={}).json()["items"] == []


    def test_a_wrong_fault_is_told(truespec_mock):
        with pytest.raises(pytest.UsageError, match="known: latency"):
            truespec_mock("SPEC", faults=["latncy:1s"])


    def test_a_wrong_api_is_told(truespec_mock):
        with pytest.raises(pytest.UsageError):
            truespec_mock("nowhere.yaml")
"""


def test_mocks_are_made_in_a_test_of_anybody(tmp_path: Path) -> None:
    spec = (ROOT / "specs" / "fullwhere").as_posix()
    (tmp_path / "test_it.py").write_text(textwrap.dedent(TESTS).replace("SPEC", spec))
    command = [sys.executable, "-W", "error", "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    named = [] if _is_installed() else ["-p", "truespec.pytest_mock"]
    done = subprocess.run(
        [*command, *named, "test_it.py"], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )
    assert "4 passed" in done.stdout, done.stdout + done.stderr


def test_the_plugin_is_found_by_its_name_once_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert {"truespec.mock": "truespec.pytest_mock", "truespec.contract": "truespec.pytest_plugin"} == project[
        "entry-points"
    ]["pytest11"]


def test_the_plugin_costs_hardly_anything_where_it_is_not_used() -> None:
    program = "import sys, pytest; before = set(sys.modules); import truespec.pytest_mock; "
    program += "print(*{name.partition('.')[0] for name in set(sys.modules) - before})"
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment(), capture_output=True, text=True, check=True
    )
    assert {"truespec"} == set(done.stdout.split())


def _is_installed() -> bool:
    from importlib.metadata import entry_points  # noqa: PLC0415

    return any(found.value == "truespec.pytest_mock" for found in entry_points(group="pytest11"))
