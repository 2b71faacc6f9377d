"""Dictionaries that may be passed in place of models.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from .models import FullwhereLanguage

__all__ = ["CustomerImportParams"]


class CustomerImportParams(TypedDict, total=False):
    """CustomerImport as a dictionary, with the names on the wire."""

    description: str | None
    company: str | None
    firstName: str | None
    lastName: str | None
    displayName: str | None
    phoneNumber: str | None
    email: str | None
    civility: str | None
    language: FullwhereLanguage | None
    metadata: Mapping[str, str]
    smsOptin: bool | None
    emailOptin: bool | None
    zenchefId: str | None
    ubereatsId: str | None
    deliverooId: str | None
    zeltyId: str | None
    sevenroomsId: str | None
    metaId: str | None
    mewsId: str | None
    oracleId: str | None
    partoucheId: str | None
    comoId: str | None
    theForkId: str | None
    chr365Id: str | None
