"""Dictionaries that may be passed in place of models.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from typing import TypedDict

from .models import Timestamp

__all__ = ["BookingParams", "CompanyAddressParams", "MarketingPreferenceParams", "NewCompanyAddressParams"]


class NewCompanyAddressParams(TypedDict, total=False):
    """NewCompanyAddress as a dictionary, with the names on the wire."""

    street: str
    city: str
    post_code: str


class CompanyAddressParams(TypedDict, total=False):
    """CompanyAddress as a dictionary, with the names on the wire."""

    street: str
    city: str
    post_code: str


class MarketingPreferenceParams(TypedDict, total=False):
    """MarketingPreference as a dictionary, with the names on the wire."""

    id: str
    opt_in_date: Timestamp
    opt_out_date: Timestamp
    opted_in: bool


BookingParams = TypedDict(
    "BookingParams",
    {"id": "str", "date": "Timestamp", "venue_id": "str", "num_people": "int", "status": "str"},
    total=False,
)
"""Booking as a dictionary, with the names on the wire."""
