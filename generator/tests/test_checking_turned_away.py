"""A server that turns every request away, as one does whose limit is used up, tells nothing of the API."""

from __future__ import annotations

import pytest
from mock_apis import catalogued
from truespec.checking.exchange import Request, Response
from truespec.checking.no_answer import TargetLost, Unreadable
from truespec.checking.run import check
from truespec.checking.targets import function_target, mock_target
from truespec.checking.turned_away import TurnedAway

_BUSY = Response(429, (("Content-Type", "application/json"),), b"{}")


def test_one_that_takes_requests_again_after_some_seconds_is_waited_for() -> None:
    asked, slept = iter([_BUSY, _BUSY, Response(200)]), list[float]()
    crowd = TurnedAway()
    heard = [crowd.hear(_BUSY, [lambda: next(asked)], slept.append, None) for _ in range(20)]
    assert ([False] * 19 + [True], [1.0, 2.0]) == (heard, slept)
    assert not crowd.hear(_BUSY, [], slept.append, None)


def test_an_operation_that_is_always_busy_is_no_server_that_is() -> None:
    slept = list[float]()
    crowd = TurnedAway()
    heard = [crowd.hear(_BUSY, [lambda: _BUSY, lambda: Response(404)], slept.append, None) for _ in range(60)]
    assert (3, []) == (heard.count(True), slept)


def test_one_that_takes_none_is_waited_for_no_longer_than_the_run_has_time() -> None:
    def gone() -> Response:
        raise Unreadable("ReadError")

    for left, seconds in ((None, [1.0, 2.0, 4.0]), (3.0, [1.0, 2.0])):
        slept = list[float]()
        crowd = TurnedAway()
        for _ in range(19):
            crowd.hear(_BUSY, [], slept.append, left)
        with pytest.raises(TargetLost, match="the last 20 requests were turned away, now with 429"):
            crowd.hear(_BUSY, [lambda: _BUSY, gone], slept.append, left)
        assert seconds == slept


def test_a_limit_that_is_used_up_ends_a_run_that_could_not_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("truespec.checking.turned_away._PAUSES", (0.0,))
    api, count = catalogued("resdiary"), [0]
    mock = mock_target(api)
    client = mock.connect()

    def limited(request: Request) -> Response:
        count[0] += 1
        return client.send(request) if count[0] <= 100 else _BUSY

    verdict = check(api, function_target(api, limited, mock.access))
    assert (3, (), True) == (verdict.exit_code(), verdict.broken, "were turned away" in verdict.lost)
    assert count[0] < 130
