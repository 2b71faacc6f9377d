"""What the API answers and takes.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import Field

from ._runtime import Model, Specified, WireDate

__all__ = [
    "Booking",
    "CompanyAddress",
    "Customer",
    "CustomerAnswer",
    "CustomerList",
    "CustomerUpdate",
    "ErrorText",
    "MarketingPreference",
    "MessageText",
    "NewCompanyAddress",
    "NewCustomer",
    "Timestamp",
]


class CustomerList(Model):
    """One page of customers; the headers of the answer say which."""

    customers: list[Customer]
    """The customers of this page."""


class CustomerAnswer(Model):
    """One customer."""

    customer: Customer
    """The customer."""


class NewCustomer(Model):
    """A customer to add; no member is documented as required."""

    email: Annotated[str | None, Field(max_length=255)] = None
    """Email address."""

    first_name: Annotated[str | None, Field(max_length=255)] = None
    """First name."""

    last_name: Annotated[str | None, Field(max_length=255)] = None
    """Last name."""

    phone: Annotated[str | None, Field(max_length=20)] = None
    """Phone number."""

    company: Annotated[str | None, Field(max_length=255)] = None
    """Name of the company."""

    company_address: NewCompanyAddress | None = None
    """Address of the company."""

    dob: WireDate | None = None
    """Date of birth."""

    custom_field_value: Any | None = None
    """Value of the custom field."""

    associated_venues: list[str] | None = None
    """Ids of the venues the customer belongs to."""

    marketing_preference_ids: list[str] | None = None
    """Ids of the marketing preferences the customer agrees to."""

    marketing_preferences: dict[str, bool] | None = None
    """Consents, from the id of a marketing preference to whether the customer agrees (true) or refuses (false)."""

    labels: list[str] | None = None
    """Labels to put on the customer."""

    notes: Annotated[str | None, Field(max_length=1000)] = None
    """Remarks about the customer."""


class NewCompanyAddress(Model):
    """Address of the company of a new customer."""

    street: Annotated[str | None, Field(max_length=255)] = None
    """Street and number."""

    city: Annotated[str | None, Field(max_length=50)] = None
    """City."""

    post_code: Annotated[str | None, Field(max_length=10)] = None
    """Postal code."""


class Customer(Model):
    """A customer as Collins answers with it."""

    id: str
    """Id of the customer."""

    email: str | None = None
    """Email address."""

    first_name: str | None = None
    """First name."""

    last_name: str | None = None
    """Last name."""

    phone: str | None = None
    """Phone number."""

    company: str | None = None
    """Name of the company."""

    company_address: CompanyAddress | None = None
    """Address of the company."""

    dob: str | None = None
    """Date of birth; a format is documented for new customers only."""

    custom_field_value: str | None = None
    """Value of the custom field."""

    associated_venues: list[str] | None = None
    """Ids of the venues the customer belongs to."""

    marketing_preferences: list[MarketingPreference] | None = None
    """Consents the customer has given or taken back."""

    bookings: list[Booking] | None = None
    """Bookings of the customer."""

    labels: list[str] | None = None
    """Labels the customer carries."""

    notes: str | None = None
    """Remarks about the customer."""

    created_date: Timestamp | None = None
    """When the record was made; null where that was not noted, as before February 2019, save for imports and the
    like.
    """

    last_updated: Timestamp | None = None
    """When the record last changed."""


class CustomerUpdate(Model):
    """A customer, of which every member may be missing."""

    id: str | None = None
    """Id of the customer."""

    email: str | None = None
    """Email address."""

    first_name: str | None = None
    """First name."""

    last_name: str | None = None
    """Last name."""

    phone: str | None = None
    """Phone number."""

    company: str | None = None
    """Name of the company."""

    company_address: CompanyAddress | None = None
    """Address of the company."""

    dob: str | None = None
    """Date of birth; a format is documented for new customers only."""

    custom_field_value: str | None = None
    """Value of the custom field."""

    associated_venues: list[str] | None = None
    """Ids of the venues the customer belongs to."""

    marketing_preferences: list[MarketingPreference] | None = None
    """Consents the customer has given or taken back."""

    bookings: list[Booking] | None = None
    """Bookings of the customer."""

    labels: list[str] | None = None
    """Labels the customer carries."""

    notes: str | None = None
    """Remarks about the customer."""

    created_date: Timestamp | None = None
    """When the record was made; null where that was not noted, as before February 2019, save for imports and the
    like.
    """

    last_updated: Timestamp | None = None
    """When the record last changed."""


class CompanyAddress(Model):
    """Address of a company."""

    street: str | None = None
    """Street and number."""

    city: str | None = None
    """City."""

    post_code: str | None = None
    """Postal code."""


class MarketingPreference(Model):
    """What a customer has said to one marketing preference."""

    id: str | None = None
    """Id of the marketing preference."""

    opt_in_date: Timestamp | None = None
    """When the customer last agreed."""

    opt_out_date: Timestamp | None = None
    """When the customer last refused."""

    opted_in: bool | None = None
    """Whether the customer agrees now."""


class Booking(Model):
    """A booking of a customer."""

    id: str | None = None
    """Id of the booking."""

    date: Timestamp | None = None
    """When the booking is for."""

    venue_id: str | None = None
    """Id of the venue."""

    num_people: int | None = None
    """Size of the party."""

    status: str | None = None
    """How the booking stands. No list is documented here; elsewhere bookings are new, in_progress, complete,
    rejected, deleted or lost.
    """


Timestamp: TypeAlias = Annotated[str, Specified("Timestamp")]
"""A date and a time with a space between them and no time zone, such as 2024-05-17 18:30:00. Which zone is meant
is not documented.
"""


class ErrorText(Model):
    """Why the token was refused."""

    error: str | None = None
    """The reason in words."""


class MessageText(Model):
    """Why the request was not answered."""

    message: str | None = None
    """The reason in words."""
