"""The runtime is an island: it works under any name, and costs nothing that is not used."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import truespec.runtime

RUNTIME = Path(truespec.runtime.__file__).parent
ALLOWED_IMPORTS = {"pydantic", "pydantic_core", "httpx2", "httpcore2"}


def run(code: str, folder: Path) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_copy_under_another_name_works_without_truespec(tmp_path: Path) -> None:
    (tmp_path / "acme_client").mkdir()
    shutil.copytree(RUNTIME, tmp_path / "acme_client" / "_runtime", ignore=shutil.ignore_patterns("__pycache__"))
    code = (
        "import sys, acme_client._runtime as r, acme_client._runtime.transport, acme_client._runtime.testing, "
        "acme_client._runtime.telemetry as t; "
        "print(t.logger.name, any(name.partition('.')[0] == 'truespec' for name in sys.modules))"
    )
    assert run(code, tmp_path) == "acme_client False"


def test_importing_and_making_a_client_does_not_load_the_http_library(tmp_path: Path) -> None:
    code = (
        "import sys, truespec.runtime as r; r.BaseClient('http://h'); r.AsyncBaseClient('http://h'); "
        "print(sorted({'httpx2', 'httpcore2', 'ssl', 'anyio'} & set(sys.modules)))"
    )
    assert "httpx2" not in run(code, tmp_path)


@pytest.mark.parametrize("file", sorted(RUNTIME.glob("*.py")), ids=lambda file: file.name)
def test_a_file_imports_only_its_neighbours_the_standard_library_and_pydantic(file: Path) -> None:
    lines = [line.split() for line in file.read_text(encoding="utf-8").splitlines()]
    roots = {words[1].partition(".")[0] for words in lines if len(words) > 1 and words[0] in {"import", "from"}} - {""}
    foreign = {root for root in roots if root not in sys.stdlib_module_names}
    allowed = ALLOWED_IMPORTS if file.name == "transport.py" else {"pydantic", "pydantic_core"}
    assert foreign <= allowed
    assert len(lines) <= 300
