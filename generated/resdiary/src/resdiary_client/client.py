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
    Bearer,
    ClientOptions,
    Credential,
    TokenProvider,
    from_environment,
)
from .customers import AsyncCustomers, Customers

__all__ = ["AsyncResDiary", "ResDiary"]


class ResDiary(BaseClient):
    """A client of ResDiary; use it with ``with``, or close it at the end.

    Args:
        token: By default what the environment variable RESDIARY_TOKEN holds.
        base_url: Where the API lives.
        options: Time limits, retries, validation, transport; see ClientOptions.
    """

    def __init__(
        self,
        *,
        token: str | TokenProvider | None = None,
        base_url: str = "https://api.resdiary.com",
        **options: Unpack[ClientOptions],
    ) -> None:
        super().__init__(base_url, _credentials(token), **options)

    @cached_property
    def customers(self) -> Customers:
        """Operations on customers."""
        return Customers(self)


class AsyncResDiary(AsyncBaseClient):
    """An asynchronous client of ResDiary; use it with ``async with``, or close it at the end.

    Args:
        token: By default what the environment variable RESDIARY_TOKEN holds.
        base_url: Where the API lives.
        options: Time limits, retries, validation, transport; see ClientOptions.
    """

    def __init__(
        self,
        *,
        token: str | TokenProvider | None = None,
        base_url: str = "https://api.resdiary.com",
        **options: Unpack[AsyncClientOptions],
    ) -> None:
        super().__init__(base_url, _credentials(token), **options)

    @cached_property
    def customers(self) -> AsyncCustomers:
        """Operations on customers."""
        return AsyncCustomers(self)


def _credentials(token: str | TokenProvider | None) -> dict[str, Credential]:
    found: dict[str, Credential] = {}
    found["jwt"] = Bearer(token if callable(token) else from_environment(token, "RESDIARY_TOKEN"))
    return found
