"""Fills a request body with what a person would put there: by the names of the members, and only where it fits."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Final, TypeAlias

from truespec.contract.schema import ABSENT, Absent, Json, Property, Schema
from truespec.mock.people import Person
from truespec.mock.samples import Sampler
from truespec.mock.shapes import Shape, Shapes
from truespec.mock.validators import Validators

__all__ = ["Filler"]

_Said: TypeAlias = str | int | date

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
        told = {**least, **self._told(schema, who, source)}
        if without in told and without not in least:
            del told[without]
        if self._validators.is_valid(schema, told):
            return told
        # Some members do not go together: as many as can be, in the order of the document.
        kept: Json = least if self._validators.is_valid(schema, least) else self._sampler.sample(schema)
        for name, value in told.items():
            tried: Json = {**kept, name: value} if isinstance(kept, dict) else kept
            kept = tried if self._validators.is_valid(schema, tried) else kept
        return kept

    def _told(self, schema: Schema, who: Person, source: random.Random, depth: int = 0) -> dict[str, Json]:
        """Return the members of an object that something can be said in."""
        properties = self._shapes(schema).properties
        beside = frozenset(map(_plain, properties))
        found = {
            name: self._value(member.schema, _meant(_plain(name), who, beside), who, source, depth)
            for name, member in properties.items()
            if not self._is_answered_only(member)
        }
        return {name: value for name, value in found.items() if not isinstance(value, Absent)}

    def _value(
        self, schema: Schema, meant: tuple[_Said, ...] | None, who: Person, source: random.Random, depth: int
    ) -> Json | Absent:
        shape, types = self._shapes(schema), self._shapes.types(schema)
        offered: Iterable[Json] = ()
        if meant is not None:
            offered = (self._written(value, shape) for value in meant)
        elif shape.properties and "object" in types and depth < _DEEPEST:
            inner = self._told(schema, who, source, depth + 1)
            offered = (inner,) if inner else ()
        elif shape.enum:
            offered = (source.choice(shape.enum),)
        elif types and types <= {"boolean", "null"}:
            offered = (source.random() < 0.5,)
        elif shape.format in {"date", "date-time"}:
            offered = (self._written(_RECENT + timedelta(days=source.randrange(_DAYS)), shape),)
        return next((value for value in offered if self._validators.is_valid(schema, value)), ABSENT)

    def _written(self, value: Json | date, shape: Shape) -> Json:
        """Return a value as JSON: a date with a time, where the schema asks for one."""
        if not isinstance(value, date):
            return value
        return f"{value.isoformat()}T00:00:00Z" if shape.format == "date-time" else value.isoformat()

    def _is_answered_only(self, member: Property) -> bool:
        return member.schema.read_only or self._shapes(member.schema).schema.read_only


def _meant(name: str, who: Person, beside: frozenset[str]) -> tuple[_Said, ...] | None:
    """Return what a member may say about a person, the likeliest first; ``None`` where its name tells nothing."""
    meanings = [meaning for meaning, names in _MEANINGS.items() if name in names]
    if not meanings or ("title" in meanings and beside.isdisjoint(_MEANINGS["last"])):
        return None
    said = [_TELL[meaning](who) for meaning in meanings]
    if "phone" in meanings and not beside.isdisjoint(_MEANINGS["calling"]):
        said = [who.national]
    return tuple(value for value in said if value)


def _plain(name: str) -> str:
    return _SEPARATORS.sub("", name.lower())


_TELL: Final[Mapping[str, Callable[[Person], _Said]]] = {
    "first": lambda who: who.first,
    "last": lambda who: who.last,
    "name": lambda who: who.name,
    "title": lambda who: who.title,
    "gender": lambda who: who.gender,
    "email": lambda who: who.email,
    "phone": lambda who: who.phone,
    "calling": lambda who: who.calling,
    "born": lambda who: who.born,
    "street": lambda who: who.street,
    "city": lambda who: who.city,
    "postcode": lambda who: who.postcode,
    "country": lambda who: who.country,
    "country_code": lambda who: who.country_code,
    "language": lambda who: who.language,
    "company": lambda who: who.company,
    "note": lambda who: who.note,
}
