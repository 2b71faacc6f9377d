"""What is documented and seldom done: odd limits, requests that say nothing, and what comes of it."""

from __future__ import annotations

from typing import Any

import pytest
from test_checking_imports import IMPORT, body_of, elements_of, pair_of
from test_checking_single import told_by
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.batches import each_element, many_at_once
from truespec.checking.rules.pages import paging
from twisted import Twist, Twisted, refusing, sending

ROUND = {1, 5, 10, 20, 25, 50, 100}


def lists(request: Request) -> bool:
    return request.path.endswith("/list")


def test_limits_out_of_a_choice_of_the_server_are_told() -> None:
    def of_a_choice(request: Request, sent: dict[str, Any]) -> bool:
        return lists(request) and sent.get("limit", 1) in set(range(6, 100)) - ROUND

    between = "listCustomers.paging.limit-between"
    assert between in told_by(paging.FAMILY, refusing(422, of_a_choice), name="fullwhere")


@pytest.mark.parametrize(
    ("refused", "fact"),
    [
        (lambda sent: not sent, "optional"),
        (lambda sent: "page" in sent and "limit" not in sent, "limit-optional"),
        (lambda sent: "limit" in sent and "page" not in sent, "page-optional"),
    ],
)
def test_what_may_be_left_out_of_a_page_that_is_asked_for_may_be_left_out_in_any_company(
    refused: Any, fact: str
) -> None:
    told = told_by(
        paging.FAMILY, refusing(422, lambda request, sent: lists(request) and refused(sent)), name="fullwhere"
    )
    assert [f"listCustomers.paging.{fact}"] == [one for one in told if one.endswith("optional")]


def test_a_list_that_is_not_to_be_had_says_nothing_of_what_may_be_left_out() -> None:
    assert [] == told_by(paging.FAMILY, refusing(422, lambda request, _: lists(request)), name="fullwhere")


def refusing_elements(status: int, wrong: Any) -> Twist:
    """Return a twist that refuses a batch for one of its elements."""
    return refusing(status, lambda request, _: any(map(wrong, elements_of(request))))


def cut_at_sixty(server: Twisted, request: Request) -> Response:
    elements = elements_of(request)
    return server.healthy(sending(request, {"batch": elements[:60]}) if elements else request)


def of_very_many(twist: Twist) -> list[str]:
    return told_by(many_at_once.FAMILY, twist, 2, "fullwhere")


@pytest.mark.parametrize(
    ("twist", "fact"),
    [
        (refusing(422, lambda _, sent: "'jv'" in str(sent)), "importCustomer.takes.language.enum"),
        (refusing_elements(422, lambda one: one.get("company", "") is None), "importCustomers.takes"),
        (cut_at_sixty, "importCustomers.all"),
        (refusing(500, lambda _, sent: len(sent.get("batch", [])) > 100), "importCustomers.server-error"),
    ],
)
def test_what_a_batch_of_very_many_loses_or_does_not_take_is_told(twist: Twist, fact: str) -> None:
    assert [fact] == of_very_many(twist)


@pytest.mark.parametrize(
    "honest",
    [
        refusing(413, lambda _, sent: len(sent.get("batch", [])) > 50),
        refusing(422, lambda _, sent: len(sent.get("batch", [])) > 50),
        refusing(422, lambda _, sent: any(None in one.values() for one in [sent, *sent.get("batch", [])])),
    ],
)
def test_a_batch_may_have_a_longest_length_and_null_may_be_refused_everywhere(honest: Twist) -> None:
    assert [] == of_very_many(honest)


def fills_the_first_alone(server: Twisted, request: Request) -> Response:
    """Skip whom it knows in a batch, but for the first of them."""
    body, elements = body_of(request), elements_of(request)
    known: set[str] = server.kept.setdefault("known", set())
    met = [one for one in elements if pair_of(one) in known]
    if request.path == IMPORT and request.method == "POST":
        known.add(pair_of(body))
    kept = [one for one in elements if one not in met[1:]]
    return server.healthy(sending(request, {"batch": kept}) if elements else request)


def goes_on_in_the_next(server: Twisted, request: Request) -> Response:
    """Say of an element what was said of the one before it, where all of them are known."""
    body, elements = body_of(request), elements_of(request)
    known: set[str] = server.kept.setdefault("known", set())
    if request.path == IMPORT and request.method == "POST":
        known.add(pair_of(body))
    if not elements or any(pair_of(one) not in known for one in elements):
        return server.healthy(request)
    return server.healthy(sending(request, {"batch": [{**elements[at - 1], **one} for at, one in enumerate(elements)]}))


@pytest.mark.parametrize(
    ("twist", "fact"),
    [
        (fills_the_first_alone, "importCustomer.dedupe.existing.in-batch"),
        (goes_on_in_the_next, "importCustomers.apart"),
    ],
)
def test_each_of_two_that_are_known_is_filled_by_its_own_element(twist: Twist, fact: str) -> None:
    assert fact in told_by(each_element.FAMILY, twist, name="fullwhere")


def test_what_a_server_puts_together_by_itself_was_not_null() -> None:
    def shows_addresses(server: Twisted, request: Request) -> Response:
        body = body_of(request)
        named = request.path == IMPORT and request.method == "POST" and not body.get("displayName")
        return server.healthy(sending(request, {**body, "displayName": body.get("email")}) if named else request)

    assert [] == told_by(each_element.FAMILY, shows_addresses, name="fullwhere")


def stops_at_nothing(server: Twisted, request: Request) -> Response:
    elements = elements_of(request)
    return server.healthy(sending(request, {"batch": elements[: elements.index({})]}) if {} in elements else request)


def fills_none_of_a_batch(server: Twisted, request: Request) -> Response:
    """Say nothing about whom a batch made, where they are imported again."""
    body, made = body_of(request), server.kept.setdefault("made", set())
    made.update(map(pair_of, elements_of(request)))
    met = request.path == IMPORT and request.method == "POST" and pair_of(body) in made
    known = {name: body[name] for name in ("email", "phoneNumber")} if met else {}
    return server.healthy(sending(request, known) if met else request)


@pytest.mark.parametrize(
    ("twist", "fact"),
    [
        (stops_at_nothing, "importCustomers.beside"),
        (fills_none_of_a_batch, "importCustomer.dedupe.existing.of-batch"),
    ],
)
def test_what_a_batch_makes_is_made_beside_anything_and_filled_later(twist: Twist, fact: str) -> None:
    assert fact in told_by(each_element.FAMILY, twist, 2, "fullwhere")


def test_an_element_that_says_nothing_may_be_refused() -> None:
    refused = refusing(422, lambda request, sent: {} in [sent, *elements_of(request)] and not lists(request))
    assert [] == told_by(each_element.FAMILY, refused, 2, "fullwhere")
