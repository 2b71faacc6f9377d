"""The watch over the pages: the very script of the workflow, run on a catalogue of one API and a server of its page."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from drift_runs import PAGES
from page_server import page_server

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = """\
title = "Pottery"

[client]
package = "pottery_client"
distribution = "pottery-client"
class = "Pottery"
environment = "POTTERY"
"""


def scripts() -> dict[str, str]:
    """Return the scripts of the job by the id of their step."""
    text = (ROOT / ".github" / "workflows" / "docs-watch.yml").read_text("utf-8")
    document: Any = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 -- it makes texts only
    (job,) = document["jobs"].values()
    return {step.get("id", ""): step["run"] for step in job["steps"] if "run" in step}


def shell(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a script as the workflow does."""
    (folder / "temp").mkdir(exist_ok=True)
    paths = {"RUNNER_TEMP": "temp", "GITHUB_OUTPUT": "temp/output", "GITHUB_STEP_SUMMARY": "temp/summary"}
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "generator"),
        **{key: str(folder / value) for key, value in paths.items()},
        **variables,
    }
    command = ["bash", "-e", "-o", "pipefail", "-c", script]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """Return a catalogue whose one API has the older page in its lock."""
    folder = tmp_path / "specs" / "pottery"
    folder.mkdir(parents=True)
    shutil.copy(PAGES / "openapi.yaml", folder)
    (folder / "api.toml").write_text(SETTINGS, encoding="utf-8")
    accept = f"truespec read '{PAGES / 'pots-older.txt'}' --api pottery --accept --as pots"
    done = shell(accept, tmp_path)
    assert 0 == done.returncode, done.stdout + done.stderr
    return tmp_path


GH = """\
#!/bin/sh
printf '%s\\n' "$*" >> "$RUNNER_TEMP/asked"
test "$2" != view || { test -z "$OPENED" || echo OPEN; test -n "$OPENED"; }
"""


def proposed(catalogue: Path, before: str, *, opened: bool) -> list[str]:
    """Run the last step with a remote and a ``gh`` of our own; return what ``gh`` was asked for."""
    temp = catalogue / "temp"
    (temp / "bin").mkdir(exist_ok=True)
    (temp / "bin" / "gh").write_text(GH, encoding="utf-8")
    (temp / "bin" / "gh").chmod(0o755)
    (temp / "asked").write_text("", encoding="utf-8")
    variables = {"API": "pottery", "OPENED": "yes" if opened else "", "PATH": f"{temp / 'bin'}{os.pathsep}{before}"}
    done = shell(scripts()["propose"], catalogue, **variables)
    assert 0 == done.returncode, done.stdout + done.stderr
    return (temp / "asked").read_text("utf-8").splitlines()


def with_remote(catalogue: Path) -> None:
    """Make a repository of a catalogue, with a remote beside its files."""
    done = shell(
        "git init -q -b main && git init -q --bare temp/remote && git remote add origin temp/remote"
        " && echo temp > .git/info/exclude && git add . && git -c user.name=a -c user.email=a@b.test commit -qm one",
        catalogue,
    )
    assert 0 == done.returncode, done.stderr


def test_a_page_that_says_something_new_becomes_a_report_a_lock_a_spec_and_a_client(catalogue: Path) -> None:
    assert 0 == shell("truespec generate pottery", catalogue).returncode
    client = {path: path.read_text("utf-8") for path in (catalogue / "generated").rglob("*.py")}
    with_remote(catalogue)
    temp, specs = catalogue / "temp", catalogue / "specs" / "pottery"
    with page_server() as server:
        server.pages["/pots"] = (200, {"ETag": '"new"'}, (PAGES / "pots-newer.txt").read_bytes())
        variables = {"API": "pottery", "PAGE": f"{server.url}/pots"}
        done = shell(scripts()["watch"], catalogue, **variables)
        assert 0 == done.returncode, done.stdout + done.stderr
        assert ["/robots.txt", "/pots"] == [path for path, _ in server.asked]
        assert "drift=yes\n" == (temp / "output").read_text("utf-8")
        assert "| `POST /pots` | `body.wheelId` |" in (temp / "report.md").read_text("utf-8")
        body = (temp / "body.md").read_text("utf-8")
        parts = ("`body.wheelId`", "The client", "wheel_id", "The lock", '{"of": ["body.wheelId", "type"]')
        places = [body.rindex(part) for part in parts]
        assert sorted(places) == places
        (asked, made) = proposed(catalogue, os.environ["PATH"], opened=False)
        assert ("pr view", "pr create --head docs-watch/pottery") == (asked[:7], made[:35])
        assert made.endswith(f"--body-file {temp / 'body.md'}")
        listed = shell("git --git-dir temp/remote show --name-only --format= docs-watch/pottery", catalogue).stdout
        names = set(listed.splitlines())
        assert {"specs/pottery/documented.lock.json", "specs/pottery/openapi.yaml"} <= names
        assert [] != [name for name in names if name.startswith("generated/pottery/src/")], names
        assert [] == proposed(catalogue, os.environ["PATH"], opened=True)
        shutil.rmtree(temp)
        again = shell(scripts()["watch"], catalogue, **variables)
    assert (0, False) == (again.returncode, (temp / "output").exists())
    assert "wheelId" in (specs / "documented.lock.json").read_text("utf-8")
    assert "wheelId" in (specs / "openapi.yaml").read_text("utf-8")
    changed = {path.name for path, text in client.items() if path.read_text("utf-8") != text}
    assert {"models.py", "pots.py"} == changed & {"models.py", "pots.py", "client.py", "errors.py"}


def test_a_page_that_says_the_same_opens_nothing(catalogue: Path) -> None:
    with page_server() as server:
        server.pages["/pots"] = (200, {}, (PAGES / "pots-older.txt").read_bytes())
        done = shell(scripts()["watch"], catalogue, API="pottery", PAGE=f"{server.url}/pots")
    assert 0 == done.returncode, done.stdout + done.stderr
    assert not (catalogue / "temp" / "output").exists()


def test_a_page_that_cannot_be_read_fails_the_watch(catalogue: Path) -> None:
    with page_server() as server:
        server.pages["/pots"] = (200, {}, b"Sign in\n\nPassword\n")
        done = shell(scripts()["watch"], catalogue, API="pottery", PAGE=f"{server.url}/pots")
    assert 3 == done.returncode


def test_an_api_without_an_address_is_passed_over(tmp_path: Path) -> None:
    done = shell(scripts()["page"], tmp_path, API="pottery", NAME="POTTERY_PAGE", PAGE="")
    assert "::notice title=pottery::" in done.stdout
