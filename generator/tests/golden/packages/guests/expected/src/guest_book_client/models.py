"""What the API answers and takes.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from ._runtime import Model, Specified, WireDate, WireDateTime, WireDecimal, WireUUID

__all__ = [
    "Address",
    "Guest",
    "GuestChange",
    "GuestPage",
    "NewGuest",
    "Problem",
    "PutGuestPhotoRequest",
    "Stay",
    "Tier",
]


Tier: TypeAlias = Annotated[Literal["member", "silver", "gold"] | str, Specified("Tier")]
"""How loyal a guest is."""


class Address(Model):
    """Address."""

    street: str | None = None

    city: str
    """The town."""


class NewGuest(Model):
    """NewGuest."""

    first_name: Annotated[str, Field(alias="firstName", max_length=80, min_length=1)]
    """First name."""

    email: str | None = None
    """Electronic address."""

    born: WireDate | None = None
    """Day of birth."""

    tier: Tier | None = None

    address: Address | None = None

    companions: list[NewGuest] | None = None
    """Who comes along."""


class GuestChange(Model):
    """GuestChange."""

    first_name: Annotated[str | None, Field(alias="firstName")] = None
    """First name."""

    email: str | None = None
    """Electronic address."""

    date: WireDate | None = None
    """Day of the last visit."""


class Guest(Model):
    """A guest of the hotel."""

    first_name: Annotated[str, Field(alias="firstName", max_length=80, min_length=1)]
    """First name."""

    email: str | None = None
    """Electronic address."""

    born: WireDate | None = None
    """Day of birth."""

    tier: Tier | None = None

    address: Address | None = None

    companions: list[NewGuest] | None = None
    """Who comes along."""

    id: WireUUID

    created_at: Annotated[WireDateTime, Field(alias="createdAt")]

    spent: WireDecimal | None = None
    """All that was spent, in euros."""

    date: WireDate | None = None
    """Day of the last visit."""


class GuestPage(Model):
    """GuestPage."""

    guests: list[Guest]

    total: int


class Stay(Model):
    """Stay."""

    from_: Annotated[WireDate, Field(alias="from")]
    """First night."""

    nights: Annotated[int, Field(ge=1)]

    notes: dict[str, str] | None = None


class Problem(Model):
    """Problem."""

    title: str | None = None

    status: int | None = None


class PutGuestPhotoRequest(Model):
    """PutGuestPhotoRequest."""

    photo: bytes
    """The picture."""

    caption: str | None = None
    """What it shows."""
