"""A server of the Consumer API's customers; every mutant and every variant is one word it looks for."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import unquote

from truespec.checking.exchange import Request, Response

from foreign.spoiling import sent

from .later import LATER
from .names import ANSWERED, GUESSED, OTHER
from .reading import Refused, read_customer, read_ids
from .shapes import SHAPES

__all__ = ["TOKEN", "Server"]

TOKEN: Final = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjb25zdW1lciJ9.c2lnbmVkLWJ5LW5vYm9keQ"  # noqa: S105 - of this server
_ROOT: Final = re.compile(r"/api/ConsumerApi/v1/Restaurant/([^/]+)(/.*)")
_GROUPS: Final = {"TheHarbour": 1, "HarbourGarden": 1, "Elsewhere": 2}


class Server:
    """Keeps the customers of two groups of restaurants in memory."""

    def __init__(self, mutant: str = "", variant: str = "") -> None:
        self.word, self.mutant, self.variant = mutant or variant, mutant, variant
        self.names = OTHER if variant == "other-names" else GUESSED
        self.groups: dict[int, dict[int, dict[str, Any]]] = {1: {}, 2: {}}
        self.now = datetime(2026, 5, 4, 10, 30, 12, tzinfo=UTC)
        self.token, self.kept = TOKEN, dict[str, Any]()
        self.asked: dict[int, dict[str, Any]] = {}
        self.updated: set[int] = set()
        self.next, self.made = 4100, 0
        for number in range(16):
            group = 1 if number % 4 else 2
            self._new(group, {"FirstName": f"Guest{number}", "Surname": "Resident", "ReceiveEmailMarketing": True,
                              "ReceiveSmsMarketing": True, "Email": f"guest{number}@resident.example"})  # fmt: skip
            self.now += timedelta(hours=7)

    def __call__(self, request: Request) -> Response:
        """Answer one request, as the mutant has it."""
        later = LATER.get(self.mutant)
        return self.answer(request) if later is None else later(self, request)

    def answer(self, request: Request) -> Response:
        """Answer one request."""
        self.now += timedelta(seconds=1)
        headers = {"Content-Type": "application/json; charset=utf-8"}
        try:
            name, status, value = self._route(request)
        except Refused as refused:
            name, status, value = "refusal", refused.status, refused.told
        body = b"" if value is None else json.dumps(value).encode()
        if self.mutant in SHAPES:
            return sent(request, SHAPES[self.mutant](name, status, headers, value, body))
        return sent(request, (status, headers, body))

    def _is(self, *words: str) -> bool:
        return self.word in words

    def _route(self, request: Request) -> tuple[str, int, Any]:
        found = _ROOT.fullmatch(request.path)
        if found is None:
            raise Refused(404)
        microsite, rest = unquote(found[1]), found[2]
        self._authorize(request)
        if microsite not in _GROUPS:
            raise Refused(404)
        if self._is("api-version-needed") and "api-version" not in dict(request.query):
            raise Refused(400, "api-version")
        group, method = _GROUPS[microsite], request.method
        one = re.fullmatch(r"/Customer/([^/]+)", rest)
        if one and method in {"GET", "PUT", "HEAD"}:
            return self._one(request, group, unquote(one[1]))
        if rest == "/Customers/Setup" and method in {"GET", "HEAD"}:
            return "setup", 200, {"CustomerCodes": [{"Id": 3, "Name": "Regular"}, {"Id": 9, "Name": "Press"}]}
        if rest == "/Customer" and method == "POST":
            return self._create(request, group)
        for name, answer in (("merge", self._merge), ("delete", self._delete), ("unsubscribe", self._unsubscribe)):
            if rest == self.names[name] and method == "POST":
                return answer(request, group)
        raise Refused(405 if self._is("other-statuses") and one else 404)

    def _authorize(self, request: Request) -> None:
        sent = request.header("Authorization") or ""
        scheme, _, token = sent.partition(" ")
        rest = request.path.rpartition("/Restaurant/")[2].partition("/")[2].partition("/")[0]
        if not token and (
            self._is("no-token-ok", f"no-token-{request.method.lower()}-ok")
            or (self._is("no-token-bulk-ok") and rest == "Customers" and request.method == "POST")
        ):
            return
        if self._is("token-basic-ok") and scheme == "Basic":
            return
        if self._is("token-unsigned-ok") and token.rpartition(".")[0] == TOKEN.rpartition(".")[0]:
            return
        if self._is("token-any-ok") and token:
            return
        if scheme.lower() != "bearer" or token.strip() != TOKEN:
            other = (self._is("token-missing-403") and not sent) or (self._is("other-statuses") and bool(token))
            raise Refused(403 if other else 401)

    def _one(  # noqa: C901 - a branch for each mutant
        self, request: Request, group: int, text: str
    ) -> tuple[str, int, Any]:
        if not re.fullmatch(r"-?\d+", text):
            if self._is("key-text-finds"):
                return "get", 200, self._told(next(iter(self.groups[group].values())))
            raise Refused(404 if self._is("other-statuses") else 400, "customerId")
        key = int(text)
        if self._is("crash-large-id") and key > 2**31 - 1:
            raise Refused(500)
        if self._is("other-groups-read"):
            group = next((number for number, kept in self.groups.items() if key in kept), group)
        kept = self.groups[group].get(key)
        if self._is("missing-gives-nearest") and kept is None and 0 < key < 10**6:
            kept = next(iter(self.groups[group].values()))
        if kept is None and self._is("update-missing-creates") and request.method == "PUT":
            return "update", 200, self._told(self._new(group, read_customer(request, self.word)))
        if kept is None:
            if self._is("missing-empty-200"):
                return "get", 200, {}
            raise Refused(400 if self._is("missing-400") else 404)
        if request.method != "PUT":
            told = self._told(kept)
            if self._is("read-is-cached"):
                return "get", 200, self.asked.setdefault(key, told)
            if self._is("read-clears-comments"):
                kept.pop("Comments", None)
            if self._is("created-is-now"):
                told["CreatedDateTime"] = self._time(self.now)
            return "get", 200, told
        return self._update(request, kept, group)

    def _update(  # noqa: C901, PLR0912 - a branch for each mutant
        self, request: Request, kept: dict[str, Any], group: int
    ) -> tuple[str, int, Any]:
        sent = read_customer(request, self.word)
        before = dict(kept)
        if self._is("update-once") and kept["Id"] in self.updated:
            return "update", 200, self._told({**kept, **sent})
        self.updated.add(kept["Id"])
        if self._is("update-swaps-phones"):
            sent |= {new: sent[old] for old, new in (("Phone", "Mobile"), ("Mobile", "Phone")) if old in sent}
        if self._is("update-keeps-codes-too") and "CustomerCodes" in sent:
            sent["CustomerCodes"] = sorted({*before.get("CustomerCodes", ()), *sent["CustomerCodes"]})
        lost = {"update-loses-anniversary": "Anniversary", "update-loses-flag": "ReceiveRestaurantSmsMarketing"}
        if self.mutant in lost:
            sent.pop(lost[self.mutant], None)
        if self._is("update-no-false"):
            sent = {name: value for name, value in sent.items() if value is not False}
        if self._is("update-no-empty"):
            sent = {name: value for name, value in sent.items() if value not in ("", [])}
        if self._is("update-replaces"):
            for name in ANSWERED:
                kept.pop(name, None)
        kept.update(sent)
        if self._is("update-moves-created"):
            kept["CreatedDateTime"] = self._time(self.now)
        if self._is("update-new-id"):
            self.next += 1
            kept["Id"] = self.next
            self.groups[group][self.next] = self.groups[group].pop(before["Id"])
        if self._is("update-touches-namesakes"):
            for other in self.groups[group].values():
                if other.get("Surname") == kept.get("Surname"):
                    other["Company"] = kept.get("Company", "")
        return "update", 200, self._told({**before, "Id": kept["Id"]} if self._is("update-tells-old") else kept)

    def _create(self, request: Request, group: int) -> tuple[str, int, Any]:
        sent = read_customer(request, self.word)
        same = [c for c in self.groups[group].values() if sent.get("Email") and c.get("Email") == sent["Email"]]
        if same and self._is("dedupes"):
            return "create", 200, self._told(same[0])
        if same and self._is("strict"):
            raise Refused(400, "Email")
        whole = dict(sent)
        lost = {"create-loses-department": "Department", "create-loses-text": "RestaurantSmsMarketingOptInText",
                "create-loses-membership": "MembershipId"}  # fmt: skip
        sent.pop(lost.get(self.mutant, ""), None)
        if self._is("create-sms-is-email") and "ReceiveEmailMarketing" in sent:
            sent["ReceiveSmsMarketing"] = sent["ReceiveEmailMarketing"]
        if self._is("create-first-code") and "CustomerCodes" in sent:
            sent["CustomerCodes"] = sent["CustomerCodes"][:1]
        if self._is("create-cuts-comments") and "Comments" in sent:
            sent["Comments"] = sent["Comments"][:20]
        if self._is("create-no-accents") and "Surname" in sent:
            sent["Surname"] = sent["Surname"].encode("ascii", "replace").decode()
        if self._is("create-day-off") and "Birthday" in sent:
            sent["Birthday"] = self._time(datetime.fromisoformat(sent["Birthday"]) + timedelta(days=1))
        if self._is("create-code-in-mobile") and "PhoneCountryCode" in sent:
            sent["MobileCountryCode"] = sent["PhoneCountryCode"]
        if self._is("create-not-kept"):
            self.next += 1
            return "create", 200, self._told({**sent, "Id": self.next, "CreatedDateTime": self._time(self.now)})
        made = self._new(group, sent)
        return "create", 200, self._told({**made, **whole} if self._is("create-tells-more", *lost) else made)

    def _new(self, group: int, sent: dict[str, Any]) -> dict[str, Any]:
        self.made += 1
        self.next += 0 if self._is("id-again") and self.made > 16 and self.made % 4 == 0 else 1
        made = {"Id": self.next, "CreatedDateTime": self._time(self.now), "IsBlocked": False, **sent}
        self.groups[group][self.next] = made
        return made

    def _merge(self, request: Request, group: int) -> tuple[str, int, Any]:
        least, most = 1, {"merge-eleven": 11, "merge-many": 10**6, "merge-nine": 9}.get(self.word, 10)
        master, ids = read_ids(request, self.names, self.word, least, most, master=True)
        kept = self.groups[group]
        if self._is("merge-unknown-invents") and master not in kept:
            return "merge", 200, self._told(self._new(group, {}))
        if master not in kept or any(key not in kept for key in ids):
            raise Refused(400 if self._is("strict") else 404)
        if self._is("merge-self-crash") and master in ids:
            raise Refused(500)
        told = kept[ids[0]] if self._is("merge-tells-merged") else kept[master]
        for key in ids:
            if key != master and not self._is("keeps-merged"):
                for name, value in kept[key].items():
                    if self._is("merge-overwrites") or name not in kept[master]:
                        kept[master][name] = kept[master]["Id"] if name == "Id" else value
                del kept[key]
        if self._is("merge-takes-neighbour"):
            kept.pop(max(ids) + 1, None)
        if self._is("merge-drops-master"):
            kept.pop(master, None)
        return "merge", 200, self._told(told)

    def _delete(self, request: Request, group: int) -> tuple[str, int, Any]:
        _, ids = read_ids(request, self.names, self.word, 0, 10**6)
        kept = self.groups[group]
        marked = [key for key in dict.fromkeys(ids) if key in kept and not self._spared(kept[key])]
        skipped = [key for key in dict.fromkeys(ids) if key not in marked]
        if self._is("delete-marks-unknown"):
            marked, skipped = marked + skipped, []
        if self._is("delete-forgets-last") and len(marked) > 1:
            marked.pop()
        if self._is("delete-hides-skipped"):
            skipped = []
        if self._is("delete-in-both"):
            skipped = skipped + marked
        if self._is("delete-takes-neighbour"):
            for key in marked:
                kept.pop(key + 1, None)
        if self._is("gone-at-once"):
            for key in marked:
                kept.pop(key, None)
        if self._is("delete-tells-places"):
            marked = [ids.index(key) for key in marked]
        return "delete", 200, {self.names["marked"]: marked, self.names["skipped"]: skipped}

    def _spared(self, customer: dict[str, Any]) -> bool:
        """Whether a customer is passed over; why one is, nobody says."""
        spared = {"skips-vips": "IsVip", "skips-marketed": "ReceiveEmailMarketing", "skips-members": "MembershipId"}
        return bool(customer.get(spared.get(self.word, ""))) or self._is("delete-marks-nothing")

    def _unsubscribe(self, request: Request, group: int) -> tuple[str, int, Any]:
        _, ids = read_ids(request, self.names, self.word, 0, 10**6)
        body: Any = request.json()
        mode = str(body.get(self.names["mode"], "")).lower()
        kept = self.groups[group]
        if self._is("unsubscribe-first") or (self._is("unsubscribe-not-last") and len(ids) > 1):
            ids = ids[:1] if self._is("unsubscribe-first") else ids[:-1]
        if self._is("unsubscribe-everybody") and ids:
            ids = list(kept)
        for key in ids if not self._is("unsubscribe-lost") else ():
            if key in kept:
                value = self._is("unsubscribe-subscribes")
                if "sms" not in mode:
                    kept[key]["ReceiveEmailMarketing"] = value
                if "mail" not in mode:
                    kept[key]["ReceiveSmsMarketing"] = value
                if self._is("unsubscribe-clears-email"):
                    kept[key].pop("Email", None)
        return "unsubscribe", 204 if self._is("other-statuses") else 200, None

    def _time(self, moment: datetime) -> str:
        if self._is("local-times"):
            return f"{moment:%Y-%m-%dT%H:%M:%S}.0000000"
        return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if moment.tzinfo else moment.isoformat()

    def _told(self, kept: dict[str, Any]) -> dict[str, Any]:
        told = {name: value for name, value in kept.items() if name not in {"IpAddress", "CustomerValidationType"}}
        if self._is("nulls", "other-names"):
            told = {**dict.fromkeys(ANSWERED), "PortalUserId": None, "Rank": None, **told}
        if self._is("local-times"):
            for name in {"Birthday", "Anniversary"} & told.keys():
                if told[name]:
                    told[name] = self._time(datetime.fromisoformat(told[name]))
        return told
