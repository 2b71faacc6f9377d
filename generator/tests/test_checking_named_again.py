"""What was merged or marked for deletion may be named again; a server that fails over it is told of."""

from __future__ import annotations

from typing import Any

import pytest
from test_checking_single import told_by
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.identity import joining
from twisted import Twist, Twisted

_GONE = {"Merge": "mergeCustomers", "Delete": "scheduleCustomerDeletion"}
_AGAIN = {**_GONE, "Unsubscribe": "unsubscribeCustomers"}


def _named(request: Request) -> tuple[str, set[int]]:
    """Return what is done to customers, and to which."""
    body: Any = request.json()
    what = request.path.rpartition("/")[2] if request.method == "POST" and isinstance(body, dict) else ""
    return what, {key for key in body.get("CustomerIds", ()) if isinstance(key, int)} if what in _AGAIN else set[int]()


def meeting_again(first: str, then: str, status: int) -> Twist:
    """Return a twist that answers with a status where what one operation was given alone is given to another."""

    def answer(server: Twisted, request: Request) -> Response:
        known, (what, named) = server.kept.setdefault("known", set[int]()), _named(request)
        if what == then and named & known:
            return Response(status, (("Content-Type", "application/json"),), b'{"Message":"it broke down"}')
        known |= named if what == first and len(named) == 1 else set[int]()
        return server.healthy(request)

    return answer


@pytest.mark.parametrize("first", _GONE)
@pytest.mark.parametrize("then", _AGAIN)
def test_a_server_that_fails_over_what_is_gone_is_told(first: str, then: str) -> None:
    assert f"{_AGAIN[then]}.server-error" in told_by(joining.FAMILY, meeting_again(first, then, 500), 2)


def test_a_server_may_refuse_what_is_gone() -> None:
    assert not [fact for fact in told_by(joining.FAMILY, meeting_again("Merge", "Delete", 400), 2) if "error" in fact]
