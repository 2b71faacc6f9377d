"""Dictionaries that may be passed in place of models.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Required, TypedDict

from .models import UID, CustomerEhf, CustomerType, Email

__all__ = ["CustomerBatchChangeParams", "CustomerBatchDeletionParams", "CustomerCreateParams", "CustomerEhfParams"]


class CustomerEhfParams(TypedDict, total=False):
    """CustomerEhf as a dictionary, with the names on the wire."""

    enabled: bool


class CustomerCreateParams(TypedDict, total=False):
    """CustomerCreate as a dictionary, with the names on the wire."""

    address: str
    city: str
    companyName: str
    countryCode: str
    customerType: CustomerType
    email: Email
    externalId: str
    firstname: str
    lastname: str
    ledgerNumber: str
    mobile: str
    postalCode: str
    vatNumber: str
    pricelistUid: str
    origin: str
    loyaltyId: str
    paymentTerms: int
    internalNote: str
    ehfEnabled: bool
    ehf: CustomerEhf | CustomerEhfParams
    customerGroupUids: Sequence[str]
    defaultStoreUid: UID
    customerUid: UID


class CustomerBatchChangeParams(TypedDict, total=False):
    """CustomerBatchChange as a dictionary, with the names on the wire."""

    address: str
    city: str
    companyName: str
    countryCode: str
    customerType: CustomerType
    email: Email
    externalId: str
    firstname: str
    lastname: str
    ledgerNumber: str
    mobile: str
    postalCode: str
    vatNumber: str
    pricelistUid: str
    origin: str
    loyaltyId: str
    paymentTerms: int
    internalNote: str
    ehfEnabled: bool
    ehf: CustomerEhf | CustomerEhfParams
    customerGroupUids: Sequence[str]
    defaultStoreUid: UID
    customerUid: Required[UID]


class CustomerBatchDeletionParams(TypedDict, total=False):
    """CustomerBatchDeletion as a dictionary, with the names on the wire."""

    customerUid: Required[UID]
