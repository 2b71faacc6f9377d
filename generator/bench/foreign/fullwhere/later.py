"""Mutants of a second set: each is given the healthy server and a request, and answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from truespec.checking.exchange import Request, Response

__all__ = ["LATER"]

_Mutant = Callable[[Any, Request], Response]
_IMPORT: Final = "/partners/customer"


def _sent(request: Request) -> dict[str, Any]:
    value = request.json()
    return dict(value) if isinstance(value, dict) else {}


def _with(request: Request, body: Any) -> Request:
    return replace(request, body=json.dumps(body).encode())


def _pair(sent: Any) -> str:
    both = (sent.get("email"), sent.get("phoneNumber")) if isinstance(sent, dict) else (None, None)
    return json.dumps(both) if all(both) else ""


def _known(server: Any, sent: Any) -> dict[str, Any] | None:
    found = (one for one in server.customers if _pair(one) and _pair(one) == _pair(sent))
    return next(found, None)


def _imports(request: Request) -> bool:
    return request.method == "POST" and request.path == _IMPORT


def _met(change: Callable[[Any, dict[str, Any], dict[str, Any], dict[str, Any]], None]) -> _Mutant:
    """Return a mutant that does something to a record that is imported again: it was, is now, and what was sent."""

    def done(server: Any, request: Request) -> Response:
        kept = _known(server, _sent(request)) if _imports(request) else None
        before = dict(kept) if kept is not None else {}
        response = server.answer(request)
        if kept is not None and response.success:
            change(server, before, kept, _sent(request))
            return replace(response, body=json.dumps(kept).encode())
        return response

    return done


def _listed(change: Callable[[dict[str, Any], dict[str, Any]], Any]) -> _Mutant:
    """Return a mutant that changes the page that is answered to what was sent."""

    def done(server: Any, request: Request) -> Response:
        response = server.answer(request)
        if not request.path.endswith("/list") or not response.success:
            return response
        told = json.loads(response.body)
        change(told, {"limit": 10, "page": 1, **_sent(request)})
        return replace(response, body=json.dumps(told).encode())

    return done


def _batched(change: Callable[[Any, list[Any]], list[Any]]) -> _Mutant:
    def done(server: Any, request: Request) -> Response:
        elements = _sent(request).get("batch")
        ours = isinstance(elements, list) and all(isinstance(one, dict) for one in elements)
        return server.answer(_with(request, {"batch": change(server, elements)}) if ours else request)

    return done


def _read(change: Callable[[dict[str, Any]], dict[str, Any]]) -> _Mutant:
    """Return a mutant that reads each customer otherwise than it was sent."""

    def done(server: Any, request: Request) -> Response:
        sent = _sent(request)
        return server.answer(_with(request, change(sent)) if _imports(request) and sent else request)

    return done


def _texts(change: Callable[[str], str]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    apart = {"email", "phoneNumber", "language"}
    return lambda sent: {
        name: change(value) if isinstance(value, str) and name not in apart else value for name, value in sent.items()
    }


def _status(condition: Callable[[Any, Request], Any], status: int) -> _Mutant:
    def done(server: Any, request: Request) -> Response:
        changed = condition(server, request)
        response = server.answer(request)
        return replace(response, status=status) if changed and response.success else response

    return done


def _failing(condition: Callable[[Request], Any]) -> _Mutant:
    return lambda server, request: Response(500) if condition(request) else server.answer(request)


def _once(server: Any, before: dict[str, Any], kept: dict[str, Any], _: dict[str, Any]) -> None:
    if kept["id"] in server.kept:
        kept.update(before)
    server.kept[kept["id"]] = True


def _namesakes(server: Any, _: dict[str, Any], kept: dict[str, Any], sent: dict[str, Any]) -> None:
    index = server.customers.index(kept)
    for other in server.customers[index + 1 : index + 2]:
        other["company"] = other["company"] or sent.get("company")


def _follows(_: Any, before: dict[str, Any], kept: dict[str, Any], sent: dict[str, Any]) -> None:
    if before["emailOptin"] is None and sent.get("emailOptin") is None and sent.get("smsOptin") is not None:
        kept["emailOptin"] = sent["smsOptin"]


def _previous(server: Any, request: Request) -> Response:
    if request.method == "GET" and dict(request.query).get("id") == server.customers[-1]["id"]:
        request = replace(request, target=f"{_IMPORT}?id={server.customers[-2]['id']}")
    return server.answer(request)


def _third(_server: Any, elements: list[Any]) -> list[Any]:
    pairs = [_pair(one) for one in elements]
    return [one for at, one in enumerate(elements) if not pairs[at] or pairs[:at].count(pairs[at]) != 1]


def _no_names(told: dict[str, Any], sent: dict[str, Any]) -> None:
    for item in told["items"] if sent["page"] > 1 else ():
        item["firstName"] = None


def _last_repeats(told: dict[str, Any], sent: dict[str, Any]) -> None:
    if told["meta"]["currentPage"] == told["meta"]["totalPages"] > 1 and sent["limit"] > 1 and len(told["items"]) > 1:
        told["items"][0] = told["items"][1]


def _missing(server: Any, request: Request) -> Response:
    response = server.answer(request)
    return replace(response, status=401) if response.status == 404 and request.path == _IMPORT else response


LATER: Final[dict[str, _Mutant]] = {
    "fill-once-only": _met(_once),
    "fill-next-too": _met(_namesakes),
    "fill-optin-follows": _met(_follows),
    "fill-display-again": _met(
        lambda _, _before, kept, sent: kept.update(displayName=f"{sent.get('firstName')} {sent.get('lastName')}")
        if sent.get("firstName") else None
    ),
    "fill-ids-joined": _met(
        lambda _, before, kept, sent: kept.update(comoId=f"{before['comoId']},{sent['comoId']}")
        if before["comoId"] and sent.get("comoId") else None
    ),
    "import-200-known": _status(lambda server, request: _imports(request) and _known(server, _sent(request)), 200),
    "batch-200-known": _status(
        lambda server, request: request.path.endswith("/batch")
        and all(_known(server, one) for one in _sent(request).get("batch") or [0]), 200,
    ),
    "get-previous": _previous,
    "missing-401": _missing,
    "list-no-language": _listed(lambda told, _: [item.update(language=None) for item in told["items"]]),
    "list-second-no-names": _listed(_no_names),
    "list-last-repeats": _listed(_last_repeats),
    "list-pages-of-default": _listed(
        lambda told, _: told["meta"].update(totalPages=-(-told["meta"]["totalItems"] // 10))
    ),
    "list-page-of-last": _listed(
        lambda told, _: told["meta"].update(currentPage=min(told["meta"]["currentPage"], 3))
    ),
    "batch-optins-of-first": _batched(
        lambda _, elements: [*elements[:1], *({**one, "smsOptin": None} for one in elements[1:])]
    ),
    "batch-third-again": _batched(_third),
    "batch-no-nulls-after": _batched(
        lambda _, elements: [{**(elements[at - 1] if at else {}), **one} for at, one in enumerate(elements)]
    ),
    "create-no-dot": _read(_texts(lambda text: text.rstrip("."))),
    "create-zeros-lost": _read(_texts(lambda text: text.lstrip("0") if text.isdecimal() else text)),
    "create-empty-for-null": _read(
        lambda sent: {**{name: "" for name in ("company", "civility") if sent.get(name) is None}, **sent,
                      **{name: "" for name, value in sent.items() if value is None and name in {"company", "civility"}}}
    ),
    "crash-empty-batch": _failing(lambda request: _sent(request).get("batch") == []),
    "crash-no-key": _failing(lambda request: request.header("X-API-KEY") is None),
}  # fmt: skip
