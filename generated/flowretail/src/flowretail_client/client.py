"""The client, synchronous and asynchronous.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

import os
from functools import cached_property
from typing import Unpack

from ._runtime import AsyncBaseClient, AsyncClientOptions, BaseClient, Bearer, ClientOptions, Credential, TokenProvider
from .customers import AsyncCustomers, Customers

__all__ = ["AsyncFlowRetail", "FlowRetail"]


class FlowRetail(BaseClient):
    """A client of Flow Retail; use it with ``with``, or close it at the end.

    Args:
        access_token: By default what the environment variable FLOWRETAIL_ACCESS_TOKEN holds.
        auth_token: By default what the environment variable FLOWRETAIL_AUTH_TOKEN holds.
        integration_token: By default what the environment variable FLOWRETAIL_INTEGRATION_TOKEN holds.
        base_url: Where the API lives.
        options: Time limits, retries, validation, transport; see ClientOptions.
    """

    def __init__(
        self,
        *,
        access_token: str | TokenProvider | None = None,
        auth_token: str | TokenProvider | None = None,
        integration_token: str | TokenProvider | None = None,
        base_url: str = "https://api.flowretail.com/v2",
        **options: Unpack[ClientOptions],
    ) -> None:
        super().__init__(base_url, _credentials(access_token, auth_token, integration_token), **options)

    @cached_property
    def customers(self) -> Customers:
        """Operations on customers."""
        return Customers(self)


class AsyncFlowRetail(AsyncBaseClient):
    """An asynchronous client of Flow Retail; use it with ``async with``, or close it at the end.

    Args:
        access_token: By default what the environment variable FLOWRETAIL_ACCESS_TOKEN holds.
        auth_token: By default what the environment variable FLOWRETAIL_AUTH_TOKEN holds.
        integration_token: By default what the environment variable FLOWRETAIL_INTEGRATION_TOKEN holds.
        base_url: Where the API lives.
        options: Time limits, retries, validation, transport; see ClientOptions.
    """

    def __init__(
        self,
        *,
        access_token: str | TokenProvider | None = None,
        auth_token: str | TokenProvider | None = None,
        integration_token: str | TokenProvider | None = None,
        base_url: str = "https://api.flowretail.com/v2",
        **options: Unpack[AsyncClientOptions],
    ) -> None:
        super().__init__(base_url, _credentials(access_token, auth_token, integration_token), **options)

    @cached_property
    def customers(self) -> AsyncCustomers:
        """Operations on customers."""
        return AsyncCustomers(self)


def _credentials(
    access_token: str | TokenProvider | None,
    auth_token: str | TokenProvider | None,
    integration_token: str | TokenProvider | None,
) -> dict[str, Credential]:
    found: dict[str, Credential] = {}
    access_token = access_token or os.environ.get("FLOWRETAIL_ACCESS_TOKEN")
    if access_token:
        found["accessToken"] = Bearer(access_token)
    auth_token = auth_token or os.environ.get("FLOWRETAIL_AUTH_TOKEN")
    if auth_token:
        found["authToken"] = Bearer(auth_token)
    integration_token = integration_token or os.environ.get("FLOWRETAIL_INTEGRATION_TOKEN")
    if integration_token:
        found["integrationToken"] = Bearer(integration_token)
    return found
