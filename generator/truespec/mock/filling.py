"""Fills a request body with what a person would put there: by the names of the members, and only where it fits."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from truespec.contract.schema import ABSENT, Absent, Json, Property, Schema
from truespec.mock.people import Person
from truespec.mock.samples import Sampler
from truespec.mock.shapes import Shapes
from truespec.mock.validators import Validators

__all__ = ["Filler"]

_DEEPEST: Final = 3
_SEPARATORS: Final = re.compile(r"[^a-z0-9]+")
_DAYS: Final = 365
_RECENT: Final = date(2025, 1, 1)

_MEANINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "first": ("firstname", "givenname", "forename"),
    "last": ("lastname", "surname", "familyname"),
    "name": ("name", "fullname", "displayname", "customername", "contactname"),
    "title": ("title", "civility", "salutation"),
    "gender": ("gender", "sex"),
    "email": ("email", "emailaddress", "mail"),
    "phone": ("phone", "phonenumber", "mobile", "mobilenumber", "mobilephone", "telephone", "tel", "cellphone"),
    "calling": ("phonecountrycode", "mobilecountrycode", "dialcode", "callingcode"),
    "born": ("birthday", "birthdate", "dateofbirth", "dob"),
    "street": ("street", "address", "addressline1", "address1", "streetaddress", "line1"),
    "city": ("city", "town", "locality"),
    "postcode": ("postcode", "postalcode", "zip", "zipcode"),
    "country": ("country", "countryname"),
    "country_code": ("countrycode", "country"),
    "language": ("language", "locale", "lang"),
    "company": ("company", "companyname", "organisation", "organization"),
    "note": ("note", "notes", "comment", "comments", "internalnote", "remarks"),
}


class Filler:
    """Makes bodies that satisfy their schema, each about one person."""

    def __init__(self, shapes: Shapes, validators: Validators, sampler: Sampler) -> None:
        """Use ``validators`` for requests; ``sampler`` makes what must be there and is about nobody."""
        self._shapes = shapes
        self._validators = validators
        self._sampler = sampler

    def body(self, schema: Schema, who: Person, source: random.Random, without: str = "") -> Json:
        """Return a body about ``who``; the member ``without`` stays out of it where it may."""
        least = self._sampler.neutral(schema)
        if not isinstance(least, dict):
            return self._sampler.sample(schema)
        body = self._filled(schema, least, who, source, without)
        if self._validators.is_valid(schema, body):
            return body
        # Members that do not go together: as many as can be, in the order of the document.
        kept: Json = least if self._validators.is_valid(schema, least) else self._sampler.sample(schema)
        for name, value in body.items():
            tried = {**kept, name: value} if isinstance(kept, dict) else kept
            kept = tried if self._validators.is_valid(schema, tried) else kept
        return kept

    def _filled(
        self, schema: Schema, least: dict[str, Json], who: Person, source: random.Random, without: str, depth: int = 0
    ) -> dict[str, Json]:
        members, shape = dict(least), self._shapes(schema)
        national = any(_plain(name) in _MEANINGS["calling"] for name in shape.properties)
        for name, member in shape.properties.items():
            if (name == without and name not in shape.required) or self._is_answered_only(member):
                continue
            value = self._value(name, member.schema, who, source, depth, national=national)
            if not isinstance(value, Absent):
                members[name] = value
        return members

    def _value(  # noqa: PLR0913 - what a member is decided by
        self, name: str, schema: Schema, who: Person, source: random.Random, depth: int, *, national: bool
    ) -> Json | Absent:
        meant = _meant(name, who, national=national)
        shape = self._shapes(schema)
        for value in (*meant, *(self._dated(day, schema) for day in meant if isinstance(day, str))):
            if self._validators.is_valid(schema, value):
                return value
        if meant or depth >= _DEEPEST:
            return ABSENT
        types = self._shapes.types(schema)
        if shape.properties and "object" in types:
            inner = self._filled(schema, {}, who, source, "", depth + 1)
            return inner if inner and self._validators.is_valid(schema, inner) else ABSENT
        return next((value for value in self._plain_values(schema, source) if self._fits(schema, value)), ABSENT)

    def _plain_values(self, schema: Schema, source: random.Random) -> Iterator[Json]:
        """Yield what may stand in a member whose name says nothing: a choice, a yes or no, a recent date."""
        shape, types = self._shapes(schema), self._shapes.types(schema)
        if shape.enum:
            yield source.choice(shape.enum)
        elif types and types <= {"boolean", "null"}:
            yield source.random() < 0.5
        elif shape.format in {"date", "date-time"}:
            day = _RECENT + timedelta(days=source.randrange(_DAYS))
            yield day.isoformat() if shape.format == "date" else _noon(day)

    def _fits(self, schema: Schema, value: Json) -> bool:
        return self._validators.is_valid(schema, value)

    def _dated(self, day: str, schema: Schema) -> Json:
        """Return a date as the schema has dates: with a time, where it asks for one."""
        return f"{day}T00:00:00Z" if self._shapes(schema).format == "date-time" else day

    def _is_answered_only(self, member: Property) -> bool:
        return member.schema.read_only or self._shapes(member.schema).schema.read_only


def _meant(name: str, who: Person, *, national: bool) -> tuple[Json, ...]:
    """Return what a member of that name may say about a person, the likeliest first."""
    return tuple(_TELL[meaning](who, national) for meaning, names in _MEANINGS.items() if _plain(name) in names)


def _noon(day: date) -> str:
    return f"{day.isoformat()}T12:00:00Z"


def _plain(name: str) -> str:
    return _SEPARATORS.sub("", name.lower())


_TELL: Final[Mapping[str, Callable[[Person, bool], Json]]] = {
    "first": lambda who, _: who.first,
    "last": lambda who, _: who.last,
    "name": lambda who, _: who.name,
    "title": lambda who, _: who.title,
    "gender": lambda who, _: who.gender,
    "email": lambda who, _: who.email,
    "phone": lambda who, national: who.national if national else who.phone,
    "calling": lambda who, _: who.calling,
    "born": lambda who, _: who.born.isoformat(),
    "street": lambda who, _: who.street,
    "city": lambda who, _: who.city,
    "postcode": lambda who, _: who.postcode,
    "country": lambda who, _: who.country,
    "country_code": lambda who, _: who.country_code,
    "language": lambda who, _: who.language,
    "company": lambda who, _: who.company,
    "note": lambda who, _: who.note,
}
