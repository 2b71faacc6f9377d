"""Measure generation against its peers in one run, and print ratios: ``python generator/bench/generation.py DIR PEER``.

``DIR`` holds documents (as for ``corpus.py``), ``PEER`` is the command of openapi-python-client. CPU seconds are user
and system of a program with all processes it started, so that other work on the machine changes them little; wall time
is only worth something on a machine that does nothing else, so the load is printed as well.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import documents

GENERATOR = Path(__file__).resolve().parents[1]
TRUESPEC = [sys.executable, "-m", "truespec", "generate"]
# As the code generator is used by us: the same kind of models, no formatter. It prints how many classes it wrote.
MODELS = """
import sys
import datamodel_code_generator as generator
from datamodel_code_generator.config import GenerateConfig
from datamodel_code_generator.enums import DataModelType, OpenAPIScope
from pathlib import Path
config = GenerateConfig(
    input_file_type=generator.InputFileType.OpenAPI, output_model_type=DataModelType.PydanticV2BaseModel,
    target_python_version=generator.PythonVersion.PY_311, formatters=[], use_annotated=True, disable_timestamp=True,
    openapi_scopes=[OpenAPIScope[scope] for scope in sys.argv[2:]],
)
text = generator.generate(Path(sys.argv[1]), config=config)
print((text if isinstance(text, str) else "".join(map(str, text.values()))).count("\\nclass "))
"""


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


def against_peer(folder: Path, peer: str, work: Path) -> None:
    """Print CPU and wall of both generators on every document that both can do, and the totals."""
    print("| document | CPU s | wall s | peer CPU s | peer wall s | CPU ratio |\n| --- |" + " ---: |" * 5)
    ours: list[Cost] = []
    theirs: list[Cost] = []
    refused: list[str] = []
    for number, (name, document, _) in enumerate(documents(folder)):
        out = work / str(number)
        made = cost([*TRUESPEC, str(document), "--out", str(out / "ours")], out / "cache")
        command = [peer, "generate", "--path", str(document), "--meta", "none", "--output-path", str(out / "theirs")]
        other = cost(command)
        shutil.rmtree(out, ignore_errors=True)
        if made.code or other.code:
            refused.append(f"{name} ({'truespec' if made.code else 'openapi-python-client'})")
            continue
        ours.append(made)
        theirs.append(other)
        print(_row(name, made, other), flush=True)
    print(_row(f"total of {len(ours)}", _sum(ours), _sum(theirs)))
    print(f"\nrefused, so not compared: {', '.join(refused) or 'none'}")
    print(f"wall ratio of the total: {_sum(ours).wall / max(_sum(theirs).wall, 0.01):.2f}\n", flush=True)


def _row(name: str, made: Cost, other: Cost) -> str:
    ratio = made.cpu / max(other.cpu, 0.01)
    cells = (name, f"{made.cpu:.1f}", f"{made.wall:.1f}", f"{other.cpu:.1f}", f"{other.wall:.1f}", f"{ratio:.2f}")
    return f"| {' | '.join(cells)} |"


def _sum(costs: list[Cost]) -> Cost:
    most = max((one.megabytes for one in costs), default=0.0)
    return Cost(sum(one.cpu for one in costs), sum(one.wall for one in costs), most, 0, "")


def large(document: Path, work: Path) -> None:
    """Print what the largest document takes: cold, unchanged, edited, and its models by datamodel-code-generator."""
    spec, out, cache = work / "large.json", work / "large", work / "cache"
    value = json.loads(document.read_bytes())
    spec.write_text(json.dumps(value, indent=2), encoding="utf-8")
    command = [*TRUESPEC, str(spec), "--out", str(out)]
    cold = cost(command, cache)
    same = cost(command, cache)
    _add_a_member(value)
    spec.write_text(json.dumps(value, indent=2), encoding="utf-8")
    edited = cost(command, cache)
    _, _, after = cold.printed.partition("schemas ")
    print(f"{document.name}: {after.split(' ')[0]} schemas; cold {cold.cpu:.1f} s CPU, {cold.wall:.1f} s wall")
    print(f"  peak memory of the largest process: {max(cold.megabytes, edited.megabytes):.0f} MB")
    print(f"  unchanged: {same.cpu:.2f} s CPU")
    print(f"  one member more: {edited.cpu:.2f} s CPU, {edited.cpu / cold.cpu:.0%} of cold")
    for scopes in (("Schemas",), ("Schemas", "Paths")):
        models = cost([sys.executable, "-c", MODELS, str(spec), *scopes])
        if models.code:
            print(f"  datamodel-code-generator alone, {'+'.join(scopes)}: ends with {models.code}")
            continue
        classes = int(models.printed or 0)
        said = f"{classes} classes, {models.cpu:.1f} s CPU; truespec takes {cold.cpu / models.cpu:.2f} times that"
        print(f"  datamodel-code-generator alone, no formatter, {'+'.join(scopes).lower()}: {said}", flush=True)


def _add_a_member(document: dict[str, Any]) -> None:
    """Give one more member to the schema in the middle of those that have any."""
    schemas = [schema for schema in document["components"]["schemas"].values() if schema.get("properties")]
    schemas[len(schemas) // 2]["properties"]["one_more_member"] = {"type": "string"}


def main() -> None:
    """Measure and print."""
    folder, peer = Path(sys.argv[1]), sys.argv[2]
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    candidates = [path for _, path, _ in documents(folder) if path.suffix == ".json"]
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        if candidates:
            large(max(candidates, key=lambda path: path.stat().st_size), work)
        against_peer(folder, peer, work)
    print(f"load after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
