"""What happens beside a change, in a batch, to a text of digits or after a removal: each is told by the rule for it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from test_checking_between import members
from test_checking_single import findings_of, told_by
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.filters import found_again
from truespec.checking.rules.ground.world import Family
from truespec.checking.rules.orders import ordering
from truespec.checking.rules.records import alone as alone_rules
from truespec.checking.rules.records import changes, lettering, optional, parts
from truespec.checking.rules.searches import searching
from twisted import Twist, Twisted, answering, asking, query_of, sending

CUSTOMERS = "/customers"


def key_of(request: Request) -> str:
    """Return the key that a path names, empty where it names none."""
    found = re.search(r"/customers/([^/]+)$", request.path)
    return unquote(found[1]) if found and found[1] not in {"search", "batch"} else ""


def shown(response: Response) -> Any:
    return json.loads(response.body or b"null")


def each(response: Response, change: Callable[[dict[str, Any]], None]) -> Response:
    """Return an answer with something done to every record in it."""
    told = shown(response)
    if isinstance(told, dict):
        for one in told.get("items", [told]):
            change(one)
    return answering(response, told)


def digits_as_numbers(server: Twisted, request: Request) -> Response:
    """Tell a text that could be a number as one."""

    def numbers(one: dict[str, Any]) -> None:
        for name in ("mobile", "ledgerNumber"):
            if re.fullmatch(r"[1-9]\d*", str(one.get(name))):
                one[name] = int(one[name])

    return each(server.healthy(request), numbers)


def company_by_its_name(server: Twisted, request: Request) -> Response:
    """Put down another origin for who is given the name of a company."""
    sent = members(request)
    if request.method == "PUT" and sent.keys() == {"companyName"}:
        request = sending(request, {**sent, "origin": "office"})
    return server.healthy(request)


def taken_from_all(server: Twisted, request: Request) -> Response:
    """Take an extension from everybody who has it."""
    if "/extensions/" in request.path and request.method == "POST":
        server.kept[request.target] = request
    if "/extensions/" in request.path and request.method == "DELETE":
        for target in [target for target in server.kept if target != request.target]:
            server.healthy(Request("DELETE", target, request.headers, request.body))
    return server.healthy(request)


def listed_without_parts(server: Twisted, request: Request) -> Response:
    response = server.healthy(request)
    if request.path.endswith(CUSTOMERS) and request.method == "GET":
        return each(response, lambda one: one.update(extensions=[]))
    return response


def brought_back(server: Twisted, request: Request) -> Response:
    """Make again, as it was, what is changed after it was deleted."""
    key = key_of(request)
    if request.method == "DELETE" and key and key not in server.kept:
        server.kept[key] = shown(server.healthy(Request("GET", request.target, request.headers)))
    if request.method == "PUT" and key in server.kept:
        taken = {name: value for name, value in server.kept[key].items() if isinstance(value, str) and value}
        for name in ("createdAt", "lastModifiedAt", "displayName"):
            taken.pop(name, None)
        server.healthy(sending(Request("POST", request.target.rpartition("/")[0], request.headers), taken))
    return server.healthy(request)


def made_anew(server: Twisted, request: Request) -> Response:
    """Make a new customer of what is sent for a key that nobody has."""
    response = server.healthy(request)
    if request.method == "PUT" and response.status == 404:
        body = {**members(request), "customerUid": key_of(request)}
        server.healthy(sending(Request("POST", request.target.rpartition("/")[0], request.headers), body))
        return server.healthy(request)
    return response


def batches_never_searched(server: Twisted, request: Request) -> Response:
    """Find nobody who was made in a batch."""
    if request.path.endswith("/batch"):
        for one in [*members(request).get("create", []), *members(request).get("upsert", [])]:
            server.kept[str(one.get("email"))] = one
    response = server.healthy(request)
    if request.path.endswith("/search") and response.success:
        told = shown(response)
        told["items"] = [one for one in told["items"] if one.get("email") not in server.kept]
        return answering(response, told)
    return response


def order_lost_beside_a_filter(server: Twisted, request: Request) -> Response:
    query = query_of(request)
    if "customerExternalId" in query and "sortBy" in query:
        return server.healthy(asking(request, {**query, "sortBy": "createdAt", "sortDirection": "DESC"}))
    return server.healthy(request)


def changes_by_making(server: Twisted, request: Request) -> Response:
    """Order by the time of making where that of the last change is asked for."""
    query = query_of(request)
    other = {**query, "sortBy": "createdAt"} if query.get("sortBy") == "lastModifiedAt" else query
    return server.healthy(asking(request, other))


def without_who_lacks_it(server: Twisted, request: Request) -> Response:
    """Count only those that have the member which is asked for as an order."""
    response = server.healthy(request)
    if "sortBy" in query_of(request) and response.success:
        told = shown(response)
        told["paging"]["totalCount"] -= 1
        return answering(response, told)
    return response


def counted_without_own_values(server: Twisted, request: Request) -> Response:
    """Count what the text alone would find."""
    response = server.healthy(request)
    sent = members(request)
    if request.path.endswith("/search") and response.success and "email" in sent and "query" in sent:
        told = shown(response)
        told["paging"]["totalCount"] = len(told["items"]) + 1
        return answering(response, told)
    return response


def one_own_value_for_all(server: Twisted, request: Request) -> Response:
    """Find nobody by an address in the text where a number has a value of its own."""
    sent = members(request)
    response = server.healthy(request)
    if request.path.endswith("/search") and "mobile" in sent and "@" in str(sent.get("query")):
        return answering(response, {**shown(response), "items": []})
    return response


@pytest.mark.parametrize(
    ("twist", "family", "fact"),
    [
        (digits_as_numbers, lettering.FAMILY, "getCustomer.200.body.mobile.type"),
        (digits_as_numbers, lettering.FAMILY, "getCustomer.200.body.ledgerNumber.type"),
        (company_by_its_name, alone_rules.FAMILY, "updateCustomer.change"),
        (taken_from_all, parts.FAMILY, "deleteCustomerExtension.only"),
        (listed_without_parts, parts.FAMILY, "listCustomers.shows"),
        (brought_back, changes.FAMILY, "deleteCustomer.stays"),
        (batches_never_searched, found_again.FAMILY, "searchCustomers.search.batched"),
        (order_lost_beside_a_filter, found_again.FAMILY, "listCustomers.order.beside"),
        (changes_by_making, ordering.FAMILY, "listCustomers.order.descending"),
        (without_who_lacks_it, ordering.FAMILY, "listCustomers.order.whole"),
        (counted_without_own_values, searching.FAMILY, "searchCustomers.paging.totals.items"),
        (one_own_value_for_all, searching.FAMILY, "searchCustomers.search.body.mobile.beside"),
    ],
)
def test_what_goes_wrong_beside_what_is_asked_is_told(twist: Twist, family: Family, fact: str) -> None:
    assert fact in told_by(family, twist, name="flowretail")


def remarks_cut(server: Twisted, request: Request) -> Response:
    sent = members(request)
    cut = {name: text[:160] if name == "internalNote" else text for name, text in sent.items()}
    return server.healthy(sending(request, cut) if "internalNote" in sent else request)


def test_a_remark_of_several_sentences_is_kept_whole() -> None:
    assert "createCustomer.keeps.internalNote" in told_by(lettering.FAMILY, remarks_cut, name="flowretail")


def cutting(most: int) -> Twist:
    def cut(server: Twisted, request: Request) -> Response:
        sent = members(request)
        kept = {name: text[:most] if name == "internalNote" else text for name, text in sent.items()}
        return server.healthy(sending(request, kept) if "internalNote" in sent else request)

    return cut


@pytest.mark.parametrize("most", [255, 1000])
def test_how_much_of_a_page_of_text_is_kept_is_a_guess_where_no_limit_is_documented(most: int) -> None:
    found = findings_of(lettering.FAMILY, cutting(most), name="flowretail")
    cut = [finding for finding in found if finding.fact.id == "createCustomer.keeps.internalNote"]
    assert cut
    assert all(finding.assumed == "how much a text may hold is not documented" for finding in cut)


def filled_from_the_last(server: Twisted, request: Request) -> Response:
    """Fill what is not sent for a new customer with what was sent for the one before."""
    if request.method != "POST" or not request.path.endswith(CUSTOMERS):
        return server.healthy(request)
    sent: Any = members(request)
    before, server.kept["last"] = server.kept.get("last", {}), sent
    before = {name: value for name, value in before.items() if name != "customerUid"}
    return server.healthy(sending(request, {**before, **sent}))


def test_a_new_record_that_holds_something_of_the_one_before_is_told() -> None:
    assert "createCustomer.own" in told_by(optional.FAMILY, filled_from_the_last, name="flowretail")


def healthy(server: Twisted, request: Request) -> Response:
    return server.healthy(request)


@pytest.mark.parametrize("twist", [healthy, made_anew])
@pytest.mark.parametrize("family", [lettering, alone_rules, parts, changes, found_again, ordering, searching])
def test_what_is_as_it_should_be_breaks_nothing(twist: Twist, family: Any) -> None:
    told = told_by(family.FAMILY, twist, name="flowretail")
    assert [] == [fact for fact in told if not fact.endswith(("missing", "right")) or twist is healthy]
