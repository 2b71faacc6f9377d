"""Dictionaries that may be passed in place of models.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Required, TypedDict

from .models import Address, NewGuest, Tier

__all__ = ["AddressParams", "NewGuestParams"]


class AddressParams(TypedDict, total=False):
    """Address as a dictionary, with the names on the wire."""

    street: str
    city: Required[str]


class NewGuestParams(TypedDict, total=False):
    """NewGuest as a dictionary, with the names on the wire."""

    firstName: Required[str]
    email: str | None
    born: date
    tier: Tier
    address: Address | AddressParams
    companions: Sequence[NewGuest | NewGuestParams]
