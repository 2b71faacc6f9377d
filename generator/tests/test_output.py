"""Writing a package: whole or not at all, nothing twice, never over somebody's own work."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from truespec.diagnostics import Report
from truespec.output.folder import write
from truespec.output.manifest import MANIFEST, Manifest, digest

FILES = {"a.py": b"one\n", "deep/b.py": b"two\n"}


def manifest(files: dict[str, bytes]) -> Manifest:
    return Manifest("generator", {"openapi.yaml": "0"}, {path: digest(text) for path, text in files.items()})


def put(folder: Path, files: dict[str, bytes], *, force: bool = False) -> list[str]:
    """Write files; return the ids and places of what was refused."""
    report = Report()
    done = write(files, folder, manifest(files), report, force=force)
    assert done is not report.failed
    return [f"{item.id} {Path(item.location.file).name}" for item in report]


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_package_is_written_with_its_manifest(tmp_path: Path) -> None:
    assert put(tmp_path / "out", FILES) == []
    assert {path: text for path, (text, _) in state(tmp_path / "out").items() if path != MANIFEST} == FILES


def test_writing_the_same_again_touches_nothing(tmp_path: Path) -> None:
    put(tmp_path / "out", FILES)
    before = state(tmp_path / "out"), (tmp_path / "out").stat().st_ino
    put(tmp_path / "out", FILES)
    assert (state(tmp_path / "out"), (tmp_path / "out").stat().st_ino) == before


def test_an_unchanged_file_keeps_its_time(tmp_path: Path) -> None:
    put(tmp_path / "out", FILES)
    before = state(tmp_path / "out")["a.py"]
    put(tmp_path / "out", {**FILES, "deep/b.py": b"three\n"})
    assert state(tmp_path / "out")["a.py"] == before
    assert state(tmp_path / "out")["deep/b.py"][0] == b"three\n"


def test_a_file_that_is_not_made_any_more_goes(tmp_path: Path) -> None:
    put(tmp_path / "out", FILES)
    put(tmp_path / "out", {"a.py": b"one\n"})
    assert sorted(state(tmp_path / "out")) == ["a.py", MANIFEST]


def test_a_file_edited_by_hand_is_refused_by_name_and_nothing_changes(tmp_path: Path) -> None:
    put(tmp_path / "out", FILES)
    (tmp_path / "out" / "a.py").write_bytes(b"mine\n")
    before = state(tmp_path / "out")
    assert put(tmp_path / "out", {**FILES, "deep/b.py": b"three\n"}) == ["generated-file-edited a.py"]
    assert state(tmp_path / "out") == before
    assert put(tmp_path / "out", FILES, force=True) == []
    assert state(tmp_path / "out")["a.py"][0] == b"one\n"


def test_files_of_the_user_stay(tmp_path: Path) -> None:
    put(tmp_path / "out", FILES)
    (tmp_path / "out" / "deep" / "mine.py").write_bytes(b"mine\n")
    put(tmp_path / "out", {"a.py": b"new\n"})
    assert state(tmp_path / "out")["deep/mine.py"][0] == b"mine\n"


def test_a_file_of_the_user_in_the_way_is_refused(tmp_path: Path) -> None:
    put(tmp_path / "out", FILES)
    (tmp_path / "out" / "c.py").write_bytes(b"mine\n")
    assert put(tmp_path / "out", {**FILES, "c.py": b"ours\n"}) == ["generated-file-in-the-way c.py"]


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_bytes(b"years of work\n")
    assert put(tmp_path, FILES) == [f"folder-not-ours {tmp_path.name}"]
    assert sorted(state(tmp_path)) == ["thesis.txt"]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "elsewhere")
    assert put(tmp_path / "out", FILES) == ["folder-not-ours out"]
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_generated_file_that_became_a_link_is_refused(tmp_path: Path) -> None:
    put(tmp_path / "out", FILES)
    outside = tmp_path / "outside.py"
    outside.write_bytes(b"mine\n")
    (tmp_path / "out" / "a.py").unlink()
    (tmp_path / "out" / "a.py").symlink_to(outside)
    assert put(tmp_path / "out", {"a.py": b"new\n"}) == ["generated-file-edited a.py"]
    assert outside.read_bytes() == b"mine\n"


@pytest.mark.parametrize("text", ["", "{}", "[", '{"manifest": 1}', '{"manifest": 1, "files": {"../x": "0"}}'])
def test_an_unreadable_manifest_is_refused(tmp_path: Path, text: str) -> None:
    put(tmp_path / "out", FILES)
    (tmp_path / "out" / MANIFEST).write_text(text, encoding="utf-8")
    assert put(tmp_path / "out", FILES) == [f"manifest-unreadable {MANIFEST}"]


WRITER = """
import sys
from pathlib import Path
from truespec.diagnostics import Report
from truespec.output.folder import write
from truespec.output.manifest import Manifest, digest
folder, number = Path(sys.argv[1]), 0
while True:
    number += 1
    files = {f"part{n}.py": f"state {number % 2}\\n".encode() * 200 for n in range(40)}
    manifest = Manifest("g", {}, {path: digest(text) for path, text in files.items()})
    assert write(files, folder, manifest, Report())
    print(number, flush=True)
"""


def test_a_writer_that_is_killed_leaves_one_whole_state(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    for attempt in range(12):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.003 * attempt)
        os.kill(writer.pid, signal.SIGKILL)
        writer.communicate()
        states = {path.read_bytes() for path in folder.glob("part*.py")}
        assert (len(states), len(list(folder.glob("part*.py")))) == (1, 40)
    assert put(folder, {"a.py": b"after\n"}) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def truespec(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "truespec", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


SPEC = Path(__file__).parent / "golden" / "packages" / "guests" / "openapi.yaml"


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A folder with a spec and the package made of it."""
    for path in SPEC.parent.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert truespec("generate", "openapi.yaml", "--out", "made", cwd=tmp_path).returncode == 0
    return tmp_path


def test_check_of_a_fresh_package_holds_and_touches_nothing(workplace: Path) -> None:
    before = state(workplace)
    assert truespec("generate", "openapi.yaml", "--out", "made", "--check", cwd=workplace).returncode == 0
    assert state(workplace) == before


def test_check_imports_nothing_that_renders(workplace: Path) -> None:
    heavy = ("datamodel_code_generator", "jinja2", "schemathesis", "hypothesis", "yaml", "jsonschema_rs")
    program = (
        "import sys\nfrom truespec.cli.main import app\n"
        "try:\n    app(['generate', 'openapi.yaml', '--out', 'made', '--check'])\n"
        "except SystemExit as end:\n    assert not end.code\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    command = [sys.executable, "-c", program]
    result = subprocess.run(command, cwd=workplace, capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "[]"


def test_one_character_of_the_spec_makes_it_stale_with_a_diff(workplace: Path) -> None:
    spec = workplace / "openapi.yaml"
    text = spec.read_text(encoding="utf-8")
    position = text.index("description: ") + len("description: ") + 3
    spec.write_text(text[:position] + "x" + text[position:], encoding="utf-8")
    before = state(workplace)
    result = truespec("generate", "openapi.yaml", "--out", "made", "--check", cwd=workplace)
    assert result.returncode == 1
    assert any(line.startswith("+") for line in result.stdout.splitlines())
    assert "--- made/" in result.stdout
    assert state(workplace) == before


def test_an_edited_file_is_refused_with_code_1(workplace: Path) -> None:
    edited = next((workplace / "made").rglob("client.py"))
    edited.write_text(edited.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    for extra in ((), ("--check",)):
        result = truespec("generate", "openapi.yaml", "--out", "made", *extra, cwd=workplace)
        assert result.returncode == 1
        assert "client.py" in result.stdout + result.stderr
    assert edited.read_text(encoding="utf-8").endswith("# mine\n")


def test_another_package_name_is_not_fresh(workplace: Path) -> None:
    result = truespec("generate", "openapi.yaml", "--out", "made", "--package", "other", "--check", cwd=workplace)
    assert result.returncode == 1


def test_digests_are_sha256() -> None:
    assert digest(b"x") == hashlib.sha256(b"x").hexdigest()
