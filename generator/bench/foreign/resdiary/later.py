"""Mutants of a second set: each is given the healthy server and a request, and answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from truespec.checking.exchange import Request, Response

__all__ = ["LATER"]


def _sent(request: Request) -> dict[str, Any]:
    value = request.json()
    return dict(value) if isinstance(value, dict) else {}


def _told(response: Response) -> dict[str, Any]:
    value = response.json()
    return dict(value) if isinstance(value, dict) and response.success else {}


def _with(request: Request, body: Any) -> Request:
    return replace(request, body=json.dumps(body).encode())


def _ids(request: Request) -> list[Any]:
    ids = _sent(request).get("CustomerIds")
    return ids if isinstance(ids, list) else []


def _changed(method: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Any, Request], Response]:
    """Return a mutant that reads another body than what was sent."""

    def done(server: Any, request: Request) -> Response:
        one = request.method == method and "/Customer" in request.path and "/Customers/" not in request.path
        sent = _sent(request)
        return server.answer(_with(request, change(sent)) if one and sent else request)

    return done


def _failing(condition: Callable[[Any, Request], Any], status: int = 500) -> Callable[[Any, Request], Response]:
    return lambda server, request: (
        Response(status, (("Content-Type", "application/json"),), b'{"Message": "No."}')
        if condition(server, request)
        else server.answer(request)
    )


def _shown(change: Callable[[Any, dict[str, Any]], dict[str, Any]]) -> Callable[[Any, Request], Response]:
    """Return a mutant that shows every customer otherwise."""

    def done(server: Any, request: Request) -> Response:
        response = server.answer(request)
        told = _told(response)
        return replace(response, body=json.dumps(change(server, told)).encode()) if "Id" in told else response

    return done


def _merged(server: Any, request: Request) -> Response:
    ids = _ids(request)
    merging = request.path.endswith("/Merge") and all(isinstance(key, int) for key in ids)
    return server.answer(_with(request, {**_sent(request), "CustomerIds": ids[:10]}) if merging else request)


def _unsubscribed(change: Callable[[Any, list[Any]], None]) -> Callable[[Any, Request], Response]:
    def done(server: Any, request: Request) -> Response:
        response = server.answer(request)
        if request.path.endswith("/Unsubscribe") and response.success:
            change(server, _ids(request))
        return response

    return done


def _last_too(server: Any, _ids: list[Any]) -> None:
    server.groups[1][max(server.groups[1])]["ReceiveEmailMarketing"] = False


def _no_vip(server: Any, ids: list[Any]) -> None:
    for key in ids:
        server.groups[1].get(key, {}).update(IsVip=False)


def _deleted(change: Callable[[Any, dict[str, Any]], dict[str, Any]]) -> Callable[[Any, Request], Response]:
    def done(server: Any, request: Request) -> Response:
        response = server.answer(request)
        told = _told(response)
        ours = request.path.endswith("/Delete") and told
        return replace(response, body=json.dumps(change(server, told)).encode()) if ours else response

    return done


def _accumulated(server: Any, told: dict[str, Any]) -> dict[str, Any]:
    marked = server.kept.setdefault("marked", [])
    marked += [key for key in told["DeletedCustomerIds"] if key not in marked]
    return {**told, "DeletedCustomerIds": list(marked)}


def _read_again(server: Any, request: Request) -> bool:
    key = request.path if request.method == "GET" and "/Customer/" in request.path else ""
    server.kept[key] = server.kept.get(key, 0) + 1
    return bool(key) and server.kept[key] == 3


def _texts(change: Callable[[str], str], *names: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda sent: {
        name: change(value) if name in names and isinstance(value, str) else value for name, value in sent.items()
    }


LATER: Final[dict[str, Callable[[Any, Request], Response]]] = {
    "update-swaps-names": _changed(
        "PUT",
        lambda sent: {{"FirstName": "Surname", "Surname": "FirstName"}.get(name, name): value
                      for name, value in sent.items()},
    ),
    "create-company-is-department": _changed("POST", lambda sent: {"Company": sent.get("Department"), **sent}),
    "create-never-vip": _changed("POST", lambda sent: {n: v is True and n != "IsVip" if n == "IsVip" else v
                                                       for n, v in sent.items()}),
    "create-one-text-for-both": _changed(
        "POST",
        lambda sent: {**sent, **({"GroupSmsMarketingOptInText": sent["GroupEmailMarketingOptInText"]}
                                 if "GroupEmailMarketingOptInText" in sent else {})},
    ),
    "update-birthday-not-alone": _changed("PUT", lambda sent: {} if set(sent) == {"Birthday"} else sent),
    "create-membership-number": _changed(
        "POST", _texts(lambda text: str(int(text)) if text.isdecimal() else text, "MembershipId")
    ),
    "create-one-line-of-comments": _changed("POST", _texts(lambda text: " ".join(text.split()), "Comments")),
    "create-no-ampersand": _changed("POST", _texts(lambda text: text.replace("&", "and"), "Company")),
    "merge-first-ten": _merged,
    "unsubscribe-last-too": _unsubscribed(_last_too),
    "unsubscribe-no-vip": _unsubscribed(_no_vip),
    "delete-accumulates": _deleted(_accumulated),
    "delete-not-one": _deleted(
        lambda _, told: {**told, "DeletedCustomerIds": []} if len(told["DeletedCustomerIds"]) == 1 else told
    ),
    "created-always-the-same": _shown(lambda _, told: {**told, "CreatedDateTime": "2020-01-01T00:00:00Z"}),
    "shape-vip-number": _shown(lambda _, told: {**told, "IsVip": int(told["IsVip"])} if "IsVip" in told else told),
    "setup-null": lambda server, request: (
        replace(server.answer(request), body=b"null") if request.path.endswith("/Setup") else server.answer(request)
    ),
    "refusal-200": lambda server, request: (
        replace(response, status=200)
        if (response := server.answer(request)).status == 400 and request.method == "PUT" else response
    ),
    "refuses-both-phones": _failing(lambda _, request: {"Phone", "Mobile"} <= _sent(request).keys(), 400),
    "crash-third-read": _failing(_read_again),
    "crash-many-ids": _failing(lambda _, request: request.path.endswith("/Unsubscribe") and len(_ids(request)) > 3),
    "crash-zero-id": _failing(lambda _, request: request.path.endswith("/Customer/0")),
    "crash-year-one": _failing(lambda _, request: str(_sent(request).get("Birthday")).startswith("0001")),
    "crash-unknown-merged": _failing(
        lambda server, request: request.path.endswith("/Merge")
        and not all(isinstance(key, int) and key in server.groups[1] for key in _ids(request))
    ),
    "no-token-setup-ok": lambda server, request: server.answer(
        replace(request, headers=(*request.headers, ("Authorization", f"Bearer {server.token}")))
        if request.path.endswith("/Setup") and request.header("Authorization") is None else request
    ),
}  # fmt: skip
