"""A login page or a gateway in front of an API: nothing is told of the API, unless a single operation answers so."""

from __future__ import annotations

from pathlib import Path

import pytest
from checked_server import SECRET, GuestServer, guest_api
from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.run import check
from truespec.checking.targets import Access, function_target
from truespec.checking.verdict import Verdict

PAGE = b"<!DOCTYPE html><title>Sign in</title>"
NOISE = bytes(range(128, 256))


def answer(body: bytes, kind: str = "application/json", status: int = 200) -> Response:
    return Response(status, (("Content-Type", kind),), body)


def verdict_of(tmp_path: Path, instead: Response, *, after: int = 0, only: str = "") -> Verdict:
    """Check a guest list whose answers are replaced: after so many requests, or of one method alone."""
    guests, count = GuestServer(), [0]

    def serve(request: Request) -> Response:
        count[0] += 1
        usual = guests(request)
        if count[0] <= after or (only and request.method != only):
            return usual
        return instead

    api = guest_api(tmp_path, behaviour=False)
    return check(api, function_target(api, serve, Access(Credentials({"key": SECRET}))))


@pytest.mark.parametrize("after", [0, 60], ids=["at once", "in the middle"])
@pytest.mark.parametrize(("body", "kind"), [(PAGE, "text/html"), (NOISE, "application/json")], ids=["page", "noise"])
def test_a_server_whose_answers_are_nothing_like_the_api_is_lost(
    tmp_path: Path, body: bytes, kind: str, after: int
) -> None:
    verdict = verdict_of(tmp_path, answer(body, kind), after=after)
    assert (3, True) == (verdict.exit_code(), "nothing like JSON" in verdict.lost)


@pytest.mark.parametrize("only", ["GET", "PATCH"])
def test_one_kind_of_request_that_is_answered_with_a_page_breaks_what_is_documented(tmp_path: Path, only: str) -> None:
    verdict = verdict_of(tmp_path, answer(PAGE, "text/html"), only=only)
    assert (1, "") == (verdict.exit_code(), verdict.lost)


def test_json_that_is_cut_breaks_what_is_documented(tmp_path: Path) -> None:
    verdict = verdict_of(tmp_path, answer(b'{"items": ['))
    assert (1, "") == (verdict.exit_code(), verdict.lost)


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_gateway_that_finds_nobody_any_more_is_no_server_that_holds(
    tmp_path: Path, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("truespec.checking.turned_away._PAUSES", (0.0,))
    verdict = verdict_of(tmp_path, answer(b"{}", status=status), after=60)
    assert (3, True) == (verdict.exit_code(), f"turned away, now with {status}" in verdict.lost)


def test_one_kind_of_request_that_is_turned_away_leaves_the_others_to_be_checked(tmp_path: Path) -> None:
    verdict = verdict_of(tmp_path, answer(b"{}", status=503), only="PATCH")
    assert (0, "") == (verdict.exit_code(), verdict.lost)


def test_whoever_is_asked_again_for_seconds_in_vain_is_given_up_sooner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("truespec.checking.turned_away._LONG", 0.0)
    monkeypatch.setattr("truespec.checking.turned_away._PAUSES", (0.0,))
    verdict = verdict_of(tmp_path, answer(b"{}", status=503), after=60)
    assert (3, True) == (verdict.exit_code(), verdict.requests < 100)
