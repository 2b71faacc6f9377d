"""``truespec mock --rate-limit``: how many requests of a caller are let through, where a rule says they are counted."""

from __future__ import annotations

import contextlib
import http.client
import subprocess
import sys

from mock_apis import ROOT
from mock_stores import Served, started


def asked(served: Served, token: str) -> http.client.HTTPResponse:
    """Ask for the customers of a caller; the answer has been read."""
    with contextlib.closing(served.connection()) as connection:
        connection.request("GET", "/customers", headers={"Authorization": f"Bearer {token}"})
        response = connection.getresponse()
        response.read()
        return response


def test_a_limit_on_the_command_line_holds_for_each_caller() -> None:
    with started("collins", "--rate-limit", "2") as served:
        answers = [asked(served, token) for token in ("a", "a", "a", "b")]
    told = [(answer.status, answer.headers["X-RateLimit-Remaining"]) for answer in answers]
    assert [(200, "1"), (200, "0"), (429, "0"), (200, "1")] == told
    assert answers[2].headers["Retry-After"].isdecimal()


def test_a_limit_that_no_rule_speaks_of_is_refused_with_advice() -> None:
    command = [sys.executable, "-m", "truespec", "mock", "fullwhere", "--port", "0", "--rate-limit", "2"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (2, "") == (result.returncode, result.stdout)
    assert "rate-limit-unstated: no rule says that requests to fullwhere are counted" in result.stderr
    assert "--fault too-many-requests" in result.stderr
