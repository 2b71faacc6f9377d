"""Measure generation against its peers in one run, and print ratios: ``python generator/bench/generation.py DIR PEER``.

``DIR`` holds documents (as for ``corpus.py``), ``PEER`` is the command of openapi-python-client. CPU seconds are user
and system of a program with all processes it started, so that other work on the machine changes them little; wall time
is only worth something on a machine that does nothing else, so the load is printed as well. Our modules are
compiled first, as pip compiles those of the peer when it installs them; where Python may not write bytecode by itself
(``PYTHONDONTWRITEBYTECODE``), each run would pay for it.
"""

from __future__ import annotations

import compileall
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import documents

GENERATOR = Path(__file__).resolve().parents[1]
TRUESPEC = [sys.executable, "-m", "truespec", "generate"]
# As the code generator is used by us: the same kind of models, no formatter. It prints how many classes it wrote.
MODELS = """
import json, sys
import datamodel_code_generator as generator
from datamodel_code_generator.config import GenerateConfig
from datamodel_code_generator.enums import DataModelType, OpenAPIScope
from pathlib import Path
path, *scopes = sys.argv[1:]
kind = generator.InputFileType.OpenAPI if scopes else generator.InputFileType.JsonSchema
config = GenerateConfig(
    input_file_type=kind, output_model_type=DataModelType.PydanticV2BaseModel,
    target_python_version=generator.PythonVersion.PY_311, formatters=[], use_annotated=True, disable_timestamp=True,
    **({"openapi_scopes": [OpenAPIScope[scope] for scope in scopes]} if scopes else {}),
)
given = Path(path) if scopes else {"$defs": json.loads(Path(path).read_bytes())["$defs"]}
text = generator.generate(given, config=config)
print((text if isinstance(text, str) else "".join(map(str, text.values()))).count("\\nclass "))
"""
EDITS = 3
Goal = tuple[str, float, float]
"""What has to hold, the figure, and what it has to stay below."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a program took: CPU and wall in seconds, the peak memory of its largest process in MB, what it printed."""

    cpu: float
    wall: float
    megabytes: float
    code: int
    printed: str


def cost(command: list[str], cache: Path | None = None) -> Cost:
    """Run a program and measure it with all the processes it waits for; ``cache`` is where truespec keeps things."""
    environment = {**os.environ, "PYTHONPATH": str(GENERATOR), "TRUESPEC_CACHE": str(cache) if cache else "off"}
    with tempfile.TemporaryFile() as answer:
        started = time.monotonic()
        with subprocess.Popen(command, stdout=answer, stderr=subprocess.DEVNULL, env=environment) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - started
        answer.seek(0)
        printed = answer.read().decode(errors="replace")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, process.returncode, printed)


def against_peer(folder: Path, peer: str, work: Path) -> Iterator[Goal]:
    """Print CPU and wall of both generators on every document that both can do, and the totals."""
    print("| document | CPU s | wall s | peer CPU s | peer wall s | CPU ratio | wall ratio |\n| --- |" + " ---: |" * 6)
    ours: list[Cost] = []
    theirs: list[Cost] = []
    refused: list[str] = []
    for number, (name, document, _) in enumerate(documents(folder)):
        out = work / str(number)
        made = cost([*TRUESPEC, str(document), "--out", str(out / "ours")], out / "cache")
        other = cost(_peer_command(peer, document, out / "theirs"))
        shutil.rmtree(out, ignore_errors=True)
        if made.code or other.code:
            refused.append(f"{name} ({'truespec' if made.code else 'openapi-python-client'})")
            continue
        ours.append(made)
        theirs.append(other)
        print(_row(name, made, other), flush=True)
    print(_row(f"total of {len(ours)}", _sum(ours), _sum(theirs)))
    print(f"\nrefused, so not compared: {', '.join(refused) or 'none'}\n", flush=True)
    if ours:
        yield "CPU of all, to openapi-python-client's", _sum(ours).cpu / _sum(theirs).cpu, 1.0
        yield "wall time of all, to openapi-python-client's", _sum(ours).wall / _sum(theirs).wall, 1.0


def _peer_command(peer: str, document: Path, out: Path) -> list[str]:
    return [peer, "generate", "--path", str(document), "--meta", "none", "--output-path", str(out)]


def _row(name: str, made: Cost, other: Cost) -> str:
    ratios = made.cpu / max(other.cpu, 0.01), made.wall / max(other.wall, 0.01)
    cells = (made.cpu, made.wall, other.cpu, other.wall)
    return f"| {name} | {' | '.join(f'{cell:.1f}' for cell in cells)} | {ratios[0]:.2f} | {ratios[1]:.2f} |"


def _sum(costs: list[Cost]) -> Cost:
    most = max((one.megabytes for one in costs), default=0.0)
    return Cost(sum(one.cpu for one in costs), sum(one.wall for one in costs), most, 0, "")


def large(document: Path, peer: str, work: Path) -> Iterator[Goal]:
    """Print what the largest document takes: cold, unchanged, edited, and its models by datamodel-code-generator."""
    spec, out, cache = work / "large.json", work / "large", work / "cache"
    value = json.loads(document.read_bytes())
    spec.write_text(json.dumps(value, indent=2), encoding="utf-8")
    command = [*TRUESPEC, str(spec), "--out", str(out)]
    cold = cost(command, cache)
    _, _, after = cold.printed.partition("schemas ")
    print(f"{document.name}: {after.split(' ')[0]} schemas")
    print(f"  cold: {cold.cpu:.1f} s CPU, {cold.wall:.1f} s wall, largest process {cold.megabytes:.0f} MB")
    alone = _models(spec, next(out.glob("src/*/schemas.json"), spec))
    if alone:
        yield f"{document.name}: CPU, to datamodel-code-generator's alone on the same models", cold.cpu / alone, 1.2
    other = cost(_peer_command(peer, spec, work / "peer"))
    if not other.code:
        print(f"  openapi-python-client: {other.cpu:.1f} s CPU, {other.wall:.1f} s wall, {other.megabytes:.0f} MB")
        yield f"{document.name}: wall time, to openapi-python-client's", cold.wall / other.wall, 1.0
    yield f"{document.name}: peak memory of a process, MB", cold.megabytes, 1500
    same = cost(command, cache)
    print(f"  unchanged: {same.cpu:.2f} s CPU")
    yield f"{document.name}: CPU of a run that has nothing to do, s", same.cpu, 1.0
    edits: list[float] = []
    for name in _edited(value):
        spec.write_text(json.dumps(value, indent=2), encoding="utf-8")
        edited = cost(command, cache)
        edits.append(edited.cpu)
        print(f"  {name} with one member more: {edited.cpu:.2f} s CPU, {edited.cpu / cold.cpu:.1%} of cold", flush=True)
    yield f"{document.name}: CPU of an edit, to that of all (median)", statistics.median(edits) / cold.cpu, 0.1


def _models(spec: Path, schemas: Path) -> float:
    """Print what datamodel-code-generator takes without a formatter, and return that for the models of the client."""
    alone = 0.0
    for what, arguments in {
        "the components": [str(spec), "Schemas"],
        "the components and what stands in paths": [str(spec), "Schemas", "Paths"],
        "the models of the client": [str(schemas)],
    }.items():
        models = cost([sys.executable, "-c", MODELS, *arguments])
        if models.code:
            print(f"  datamodel-code-generator alone, {what}: ends with {models.code}")
            continue
        alone = models.cpu
        print(f"  datamodel-code-generator alone, {what}: {models.printed.strip()} classes, {models.cpu:.1f} s CPU")
    return alone


def _edited(document: dict[str, Any]) -> Iterator[str]:
    """Give one more member to one schema after the other, of those that have any, and yield its name each time."""
    schemas = {name: schema for name, schema in document["components"]["schemas"].items() if schema.get("properties")}
    names = list(schemas)
    for number in range(EDITS):
        name = names[len(names) * (number + 1) // (EDITS + 1)]
        schemas[name]["properties"]["one_more_member"] = {"type": "string"}
        yield name


def main() -> None:
    """Measure and print."""
    folder, peer = Path(sys.argv[1]), sys.argv[2]
    compileall.compile_dir(GENERATOR / "truespec", quiet=1)
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    candidates = [path for _, path, _ in documents(folder) if path.suffix == ".json"]
    goals: list[Goal] = []
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        if candidates:
            goals += large(max(candidates, key=lambda path: path.stat().st_size), peer, work)
        goals += against_peer(folder, peer, work)
    print("| what | measured | to be below |\n| --- | ---: | ---: |")
    for what, figure, limit in goals:
        print(f"| {what} | {figure:.2f}{'' if figure < limit else ' (is not)'} | {limit:g} |")
    print(f"\nload after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
