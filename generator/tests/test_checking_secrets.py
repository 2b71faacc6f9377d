"""Nothing that a run leaves behind holds a credential or a value of a person: reports, prints, logs, files of tools."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from checked_server import PERSONAL, SECRET, GuestServer, guest_api, guest_target
from spelled import spellings
from truespec.checking.exchange import Exchange, Request, Response, outline
from truespec.checking.no_answer import TargetLost
from truespec.checking.redaction import Redaction, placeholder
from truespec.checking.reports.files import REPORTS
from truespec.checking.run import check
from truespec.mock.doors import running
from truespec.mock.exchange import Request as MockRequest
from truespec.mock.exchange import Response as MockResponse

SECOND = "limited-canary-9e8d7c/+="
HEADER = "canary tenant é 4711"
PHONE = "+33 1 23 45 67 89 canary"
STREET = "12, rue du Canari ünï"
FAULTS = ("dedupe-off", "name-number", "email-missing", "crash", "status", "created-text", "totals-wrong", "page-skips")


class Gossip(GuestServer):
    """A guest list that tells more than it is asked: people's data everywhere, and the credential it was sent."""

    def __call__(self, request: Request) -> Response:
        """Answer, and tell."""
        answer = super().__call__(request)
        if not answer.body:
            return answer
        value: Any = json.loads(answer.body)
        told = {"phone": PHONE, "address": {"street": STREET}, "sent": request.header("X-Key"), "number": 4915112345678}
        for record in value.get("items", [value]):
            record.update(told)
        headers = (*answer.headers, ("X-Debug", f"{SECRET} {PHONE}".encode("ascii", "replace").decode()))
        return Response(answer.status, headers, json.dumps(value).encode())


@contextmanager
def served(server: GuestServer) -> Iterator[str]:
    def service(request: MockRequest) -> MockResponse:
        target = f"{request.path}?{request.query}" if request.query else request.path
        response = server(Request(request.method, target, request.headers, request.body))
        return MockResponse(response.status, response.headers, response.body)

    with running(service) as url:  # type: ignore[arg-type]  # any function from request to response will do
        yield url


@pytest.mark.slow
@pytest.mark.parametrize("profile", ["quick"])
def test_nothing_a_run_leaves_behind_holds_a_secret(tmp_path: Path, profile: str) -> None:
    api = tmp_path / "api"
    api.mkdir()
    guest_api(api)
    home, scratch, work = (tmp_path / name for name in ("home", "scratch", "work"))
    for folder in (home, scratch, work):
        folder.mkdir()
    environment = {**os.environ, "HOME": str(home), "TMPDIR": str(scratch), "XDG_CACHE_HOME": str(home / "cache")}
    server = Gossip(*FAULTS)
    with served(server) as url:
        command = [sys.executable, "-X", "dev", "-m", "truespec", "test", str(api / "guests.json"), "--url", url]
        command += ["--auth", f"X-Key={SECRET}", "--second-auth", f"key={SECOND}", "--header", f"X-Tenant: {HEADER}"]
        command += ["--report", ",".join(REPORTS), "--report-dir", "reports", "--profile", profile]
        # Out of time, a run leaves its state beside its reports; the second run ends and leaves none.
        short = [*command[:-4], "--report-dir", "short", "--resume", "state", "--time-budget", "1"]
        ended = subprocess.run(short, cwd=work, env=environment, capture_output=True, text=True, check=False)
        done = subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True, check=False)
    assert (1, True) == (done.returncode, ended.returncode in {0, 1}), done.stderr + ended.stderr
    assert {SECRET} < {request.header("X-Key") for request in server.seen}
    left = {"stdout": done.stdout.encode(), "stderr": done.stderr.encode()}
    left |= {"first stdout": ended.stdout.encode(), "first stderr": ended.stderr.encode()}
    assert json.loads((work / "state").read_text())["done"]
    for folder in (home, scratch, work):
        left |= {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {name for name, _ in REPORTS.values()} <= {Path(name).name for name in left}
    for secret in (SECRET, SECOND, HEADER, PERSONAL, PHONE, STREET, "4915112345678"):
        for spelling in spellings(secret):
            assert [] == [name for name, content in left.items() if spelling.encode() in content], spelling


def test_the_search_finds_a_secret_in_every_spelling() -> None:
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        for before in ("", "u:", "user:", "key "):
            text = encode(f"{before}{SECRET}:after".encode()).decode()
            assert any(spelling in text for spelling in spellings(SECRET))
    assert any(spelling in quote(f"a={STREET}") for spelling in spellings(STREET))
    assert any(spelling in json.dumps({"a": STREET}) for spelling in spellings(STREET))


def heard(tmp_path: Path, *answers: Any) -> Redaction:
    api = guest_api(tmp_path)
    operation = api.operation("listGuests")
    assert operation is not None
    redaction = Redaction(api, (SECRET,))
    for answer in answers:
        redaction.hear(Exchange(operation, Request("GET", "/guests"), Response(200)), answer)
    return redaction


def test_what_came_out_of_a_server_is_replaced_by_its_type(tmp_path: Path) -> None:
    record = {"id": "g-1", "email": PERSONAL, "name": "Canary", "phone": 4915112345678, "since": "2024-02-03"}
    redaction = heard(tmp_path, {"items": [record]})
    body = json.dumps({"email": PERSONAL, "name": "Cana", "phone": 4915112345678, "city": "Oslo"}).encode()
    target = f"/guests/g-1?q={quote(PERSONAL)}&since=2024-02-03&page=2"
    shown = redaction.request(Request("POST", target, (("X-Note", PERSONAL),), body))
    assert "/guests/g-1?q=<email>&since=<date>&page=2" == shown.target
    assert (("X-Note", "<email>"),) == shown.headers
    assert {"email": "<email>", "name": "<string>", "phone": "<number>", "city": "Oslo"} == shown.json()
    assert "the name is <string>, not Canaryland" == redaction.text("the name is Canary, not Canaryland")


def test_a_key_that_is_an_address_is_replaced_and_any_other_key_stays(tmp_path: Path) -> None:
    redaction = heard(tmp_path, [{"id": "g-77"}, {"id": PERSONAL}])
    assert "/guests/g-77" == redaction.request(Request("GET", "/guests/g-77")).target
    assert "/guests/<email>" == redaction.request(Request("GET", f"/guests/{quote(PERSONAL)}")).target


def test_a_record_that_is_listed_again_is_heard_where_it_differs_or_stands_elsewhere(tmp_path: Path) -> None:
    quiet, loud = {"id": "g-1", "spoke": "Marsh"}, {"id": "g-1", "spoke": "Swamp"}
    redaction = heard(tmp_path, {"others": [quiet]}, {"others": [quiet, loud]}, {"addresses": [quiet]})
    assert "Marsh" == heard(tmp_path, {"others": [quiet]}).text("Marsh")
    assert "at <string>" == redaction.text("at Marsh")
    assert {"note": "<string>"} == redaction.request(Request("POST", "/guests", (), b'{"note":"Swamp"}')).json()


def test_what_the_run_has_made_up_itself_stays(tmp_path: Path) -> None:
    redaction = heard(tmp_path)
    operation = redaction.api.operation("createGuest")
    assert operation is not None
    made = Request("POST", "/guests", (), b'{"email":"ada@example.com","name":"Ada"}')
    redaction.hear(Exchange(operation, made, Response(201)), {"email": "ada@example.com", "name": "Ada"})
    assert {"email": "ada@example.com", "name": "Ada"} == redaction.request(made).json()


def test_a_credential_is_hidden_wherever_it_stands(tmp_path: Path) -> None:
    redaction = heard(tmp_path)
    encoded = base64.b64encode(SECRET.encode()).decode()
    assert "a <credential> b <credential>" == redaction.text(f"a {SECRET} b {encoded}")
    shown = redaction.request(Request("POST", f"/guests?a={SECRET}", (("X", f"Bearer {SECRET}"),), SECRET.encode()))
    assert SECRET not in repr(shown)


@pytest.mark.parametrize(
    "spelled",
    [
        quote(PERSONAL, safe=""),
        PERSONAL[::-1],
        PERSONAL.encode().hex(),
        base64.b64encode(f"guest:{PERSONAL}".encode()).decode(),
        base64.urlsafe_b64encode(f"??>{PERSONAL}".encode()).decode().rstrip("="),
        "".join(f"&#{ord(letter)};" for letter in PERSONAL),
    ],
)
def test_a_value_that_only_spells_what_was_heard_is_hidden_too(tmp_path: Path, spelled: str) -> None:
    redaction = heard(tmp_path, {"email": PERSONAL}, {"id": spelled})
    body = json.dumps({"email": spelled, "city": "Oslo"}).encode()
    shown = redaction.request(Request("PATCH", f"/guests/{quote(spelled, safe='')}", (), body))
    assert spelled not in f"{shown.target} {shown.body!r}"
    assert "Oslo" in str(shown.body)


def test_a_member_that_is_called_like_a_person_is_not_named(tmp_path: Path) -> None:
    words = heard(tmp_path).words
    told = outline({"id": "1", "email": None, PERSONAL: {"Canary": 1}, "message": "no"}, words)
    assert "{id string, email null, <name> {<name> integer}, message string}" == told


def test_a_target_that_is_lost_is_told_without_the_key_that_was_asked_for(tmp_path: Path) -> None:
    api, server = guest_api(tmp_path), GuestServer()

    def gone(request: Request) -> Response:
        if request.method == "GET" and request.path != "/guests":
            raise TargetLost("ConnectError")
        return server(request)

    assert "GET /guests/{id}: ConnectError" == check(api, guest_target(api, gone)).lost


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a@b.example", "<email>"),
        ("2024-01-02", "<date>"),
        ("2024-01-02T03:04:05Z", "<date-time>"),
        ("6b0f7f0e-52a5-4c0c-9d7b-1f2f5a3c8e21", "<uuid>"),
        ("+33 1 23 45 67", "<phone>"),
        ("12.50", "<number>"),
        ("Ada", "<string>"),
    ],
)
def test_a_placeholder_names_the_type(value: str, shown: str) -> None:
    assert shown == placeholder(value)
