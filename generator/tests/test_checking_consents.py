"""Names of consents that the run made up itself are no names that a server has to know, wherever they turn up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from test_checking_between import REFUSED, Send, broken, members, verdict_on
from truespec.checking.exchange import Request, Response


@dataclass
class Strict:
    """Knows no consents where customers are made, takes any where they are changed, and shows those of somebody."""

    names: list[str] = field(default_factory=list[str])

    def __call__(self, request: Request, send: Send) -> Response:
        """Answer a request."""
        sent = members(request)
        given = [sent.get(name) for name in ("marketing_preference_ids", "marketing_preferences")]
        names = {str(name) for several in given if isinstance(several, list | dict) for name in several}
        if request.method == "POST" and self.refuses(names):
            return replace(REFUSED, status=422)
        self.names += list(self._named(sent.get("marketing_preferences")))
        found = send(request)
        shown = found.json()
        if request.method != "GET" or not isinstance(shown, dict) or not isinstance(shown.get("customers"), list):
            return found
        consents = [{"id": name, "opted_in": True} for name in self.names[:2]]
        body = {**shown, "customers": [{"id": "another", "marketing_preferences": consents}, *shown["customers"]]}
        return replace(found, body=json.dumps(body).encode())

    def refuses(self, names: set[str]) -> bool:
        """Say whether a customer with these consents is not made."""
        return bool(names)

    @staticmethod
    def _named(sent: object) -> Iterator[str]:
        for one in sent if isinstance(sent, list) else []:
            if isinstance(one, dict) and isinstance(one.get("id"), str):
                yield one["id"]


def test_names_that_were_made_up_by_the_run_itself_may_be_refused() -> None:
    strict = Strict()
    told = broken(verdict_on("collins", strict))
    assert [] == [fact for fact in told if fact.startswith("CreateCustomer.consents")]
    assert strict.names


class Knowing(Strict):
    """Knows the consents that a record of somebody's shows, and no others."""

    def refuses(self, names: set[str]) -> bool:
        """Say whether there is one that it does not know."""
        return not names <= set(self.names)


def test_names_that_a_server_knows_are_sent_in_every_form() -> None:
    told = broken(verdict_on("collins", Knowing(["winter", "summer"])))
    assert [] == [fact for fact in told if fact.startswith("CreateCustomer.consents")]
