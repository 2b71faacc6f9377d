"""What is kept between runs: never wrong, never in the way."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from truespec.cache import Cache, user_cache

KEY = "ab" + "0" * 62


def test_what_was_put_comes_back(tmp_path: Path) -> None:
    Cache(tmp_path).put(KEY, b"kept")
    assert b"kept" == Cache(tmp_path).get(KEY)


def test_what_was_never_put_is_not_there(tmp_path: Path) -> None:
    assert Cache(tmp_path).get(KEY) is None


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 100])
def test_a_damaged_entry_is_not_there(damage: bytes, tmp_path: Path) -> None:
    Cache(tmp_path).put(KEY, b"kept")
    (tmp_path / KEY[:2] / KEY[2:]).write_bytes(damage)
    assert Cache(tmp_path).get(KEY) is None


def test_no_folder_keeps_nothing(tmp_path: Path) -> None:
    cache = Cache(None)
    cache.put(KEY, b"kept")
    assert cache.get(KEY) is None
    assert [] == list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = Cache(tmp_path / "file" / "cache")
    cache.put(KEY, b"kept")
    assert cache.get(KEY) is None


def test_what_nobody_asked_for_during_a_month_is_removed(tmp_path: Path) -> None:
    other = "cd" + "0" * 62
    Cache(tmp_path).put(KEY, b"old")
    entry = tmp_path / KEY[:2] / KEY[2:]
    long_ago = time.time() - 40 * 86_400
    os.utime(entry, (long_ago, long_ago))
    os.utime(tmp_path / ".swept", (long_ago, long_ago))
    Cache(tmp_path).put(other, b"new")
    assert not entry.exists()
    assert b"new" == Cache(tmp_path).get(other)


def test_what_is_asked_for_stays(tmp_path: Path) -> None:
    Cache(tmp_path).put(KEY, b"old")
    entry = tmp_path / KEY[:2] / KEY[2:]
    long_ago = time.time() - 40 * 86_400
    os.utime(entry, (long_ago, long_ago))
    assert b"old" == Cache(tmp_path).get(KEY)
    assert time.time() - entry.stat().st_mtime < 86_400


@pytest.mark.parametrize(("named", "kept"), [("off", 0), ("", 1)])
def test_the_environment_says_where(named: str, kept: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUESPEC_CACHE", named)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    user_cache().put(KEY, b"kept")
    assert kept == len(list(tmp_path.glob("truespec/??/*")))
