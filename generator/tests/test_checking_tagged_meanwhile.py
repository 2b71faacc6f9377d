"""Jobs that work on records between two requests: what a list is asked for is judged by the records as they are now."""

from __future__ import annotations

import json
from dataclasses import replace

from test_checking_closely import accused
from truespec.checking.exchange import Request, Response
from truespec.checking.rules.filters import keeping
from twisted import Twisted, query_of, sending


def _tagged_by_a_job(server: Twisted, request: Request) -> Response:
    """Give every record all labels the first time that a list is asked for one of them."""
    made: dict[str, list[str]] = server.kept.setdefault("made", {})
    if "labels" in query_of(request) and "tagged" not in server.kept:
        server.kept["tagged"] = True
        everything = sorted({label for labels in made.values() for label in labels})
        for key in made:
            headers = (*request.headers, ("Content-Type", "application/json"))
            change = replace(request, method="PUT", target=f"/api/customers/{key}", headers=headers)
            server.healthy(sending(change, {"labels": everything}))
    response = server.healthy(request)
    if request.method == "POST" and response.success:
        customer = json.loads(response.body)["customer"]
        made[customer["id"]] = customer["labels"]
    return response


def test_a_record_that_a_job_has_tagged_meanwhile_fits_what_it_is_listed_for() -> None:
    assert [] == accused("collins", _tagged_by_a_job, keeping.FAMILY, 1)


def _lists_all(server: Twisted, request: Request) -> Response:
    """Look for no label at all."""
    if "labels" in query_of(request):
        request = replace(request, target=request.target.replace("labels=", "also="))
    return server.healthy(request)


def test_a_record_that_nobody_has_tagged_is_listed_for_no_label() -> None:
    assert "GetAllCustomers.filters.query.labels" in accused("collins", _lists_all, keeping.FAMILY, 1)
