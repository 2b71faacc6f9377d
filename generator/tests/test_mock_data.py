"""What ``--data`` cannot be: each is told in a line and ends with 2, and no file is ever written over."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from mock_apis import ROOT
from truespec.mock.data import open_data
from truespec.mock.errors import StoreError

SECRET = "hunter2"  # noqa: S105 - nobody's


def written(path: Path, *statements: str) -> Path:
    """Make a database of SQLite with a few statements."""
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


def ours(path: Path) -> Path:
    """Make a data file of the mock with a hundred records, all of them in the file itself."""
    store = open_data(str(path), "fullwhere")
    for number in range(100):
        store.insert("customer", str(number), {"id": str(number), "text": "x" * 300})
    store.close()
    return path


def foreign(path: Path) -> Path:
    path.write_text("name,email\nAda,ada@example.com\n")
    return path


def foreign_database(path: Path) -> Path:
    return written(path, "CREATE TABLE customers (id INTEGER)", "INSERT INTO customers VALUES (1)")


def damaged(path: Path) -> Path:
    content = bytearray(ours(path).read_bytes())
    content[3 * 4096 : 5 * 4096] = b"\xff" * (2 * 4096)
    path.write_bytes(content)
    return path


def truncated(path: Path) -> Path:
    path.write_bytes(ours(path).read_bytes()[:6000])
    return path


def header_only(path: Path) -> Path:
    path.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 4)
    return path


def newer(path: Path) -> Path:
    return written(ours(path), "UPDATE truespec_stores SET form = 99")


def read_only(path: Path) -> Path:
    ours(path).chmod(0o444)
    return path


def alike(path: Path) -> Path:
    return written(path, "CREATE TABLE truespec_stores (something TEXT)")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (foreign, "is no data file of the mock"),
        (foreign_database, "is no data file of the mock"),
        (damaged, "is damaged"),
        (truncated, "is damaged"),
        (header_only, "is damaged"),
        (newer, "was written by a newer truespec"),
        (read_only, "is read-only"),
        (alike, "is no data file of the mock"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_and_left_as_it_is(
    tmp_path: Path, make: Callable[[Path], Path], message: str
) -> None:
    path = make(tmp_path / "data.db")
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        open_data(str(path), "fullwhere")
    assert f"{path}" in caught.value.message
    assert message in caught.value.message
    assert caught.value.advice
    assert (before, ["data.db"]) == (path.read_bytes(), [one.name for one in tmp_path.iterdir()])


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for data, message in (
        (str(tmp_path), "is a folder"),
        (str(tmp_path / "pipe"), "is no ordinary file"),
        (str(tmp_path / "nowhere" / "data.db"), "there is no folder for it"),
        ("a\0b", "no such path can be"),
        ("sqlite://", "a database in memory keeps nothing"),
        (f"sqlite+pysqlite:///{tmp_path}/data.db", "is a file"),
    ):
        with pytest.raises(StoreError, match=message):
            open_data(data, "fullwhere")


def test_an_empty_file_and_a_url_of_a_file_are_used(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    store = open_data(str(tmp_path / "empty.db"), "fullwhere")
    store.insert("thing", "1", {})
    store.close()
    again = open_data(f"sqlite:///{tmp_path / 'empty.db'}", "fullwhere")
    assert {"thing": {"1": {}}} == again.snapshot()
    again.close()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        (f"postgresql://ada:{SECRET}@127.0.0.1:1/mock", "postgresql://127.0.0.1:1/mock cannot be opened: "),
        (f"postgresql://127.0.0.1:1/mock?user=ada&password={SECRET}", "postgresql://127.0.0.1:1/mock cannot be opened"),
        (f"nosuchdb://ada:{SECRET}@127.0.0.1/mock", "nosuchdb://127.0.0.1/mock cannot be used"),
        (f"postgresql://ada:{SECRET}@127.0.0.1:port/mock", "the URL of the database cannot be read"),
        (f"postgresql+nodriver://ada:{SECRET}@127.0.0.1/mock", "cannot be used"),
        (f"mysql://ada:{SECRET}@127.0.0.1/mock", "needs MySQLdb, which is not installed"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_without_its_password(url: str, message: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_data(url, "fullwhere")
    assert message in caught.value.message
    assert caught.value.advice
    assert SECRET not in f"{caught.value.message} {caught.value.advice}"


def test_without_sqlalchemy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delitem(sys.modules, "truespec.mock.engines", raising=False)
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    with pytest.raises(StoreError) as caught:
        open_data(str(tmp_path / "data.db"), "fullwhere")
    assert "pip install 'truespec[database]'" == caught.value.advice
    assert [] == list(tmp_path.iterdir())


def run(*options: str) -> subprocess.CompletedProcess[str]:
    """Run ``truespec mock fullwhere`` with options it cannot follow."""
    command = [sys.executable, "-m", "truespec", "mock", "fullwhere", "--port", "0", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_the_command_ends_with_2_and_a_line_of_advice(tmp_path: Path) -> None:
    path = foreign(tmp_path / "notes.txt")
    result = run("--data", str(path))
    assert (2, "") == (result.returncode, result.stdout)
    assert result.stderr.startswith(f"--data: error data-unusable: {path} is no data file of the mock\n")
    result = run("--data", f"postgresql://ada:{SECRET}@127.0.0.1:1/mock")
    assert (2, False) == (result.returncode, SECRET in result.stderr)
    assert "data-unusable: postgresql://127.0.0.1:1/mock cannot be opened" in result.stderr


def test_workers_without_shared_data_are_refused() -> None:
    result = run("--workers", "2")
    assert (2, "") == (result.returncode, result.stdout)
    assert result.stderr.startswith("--workers: error workers-need-data: ")
    assert "--data FILE.db" in result.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--workers", "2", "--data", "x.db", "--control"), "several workers cannot be controlled as one"),
        (("--proxy", "http://127.0.0.1:1", "--seed-data", "3"), "a proxy keeps nothing"),
    ],
)
def test_options_that_say_nothing_together_are_refused(options: tuple[str, ...], message: str) -> None:
    result = run(*options)
    assert (2, "") == (result.returncode, result.stdout)
    assert message in " ".join(result.stderr.split())
    assert not (ROOT / "x.db").exists()


def test_the_mock_needs_no_sqlalchemy_before_data_is_kept() -> None:
    program = "import sys, truespec.mock.front, truespec.mock.data, truespec.mock.seeding; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"sqlalchemy", "psycopg"} & set(loaded)
