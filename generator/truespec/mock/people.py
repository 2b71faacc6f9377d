"""People who do not exist, to fill a mock with: plausible names, and addresses and numbers reserved for examples."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

__all__ = ["Person", "person"]

_FIRST: Final = {
    "female": (
        "Ada", "Amina", "Astrid", "Beatriz", "Chiara", "Chloé", "Dilara", "Eleni", "Emma", "Fatima", "Freya", "Grace",
        "Hana", "Inès", "Ingrid", "Julia", "Kavya", "Leila", "Lucía", "Mei", "Nadia", "Nora", "Olivia", "Priya",
        "Rosa", "Sara", "Sofia", "Wanjiru", "Yuki", "Zoë",
    ),
    "male": (
        "Adrian", "Ahmed", "Alejandro", "Anton", "Ben", "Carlos", "Daniel", "David", "Emil", "Felix", "George", "Hugo",
        "Ibrahim", "Ivan", "James", "Jonas", "Kenji", "Kofi", "Lars", "Liam", "Luca", "Mateo", "Mikkel", "Noah",
        "Omar", "Pavel", "Rafael", "Samuel", "Tomás", "Viktor",
    ),
}  # fmt: skip

_LAST: Final = (
    "Abbott", "Almeida", "Andersen", "Bakker", "Bauer", "Bianchi", "Carter", "Castillo", "Chen", "Costa", "Dahl",
    "Dubois", "Evans", "Fernández", "Fischer", "Garnier", "Haddad", "Hansen", "Hughes", "Ito", "Jansen", "Johansson",
    "Kaya", "Keller", "Khan", "Kowalski", "Laurent", "Lindqvist", "Marchetti", "Mensah", "Moreau", "Murphy", "Nguyen",
    "Novak", "Okafor", "Olsen", "Patel", "Pereira", "Petrov", "Reid", "Romano", "Rossi", "Santos", "Schneider",
    "Silva", "Singh", "Tanaka", "Vargas", "Walker", "Weber", "Yilmaz", "Zhang",
)  # fmt: skip

_STREETS: Final = ("Orchard Lane", "Mill Road", "Station Street", "Harbour View", "Chapel Hill", "Linden Avenue")
_COMPANIES: Final = ("Northwind Example", "Blue Harbour Example", "Oak & Elm Example", "Papertrail Example")
_NOTES: Final = (
    "Prefers a table by the window.",
    "Allergic to nuts.",
    "Comes with a dog.",
    "Likes to be called first.",
)
_DOMAINS: Final = ("example.com", "example.net", "example.org")
_FIRST_BIRTH: Final = date(1945, 1, 1)
_BIRTH_DAYS: Final = 60 * 365


@dataclass(frozen=True, slots=True)
class _Town:
    """Where somebody lives: numbers there are ``calling`` and ``prefix`` and ``digits`` more, and ring nowhere.

    The regulators of the three countries keep these ranges for films and examples.
    """

    city: str
    postcode: str
    country: str
    code: str
    language: str
    calling: int
    prefix: str
    digits: int


_TOWNS: Final = (
    _Town("Leeds", "LS1 4AP", "United Kingdom", "GB", "en", 44, "7700900", 3),
    _Town("Bristol", "BS1 5TR", "United Kingdom", "GB", "en", 44, "7700900", 3),
    _Town("Lyon", "69002", "France", "FR", "fr", 33, "639980", 3),
    _Town("Nantes", "44000", "France", "FR", "fr", 33, "639980", 3),
    _Town("Denver", "80202", "United States", "US", "en", 1, "30355501", 2),
    _Town("Boston", "02108", "United States", "US", "en", 1, "61755501", 2),
)


@dataclass(frozen=True, slots=True)
class Person:
    """One made-up person; ``national`` is the phone number without the code of the country, ``calling``.

    Most have neither a ``company`` nor a ``note``.
    """

    first: str
    last: str
    gender: str
    title: str
    email: str
    national: str
    calling: int
    born: date
    street: str
    city: str
    postcode: str
    country: str
    country_code: str
    language: str
    company: str
    note: str

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}"

    @property
    def phone(self) -> str:
        """The phone number as it is dialled from anywhere."""
        return f"+{self.calling}{self.national}"


def person(number: int, source: random.Random) -> Person:
    """Return a person drawn from ``source``; ``number`` makes the email address one nobody else has."""
    gender = source.choice(("female", "male"))
    first, last, town = source.choice(_FIRST[gender]), source.choice(_LAST), source.choice(_TOWNS)
    digits = f"{source.randrange(10**town.digits):0{town.digits}}"
    return Person(
        first=first,
        last=last,
        gender=gender,
        title="Ms" if gender == "female" else "Mr",
        email=f"{_plain(first)}.{_plain(last)}{number}@{source.choice(_DOMAINS)}",
        national=town.prefix + digits,
        calling=town.calling,
        born=_FIRST_BIRTH + timedelta(days=source.randrange(_BIRTH_DAYS)),
        street=f"{source.randint(1, 120)} {source.choice(_STREETS)}",
        city=town.city,
        postcode=town.postcode,
        country=town.country,
        country_code=town.code,
        language=town.language,
        company=source.choice(_COMPANIES) if source.random() < 0.3 else "",
        note=source.choice(_NOTES) if source.random() < 0.3 else "",
    )


def _plain(name: str) -> str:
    """Return a name in small ASCII letters."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
