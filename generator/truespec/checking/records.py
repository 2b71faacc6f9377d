"""Makes up records that a server may keep: varied by a seed, marked so that they can be told from real ones."""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Final

from truespec.checking.schema_check import SchemaCheck
from truespec.checking.strangers import far_out, names_records
from truespec.checking.writable import only_writable
from truespec.contract.api import Api
from truespec.contract.schema import ABSENT, Absent, Json, Schema
from truespec.mock.samples import Sampler
from truespec.mock.shapes import Shape, Shapes
from truespec.mock.validators import Validators

__all__ = ["RecordMaker"]

_COUNTRIES: Final = ("NO", "SE", "FR", "GB")
_BIRTHDAYS: Final = ("1987-05-23", "1975-11-02", "1992-02-14", "1968-08-30")
_BORN: Final = ("birth", "dob")
_LIKELY: Final[Mapping[str, tuple[str, ...]]] = {
    "countrycode": _COUNTRIES,
    "country_code": _COUNTRIES,
    "currency": ("EUR", "NOK", "GBP"),
    "ledger": ("00{:04d}",),
    "postal": ("5{:04d}",),
    "post_code": ("5{:04d}",),
    "postcode": ("5{:04d}",),
    "zip": ("5{:04d}",),
    **dict.fromkeys(_BORN, _BIRTHDAYS),
    "ipaddress": ("192.0.2.17",),
    "ip_address": ("192.0.2.17",),
}
"""Texts that a server with a mind of its own lets through, by a part of the name of the member they are for."""

_SPAN: Final = re.compile(
    r"start|begin|end|from|to_?(date)?$|until|valid|check_?in|check_?out|arriv|depart", re.IGNORECASE
)
"""What the names of the ends of a span of time begin with."""

_MAIN: Final = re.compile(r"(is_?)?(default|primary|main|preferred)", re.IGNORECASE)  # the one of a list that is meant
_TAXED: Final = re.compile(r"vat(_?(number|no|id|code))?$", re.IGNORECASE)
"""A number for the value added tax, which is written without spaces: many servers take them out. None begins with 0."""

_AHEAD: Final = timedelta(days=30)
_LETTERS: Final = "abcdefghijkmnpqrstuvwxyz"


_TRIES: Final = 4
_DIGITS: Final = (10, 8, 6, 5, 4)
"""How many digits a text may have that has to match a pattern, if it takes digits and no words of ours."""


class RecordMaker:
    """Makes values for schemas; ``tag`` is part of every text, so a run recognises its own records.

    The same tag and seed give the same values in the same order, on one day.
    """

    def __init__(self, api: Api, tag: str, seed: int) -> None:
        self.tag = tag
        self._api = api
        self._shapes = Shapes(api)
        self._random = random.Random(f"{tag} {seed}")  # noqa: S311 - test data, no secret
        self._validators = Validators(api, "request")
        self._check = SchemaCheck(api, "request")
        self._made = 0
        self._days = 0
        self._today = datetime.now(UTC).date()
        actions = api.behaviour.actions if api.behaviour is not None else ()
        # A record that may not be touched is made where that is looked at, and nowhere else.
        self._shunned = {(rule.member, value) for one in actions if (rule := one.locked) for value in rule.values}

    def shape(self, schema: Schema) -> Shape:
        """Return a schema with its references followed, its ``allOf`` merged, and one kind of several chosen."""
        return self._shapes.chosen(schema)

    def of_other_kinds(self, schema: Schema) -> frozenset[str]:
        """Return the members of a schema that only kinds have of which no record is made."""
        return self._shapes.of_other_kinds(schema)

    def elements(self, schema: Schema | None) -> Schema | None:
        """Return the schema of what a list holds."""
        return None if schema is None else self.shape(schema).items

    def types(self, schema: Schema) -> frozenset[str]:
        """Return the types that a schema lets through, of all its alternatives."""
        return self._shapes.types(schema)

    def is_valid(self, schema: Schema, value: Json) -> bool:
        """Say whether a value is what the contract asks for in a request."""
        return self._check.is_valid(schema, value)

    def broken(self, schema: Schema, value: Json) -> tuple[str, str]:
        """Return where a value breaks a schema, empty for the value itself, and the first keyword it breaks there.

        Both are empty where it breaks none.
        """
        found = self._check.violations(schema, value)
        return next(((violation.path, violation.keyword) for violation in found), ("", ""))

    def make(
        self, schema: Schema, members: Collection[str] = (), given: Mapping[str, Json] | None = None
    ) -> Json | Absent:
        """Return an object with its required members, those named in ``members`` and those ``given`` as they are.

        What is only read is in none of the first two.  Returns ``ABSENT`` where no valid one could be made.
        """
        shape = self.shape(schema)
        made: dict[str, Json] = {}
        for wire, member in shape.properties.items():
            if given is not None and wire in given:
                made[wire] = given[wire]
            elif self.is_ours(member.schema) and (wire in shape.required or wire in members):
                made[wire] = self.value(wire, member.schema)
        return made if self.is_valid(schema, made) else ABSENT

    def is_ours(self, schema: Schema) -> bool:
        """Say whether a request may give a member, which one that is only read may not, even where it is required."""
        return not schema.read_only and not self._api.target(schema).read_only

    def is_hidden(self, schema: Schema) -> bool:
        """Say whether no answer shows a member."""
        return schema.write_only or self._api.target(schema).write_only

    def value(self, name: str, schema: Schema) -> Json:
        """Return a value for one member: a text with the tag, or whatever else the schema asks for, never ``null``."""
        self._made += 1
        shape = self.narrowed(schema)
        for value in (self._plain(name, shape), self.sampled(schema)):
            if not isinstance(value, Absent) and self.is_valid(schema, value):
                return value
        return None

    def narrowed(self, schema: Schema) -> Shape:
        """Return the shape of a schema, of several alternatives that of the first that is more than ``null``."""
        shape = self._shapes(schema)
        for group in shape.choices:
            for branch in group:
                narrowed = self._shapes(branch)
                if narrowed.types != ("null",):
                    return narrowed
        return shape

    def sampled(self, schema: Schema) -> Json:
        """Return any value that a schema lets through; a text that has to match a pattern is another each time."""
        drawn = Sampler(self._shapes, self._validators, self._random.getrandbits(32)).sample(schema)
        ours = only_writable(self.narrowed, schema, drawn)
        value = ours if self.is_valid(schema, ours) else drawn
        if isinstance(value, dict):
            varied = self._varied_within(schema, value)
            return varied if self.is_valid(schema, varied) else value
        if isinstance(value, str) and value and "pattern" in self.narrowed(schema).constraints:
            fitting = (text for text in self._varied(value) if self.is_valid(schema, text))
            return next(fitting, None) or self._other(schema, value)
        return value

    def _varied_within(self, schema: Schema, value: Mapping[str, Json]) -> dict[str, Json]:
        """Return an object with some texts made as if they stood alone, however deep they are, and the main one.

        These are texts that have to match a pattern, and addresses of mail: no two records may have the same.
        """
        members = self.narrowed(schema).properties
        made = dict[str, Json]()
        for name, held in value.items():
            inner = self.narrowed(members[name].schema) if name in members else None
            made[name] = held
            if inner is not None and isinstance(held, str) and _is_made_anew(inner):
                made[name] = self.value(name, members[name].schema)
            elif inner is not None and isinstance(held, dict):
                made[name] = self._varied_within(members[name].schema, held)
            elif isinstance(held, bool) and _MAIN.fullmatch(name):
                made[name] = True
        return made

    def _varied(self, text: str) -> Iterator[str]:
        """Yield texts with other letters and digits in the places of those of a text: many may fit a pattern."""
        for _ in range(_TRIES):
            yield "".join(self._random.choice(_alike(letter)) for letter in text)

    def _other(self, schema: Schema, text: str) -> str:
        """Return a text with another letter or digit wherever a pattern lets one be."""
        for place, letter in enumerate(text):
            changed = text[:place] + self._random.choice(_alike(letter)) + text[place + 1 :]
            text = changed if self.is_valid(schema, changed) else text
        return text

    def _plain(self, name: str, shape: Shape) -> Json | Absent:
        if shape.enum is not None:
            words = [value for value in shape.enum if value is not None]
            values = [value for value in words if (name, value) not in self._shunned] or words
            return self._random.choice(values) if values else ABSENT
        if "boolean" in shape.types:
            return self._random.random() < 0.5
        if "string" in shape.types:
            return self._text(name, shape)
        if "array" in shape.types and shape.items is not None:
            return self._two(name, shape, shape.items)
        if "integer" in shape.types or "number" in shape.types:
            return self._whole(name, shape)
        texts = shape.additional if shape.types == ("object",) and not shape.properties else None
        if texts is not None and self.narrowed(texts).types == ("string",):
            return {self._word(): self.value(name, texts)}
        return ABSENT

    def _whole(self, name: str, shape: Shape) -> int | Absent:
        """Return a number between limits that are documented, other than the one that comes by itself.

        One that names a record is nobody's.
        """
        if (
            "integer" in shape.types
            and names_records(name)
            and not shape.examples
            and isinstance(shape.default, Absent)
        ):
            number = far_out(self._random)
            if self.is_valid(shape.schema, number):
                return number
        least, most = shape.constraints.get("minimum"), shape.constraints.get("maximum")
        if not isinstance(least, int) or not isinstance(most, int) or not least < most:
            return ABSENT
        value = self._random.randint(least, most)
        return value if value != shape.default else least + (value == least)

    def _two(self, name: str, shape: Shape, item: Schema) -> Json | Absent:
        """Return two different scalars: one alone does not tell a list from its first or last element.

        Of objects one will do, whatever a list is without any: there may be but one of a kind.
        """
        types = self.narrowed(item).types
        if self.narrowed(item).properties:
            return [self.value(name, item)]
        most = shape.constraints.get("maxItems")
        if not {"string", "integer"} & set(types) or (isinstance(most, int) and most < len("ab")):
            return ABSENT
        values = [self.value(name, item) for _ in "ab"]
        return values if values[0] != values[1] else ABSENT

    def _text(self, name: str, shape: Shape) -> str | Absent:
        if shape.format == "email" or (not shape.format and "email" in name.lower()):
            return f"{self.tag}.{self._word()}{self._made}@example.com"
        if shape.format in {"date", "date-time"} and _SPAN.match(name):
            return self._later(shape.format)
        if shape.format == "date" and any(part in name.lower() for part in _BORN):
            # Of age, and another day each time: a change would not show in the day that was there before.
            return f"{1950 + self._made % 45}-{self._random.randint(1, 12):02d}-{self._random.randint(1, 28):02d}"
        if shape.format:
            return ABSENT
        if "pattern" in shape.constraints:
            code = self._random.choice(_COUNTRIES) if "country" in name.lower() else ""
            return code if code and self.is_valid(shape.schema, code) else self._fitting(shape)
        if "phone" in name.lower() or "mobile" in name.lower():
            return f"+3319900{self._random.randrange(10_000_000):07d}"
        if _TAXED.match(name):
            return f"NO0{self._made:08d}MVA"
        for part, likely in _LIKELY.items():
            if part in name.lower():
                return self._random.choice(likely).format(self._random.randrange(10_000))
        text = f"{self.tag} {self._word()} {self._made}"
        longest = shape.constraints.get("maxLength")
        return text[-int(longest) :].strip() if isinstance(longest, int) else text

    def _fitting(self, shape: Shape) -> str:
        """Return a text for a pattern, one that nobody else has where the pattern leaves room: it may be a key."""
        text = f"{self.tag}-{self._word()}{self._made}"
        bare = text.replace("-", "")
        fitting = (one for one in (text, text.upper(), bare, bare.upper()) if self.is_valid(shape.schema, one))
        return next(fitting, None) or self._number(shape) or text

    def _number(self, shape: Shape) -> str | None:
        """Return a number for a pattern, the longest that fits; ``None`` where none does."""
        number = f"{self._random.randint(1, 9)}{self._random.randrange(10**6):06d}{self._made % 1000:03d}"
        return next((cut for most in _DIGITS if self.is_valid(shape.schema, cut := number[-most:])), None)

    def _later(self, form: str) -> str:
        """Return a day, or a moment of it, after all that were made before: what begins ends later."""
        self._days += 1
        day = self._today + _AHEAD + timedelta(days=self._days)
        return day.isoformat() if form == "date" else f"{day.isoformat()}T12:00:00Z"

    def word(self) -> str:
        """Return eight small letters that nobody else has: a text without the tag, for what is searched."""
        return "".join(self._random.choice(_LETTERS) for _ in range(8))

    def _word(self) -> str:
        return "".join(self._random.choice(_LETTERS) for _ in range(5))


def _is_made_anew(shape: Shape) -> bool:
    return "pattern" in shape.constraints or shape.format == "email"


def _alike(letter: str) -> str:
    return next((letters for letters in (digits, ascii_lowercase, ascii_uppercase) if letter in letters), letter)
