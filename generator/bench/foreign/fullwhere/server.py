"""A server of the Partner API's customers; every mutant and every variant is one word it looks for."""

from __future__ import annotations

import json
import random
import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from truespec.checking.exchange import Request, Response

from foreign.spoiling import sent

from .later import LATER
from .lists import page_of
from .records import SENT, Refused, fresh, read_customer
from .shapes import SHAPES

__all__ = ["KEY", "SECRET", "Server"]

KEY: Final = "pk_5b7d3e19aa"
SECRET: Final = "sk_e0c4471f8d2b96"  # noqa: S105 - of this server alone
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class Server:
    """Keeps one workspace's customers in memory."""

    def __init__(self, mutant: str = "", variant: str = "") -> None:
        self.word, self.mutant = mutant or variant, mutant
        self.chance = random.Random(7)  # noqa: S311 - ids that are the same each time
        self.customers: list[dict[str, Any]] = []
        self.now = datetime(2026, 2, 11, 8, 0, 3, 250000, tzinfo=UTC)
        self.requests = 0
        self.kept: dict[str, Any] = {}
        self.seen: dict[str, dict[str, Any]] = {}
        self.filled: set[str] = set()
        for number in range(23):
            self._stranger(number)

    def _stranger(self, number: int) -> None:
        self.now += timedelta(minutes=31)
        sent = {"firstName": f"Guest{number}", "email": f"guest{number}@resident.example", "lastName": "Resident"}
        self._new(read_customer(sent, ""))

    def __call__(self, request: Request) -> Response:
        """Answer one request, as the mutant has it."""
        later = LATER.get(self.mutant)
        return self.answer(request) if later is None else later(self, request)

    def answer(self, request: Request) -> Response:
        """Answer one request."""
        self.now += timedelta(seconds=1)
        self.requests += 1
        if self._is("living") and self.requests % 9 == 0 and self.requests < 1500:
            self._stranger(self.requests)
        headers = {"Content-Type": "application/json; charset=utf-8", "X-Powered-By": "Express"}
        try:
            name, status, value = self._route(request)
        except Refused as refused:
            name, status, value = "refusal", refused.status, refused.told
        body = b"" if value is ... else json.dumps(value).encode()
        if self._is("other-statuses") and name == "refusal":
            headers["Content-Type"], body = "text/html", b"<html><body>No.</body></html>"
        if self.mutant in SHAPES:
            return sent(request, SHAPES[self.mutant](name, status, headers, value, body))
        return sent(request, (status, headers, body))

    def _is(self, *words: str) -> bool:
        return self.word in words

    def _route(self, request: Request) -> tuple[str, int, Any]:
        path, method = request.path, request.method
        known = {"/partners/customer": {"GET", "HEAD", "POST"}, "/partners/customer/list": {"POST"},
                 "/partners/customer/batch": {"POST"}}  # fmt: skip
        if method not in known.get(path, ()):
            raise Refused(404)
        self._authorize(request, path.rpartition("/")[2])
        if method in {"GET", "HEAD"}:
            return "get", 200, self._get(request)
        if path.endswith("/list"):
            return "list", 201, page_of(self._listed(), self._body(request), self.word)
        if path.endswith("/batch"):
            return "batch", 201, self._batch(self._body(request))
        return "import", 201, self._told(self._import(read_customer(self._body(request), self.word)))

    def _authorize(self, request: Request, last: str) -> None:
        key, secret = request.header("X-API-KEY"), request.header("X-API-SECRET")
        if self._is("secret-unchecked") or (self._is(f"secret-unchecked-{last}") and secret is not None):
            secret = SECRET
        if self._is("key-or-secret") and (key == KEY or secret == SECRET):
            return
        if self._is("key-any-case") and key and secret:
            key, secret = key.lower(), secret.lower()
        if self._is("key-begins") and key and secret:
            key, secret = (KEY if key.startswith(KEY[:6]) else key), (SECRET if secret.startswith(SECRET[:6]) else "")
        if self._is("list-open") and last == "list":
            return
        if (key, secret) != (KEY, SECRET):
            raise Refused(403 if self._is("key-403") or (self._is("other-statuses") and key and secret) else 401)

    def _body(self, request: Request) -> dict[str, Any]:
        value = request.json()
        if not request.body and self._is("lenient"):
            return {}
        if not isinstance(value, dict):
            if self._is("crash-no-object") and isinstance(value, list):
                raise Refused(500)
            raise Refused(400, "body")
        return dict(value)

    def _get(self, request: Request) -> Any:  # noqa: C901 - a branch for each mutant
        key = dict(request.query).get("id", "")
        if not key and self._is("get-no-id-first"):
            return self._told(self.customers[0])
        if not _UUID.fullmatch(key) and not (key and self._is("other-statuses")):
            if self._is("malformed-crash") and key:
                raise Refused(500)
            raise Refused(404 if self._is("malformed-404") else 400, "id")
        found = [c for c in self.customers if c["id"] == key.lower()]
        if self._is("get-by-prefix") and not found:
            found = [c for c in self.customers if c["id"][:8] == key[:8].lower()]
        if self._is("get-old-missing") and found and self.customers.index(found[0]) < len(self.customers) - 12:
            found = []
        if not found:
            if self._is("missing-null"):
                return None
            raise Refused(400 if self._is("missing-400") else 404, "not found")
        told = self._told(found[0])
        if self._is("get-is-cached"):
            return self.seen.setdefault(key, told)
        if self._is("get-tells-now"):
            told["createdAt"] = self._time()
        if self._is("get-hides-secondary"):
            told["company"] = None
        return told

    def _existing(self, read: dict[str, Any], *, batch: bool) -> dict[str, Any] | None:
        email, phone = read["email"], read["phoneNumber"]
        if self._is("dedupe-off", "dedupe-off-batch" if batch else "dedupe-off-single"):
            return None
        among = self.customers
        if self._is("dedupe-recent"):
            among = among[-1:]
        if self._is("dedupe-first-page"):
            among = among[:30]
        if self._is("dedupe-once"):
            among = [c for c in among if c["id"] not in self.filled]
        for kept in among:
            if self._is("either"):
                same = bool((email and kept["email"] == email) or (phone and kept["phoneNumber"] == phone))
            elif self._is("dedupe-by-mail", "dedupe-by-phone"):
                name = "email" if self._is("dedupe-by-mail") else "phoneNumber"
                same = bool(read[name]) and kept[name] == read[name]
            elif self._is("mail-first"):
                same = bool(phone) and kept["phoneNumber"] == phone if not email else kept["email"] == email
            elif self._is("nulls-match"):
                same = bool(email or phone) and (kept["email"], kept["phoneNumber"]) == (email, phone)
            else:
                same = bool(email and phone) and (kept["email"], kept["phoneNumber"]) == (email, phone)
            if same:
                return kept
        return None

    def _import(self, read: dict[str, Any], *, batch: bool = False) -> dict[str, Any]:
        kept = self._existing(read, batch=batch)
        if kept is None:
            if self._is("create-not-kept"):
                return fresh(self._id(), self._time(), read, self.word)
            return self._new(read)
        if self._is("existing-409"):
            raise Refused(409)
        if self._is("existing-takes-name"):
            self.customers[0]["company"] = read["company"]
        self.filled.add(kept["id"])
        self._fill(kept, read, batch=batch)
        if self._is("fill-new-id"):
            kept["id"] = self._id()
        if self._is("fill-moves-created"):
            kept["createdAt"] = self._time()
        return kept

    def _fill(self, kept: dict[str, Any], read: dict[str, Any], *, batch: bool) -> None:
        filled = 0
        for name in SENT:
            if name == "metadata":
                continue
            empty = kept[name] is None or (self._is("fill-false-too") and kept[name] is False)
            if self._is("fill-overwrites") or (self._is("fill-overwrites-batch") and batch):
                empty = True
            if self._is("fill-overwrites-company") and name == "company":
                empty = empty or read[name] is not None
            if self._is("fill-null-clears") and read[name] is None:
                kept[name] = None
            if not empty or read[name] is None:
                continue
            off = self._is("fill-off", "fill-off-batch" if batch else "fill-off-single")
            off = off or (self._is("fill-first-only") and filled > 0) or (self._is("fill-no-false") and not read[name])
            skipped = {"fill-not-language": "language", "fill-not-oracle": "oracleId"}.get(self.word) == name
            if not off and not skipped:
                kept[name] = read[name]
                filled += 1
        if filled or not self._is("lenient"):
            kept["updatedAt"] = self._time()

    def _batch(self, body: dict[str, Any]) -> Any:  # noqa: C901 - a branch for each mutant
        elements = body.get("batch", [] if self._is("lenient") else None)
        if not isinstance(elements, list) or (self._is("strict") and not 0 < len(elements) <= 50):
            raise Refused(400, "batch")
        read = []
        for element in elements:
            try:
                read.append(read_customer(element, self.word, batch=True))
            except Refused:
                if not self._is("lenient"):
                    raise
        if self._is("batch-last-lost") and len(read) > 1:
            read.pop()
        if self._is("batch-ten"):
            read = read[:10]
        if self._is("batch-stops-at-known"):
            known = [self._existing(one, batch=True) is not None for one in read]
            read = read[: known.index(True) + 1] if True in known else read
        if self._is("batch-keeps-name"):
            read = [{**one, "lastName": read[0]["lastName"]} for one in read]
        if self._is("batch-no-metadata", "batch-no-language"):
            lost = self.word.rpartition("-")[2]
            read = [{**one, lost: None} for one in read]
        if self._is("batch-pairs-first"):
            done = [self._new(one) if self._existing(one, batch=True) is None else one for one in read]
            return self._batch_told(done)
        return self._batch_told([self._import(one, batch=True) for one in read])

    def _batch_told(self, done: list[Any]) -> Any:
        if self._is("lenient"):
            return {"imported": len(done)}
        return [self._told(one) for one in done if "id" in one] if self._is("computes", "strict") else ...

    def _listed(self) -> list[dict[str, Any]]:
        listed = [self._told(c) for c in self.customers]
        if self._is("newest-first", "living"):
            listed.reverse()
        if self._is("other-statuses"):
            listed.sort(key=lambda c: str(c["id"]))
        if self._is("order-of-the-moment"):
            listed = listed[self.requests % len(listed) :] + listed[: self.requests % len(listed)]
        if self._is("list-late"):
            listed = listed[: 23 + (len(listed) - 23) // 4 * 4]
        if self._is("list-no-phones"):
            listed = [{**c, "phoneNumber": None} for c in listed]
        if self._is("list-only-emails"):
            listed = [c for c in listed if c["email"]]
        if self._is("list-tells-created"):
            listed = [{**c, "updatedAt": c["createdAt"]} for c in listed]
        return listed

    def _new(self, read: dict[str, Any]) -> dict[str, Any]:
        made = fresh(self._id(), self._time(), read, self.word)
        self.customers.append(made)
        return made

    def _id(self) -> str:
        return str(uuid.UUID(int=self.chance.getrandbits(128), version=4))

    def _time(self) -> str:
        if self._is("lenient"):
            return f"{self.now:%Y-%m-%dT%H:%M:%S+00:00}"
        return f"{self.now:%Y-%m-%dT%H:%M:%S}.250Z"

    def _told(self, kept: dict[str, Any]) -> dict[str, Any]:
        if self._is("computes"):
            return {**{n: v for n, v in kept.items() if n != "chr365Id"}, "workspaceId": "w-1"}
        return {**kept, "id": kept["id"].upper()} if self._is("large-ids") else dict(kept)
