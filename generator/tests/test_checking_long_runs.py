"""What a long run alone tells: one member at a time, and the words of a long batch."""

from __future__ import annotations

from typing import Any

import pytest
from test_checking_imports import IMPORT, body_of, elements_of, pair_of
from test_checking_single import told_by
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.batches import many_at_once
from truespec.checking.rules.lists import listed_alike
from truespec.checking.rules.records import made_alone
from twisted import Twist, Twisted, answering, refusing, sending

LONG = 11


def changed(condition: Any, change: dict[str, Any]) -> Twist:
    """Return a twist that keeps something else of an import that meets a condition, which is told who was known."""

    def done(server: Twisted, request: Request) -> Response:
        body = body_of(request) if request.path == IMPORT and request.method == "POST" else {}
        known = pair_of(body) in server.kept and None not in {body.get("email"), body.get("phoneNumber")}
        met = bool(body) and condition(body, known=known)
        server.kept[pair_of(body)] = True
        return server.healthy(sending(request, {**body, **change}) if met else request)

    return done


def loses_a_lone_id(body: dict[str, Any], *, known: bool) -> bool:
    return not known and body.keys() == {"comoId"}


def fills_no_lone_id(body: dict[str, Any], *, known: bool) -> bool:
    return known and body.keys() == {"email", "phoneNumber", "comoId"}


@pytest.mark.parametrize(
    ("condition", "fact"),
    [(loses_a_lone_id, "importCustomer.keeps.comoId"), (fills_no_lone_id, "importCustomer.dedupe.existing")],
)
def test_what_is_sent_alone_is_kept_and_fills_what_is_known(condition: Any, fact: str) -> None:
    twist = changed(condition, {"comoId": None})
    assert fact in told_by(made_alone.FAMILY, twist, LONG, "fullwhere")
    assert [] == told_by(made_alone.FAMILY, twist, 2, "fullwhere")


def test_a_server_that_wants_more_than_one_member_tells_nothing() -> None:
    refused = refusing(422, lambda request, sent: request.path == IMPORT and bool(sent) and "email" not in sent)
    assert [] == told_by(made_alone.FAMILY, refused, LONG, "fullwhere")


def test_a_word_that_a_batch_keeps_as_another_is_told() -> None:
    def newer_code(server: Twisted, request: Request) -> Response:
        newer = {"haw": "ha"}
        elements = [{**one, "language": newer.get(word := one.get("language"), word)} for one in elements_of(request)]
        return server.healthy(sending(request, {"batch": elements}) if elements else request)

    assert ["importCustomer.keeps.language"] == told_by(many_at_once.FAMILY, newer_code, 2, "fullwhere")


def listing_as(change: Any) -> Twist:
    """Return a twist that changes each record of a list."""

    def done(server: Twisted, request: Request) -> Response:
        response = server.healthy(request)
        page: Any = response.json()
        if not request.path.endswith("/list") or not isinstance(page, dict) or "items" not in page:
            return response
        return answering(response, {**page, "items": [{**item, **change(item)} for item in page["items"]]})

    return done


def listed(twist: Twist) -> list[str]:
    return told_by(listed_alike.FAMILY, twist, 2, "fullwhere")


@pytest.mark.parametrize(
    "change",
    [
        lambda item: {"smsOptin": bool(item["smsOptin"])},
        lambda _: {"comoId": None},
        lambda _: {"createdAt": "2001-01-01T00:00:00Z"},
    ],
)
def test_what_is_listed_otherwise_than_it_is_read_is_told(change: Any) -> None:
    assert ["listCustomers.consistent.shown"] == listed(listing_as(change))


@pytest.mark.parametrize(
    "change",
    [
        lambda item: {"createdAt": item["createdAt"][:19] + "Z"},
        lambda item: {"company": item["company"] or ""},
        lambda _: {"feedbackCount": 7},
    ],
)
def test_a_list_may_write_the_same_otherwise_and_count_later(change: Any) -> None:
    assert [] == listed(listing_as(change))
