"""A record that is imported again: what a server does to it, alone and in a batch, is told where it is not stated."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from test_checking_between import REFUSED, Send, broken, members, verdict_on
from truespec.checking.exchange import Request, Response

EXISTING = "importCustomer.dedupe.existing"


class Forgetful:
    """Stands before the mock of the imports and changes what it shows of a record that was imported again."""

    def __init__(self, *faults: str) -> None:
        """Begin with nobody; ``faults`` are what goes wrong."""
        self.faults = frozenset(faults)
        self.known: dict[tuple[Any, Any], str] = {}
        self.changed: dict[str, dict[str, Any]] = {}

    def __call__(self, request: Request, send: Send) -> Response:
        """Answer a request."""
        sent = [members(request)]
        in_batch = isinstance(elements := sent[0].get("batch"), list)
        if in_batch:
            sent = [element for element in elements if isinstance(element, dict)]
        met = [(self.known[pair], one) for one in sent if (pair := self.pair(one)) in self.known]
        if met and "refuses" in self.faults:
            return replace(REFUSED, status=409)
        before = [(id_, self.shown(self.read(id_, request, send)), one) for id_, one in met]
        if met and in_batch and "skips" in self.faults:
            request = replace(request, body=json.dumps({"batch": [one for one in sent if self.is_new(one)]}).encode())
        found = send(request)
        for id_, record, one in before:
            self.meet(id_, record, one, in_batch=in_batch)
        shown = found.json()
        if not found.success or not isinstance(shown, dict) or "id" not in shown:
            return found
        if request.method == "POST":
            self.known.setdefault(self.pair(sent[0]), shown["id"])
        return replace(found, body=json.dumps(self.shown(shown)).encode())

    @staticmethod
    def pair(sent: dict[str, Any]) -> tuple[Any, Any]:
        """Return what an import is recognised by."""
        return sent.get("email"), sent.get("phoneNumber")

    def is_new(self, sent: dict[str, Any]) -> bool:
        """Say whether nobody like that was imported."""
        return self.pair(sent) not in self.known

    @staticmethod
    def read(id_: str, request: Request, send: Send) -> dict[str, Any]:
        """Return a customer as the mock has it."""
        found = send(replace(request, method="GET", target=f"/partners/customer?id={id_}", body=b"")).json()
        return found if isinstance(found, dict) else {}

    def shown(self, record: dict[str, Any]) -> dict[str, Any]:
        """Return a customer as it is shown."""
        return {**record, **self.changed.get(str(record.get("id")), {})}

    def preferred(self, record: dict[str, Any], sent: dict[str, Any]) -> dict[str, Any]:
        """Return what is overwritten because of what it is."""
        told: dict[str, Any] = {}
        if "prefers what is long" in self.faults and len(str(sent.get("company"))) > len(str(record.get("company"))):
            told["company"] = sent["company"]
        if "takes a no" in self.faults and sent.get("smsOptin") is False:
            told["smsOptin"] = False
        for name in ("smsOptin", "emailOptin") if "takes no no" in self.faults else ():
            if record.get(name) is None and sent.get(name) is False:
                told[name] = None
        return told

    def meet(self, id_: str, record: dict[str, Any], sent: dict[str, Any], *, in_batch: bool) -> None:
        """Note what becomes of a record that was met again, besides what is right."""
        own = self.changed.setdefault(id_, {})
        if "overwrites" in self.faults and sent.get("language"):
            own["language"] = sent["language"]
        own.update(self.preferred(record, sent))
        if "clears" in self.faults and "civility" not in sent:
            own["civility"] = None
        if "agrees" in self.faults and record.get("emailOptin") is None and isinstance(sent.get("smsOptin"), bool):
            own["emailOptin"] = sent["smsOptin"]
        if "wipes" in self.faults:
            own["metadata"] = {}
        if "reborn" in self.faults:
            own["createdAt"] = "2001-01-01T00:00:00Z"
        if "forgets" in self.faults and record.get("language") is None:
            own["language"] = None
        if "forgets in batches" in self.faults and in_batch and record.get("comoId") is None:
            own["comoId"] = None
        if "spreads" in self.faults and sent.get("company"):
            for other in self.known.values():
                self.changed.setdefault(other, {}).setdefault("company", sent["company"])


@pytest.mark.parametrize("fault", ["prefers what is long", "takes a no"])
def test_what_is_set_stays_whatever_is_sent_for_it(fault: str) -> None:
    assert EXISTING in broken(verdict_on("fullwhere", Forgetful(fault)))


def test_a_flag_that_was_not_set_comes_to_be_a_no_as_well_as_a_yes() -> None:
    assert EXISTING in broken(verdict_on("fullwhere", Forgetful("takes no no")))


def test_an_answer_about_a_record_that_was_met_tells_its_key() -> None:
    seen = Forgetful()

    def without_key(request: Request, send: Send) -> Response:
        met = not seen.is_new(members(request)) and request.path == "/partners/customer"
        found = seen(request, send)
        record = found.json()
        if request.method != "POST" or not met or not isinstance(record, dict):
            return found
        return replace(found, body=json.dumps({**record, "id": None}).encode())

    assert "customer.key.importCustomer" in broken(verdict_on("fullwhere", without_key))


@pytest.mark.parametrize(
    ("fault", "detail"),
    [
        ("overwrites", "`language` was set already and was overwritten"),
        ("forgets", "`language` was null and was not filled"),
        ("clears", "`civility` was set and was changed, though it was not sent"),
        ("wipes", "`metadata` was set and was changed, though it was not sent"),
        ("agrees", "`emailOptin` was null and came to be true, though it was not sent"),
        ("refuses", "sending the very same again was answered 409"),
    ],
)
def test_what_becomes_of_a_record_that_is_met_again_is_told(fault: str, detail: str) -> None:
    told = verdict_on("fullwhere", Forgetful(fault)).broken
    assert {EXISTING: detail} == {finding.fact.id: finding.detail for finding in told if finding.fact.id == EXISTING}


def test_what_no_import_may_do_to_another_record_or_in_a_batch_is_told() -> None:
    told = broken(verdict_on("fullwhere", Forgetful("reborn", "spreads", "forgets in batches")))
    assert {"customer.sets.createdAt.stays", f"{EXISTING}.only", f"{EXISTING}.in-batch"} <= told


def test_elements_of_a_batch_that_are_skipped_where_a_record_is_there_are_told() -> None:
    assert f"{EXISTING}.in-batch" in broken(verdict_on("fullwhere", Forgetful("skips")))
