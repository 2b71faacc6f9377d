"""Lists that are longer than is read, and lists that refuse large pages: what is on no page may be there."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from test_checking_closely import accused
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.batches import batch_lists
from truespec.checking.rules.lists.walk import MOST_PAGES
from twisted import Twist, Twisted, answering, query_of, sending

Listed = Callable[[Twisted, Request], Response]

NEW = "batchCustomers.lists.body.create"


def own_keys(listed: Listed, *, lost: bool = False) -> Twist:
    """Return a server that gives new records keys of its own, unless what a batch is to make is ``lost``."""

    def answered(server: Twisted, request: Request) -> Response:
        body: Any = json.loads(request.body or b"null")
        if request.method == "GET" and request.path.endswith("/customers"):
            return listed(server, request)
        if request.path.endswith("/batch") and isinstance(body, dict):
            for kind in ("create", "upsert"):
                known = server.kept.setdefault("known", set())
                elements = [element for element in body.get(kind, []) if not lost or element["customerUid"] in known]
                for element in elements:
                    if element.get("customerUid") not in known:
                        element.pop("customerUid", None)
                body = {**body, kind: elements} if kind in body else body
            return server.healthy(sending(request, body))
        response = server.healthy(request)
        if request.method == "POST" and response.status == 201:
            server.kept.setdefault("known", set()).add(json.loads(response.body)["customerUid"])
        return response

    return answered


def endless(server: Twisted, request: Request) -> Response:
    """Show what is ours beyond the last page that anybody reads."""
    response = server.healthy(request)
    page, number = json.loads(response.body), int(query_of(request).get("pageNumber", "1"))
    if not response.success or number > 2 * MOST_PAGES:
        return response
    paging = {"totalCount": 2 * MOST_PAGES + 1, "pageSize": 1, "pageNumber": number}
    first = (page["items"] or [{}])[0]
    return answering(response, {"items": [{**first, "customerUid": f"another-{number}"}], "paging": paging})


def small_pages(server: Twisted, request: Request) -> Response:
    """Refuse pages of more than twenty."""
    if int(query_of(request).get("pageSize", "1")) > 20:
        return Response(422, (("Content-Type", "application/json"),), b"{}")
    return server.healthy(request)


def test_what_a_batch_made_may_stand_where_nobody_reads_on() -> None:
    assert [] == accused("flowretail", own_keys(endless), batch_lists.FAMILY, 1)


def test_a_list_that_refuses_large_pages_is_read_in_small_ones() -> None:
    assert [] == accused("flowretail", own_keys(small_pages), batch_lists.FAMILY, 1)
    assert NEW in accused("flowretail", own_keys(small_pages, lost=True), batch_lists.FAMILY, 1)
