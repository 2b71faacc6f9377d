"""What is listed can be read, unless somebody removes it between the two."""

from __future__ import annotations

from typing import Any

from test_checking_single import told_by
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.lists import listing
from twisted import Twist, Twisted, answering

_HIDDEN = b'{"message":"there is no such customer"}'


def hiding(*, listed: bool) -> Twist:
    """Return a twist without the first record that is read, which is still ``listed`` or removed altogether."""

    def hidden(server: Twisted, request: Request) -> Response:
        last = request.path.rpartition("/")[2]
        if request.method == "GET" and last != "customers" and server.kept.setdefault("gone", last) == last:
            return Response(404, (("Content-Type", "application/json"),), _HIDDEN)
        response = server.healthy(request)
        if listed or last != "customers" or request.method != "GET":
            return response
        page: Any = response.json()
        shown = [one for one in page["customers"] if one["id"] != server.kept.get("gone")]
        return answering(response, {"customers": shown})

    return hidden


def _told(twist: Twist) -> bool:
    return "GetAllCustomers.readable" in told_by(listing.FAMILY, twist, name="collins")


def test_what_stays_in_a_list_and_cannot_be_read_is_told() -> None:
    assert _told(hiding(listed=True))


def test_what_somebody_removed_after_it_was_listed_is_not_missed() -> None:
    assert not _told(hiding(listed=False))
