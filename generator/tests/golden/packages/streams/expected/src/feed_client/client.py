"""The client, synchronous and asynchronous.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from functools import cached_property
from typing import Unpack

from ._runtime import AsyncBaseClient, AsyncClientOptions, BaseClient, ClientOptions, Credential
from .feed import AsyncFeedResource, FeedResource

__all__ = ["AsyncFeed", "Feed"]


class Feed(BaseClient):
    """A client of Feed; use it with ``with``, or close it at the end.

    Args:
        base_url: Where the API lives.
        options: Time limits, retries, validation, transport; see ClientOptions.
    """

    def __init__(self, *, base_url: str = "https://feed.example.com", **options: Unpack[ClientOptions]) -> None:
        super().__init__(base_url, _credentials(), **options)

    @cached_property
    def feed(self) -> FeedResource:
        """Operations on feed."""
        return FeedResource(self)


class AsyncFeed(AsyncBaseClient):
    """An asynchronous client of Feed; use it with ``async with``, or close it at the end.

    Args:
        base_url: Where the API lives.
        options: Time limits, retries, validation, transport; see ClientOptions.
    """

    def __init__(self, *, base_url: str = "https://feed.example.com", **options: Unpack[AsyncClientOptions]) -> None:
        super().__init__(base_url, _credentials(), **options)

    @cached_property
    def feed(self) -> AsyncFeedResource:
        """Operations on feed."""
        return AsyncFeedResource(self)


def _credentials() -> dict[str, Credential]:
    found: dict[str, Credential] = {}
    return found
