"""A client as the generator writes them, by hand and small: the fixture of the runtime's tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal, TypeAlias, Unpack

from pydantic import Field
from truespec.runtime import (
    OMIT,
    Answer,
    AsyncBaseClient,
    AsyncClientOptions,
    AsyncPager,
    AsyncResource,
    BaseClient,
    ClientOptions,
    Credential,
    HeaderSet,
    Model,
    Omit,
    Operation,
    Options,
    Pager,
    Paging,
    Parameter,
    Resource,
)

__all__ = ["AsyncGuestbook", "Guest", "GuestList", "Guestbook", "Problem", "Stay"]

Tier: TypeAlias = Literal["member", "gold"] | str  # noqa: PYI051  # open: the known words, and any other


class Stay(Model):
    """A stay."""

    nights: int
    room: str | None = None


class Guest(Model):
    """A guest."""

    id: str
    size: int
    first_name: str | None = Field(default=None, validation_alias="firstName", serialization_alias="firstName")
    born: date | None = None
    seen: datetime | None = None
    tier: Tier | None = None
    stays: list[Stay] | None = None
    marks: dict[str, int] | None = None
    home: Stay | None = None


class GuestList(Model):
    """A page of guests."""

    guests: list[Guest]
    total: int | None = None


class Problem(Model):
    """What is wrong."""

    code: str
    message: str | None = None


_KEYS = (("Key", "Secret"),)
_PROBLEM = Answer("4XX", "application/json", Problem)
GET: Operation[Guest] = Operation(
    "guests.get",
    "GET",
    "/guests/{guestId}",
    answers=(Answer("200", "application/json", Guest), _PROBLEM),
    parameters=(Parameter("guestId", "path", "simple", explode=False, required=True),),
    security=_KEYS,
)
LIST: Operation[GuestList] = Operation(
    "guests.list",
    "GET",
    "/guests",
    answers=(Answer("200", "application/json", GuestList),),
    parameters=(Parameter("labels", "query", explode=False), Parameter("page", "query"), Parameter("limit", "query")),
    security=_KEYS,
    paging=Paging(page="page", size="limit", items=("guests",), total_items=("total",), default_size=2),
)
CREATE: Operation[Guest] = Operation(
    "guests.create",
    "POST",
    "/guests",
    answers=(Answer("201", "application/json", Guest), _PROBLEM),
    body="application/json",
    security=_KEYS,
)
DELETE: Operation[None] = Operation(
    "guests.delete",
    "DELETE",
    "/guests/{guestId}",
    answers=(Answer("204"),),
    parameters=(Parameter("guestId", "path", "simple", explode=False, required=True),),
    idempotent=True,
    security=_KEYS,
)


class Guests(Resource):
    """Guests."""

    def get(self, guest_id: str, *, options: Options | None = None) -> Guest:
        """Get a guest."""
        return self._call(GET, path={"guestId": guest_id}, options=options)

    def list(
        self,
        *,
        labels: Sequence[str] | Omit = OMIT,
        page: int | Omit = OMIT,
        limit: int | Omit = OMIT,
        max_items: int | None = None,
        options: Options | None = None,
    ) -> Pager[Guest]:
        """List guests."""
        query = {"labels": labels, "page": page, "limit": limit}
        return self._pages(LIST, query=query, max_items=max_items, options=options)

    def create(
        self,
        *,
        first_name: str | Omit | None = OMIT,
        home: Stay | dict[str, Any] | Omit | None = OMIT,
        options: Options | None = None,
    ) -> Guest:
        """Create a guest."""
        return self._call(CREATE, body={"firstName": first_name, "home": home}, options=options)

    def delete(self, guest_id: str, *, options: Options | None = None) -> None:
        """Delete a guest."""
        return self._call(DELETE, path={"guestId": guest_id}, options=options)


class AsyncGuests(AsyncResource):
    """Guests."""

    async def get(self, guest_id: str, *, options: Options | None = None) -> Guest:
        """Get a guest."""
        return await self._call(GET, path={"guestId": guest_id}, options=options)

    def list(
        self,
        *,
        labels: Sequence[str] | Omit = OMIT,
        page: int | Omit = OMIT,
        limit: int | Omit = OMIT,
        max_items: int | None = None,
        options: Options | None = None,
    ) -> AsyncPager[Guest]:
        """List guests."""
        query = {"labels": labels, "page": page, "limit": limit}
        return self._pages(LIST, query=query, max_items=max_items, options=options)

    async def create(self, *, first_name: str | Omit | None = OMIT, options: Options | None = None) -> Guest:
        """Create a guest."""
        return await self._call(CREATE, body={"firstName": first_name}, options=options)


def _credentials(key: str, secret: str) -> dict[str, Credential]:
    return {"Key": HeaderSet({"X-Api-Key": key}), "Secret": HeaderSet({"X-Api-Secret": secret})}


class Guestbook(BaseClient):
    """A synchronous client."""

    def __init__(
        self,
        key: str = "key-canary",
        secret: str = "secret-canary",  # noqa: S107  # the tests look for it where it must not be
        base_url: str = "http://guests.test/v1",
        **options: Unpack[ClientOptions],
    ) -> None:
        super().__init__(base_url, _credentials(key, secret), **options)

    @cached_property
    def guests(self) -> Guests:
        """Guests."""
        return Guests(self)


class AsyncGuestbook(AsyncBaseClient):
    """An asynchronous client."""

    def __init__(
        self,
        key: str = "key-canary",
        secret: str = "secret-canary",  # noqa: S107  # as above
        base_url: str = "http://guests.test/v1",
        **options: Unpack[AsyncClientOptions],
    ) -> None:
        super().__init__(base_url, _credentials(key, secret), **options)

    @cached_property
    def guests(self) -> AsyncGuests:
        """Guests."""
        return AsyncGuests(self)
