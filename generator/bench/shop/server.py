"""A server of the customer API, written by hand and without the mock; every mutant is one word it looks for."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from truespec.checking.exchange import Request, Response
from truespec.checking.no_answer import Unreadable

from shop.mutants import SHAPES

__all__ = ["KEYS", "Shop"]

KEYS: Final = {"key-north": "north", "key-south": "south"}
_DEFAULTS: Final[dict[str, Any]] = {
    "email": None, "city": None, "level": "basic", "points": 0, "newsletter": False, "tags": [], "address": None,
}  # fmt: skip
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class Refused(Exception):  # noqa: N818 - it names what happened
    """A request is answered with this status."""

    def __init__(self, status: int, error: str = "refused") -> None:
        super().__init__(error)
        self.status = status


class Shop:
    """Keeps customers in memory, each tenant's apart; a healthy one has no ``mutant``."""

    def __init__(self, mutant: str = "") -> None:
        self.mutant = mutant
        self.customers: dict[str, dict[str, Any]] = {}
        self.requests = 0
        self._now = datetime.now(UTC)
        for tenant in ("north", "south"):
            for number in range(3):
                self._new(tenant, {"name": f"Resident {number}", "email": f"resident{number}@{tenant}.example"})

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        self.requests += 1
        self._now += timedelta(seconds=1)
        try:
            name, status, value = self._route(request)
        except Refused as refused:
            name, status, value = "refusal", refused.status, {"error": str(refused)}
        except (KeyError, TypeError, ValueError, AttributeError):
            name, status, value = "refusal", 500, {"error": "a mutant has got too far"}
        return self._answer(request, name, status, value)

    def _answer(self, request: Request, name: str, status: int, value: Any) -> Response:
        headers = {"Content-Type": "application/json", "X-Request-Id": str(self.requests)}
        body = b"" if value is None else json.dumps(value).encode()
        change = SHAPES.get(self.mutant)
        if change is not None:
            status, headers, body = change(name, status, headers, value, body)
        if body and request.method == "HEAD":
            body = b""
        return Response(status, tuple(headers.items()), body)

    def _is(self, *names: str) -> bool:
        return self.mutant in names

    def _route(self, request: Request) -> tuple[str, int, Any]:
        path, method = request.path, request.method
        tenant = self._tenant(request, method)
        self._crash(request)
        if path == "/customers" and method == "GET":
            return "list", 200, self._list(tenant, dict(request.query))
        if path == "/customers" and method == "POST":
            return "create", 201, self._create(tenant, self._written(self._body(request)))
        if path == "/customers/search" and method == "POST":
            return "search", 200, self._search(tenant, self._body(request))
        if path == "/customers/batch" and method == "POST":
            return "batch", 200, self._batch(tenant, self._body(request))
        found = re.fullmatch(r"/customers/([^/]+)", path)
        if found is None:
            raise Refused(404)
        if method not in {"GET", "PATCH", "DELETE"}:
            raise Refused(405)
        return self._one(tenant, found[1].lower(), request)

    def _tenant(self, request: Request, method: str) -> str:
        key = request.header("X-Api-Key")
        kinds = {"GET": "read", "POST": "write", "PATCH": "write", "DELETE": "delete"}
        if key is None and self._is("auth-missing-ok", f"auth-missing-{kinds.get(method, '')}-ok"):
            return "north"
        if key not in KEYS:
            if key is not None and self._is("auth-unknown-ok", f"auth-unknown-{kinds.get(method, '')}-ok"):
                return "north"
            raise Refused(403 if self._is("auth-403") else 401)
        return KEYS[key]

    def _crash(self, request: Request) -> None:
        text = request.body.decode("utf-8", "replace") + request.target
        long = len(text) > 350
        failing = {
            "crash-unicode": "\\u00e9" in text or "%C3%A9" in text,
            "crash-nul": "\\u0000" in text or "%00" in text,
            "crash-long": long,
            "crash-quote": "' OR" in text or "%27%20OR" in text,
            "crash-no-json": request.method in {"POST", "PATCH"} and request.body[:1] != b"{",
            "crash-empty-body": request.method in {"POST", "PATCH"} and not request.body,
            "crash-big-number": "9223372036854775808" in text,
            "crash-null-member": b":null" in request.body,
            "crash-unknown-id": request.path.count("/") == 2 and self._unknown(request),
            "crash-deep-page": any(
                name == "page" and value.isdigit() and int(value) > 5 for name, value in request.query
            ),
            "crash-delete-twice": request.method == "DELETE" and self._unknown(request),
        }
        if failing.get(self.mutant, False):
            raise Refused(500, "boom")
        if self._is("no-answer-delete") and request.method == "DELETE":
            raise Unreadable("ReadError")
        if self._is("no-answer-search") and request.path.endswith("search"):
            raise Unreadable("RemoteProtocolError")

    def _unknown(self, request: Request) -> bool:
        key = request.path.rpartition("/")[2]
        return key not in {"search", "batch"} and key not in self.customers

    def _body(self, request: Request) -> dict[str, Any]:
        try:
            value = json.loads(request.body)
        except ValueError:
            if self._is("accepts-no-json") and request.body:
                return {"name": "nobody", "text": "x", "customers": [{"name": "nobody"}]}
            raise Refused(400) from None
        if not isinstance(value, dict):
            if self._is("accepts-no-object"):
                return {"name": "nobody", "text": "x", "customers": [{"name": "nobody"}]}
            raise Refused(400)
        return value

    def _written(self, body: dict[str, Any], *, part: bool = False) -> dict[str, Any]:
        if part and not body and not self._is("accepts-empty-change"):
            raise Refused(400)
        if not part and "name" not in body and not self._is("accepts-no-name"):
            raise Refused(400)
        if part and self._is("patch-unchecked"):
            return {name: value for name, value in body.items() if name in {"name", *_DEFAULTS}}
        for name, rule in self._rules().items():
            if name in body and not self._is(f"unchecked-{name}") and not rule(body[name]):
                raise Refused(400)
        return {name: value for name, value in body.items() if name in {"name", *_DEFAULTS}}

    def _rules(self) -> dict[str, Callable[[Any], bool]]:
        def text(value: Any, low: int, high: int) -> bool:
            return isinstance(value, str) and low <= len(value) <= high

        def country(value: Any) -> bool:
            return text(value, 2, 2) or self._is("unchecked-country")

        return {
            "name": lambda value: text(
                value, 0 if self._is("accepts-empty-name") else 1, 10**6 if self._is("accepts-long-name") else 60
            ),
            "email": lambda value: value is None or (text(value, 0, 10**6) and _is_email(value)),
            "city": lambda value: value is None or text(value, 0, 10**6 if self._is("accepts-long-city") else 80),
            "level": lambda value: value in {"basic", "silver", "gold"} if isinstance(value, str) else False,
            "points": lambda value: (
                (isinstance(value, int) or (isinstance(value, float) and value.is_integer()))
                and not isinstance(value, bool)
                and (0 if not self._is("accepts-negative") else -(10**30)) <= value
                and value <= (1000 if not self._is("accepts-too-much") else 10**30)
            ),
            "newsletter": lambda value: isinstance(value, bool),
            "tags": lambda value: (
                isinstance(value, list)
                and (len(value) <= 5 or self._is("accepts-many-tags"))
                and all(text(item, 1, 20) for item in value)
            ),
            "address": lambda value: (
                value is None
                or (
                    isinstance(value, dict)
                    and (self._is("accepts-no-country") or "country" in value)
                    and ("country" not in value or country(value["country"]))
                    and (value.get("street") is None or text(value["street"], 0, 80))
                )
            ),
        }

    def _new(self, tenant: str, body: dict[str, Any]) -> dict[str, Any]:
        at = self._now.isoformat().replace("+00:00", "Z")
        made = {"id": str(uuid.uuid4()), "created_at": at, "updated_at": at, **_DEFAULTS, **body, "_tenant": tenant}
        if not self._is("write-lost") or self.requests == 0:
            self.customers[made["id"]] = made
        if self._is("write-loses-city"):
            made["city"] = None
        if self._is("write-trims"):
            made["name"] = made["name"][:8]
        if self._is("wrong-default"):
            made["newsletter"] = "newsletter" not in body or made["newsletter"]
        return made

    def _create(self, tenant: str, body: dict[str, Any], *, batch: bool = False) -> dict[str, Any]:
        email = body.get("email")
        same = [c for c in self._of(tenant) if email is not None and c["email"] == email]
        if self._is("dedupe-any-case"):
            same = [c for c in self._of(tenant) if email and (c["email"] or "").lower()[:14] == email.lower()[:14]]
        if self._is("dedupe-nulls") and email is None:
            same = [c for c in self._of(tenant) if c["email"] is None]
        if self._is("dedupe-off") or (self._is("batch-no-dedupe") and batch):
            same = []
        if not same:
            return _shown(self._new(tenant, body))
        known = same[0]
        for name, value in body.items():
            if (known[name] is None and not self._is("fill-null-off")) or self._is("fill-null-overwrites"):
                known[name] = value
        return _shown(known)

    def _of(self, tenant: str) -> list[dict[str, Any]]:
        everyone = list(self.customers.values())
        return everyone if self._is("tenant-lists-all") else [c for c in everyone if c["_tenant"] == tenant]

    def _one(self, tenant: str, key: str, request: Request) -> tuple[str, int, Any]:
        method, known = request.method, self.customers.get(key)
        if known is None and self._is("read-invents") and method == "GET" and _UUID.fullmatch(key):
            at = self._now.isoformat().replace("+00:00", "Z")
            return "get", 200, {"id": key, "created_at": at, "updated_at": at, "name": "x", **_DEFAULTS}
        kinds = {"GET": "read", "PATCH": "change", "DELETE": "delete"}
        apart = known is not None and known["_tenant"] != tenant and not self._is(f"tenant-{kinds[method]}s-all")
        if method == "DELETE":
            return "delete", 204, self._delete(None if apart else known)
        if known is None or apart:
            raise Refused(410 if self._is("missing-410") else 400 if self._is("missing-400") else 404)
        if method == "PATCH":
            body, before = self._written(self._body(request), part=True), _shown(known)
            self._update(known, body)
            told = {"update-lost": {**before, **body}, "update-answers-old": before}.get(self.mutant, _shown(known))
            return "update", 200, told
        if self._is("read-other"):
            known = next(iter(self._of(tenant)))
        return "get", 200, _shown(known)

    def _delete(self, known: dict[str, Any] | None) -> None:
        if known is None:
            if self._is("delete-missing-204"):
                return
            raise Refused(404)
        if self._is("delete-lists-on"):
            known["_gone"] = True
        elif not self._is("delete-kept"):
            del self.customers[known["id"]]
        if self._is("delete-takes-two") and self.customers:
            del self.customers[list(self.customers)[-1]]

    def _update(self, known: dict[str, Any], body: dict[str, Any]) -> None:
        if self._is("update-lost"):
            return
        if self._is("update-clears"):
            known.update({name: value for name, value in _DEFAULTS.items() if name not in body})
        if self._is("update-null-ignored"):
            body = {name: value for name, value in body.items() if value is not None}
        if self._is("update-first-only"):
            body = dict(list(body.items())[:1])
        known.update(body)
        if not self._is("updated-at-stays"):
            known["updated_at"] = self._now.isoformat().replace("+00:00", "Z")
        if self._is("created-at-moves"):
            known["created_at"] = known["updated_at"]
        if self._is("update-changes-all"):
            for other in self.customers.values():
                other["city"] = known["city"]

    def _list(self, tenant: str, query: dict[str, str]) -> dict[str, Any]:
        page, limit = self._number(query, "page", 1, 10**9), self._number(query, "limit", 10, 50)
        found = [c for c in self._of(tenant) if not (c.get("_gone") and not self._is("delete-lists-on"))]
        if query.get("level", "basic") not in {"basic", "silver", "gold"} and not self._is("unchecked-level-filter"):
            raise Refused(400)
        for name in ("level", "city"):
            if name in query and not self._is(f"filter-{name}-ignored"):
                half = self._is(f"filter-{name}-part")
                found = [
                    c for c in found if c[name] == query[name] or (half and (c[name] or "").startswith(query[name][:3]))
                ]
        sort = query.get("sort", "created_at")
        if sort not in {"name", "-name", "created_at", "-created_at"}:
            raise Refused(400)
        if self._is("sort-default-reversed") and "sort" not in query:
            found.reverse()
        if "sort" in query and not self._is("sort-ignored"):
            down = sort.startswith("-") and not self._is("sort-direction-ignored")
            found.sort(key=lambda c: str(c[sort.lstrip("-")]), reverse=down)
        return self._page(found, page, limit)

    def _page(self, found: list[dict[str, Any]], page: int, limit: int) -> dict[str, Any]:
        start = (page - 1) * limit
        if page > 1:
            start += {"page-overlaps": -1, "page-skips": 1}.get(self.mutant, 0)
        start = 0 if self._is("page-ignored") else start
        limit = {"limit-ignored": 50, "limit-one-more": limit + 1, "limit-one-less": max(limit - 1, 1)}.get(
            self.mutant, limit
        )
        items = [_shown(c) for c in found[start : start + limit]]
        if self._is("page-repeats-item") and len(items) > 1:
            items[-1] = items[0]
        total = {"total-of-page": len(items), "total-one-more": len(found) + 1}.get(self.mutant, len(found))
        return {"items": items, "total": total, "page": 1 if self._is("page-number-fixed") else page}

    def _number(self, query: dict[str, Any], name: str, default: int, most: int) -> int:
        value = query.get(name, 15 if self._is("default-limit-other") and name == "limit" else default)
        text = str(value)
        if isinstance(value, bool) or not re.fullmatch(r"-?\d{1,12}", text):
            if self._is("accepts-odd-number"):
                return default
            raise Refused(400)
        number = int(text)
        if number < 1 or number > most:
            if (number < 1 and self._is("accepts-page-zero")) or (number > most and self._is("accepts-large-limit")):
                return max(1, min(number, 1000))
            raise Refused(400)
        return number

    def _search(self, tenant: str, body: dict[str, Any]) -> dict[str, Any]:
        text, email = body.get("text"), body.get("email", "")
        if not isinstance(text, str) or not (text or self._is("accepts-empty-text")) or not isinstance(email, str):
            if not self._is("accepts-no-text"):
                raise Refused(400)
            text = str(text)
        page, limit = self._number(body, "page", 1, 10**9), self._number(body, "limit", 10, 50)
        members = [m for m in ("name", "email", "city") if not self._is(f"search-not-{m}")]
        wanted = dict.fromkeys(members, text)
        if "email" in body and not self._is("search-own-ignored"):
            wanted["email"] = email
        whole = self._is("search-whole")

        def fits(c: dict[str, Any]) -> bool:
            pairs = ((str(c[m] or "").lower(), w.lower()) for m, w in wanted.items())
            return any(w == v if whole else w in v for v, w in pairs)

        found = self._of(tenant) if self._is("search-all") else [c for c in self._of(tenant) if fits(c)]
        return self._page(found, page, limit)

    def _batch(self, tenant: str, body: dict[str, Any]) -> dict[str, Any]:
        elements = body.get("customers")
        if not isinstance(elements, list) or not elements:
            raise Refused(400)
        if len(elements) > 20 and not self._is("accepts-large-batch"):
            raise Refused(400)
        if not all(isinstance(element, dict) for element in elements):
            raise Refused(400)
        read = elements if self._is("batch-unchecked") else [self._written(element) for element in elements]
        done = [self._create(tenant, {"name": "x", **element}, batch=True) for element in self._kept(read)]
        return {"customers": done}

    def _kept(self, elements: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if self._is("batch-last-lost") and len(elements) > 1:
            return elements[:-1]
        return [elements[0]] * len(elements) if self._is("batch-repeats-first") else elements


def _is_email(text: str) -> bool:
    return re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) is not None


def _shown(customer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in customer.items() if not name.startswith("_")}
