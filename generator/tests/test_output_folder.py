"""Folders: written whole, never over somebody's own work, and left alone when there is nothing to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from truespec.diagnostics import Report
from truespec.output import swap
from truespec.output.folder import write
from truespec.output.manifest import MANIFEST, Manifest, digest, read_manifest

FIRST = {"a.py": b"a = 1\n", "b/c.py": b"c = 1\n"}
SECOND = {"a.py": b"a = 2\n", "d.py": b"d = 1\n"}


def manifest_of(files: dict[str, bytes]) -> Manifest:
    """Return the manifest of a package made of these files."""
    return Manifest("generator", {"openapi.yaml": "0"}, {path: digest(content) for path, content in files.items()})


def put(files: dict[str, bytes], folder: Path, *, force: bool = False) -> tuple[bool, list[str]]:
    """Write files and return whether that went well, with the ids of what was reported."""
    report = Report()
    done = write(files, folder, manifest_of(files), report, force=force)
    return done, [diagnostic.id for diagnostic in report]


def state(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder."""
    files = (path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that holds the first package."""
    assert (True, []) == put(FIRST, tmp_path / "package")
    return tmp_path / "package"


def test_a_package_and_its_manifest_are_written(folder: Path) -> None:
    assert {**FIRST, MANIFEST: manifest_of(FIRST).text().encode()} == state(folder)
    assert manifest_of(FIRST) == read_manifest(folder, Report())


def test_files_that_are_not_made_any_more_go_and_nothing_is_left_beside(folder: Path) -> None:
    assert (True, []) == put(SECOND, folder)
    assert {*SECOND, MANIFEST} == set(state(folder))
    assert [folder] == list(folder.parent.iterdir())


def test_an_unchanged_package_is_not_touched(folder: Path) -> None:
    def touched() -> dict[Path, tuple[int, int, int]]:
        """Tell what writing changes; looking at a file changes when it was read last."""
        every = {path: path.stat() for path in (folder, *folder.rglob("*"))}
        return {path: (stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns) for path, stat in every.items()}

    before = touched()
    assert (True, []) == put(FIRST, folder)
    assert before == touched()


def test_a_file_that_stays_the_same_keeps_its_time(folder: Path) -> None:
    before = (folder / "b" / "c.py").stat()
    assert (True, []) == put({**FIRST, "a.py": b"a = 3\n"}, folder)
    after = (folder / "b" / "c.py").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_file_edited_by_hand_is_named_and_nothing_is_written(folder: Path) -> None:
    (folder / "b" / "c.py").write_bytes(b"mine\n")
    before = state(folder)
    report = Report()
    assert not write(SECOND, folder, manifest_of(SECOND), report)
    assert ["generated-file-edited"] == [diagnostic.id for diagnostic in report]
    assert str(folder / "b" / "c.py") in str(next(iter(report)))
    assert before == state(folder)


def test_an_edit_that_is_what_would_be_made_is_no_edit(folder: Path) -> None:
    (folder / "a.py").write_bytes(SECOND["a.py"])
    assert (True, []) == put(SECOND, folder)


def test_a_deleted_generated_file_comes_back(folder: Path) -> None:
    (folder / "a.py").unlink()
    assert (True, []) == put(FIRST, folder)
    assert FIRST["a.py"] == (folder / "a.py").read_bytes()


def test_force_overwrites_an_edit(folder: Path) -> None:
    (folder / "a.py").write_bytes(b"mine\n")
    assert (True, []) == put(SECOND, folder, force=True)
    assert SECOND["a.py"] == (folder / "a.py").read_bytes()


def test_files_of_the_user_stay(folder: Path) -> None:
    mine = folder / "own" / "notes.txt"
    mine.parent.mkdir()
    mine.write_bytes(b"mine\n")
    (folder / "link").symlink_to("own/notes.txt")
    assert (True, []) == put(SECOND, folder)
    assert b"mine\n" == mine.read_bytes()
    assert (folder / "link").is_symlink()


def test_a_file_of_the_user_where_a_new_one_belongs_stops_the_run(folder: Path) -> None:
    (folder / "d.py").write_bytes(b"mine\n")
    assert (False, ["generated-file-in-the-way"]) == put(SECOND, folder)
    assert b"mine\n" == (folder / "d.py").read_bytes()


def test_a_folder_with_things_but_no_manifest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_bytes(b"mine\n")
    assert (False, ["folder-not-ours"]) == put(FIRST, tmp_path)
    assert {"mine.txt": b"mine\n"} == state(tmp_path)
    assert (True, []) == put(FIRST, tmp_path, force=True)
    assert b"mine\n" == (tmp_path / "mine.txt").read_bytes()


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    assert (True, []) == put(FIRST, tmp_path / "package")


def test_a_link_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    (tmp_path / "package").symlink_to(target)
    assert (False, ["folder-not-ours"]) == put(FIRST, tmp_path / "package")
    assert {} == state(target)


def test_a_link_in_place_of_a_generated_file_is_never_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.py"
    outside.write_bytes(FIRST["a.py"])
    (folder / "a.py").unlink()
    (folder / "a.py").symlink_to(outside)
    assert (False, ["generated-file-edited"]) == put(SECOND, folder)
    assert (True, []) == put(SECOND, folder, force=True)
    assert FIRST["a.py"] == outside.read_bytes()
    assert not (folder / "a.py").is_symlink()


def test_a_linked_directory_is_never_entered(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (folder / "b").rename(outside)
    (folder / "b").symlink_to(outside)
    assert (False, ["generated-file-edited"]) == put({**FIRST, "b/c.py": b"c = 2\n"}, folder)
    assert FIRST["b/c.py"] == (outside / "c.py").read_bytes()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"manifest": 2}', '{"manifest": 1, "files": 3}', '<<<<<<< ours\n{"manifest": 1}\n']
)
def test_a_manifest_that_cannot_be_read_stops_the_run(text: str, folder: Path) -> None:
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    assert (False, ["manifest-unreadable"]) == put(SECOND, folder)
    assert (True, []) == put(SECOND, folder, force=True)


def test_a_manifest_cannot_name_files_outside(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_bytes(b"mine\n")
    text = (folder / MANIFEST).read_text(encoding="utf-8").replace('"a.py"', '"../outside.txt"')
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    assert (False, ["manifest-unreadable"]) == put(SECOND, folder)
    assert (True, []) == put(SECOND, folder, force=True)
    assert b"mine\n" == (tmp_path / "outside.txt").read_bytes()


def test_without_the_help_of_the_system_two_renames_do(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "_exchanged", lambda staging, folder: False)  # noqa: ARG005
    assert (True, []) == put(SECOND, folder)
    assert {*SECOND, MANIFEST} == set(state(folder))
    assert [folder] == list(folder.parent.iterdir())


def test_a_writer_killed_between_two_renames_is_recovered_from(folder: Path) -> None:
    folder.rename(folder.with_name(".package.truespec-old"))
    folder.with_name(".package.truespec-new").mkdir()
    assert (True, []) == put(FIRST, folder)
    assert {*FIRST, MANIFEST} == set(state(folder))
    assert [folder] == list(folder.parent.iterdir())


def test_a_disk_that_refuses_leaves_the_old_state(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(folder)

    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("truespec.output.folder.sync_tree", full)
    assert (False, ["folder-not-written"]) == put(SECOND, folder)
    assert before == state(folder)
    assert [folder] == list(folder.parent.iterdir())
