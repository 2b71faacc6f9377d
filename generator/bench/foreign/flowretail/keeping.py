"""The customers a server keeps: made, changed and taken away, by single requests and by items of a batch alike."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from foreign.flowretail.asked import WRITTEN, Refused, checked
from foreign.flowretail.people import blank, residents, shown

__all__ = ["STORES", "Cabinet"]

STORES: Final = frozenset({"oslo", "bergen"})


class Cabinet:
    """Keeps each tenant's customers; ``word`` is the mutant or the variant."""

    def __init__(self, word: str = "") -> None:
        self.word = word
        self._now = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
        self._made = 0
        self.gone: set[str] = set()
        self.people = {
            tenant: {known["customerUid"]: known for known in residents(tenant, count)}
            for tenant, count in (("north", 23), ("south", 6))
        }
        for people in self.people.values():
            for known in people.values():
                known["_first"] = shown(known)

    def is_(self, *names: str) -> bool:
        """Return whether this is one of those servers."""
        return self.word in names

    def moment(self) -> str:
        """Return what the clock says."""
        return self._now.isoformat(timespec="seconds" if self.is_("seconds-late") else "milliseconds")[:-6] + "Z"

    def pass_time(self) -> None:
        """Let a second pass, and a little."""
        self._now += timedelta(seconds=1, milliseconds=137)

    def _written(self, body: dict[str, Any], *, batch: bool = False) -> dict[str, Any]:
        """Return the members of a customer to be written, as they are kept."""
        if self.is_("strict") and body.keys() - WRITTEN.keys():
            raise Refused(400, "unknown members")
        if self._refuses(body):
            raise Refused(400, "not as a mutant would have it")
        if self.is_("crash-long-note") and len(str(body.get("internalNote", ""))) > 200:
            raise KeyError("internalNote")
        lax = batch and self.is_("batch-update-unchecked")
        kept = checked(body, WRITTEN, lambda name: lax or self.is_(f"unchecked-{name}"))
        if self.is_("known-references"):
            self._refers(kept)
        if self.is_("trims-strings"):
            kept = {name: value.strip() if isinstance(value, str) else value for name, value in kept.items()}
        if self.is_("normal-phones") and kept.get("mobile"):
            kept["mobile"] = "".join(filter(str.isdigit, kept["mobile"]))
        if self.is_("country-upper") and "countryCode" in kept:
            kept["countryCode"] = kept["countryCode"].upper()
        if isinstance(ehf := kept.pop("ehf", None), dict) and "enabled" in ehf:
            kept["ehfEnabled"] = ehf["enabled"]
        return kept

    def _refuses(self, body: dict[str, Any]) -> bool:
        """Say whether a mutant refuses what the page lets through."""
        return (
            (self.is_("refuses-empty-pricelist") and body.get("pricelistUid") == "")
            or (self.is_("refuses-no-days") and body.get("paymentTerms") == 0)
            or (self.is_("refuses-leading-zeros") and str(body.get("ledgerNumber", "")).startswith("0"))
        )

    def _refers(self, kept: dict[str, Any]) -> None:
        groups, lists = set(kept.get("customerGroupUids", ())), kept.get("pricelistUid", "")
        if kept.get("defaultStoreUid", "oslo") not in STORES or lists not in {"", "retail"} or groups - {"regulars"}:
            raise Refused(400, "a reference leads nowhere")

    def create(self, tenant: str, body: dict[str, Any]) -> dict[str, Any]:
        """Make a customer."""
        kept, now = self._written(body), self.moment()
        key = kept.pop("customerUid", None)
        if key in self.people[tenant] or (self.is_("refuses-underscore") and "_" in (key or "")):
            raise Refused(409, "customerUid is taken")
        same = [k for k in self.people[tenant].values() if k["externalId"] == kept.get("externalId", "-")]
        if self.is_("unique-external") and same and kept["externalId"]:
            raise Refused(409, "externalId is taken")
        self._made += 1
        if key is None or self.is_("uid-by-server"):
            key = f"c{self._made * 7129 + 15485863:08x}k{self._made}"
            key = key.upper() if self.is_("upper-uids") else key
        known = blank(key, now) | kept
        if self.is_("create-loses-origin"):
            known["origin"] = ""
        if self.is_("create-lowers-email"):
            known["email"] = known["email"].lower()
        if self.is_("create-forgets-groups"):
            known["customerGroupUids"] = []
        if self.is_("create-swaps-city") and known["city"]:
            known["city"], known["address"] = known["address"], known["city"]
        if self.is_("create-cuts-postal"):
            known["postalCode"] = known["postalCode"][:4]
        known["_first"] = shown(known)
        if not self.is_("create-lost"):
            self.people[tenant][key] = known
        return known

    def update(self, tenant: str, key: str, body: dict[str, Any], way: str = "") -> dict[str, Any]:
        """Change a customer, by itself or on the ``way`` of a batch; what is not sent stays."""
        known, kept = self.people[tenant][key], self._written(body, batch=bool(way))
        kept.pop("customerUid", None)
        if self.is_("refuses-part") and not way and not {"firstname", "lastname"} <= kept.keys():
            raise Refused(400, "firstname and lastname are missing")
        if self.is_(f"{way or 'single'}-clears-rest"):
            empty = blank(key, known["createdAt"])
            known |= {name: empty[name] for name in ("address", "city", "mobile", "origin", "loyaltyId", "vatNumber")}
        self._spoil(known, kept)
        if not self.is_("update-lost"):
            known |= kept
        if not self.is_("modified-stays"):
            known["lastModifiedAt"] = self.moment()
        if self.is_("created-moves"):
            known["createdAt"] = known["lastModifiedAt"]
        if self.is_("update-touches-next"):
            self._next(tenant, key).update(kept)
        return known

    def _spoil(self, known: dict[str, Any], kept: dict[str, Any]) -> None:
        """Lose of an update what a mutant loses."""
        if self.is_("update-loses-postal"):
            kept.pop("postalCode", None)
        if self.is_("update-lastname-clears-first") and "lastname" in kept and "firstname" not in kept:
            kept["firstname"] = ""
        if self.is_("update-cuts-note") and "internalNote" in kept:
            kept["internalNote"] = kept["internalNote"][:40]
        if self.is_("update-groups-append") and "customerGroupUids" in kept:
            kept["customerGroupUids"] = known["customerGroupUids"] + kept["customerGroupUids"]
        if self.is_("update-zero-ignored"):
            for name in [name for name, value in kept.items() if value == 0]:
                del kept[name]

    def _next(self, tenant: str, key: str) -> dict[str, Any]:
        keys = list(self.people[tenant])
        at = keys.index(key)
        return self.people[tenant][keys[at - 1 if at + 1 == len(keys) else at + 1]]

    def delete(self, tenant: str, key: str) -> None:
        """Take a customer away."""
        people = self.people[tenant]
        if self.is_("delete-takes-next") and len(people) > 1:
            del people[self._next(tenant, key)["customerUid"]]
        self.gone.add(key)
        if self.is_("delete-still-listed", "delete-still-found"):
            people[key]["_gone"] = True
        elif not self.is_("delete-kept"):
            del people[key]

    def delete_next(self, tenant: str) -> None:
        """Take away the latest customer."""
        self.people[tenant].popitem()

    def known(self, tenant: str, item: dict[str, Any]) -> str | None:
        """Return the key of the customer an item is about, if there is one."""
        key, outside = item.get("customerUid"), item.get("externalId")
        if isinstance(key, str):
            return key if key in self.people[tenant] else None
        if not isinstance(outside, str) or not outside:
            return None
        found = [k["customerUid"] for k in self.people[tenant].values() if k["externalId"] == outside]
        return found[0] if found else None
