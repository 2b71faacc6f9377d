"""Measure the mock beside Prism on the same spec, over loopback with wrk: requests a second, latency, memory.

``python generator/bench/mock_speed.py --prism PROGRAM [--rounds N] [--seconds N] [--requests N]``.  The two take turns,
so that whatever else the machine does disturbs both; it ends with 1 when the mock is not twice as fast in either, when
its 99th percentile is not the lower one, when an answer was not a success, or when it grows.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT = Path(__file__).resolve().parents[2]
SPEC = ROOT / "specs" / "collins" / "openapi.yaml"
RECORD: Final = b'{"first_name":"Ada","last_name":"Lovelace","email":"ada@example.com"}'
HEADERS: Final = {"Authorization": "Bearer bench", "Content-Type": "application/json"}
MOST_GROWTH = 8.0
_CONNECTIONS = 8
_UNITS: Final = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(slots=True)
class Server:
    """A mock that runs: what it is called, its process, its address, and the path of one customer."""

    name: str
    process: int
    address: str
    customer: str = ""


@dataclass(slots=True)
class Load:
    """What one server made of one kind of request, a number for each round."""

    rates: list[float] = field(default_factory=list[float])
    latencies: list[float] = field(default_factory=list[float])
    costs: list[float] = field(default_factory=list[float])
    failures: int = 0

    @property
    def rate(self) -> float:
        """Requests a second: the median."""
        return statistics.median(self.rates)

    @property
    def latency(self) -> float:
        """The 99th percentile in milliseconds: the median of the rounds."""
        return statistics.median(self.latencies)

    @property
    def cost(self) -> float:
        """Microseconds of a processor for each request: the median."""
        return statistics.median(self.costs)


@contextmanager
def ours(*options: str) -> Iterator[Server]:
    """Run the mock as a user would, without a log."""
    command = [sys.executable, "-m", "truespec", "mock", "collins", "--port", "0", "--quiet", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "generator")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True, cwd=ROOT) as process:
        try:
            address = (process.stdout.readline() if process.stdout else "").split()[-1]
            server = Server("truespec", process.pid, address)
            made = json.loads(ask(f"{address}/customers", RECORD))
            server.customer = f"/customers/{made['customer']['id']}"
            yield server
        finally:
            process.terminate()


@contextmanager
def prism(program: str) -> Iterator[Server]:
    """Run Prism, answering from the examples of the same spec, without a log."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [program, "mock", "--port", str(port), "--verboseLevel", "silent", str(SPEC)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            server = Server("Prism static", process.pid, f"http://127.0.0.1:{port}", "/customers/1")
            deadline = time.monotonic() + 60
            while True:
                try:
                    ask(server.address + server.customer)
                    break
                except OSError:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.2)
            yield server
        finally:
            process.terminate()


def ask(url: str, body: bytes | None = None) -> bytes:
    """Send one request and return the body of its answer, which has to be a success."""
    request = urllib.request.Request(url, body, HEADERS)  # noqa: S310 - our own loopback address
    with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310 - as above
        return bytes(response.read())


def loaded(server: Server, load: Load, path: str, *, seconds: float, script: Path | None = None) -> int:
    """Let wrk ask for a path, add what it measured to ``load``, and return how many requests it were."""
    headers = [word for name, value in HEADERS.items() for word in ("-H", f"{name}: {value}")]
    scripted = ["-s", str(script)] if script else []
    before = cpu_seconds(server.process)
    command = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{seconds:.0f}", "--latency", *headers, *scripted]
    told = subprocess.run([*command, server.address + path], capture_output=True, text=True, check=True).stdout
    requests = int(_number(r"(\d+) requests in", told))
    load.rates.append(_number(r"Requests/sec:\s+([\d.]+)", told))
    percentile = re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    load.latencies.append(float(percentile[1]) * _UNITS[percentile[2]] if percentile else float("inf"))
    load.costs.append((cpu_seconds(server.process) - before) / requests * 1e6)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    load.failures += int(failed[1]) if failed else 0
    load.failures += sum(map(int, re.findall(r"(?:connect|read|write|timeout) (\d+)", told)))
    return requests


def _number(pattern: str, text: str) -> float:
    found = re.search(pattern, text)
    if found is None:
        raise ValueError(f"wrk said nothing like {pattern}: {text[:200]}")
    return float(found[1])


def cpu_seconds(process: int) -> float:
    """Return the processor time a process has used so far."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def megabytes(process: int) -> float:
    """Return the memory a process holds now."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return _number(r"VmRSS:\s+(\d+) kB", status) / 1024


def compare(program: str, rounds: int, seconds: float) -> list[str]:
    """Print the table and return what is not as it should be."""
    loads: dict[tuple[str, str], Load] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        script = folder / "post.lua"
        script.write_text(f"wrk.method = 'POST'\nwrk.body = '{RECORD.decode()}'\n", encoding="utf-8")
        servers = [stack.enter_context(ours()), stack.enter_context(prism(program))]
        for number in range(rounds + 1):
            for kind in ("GET", "POST"):
                for server in servers:
                    # The first round warms both up and is not counted.
                    load = loads.setdefault((kind, server.name), Load()) if number else Load()
                    path, body = (server.customer, None) if kind == "GET" else ("/customers", script)
                    loaded(server, load, path, seconds=seconds if number else 2, script=body)
    print("| request | server | requests/s | p99 ms | CPU us a request | failures |\n| --- | --- |" + " ---: |" * 4)
    for (kind, name), load in loads.items():
        print(f"| {kind} | {name} | {load.rate:,.0f} | {load.latency:.1f} | {load.cost:.0f} | {load.failures} |")
    complaints = list[str]()
    for kind in ("GET", "POST"):
        mine, theirs = loads[kind, "truespec"], loads[kind, "Prism static"]
        print(f"\n{kind}: {mine.rate / theirs.rate:.1f} times the requests, {theirs.cost / mine.cost:.1f} times by CPU")
        if mine.rate < 2 * theirs.rate:
            complaints.append(f"{kind}: less than twice as fast as Prism")
        if mine.latency >= theirs.latency:
            complaints.append(f"{kind}: the 99th percentile is not the lower one")
        if mine.failures:
            complaints.append(f"{kind}: {mine.failures} answers are no successes")
    return complaints


def growth(requests: int) -> list[str]:
    """Send many reads, print what the mock holds before and after, and return what is not as it should be."""
    with ours() as server:
        loaded(server, Load(), server.customer, seconds=3)
        before, sent = megabytes(server.process), 0
        while sent < requests:
            sent += loaded(server, Load(), server.customer, seconds=5)
        after = megabytes(server.process)
    print(f"\nmemory: {before:.1f} MB before and {after:.1f} MB after {sent:,} requests")
    return [] if after - before < MOST_GROWTH else [f"it grew by {after - before:.1f} MB"]


def main() -> int:
    """Measure, print, and say what falls short."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prism", required=True, help="the program of @stoplight/prism-cli")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--requests", type=int, default=100_000)
    options = parser.parse_args()
    complaints = [*compare(options.prism, options.rounds, options.seconds), *growth(options.requests)]
    print("\n" + ("\n".join(complaints) or "all as it should be"))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
