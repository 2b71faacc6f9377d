"""The command line: exit codes, one JSON document, bad input, and what a start may import."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "jinja2",
    "datamodel_code_generator",
    "schemathesis",
    "hypothesis",
    "pydantic",
    "httpx2",
    "starlette",
    "uvicorn",
)

SMALL = """\
openapi: 3.1.0
info: {title: Tables, version: "1"}
paths:
  /tables/{id}:
    get:
      operationId: getTable
      summary: One table
      parameters:
        - {name: id, in: path, required: true, description: Which table., schema: {type: string}}
      responses:
        "200": {description: The table., content: {application/json: {schema: {type: object}}}}
"""


def truespec(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does."""
    environment = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "truespec", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=120,
    )


def test_help_names_every_verb_and_the_exit_codes() -> None:
    result = truespec("--help")
    assert result.returncode == 0
    for word in ("lint", "generate", "mock", "test", "Exit codes"):
        assert word in result.stdout


def test_help_imports_no_heavy_library() -> None:
    program = (
        "import sys\n"
        "from truespec.cli.main import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {(*HEAVY, 'yaml', 'jsonschema_rs', 'rich')!r} if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("verb", ["lint", "generate", "mock", "test"])
def test_a_wrong_option_is_wrong_use(verb: str) -> None:
    result = truespec(verb, "--no-such-option")
    assert result.returncode == 2
    assert "--no-such-option" in result.stderr


def test_a_sound_document_has_exit_code_0(tmp_path: Path) -> None:
    (tmp_path / "tables.yaml").write_text(SMALL, encoding="utf-8")
    result = truespec("lint", "tables.yaml", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, "1 document, 0 errors, 0 warnings\n"), result.stderr


def test_json_is_one_document_with_every_diagnostic(tmp_path: Path) -> None:
    (tmp_path / "tables.yaml").write_text(SMALL.replace("{id}", "{uid}"), encoding="utf-8")
    result = truespec("lint", "tables.yaml", "--format", "json", cwd=tmp_path)
    document = json.loads(result.stdout)
    assert result.returncode == 2
    assert document["errors"] == len([d for d in document["diagnostics"] if d["severity"] == "error"]) > 0
    for diagnostic in document["diagnostics"]:
        assert diagnostic["file"] == "tables.yaml"
        assert diagnostic["line"] > 0
        assert set(diagnostic) == {"id", "severity", "file", "line", "column", "pointer", "message", "advice"}


@pytest.mark.parametrize("output", ["github", "sarif"])
def test_other_formats_name_the_line(tmp_path: Path, output: str) -> None:
    (tmp_path / "tables.yaml").write_text(SMALL.replace("{id}", "{uid}"), encoding="utf-8")
    result = truespec("lint", "tables.yaml", "--format", output, cwd=tmp_path)
    assert result.returncode == 2
    if output == "sarif":
        run = json.loads(result.stdout)["runs"][0]
        assert all(r["locations"][0]["physicalLocation"]["region"]["startLine"] > 0 for r in run["results"])
    else:
        assert result.stdout.startswith("::error file=tables.yaml,line=")


def test_an_unknown_api_is_named_with_those_that_exist() -> None:
    result = truespec("lint", "nosuchapi")
    assert result.returncode == 2
    assert "nosuchapi: error api-unknown" in result.stderr
    assert "fullwhere" in result.stderr


BAD_INPUTS = (
    "missing.yaml",
    "folder",
    "empty.yaml",
    "binary.yaml",
    "huge.yaml",
    "duplicate.yaml",
    "outside.yaml",
    "remote.yaml",
)


def _bad_inputs(folder: Path) -> None:
    (folder / "folder").mkdir()
    (folder / "empty.yaml").touch()
    (folder / "binary.yaml").write_bytes(bytes(range(256)) * 40)
    with (folder / "huge.yaml").open("wb") as file:
        file.truncate(1 << 30)
    (folder / "duplicate.yaml").write_text(SMALL + "paths: {}\n", encoding="utf-8")
    schema = "schema: {type: object}"
    (folder / "outside.yaml").write_text(SMALL.replace(schema, "schema: {$ref: /etc/passwd}"), encoding="utf-8")
    (folder / "remote.yaml").write_text(
        SMALL.replace(schema, "schema: {$ref: 'http://127.0.0.1:9/x.yaml'}"), encoding="utf-8"
    )


@pytest.mark.parametrize("verb", ["lint", "generate", "mock", "test"])
@pytest.mark.parametrize("name", BAD_INPUTS)
def test_bad_input_is_refused_with_a_place_and_nothing_is_written(tmp_path: Path, verb: str, name: str) -> None:
    _bad_inputs(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    result = truespec(verb, name, *(["--out", "made"] if verb == "generate" else []), cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.startswith(name)
    assert ": error " in result.stderr
    assert "Traceback" not in result.stderr
    assert "root:" not in result.stdout + result.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_the_rules_are_listed() -> None:
    result = truespec("lint", "--rules")
    assert result.returncode == 0
    assert "operation-id-duplicate" in result.stdout


def test_the_faults_are_listed() -> None:
    result = truespec("mock", "--list-faults")
    assert result.returncode == 0
    for name in ("credential-ignored", "dedupe-off", "fill-null-overwrites", "limit-ignored", "field-type", "status"):
        assert name in result.stdout


def test_a_credential_for_no_scheme_is_refused_and_not_repeated() -> None:
    result = truespec("mock", "collins", "--auth", "nope=s3cret", "--auth", "s3cret")
    assert 2 == result.returncode
    assert "auth-unknown-scheme" in result.stderr
    assert "option-form" in result.stderr
    assert "s3cret" not in result.stdout + result.stderr


def test_an_unknown_fault_is_refused_with_advice() -> None:
    result = truespec("mock", "fullwhere", "--fault", "no-such-fault")
    assert result.returncode == 2
    assert "error fault-unknown" in result.stderr
    assert "advice: " in result.stderr


def test_a_fault_of_ours_is_code_70_with_a_file_of_details(tmp_path: Path) -> None:
    program = (
        "import sys, truespec.cli.main as main\n"
        "def broken(*a: object, **k: object) -> None:\n    raise RuntimeError('secret-canary')\n"
        "main.app = broken\nmain.main()\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert result.returncode == 70
    assert "Traceback" not in result.stderr
    details = next(tmp_path.glob("truespec-fault-*.txt")).read_text(encoding="utf-8")
    assert "RuntimeError" in details
    assert "secret-canary" not in result.stderr + details


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A folder with a spec and the package made of it."""
    (tmp_path / "tables.yaml").write_text(SMALL, encoding="utf-8")
    assert truespec("generate", "tables.yaml", "--out", "made", cwd=tmp_path).returncode == 0
    return tmp_path


def test_generate_counts_what_it_made(workplace: Path) -> None:
    result = truespec("generate", "tables.yaml", "--out", "made", cwd=workplace)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "tables: operations 1 of 1, schemas 0 of 0, diagnostics 0; made unchanged\n"


def test_generate_prints_one_json_document(workplace: Path) -> None:
    result = truespec("generate", "tables.yaml", "--out", "made", "--format", "json", cwd=workplace)
    (made,) = json.loads(result.stdout)["documents"]
    assert (made["package"], made["operations_total"], made["operations_rendered"]) == ("tables_client", 1, 1)


def test_what_generate_says_of_a_document_has_these_members_and_no_other(workplace: Path) -> None:
    (workplace / "odd.yaml").write_text(SMALL.replace("operationId", "operationID"), encoding="utf-8")
    result = truespec("generate", "odd.yaml", "--out", "odd", "--format", "json", cwd=workplace)
    answer = json.loads(result.stdout)
    (made,) = answer["documents"]
    assert list(answer) == ["documents"]
    assert list(made) == [
        "document",
        "package",
        "out",
        "operations_total",
        "operations_rendered",
        "schemas_total",
        "schemas_rendered",
        "diagnostics",
        "seconds",
    ]
    assert {tuple(found) for found in made["diagnostics"]} == {
        ("id", "severity", "file", "line", "column", "pointer", "message")
    }
    counts = json.loads((workplace / "odd" / "manifest.json").read_bytes())["counts"]
    assert (counts["diagnostics"], result.stderr) == (len(made["diagnostics"]), "")


def test_an_error_is_shown_with_the_way_to_it_through_the_document(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("openapi: 3.1.0\npaths: {/a: {fetch: {operationId: b}}}\n", encoding="utf-8")
    result = truespec("generate", "a.yaml", cwd=tmp_path)
    assert result.returncode == 2
    assert "a.yaml:2:14: error method-unknown: 'fetch'" in result.stderr
    assert "\n  at: /paths/~1a/fetch\n  advice: correct the method\n" in result.stderr


def test_check_of_a_stale_package_shows_a_diff_and_fails(workplace: Path) -> None:
    (workplace / "tables.yaml").write_text(SMALL.replace("One table", "One fable"), encoding="utf-8")
    result = truespec("generate", "tables.yaml", "--out", "made", "--check", cwd=workplace)
    assert result.returncode == 1
    assert "--- made/" in result.stdout
    assert any(line.startswith("+") and "One fable" in line for line in result.stdout.splitlines())


def test_a_file_edited_by_hand_is_refused_by_name_with_code_1(workplace: Path) -> None:
    edited = workplace / "made" / "src" / "tables_client" / "client.py"
    edited.write_text(edited.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    result = truespec("generate", "tables.yaml", "--out", "made", cwd=workplace)
    assert result.returncode == 1
    assert "client.py: error generated-file-edited" in result.stderr
    assert edited.read_text(encoding="utf-8").endswith("# mine\n")


def test_the_list_is_a_table_that_breaks_no_cell_where_nobody_looks() -> None:
    environment = {key: value for key, value in os.environ.items() if key != "COLUMNS"}
    command = [sys.executable, "-m", "truespec", "list"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=environment)
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in result.stdout.splitlines() if "|" in line]
    document = json.loads(truespec("list", "--format", "json").stdout)
    counts = ("name", "title", "operations", "schemas", "facts", "assumptions")
    assert ["API", "title", "operations", "schemas", "documented facts", "assumptions"] == rows[0]
    assert [[str(api[key]) for key in counts] for api in document["apis"]] == rows[1:]
    assert "\x1b" not in result.stdout


def test_an_assumption_is_listed_with_its_place_and_its_reason() -> None:
    document = json.loads(truespec("list", "--assumptions", "resdiary", "--format", "json").stdout)
    *lines, last = truespec("list", "--assumptions", "resdiary").stdout.splitlines()
    (api,) = document["apis"]
    expected = [
        f"{one['file']}:{one['line']}:{one['column']}: {' '.join(filter(None, (one['what'], one['attribute'])))}: "
        f"{' '.join(one['reason'].split())}"
        for one in api["assumed"]
    ]
    assert expected == lines
    assert f"resdiary: {len(lines)} assumptions beside {api['facts']} documented facts" == last
