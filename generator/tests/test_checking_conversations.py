"""A finding carries every request that leads to it, and what repeats it needs no key that a server gave out once."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from checked_server import GuestServer, guest_api, guest_target
from truespec.checking.commands import Kept, curl
from truespec.checking.exchange import Request
from truespec.checking.reports.files import REPORTS, ReportFile
from truespec.checking.run import check
from truespec.checking.verdict import Finding, Verdict

RULES = ("rules",)


def found(folder: Path, fault: str, fact: str) -> Finding:
    verdict: Verdict = check(guest_api(folder), guest_target(guest_api(folder), GuestServer(fault)), parts=("rules",))
    return next(finding for finding in verdict.broken if finding.fact.id == fact)


def test_a_record_is_made_before_it_is_read(tmp_path: Path) -> None:
    finding = found(tmp_path, "write-lost", "createGuest")
    made, read = finding.reproduction.split("\n")
    assert made.startswith("guest_1=$(curl -s -X POST http://in-process/guests ")
    assert made.endswith(" | jq -r .id)")
    assert 'curl -i http://in-process/guests/"$guest_1"' in read
    assert ["POST /guests", "GET /guests/{id}"] == [turn.request.partition(",")[0] for turn in finding.conversation]
    lines = finding.client_code.split("\n")
    assert "    guest_1 = guests.guests.create(" in "\n".join(lines)
    assert "    print(guests.guests.get(guest_1.id))" == lines[-1]
    compile(finding.client_code, "reproduction", "exec")


def test_both_requests_of_a_duplicate_are_shown(tmp_path: Path) -> None:
    finding = found(tmp_path, "dedupe-off", "createGuest.dedupe")
    commands = finding.reproduction.split("\n")
    bodies = [command.partition("--data-raw ")[2] for command in commands if "-X POST" in command]
    assert 2 <= len(bodies)
    mails = {json.loads(body.split("'")[1]).get("email") for body in bodies}
    assert 1 == len(mails)
    assert len(commands) == len(finding.conversation)


def test_the_pages_of_a_walk_are_shown_in_their_order(tmp_path: Path) -> None:
    finding = found(tmp_path, "page-overlaps", "listGuests.paging.no-repeat")
    pages = [command.partition("page=")[2][:1] for command in finding.reproduction.split("\n") if "page=" in command]
    assert len(pages) > 1
    assert sorted(pages) == pages


def test_every_report_shows_every_request(tmp_path: Path) -> None:
    api, out = guest_api(tmp_path), tmp_path / "out"
    verdict = check(
        api,
        guest_target(api, GuestServer("write-lost")),
        listeners=[ReportFile(kind, out) for kind in REPORTS],
        parts=("rules",),
    )
    finding = next(finding for finding in verdict.broken if finding.fact.id == "createGuest")
    assert len(finding.conversation) == 2
    for kind, (name, _) in REPORTS.items():
        text = (out / name).read_text()
        assert "guest_1=$(curl" in text, kind
        assert "$guest_1" in text, kind


@pytest.mark.parametrize("key", ["a-1", 17])
def test_commands_are_sound_for_a_shell_whatever_stands_around_a_key(key: str | int) -> None:
    kept = Kept("guest_1", ("data", "odd name"), key)
    body = json.dumps({"id": key, "note": 'it\'s $HOME `id` \\ "quoted"', "others": [key, "other"]}).encode()
    request = Request("POST", f"/guests/{key}?of={key}&x=a%27b", (("X-Note", "it's"),), body)
    made = curl(request, "http://host", {}, keeps=kept)
    assert made.startswith("guest_1=$(curl -s ")
    assert made.endswith("""| jq -r '.data.["odd name"]')""")
    script = f"guest_1={key}\ncurl() {{ printf '%s\\n' \"$@\"; }}\n{curl(request, 'http://host', {}, [kept])}"
    assert "$guest_1" in script
    printed = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True).stdout.split("\n")
    assert f"http://host/guests/{key}?of={key}&x=a%27b" in printed
    assert json.loads(body) == json.loads(printed[printed.index("--data-raw") + 1])


def test_a_number_that_happens_to_be_a_key_is_no_key_where_it_counts_something() -> None:
    kept = Kept("guest_1", ("id",), 17)
    body = b'{"nights": 17, "guestIds": [17], "stay": {"guestId": 17}}'
    made = curl(Request("POST", "/guests/17?limit=17&guestId=17", (), body), "http://host", {}, [kept])
    assert "http://host/guests/" in made
    assert "limit=17&" in made
    assert made.count('"$guest_1"') == 4
