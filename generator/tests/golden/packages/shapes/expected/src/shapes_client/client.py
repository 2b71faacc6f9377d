"""The client, synchronous and asynchronous.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from functools import cached_property
from typing import Unpack

from ._runtime import AsyncBaseClient, AsyncClientOptions, BaseClient, ClientOptions, Credential
from .pets import AsyncPets, Pets
from .shapes import AsyncShapesResource, ShapesResource
from .trees import AsyncTrees, Trees

__all__ = ["AsyncShapes", "Shapes"]


class Shapes(BaseClient):
    """A client of Shapes; use it with ``with``, or close it at the end.

    Args:
        base_url: Where the API lives.
        options: Time limits, retries, validation, transport; see ClientOptions.
    """

    def __init__(self, *, base_url: str = "https://shapes.example", **options: Unpack[ClientOptions]) -> None:
        super().__init__(base_url, _credentials(), **options)

    @cached_property
    def pets(self) -> Pets:
        """Operations on pets."""
        return Pets(self)

    @cached_property
    def shapes(self) -> ShapesResource:
        """Operations on shapes."""
        return ShapesResource(self)

    @cached_property
    def trees(self) -> Trees:
        """Operations on trees."""
        return Trees(self)


class AsyncShapes(AsyncBaseClient):
    """An asynchronous client of Shapes; use it with ``async with``, or close it at the end.

    Args:
        base_url: Where the API lives.
        options: Time limits, retries, validation, transport; see ClientOptions.
    """

    def __init__(self, *, base_url: str = "https://shapes.example", **options: Unpack[AsyncClientOptions]) -> None:
        super().__init__(base_url, _credentials(), **options)

    @cached_property
    def pets(self) -> AsyncPets:
        """Operations on pets."""
        return AsyncPets(self)

    @cached_property
    def shapes(self) -> AsyncShapesResource:
        """Operations on shapes."""
        return AsyncShapesResource(self)

    @cached_property
    def trees(self) -> AsyncTrees:
        """Operations on trees."""
        return AsyncTrees(self)


def _credentials() -> dict[str, Credential]:
    found: dict[str, Credential] = {}
    return found
