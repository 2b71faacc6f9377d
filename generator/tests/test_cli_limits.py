"""Each limit has a flag, on each command that reads documents, and the message of the limit names it."""

from __future__ import annotations

from pathlib import Path

import pytest
from truespec.cli.main import app
from typer.testing import CliRunner

CHAIN = "".join(f"    S{n}: {{$ref: '#/components/schemas/S{n + 1}'}}\n" for n in range(5)) + "    S5: {type: string}\n"
DOCUMENT = (
    "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n"
    f"{CHAIN}    Long: {{type: integer, example: {'9' * 30}}}\n    Far: {{$ref: 'far.yaml'}}\n"
)


@pytest.fixture
def spec(tmp_path: Path) -> str:
    """Write a document that is deep, long and tangled, in small."""
    (tmp_path / "far.yaml").write_text("type: string\n")
    path = tmp_path / "openapi.yaml"
    path.write_text(DOCUMENT)
    return str(path)


@pytest.mark.parametrize(
    ("flag", "bound", "expected"),
    [
        ("--max-file-bytes", 100, "file-too-large"),
        ("--max-nodes", 10, "node-limit"),
        ("--max-depth", 3, "depth-limit"),
        ("--max-digits", 20, "number-too-long"),
        ("--max-ref-hops", 3, "ref-too-long"),
        ("--max-files", 1, "file-limit"),
    ],
)
def test_a_limit_that_is_chosen_holds_and_its_message_names_the_flag(
    spec: str, flag: str, bound: int, expected: str
) -> None:
    result = CliRunner().invoke(app, ["lint", spec, flag, str(bound)])
    assert (2, True, True) == (result.exit_code, expected in result.output, f"allow it with {flag}" in result.output)
    assert expected not in CliRunner().invoke(app, ["lint", spec]).output


@pytest.mark.parametrize("command", ["lint", "generate", "mock", "test", "list", "publish"])
def test_each_command_that_reads_documents_has_the_flags(command: str, spec: str, tmp_path: Path) -> None:
    needed = ["--out", str(tmp_path / "out")] if command == "publish" else []
    for flag in ("--max-file-bytes", "--max-files", "--max-nodes", "--max-depth", "--max-digits", "--max-ref-hops"):
        assert 2 == CliRunner().invoke(app, [command, spec, *needed, flag, "0"]).exit_code
    result = CliRunner().invoke(app, [command, spec, *needed, "--max-depth", "3"])
    assert (2, True) == (result.exit_code, "depth-limit" in result.output)


@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_a_document_deeper_than_usual_is_read_where_that_is_allowed(tmp_path: Path, suffix: str) -> None:
    depth = 400
    inner = '{"items": ' * depth + "{}" + "}" * depth
    path = tmp_path / f"openapi.{suffix}"
    path.write_text(
        '{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}, '
        f'"components": {{"schemas": {{"Deep": {inner}}}}}}}'
    )
    assert "depth-limit" in CliRunner().invoke(app, ["lint", str(path)]).output
    result = CliRunner().invoke(app, ["lint", str(path), "--max-depth", "500"])
    assert (0, None) == (result.exit_code, result.exception)


@pytest.mark.parametrize("host", ["https://a.example", "a.example/x", "u@a.example", "*"])
def test_what_is_no_host_is_wrong_use(spec: str, host: str) -> None:
    assert 2 == CliRunner().invoke(app, ["lint", spec, "--allow-remote-refs", host]).exit_code
