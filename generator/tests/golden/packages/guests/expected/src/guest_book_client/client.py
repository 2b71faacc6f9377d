"""The client, synchronous and asynchronous.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

import os
from functools import cached_property
from typing import Unpack

from ._runtime import (
    AsyncBaseClient,
    AsyncClientOptions,
    BaseClient,
    Basic,
    Bearer,
    ClientOptions,
    Credential,
    QueryKey,
    TokenProvider,
)
from .guests import AsyncGuests, Guests
from .photos import AsyncPhotos, Photos
from .stays import AsyncStays, Stays

__all__ = ["AsyncGuestBook", "GuestBook"]


class GuestBook(BaseClient):
    """A client of Guest Book; use it with ``with``, or close it at the end.

    Args:
        token: By default what the environment variable GUEST_BOOK_TOKEN holds.
        partner_username: By default what the environment variable GUEST_BOOK_PARTNER_USERNAME holds.
        partner_password: By default what the environment variable GUEST_BOOK_PARTNER_PASSWORD holds.
        legacy: By default what the environment variable GUEST_BOOK_LEGACY holds.
        base_url: Where the API lives.
        options: Time limits, retries, validation, transport; see ClientOptions.
    """

    def __init__(
        self,
        *,
        token: str | TokenProvider | None = None,
        partner_username: str | None = None,
        partner_password: str | None = None,
        legacy: str | None = None,
        base_url: str = "https://api.guests.example",
        **options: Unpack[ClientOptions],
    ) -> None:
        super().__init__(base_url, _credentials(token, partner_username, partner_password, legacy), **options)

    @cached_property
    def guests(self) -> Guests:
        """Operations on guests."""
        return Guests(self)

    @cached_property
    def photos(self) -> Photos:
        """Operations on photos."""
        return Photos(self)

    @cached_property
    def stays(self) -> Stays:
        """Operations on stays."""
        return Stays(self)


class AsyncGuestBook(AsyncBaseClient):
    """An asynchronous client of Guest Book; use it with ``async with``, or close it at the end.

    Args:
        token: By default what the environment variable GUEST_BOOK_TOKEN holds.
        partner_username: By default what the environment variable GUEST_BOOK_PARTNER_USERNAME holds.
        partner_password: By default what the environment variable GUEST_BOOK_PARTNER_PASSWORD holds.
        legacy: By default what the environment variable GUEST_BOOK_LEGACY holds.
        base_url: Where the API lives.
        options: Time limits, retries, validation, transport; see ClientOptions.
    """

    def __init__(
        self,
        *,
        token: str | TokenProvider | None = None,
        partner_username: str | None = None,
        partner_password: str | None = None,
        legacy: str | None = None,
        base_url: str = "https://api.guests.example",
        **options: Unpack[AsyncClientOptions],
    ) -> None:
        super().__init__(base_url, _credentials(token, partner_username, partner_password, legacy), **options)

    @cached_property
    def guests(self) -> AsyncGuests:
        """Operations on guests."""
        return AsyncGuests(self)

    @cached_property
    def photos(self) -> AsyncPhotos:
        """Operations on photos."""
        return AsyncPhotos(self)

    @cached_property
    def stays(self) -> AsyncStays:
        """Operations on stays."""
        return AsyncStays(self)


def _credentials(
    token: str | TokenProvider | None, partner_username: str | None, partner_password: str | None, legacy: str | None
) -> dict[str, Credential]:
    found: dict[str, Credential] = {}
    token = token or os.environ.get("GUEST_BOOK_TOKEN")
    if token:
        found["token"] = Bearer(token)
    partner_username = partner_username or os.environ.get("GUEST_BOOK_PARTNER_USERNAME")
    partner_password = partner_password or os.environ.get("GUEST_BOOK_PARTNER_PASSWORD")
    if partner_username and partner_password:
        found["partner"] = Basic(partner_username, partner_password)
    legacy = legacy or os.environ.get("GUEST_BOOK_LEGACY")
    if legacy:
        found["legacy"] = QueryKey("api key", legacy)
    return found
