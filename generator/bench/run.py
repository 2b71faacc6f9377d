"""Measure what users wait for, each as a ratio to a named peer in the same run; prints one table."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REPEATS = 5
Row = tuple[str, str, str]
"""What was measured, the figure, and its ratio to a peer."""


def cpu(command: list[str], before: Callable[[], object] = lambda: None) -> float:
    """Return the median CPU seconds (user and system) of a program; what ``before`` does each time is not counted."""
    seconds: list[float] = []
    for _ in range(REPEATS):
        before()
        start = os.times()
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        end = os.times()
        seconds.append(end.children_user + end.children_system - start.children_user - start.children_system)
    return statistics.median(seconds)


def rate(call: Callable[[], object], seconds: float = 2.0) -> float:
    """Return how often ``call`` runs in a second of CPU."""
    for _ in range(20):
        call()
    start, count = time.process_time(), 0
    while time.process_time() - start < seconds:
        call()
        count += 1
    return count / (time.process_time() - start)


def generation(rows: list[Row]) -> None:
    """Measure a cold and a no-op generation against the models alone, by datamodel-code-generator's own command."""
    truespec = [sys.executable, "-m", "truespec", "generate", "fullwhere"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        models = ["--input", "specs/fullwhere/openapi.yaml", "--input-file-type", "openapi", "--output"]
        kind = ["--output-model-type", "pydantic_v2.BaseModel"]
        peer = cpu([sys.executable, "-m", "datamodel_code_generator", *models, str(folder / "models.py"), *kind])
        cold = cpu(
            [*truespec, "--out", str(folder / "fullwhere"), "--force"],
            before=lambda: shutil.rmtree(folder / "fullwhere", ignore_errors=True),
        )
        unchanged = cpu([*truespec, "--out", str(folder / "fullwhere"), "--check"])
    rows.append(
        ("cold generate, CPU s", f"{cold:.2f}", f"{cold / peer:.2f} x datamodel-codegen, models only ({peer:.2f})")
    )
    rows.append(
        (
            "no-op generate --check, CPU s",
            f"{unchanged:.2f}",
            f"{unchanged / peer:.2f} x datamodel-codegen, models only",
        )
    )
    bare = cpu([sys.executable, "-c", "pass"])
    helped = cpu([sys.executable, "-m", "truespec", "--help"])
    rows.append(("truespec --help, CPU s", f"{helped:.2f}", f"{helped / bare:.2f} x python -c pass ({bare:.2f})"))


def importing(rows: list[Row]) -> None:
    """Measure the import of the client against the import of what it depends on."""
    source = str(ROOT / "generated" / "fullwhere" / "src")
    client = cpu([sys.executable, "-c", f"import sys; sys.path.insert(0, {source!r}); import fullwhere_client"])
    peer = cpu([sys.executable, "-c", "import pydantic, httpx2; pydantic.BaseModel"])
    rows.append(("import of the client, CPU s", f"{client:.3f}", f"{client / peer:.2f} x pydantic + httpx2"))


def calling(rows: list[Row]) -> None:
    """Measure calls against the in-process mock and against bare httpx2 with json on the same transport."""
    sys.path.insert(0, str(ROOT / "generated" / "fullwhere" / "src"))
    import fullwhere_client  # noqa: PLC0415
    import httpx2  # noqa: PLC0415
    from fullwhere_client._runtime.transport import HttpTransport  # noqa: PLC0415
    from truespec.diagnostics import Report  # noqa: PLC0415
    from truespec.interpretation.load import load_api  # noqa: PLC0415
    from truespec.mock.service import Service  # noqa: PLC0415
    from truespec.mock.transport import ServiceTransport  # noqa: PLC0415

    api = load_api(str(ROOT / "specs" / "fullwhere"), Report())
    if api is None:
        sys.exit("specs/fullwhere has errors")
    service = Service(api)
    headers = {"X-API-KEY": "k", "X-API-SECRET": "s"}
    bare = httpx2.Client(transport=ServiceTransport(service), base_url="http://127.0.0.1", headers=headers)
    transport = HttpTransport(client=httpx2.Client(transport=ServiceTransport(service)))
    client = fullwhere_client.Fullwhere(
        api_key="k",
        api_secret="s",
        base_url="http://127.0.0.1",
        transport=transport,
    )
    for number in range(100):
        client.customers.import_one(first_name="Ada", email=f"ada{number}@example.com", phone_number=str(number))
    body = {"limit": 100, "page": 1}
    some = bare.post("/partners/customer/list", json=body).json()["items"][0]["id"]
    pairs: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
        (
            "get",
            lambda: client.customers.get(some),
            lambda: json.loads(bare.get("/partners/customer", params={"id": some}).content),
        ),
        (
            "list of 100",
            lambda: client.customers.list(limit=100).page,
            lambda: json.loads(bare.post("/partners/customer/list", json=body).content),
        ),
    ]
    for name, ours, theirs in pairs:
        measured, peer = rate(ours), rate(theirs)
        rows.append(
            (f"{name}, calls per CPU s", f"{measured:.0f}", f"{measured / peer:.2f} x bare httpx2 + json ({peer:.0f})")
        )


def main() -> None:
    """Run every measurement and print the table."""
    rows: list[Row] = []
    for measure in (generation, importing, calling):
        measure(rows)
    width = max(len(row[0]) for row in rows)
    for name, value, ratio in rows:
        print(f"{name:<{width}}  {value:>10}  {ratio}")


if __name__ == "__main__":
    main()
