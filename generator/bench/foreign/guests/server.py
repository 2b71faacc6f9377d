"""A server of the guests API, written by hand and without the mock; every mutant and variant is a word it looks for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from truespec.checking.exchange import Request, Response

from foreign.guests.forms import DEFAULTS, Refused, body_of, guest, merge, queried
from foreign.guests.listing import alike, etag, page, shown
from foreign.guests.mutants import ANSWERS

__all__ = ["VARIANTS", "Server"]

_PROPERTIES: Final = {"token-chain": ("P100", "P200"), "token-south": ("P200",)}
VARIANTS: Final = (
    "gone-410",  # what was deleted is told from what never was
    "nulls-left-out",  # a member without a value is not in an answer
    "small-letters",  # email addresses are kept in small letters
    "times-with-offset",  # and with fractions of a second
    "more-members",  # than are documented
    "scattered-ids",  # numbers that tell nothing of the order, and 404 for what is no number
    "strict",  # unknown parameters are refused, and bodies that do not say they are JSON
    "soft-batch",  # an item of the wrong form refuses the whole batch
)


class Server:
    """Keeps guests in memory, each property's apart."""

    def __init__(self, mutant: str = "", variant: str = "") -> None:
        self.mutant, self.variant = mutant, variant
        self._guests: dict[int, dict[str, Any]] = {}
        self._gone: dict[int, str] = {}
        self._requests, self._number = 0, 0
        self._now = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
        for place in ("P100", "P200"):
            for number in range(3):
                resident = {"lastName": f"Resident{number}", "email": f"resident{number}@{place.lower()}.example"}
                self._new(place, resident)

    def _is(self, *names: str) -> bool:
        return self.mutant in names or self.variant in names

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        self._requests += 1
        self._now += timedelta(seconds=1)
        headers = {"Content-Type": "application/json"}
        try:
            name, status, value = self._routed(request, headers)
        except Refused as refused:
            name, status, value = "refusal", refused.status, _problem(refused)
        except (KeyError, TypeError, ValueError, AttributeError):
            name, status, value = "refusal", 500, _problem(Refused(500, "A mutant has got too far"))
        if name == "refusal":
            headers["Content-Type"] = "application/problem+json"
        headers |= {
            "X-Request-Id": f"req-{self._requests:08}",
            "X-RateLimit-Limit": "600",
            "X-RateLimit-Remaining": str(600 - self._now.second - 1),
        }
        parts = (status, headers, b"" if value is None else json.dumps(value).encode())
        if self.mutant in ANSWERS:
            parts = ANSWERS[self.mutant](name, parts)
        if not parts[2]:
            parts[1].pop("Content-Type")
        return Response(parts[0], tuple(parts[1].items()), b"" if request.method == "HEAD" else parts[2])

    def _routed(self, request: Request, headers: dict[str, str]) -> tuple[str, int, Any]:
        method, path = request.method, request.path
        place = self._property(request)
        self._crash(request)
        if self._is("strict"):
            self._strict(request)
        if path == "/guests" and method == "GET":
            asked = queried(request.query, self._is)
            everybody = self._guests.values() if self._is("property-lists-all") else self._of(place)
            return "list", 200, page(everybody, asked, request.query, self._is)
        if path == "/guests" and method == "POST":
            made = self._create(place, body_of(request.body))
            headers |= {"Location": f"/guests/{made['id']}", "ETag": etag(made)}
            return "create", 201, self._shown(made)
        if path in {"/guests/upsert", "/guests/batch", "/guests/merge"} and method == "POST":
            return self._special(path.rpartition("/")[2], place, body_of(request.body), headers)
        found = re.fullmatch(r"/guests/([^/]+)", path)
        if found is None:
            raise Refused(404, "There is nothing here")
        if method not in {"GET", "PUT", "PATCH", "DELETE"}:
            raise Refused(405, "Nothing of this kind can be done here")
        return self._one(place, found[1], request, headers)

    def _property(self, request: Request) -> str:
        words = (request.header("Authorization") or "").split(" ")
        token = words[1] if len(words) == 2 and words[0].lower() == "bearer" else ""
        place = request.header("X-Property-Id") or ""
        open_to_all = (
            (not token and self._is("auth-missing-read") and request.method == "GET")
            or (not token and self._is("auth-missing-write") and request.method in {"POST", "PUT", "PATCH"})
            or (token and self._is("auth-unknown"))
            or (token and self._is("auth-unknown-delete") and request.method == "DELETE")
        )
        if token not in _PROPERTIES and not open_to_all:
            raise Refused(401, "The token is missing or unknown")
        if not re.fullmatch(r"P[0-9]{3}", place):
            raise Refused(422, "The property is missing", ("X-Property-Id",))
        if place not in _PROPERTIES.get(token, ("P100", "P200")) and not self._is("property-not-checked"):
            raise Refused(403, "The token is not for this property")
        return place

    def _crash(self, request: Request) -> None:
        text = request.body.decode("utf-8", "replace") + request.target
        offset = dict(request.query).get("offset", "0")
        last = request.path.rpartition("/")[2]
        failing = {
            "crash-unicode": "\\u00e9" in text or "%C3%A9" in text or "é" in text,
            "crash-nul": "\\u0000" in text or "%00" in text,
            "crash-array-body": request.body[:1] == b"[",
            "crash-big-id": last.isdigit() and int(last) > 2**31,
            "crash-percent": any(name == "q" and set(value) & {"%", "'"} for name, value in request.query),
            "crash-deep-offset": offset.isdigit() and int(offset) > 10**4,
            "crash-null-address": re.search(rb'"address": ?null', request.body) is not None,
        }
        if failing.get(self.mutant, False):
            raise Refused(500, "Something went wrong")

    def _strict(self, request: Request) -> None:
        known = {"offset", "limit", "sortBy", "sortOrder", "tag", "vip", "countryCode", "updatedSince", "q"}
        if any(name not in known or request.path != "/guests" for name, _ in request.query):
            raise Refused(422, "There is no such parameter")
        if request.body and not (request.header("Content-Type") or "").startswith("application/json"):
            raise Refused(415, "Bodies are JSON")

    def _new(self, place: str, written: dict[str, Any]) -> dict[str, Any]:
        self._number += 1
        number = self._number * 7919 % 100003 if self._is("scattered-ids") else self._number
        made = {"id": number, "_property": place, "_version": 1, **DEFAULTS, **written}
        made["createdAt"] = made["updatedAt"] = self._now
        if self._is("create-loses-phone"):
            made["phone"] = None
        if self._is("small-letters") and made["email"]:
            made["email"] = made["email"].lower()
        if not (self._is("create-lost") and self._requests):
            self._guests[number] = made
        return made

    def _of(self, place: str) -> Iterator[dict[str, Any]]:
        yield from (g for g in self._guests.values() if g["_property"] == place)

    def _unique(self, place: str, written: dict[str, Any], but: int = 0) -> None:
        email, external = written.get("email"), written.get("externalId")
        for other in self._of(place):
            if other["id"] == but or self._is("email-not-unique"):
                continue
            same = other["email"] == email if self._is("email-unique-by-letters") else alike(other["email"], email)
            if (email and same) or (external is not None and other["externalId"] == external):
                raise Refused(409, "Another guest has this", ("email" if email and same else "externalId",))

    def _create(self, place: str, body: dict[str, Any]) -> dict[str, Any]:
        written = guest(body, self._is, "lastName")
        self._unique(place, written)
        return self._new(place, written)

    def _changed(self, known: dict[str, Any], written: dict[str, Any]) -> dict[str, Any]:
        if not self._is("email-unique-not-changed"):
            self._unique(known["_property"], written, known["id"])
        if self._is("change-null-ignored"):
            written = {name: value for name, value in written.items() if value is not None}
        if self._is("small-letters") and written.get("email"):
            written["email"] = written["email"].lower()
        known.update(written)
        known["_version"] += 1
        if not self._is("updated-stays"):
            known["updatedAt"] = self._now
        if self._is("created-moves"):
            known["createdAt"] = self._now
        if self._is("change-touches-others") and "notes" in written:
            for other in self._of(known["_property"]):
                other["notes"] = written["notes"]
        return known

    def _one(self, place: str, key: str, request: Request, headers: dict[str, str]) -> tuple[str, int, Any]:
        method = request.method
        number = int(key) if re.fullmatch(r"[0-9]{1,18}", key) else 0
        if number < 1:
            raise Refused(404 if self._is("scattered-ids") else 422, "This is no id", ("guestId",))
        if self._is("delete-missing-204") and method == "DELETE" and number not in self._guests:
            return "delete", 204, None
        read_all = {"GET": "property-reads-all", "DELETE": "property-deletes-all"}.get(method, "nothing")
        known = self._known(place, number, anybody=self._is(read_all))
        if method == "DELETE":
            self._delete(known)
            return "delete", 204, None
        if method == "GET":
            known = next(self._of(place)) if self._is("get-other") else known
            headers["ETag"] = etag(known)
            return "get", 200, self._shown(known)
        needed = ("lastName",) if method == "PUT" else ()
        written = guest(body_of(request.body), self._is, *needed)
        expected = request.header("If-Match")
        if expected not in {None, "*", etag(known)} and not self._is("if-match-ignored"):
            raise Refused(412, "The guest has changed")
        if (method == "PUT" and not self._is("replace-keeps")) or (method == "PATCH" and self._is("change-clears")):
            written = {**DEFAULTS, **written}
        done = self._changed(dict(known) if self._is("change-lost") else known, written)
        headers["ETag"] = etag(done)
        return ("replace" if method == "PUT" else "change"), 200, self._shown(done)

    def _known(self, place: str, number: int, *, anybody: bool = False) -> dict[str, Any]:
        known = self._guests.get(number)
        if known is not None and (anybody or known["_property"] == place):
            return known
        gone = self._gone.get(number) == place and self._is("gone-410")
        raise Refused(410 if gone else 404, "There is no such guest")

    def _delete(self, known: dict[str, Any]) -> None:
        self._gone[known["id"]] = known["_property"]
        if self._is("delete-lists-on"):
            self._guests[-known["id"]] = known
        if not self._is("delete-kept"):
            del self._guests[known["id"]]

    def _special(self, name: str, place: str, body: dict[str, Any], headers: dict[str, str]) -> tuple[str, int, Any]:
        if name == "batch":
            return name, 207, self._batch(place, body)
        status = 200
        if name == "merge":
            done = self._merge(place, *merge(body, self._is))
        else:
            written = guest(body, self._is, "externalId", "lastName")
            same = [g for g in self._of(place) if g["externalId"] == written["externalId"]]
            if same and not self._is("upsert-creates"):
                done = self._changed(same[0], {**DEFAULTS, **written} if self._is("upsert-clears") else written)
            else:
                self._unique(place, {**written, "externalId": None})
                status, done = 201, self._new(place, written)
        headers["ETag"] = etag(done)
        return name, status, self._shown(done)

    def _batch(self, place: str, body: dict[str, Any]) -> dict[str, Any]:
        items = body.get("items")
        if body.keys() != {"items"} or not isinstance(items, list) or not items:
            raise Refused(422, "A batch has items", ("items",))
        if len(items) > 25 and not self._is("accepts-many-items"):
            raise Refused(422, "A batch has at most 25 items", ("items",))
        if self._is("soft-batch"):
            for item in items:
                guest(item if isinstance(item, dict) else {}, self._is, "lastName")
        results: list[dict[str, Any]] = []
        for index, item in enumerate(items):
            if self._is("batch-stops") and results and results[-1]["status"] >= 400:
                break
            try:
                made = self._create(place, item if isinstance(item, dict) else {})
                results.append({"index": index, "status": 201, "guest": self._shown(made), "error": None})
            except Refused as refused:
                results.append({"index": index, "status": refused.status, "guest": None, "error": _problem(refused)})
        return {"results": results}

    def _merge(self, place: str, primary: int, others: list[int]) -> dict[str, Any]:
        kept, known = self._known(place, primary), [self._known(place, other) for other in others]
        for other in known:
            if not self._is("merge-keeps-duplicates"):
                self._delete(other)
            kept.update({name: other[name] for name in DEFAULTS if kept[name] in (None, [])})
        kept["updatedAt"], kept["_version"] = self._now, kept["_version"] + 1
        return kept

    def _shown(self, known: dict[str, Any]) -> dict[str, Any]:
        return shown(known, self._is)


def _problem(refused: Refused) -> dict[str, Any]:
    fields = [{"field": name, "message": "This is not as documented."} for name in refused.fields]
    return {"type": "about:blank", "title": refused.title, "status": refused.status, "errors": fields}
