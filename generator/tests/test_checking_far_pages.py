"""A page that is far beyond the last is answered with something, however far it is."""

from __future__ import annotations

from test_checking_single import told_by
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.pages import paging
from twisted import Twisted, query_of

_MOST = 2**31 - 1


def begins_too_far(server: Twisted, request: Request) -> Response:
    """Break down where the place at which a page begins is no number of four bytes."""
    query = query_of(request)
    page, size = (query.get(name, "") for name in ("page", "limit"))
    if page.isdecimal() and size.isdecimal() and (int(page) - 1) * int(size) > _MOST:
        return Response(500, (("Content-Type", "application/json"),), b'{"message":"it broke down"}')
    return server.healthy(request)


def test_a_server_that_cannot_count_to_where_a_page_begins_is_told() -> None:
    assert "GetAllCustomers.server-error" in told_by(paging.FAMILY, begins_too_far, name="collins")
