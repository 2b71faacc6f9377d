"""What the API answers and takes.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import Field

from ._runtime import Model, Specified, WireDateTime

__all__ = [
    "Customer",
    "CustomerRequest",
    "CustomerSetup",
    "DeletionRequest",
    "DeletionResult",
    "ErrorBody",
    "InvalidProperty",
    "MergeRequest",
    "UnsubscribeRequest",
]


CustomerSetup: TypeAlias = Annotated[dict[str, Any], Specified("CustomerSetup")]
"""Basic data of a restaurant; no member of it is documented where we could read."""


class CustomerRequest(Model):
    """A customer to make, or what a customer is to become; every member is optional."""

    title: Annotated[str | None, Field(alias="Title")] = None
    """Title."""

    first_name: Annotated[str | None, Field(alias="FirstName")] = None
    """First name."""

    surname: Annotated[str | None, Field(alias="Surname")] = None
    """Last name."""

    company: Annotated[str | None, Field(alias="Company")] = None
    """Company."""

    department: Annotated[str | None, Field(alias="Department")] = None
    """Department."""

    email: Annotated[str | None, Field(alias="Email")] = None
    """Email address."""

    phone_country_code: Annotated[int | None, Field(alias="PhoneCountryCode")] = None
    """Country code of the phone number."""

    phone: Annotated[str | None, Field(alias="Phone")] = None
    """Phone number."""

    mobile_country_code: Annotated[int | None, Field(alias="MobileCountryCode")] = None
    """Country code of the mobile number."""

    mobile: Annotated[str | None, Field(alias="Mobile")] = None
    """Mobile number."""

    is_vip: Annotated[bool | None, Field(alias="IsVip")] = None
    """Whether the customer is a VIP."""

    receive_email_marketing: Annotated[bool | None, Field(alias="ReceiveEmailMarketing")] = None
    """Whether the customer agrees to email from the group."""

    receive_sms_marketing: Annotated[bool | None, Field(alias="ReceiveSmsMarketing")] = None
    """Whether the customer agrees to SMS from the group."""

    comments: Annotated[str | None, Field(alias="Comments")] = None
    """Comments about the customer."""

    birthday: Annotated[WireDateTime | None, Field(alias="Birthday")] = None
    """Birthday."""

    anniversary: Annotated[WireDateTime | None, Field(alias="Anniversary")] = None
    """Anniversary."""

    is_drinking_age: Annotated[bool | None, Field(alias="IsDrinkingAge")] = None
    """Whether the customer is old enough to drink alcohol."""

    membership_id: Annotated[str | None, Field(alias="MembershipId")] = None
    """Id of the membership."""

    field1: Annotated[str | None, Field(alias="Field1")] = None
    """First custom field, if the restaurant has it configured."""

    field2: Annotated[str | None, Field(alias="Field2")] = None
    """Second custom field, if the restaurant has it configured."""

    field3: Annotated[str | None, Field(alias="Field3")] = None
    """Third custom field, if the restaurant has it configured."""

    field4: Annotated[str | None, Field(alias="Field4")] = None
    """Fourth custom field, if the restaurant has it configured."""

    field5: Annotated[str | None, Field(alias="Field5")] = None
    """Fifth custom field, if the restaurant has it configured."""

    customer_codes: Annotated[list[int] | None, Field(alias="CustomerCodes")] = None
    """Ids of the customer codes."""

    ip_address: Annotated[str | None, Field(alias="IpAddress")] = None
    """IP address the customer is made from."""

    marketing_opt_in_setting: Annotated[str | None, Field(alias="MarketingOptInSetting")] = None
    """Which setting for opting in to marketing is used."""

    group_email_marketing_opt_in_text: Annotated[str | None, Field(alias="GroupEmailMarketingOptInText")] = None
    """Text shown when the group asked about email."""

    group_sms_marketing_opt_in_text: Annotated[str | None, Field(alias="GroupSmsMarketingOptInText")] = None
    """Text shown when the group asked about SMS."""

    receive_restaurant_email_marketing: Annotated[bool | None, Field(alias="ReceiveRestaurantEmailMarketing")] = None
    """Whether the customer agrees to email from the restaurant."""

    receive_restaurant_sms_marketing: Annotated[bool | None, Field(alias="ReceiveRestaurantSmsMarketing")] = None
    """Whether the customer agrees to SMS from the restaurant."""

    restaurant_email_marketing_opt_in_text: Annotated[str | None, Field(alias="RestaurantEmailMarketingOptInText")] = (
        None
    )
    """Text shown when the restaurant asked about email."""

    restaurant_sms_marketing_opt_in_text: Annotated[str | None, Field(alias="RestaurantSmsMarketingOptInText")] = None
    """Text shown when the restaurant asked about SMS."""

    customer_validation_type: Annotated[str | None, Field(alias="CustomerValidationType")] = None
    """How the customer is validated; Normal is the one documented way."""

    customer_type: Annotated[Any | None, Field(alias="CustomerType")] = None
    """Type of the customer."""


class MergeRequest(Model):
    """Customers to merge."""

    master_customer_id: Annotated[int, Field(alias="MasterCustomerId")]
    """Id of the customer that is kept."""

    customer_ids: Annotated[list[int], Field(alias="CustomerIds", max_length=10)]
    """Ids of the customers that are merged into the master, ten at most."""


class UnsubscribeRequest(Model):
    """Customers to unsubscribe from marketing."""

    customer_ids: Annotated[list[int], Field(alias="CustomerIds")]
    """Ids of the customers to unsubscribe."""

    ip_address: Annotated[str | None, Field(alias="IpAddress")] = None
    """IP address of the device that asks."""

    marketing_communication_mode: Annotated[str | None, Field(alias="MarketingCommunicationMode")] = None
    """Mode of communication the customers no longer want."""


class DeletionRequest(Model):
    """Customers to delete."""

    customer_ids: Annotated[list[int], Field(alias="CustomerIds")]
    """Ids of the customers to delete."""


class DeletionResult(Model):
    """What became of the customers that were to be deleted."""

    deleted_customer_ids: Annotated[list[int] | None, Field(alias="DeletedCustomerIds")] = None
    """Ids of the customers that are now marked as deleted."""

    skipped_customer_ids: Annotated[list[int] | None, Field(alias="SkippedCustomerIds")] = None
    """Ids of the customers that were left alone; why is not documented."""


class Customer(Model):
    """The person behind a booking, known by one id in all restaurants of a group. A custom field can only be set
    where the restaurant has it configured.
    """

    id: Annotated[int | None, Field(alias="Id")] = None
    """Id of the customer, unique in the group."""

    title: Annotated[str | None, Field(alias="Title")] = None
    """Title."""

    first_name: Annotated[str | None, Field(alias="FirstName")] = None
    """First name."""

    surname: Annotated[str | None, Field(alias="Surname")] = None
    """Last name."""

    company: Annotated[str | None, Field(alias="Company")] = None
    """Company."""

    department: Annotated[str | None, Field(alias="Department")] = None
    """Department."""

    email: Annotated[str | None, Field(alias="Email")] = None
    """Email address."""

    mobile_country_code: Annotated[int | None, Field(alias="MobileCountryCode")] = None
    """Country code of the mobile number."""

    mobile: Annotated[str | None, Field(alias="Mobile")] = None
    """Mobile number."""

    phone_country_code: Annotated[int | None, Field(alias="PhoneCountryCode")] = None
    """Country code of the phone number."""

    phone: Annotated[str | None, Field(alias="Phone")] = None
    """Phone number."""

    is_vip: Annotated[bool | None, Field(alias="IsVip")] = None
    """Whether the customer is a VIP."""

    receive_email_marketing: Annotated[bool | None, Field(alias="ReceiveEmailMarketing")] = None
    """Whether the customer agrees to email from the group."""

    receive_sms_marketing: Annotated[bool | None, Field(alias="ReceiveSmsMarketing")] = None
    """Whether the customer agrees to SMS from the group."""

    comments: Annotated[str | None, Field(alias="Comments")] = None
    """Comments about the customer."""

    birthday: Annotated[WireDateTime | None, Field(alias="Birthday")] = None
    """Birthday."""

    anniversary: Annotated[WireDateTime | None, Field(alias="Anniversary")] = None
    """Anniversary."""

    is_drinking_age: Annotated[bool | None, Field(alias="IsDrinkingAge")] = None
    """Whether the customer is old enough to drink alcohol."""

    membership_id: Annotated[str | None, Field(alias="MembershipId")] = None
    """Id of the membership."""

    field1: Annotated[str | None, Field(alias="Field1")] = None
    """First custom field."""

    field2: Annotated[str | None, Field(alias="Field2")] = None
    """Second custom field."""

    field3: Annotated[str | None, Field(alias="Field3")] = None
    """Third custom field."""

    field4: Annotated[str | None, Field(alias="Field4")] = None
    """Fourth custom field."""

    field5: Annotated[str | None, Field(alias="Field5")] = None
    """Fifth custom field."""

    is_blocked: Annotated[bool | None, Field(alias="IsBlocked")] = None
    """Whether the customer is barred from booking."""

    customer_codes: Annotated[list[int] | None, Field(alias="CustomerCodes")] = None
    """Ids of the customer codes."""

    created_date_time: Annotated[WireDateTime | None, Field(alias="CreatedDateTime")] = None
    """When the customer was made."""

    group_email_marketing_opt_in_text: Annotated[str | None, Field(alias="GroupEmailMarketingOptInText")] = None
    """Text shown when the group asked about email."""

    group_sms_marketing_opt_in_text: Annotated[str | None, Field(alias="GroupSmsMarketingOptInText")] = None
    """Text shown when the group asked about SMS."""

    receive_restaurant_email_marketing: Annotated[bool | None, Field(alias="ReceiveRestaurantEmailMarketing")] = None
    """Whether the customer agrees to email from the restaurant."""

    receive_restaurant_sms_marketing: Annotated[bool | None, Field(alias="ReceiveRestaurantSmsMarketing")] = None
    """Whether the customer agrees to SMS from the restaurant."""

    restaurant_email_marketing_opt_in_text: Annotated[str | None, Field(alias="RestaurantEmailMarketingOptInText")] = (
        None
    )
    """Text shown when the restaurant asked about email."""

    restaurant_sms_marketing_opt_in_text: Annotated[str | None, Field(alias="RestaurantSmsMarketingOptInText")] = None
    """Text shown when the restaurant asked about SMS."""

    portal_user_id: Annotated[int | None, Field(alias="PortalUserId")] = None
    """Id of the customer's portal user."""

    email_declined: Annotated[bool | None, Field(alias="EmailDeclined")] = None
    """Whether the customer chose to give no email address."""

    rank: Annotated[int | float | None, Field(alias="Rank")] = None
    """Rank of the customer."""


class ErrorBody(Model):
    """What went wrong."""

    message: Annotated[str | None, Field(alias="Message")] = None
    """What went wrong in words."""

    validation_errors: Annotated[list[InvalidProperty] | None, Field(alias="ValidationErrors")] = None
    """One entry for each property that is not valid."""


class InvalidProperty(Model):
    """A property of the request that is not valid."""

    property_name: Annotated[str | None, Field(alias="PropertyName")] = None
    """Name of the property."""

    error_message: Annotated[str | None, Field(alias="ErrorMessage")] = None
    """Why it is not valid."""
