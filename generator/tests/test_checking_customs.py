"""Where no rules are written down, the customs of REST are looked at, and only ever as assumptions."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from checked_server import GuestServer, guest_api, guest_target
from truespec.checking.customs import with_customs
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.contract.rule import Rule


def rules_in(value: Any) -> list[Rule]:
    """Return every rule inside a value."""
    if isinstance(value, tuple):
        return [rule for item in value for rule in rules_in(item)]
    if not is_dataclass(value) or isinstance(value, type):
        return []
    inner = [rule for field in fields(value) for rule in rules_in(getattr(value, field.name))]
    return [value, *inner] if isinstance(value, Rule) else inner


def test_every_custom_is_an_assumption_with_a_place(tmp_path: Path) -> None:
    behaviour = with_customs(guest_api(tmp_path, behaviour=False)).behaviour
    assert behaviour is not None
    rules = rules_in((behaviour.resources, behaviour.actions, behaviour.refusals))
    assert 10 < len(rules)
    assert all(rule.assumptions and rule.location.line for rule in rules)
    assert {"create", "read", "update", "delete", "list"} == {action.kind for action in behaviour.actions}
    listed = behaviour.action("listGuests")
    assert listed is not None
    assert listed.paging is not None
    assert "query.page query.limit body.items body.total" == " ".join(
        str(place)
        for place in (listed.paging.page, listed.paging.limit, listed.paging.items, listed.paging.totals.items)
    )


def test_written_rules_stay_as_they_are(tmp_path: Path) -> None:
    api = guest_api(tmp_path)
    assert api is with_customs(api)


@pytest.mark.parametrize("seed", range(1))
def test_a_correct_server_does_not_even_differ(tmp_path: Path, seed: int) -> None:
    api = guest_api(tmp_path, behaviour=False)
    verdict = check(api, guest_target(api, GuestServer()), seed=seed)
    assert ((), ()) == (verdict.broken, verdict.differs)


class Headstrong(GuestServer):
    """Does what it has a right to: answers with what was before a change, and 400 for what it does not know."""

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        earlier = super().__call__(replace(request, method="GET")) if request.method == "PATCH" else None
        response = super().__call__(request)
        if response.status == 404:
            return replace(response, status=400)
        return earlier if earlier is not None and response.status == 200 else response


def test_a_server_that_does_otherwise_differs_and_breaks_nothing(tmp_path: Path) -> None:
    api = guest_api(tmp_path, behaviour=False)
    verdict = check(api, guest_target(api, Headstrong()), parts=("rules",))
    assert () == verdict.broken
    assert {"updateGuest.answers", "getGuest.missing"} <= {finding.fact.id for finding in verdict.differs}
    assert all("custom" in str(finding.assumed) for finding in verdict.differs)


def test_what_a_schema_says_is_broken_without_any_rules(tmp_path: Path) -> None:
    api = guest_api(tmp_path, behaviour=False)
    for fault, fact in (
        ("name-number", "body.name.type"),
        ("status", "createGuest.201.status"),
        ("invalid-accepted", "createGuest.request.name.type"),
        ("key-ignored", "getGuest.needs.key"),
        ("crash", "createGuest.server-error"),
    ):
        verdict = check(api, guest_target(api, GuestServer(fault)))
        assert [finding for finding in verdict.broken if fact in finding.fact.id], fault


def test_own_records_are_taken_away_again_without_any_rules(tmp_path: Path) -> None:
    api, server = guest_api(tmp_path, behaviour=False), GuestServer()
    before = set(server.guests)
    verdict = check(api, guest_target(api, server))
    assert (0, True, before) == (verdict.left, verdict.removed > 0, set(server.guests))
