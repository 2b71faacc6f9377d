"""Whole packages as they are made: compared with what is expected, type-checked, imported and used."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api
from truespec.rendering.render import render

CASES = sorted(path.parent for path in (Path(__file__).parent / "golden" / "packages").glob("*/openapi.yaml"))
IDS = [case.name for case in CASES]


def rendered(case: Path) -> dict[str, str]:
    """Render a case; the runtime is left out: it is the same bytes everywhere."""
    api = load_api(str(case / "openapi.yaml"), Report())
    assert api is not None
    return {path: text for path, text in render(api, Report()).items() if "/_runtime/" not in path}


def on_disk(folder: Path) -> dict[str, str]:
    """Return the texts below a folder by their relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_package_is_made_as_expected(case: Path, *, golden_update: bool) -> None:
    made, expected = rendered(case), case / "expected"
    if golden_update:
        shutil.rmtree(expected, ignore_errors=True)
        for path, text in made.items():
            (expected / path).parent.mkdir(parents=True, exist_ok=True)
            (expected / path).write_text(text, encoding="utf-8")
    assert made == on_disk(expected)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write every case with its runtime into one folder."""
    folder = tmp_path_factory.mktemp("packages")
    for case in CASES:
        api = load_api(str(case / "openapi.yaml"), Report())
        assert api is not None
        for path, text in render(api, Report()).items():
            (folder / case.name / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / case.name / path).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.xdist_group("packages")
def test_every_package_passes_mypy_strict(packages: Path) -> None:
    for case in CASES:
        command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", str(packages / case.name / "src")]
        result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=packages)
        assert result.returncode == 0, result.stdout


@pytest.mark.xdist_group("packages")
def test_every_package_passes_strict_pyright(packages: Path) -> None:
    (packages / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', encoding="utf-8")
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "-p", str(packages)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


@pytest.mark.xdist_group("packages")
@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_every_module_is_imported_without_a_trace_of_text_from_the_document(packages: Path, case: Path) -> None:
    source = packages / case.name / "src"
    package = next(path for path in source.iterdir() if path.is_dir())
    modules = [f"{package.name}.{path.stem}" for path in package.glob("*.py") if path.stem != "__init__"]
    program = f"import sys, importlib; sys.path.insert(0, {str(source)!r})\n"
    program += "".join(f"importlib.import_module({name!r})\n" for name in [package.name, *modules])
    command = [sys.executable, "-W", "error", "-c", program]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_hash_seed_folder_locale_and_time_zone_change_nothing(tmp_path: Path) -> None:
    case = CASES[IDS.index("names")] / "openapi.yaml"
    made: list[dict[str, str]] = []
    for number, (zone, locale) in enumerate([("UTC", "C"), ("Asia/Tokyo", "C.UTF-8")]):
        folder = tmp_path / f"folder-{number}"
        folder.mkdir()
        shutil.copy(case, folder)
        environment = {**os.environ, "PYTHONHASHSEED": str(number + 1), "TZ": zone, "LC_ALL": locale}
        command = [sys.executable, "-m", "truespec", "generate", "openapi.yaml", "--out", "package"]
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
        made.append(on_disk(folder / "package"))
    assert made[0] == made[1]


def test_an_unrelated_schema_changes_no_line_of_the_others(tmp_path: Path) -> None:
    case = CASES[IDS.index("guests")]
    text = (case / "openapi.yaml").read_text(encoding="utf-8")
    addition = "  schemas:\n    Unrelated:\n      type: object\n      properties: {note: {type: string}}\n"
    for folder, content in (("old", text), ("new", text.replace("  schemas:\n", addition, 1))):
        shutil.copytree(case, tmp_path / folder, ignore=shutil.ignore_patterns("expected"))
        (tmp_path / folder / "openapi.yaml").write_text(content, encoding="utf-8")
    old, new = rendered(tmp_path / "old"), rendered(tmp_path / "new")
    grown = [path for path in old if path.endswith(("/models.py", "/schemas.json"))]
    assert [path for path in old if path not in grown and old[path] != new[path]] == []
    for path in grown:
        assert set(old[path].splitlines()) - set(new[path].splitlines()) == set()
