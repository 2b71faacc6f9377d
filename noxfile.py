"""Everything that is run in this project: ``python -m nox -l`` lists it, ``python -m nox`` runs the checks."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import nox

nox.needs_version = ">=2026.4"
nox.options.sessions = ["lint", "types", "tests", "fresh", "contracts"]
nox.options.error_on_external_run = False

ROOT = Path(__file__).parent
ENVIRONMENT = ROOT / ".nox" / "dev"
PROGRAMS = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PEER = "openapi-python-client==0.29.1"
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")


def _environment(session: nox.Session) -> None:
    """Make the one environment that all sessions share, and install the project there when its needs changed."""
    needs = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + sys.version.encode()).hexdigest()
    stamp = ENVIRONMENT / "installed"
    if not (PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == needs):
        venv.create(ENVIRONMENT, clear=True, with_pip=True)
        session.run(str(PYTHON), "-m", "pip", "install", "--quiet", "--editable", ".[dev]", silent=True)
        stamp.write_text(needs, encoding="utf-8")
    os.environ["PATH"] = f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}"


def _run(session: nox.Session, module: str, *arguments: str) -> None:
    session.run(str(PYTHON), "-m", module, *arguments)


def _clients() -> list[str]:
    return [str(path.relative_to(ROOT)) for path in sorted((ROOT / "generated").glob("*/src"))]


@nox.session(venv_backend="none")
def demo(session: nox.Session) -> None:
    """Run the main job: lint and generate Fullwhere, start its mock, test it over a socket, print what was checked."""
    _environment(session)
    _run(session, "truespec", "lint", "fullwhere")
    _run(session, "truespec", "generate", "fullwhere")
    command = [str(PYTHON), "-m", "truespec", "mock", "fullwhere", "--port", "0", "--quiet"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 -- our own command
        try:
            address = (server.stdout.readline() if server.stdout else "").split()[-1]
            session.log(f"the mock listens at {address}")
            credentials = ("--auth", "X-API-KEY=demo-key", "--auth", "X-API-SECRET=demo-secret")
            _run(session, "truespec", "test", "fullwhere", "--url", address, *credentials, *session.posargs)
        finally:
            server.terminate()


@nox.session(venv_backend="none")
def lint(session: nox.Session) -> None:
    """Check style, the order of the floors and the specs."""
    _environment(session)
    _run(session, "ruff", "check", "--quiet")
    _run(session, "ruff", "format", "--check", "--quiet")
    session.run(str(PROGRAMS / "lint-imports"), "--no-cache", silent=True)
    _run(session, "truespec", "lint")


@nox.session(venv_backend="none")
def types(session: nox.Session) -> None:
    """Check types of our own code and of every generated client, with mypy --strict and strict pyright."""
    _environment(session)
    _run(session, "mypy", "--strict", "-p", "truespec")
    for client in _clients():
        _run(session, "mypy", "--strict", client)
    _run(session, "pyright", "--level", "warning", "--pythonpath", str(PYTHON))


@nox.session(venv_backend="none")
def tests(session: nox.Session) -> None:
    """Run the tests of every room."""
    _environment(session)
    _run(session, "pytest", "-q", "-n", "auto", "--dist", "loadgroup", "generator/tests", *session.posargs)


@nox.session(venv_backend="none")
def fresh(session: nox.Session) -> None:
    """Check that everything generated is what the specs give today."""
    _environment(session)
    _run(session, "truespec", "generate", "--check")


@nox.session(venv_backend="none")
def contracts(session: nox.Session) -> None:
    """Check every API of the catalogue: spec, models, client, mock and behaviour against each other."""
    _environment(session)
    _run(session, "pytest", "-q", "-n", "auto", "--dist", "loadgroup", "contract_tests", *session.posargs)


@nox.session(venv_backend="none", default=False)
def bench(session: nox.Session) -> None:
    """Measure generation, import and calls, each as a ratio to a named peer in the same run."""
    _environment(session)
    session.run(str(PYTHON), "generator/bench/run.py", *session.posargs)


@nox.session(name="bench-mock", venv_backend="none", default=False)
def bench_mock(session: nox.Session) -> None:
    """Measure the mock beside Prism with wrk, and attack it in full; wrk and Prism are installed."""
    _environment(session)
    if shutil.which("wrk") is None:
        session.run("apt-get", "update", "--quiet", external=True, silent=True)
        session.run("apt-get", "install", "--quiet", "--yes", "wrk", external=True, silent=True)
    folder = ROOT / ".nox" / "prism"
    prism = folder / "node_modules" / ".bin" / "prism"
    if not prism.exists():
        installing = ("install", "--silent", "--no-audit", "--no-fund", f"--prefix={folder}", "@stoplight/prism-cli@5")
        session.run("npm", *installing, external=True)
    _run(session, "pytest", "-q", "-s", "generator/tests_load")
    session.run(str(PYTHON), "generator/bench/mock_speed.py", "--prism", str(prism), *session.posargs)


@nox.session(name="bench-generate", venv_backend="none", default=False)
def bench_generate(session: nox.Session) -> None:
    """Measure generation beside openapi-python-client and the models alone: ``nox -s bench-generate -- DIR``."""
    _environment(session)
    folder = ROOT / ".nox" / "peer"
    peer = folder / PROGRAMS.name / PEER.partition("==")[0]
    if not peer.exists():
        venv.create(folder, clear=True, with_pip=True)
        session.run(str(folder / PROGRAMS.name / "python"), "-m", "pip", "install", "--quiet", PEER, silent=True)
    documents = session.posargs[0] if session.posargs else str(ROOT / "specs")
    session.run(str(PYTHON), "generator/bench/generation.py", documents, str(peer))


@nox.session(name="bench-check", venv_backend="none", default=False)
def bench_check(session: nox.Session) -> None:
    """Measure checks beside plain schemathesis on the same specs and servers: ``nox -s bench-check -- [API ...]``."""
    _environment(session)
    session.run(str(PYTHON), "generator/bench/checking_speed.py", *session.posargs)


@nox.session(name="bench-kills", venv_backend="none", default=False)
def bench_kills(session: nox.Session) -> None:
    """Count which of the mutants of a customer API are found, from its spec alone and with its rules."""
    _environment(session)
    session.run(str(PYTHON), "generator/bench/kill_rate.py", *session.posargs)


@nox.session(name="bench-foreign", venv_backend="none", default=False)
def bench_foreign(session: nox.Session) -> None:
    """Check servers of an API that were written without the mock: ``nox -s bench-foreign -- API``."""
    _environment(session)
    session.run(str(PYTHON), "generator/bench/foreign_kills.py", *session.posargs)


@nox.session(venv_backend="none", default=False)
def mutants(session: nox.Session) -> None:
    """Print which mutant of the mock is killed by what, quick and thorough, or as it is asked: ``-- --api NAME``."""
    _environment(session)
    profiles = () if "--profile" in session.posargs else ("quick", "thorough")
    for profile in profiles:
        session.run(str(PYTHON), "generator/bench/mutants.py", "--profile", profile, *session.posargs)
    if not profiles:
        session.run(str(PYTHON), "generator/bench/mutants.py", *session.posargs)


@nox.session(venv_backend="none", default=False)
def corpus(session: nox.Session) -> None:
    """Judge a client of every document of a folder, with --mock a mock: ``nox -s corpus -- DIR [--no-types]``."""
    _environment(session)
    arguments = [word for word in session.posargs if word != "--mock"]
    script = "corpus_mock.py" if "--mock" in session.posargs else "corpus.py"
    session.run(str(PYTHON), f"generator/bench/{script}", *arguments)


@nox.session(venv_backend="none", default=False)
def publish(session: nox.Session) -> None:
    """Publish every API of the catalogue into ``dist/site``."""
    _environment(session)
    _run(session, "truespec", "publish", "--out", "dist/site", *session.posargs)


@nox.session(venv_backend="none", default=False)
def browser(session: nox.Session) -> None:
    """Open what is published in headless Chromium, installed from Debian's packages where there is none."""
    _environment(session)
    if shutil.which("chromium") is None:
        session.run("apt-get", "update", "--quiet", external=True, silent=True)
        session.run("apt-get", "install", "--quiet", "--yes", "chromium", external=True, silent=True)
    _run(session, "pytest", "-q", "generator/tests_browser", *session.posargs)


@nox.session(venv_backend="none", default=False)
def databases(session: nox.Session) -> None:
    """Keep data in a real PostgreSQL, from Debian's packages where there is none, and in SQLite under kill -9."""
    _environment(session)
    if not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        session.run("apt-get", "update", "--quiet", external=True, silent=True)
        session.run("apt-get", "install", "--quiet", "--yes", "postgresql", external=True, silent=True)
    _run(session, "pytest", "-q", "generator/tests_database", *session.posargs)


@nox.session(venv_backend="none", default=False)
def build(session: nox.Session) -> None:
    """Build truespec itself, and install every published client in an environment that had nothing."""
    _environment(session)
    _run(session, "build", "--no-isolation", "--outdir", str(ROOT / "dist" / "truespec"))
    _run(session, "pytest", "-q", "generator/tests_install", *session.posargs)
