"""A lending desk, made by hand: records in envelopes, cursors in a header, soft delete, merge patches, loans below."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import replace
from typing import Any

from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.targets import Access, Target, function_target
from truespec.contract.api import Api

__all__ = ["ACCESS", "DeskServer", "desk_target"]

ACCESS = Access(Credentials({"desk": "a:a"}), second=Credentials({"desk": "b:b"}))


def desk_target(api: Api, server: DeskServer) -> Target:
    """Return the desk as something to be checked; its clock goes on with each request, so nobody waits."""
    return replace(function_target(api, server, ACCESS), let_pass=lambda _: None)


class _Refused(Exception):  # noqa: N818 - it names what happened
    pass


class DeskServer:
    """Keeps members and their loans; ``fault`` is the one thing that it does otherwise."""

    def __init__(self, fault: str = "") -> None:
        """Begin with nobody."""
        self.fault, self.asked = fault, 0
        self.members: dict[str, dict[str, Any]] = {}
        self.loans: dict[str, dict[str, Any]] = {}

    def __call__(self, request: Request) -> Response:
        """Answer one request."""
        self.asked += 1
        headers = {"Content-Type": "application/json"}
        try:
            status, value = self._answered(request, headers)
        except _Refused as refused:
            status, value = int(str(refused)), {}
        body = b"" if value is None else json.dumps(value if not value else {"data": value}).encode()
        if isinstance(value, list):
            body = json.dumps({"data": value}).encode()
        if value is None:
            headers.pop("Content-Type")
        return Response(status, tuple(headers.items()), body)

    def _answered(self, request: Request, headers: dict[str, str]) -> tuple[int, Any]:
        kind, _, word = (request.header("Authorization") or "").partition(" ")
        who = base64.b64decode(word).decode() if kind == "Basic" else ""
        if who not in {"a:a", "b:b"}:
            raise _Refused("401")
        method, steps = request.method, request.path.strip("/").split("/")
        if steps == ["members"] and method == "POST":
            self._has_kind(request)
            return 201, self._told(self._kept(who, self._written(request, "name")))
        if steps == ["members"]:
            return 200, self._page(request, headers, self._listed(who, dict(request.query)))
        if steps[0] == "loans":
            return 200, self._told(self._loan(who, self.loans.get(steps[1]), *steps[2:]))
        if steps == ["members", "bulk"]:
            return 200, self._enrolled(who, request)
        return self._below(who, request, headers, steps[1:])

    def _below(self, who: str, request: Request, headers: dict[str, str], steps: list[str]) -> tuple[int, Any]:
        method, known = request.method, self.members.get(steps[0])
        opened = {"DELETE": "open-delete"}.get(method, f"open-{'-'.join(steps[1:])}") == self.fault
        if known is None or (known["_who"] != who and not opened):
            raise _Refused("404")
        if steps[1:] == ["restore"]:
            return 200, self._told(self._restored(known))
        if steps[1:] == ["loans"] and method == "POST":
            return 201, self._told(self._lent(who, known, request))
        if steps[1:] == ["loans"]:
            every = self.fault == "loans-of-all"
            loans = [loan for loan in self.loans.values() if loan["_who"] == who]
            return 200, self._page(request, headers, [one for one in loans if every or one["member_id"] == known["id"]])
        if method == "GET":
            headers["ETag"] = f'"{zlib.crc32(repr(known).encode())}"'
            asked = request.header("If-None-Match")
            if (asked == headers["ETag"] and self.fault != "told-again") or (asked and self.fault == "told-never"):
                return 304, None
        return self._one(method, known, request)

    def _one(self, method: str, known: dict[str, Any], request: Request) -> tuple[int, Any]:
        if method == "DELETE":
            if self.fault not in {"archive-lost", "archive-forgets"}:
                known["archived_at"] = "2026-01-01T00:00:00Z"
            if self.fault == "archive-forgets":
                del self.members[known["id"]]
            return 204, None
        if method == "PATCH":
            sent = self._written(request)
            wishes = sent.pop("wishes", {})
            if self.fault == "null-ignored":
                sent = {name: value for name, value in sent.items() if value is not None}
            known.update(sent)
            if self.fault != "stands-still":
                known["updated_at"] = self._now()
            base = {"room": "any", "meal": "none"} if self.fault == "wishes-replaced" and wishes else known["wishes"]
            known["wishes"] = {**base, **wishes}
        return 200, self._told(known)

    def _loan(self, who: str, loan: dict[str, Any] | None, what: str = "") -> dict[str, Any]:
        if loan is None or (loan["_who"] != who and self.fault != f"open-{what}"):
            raise _Refused("404")
        if what and loan["status"] == "returned":
            raise _Refused("409")
        if what:
            loan["status"] = "returned"
        return loan

    def _has_kind(self, request: Request) -> None:
        said = (request.header("Content-Type") or "").partition(";")[0]
        if said != "application/json" and self.fault != "any-media":
            raise _Refused("415")

    def _enrolled(self, who: str, request: Request) -> list[dict[str, Any]]:
        members = self._json(request)
        members = members.get("members") if isinstance(members, dict) else None
        if not isinstance(members, list) or not members:
            raise _Refused("400")
        done: list[dict[str, Any]] = []
        for body in members:
            if self.fault == "bulk-stops" and {"member": None} in done:
                done.append({"member": None})
                continue
            try:
                done.append({"member": self._told(self._kept(who, self._valid(body, "name"), many=True))})
            except _Refused:
                done.append({"member": None})
        if self.fault == "bulk-refused-last":
            done.sort(key=lambda one: one["member"] is None)
        return done

    def _json(self, request: Request) -> Any:
        try:
            return json.loads(request.body)
        except ValueError:
            raise _Refused("400") from None

    def _written(self, request: Request, *needed: str) -> dict[str, Any]:
        return self._valid(self._json(request), *needed)

    def _valid(self, body: Any, *needed: str) -> dict[str, Any]:
        plain = isinstance(body, dict) and body.keys() <= {"name", "remark", "tags", "wishes"}
        if not plain or any(name not in body for name in needed):
            raise _Refused("400")
        sizes = {"name": range(1, 61), "remark": range(201)}
        texts = all(isinstance(body[n], str) and len(body[n]) in r for n, r in sizes.items() if body.get(n) is not None)
        tags, wishes = body.get("tags", []), body.get("wishes", {})
        words = [*tags, *wishes.values()] if isinstance(tags, list) and isinstance(wishes, dict) else [None]
        short = all(isinstance(word, str) and len(word) <= 40 for word in words)
        if (
            not texts
            or not short
            or len(tags) > 5
            or not wishes.keys() <= {"room", "meal"}
            or body.get("name", "") is None
        ):
            raise _Refused("400")
        return dict(body)

    def _kept(self, who: str, written: dict[str, Any], *, many: bool = False) -> dict[str, Any]:
        known = [] if many and self.fault == "bulk-unchecked" else self.members.values()
        if any(one["name"] == written["name"] and one["_who"] == who for one in known):
            raise _Refused("409")
        made = {
            "remark": None,
            "tags": [],
            "wishes": {},
            **written,
            "archived_at": None,
            "_who": who,
            "updated_at": self._now(),
        }
        made["id"] = f"m{len(self.members) + len(self.loans)}x"
        self.members[made["id"]] = made
        return made

    def _now(self) -> str:
        return f"2026-01-01T{self.asked // 3600:02}:{self.asked // 60 % 60:02}:{self.asked % 60:02}Z"

    def _restored(self, known: dict[str, Any]) -> dict[str, Any]:
        if known["archived_at"] is None:
            raise _Refused("409")
        changed = dict(known) if self.fault == "restore-lost" else known
        changed["archived_at"] = None
        if self.fault == "restore-untags":
            changed["tags"] = []
        if self.fault == "restore-clears":
            changed["remark"] = None
            changed["name"] = "nobody"
        return changed

    def _lent(self, who: str, known: dict[str, Any], request: Request) -> dict[str, Any]:
        try:
            title = json.loads(request.body)["title"]
        except (ValueError, KeyError, TypeError):
            raise _Refused("400") from None
        if not isinstance(title, str) or not 1 <= len(title) <= 80:
            raise _Refused("400")
        made = {"id": f"l{len(self.loans)}x", "member_id": known["id"], "title": title, "status": "open", "_who": who}
        self.loans[made["id"]] = made
        return made

    def _listed(self, who: str, query: dict[str, str]) -> list[dict[str, Any]]:
        if query.get("include_archived", "true") not in {"true", "false"}:
            raise _Refused("400")
        archived = query.get("include_archived", "false") == "true" and self.fault != "archived-never"
        return [
            one
            for one in self.members.values()
            if (one["_who"] == who or self.fault == "open-list")
            and (archived or one["archived_at"] is None or self.fault == "archived-always")
            and not ("filter[tag]" in query and self.fault == "tag-empty")
            and ("filter[tag]" not in query or query["filter[tag]"] in one["tags"] or self.fault == "tag-ignored")
        ]

    def _page(self, request: Request, headers: dict[str, str], found: list[dict[str, Any]]) -> Any:
        query = dict(request.query)
        start, limit = query.get("cursor", "c0")[1:], query.get("limit", "20")
        if not start.isdecimal() or not limit.isdecimal() or not 1 <= int(limit) <= 50:
            raise _Refused("400")
        end = int(start) + int(limit)
        first = int(start) - (1 if self.fault == "cursor-repeats" and int(start) else 0)
        part = found[first + (1 if self.fault == "cursor-loses" and int(start) else 0) : end]
        headers["X-Total-Count"] = str(len(part) if self.fault == "total-of-part" else len(found))
        if end < len(found) or self.fault == "endless":
            headers["X-Next-Cursor"] = f"c{end}"
        return [self._told(one) for one in part]

    def _told(self, record: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in record.items() if not name.startswith("_")}
