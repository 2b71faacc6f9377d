"""The customers a server has from the start, how one is made and changed, and how it is shown."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any, Final

from foreign.collins.flags import Flags, Record, stamp

__all__ = ["MINE", "OTHERS", "PREFERENCES", "VENUES", "Records"]

VENUES: Final = ("5c80155a86bb06bc1401ea1e", "5c8015884e68d55f12c7ec9d", "5c8015e1739381c2e6caac2f")
PREFERENCES: Final = ("5c8015f15dbf3bec42c4c66f", "5c8015f15dbf3bec42c4c670", "5c8015f15dbf3bec42c4c671")
MINE: Final = "harbour"
OTHERS: Final = "hill"
_FIRST: Final = ("Anna", "Boris", "Chloe", "Dev", "Edith", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kim", "Lena")
_LAST: Final = ("Archer", "Baker", "Cooper", "Dyer", "Fletcher", "Mason", "Potter")
_TEXTS: Final = ("email", "first_name", "last_name", "phone", "company", "dob", "custom_field_value", "notes")
_LISTS: Final = ("associated_venues", "labels")
WRITTEN: Final = (*_TEXTS, *_LISTS, "company_address")


class Records:
    """Keeps the customers of every account in memory, in the order they were made."""

    def __init__(self, flags: Flags, now: datetime) -> None:
        self.flags = flags
        self.kept: dict[str, Record] = {}
        self._dice = random.Random(20190306)  # noqa: S311 - test data, no secret
        for number in range(32):
            self._resident(number, now)

    def _id(self) -> str:
        digits = f"{self._dice.getrandbits(96):024x}"
        if self.flags.differs("other-ids"):
            return f"CUS-{digits[:12].upper()}"
        return digits

    def _resident(self, number: int, now: datetime) -> None:
        first, last = _FIRST[number % 12], _LAST[number % 7]
        born = datetime(1950 + number, number % 12 + 1, number % 28 + 1)  # noqa: DTZ001 - a day has no zone
        made = now - timedelta(days=40 * (32 - number), minutes=7 * number)
        record: Record = {
            "id": self._id(),
            "_account": OTHERS if number % 5 == 4 else MINE,
            "email": f"{first}.{last}{number}@example.org".lower(),
            "first_name": first,
            "last_name": last,
            "phone": f"+4479460{number:05}",
            "associated_venues": [VENUES[number % 3]] + ([VENUES[(number + 1) % 3]] if number % 4 == 0 else []),
            "marketing_preferences": [],
            "bookings": [],
            "labels": [("VIP", "Regular Customer", "Press")[n % 3] for n in range(number % 3)],
            "created_date": None if number < 4 else stamp(made, self.flags),
            "last_updated": stamp(made + timedelta(days=number % 9, hours=3), self.flags),
        }
        if number % 2:
            record |= {"company": f"{last} & Sons", "dob": f"{born:%Y-%m-%d}", "custom_field_value": str(100 + number)}
            record["company_address"] = {"street": f"{number} Penn Street", "city": "London", "post_code": "N1 5DL"}
        if number % 3 == 0:
            record["notes"] = "Likes a table by the window"
            self._prefer(record, PREFERENCES[number % 2], number % 6 == 0, made + timedelta(days=1))
        if number % 4 == 1:
            for visit in range(1 + number % 2):
                day = made + timedelta(days=3 + 11 * visit)
                record["bookings"].append(self._booking(number, day))
        self.kept[record["id"]] = record

    def _booking(self, number: int, day: datetime) -> Record:
        return {
            "id": f"{self._dice.getrandbits(96):024x}",
            "date": stamp(day, self.flags),
            "venue_id": VENUES[number % 3],
            "num_people": 2 + number % 5,
            "status": ("complete", "new", "lost")[number % 3],
        }

    def _prefer(self, record: Record, preference: str, wanted: bool, at: datetime) -> None:  # noqa: FBT001
        found = next((held for held in record["marketing_preferences"] if held["id"] == preference), None)
        if found is None:
            found = {"id": preference}
            record["marketing_preferences"].append(found)
        if found.get("opted_in") is wanted:
            return
        found["opted_in"] = wanted
        found["opt_in_date" if wanted else "opt_out_date"] = stamp(at, self.flags)
        if self.flags.differs("forgets-dates"):
            found.pop("opt_out_date" if wanted else "opt_in_date", None)

    def of(self, account: str) -> list[Record]:
        """Return the customers an account may view."""
        hidden = "_new" if self.flags.broken("create-not-listed") else "_gone"
        hidden = "" if self.flags.broken("delete-listed-on") else hidden
        return [r for r in self.kept.values() if r["_account"] == account and not r.get(hidden)]

    def create(self, account: str, body: Record, now: datetime) -> Record:  # noqa: C901, PLR0912 - a line a fault
        """Make a customer of what was sent."""
        broken = self.flags.broken
        record: Record = {"id": self._id(), "_account": account, "associated_venues": [], "marketing_preferences": []}
        record |= {"bookings": [], "labels": [], "created_date": stamp(now, self.flags)}
        record["last_updated"] = record["created_date"]
        record["_new"] = True
        self._write(record, body)
        given = body.get("marketing_preferences", {})
        wanted = {} if broken("create-ids-ignored") else dict.fromkeys(body.get("marketing_preference_ids", []), True)
        if not broken("create-map-ignored"):
            wanted |= given
        for number, (preference, opted) in enumerate(wanted.items()):
            if not (broken("create-second-preference-lost") and number):
                self._prefer(record, preference, bool(opted) or broken("create-map-all-in"), now)
        if broken("create-notes-lost"):
            record.pop("notes", None)
        if broken("create-post-code-lost"):
            record.get("company_address", {}).pop("post_code", None)
        if broken("create-last-venue-lost") and len(record["associated_venues"]) > 1:
            record["associated_venues"] = record["associated_venues"][:-1]
        if broken("create-company-cut") and "company" in record:
            record["company"] = record["company"][:50]
        if broken("create-custom-empty") and "custom_field_value" in record:
            record["custom_field_value"] = ""
        if broken("create-labels-upper"):
            record["labels"] = [label.upper() for label in record["labels"]]
        if broken("create-last-label-lost"):
            record["labels"] = record["labels"][:-1]
        if broken("create-venues-twice"):
            record["associated_venues"] = record["associated_venues"] * 2
        address = record.get("company_address", {})
        if broken("create-address-crossed") and {"street", "city"} <= set(address):
            record["company_address"] = {**address, "street": address["city"], "city": address["street"]}
        if broken("create-dob-earlier") and "dob" in record:
            record["dob"] = f"{date.fromisoformat(record['dob']) - timedelta(days=1)}"
        if not broken("create-lost"):
            self.kept[record["id"]] = record
        return record

    def _write(self, record: Record, body: Record) -> None:
        for name in WRITTEN:
            if name in body:
                record[name] = self._tidy(name, body[name])

    def _tidy(self, name: str, value: Any) -> Any:
        if self.flags.differs("tidies"):
            if isinstance(value, dict):
                return {inner: text.strip() if isinstance(text, str) else text for inner, text in value.items()}
            if isinstance(value, str):
                value = value.strip()
                value = value.lower() if name == "email" else value
                return "".join(value.split()) if name == "phone" else value
        if name == "labels" and self.flags.differs("label-set"):
            return sorted(set(value))
        if name == "custom_field_value":
            return str(value)
        return list(value) if isinstance(value, list) else value

    def update(self, record: Record, body: Record, now: datetime) -> None:  # noqa: C901, PLR0912 - a line a fault
        """Change a customer; what is not sent stays as it is."""
        broken, before = self.flags.broken, dict(record)
        record["_new"] = False
        skipped = {
            "update-dob-ignored": "dob",
            "update-custom-ignored": "custom_field_value",
            "update-address-ignored": "company_address",
            "update-venues-ignored": "associated_venues",
        }.get(self.flags.mutant)
        body = {name: value for name, value in body.items() if name != skipped}
        if broken("update-first-member-only"):
            body = dict([pair for pair in body.items() if pair[0] in WRITTEN][:1])
        if broken("update-empty-labels-ignored") and body.get("labels") == []:
            del body["labels"]
        if broken("update-labels-added"):
            body["labels"] = record["labels"] + [x for x in body.get("labels", []) if x not in record["labels"]]
        if broken("update-notes-added") and "notes" in body:
            body["notes"] = record.get("notes", "") + body["notes"]
        if broken("update-venues-added"):
            added = body.get("associated_venues", [])
            body["associated_venues"] = record["associated_venues"] + added
        if broken("update-once-only") and record.get("_changed"):
            body = {}
        record["_changed"] = True
        if self.flags.differs("put-replaces"):
            for name in WRITTEN:
                record.pop(name, None)
            record |= {"labels": [], "associated_venues": []}
        if self.flags.differs("address-merges") and "company_address" in body:
            body["company_address"] = record.get("company_address", {}) | body["company_address"]
        self._write(record, body)
        for held in body.get("marketing_preferences", []):
            if "id" in held and "opted_in" in held and not broken("update-preferences-ignored"):
                self._prefer(record, held["id"], held["opted_in"], now)
        if not broken("update-time-stays"):
            record["last_updated"] = stamp(now, self.flags)
        if broken("update-moves-created"):
            record["created_date"] = record["last_updated"]
        if broken("update-takes-id") and body.get("id"):
            record["id"] = body["id"]
        if broken("update-loses-preferences"):
            record["marketing_preferences"] = []
        if broken("update-name-everywhere") and "first_name" in body:
            for other in self.of(record["_account"])[-2:]:
                other["first_name"] = body["first_name"]
        if broken("read-stale", "list-stale"):
            record["_before"] = before

    def show(self, record: Record) -> Record:
        """Return what a caller is told; members without a value are left out."""
        shown = {name: value for name, value in record.items() if not name.startswith("_")}
        if self.flags.differs("nulls"):
            shown |= {name: None for name in (*_TEXTS, "company_address") if name not in shown}
        if self.flags.differs("empties"):
            shown |= {name: "" for name in _TEXTS if name not in shown and name not in {"email", "dob"}}
        if self.flags.differs("extra-members"):
            shown |= {"object": "customer", "_links": {"self": f"/customers/{record['id']}"}, "spend": 12.5}
        if self.flags.differs("sparse"):
            shown = {name: value for name, value in shown.items() if value not in ([], None)}
        return shown
