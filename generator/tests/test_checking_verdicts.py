"""A correct server is never accused, and every planted fault is told by the fact it breaks and its place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest
from checked_server import GuestServer, guest_api, guest_target
from truespec.checking.exchange import Exchange, Request, Response
from truespec.checking.ledger import Ledger
from truespec.checking.run import PARTS, Part, check
from truespec.checking.verdict import Fact, Verdict

FAULTS = {
    "key-ignored": ("createGuest.needs.key", "POST /guests needs the credential X-Key", "guests.json"),
    "wrong-refusal": (
        "getGuest.refuses-credentials-missing",
        "Without the key, all is refused with 401",
        "behaviour.yaml",
    ),
    "dedupe-off": ("createGuest.dedupe", "There is one guest for an email address.", "behaviour.yaml"),
    "fill-null-overwrites": ("createGuest.dedupe.existing", "Only what was null is filled.", "behaviour.yaml"),
    "limit-ignored": ("listGuests.paging.limit", "A page holds no more guests than the limit.", "behaviour.yaml"),
    "page-overlaps": ("listGuests.paging.no-repeat", "no record is on two pages", "behaviour.yaml"),
    "page-skips": ("listGuests.paging.no-loss", "every record is on a page", "behaviour.yaml"),
    "totals-wrong": ("listGuests.paging.totals.items", "`body.total` counts what its name says", "behaviour.yaml"),
    "unsorted": ("listGuests.sort", "The oldest guest comes first.", "behaviour.yaml"),
    "not-found-200": ("getGuest.missing", "An unknown id is answered with 404.", "behaviour.yaml"),
    "write-lost": ("createGuest", "A guest is kept and is the answer.", "behaviour.yaml"),
    "update-lost": ("updateGuest", "What is sent is changed.", "behaviour.yaml"),
    "update-clears": ("updateGuest.leaves-rest", "what was not sent stays as it was", "behaviour.yaml"),
    "delete-kept": ("deleteGuest", "A deleted guest is gone.", "behaviour.yaml"),
    "status": ("createGuest.201.status", "POST /guests answers 201", "guests.json"),
    "name-number": ("getGuest.200.body.name.type", "`name` is a string or null", "guests.json"),
    "created-text": ("getGuest.200.body.createdAt.format", "`createdAt` is a string (date-time)", "guests.json"),
    "email-missing": ("listGuests.200.body.items[].email.required", "`items[].email` is always there", "guests.json"),
    "content-type": ("createGuest.201.content-type", "201 answer of POST /guests is application/json", "guests.json"),
    "crash": ("createGuest.server-error", "no request makes the server fail", "guests.json"),
    "invalid-accepted": ("createGuest.request.name.type", "`name` is a string or null", "guests.json"),
}


RULES: tuple[Part, ...] = ("rules",)
NEEDS_MADE_UP_REQUESTS = {"crash", "invalid-accepted"}


def verdict_of(folder: Path, *faults: str, seed: int = 0, parts: Collection[Part] = PARTS) -> Verdict:
    api = guest_api(folder)
    return check(api, guest_target(api, GuestServer(*faults)), seed=seed, tag="test", parts=parts)


@pytest.mark.parametrize("seed", range(5))
def test_a_correct_server_is_never_accused(tmp_path: Path, seed: int) -> None:
    verdict = verdict_of(tmp_path, seed=seed)
    assert ((), (), ()) == (verdict.broken, verdict.differs, verdict.not_checked)
    assert verdict.exit_code(strict=True) == 0


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_by_the_fact_it_breaks_and_its_place(tmp_path: Path, fault: str) -> None:
    id_, states, file = FAULTS[fault]
    verdict = verdict_of(tmp_path, fault, parts=PARTS if fault in NEEDS_MADE_UP_REQUESTS else RULES)
    found = {finding.fact.id: finding.fact for finding in verdict.broken}
    assert id_ in found
    assert states in found[id_].states
    assert (file, True) == (Path(found[id_].location.file).name, found[id_].location.line > 0)
    assert verdict.exit_code() == 1


def test_a_difference_from_an_assumption_is_told_apart(tmp_path: Path) -> None:
    verdict = verdict_of(tmp_path, "visits-text", parts=RULES)
    assert () == verdict.broken
    assert {"only the name is documented"} == {finding.assumed for finding in verdict.differs}
    assert (0, 1) == (verdict.exit_code(), verdict.exit_code(strict=True))


def test_the_same_seed_sends_the_same_requests(tmp_path: Path) -> None:
    api = guest_api(tmp_path)
    seen = list[list[tuple[str, str, bytes]]]()
    for _ in range(2):
        # What a server dates after the beginning of a run is the run's: each begins with a server of its own time.
        server = GuestServer()
        check(api, guest_target(api, server), seed=3, tag="test")
        seen.append([(item.method, item.target, item.body) for item in server.seen])
    assert seen[0] == seen[1]


def test_an_api_without_stated_rules_is_checked_by_its_spec(tmp_path: Path) -> None:
    api = guest_api(tmp_path, behaviour=False)
    healthy = check(api, guest_target(api, GuestServer()), tag="test")
    faulty = check(api, guest_target(api, GuestServer("name-number", "status")), tag="test")
    assert () == healthy.broken
    assert {"createGuest.201.status", "createGuest.201.body.name.type"} & {item.fact.id for item in faulty.broken}


def test_what_is_broken_stays_so_when_less_shows_that_an_assumption_is_broken_too(tmp_path: Path) -> None:
    api = guest_api(tmp_path)
    ledger, operation = Ledger(api, guest_target(api, GuestServer()), lambda _: None), api.operations[0]
    documented = Fact("fact", "it is so", operation.location, operation.id, "behaviour")
    for fact, target in ((documented, "/guests?page=1"), (replace(documented, assumed="we think so"), "/guests")):
        ledger.broken(fact, "it is not", Exchange(operation, Request("GET", target), Response(200)))
    verdict = ledger.verdict("quick")
    assert ([2], ()) == ([finding.times for finding in verdict.broken], verdict.differs)
