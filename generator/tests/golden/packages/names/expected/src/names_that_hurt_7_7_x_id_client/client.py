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
    Bearer,
    ClientOptions,
    Credential,
    HeaderKey,
    TokenProvider,
)
from .con_2 import AsyncCon, Con
from .model import AsyncModelResource, ModelResource

__all__ = ["AsyncNamesThatHurt77XId", "NamesThatHurt77XId"]


class NamesThatHurt77XId(BaseClient):
    """A client of Names \"\"\" that 'hurt' \\ {{ 7*7 }} ${x} `id`; use it with ``with``, or close it at the end.

    Args:
        key_1: By default what the environment variable NAMES_THAT_HURT_7_7_X_ID_KEY_1 holds.
        timeout_2: By default what the environment variable NAMES_THAT_HURT_7_7_X_ID_TIMEOUT_2 holds.
        base_url: Where the API lives.
        options: Time limits, retries, validation, transport; see ClientOptions.
    """

    def __init__(
        self,
        *,
        key_1: str | None = None,
        timeout_2: str | TokenProvider | None = None,
        base_url: str = "https://api.example.com/v1",
        **options: Unpack[ClientOptions],
    ) -> None:
        super().__init__(base_url, _credentials(key_1, timeout_2), **options)

    @cached_property
    def con(self) -> Con:
        """Operations on con."""
        return Con(self)

    @cached_property
    def model(self) -> ModelResource:
        """Operations on model."""
        return ModelResource(self)


class AsyncNamesThatHurt77XId(AsyncBaseClient):
    """An asynchronous client of Names \"\"\" that 'hurt' \\ {{ 7*7 }} ${x} `id`; use it with ``async with``, or
    close it at the end.

    Args:
        key_1: By default what the environment variable NAMES_THAT_HURT_7_7_X_ID_KEY_1 holds.
        timeout_2: By default what the environment variable NAMES_THAT_HURT_7_7_X_ID_TIMEOUT_2 holds.
        base_url: Where the API lives.
        options: Time limits, retries, validation, transport; see ClientOptions.
    """

    def __init__(
        self,
        *,
        key_1: str | None = None,
        timeout_2: str | TokenProvider | None = None,
        base_url: str = "https://api.example.com/v1",
        **options: Unpack[AsyncClientOptions],
    ) -> None:
        super().__init__(base_url, _credentials(key_1, timeout_2), **options)

    @cached_property
    def con(self) -> AsyncCon:
        """Operations on con."""
        return AsyncCon(self)

    @cached_property
    def model(self) -> AsyncModelResource:
        """Operations on model."""
        return AsyncModelResource(self)


def _credentials(key_1: str | None, timeout_2: str | TokenProvider | None) -> dict[str, Credential]:
    found: dict[str, Credential] = {}
    key_1 = key_1 or os.environ.get("NAMES_THAT_HURT_7_7_X_ID_KEY_1")
    if key_1:
        found["key.1"] = HeaderKey("X-Key", key_1)
    timeout_2 = timeout_2 or os.environ.get("NAMES_THAT_HURT_7_7_X_ID_TIMEOUT_2")
    if timeout_2:
        found["timeout"] = Bearer(timeout_2)
    return found
