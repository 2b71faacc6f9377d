"""What the workflows and hooks name exists: nox sessions, commands and their options, extras."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml
from truespec.catalogue import entries
from truespec.cli.main import app
from truespec.diagnostics import Report

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


def test_there_are_three_workflows() -> None:
    assert ["ci.yml", "contract.yml", "publish.yml"] == [path.name for path in WORKFLOWS]


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
    assert path.name in {"ci.yml", "publish.yml"} or found
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


def test_the_nightly_check_is_read_only_and_of_apis_that_exist() -> None:
    names = {entry.name for entry in entries(ROOT, Report())}
    found = [words for text in lines(ROOT / ".github" / "workflows" / "contract.yml") for words in commands(text)]
    tests = [words for words in found if words[0] == "test"]
    assert tests
    for words in tests:
        assert words[1] in names
        assert "--read-only" in words


def test_every_extra_that_is_named_exists() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    texts = [path.read_text("utf-8") for path in (*WORKFLOWS, *HOOKS)]
    named = {name for text in texts for found in re.findall(r'"\.\[([a-z,]+)\]"', text) for name in found.split(",")}
    assert named
    assert set() == named - set(extras)
