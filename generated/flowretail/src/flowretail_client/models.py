"""What the API answers and takes.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from ._runtime import Model, Specified, WireDateTime

__all__ = [
    "UID",
    "AddressType",
    "Customer",
    "CustomerAccountManager",
    "CustomerAddress",
    "CustomerBatch",
    "CustomerBatchChange",
    "CustomerBatchDeletion",
    "CustomerConsent",
    "CustomerContact",
    "CustomerCreate",
    "CustomerCredit",
    "CustomerEhf",
    "CustomerExtension",
    "CustomerExtensionCode",
    "CustomerExtensionStore",
    "CustomerExternalListResponse",
    "CustomerExternalSearch",
    "CustomerListResponse",
    "CustomerSearch",
    "CustomerType",
    "CustomerUpdate",
    "Email",
    "Paging",
    "SortDirection",
    "StoreCustomer",
]


UID: TypeAlias = Annotated[str, Field(pattern="^[A-Za-z0-9-_]+"), Specified("UID")]
"""A reference to a record, starting with a letter, a digit, a hyphen or an underscore."""


Email: TypeAlias = Annotated[str, Specified("Email")]
"""An email address."""


SortDirection: TypeAlias = Annotated[Literal["ASC", "DESC"] | str, Specified("SortDirection")]
"""A direction to sort in: ASC from the smallest to the largest, DESC the other way round."""


CustomerExtensionCode: TypeAlias = Annotated[Literal["TWO_INVOICE"], Specified("CustomerExtensionCode")]
"""An extension a customer can have: TWO_INVOICE is Two Invoice."""


AddressType: TypeAlias = Annotated[Literal["DELIVERY_ADDRESS", "INVOICE_ADDRESS"] | str, Specified("AddressType")]
"""What an address is for, deliveries or invoices."""


CustomerType: TypeAlias = Annotated[Literal["COMPANY", "PERSON", "B2B"] | str, Specified("CustomerType")]
"""Kind of customer."""


class CustomerSearch(Model):
    """What to search for; every member is optional."""

    exact_match: Annotated[bool | None, Field(alias="exactMatch")] = None
    """Whether only exact matches are wanted."""

    query: str | None = None
    """Text to look for in names (firstname, lastname, companyName), in places (city, postalCode) and in mobile,
    email and vatNumber, without those of these three that are given a value of their own.
    """

    mobile: str | None = None
    """Mobile phone number to look for."""

    email: str | None = None
    """Email address to look for."""

    vat_number: Annotated[str | None, Field(alias="vatNumber")] = None
    """VAT number to look for."""

    store_uid: Annotated[UID | None, Field(alias="storeUid")] = None
    """Store the search is about."""

    created_at: Annotated[WireDateTime | None, Field(alias="createdAt")] = None
    """Creation time the search is about."""

    scope: Literal["CUSTOMER", "CONTACT"] | str | None = None
    """What to search, customers or the contacts of customers."""


class CustomerExternalSearch(Model):
    """What to ask the outside system for."""

    query: str | None = None
    """Text to look for."""


class CustomerUpdate(Model):
    """What can be changed of a customer; every member is optional."""

    address: str | None = None
    """Street address."""

    city: str | None = None
    """City."""

    company_name: Annotated[str | None, Field(alias="companyName")] = None
    """Name of the company."""

    country_code: Annotated[str | None, Field(alias="countryCode")] = None
    """Country, by its two letters in ISO 3166-1."""

    customer_type: Annotated[CustomerType | None, Field(alias="customerType")] = None
    """Kind of customer."""

    email: Email | None = None
    """Email address."""

    external_id: Annotated[str | None, Field(alias="externalId")] = None
    """Id in a system outside Flow Retail."""

    firstname: str | None = None
    """First name."""

    lastname: str | None = None
    """Last name."""

    ledger_number: Annotated[str | None, Field(alias="ledgerNumber")] = None
    """Number in the ledger, as a text because it may begin with zeros."""

    mobile: str | None = None
    """Mobile phone number."""

    postal_code: Annotated[str | None, Field(alias="postalCode")] = None
    """Postal code."""

    vat_number: Annotated[str | None, Field(alias="vatNumber")] = None
    """Number under which the customer is registered for VAT."""

    pricelist_uid: Annotated[str | None, Field(alias="pricelistUid", pattern="^[A-Za-z0-9-_]*")] = None
    """Price list of the customer."""

    origin: str | None = None
    """Where the customer comes from."""

    loyalty_id: Annotated[str | None, Field(alias="loyaltyId")] = None
    """Id in the loyalty program."""

    payment_terms: Annotated[int | None, Field(alias="paymentTerms")] = None
    """Days until an invoice is due."""

    internal_note: Annotated[str | None, Field(alias="internalNote")] = None
    """Note for the tenant's own staff."""

    ehf_enabled: Annotated[bool | None, Field(alias="ehfEnabled")] = None
    """Whether EHF is on; ehf, enabled has replaced this."""

    ehf: CustomerEhf | None = None
    """Settings of EHF."""

    customer_group_uids: Annotated[list[str] | None, Field(alias="customerGroupUids")] = None
    """Groups the customer is in."""

    default_store_uid: Annotated[UID | None, Field(alias="defaultStoreUid")] = None
    """Store of the customer by default."""


class CustomerEhf(Model):
    """A customer's settings of EHF, an electronic invoice format."""

    enabled: bool | None = None
    """Whether EHF is on."""


class CustomerCreate(Model):
    """A customer to create; every member is optional."""

    address: str | None = None
    """Street address."""

    city: str | None = None
    """City."""

    company_name: Annotated[str | None, Field(alias="companyName")] = None
    """Name of the company."""

    country_code: Annotated[str | None, Field(alias="countryCode")] = None
    """Country, by its two letters in ISO 3166-1."""

    customer_type: Annotated[CustomerType | None, Field(alias="customerType")] = None
    """Kind of customer."""

    email: Email | None = None
    """Email address."""

    external_id: Annotated[str | None, Field(alias="externalId")] = None
    """Id in a system outside Flow Retail."""

    firstname: str | None = None
    """First name."""

    lastname: str | None = None
    """Last name."""

    ledger_number: Annotated[str | None, Field(alias="ledgerNumber")] = None
    """Number in the ledger, as a text because it may begin with zeros."""

    mobile: str | None = None
    """Mobile phone number."""

    postal_code: Annotated[str | None, Field(alias="postalCode")] = None
    """Postal code."""

    vat_number: Annotated[str | None, Field(alias="vatNumber")] = None
    """Number under which the customer is registered for VAT."""

    pricelist_uid: Annotated[str | None, Field(alias="pricelistUid", pattern="^[A-Za-z0-9-_]*")] = None
    """Price list of the customer."""

    origin: str | None = None
    """Where the customer comes from."""

    loyalty_id: Annotated[str | None, Field(alias="loyaltyId")] = None
    """Id in the loyalty program."""

    payment_terms: Annotated[int | None, Field(alias="paymentTerms")] = None
    """Days until an invoice is due."""

    internal_note: Annotated[str | None, Field(alias="internalNote")] = None
    """Note for the tenant's own staff."""

    ehf_enabled: Annotated[bool | None, Field(alias="ehfEnabled")] = None
    """Whether EHF is on; ehf, enabled has replaced this."""

    ehf: CustomerEhf | None = None
    """Settings of EHF."""

    customer_group_uids: Annotated[list[str] | None, Field(alias="customerGroupUids")] = None
    """Groups the customer is in."""

    default_store_uid: Annotated[UID | None, Field(alias="defaultStoreUid")] = None
    """Store of the customer by default."""

    customer_uid: Annotated[UID | None, Field(alias="customerUid")] = None
    """Reference to give the new customer."""


class CustomerBatchChange(Model):
    """An existing customer with the members to change, or one to create where there is none."""

    address: str | None = None
    """Street address."""

    city: str | None = None
    """City."""

    company_name: Annotated[str | None, Field(alias="companyName")] = None
    """Name of the company."""

    country_code: Annotated[str | None, Field(alias="countryCode")] = None
    """Country, by its two letters in ISO 3166-1."""

    customer_type: Annotated[CustomerType | None, Field(alias="customerType")] = None
    """Kind of customer."""

    email: Email | None = None
    """Email address."""

    external_id: Annotated[str | None, Field(alias="externalId")] = None
    """Id in a system outside Flow Retail."""

    firstname: str | None = None
    """First name."""

    lastname: str | None = None
    """Last name."""

    ledger_number: Annotated[str | None, Field(alias="ledgerNumber")] = None
    """Number in the ledger, as a text because it may begin with zeros."""

    mobile: str | None = None
    """Mobile phone number."""

    postal_code: Annotated[str | None, Field(alias="postalCode")] = None
    """Postal code."""

    vat_number: Annotated[str | None, Field(alias="vatNumber")] = None
    """Number under which the customer is registered for VAT."""

    pricelist_uid: Annotated[str | None, Field(alias="pricelistUid", pattern="^[A-Za-z0-9-_]*")] = None
    """Price list of the customer."""

    origin: str | None = None
    """Where the customer comes from."""

    loyalty_id: Annotated[str | None, Field(alias="loyaltyId")] = None
    """Id in the loyalty program."""

    payment_terms: Annotated[int | None, Field(alias="paymentTerms")] = None
    """Days until an invoice is due."""

    internal_note: Annotated[str | None, Field(alias="internalNote")] = None
    """Note for the tenant's own staff."""

    ehf_enabled: Annotated[bool | None, Field(alias="ehfEnabled")] = None
    """Whether EHF is on; ehf, enabled has replaced this."""

    ehf: CustomerEhf | None = None
    """Settings of EHF."""

    customer_group_uids: Annotated[list[str] | None, Field(alias="customerGroupUids")] = None
    """Groups the customer is in."""

    default_store_uid: Annotated[UID | None, Field(alias="defaultStoreUid")] = None
    """Store of the customer by default."""

    customer_uid: Annotated[UID, Field(alias="customerUid")]
    """The customer."""


class CustomerBatchDeletion(Model):
    """A customer to delete."""

    customer_uid: Annotated[UID, Field(alias="customerUid")]
    """The customer."""


class CustomerBatch(Model):
    """Customers to work on in one call."""

    create: list[CustomerCreate] | None = None
    """Customers to create."""

    update: list[CustomerBatchChange] | None = None
    """Customers to update."""

    delete: list[CustomerBatchDeletion] | None = None
    """Customers to delete."""

    upsert: list[CustomerBatchChange] | None = None
    """Customers to create, or to update where they are there already."""


class CustomerExtensionStore(Model):
    """The store that goes with an extension of a customer."""

    store_uid: Annotated[UID, Field(alias="storeUid")]
    """The store."""


class Paging(Model):
    """Where a page stands in its list."""

    total_count: Annotated[int, Field(alias="totalCount")]
    """Number of items on all pages together."""

    page_size: Annotated[int, Field(alias="pageSize")]
    """Number of items on a page."""

    page_number: Annotated[int, Field(alias="pageNumber")]
    """Number of this page."""


class Customer(Model):
    """A customer as Flow Retail answers with it."""

    address: str
    """Street address."""

    city: str
    """City."""

    company_name: Annotated[str | None, Field(alias="companyName")] = None
    """Name of the company."""

    country_code: Annotated[str | None, Field(alias="countryCode")] = None
    """Country."""

    created_at: Annotated[WireDateTime | None, Field(alias="createdAt")] = None
    """When the customer was created."""

    customer_uid: Annotated[str | None, Field(alias="customerUid")] = None
    """Reference to the customer."""

    customer_type: Annotated[CustomerType | None, Field(alias="customerType")] = None
    """Kind of customer."""

    email: Email | None = None
    """Email address."""

    external_id: Annotated[str | None, Field(alias="externalId")] = None
    """Id in a system outside Flow Retail."""

    firstname: str | None = None
    """First name."""

    last_modified_at: Annotated[WireDateTime | None, Field(alias="lastModifiedAt")] = None
    """When the customer was last changed."""

    lastname: str | None = None
    """Last name."""

    ledger_number: Annotated[str | None, Field(alias="ledgerNumber")] = None
    """Number in the ledger."""

    mobile: str | None = None
    """Mobile phone number."""

    postal_code: Annotated[str | None, Field(alias="postalCode")] = None
    """Postal code."""

    pricelist_uid: Annotated[str | None, Field(alias="pricelistUid")] = None
    """Price list of the customer."""

    vat_number: Annotated[str | None, Field(alias="vatNumber")] = None
    """VAT number."""

    origin: str | None = None
    """Where the customer comes from."""

    addresses: list[CustomerAddress] | None = None
    """Further addresses."""

    contacts: list[CustomerContact] | None = None
    """Persons to turn to."""

    extensions: list[CustomerExtension] | None = None
    """Extensions of the customer."""

    consents: list[CustomerConsent] | None = None
    """What the customer has consented to, or not."""

    loyalty_id: Annotated[str | None, Field(alias="loyaltyId")] = None
    """Id in the loyalty program."""

    display_name: Annotated[str | None, Field(alias="displayName")] = None
    """Name to show."""

    credit: CustomerCredit | None = None
    """Credit of the customer."""

    payment_terms: Annotated[int | None, Field(alias="paymentTerms")] = None
    """Days until an invoice is due."""

    internal_note: Annotated[str | None, Field(alias="internalNote")] = None
    """Note for the tenant's own staff."""

    account_manager: Annotated[CustomerAccountManager | None, Field(alias="accountManager")] = None
    """User of the tenant who looks after the customer."""


class CustomerAddress(Model):
    """An address of a customer."""

    address: str
    """Street address."""

    city: str
    """City."""

    company_name: Annotated[str, Field(alias="companyName")]
    """Name of the company."""

    firstname: str
    """First name."""

    lastname: str
    """Last name."""

    country_code: Annotated[str, Field(alias="countryCode")]
    """Country."""

    email: Email
    """Email address."""

    phone: str
    """Phone number."""

    postal_code: Annotated[str, Field(alias="postalCode")]
    """Postal code."""

    type: AddressType
    """What the address is for."""

    customer_address_uid: Annotated[str, Field(alias="customerAddressUid")]
    """Reference to the address."""

    display_name: Annotated[str, Field(alias="displayName")]
    """Name to show."""


class CustomerContact(Model):
    """A person to turn to at a customer."""

    firstname: str
    """First name."""

    lastname: str
    """Last name."""

    email: Email
    """Email address."""

    mobile: str
    """Mobile phone number."""

    created_at: Annotated[WireDateTime, Field(alias="createdAt")]
    """When the contact was created."""

    last_modified_at: Annotated[WireDateTime, Field(alias="lastModifiedAt")]
    """When the contact was last changed."""

    customer_contact_uid: Annotated[str, Field(alias="customerContactUid")]
    """Reference to the contact."""

    extensions: list[CustomerExtension]
    """Extensions of the contact."""

    display_name: Annotated[str, Field(alias="displayName")]
    """Name to show."""


class CustomerExtension(Model):
    """An extension that a customer or a contact has."""

    extension_code: Annotated[CustomerExtensionCode | None, Field(alias="extensionCode")] = None
    """The extension."""

    organization_uid: Annotated[str | None, Field(alias="organizationUid")] = None
    """Reference to the organization."""


class CustomerConsent(Model):
    """What a customer said to one of the tenant's consents."""

    consent_uid: Annotated[str | None, Field(alias="consentUid")] = None
    """Reference to the consent."""

    name: str | None = None
    """Name of the consent."""

    status: bool | None = None
    """Whether it is given."""

    source: str | None = None
    """Where the status comes from."""

    created_at: Annotated[WireDateTime | None, Field(alias="createdAt")] = None
    """When the status was recorded."""


class CustomerCredit(Model):
    """The credit of a customer, as amounts."""

    limit: int | float | None = None
    """Highest credit."""

    balance: int | float | None = None
    """Balance."""


class CustomerAccountManager(Model):
    """The user who looks after a customer."""

    tenant_user_uid: Annotated[str | None, Field(alias="tenantUserUid")] = None
    """Reference to the user."""

    display_name: Annotated[str | None, Field(alias="displayName")] = None
    """Name to show."""

    user_code: Annotated[str | None, Field(alias="userCode")] = None
    """Code of the user."""


class StoreCustomer(Model):
    """A customer with what belongs to one store only."""

    address: str
    """Street address."""

    city: str
    """City."""

    company_name: Annotated[str | None, Field(alias="companyName")] = None
    """Name of the company."""

    country_code: Annotated[str | None, Field(alias="countryCode")] = None
    """Country."""

    created_at: Annotated[WireDateTime | None, Field(alias="createdAt")] = None
    """When the customer was created."""

    customer_uid: Annotated[str | None, Field(alias="customerUid")] = None
    """Reference to the customer."""

    customer_type: Annotated[CustomerType | None, Field(alias="customerType")] = None
    """Kind of customer."""

    email: Email | None = None
    """Email address."""

    external_id: Annotated[str | None, Field(alias="externalId")] = None
    """Id in a system outside Flow Retail."""

    firstname: str | None = None
    """First name."""

    last_modified_at: Annotated[WireDateTime | None, Field(alias="lastModifiedAt")] = None
    """When the customer was last changed."""

    lastname: str | None = None
    """Last name."""

    ledger_number: Annotated[str | None, Field(alias="ledgerNumber")] = None
    """Number in the ledger."""

    mobile: str | None = None
    """Mobile phone number."""

    postal_code: Annotated[str | None, Field(alias="postalCode")] = None
    """Postal code."""

    pricelist_uid: Annotated[str | None, Field(alias="pricelistUid")] = None
    """Price list of the customer."""

    vat_number: Annotated[str | None, Field(alias="vatNumber")] = None
    """VAT number."""

    origin: str | None = None
    """Where the customer comes from."""

    addresses: list[CustomerAddress] | None = None
    """Further addresses."""

    contacts: list[CustomerContact] | None = None
    """Persons to turn to."""

    extensions: list[CustomerExtension] | None = None
    """Extensions of the customer."""

    consents: list[CustomerConsent] | None = None
    """What the customer has consented to, or not."""

    loyalty_id: Annotated[str | None, Field(alias="loyaltyId")] = None
    """Id in the loyalty program."""

    display_name: Annotated[str | None, Field(alias="displayName")] = None
    """Name to show."""

    credit: CustomerCredit | None = None
    """Credit of the customer."""

    payment_terms: Annotated[int | None, Field(alias="paymentTerms")] = None
    """Days until an invoice is due."""

    internal_note: Annotated[str | None, Field(alias="internalNote")] = None
    """Note for the tenant's own staff."""

    account_manager: Annotated[CustomerAccountManager | None, Field(alias="accountManager")] = None
    """User of the tenant who looks after the customer."""


class CustomerListResponse(Model):
    """One page of customers."""

    items: list[Customer]
    """The customers of this page."""

    paging: Paging
    """Where this page stands in the list."""


class CustomerExternalListResponse(Model):
    """One page of customers of the outside system."""

    items: list[dict[str, Any]]
    """The customers of this page."""

    paging: Paging
    """Where this page stands in the list."""
