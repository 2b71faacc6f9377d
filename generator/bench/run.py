"""Measure what users wait for, each as a ratio to a named peer in the same run; prints one table."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REPEATS = 5


def cpu(command: list[str]) -> float:
    """Return the median CPU seconds (user and system) of a program over several runs."""
    seconds: list[float] = []
    for _ in range(REPEATS):
        before = os.times()
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        after = os.times()
        seconds.append(after.children_user + after.children_system - before.children_user - before.children_system)
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


def generation(rows: list[tuple[str, str, str]]) -> None:
    """Measure a cold and a no-op generation against starting Python with the model generator imported."""
    truespec = [sys.executable, "-m", "truespec", "generate", "fullwhere"]
    peer = cpu([sys.executable, "-c", "import datamodel_code_generator, jinja2"])
    with tempfile.TemporaryDirectory() as folder:
        cold: list[float] = []
        for number in range(3):
            before = os.times()
            out = str(Path(folder, str(number), "fullwhere"))
            subprocess.run([*truespec, "--out", out], cwd=ROOT, check=True, capture_output=True)
            after = os.times()
            cold.append(after.children_user + after.children_system - before.children_user - before.children_system)
    unchanged = cpu([*truespec, "--check"])
    rows.append(
        (
            "cold generate, CPU s",
            f"{statistics.median(cold):.2f}",
            f"{statistics.median(cold) / peer:.2f} x import of its libraries",
        )
    )
    rows.append(
        ("no-op generate --check, CPU s", f"{unchanged:.2f}", f"{unchanged / peer:.2f} x import of its libraries")
    )
    rows.append(("truespec --help, CPU s", f"{cpu([sys.executable, '-m', 'truespec', '--help']):.2f}", ""))


def importing(rows: list[tuple[str, str, str]]) -> None:
    """Measure the import of the client against the import of what it depends on."""
    source = str(ROOT / "generated" / "fullwhere" / "src")
    client = cpu([sys.executable, "-c", f"import sys; sys.path.insert(0, {source!r}); import fullwhere_client"])
    peer = cpu([sys.executable, "-c", "import pydantic, httpx2; pydantic.BaseModel"])
    rows.append(("import of the client, CPU s", f"{client:.3f}", f"{client / peer:.2f} x pydantic + httpx2"))


def calling(rows: list[tuple[str, str, str]]) -> None:
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
    rows: list[tuple[str, str, str]] = []
    for measure in (generation, importing, calling):
        measure(rows)
    width = max(len(row[0]) for row in rows)
    for name, value, ratio in rows:
        print(f"{name:<{width}}  {value:>10}  {ratio}")


if __name__ == "__main__":
    main()
