"""A batch: four lists, each item by itself, and what the answer tells of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Protocol

from foreign.flowretail.asked import Refused, Switch
from foreign.flowretail.people import shown

__all__ = ["Desk", "batch"]

_LISTS: Final = ("create", "update", "delete", "upsert")


class Desk(Protocol):
    """What a batch asks of the server: the same as single requests do."""

    def create(self, tenant: str, body: dict[str, Any]) -> dict[str, Any]:
        """Make a customer."""
        ...

    def update(self, tenant: str, key: str, body: dict[str, Any], way: str) -> dict[str, Any]:
        """Change a customer."""
        ...

    def delete(self, tenant: str, key: str) -> None:
        """Take a customer away."""
        ...

    def delete_next(self, tenant: str) -> None:
        """Take away the latest customer."""
        ...

    def known(self, tenant: str, item: dict[str, Any]) -> str | None:
        """Return the key of the customer an item is about, if there is one."""
        ...


def batch(desk: Desk, tenant: str, body: dict[str, Any], is_: Switch) -> tuple[int, dict[str, Any]]:
    """Do everything a batch asks for; return the status and the answer."""
    if any(not isinstance(body.get(name, []), list) for name in _LISTS):
        raise Refused(400, "create, update, delete and upsert are lists")
    if is_("strict") and not any(body.get(name) for name in _LISTS):
        raise Refused(400, "there is nothing to do")
    if is_("crash-empty-batch") and any(body.get(name) == [] for name in _LISTS):
        raise KeyError(0)
    deeds: dict[str, Callable[[dict[str, Any]], tuple[int, dict[str, Any]]]] = {
        "create": lambda item: (201, _made(desk, tenant, item, is_)),
        "update": lambda item: (200, _changed(desk, tenant, item, is_)),
        "delete": lambda item: (204, _gone(desk, tenant, item, is_)),
        "upsert": lambda item: _either(desk, tenant, item, is_),
    }
    told: dict[str, list[dict[str, Any]]] = {}
    failed = False
    for name in _LISTS:
        for item in _kept(name, body.get(name, []), is_):
            if name == "delete" and isinstance(item, str):
                item = {"customerUid": item}  # noqa: PLW2901 - a key by itself says as much
            try:
                if failed and is_("batch-ends-at-failure"):
                    continue
                status, customer = deeds[name](_object(item))
                told.setdefault(name, []).append(_line(name, status, customer, is_))
            except Refused as refused:
                failed = True
                key = item.get("customerUid") if isinstance(item, dict) else None
                told.setdefault(name, []).append(
                    {
                        "customerUid": key if isinstance(key, str) else "",
                        "status": refused.status,
                        "error": str(refused),
                    }
                )
    status = 207 if (failed or is_("batch-always-207")) and not is_("batch-always-200") else 200
    if is_("batch-other-body"):
        return status, {"results": [{"action": name, **line} for name, lines in told.items() for line in lines]}
    return status, dict(told)


def _object(item: Any) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise Refused(400, "an item is an object")
    return item


def _kept(name: str, items: list[Any], is_: Switch) -> list[Any]:
    if is_("batch-first-only") or (name == "delete" and is_("batch-delete-first-only")):
        return items[:1]
    if name == "create" and is_("batch-create-loses-last") and len(items) > 1:
        return items[:-1]
    if name == "update" and is_("batch-first-values-for-all") and all(isinstance(item, dict) for item in items):
        return [{**item, **items[0], "customerUid": item.get("customerUid")} for item in items]
    return items


def _line(name: str, status: int, customer: dict[str, Any], is_: Switch) -> dict[str, Any]:
    if is_("batch-whole") and name != "delete":
        return {**shown(customer), "status": status}
    return {"customerUid": customer["customerUid"], "status": status}


def _made(desk: Desk, tenant: str, item: dict[str, Any], is_: Switch) -> dict[str, Any]:
    if is_("batch-create-loses-email"):
        item = {name: value for name, value in item.items() if name != "email"}
    return desk.create(tenant, item)


def _found(desk: Desk, tenant: str, item: dict[str, Any], is_: Switch) -> str:
    key = desk.known(tenant, item)
    if key is None:
        if is_("batch-update-creates") and "firstname" in item:
            desk.create(tenant, item)
        if is_("crash-batch-unknown"):
            raise KeyError("customerUid")
        raise Refused(404, "there is no such customer")
    return key


def _changed(desk: Desk, tenant: str, item: dict[str, Any], is_: Switch) -> dict[str, Any]:
    key = _found(desk, tenant, item, is_)
    if is_("batch-update-lost"):
        return {"customerUid": key, **item}
    return desk.update(tenant, key, item, "update")


def _gone(desk: Desk, tenant: str, item: dict[str, Any], is_: Switch) -> dict[str, Any]:
    key = _found(desk, tenant, item, is_)
    if not is_("batch-delete-ignored"):
        desk.delete(tenant, key)
    if is_("batch-delete-takes-next"):
        desk.delete_next(tenant)
    return {"customerUid": key}


def _either(desk: Desk, tenant: str, item: dict[str, Any], is_: Switch) -> tuple[int, dict[str, Any]]:
    key = desk.known(tenant, item)
    if is_("upsert-only-creates") and key is not None:
        return 200, {"customerUid": key, **item}
    if key is None:
        if is_("upsert-only-updates"):
            return 200, {"customerUid": "", **item}
        return 201, desk.create(tenant, item)
    if is_("upsert-makes-another"):
        return 201, desk.create(tenant, {name: value for name, value in item.items() if name != "customerUid"})
    return 200, desk.update(tenant, key, item, "upsert")
