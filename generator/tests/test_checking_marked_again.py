"""What was marked for deletion may be named again; a server that fails over it is told of."""

from __future__ import annotations

from typing import Any

from test_checking_single import told_by
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.identity import joining
from twisted import Twisted


def _named(request: Request) -> set[int]:
    body: Any = request.json()
    marks = request.method == "POST" and request.path.endswith("/Customers/Delete") and isinstance(body, dict)
    return {key for key in body.get("CustomerIds", ()) if isinstance(key, int)} if marks else set[int]()


def fails_again(server: Twisted, request: Request) -> Response:
    """Break down over what was marked before."""
    known, named = server.kept.setdefault("marked", set[int]()), _named(request)
    if named & known:
        return Response(500, (("Content-Type", "application/json"),), b'{"Message":"it broke down"}')
    known |= named
    return server.healthy(request)


def refuses_again(server: Twisted, request: Request) -> Response:
    """Refuse what was marked before."""
    failed = fails_again(server, request)
    return Response(400, failed.headers, failed.body) if failed.status == 500 else failed


def test_a_server_that_fails_over_what_was_marked_before_is_told() -> None:
    assert "scheduleCustomerDeletion.server-error" in told_by(joining.FAMILY, fails_again)
    assert [] == told_by(joining.FAMILY, refuses_again)
