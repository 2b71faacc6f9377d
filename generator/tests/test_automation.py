"""What the workflows and hooks name exists: nox sessions, commands and their options, extras."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml
from truespec.catalogue import entries
from truespec.cli.main import app
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
HOOKS = [ROOT / ".pre-commit-hooks.yaml", ROOT / ".pre-commit-config.yaml"]
OPTIONS = {
    command.name: {option for parameter in command.params for option in parameter.opts}
    for command in vars(typer.main.get_command(app))["commands"].values()
}


def read(path: Path) -> Any:
    """Read YAML; the key ``on`` is a word there, not a truth value."""
    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 -- it makes texts only


def sessions() -> set[str]:
    """Return the sessions that the noxfile defines."""
    module = ast.parse((ROOT / "noxfile.py").read_text("utf-8"))
    functions = [node for node in module.body if isinstance(node, ast.FunctionDef) and node.decorator_list]
    return {node.name for node in functions}


def jobs(path: Path) -> list[Any]:
    """Return the jobs of a workflow."""
    return list(read(path)["jobs"].values())


def lines(path: Path) -> list[str]:
    """Return the shell lines of a workflow."""
    return [step["run"] for job in jobs(path) for step in job["steps"] if "run" in step]


def commands(text: str) -> list[list[str]]:
    """Return the words of each truespec command in a shell line."""
    return [match.split() for match in re.findall(r"(?:^|\s)truespec ([a-z].*)", text)]


def test_there_are_five_workflows() -> None:
    names = ["ci.yml", "contract.yml", "docs-watch.yml", "publish.yml", "shares.yml"]
    assert names == [path.name for path in WORKFLOWS]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_session_that_a_workflow_names_exists(path: Path) -> None:
    named = set(re.findall(r"nox -s ([a-z]+)", "\n".join(lines(path))))
    for job in jobs(path):
        named |= set(job.get("strategy", {}).get("matrix", {}).get("session", []))
    assert set() == named - sessions()


def test_ci_runs_every_default_session() -> None:
    text = (ROOT / "noxfile.py").read_text("utf-8")
    match = re.search(r"^nox\.options\.sessions = (\[.*\])$", text, re.MULTILINE)
    assert match is not None
    (job,) = jobs(ROOT / ".github" / "workflows" / "ci.yml")
    assert set() == set(ast.literal_eval(match[1])) - set(job["strategy"]["matrix"]["session"])


@pytest.mark.parametrize("path", [*WORKFLOWS, *HOOKS], ids=lambda path: path.name)
def test_every_command_that_is_named_exists_with_its_options(path: Path) -> None:
    if path in WORKFLOWS:
        texts = lines(path)
    else:
        document = read(path)
        hooks = document if isinstance(document, list) else document["repos"][0]["hooks"]
        texts = [hook["entry"] for hook in hooks]
    found = [words for text in texts for words in commands(text)]
    assert path.name in {"ci.yml", "publish.yml", "shares.yml"} or found
    for verb, *words in found:
        assert verb in OPTIONS
        assert set() == {word for word in words if word.startswith("--")} - OPTIONS[verb]


def test_the_hooks_for_consumers_are_those_of_the_project() -> None:
    own = {hook["id"]: hook["entry"] for hook in read(HOOKS[1])["repos"][0]["hooks"]}
    offered = {hook["id"]: hook["entry"] for hook in read(HOOKS[0])}
    assert ["truespec-fresh", "truespec-lint"] == sorted(offered)
    assert offered == {name: own[name] for name in offered}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_read_only_and_names_versions(path: Path) -> None:
    document = read(path)
    assert {"contents": "read"} == document["permissions"]
    for job in jobs(path):
        assert "timeout-minutes" in job
        for step in job["steps"]:
            assert re.fullmatch(r"actions/[a-z-]+@(v\d+|[0-9a-f]{40})", step.get("uses", "actions/x@v1"))
            assert "${{" not in step.get("run", "")  # what a secret or an event says is no part of a program


def nightly() -> tuple[list[dict[str, str]], dict[str, str]]:
    """Return the entries of the nightly matrix and the scripts of the job, by what they are for."""
    (job,) = jobs(ROOT / ".github" / "workflows" / "contract.yml")
    scripts = {
        "ask" if "truespec test" in step["run"] else step.get("id", ""): step["run"]
        for step in job["steps"]
        if "run" in step
    }
    return job["strategy"]["matrix"]["include"], scripts


def test_every_api_is_checked_nightly_and_read_only() -> None:
    matrix, scripts = nightly()
    assert [entry.name for entry in entries(ROOT, Report())] == [one["api"] for one in matrix]
    ((_, name, *words),) = commands(scripts["ask"])
    assert '"$API"' == name
    assert "--read-only" in words


@pytest.mark.parametrize("one", nightly()[0], ids=lambda one: one["api"])
def test_the_nightly_script_hands_on_what_the_secrets_hold(one: dict[str, str], tmp_path: Path) -> None:
    """The very script of the job is run, with a program in the place of truespec that prints its arguments."""
    stand_in = tmp_path / "truespec"
    stand_in.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    stand_in.chmod(0o755)
    keys = ("scheme", "second_scheme", "parameter")
    variables = {key.upper(): one.get(key, "") for key in keys} | {"API": one["api"], "URL": "http://server.test"}
    secrets = {"SECRET": "a key; $(false)", "SECOND_SECRET": "b", "VALUE": "c d"}
    environment = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"} | variables | secrets
    script = ["bash", "-e", "-o", "pipefail", "-c", nightly()[1]["ask"]]
    done = subprocess.run(script, env=environment, capture_output=True, text=True, check=True)
    expected = ["test", one["api"], "--url", "http://server.test", "--read-only"]
    expected += ["--auth", f"{one['scheme']}=a key; $(false)"]
    expected += ["--auth", f"{one['second_scheme']}=b"] if "second_scheme" in one else []
    expected += ["--param", f"{one['parameter']}=c d"] if "parameter" in one else []
    assert expected == done.stdout.splitlines()[: len(expected)]


@pytest.mark.parametrize("one", nightly()[0], ids=lambda one: one["api"])
def test_the_nightly_check_names_what_the_contract_has(one: dict[str, str]) -> None:
    api = load_api(one["api"], Report(), ROOT)
    assert api is not None
    credentials = [one[key] for key in ("scheme", "second_scheme") if key in one]
    named = [scheme for scheme in api.security_schemes if {scheme.wire, scheme.parameter} & set(credentials)]
    assert len(credentials) == len(named)
    needs = {frozenset(need.scheme for need in needs) for operation in api.operations for needs in operation.security}
    assert frozenset(scheme.wire for scheme in named) in needs
    required = {
        parameter.wire
        for operation in api.operations
        for parameter in operation.parameters
        if parameter.place == "path" and all(parameter.wire in other.path for other in api.operations)
    }
    assert required == ({one["parameter"]} if "parameter" in one else set())


@pytest.mark.parametrize(("url", "said", "output"), [("", "::notice title=bees::", ""), ("x", "", "there=yes\n")])
def test_an_api_without_a_server_is_skipped_with_a_notice(tmp_path: Path, url: str, said: str, output: str) -> None:
    (tmp_path / "output").touch()
    environment = {"API": "bees", "NAME": "BEES_URL", "URL": url, "GITHUB_OUTPUT": str(tmp_path / "output")}
    script = ["bash", "-e", "-o", "pipefail", "-c", nightly()[1]["server"]]
    done = subprocess.run(script, env=environment, capture_output=True, text=True, check=True)
    assert (said, output) == (done.stdout[: len("::notice title=bees::")], (tmp_path / "output").read_text("utf-8"))


@pytest.mark.parametrize("schema", ["vendor.github-workflows", "custom.github-workflows-require-timeout"])
def test_workflows_have_the_form_that_their_reader_wants(schema: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, WORKFLOWS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stdout + done.stderr


def test_every_extra_that_is_named_exists() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    texts = [path.read_text("utf-8") for path in (*WORKFLOWS, *HOOKS)]
    named = {name for text in texts for found in re.findall(r'"\.\[([a-z,]+)\]"', text) for name in found.split(",")}
    assert named
    assert set() == named - set(extras)
