"""What servers do that no documentation forbids: nothing of it is called broken."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from test_checking_between import REFUSED, Send, broken, members, verdict_on
from test_checking_doubts import answering, body_of
from test_checking_refilling import EXISTING, Forgetful
from truespec.checking.exchange import Request, Response

INVALID = replace(REFUSED, status=422)


def test_a_server_may_need_a_member_only_beside_another() -> None:
    def between(request: Request, send: Send) -> Response:
        sent, single = members(request), request.method == "POST" and request.path == "/partners/customer"
        nobody = not sent.get("email") and not sent.get("phoneNumber")
        no_number = sent.get("smsOptin") is not None and not sent.get("phoneNumber")
        return REFUSED if single and (nobody or no_number) else send(request)

    assert set() == broken(verdict_on("fullwhere", between))


def test_a_server_may_skip_elements_of_a_batch_that_it_would_refuse_alone() -> None:
    def between(request: Request, send: Send) -> Response:
        sent = members(request)
        if isinstance(elements := sent.get("batch"), list):
            taken = [one for one in elements if isinstance(one, dict) and one.get("lastName")]
            return send(replace(request, body=json.dumps({"batch": taken}).encode()))
        single = request.method == "POST" and request.path == "/partners/customer"
        return REFUSED if single and not sent.get("lastName") else send(request)

    assert "importCustomers.all" not in broken(verdict_on("fullwhere", between))


def test_a_server_may_show_what_was_sent_again_a_moment_later() -> None:
    seen, late = Forgetful(), dict[str, Response]()

    def between(request: Request, send: Send) -> Response:
        single = request.method == "POST" and request.path == "/partners/customer"
        id_ = seen.known.get(seen.pair(members(request))) if single else None
        if id_ is not None:
            late[id_] = send(replace(request, method="GET", target=f"/partners/customer?id={id_}", body=b""))
        found = seen(request, send)
        asked = dict(request.query).get("id", "")
        return late.pop(asked) if request.method == "GET" and asked in late else found

    assert EXISTING not in broken(verdict_on("fullwhere", between))


def test_a_server_may_write_a_number_otherwise_elsewhere_and_a_moment_later() -> None:
    shown: dict[str, Any] = {}

    def between(request: Request, send: Send) -> Response:
        found = send(request)
        if "/stores/" not in request.path or not found.success:
            return found
        record = body_of(found)
        before, shown[request.path] = shown.get(request.path, record), record
        return answering(found, {**before, "mobile": " ".join(str(before.get("mobile") or ""))})

    assert "getStoreCustomer.agrees" not in broken(verdict_on("flowretail", between))


def test_a_server_may_tell_a_time_in_numbers_and_never_as_far_ahead_and_want_one_of_several() -> None:
    def between(request: Request, send: Send) -> Response:
        if request.method == "GET" and request.path.endswith("/customers") and not request.query:
            return INVALID
        found = send(request)
        record = body_of(found)
        for one in record.get("customer", {}).get("marketing_preferences") or []:
            one["opt_out_date"] = one.get("opt_out_date") or "9999-12-31 00:00:00"
        headers = [
            (name, "1801013100000" if name.lower() == "x-ratelimit-reset" else value) for name, value in found.headers
        ]
        return replace(answering(found, record) if record else found, headers=tuple(headers))

    told = broken(verdict_on("collins", between))
    assert set() == {id_ for id_ in told if "never" in id_ or ".optional." in id_ or "reset.time" in id_}


def test_what_is_refused_need_not_count() -> None:
    def between(request: Request, send: Send) -> Response:
        if request.method != "POST":
            return send(request)
        headers = (("X-RateLimit-Limit", "100"), ("X-RateLimit-Remaining", "99"), ("X-RateLimit-Reset", "60"))
        return replace(INVALID, headers=(*INVALID.headers, *headers))

    assert "rate_limit.counts" not in broken(verdict_on("collins", between))
