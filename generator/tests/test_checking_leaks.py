"""Nothing of a server that gives everything away, and nothing secret that it was sent, is left anywhere by a run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from checked_server import guest_api
from gossip import CREDENTIALS, OPEN_TENANT, PARAMETERS, PEOPLE, GossipServer, gossip_openapi
from spelled import files_below, holders
from truespec.checking.exchange import Request
from truespec.checking.media import shown_kind
from truespec.checking.reports.files import REPORTS
from truespec.mock.doors import running
from truespec.mock.exchange import Request as MockRequest
from truespec.mock.exchange import Response as MockResponse

ROOT = Path(__file__).resolve().parents[2]
SECRETS = (*CREDENTIALS.values(), *CREDENTIALS["login"].split(":"), *PARAMETERS.values(), *PEOPLE.values())
SECOND = "limited-canary-second-1122"
HEADER = "canary header é 4711"
HEARD = ("code=canary-query-77aa", "authorization: Basic ", "cookie: visit=canary-cookie-88bb", "canary-share-99cc")


@dataclass(frozen=True, slots=True)
class Place:
    """Folders of a run of its own, and the environment that keeps it there."""

    home: Path
    scratch: Path
    work: Path
    spec: Path

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a command."""
        own = {"HOME": str(self.home), "TMPDIR": str(self.scratch), "XDG_CACHE_HOME": str(self.home / "cache")}
        return {**os.environ, **own, "PYTHONPATH": str(ROOT / "generator"), "COLUMNS": "200"}

    def left(self) -> dict[str, bytes]:
        """Return what is in every file."""
        return files_below(self.home, self.scratch, self.work)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return folders for one run, and the contract beside them."""
    folders = [tmp_path / name for name in ("home", "scratch", "work", "api")]
    for folder in folders:
        folder.mkdir()
    guest_api(folders[3], openapi=gossip_openapi())
    return Place(*folders[:3], folders[3] / "guests.json")


@contextmanager
def served(server: GossipServer, pause: float = 0.0) -> Iterator[str]:
    def service(request: MockRequest) -> MockResponse:
        time.sleep(pause)
        target = f"{request.path}?{request.query}" if request.query else request.path
        response = server(Request(request.method, target, request.headers, request.body))
        return MockResponse(response.status, response.headers, response.body)

    with running(service) as url:  # type: ignore[arg-type]  # any function from request to response will do
        yield url


def words(place: Place, url: str, *more: str) -> list[str]:
    """Return the command of a run that is given every kind of secret."""
    command = [sys.executable, "-X", "dev", "-m", "truespec", "test", str(place.spec), "--url", url]
    for scheme, value in CREDENTIALS.items():
        command += ["--auth", f"{scheme}={value}"]
    for name, value in PARAMETERS.items():
        command += ["--param", f"{name}={value}"]
    command += ["--param", f"tenantUid={OPEN_TENANT}", "--second-auth", f"key={SECOND}"]
    command += ["--header", f"X-Tenant: {HEADER}", "--report", ",".join(REPORTS), "--report-dir", "reports", *more]
    return command


def run(place: Place, url: str, *more: str) -> dict[str, bytes]:
    """Run a command and return all it leaves: files, and what it prints."""
    done = subprocess.run(
        words(place, url, *more), cwd=place.work, env=place.environment, capture_output=True, check=False
    )
    assert done.returncode in {1, 3}, done.stderr.decode()
    return {**place.left(), "stdout": done.stdout, "stderr": done.stderr}


@pytest.mark.slow
@pytest.mark.parametrize(
    "more",
    [
        (),
        ("--format", "json", "--strict"),
        ("--profile", "thorough", "--time-budget", "20"),
        ("--resume", "state", "--time-budget", "2"),
        ("--read-only",),
    ],
    ids=["quick", "json", "thorough", "resumable", "read-only"],
)
def test_nothing_secret_is_left_behind(place: Place, more: tuple[str, ...]) -> None:
    server = GossipServer("dedupe-off", "name-number", "email-missing", "created-text", "totals-wrong", "page-skips")
    with served(server) as url:
        left = run(place, url, *more)
    said = "\n".join(server.sent)
    assert "--read-only" in more or [] == [word for word in HEARD if word not in said]
    assert {name for name, _ in REPORTS.values()} <= {Path(name).name for name in left}
    verdict = json.loads(left[str(place.work / "reports" / "verdict.json")])
    assert "--time-budget" in more or any(".contacts.*." in found["id"] for found in verdict["broken"])
    assert [] == holders(left, (*SECRETS, SECOND, HEADER))


@pytest.mark.slow
def test_what_is_no_secret_is_shown(place: Place) -> None:
    with served(GossipServer("dedupe-off")) as url:
        left = run(place, url)
    assert OPEN_TENANT.encode() in left["stdout"]
    assert b"guests.get(" in left["stdout"]


def _has_done_something(state: Path) -> bool:
    return state.exists() and bool(json.loads(state.read_text())["done"])


@pytest.fixture
def _key_is_heard() -> Iterator[None]:
    """Let programs hear the key that stops them: a shell has what it runs behind ignore it, and they inherit that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.slow
@pytest.mark.usefixtures("_key_is_heard")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_secret_is_left_by_a_run_that_is_ended_from_outside(place: Place, how: signal.Signals) -> None:
    server = GossipServer("dedupe-off", "name-number")
    with served(server, 0.005) as url:
        with subprocess.Popen(
            words(place, url, "--resume", "state"),
            cwd=place.work,
            env=place.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as ended:
            deadline = time.monotonic() + 60
            while not _has_done_something(place.work / "state") and time.monotonic() < deadline:
                time.sleep(0.01)
            ended.send_signal(how)
            told, complaints = ended.communicate(timeout=60)
        assert json.loads((place.work / "state").read_text())["done"]
        left = {**place.left(), "stdout": told, "stderr": complaints}
    assert [] == holders(left, (*SECRETS, SECOND, HEADER))


SUITE = """
import truespec.contract

@truespec.contract({spec!r})
def test_server(contract):
    contract.check({url!r}, auth={auth!r}, second_auth={second!r}, headers={headers!r}, parameters={parameters!r})
"""


@pytest.mark.slow
def test_a_test_that_fails_tells_nothing_secret(place: Place) -> None:
    server = GossipServer("dedupe-off", "name-number", "totals-wrong")
    with served(server) as url:
        given = {"auth": CREDENTIALS, "second": {"key": SECOND}, "headers": {"X-Tenant": HEADER}}
        suite = SUITE.format(spec=str(place.spec), url=url, parameters=PARAMETERS, **given)
        tests = place.spec.with_name("test_server.py")
        tests.write_text(suite)
        command = [sys.executable, "-m", "pytest", "-p", "truespec.pytest_plugin", "--junitxml", "junit.xml", "-ra"]
        done = subprocess.run(
            [*command, "--rootdir", str(place.work), str(tests)],
            cwd=place.work,
            env={**place.environment, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            check=False,
        )
    assert 1 == done.returncode, done.stdout.decode() + done.stderr.decode()
    assert b"broken createGuest" in done.stdout
    left = {**place.left(), "stdout": done.stdout, "stderr": done.stderr}
    assert [] == holders(left, (*SECRETS, SECOND, HEADER))


INTERRUPTIBLE = """
import signal, sys, pytest
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.exit(pytest.main(sys.argv[1:]))
"""


@pytest.mark.slow
def test_tests_in_several_processes_that_are_stopped_leave_nothing(place: Place) -> None:
    server = GossipServer("dedupe-off")
    before = set(server.guests)
    with served(server, 0.01) as url:
        suite = SUITE.format(
            spec=str(place.spec), url=url, parameters=PARAMETERS, auth=CREDENTIALS, second={}, headers={}
        )
        tests = place.spec.with_name("test_server.py")
        tests.write_text(suite + suite.replace("test_server", "test_again"))
        plugins = ["-p", "truespec.pytest_plugin", "-p", "xdist", "-n", "2", "--showlocals"]
        with subprocess.Popen(
            [sys.executable, "-c", INTERRUPTIBLE, *plugins, "--rootdir", str(place.work), str(tests)],
            cwd=place.work,
            env={**place.environment, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as stopped:
            deadline = time.monotonic() + 120
            while len(server.seen) < 300 and time.monotonic() < deadline:
                time.sleep(0.01)
            os.killpg(stopped.pid, signal.SIGINT)
            told, _ = stopped.communicate(timeout=120)
    assert (2, False) == (stopped.returncode, b"INTERNALERROR" in told), told.decode()
    assert [] == holders({**place.left(), "stdout": told}, (*SECRETS, SECOND, HEADER))
    assert [] == [guest for key, guest in server.guests.items() if key not in before and "truespec-" in str(guest)]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--auth", "canary-alone-3344"),
        ("--auth", "nobody=canary-alone-3344"),
        ("--auth", "key=canary-alone-3344\n"),
        ("--second-auth", "nobody=canary-alone-3344"),
        ("--header", "canary-alone-3344"),
        ("--param", "canary-alone-3344"),
        ("--url", "http://user:canary-alone-3344@127.0.0.1:1"),
        ("--url", "http://127.0.0.1:1/?key=canary-alone-3344"),
    ],
)
def test_a_secret_in_a_wrong_option_is_not_repeated(place: Place, option: str, value: str) -> None:
    done = subprocess.run(
        [*words(place, "http://127.0.0.1:1"), option, value],
        cwd=place.work,
        env=place.environment,
        capture_output=True,
        check=False,
    )
    assert 2 == done.returncode
    assert [] == holders({**place.left(), "stdout": done.stdout, "stderr": done.stderr}, ("canary-alone-3344",))


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("text/html; charset=utf-8", "text/html"),
        ("application/vnd.guests+json", "application/vnd.guests+json"),
        ("text/jane.doe", "text/<name>"),
        ("jane.doe@example.com", "<name>"),
        ("jane/doe", "<name>"),
        ("", "<name>"),
    ],
)
def test_of_a_content_type_only_what_many_have_is_shown(sent: str, shown: str) -> None:
    assert shown == shown_kind(sent, ["application/vnd.guests+json; charset=utf-8"])
