"""Clients of many documents: found below a folder, shared out among processes or a cluster, one report."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from truespec import parallel
from truespec.catalogue import ApiEntry, file_entry
from truespec.cli import making
from truespec.cli.finding import find_documents
from truespec.cli.making import Job, Made, make_all
from truespec.parallel import BackendError, LostError, on_cluster, on_cores

DOCUMENT = """\
openapi: 3.1.0
info: {title: TITLE, version: "1"}
paths:
  /things:
    get:
      operationId: listThings
      responses:
        "200": {description: All., content: {application/json: {schema: {$ref: "SCHEMA"}}}}
components:
  schemas:
    Thing: {type: object, properties: {name: {type: string}}}
"""
_CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    cluster = LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)
    print(cluster.scheduler_address.replace("tcp://", "dask://"), flush=True)
    sys.stdin.read()
"""


def document(title: str, schema: str = "#/components/schemas/Thing") -> str:
    return DOCUMENT.replace("TITLE", title).replace("SCHEMA", schema)


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def truespec(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "truespec", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "TRUESPEC_CACHE": "off"},
    )


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def cluster() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start a scheduler with two workers on this machine, in a process group of their own."""
    with subprocess.Popen(
        [sys.executable, "-c", _CLUSTER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip(), process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def test_documents_are_found_by_what_they_say(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.yaml": document("A"),
            "b.txt": json.dumps({"info": {"openapi": "no"}, "swagger": "2.0"}),
            "flow": "{openapi: 3.1.0, info: {title: F, version: '1'}}",
            "deep/openapi.yaml": "# first a comment\n---\n" + document("D"),
            "part.yaml": "type: object\nproperties: {openapi: {type: string}}\n",
            "nested.json": json.dumps({"about": {"openapi": "3.1.0"}}),
            "README.md": "# How to\n\nWrite this:\n\n```yaml\nopenapi: 3.1.0\n```\n",
            "broken.json": '{"a": ',
            "empty": "",
        },
    )
    (tmp_path / "binary").write_bytes(b"openapi: 3.1.0\n\xff\xfe")
    (tmp_path / "link.yaml").symlink_to(tmp_path / "a.yaml")
    found = find_documents(tmp_path)
    assert [name for name, _ in found.documents] == ["a", "b", "flow", "deep_openapi"]
    assert found.passed_over == 6


def test_no_two_documents_share_a_folder(tmp_path: Path) -> None:
    write(tmp_path, {name: document("A") for name in ("a.json.yaml", "a_json.yaml", "A/JSON.yaml", "a/json.txt")})
    names = [name for name, _ in find_documents(tmp_path).documents]
    assert len({name.casefold() for name in names}) == 4


def test_all_documents_of_a_folder_are_made_and_a_failure_stops_none(tmp_path: Path) -> None:
    write(
        tmp_path / "docs",
        {
            "first.yaml": document("First", schema="parts/thing.yaml"),
            "parts/thing.yaml": "type: object\nproperties: {name: {type: string}}\n",
            "middle.yaml": "openapi: 3.1.0\ninfo: [\n",
            "nowhere.yaml": "openapi: 9.9.9\n",
            "zoo/last.yaml": document("Last"),
        },
    )
    result = truespec("generate", "--all", "docs", "--out", "made", cwd=tmp_path)
    assert result.returncode == 2, result.stderr
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["first", "zoo_last", "passed over"]
    assert result.stdout.splitlines()[-1] == "passed over: 1 files that are no OpenAPI documents"
    assert sorted(path.name for path in (tmp_path / "made").iterdir()) == ["first", "zoo_last"]
    assert "docs/nowhere.yaml:1:1: error openapi-version-unsupported" in result.stderr


def test_all_in_json_is_one_document_in_the_order_of_the_paths(tmp_path: Path) -> None:
    write(tmp_path / "docs", {f"{name}.yaml": document(name) for name in "cab"} | {"notes.md": "# Notes\n"})
    result = truespec("generate", "--all", "docs", "--format", "json", cwd=tmp_path)
    answer = json.loads(result.stdout)
    assert [(made["document"], made["out"]) for made in answer["documents"]] == [
        (f"docs/{name}.yaml", f"clients/{name}") for name in "abc"
    ]
    assert answer["passed_over"] == 1


@pytest.mark.parametrize(
    ("arguments", "id_"),
    [
        (("--all", "docs", "docs/a.yaml"), "option-form"),
        (("--all", "docs", "--package", "x"), "option-form"),
        (("--all", "nowhere"), "folder-missing"),
        (("--all", "empty"), "documents-missing"),
        (("docs/a.yaml", "--backend", "slurm://h:1"), "backend-unusable"),
        (("docs/a.yaml", "--backend", "dask://127.0.0.1"), "backend-unusable"),
    ],
)
def test_wrong_use_is_a_diagnostic_and_makes_nothing(tmp_path: Path, arguments: tuple[str, ...], id_: str) -> None:
    write(tmp_path, {"docs/a.yaml": document("A")})
    (tmp_path / "empty").mkdir()
    result = truespec("generate", *arguments, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert f"error {id_}:" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["docs", "empty"]


def _jobs(folder: Path, out: Path, count: int = 4) -> list[Job]:
    write(folder, {f"{number}.yaml": document(f"Api {number}") for number in range(count)})
    return [Job(str(n), file_entry(folder / f"{n}.yaml"), out / str(n)) for n in range(count)]


def test_processes_make_the_same_bytes_and_one_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUESPEC_CACHE", "off")
    told: list[Made] = []
    here = make_all(_jobs(tmp_path / "docs", tmp_path / "here"), "", told.append)
    monkeypatch.setattr(making, "_WORTH_A_POOL", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    spread = make_all(_jobs(tmp_path / "docs", tmp_path / "spread"), "", told.append)
    assert [one.job.name for one in spread] == [one.job.name for one in here] == ["0", "1", "2", "3"]
    assert len(told) == 8
    assert tree(tmp_path / "spread") == tree(tmp_path / "here") != {}


def test_a_fault_of_ours_in_one_document_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def inputs(entry: ApiEntry) -> tuple[Path, ...]:
        if entry.name == "1":
            raise RuntimeError("ours")
        return (entry.spec,)

    monkeypatch.setattr(ApiEntry, "inputs", property(inputs))
    made = make_all(_jobs(tmp_path / "docs", tmp_path / "out"), "", lambda _: None)
    assert [int(one.exit) for one in made] == [0, 70, 0, 0]
    assert "a fault of ours (RuntimeError)" in made[1].fault


def test_a_cluster_makes_the_same_bytes(tmp_path: Path, cluster: tuple[str, subprocess.Popen[str]]) -> None:
    address, _ = cluster
    _jobs(tmp_path / "docs", tmp_path)
    here = truespec("generate", "--all", "docs", "--out", "here", cwd=tmp_path)
    there = truespec("generate", "--all", "docs", "--out", "there", "--backend", address, cwd=tmp_path)
    assert (there.returncode, there.stderr) == (0, "")
    assert there.stdout == here.stdout.replace("here/", "there/")
    assert tree(tmp_path / "there") == tree(tmp_path / "here") != {}


def test_a_cluster_that_dies_leaves_what_was_done(cluster: tuple[str, subprocess.Popen[str]]) -> None:
    address, process = cluster
    found = on_cluster(time.sleep, [0.0, 100.0], address)
    assert next(found) == (0, None)
    os.killpg(process.pid, signal.SIGKILL)
    with pytest.raises(LostError):
        next(found)


def test_what_a_lost_cluster_left_undone_is_named_and_could_not_be_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from truespec.cli.main import app  # noqa: PLC0415 -- the whole command line, only here

    def dying(work: Callable[[Job], Made], items: list[Job], _: str) -> Iterator[tuple[int, Made]]:
        yield 0, work(items[0])
        raise LostError

    monkeypatch.setattr(parallel, "on_cluster", dying)
    monkeypatch.chdir(tmp_path)
    _jobs(tmp_path / "docs", tmp_path, count=3)
    with pytest.raises(SystemExit) as stopped:
        app(["generate", "--all", "docs", "--backend", "dask://127.0.0.1:1"])
    said = capsys.readouterr()
    assert stopped.value.code == 3
    assert said.out == "api_0: operations 1 of 1, schemas 1 of 1, diagnostics 0; clients/api_0 written\n"
    assert said.err.count("error backend-lost: not done") == 2


def test_nobody_at_the_address_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_PATIENCE", 0.5)
    with pytest.raises(BackendError, match="no scheduler of Dask answers"):
        next(on_cluster(time.sleep, [0.0], "dask://127.0.0.1:9"))


def test_a_killed_process_is_a_loss() -> None:
    with pytest.raises(LostError):
        list(on_cores(os._exit, [3, 3], processes=2))
