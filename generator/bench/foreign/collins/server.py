"""A server of the customers of Access Collins: who may ask, and what is answered to which request."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from truespec.checking.exchange import Request, Response

from foreign.collins.flags import Flags, Record, Refused
from foreign.collins.inputs import written
from foreign.collins.lists import listed
from foreign.collins.mutants import SHAPES
from foreign.collins.records import MINE, OTHERS, Records

__all__ = ["MY_KEY", "OTHERS_KEY", "Server"]

MY_KEY: Final = "harbour-4f1d8a2c"
OTHERS_KEY: Final = "hill-90b7e3d5"
_ACCOUNTS: Final = {MY_KEY: MINE, OTHERS_KEY: OTHERS}
_HOURLY: Final = 100_000


class Server:
    """Keeps customers in memory; a healthy one has no ``mutant``, a plain one no ``variant``."""

    def __init__(self, mutant: str = "", variant: str = "") -> None:
        self.flags = Flags(mutant, variant)
        self._now = datetime.now(UTC).replace(microsecond=0)
        self._start = self._now
        self._asked = 0
        self._records = Records(self.flags, self._now)
        self._gone: set[str] = set()

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        self._asked += 1
        self._now += timedelta(seconds=1)
        headers: dict[str, str] = {}
        try:
            name, status, value = self._route(request, headers)
        except Refused as refused:
            name, status, value = f"refusal-{refused.status}", refused.status, refused.body
        except (KeyError, TypeError, ValueError, AttributeError):
            name, status, value = "crash", 500, {"message": "Server Error"}
        return self._answer(request, name, status, value, headers)

    def _answer(self, request: Request, name: str, status: int, value: Any, more: dict[str, str]) -> Response:
        headers = {"X-RateLimit-Limit": str(_HOURLY), "X-RateLimit-Remaining": str(_HOURLY - self._asked), **more}
        hour = self._start + timedelta(hours=1 + (self._now - self._start) // timedelta(hours=1))
        headers["X-RateLimit-Reset"] = f"{hour:%Y-%m-%dT%H:%M:%SZ}" if self._differs("zulu") else hour.isoformat()
        if self._broken("header-reset-seconds"):
            headers["X-RateLimit-Reset"] = str(int(hour.timestamp()))
        if self._broken("header-reset-slashes"):
            headers["X-RateLimit-Reset"] = f"{hour:%d/%m/%Y %H:%M}"
        if self._broken("header-remaining-stays"):
            headers["X-RateLimit-Remaining"] = str(_HOURLY - 1)
        if self._broken("header-remaining-grows"):
            headers["X-RateLimit-Remaining"] = str(_HOURLY + self._asked)
        if self._broken("header-limit-missing"):
            del headers["X-RateLimit-Limit"]
        if self._broken("header-rates-missing-on-create") and name == "create":
            headers = dict(more)
        if self._broken("header-rates-missing-on-404") and status == 404:
            headers = dict(more)
        body = b"" if value is None else json.dumps(value).encode()
        if body:
            headers["Content-Type"] = "application/json"
        change = SHAPES.get(self.flags.mutant)
        if change is not None:
            status, headers, body = change(name, status, headers, value, body)
        return Response(status, tuple(headers.items()), b"" if request.method == "HEAD" else body)

    def _broken(self, *names: str) -> bool:
        return self.flags.broken(*names)

    def _differs(self, *names: str) -> bool:
        return self.flags.differs(*names)

    def _route(self, request: Request, headers: dict[str, str]) -> tuple[str, int, Any]:
        path, method = request.path, request.method
        found = re.fullmatch(r"(?:/api)?/customers(?:/([^/]+))?/?", path)
        if found is None:
            raise Refused(404, {"message": "The requested resource could not be found."})
        allowed = {"GET", "PUT", "DELETE"} if found[1] else {"GET", "POST"}
        if method not in allowed:
            raise Refused(405, {"message": "Method not allowed."})
        account = self._account(request)
        self._crash(request, found[1])
        if found[1] is not None:
            return self._one(account, found[1], request)
        if method == "POST":
            body = written(self._body(request), self.flags, update=False)
            if self._differs("unique-email") and self._same(account, body.get("email")):
                raise Refused(422, {"message": "The email has already been taken."})
            return "create", 201, {"customer": self._shown(self._records.create(account, body, self._now))}
        return self._list(account, request, headers)

    def _same(self, account: str, email: str | None) -> bool:
        return email is not None and any(record.get("email") == email for record in self._records.of(account))

    def _list(self, account: str, request: Request, headers: dict[str, str]) -> tuple[str, int, Any]:
        query = dict(request.query)
        everyone = self._records.of(account)
        all_of_them = list(self._records.kept.values())
        if self._broken("others-listed") or (self._broken("others-found-by-query") and query.get("query")):
            everyone = all_of_them
        if self._broken("others-found-by-email") and query.get("email"):
            everyone = all_of_them
        page = listed(everyone, query, self.flags)
        headers.update(page.headers(self.flags))
        if self._broken("header-results-others-too") and len(query) == 0:
            headers["X-Pagination-Total-Results"] = str(len(all_of_them))
        if self._differs("extra-members"):
            headers["Link"] = '</api/customers?page=2>; rel="next"'
        shown = [self._shown(record) for record in page.records]
        if self._broken("list-stale"):
            shown = [self._shown(record.get("_before", record)) for record in page.records]
        return "list", 200, {"customers": shown}

    def _account(self, request: Request) -> str:
        given, method = request.header("Authorization"), request.method
        if given is None:
            if self._broken("missing-token-accepted", f"missing-token-accepted-{method.lower()}"):
                return MINE
            raise Refused(401, {"error": "Unauthenticated."})
        scheme, _, token = given.partition(" ")
        if scheme.lower() != "bearer" and not self._broken("other-scheme-accepted"):
            raise Refused(401, {"error": "Unauthenticated."})
        if self._broken("token-prefix-accepted"):
            token = next((known for known in _ACCOUNTS if token and known.startswith(token[:7])), token)
        if token.strip() not in _ACCOUNTS:
            if self._broken("unknown-token-accepted", f"unknown-token-accepted-{method.lower()}"):
                return MINE
            status = 404 if self._broken("unknown-token-404") else 500 if self._broken("unknown-token-500") else 401
            raise Refused(status, {"error": "Unauthenticated."})
        return _ACCOUNTS[token.strip()]

    def _crash(self, request: Request, key: str | None) -> None:
        text, query = request.body.decode("utf-8", "replace"), dict(request.query)
        known = key is None or key in self._records.kept
        writes = request.method in {"POST", "PUT"}
        asked = query.get("query", "")
        failing = {
            "crash-not-ascii": writes and ("\\u" in text or not text.isascii()),
            "crash-query-brackets": any(sign in asked for sign in "([*\\"),
            "crash-query-percent": "%" in asked or "_" in asked,
            "crash-empty-lists": writes and "[]" in text.replace(" ", ""),
            "crash-page-beyond": query.get("page", "1").isdecimal() and int(query.get("page", "1")) > 5,
            "crash-no-json": writes and bool(text) and text[:1] not in "{[",
            "crash-unknown-id": not known and key not in self._gone,
            "crash-id-no-hex": key is not None and not re.fullmatch(r"[0-9a-f]{24}", key),
            "crash-delete-twice": request.method == "DELETE" and key in self._gone,
            "crash-leap-day": writes and "-02-29" in text,
            "crash-quote": writes and "'" in text,
            "crash-list-of-months": "," in query.get("dob_month", ""),
            "crash-two-dates": "created_date_from" in query and "created_date_to" in query,
            "crash-no-body": writes and not text,
            "crash-long-text": writes and "x" * 200 in text,
            "crash-null": writes and ": null" in text.replace(":null", ": null"),
        }
        if failing.get(self.flags.mutant, False):
            raise Refused(500, {"message": "Server Error"})

    def _body(self, request: Request) -> Any:
        try:
            return json.loads(request.body)
        except ValueError:
            if self._broken("accepts-no-json") and request.body:
                return {}
            raise Refused(400 if self._differs("bad-request") else 422, {"message": "No JSON."}) from None

    def _one(self, account: str, key: str, request: Request) -> tuple[str, int, Any]:  # noqa: C901 - a line a fault
        method, known = request.method, self._records.kept.get(key)
        if known is not None and known["_account"] != account:
            opened = {"GET": "others-read", "PUT": "others-updated", "DELETE": "others-deleted"}[method]
            if not self._broken(opened):
                if self._differs("forbidden"):
                    raise Refused(403, {"message": "This action is unauthorized."})
                known = None
        if known is not None and known.get("_gone") and not (self._broken("delete-read-on") and method == "GET"):
            known = None
        if known is None and method == "PUT" and self._broken("update-unknown-creates"):
            known = self._records.create(account, {}, self._now)
        if known is None:
            if method == "DELETE" and self._broken("delete-unknown-204"):
                return "delete", 204, None
            if method == "DELETE" and (self._differs("delete-again") and key in self._gone):
                return "delete", 204, None
            status = {"missing-410": 410, "missing-200": 200, "missing-422": 422}.get(self.flags.mutant, 404)
            raise Refused(status, {"message": "The requested resource could not be found."})
        if method == "DELETE":
            return "delete", 204, self._delete(known, account)
        if method == "PUT":
            return "update", 200, {"customer": self._update(known, request)}
        if self._broken("read-another"):
            known = self._records.of(account)[0]
        return (
            "get",
            200,
            {"customer": self._shown(known.get("_before", known) if self._broken("read-stale") else known)},
        )

    def _update(self, known: Record, request: Request) -> Record:
        body = written(self._body(request), self.flags, update=True)
        before = self._shown(known)
        if self._broken("update-lost"):
            return {**before, **{name: value for name, value in body.items() if name not in {"id", "bookings"}}}
        self._records.update(known, body, self._now)
        return before if self._broken("update-answers-old") else self._shown(known)

    def _delete(self, known: Record, account: str) -> None:
        if self._broken("delete-kept"):
            return
        if self._broken("delete-read-on", "delete-listed-on"):
            known["_gone"] = True
            self._gone.add(known["id"])
            return
        if self._broken("delete-others-too"):
            mine = [record for record in self._records.of(account) if record is not known]
            if mine:
                del self._records.kept[mine[-1]["id"]]
        self._gone.add(known["id"])
        del self._records.kept[known["id"]]

    def _shown(self, record: Record) -> Record:
        return self._records.show(record)
