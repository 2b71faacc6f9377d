"""The server itself: who may ask, which operation it is, and the customers it keeps."""

from __future__ import annotations

import json
import re
from typing import Any, Final
from urllib.parse import unquote

from truespec.checking.credentials import Credentials
from truespec.checking.exchange import Request, Response
from truespec.checking.targets import Access

from foreign.flowretail.asked import EXTENSION, SEARCH, Refused, checked, uid
from foreign.flowretail.batch import batch
from foreign.flowretail.keeping import STORES, Cabinet
from foreign.flowretail.looking import found_by, listed, page_of, sorted_by
from foreign.flowretail.people import blank, outsiders, shown
from foreign.flowretail.shapes import SHAPES

__all__ = ["ACCESS", "Server"]

_TOKENS: Final = {
    "fr-access-8Zk2mQ": ("north", True),
    "fr-integration-1Yw9": ("north", True),
    "fr-clerk-5Tb7xL": ("north", False),
    "fr-south-3Ne6vD": ("south", True),
}
"""Whose token it is, and whether the permission TENANT.BACKOFFICE comes with it."""

ACCESS: Final = Access(
    Credentials({"accessToken": "fr-access-8Zk2mQ", "integrationToken": "fr-integration-1Yw9"}),
    parameters=(("tenantUid", "north"), ("tenantUid", "south"), ("storeUid", "oslo")),
    second=Credentials({"accessToken": "fr-clerk-5Tb7xL"}),
)

_PART: Final = "([^/]+)"
_ROUTES: Final = {
    "everyone": rf"/tenants/{_PART}/customers",
    "search": rf"/tenants/{_PART}/customers/search",
    "external": rf"/tenants/{_PART}/customers/search/external",
    "batch": rf"/tenants/{_PART}/customers/batch",
    "one": rf"/tenants/{_PART}/customers/{_PART}",
    "export": rf"/tenants/{_PART}/customers/{_PART}/export",
    "extension": rf"/tenants/{_PART}/customers/{_PART}/extensions/{_PART}",
    "store view": rf"/tenants/{_PART}/stores/{_PART}/customers/{_PART}",
}
_METHODS: Final = {
    "everyone": {"GET": "list", "POST": "create"},
    "search": {"POST": "search"},
    "external": {"POST": "external"},
    "batch": {"POST": "batch"},
    "one": {"GET": "get", "PUT": "update", "DELETE": "delete"},
    "export": {"GET": "export"},
    "extension": {"POST": "extend", "DELETE": "unextend"},
    "store view": {"GET": "store_view"},
}


_LAX: Final = {
    "search": "any-token-searches",
    "extend": "any-token-extends",
    "list": "any-token-lists",
    "delete": "any-token-deletes",
}
"""Where a mutant takes any token."""


class Server:
    """Keeps each tenant's customers; a healthy one has no ``mutant``, a plain one no ``variant``."""

    def __init__(self, mutant: str = "", variant: str = "") -> None:
        self._kept = Cabinet(mutant or variant)
        self._is = self._kept.is_

    def __call__(self, request: Request) -> Response:
        """Answer one request; a second passes with each."""
        self._kept.pass_time()
        try:
            name, status, value = self._route(request)
        except Refused as refused:
            status = refused.status
            if self._is("status-422") and status == 400:
                status = 422
            if self._is("statuses") and status == 401:
                status = 403
            name, value = "refusal", {"message": str(refused)}
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, re.error):
            name, status, value = "refusal", 500, {"message": "internal error"}
        headers = {"Content-Type": "application/json"}
        body = b"" if value is None else json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        change = SHAPES.get(self._kept.word)
        if change is not None and name != "refusal":
            status, headers, body = change(name, status, headers, value, body)
        return Response(status, tuple(headers.items()) if body else (), body if request.method != "HEAD" else b"")

    def _route(self, request: Request) -> tuple[str, int, Any]:
        for route, pattern in _ROUTES.items():
            found = re.fullmatch(pattern, request.path)
            if found and not (route == "one" and found[2] in {"search", "batch"} and request.method == "POST"):
                break
        else:
            raise Refused(404, "no such place")
        name = _METHODS[route].get(request.method)
        parts = [unquote(part) for part in found.groups()]
        tenant = self._allowed(request, name or "get", parts[0])
        if name is None:
            raise Refused(405, "no such method")
        return name, *getattr(self, f"_{name}")(tenant, parts[1:], request)

    def _allowed(self, request: Request, name: str, tenant: str) -> str:
        """Return the tenant that is asked about, if the one who asks may."""
        told = request.header("Authorization")
        kind, _, token = (told or "").partition(" ")
        if kind.lower() != "bearer":
            token = ""
        lax = {"get": "no-token-reads", "export": "no-token-exports", "update": "no-token-updates"}
        if not token and self._is(lax.get(name, f"no-token-{name.replace('_', '-')}")):
            return tenant
        if token and self._is(_LAX.get(name, "-")):
            return tenant
        owner = _TOKENS.get(token)
        if owner is None and self._is("token-half-read") and token:
            owner = next((who for known, who in _TOKENS.items() if known.startswith(token[:12])), None)
        if owner is None:
            raise Refused(401, "who is asking?")
        if owner[0] != tenant and not (self._is("other-tenant-read") and name == "get"):
            raise Refused(404 if self._is("foreign-is-404") else 403, "not your tenant")
        if name == "delete" and not owner[1] and not self._is("clerk-deletes"):
            raise Refused(403, "TENANT.BACKOFFICE is needed")
        if tenant not in self._kept.people:
            raise Refused(404, "no such tenant")
        return tenant

    def _body(self, request: Request, *, may_be_missing: bool = False) -> dict[str, Any]:
        if not request.body and may_be_missing:
            return {}
        try:
            value = json.loads(request.body)
        except (ValueError, RecursionError):
            raise Refused(400, "this is no JSON") from None
        if not isinstance(value, dict):
            raise Refused(400, "this is no object")
        if (
            self._is("strict")
            and request.path.endswith("customers")
            and not value.keys() & {"firstname", "companyName"}
        ):
            raise Refused(400, "a customer has a name")
        return value

    # operations

    def _find(self, tenant: str, key: str) -> dict[str, Any]:
        known = self._kept.people[tenant].get(key)
        if known is None or known.get("_gone"):
            raise Refused(
                410 if self._is("deleted-410") and key in self._kept.gone else 404, "there is no such customer"
            )
        return known

    def _told(self, known: dict[str, Any]) -> dict[str, Any]:
        told = shown(known)
        if self._is("absent-when-empty"):
            told = {name: value for name, value in told.items() if value not in ("", []) or name in {"address", "city"}}
        if self._is("more-members"):
            told |= {"ehf": {"enabled": told["ehfEnabled"]}, "customerGroups": told["customerGroupUids"], "version": 3}
        return told

    def _current(self, tenant: str, place: str) -> list[dict[str, Any]]:
        still = self._is("delete-still-listed") if place == "list" else self._is("delete-still-found")
        return [known for known in self._kept.people[tenant].values() if still or not known.get("_gone")]

    def _page(self, people: list[dict[str, Any]], request: Request, searched: int | None = None) -> dict[str, Any]:
        query = dict(request.query)
        if self._is("accepts-odd-page"):
            query = {n: v for n, v in query.items() if not n.startswith("page") or re.fullmatch(r"-?\d{1,9}", v)}
        ordered = sorted_by(people, query, self._is, search=searched is not None)
        told = page_of(ordered, query, self._is, searched=searched)
        if self._is("absent-when-empty", "more-members"):
            told["items"] = [self._told(item) for item in told["items"]]
        return told

    def _list(self, tenant: str, _: list[str], request: Request) -> tuple[int, Any]:
        people = self._current(tenant, "list")
        if self._is("list-as-created"):
            people = [{**known, **known["_first"]} for known in people]
        return 200, self._page(listed(people, dict(request.query), self._is), request)

    def _create(self, tenant: str, _: list[str], request: Request) -> tuple[int, Any]:
        return 201, self._told(self._kept.create(tenant, self._body(request)))

    def _search(self, tenant: str, _: list[str], request: Request) -> tuple[int, Any]:
        body = self._body(request, may_be_missing=True)
        lax = lambda name: self._is(f"unchecked-{name}", f"unchecked-search-{name}")  # noqa: E731
        if self._is("search-needs-query") and "query" not in body:
            raise Refused(400, "query is missing")
        wanted = checked(body, SEARCH, lax)
        wanted = {n: v for n, v in wanted.items() if n in {"exactMatch", "createdAt"} or isinstance(v, str)}
        text = str(wanted.get("query", ""))
        if self._is("crash-unicode-query") and not text.isascii():
            raise KeyError(text)
        if self._is("crash-empty-query") and wanted.get("query") == "":
            raise KeyError(text)
        if self._is("crash-query-pattern"):
            re.compile(text)
        people = self._current(tenant, "search")
        return 200, self._page(found_by(people, wanted, self._is), request, len(people))

    def _external(self, tenant: str, _: list[str], request: Request) -> tuple[int, Any]:
        if tenant != "north":
            raise Refused(403, "EXTERNAL_CUSTOMER_SEARCH is not active")
        query = checked(self._body(request, may_be_missing=True), {"query": SEARCH["query"]}, lambda _name: False)
        wanted = query.get("query", "").lower()
        people = [known for known in outsiders() if wanted in " ".join(known.values()).lower()]
        if self._is("external-empty"):
            people = []
        return 200, {"items": people, "paging": {"totalCount": len(people), "pageSize": 25, "pageNumber": 1}}

    def _export(self, tenant: str, parts: list[str], _: Request) -> tuple[int, Any]:
        known = self._find(tenant, parts[0])
        if self._is("export-first"):
            known = next(iter(self._kept.people[tenant].values()))
        return 200, self._told({**known, **known["_first"]} if self._is("export-as-created") else known)

    def _get(self, tenant: str, parts: list[str], _: Request) -> tuple[int, Any]:
        return 200, self._told(self._find(tenant, parts[0]))

    def _update(self, tenant: str, parts: list[str], request: Request) -> tuple[int, Any]:
        before = self._told(self._find(tenant, parts[0]))
        told = self._told(self._kept.update(tenant, parts[0], self._body(request)))
        return 200, before if self._is("update-answers-old") else told

    def _delete(self, tenant: str, parts: list[str], _: Request) -> tuple[int, Any]:
        if not (self._is("delete-again-204") and parts[0] in self._kept.gone):
            self._find(tenant, parts[0])
            self._kept.delete(tenant, parts[0])
        return 204, None

    def _extension(self, tenant: str, parts: list[str], request: Request, lax: str) -> tuple[dict[str, Any], str]:
        known, code = self._find(tenant, parts[0]), parts[1]
        if code != "TWO_INVOICE" and not self._is("accepts-other-extension"):
            raise Refused(404, "no such extension")
        needed = () if self._is(lax) else ("storeUid",)
        told = checked(self._body(request, may_be_missing=self._is(lax)), EXTENSION, lambda _name: False, needed)
        if self._is("refuses-underscore") and "_" in told.get("storeUid", ""):
            raise Refused(400, "storeUid")
        if self._is("known-references") and told["storeUid"] not in STORES:
            raise Refused(404, "no such store")
        return known, code

    def _extend(self, tenant: str, parts: list[str], request: Request) -> tuple[int, Any]:
        known, code = self._extension(tenant, parts, request, "extension-without-store")
        had = {extension["extensionCode"] for extension in known["extensions"]}
        if code not in had and not self._is("extension-lost"):
            known["extensions"] = [*known["extensions"], {"extensionCode": code, "organizationUid": f"org-{len(had)}"}]
        if self._is("crash-extension-twice") and code in had:
            raise KeyError(code)
        if self._is("extension-renames"):
            known["companyName"] = known["companyName"].upper()
        if self._is("extension-clears-groups"):
            known["customerGroupUids"] = []
        return 200, {} if self._is("empty-answers") else self._told(known)

    def _unextend(self, tenant: str, parts: list[str], request: Request) -> tuple[int, Any]:
        known, code = self._extension(tenant, parts, request, "extension-delete-without-store")
        if self._is("extension-delete-takes-customer"):
            self._kept.delete(tenant, parts[0])
        if not self._is("extension-delete-lost"):
            known["extensions"] = [told for told in known["extensions"] if told["extensionCode"] != code]
        return 204, None

    def _batch(self, tenant: str, _: list[str], request: Request) -> tuple[int, Any]:
        status, told = batch(self._kept, tenant, self._body(request), self._is)
        return status, {} if self._is("empty-answers") else told

    def _store_view(self, tenant: str, parts: list[str], _: Request) -> tuple[int, Any]:
        if not uid(parts[0]) or (self._is("known-references") and parts[0] not in STORES):
            raise Refused(404, "no such store")
        known = self._kept.people[tenant].get(parts[1])
        if known is None and self._is("store-view-invents"):
            return 200, self._told(blank(parts[1], self._kept.moment()))
        known = self._find(tenant, parts[1])
        if self._is("store-view-without-mobile"):
            known = {**known, "mobile": ""}
        if self._is("store-view-as-created"):
            known = {**known, **known["_first"]}
        return 200, self._told(known) | {"store": {"storeUid": parts[0], "visits": 0}}
