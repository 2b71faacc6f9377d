"""The client, synchronous and asynchronous.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from functools import cached_property
from typing import Unpack

from ._runtime import (
    AsyncBaseClient,
    AsyncClientOptions,
    BaseClient,
    ClientOptions,
    Credential,
    HeaderKey,
    from_environment,
)
from .customers import AsyncCustomers, Customers

__all__ = ["AsyncFullwhere", "Fullwhere"]


class Fullwhere(BaseClient):
    """A client of Fullwhere; use it with ``with``, or close it at the end.

    Args:
        api_key: By default what the environment variable FULLWHERE_API_KEY holds.
        api_secret: By default what the environment variable FULLWHERE_API_SECRET holds.
        base_url: Where the API lives.
        options: Time limits, retries, validation, transport; see ClientOptions.
    """

    def __init__(
        self,
        *,
        api_key: str | None = None,
        api_secret: str | None = None,
        base_url: str = "https://api.fullwhere.com",
        **options: Unpack[ClientOptions],
    ) -> None:
        super().__init__(base_url, _credentials(api_key, api_secret), **options)

    @cached_property
    def customers(self) -> Customers:
        """Operations on customers."""
        return Customers(self)


class AsyncFullwhere(AsyncBaseClient):
    """An asynchronous client of Fullwhere; use it with ``async with``, or close it at the end.

    Args:
        api_key: By default what the environment variable FULLWHERE_API_KEY holds.
        api_secret: By default what the environment variable FULLWHERE_API_SECRET holds.
        base_url: Where the API lives.
        options: Time limits, retries, validation, transport; see ClientOptions.
    """

    def __init__(
        self,
        *,
        api_key: str | None = None,
        api_secret: str | None = None,
        base_url: str = "https://api.fullwhere.com",
        **options: Unpack[AsyncClientOptions],
    ) -> None:
        super().__init__(base_url, _credentials(api_key, api_secret), **options)

    @cached_property
    def customers(self) -> AsyncCustomers:
        """Operations on customers."""
        return AsyncCustomers(self)


def _credentials(api_key: str | None, api_secret: str | None) -> dict[str, Credential]:
    found: dict[str, Credential] = {}
    found["apiKey"] = HeaderKey("X-API-KEY", from_environment(api_key, "FULLWHERE_API_KEY"))
    found["apiSecret"] = HeaderKey("X-API-SECRET", from_environment(api_secret, "FULLWHERE_API_SECRET"))
    return found
