"""The customers who were there before, and what a customer looks like from outside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

__all__ = ["TEXTS", "blank", "display", "outsiders", "residents", "shown"]

TEXTS: Final = (
    "address", "city", "companyName", "countryCode", "email", "externalId", "firstname", "lastname", "ledgerNumber",
    "mobile", "postalCode", "pricelistUid", "vatNumber", "origin", "loyaltyId", "internalNote", "defaultStoreUid",
)  # fmt: skip

_FIRST: Final = ("Astrid", "Bjarne", "Camilla", "Dag", "Eline", "Frode", "Gunn", "Harald", "Ingrid", "Jostein")
_LAST: Final = ("Aas", "Berge", "Dahl", "Eide", "Foss", "Grande", "Holm")
_CITIES: Final = ("Oslo", "Bergen", "Trondheim", "Hamar")
_FIRMS: Final = ("Nordlys", "Fjellvik", "Havblikk", "Skogheim", "Elvestad")


def blank(key: str, now: str) -> dict[str, Any]:
    """Return a customer of whom nothing is known."""
    return {
        "customerUid": key,
        "createdAt": now,
        "lastModifiedAt": now,
        **dict.fromkeys(TEXTS, ""),
        "customerType": "PERSON",
        "paymentTerms": 0,
        "ehfEnabled": False,
        "customerGroupUids": [],
        "addresses": [],
        "contacts": [],
        "extensions": [],
        "consents": [],
        "credit": {"limit": 0, "balance": 0},
        "accountManager": {"tenantUserUid": "", "displayName": "", "userCode": ""},
    }


def display(customer: dict[str, Any]) -> str:
    """Return the name a customer is shown under."""
    person = f"{customer['firstname']} {customer['lastname']}".strip()
    company: str = customer["companyName"]
    return company if customer["customerType"] != "PERSON" and company else person or company


def shown(customer: dict[str, Any]) -> dict[str, Any]:
    """Return a customer as an answer tells of one."""
    return {name: value for name, value in customer.items() if not name.startswith("_")} | {
        "displayName": display(customer)
    }


def residents(tenant: str, count: int) -> Iterator[dict[str, Any]]:
    """Yield the customers a tenant had before anybody asked."""
    for at in range(count):
        first, last, city = _FIRST[at * 3 % 10], _LAST[at * 2 % 7], _CITIES[at % 4]
        key = f"{tenant[:2]}{at:02}k{(at * 7919 + 104729) % 46656:05}"
        known = blank(key, f"2025-0{1 + at % 9}-1{at % 7}T08:{10 + at:02}:00Z")
        known |= {
            "address": f"Storgata {at + 1}", "city": city, "countryCode": "NO", "firstname": first, "lastname": last,
            "email": f"{first}.{last}{at}@{tenant}.example".lower(), "externalId": f"{tenant[:1].upper()}-{5000 + at}",
            "ledgerNumber": f"00{41000 + at}", "mobile": f"+47400{at:02}1{at * 37 % 100:02}", "origin": "POS",
            "postalCode": f"0{150 + at}", "paymentTerms": 14, "customerGroupUids": ["regulars"] if at % 2 else [],
            "defaultStoreUid": "oslo", "credit": {"limit": 1000, "balance": 12.5},
        }  # fmt: skip
        if at % 3 == 0:
            firm = _FIRMS[at % 5]
            known |= {"customerType": "COMPANY", "companyName": f"{firm} AS", "vatNumber": f"NO9{at:02}118{at:03}MVA"}
            known["contacts"] = [_contact(at, first, last, tenant)]
            known["addresses"] = [_address(at, city)]
            known["consents"] = [
                {
                    "consentUid": "news", "name": "Newsletter", "status": True, "source": "POS",
                    "createdAt": known["createdAt"],
                }
            ]  # fmt: skip
            known["accountManager"] = {"tenantUserUid": "u-1", "displayName": "Kari Nes", "userCode": "KN"}
        if at % 6 == 0:
            known["extensions"] = [{"extensionCode": "TWO_INVOICE", "organizationUid": f"org-{at}"}]
        yield known


def _contact(at: int, first: str, last: str, tenant: str) -> dict[str, Any]:
    return {
        "firstname": last, "lastname": first, "email": f"contact{at}@{tenant}.example", "mobile": f"+4790000{at:03}",
        "createdAt": "2025-02-01T09:00:00Z", "lastModifiedAt": "2025-02-01T09:00:00Z", "customerContactUid": f"ct{at}",
        "extensions": [], "displayName": f"{last} {first}",
    }  # fmt: skip


def _address(at: int, city: str) -> dict[str, Any]:
    return {
        "address": f"Lageret {at}", "city": city, "companyName": "", "firstname": "", "lastname": "",
        "countryCode": "NO", "email": "", "phone": "", "postalCode": f"1{100 + at}",
        "type": "DELIVERY_ADDRESS" if at % 2 else "INVOICE_ADDRESS", "customerAddressUid": f"ad{at}",
        "displayName": f"Lageret {at}, {city}",
    }  # fmt: skip


def outsiders() -> list[dict[str, Any]]:
    """Return whom the other system knows that an external search asks."""
    return [
        {"externalId": f"crm-{at}", "firstname": first, "lastname": "Utheim", "email": f"{first.lower()}@crm.example"}
        for at, first in enumerate(_FIRST[:6])
    ]
