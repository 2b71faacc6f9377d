"""Operations on guests.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from typing_extensions import deprecated

from ._runtime import (
    OMIT,
    Answer,
    AsyncPager,
    AsyncResource,
    Omit,
    Operation,
    Options,
    Pager,
    Paging,
    Parameter,
    Resource,
)
from .models import Address, Guest, GuestPage, NewGuest, Problem, Tier
from .params import AddressParams, NewGuestParams

__all__ = ["AsyncGuests", "Guests"]

LIST: Operation[GuestPage] = Operation(
    "guests.list",
    "GET",
    "/guests",
    answers=(Answer("200", "application/json", GuestPage), Answer("401", "application/json", Problem)),
    parameters=(
        Parameter("q", "query"),
        Parameter("labels", "query", explode=False),
        Parameter("page", "query", default=1),
        Parameter("limit", "query", default=20),
    ),
    idempotent=True,
    security=(("token",),),
    paging=Paging(page="page", size="limit", default_size=20, items=("guests",), total_items=("total",)),
)

CREATE: Operation[Guest] = Operation(
    "guests.create",
    "POST",
    "/guests",
    answers=(
        Answer("201", "application/json", Guest),
        Answer("409", "application/json", Problem),
        Answer("422", "application/json", Problem),
    ),
    body="application/json",
    security=(("token",),),
)

GET: Operation[Guest] = Operation(
    "guests.get",
    "GET",
    "/guests/{guestId}",
    answers=(Answer("200", "application/json", Guest), Answer("404")),
    parameters=(Parameter("guestId", "path", style="simple", explode=False, required=True),),
    security=(("token",),),
)

UPDATE: Operation[Guest] = Operation(
    "guests.update",
    "PATCH",
    "/guests/{guestId}",
    answers=(Answer("200", "application/json", Guest), Answer("404")),
    parameters=(Parameter("guestId", "path", style="simple", explode=False, required=True),),
    body="application/json",
    security=(("token",),),
)

DELETE: Operation[None] = Operation(
    "guests.delete",
    "DELETE",
    "/guests/{guestId}",
    answers=(Answer("204"), Answer("404")),
    parameters=(Parameter("guestId", "path", style="simple", explode=False, required=True),),
    idempotent=True,
    security=(("token",),),
)


class Guests(Resource):
    """Operations on guests."""

    def list(
        self,
        *,
        q: str | Omit = OMIT,
        labels: Sequence[str] | Omit = OMIT,
        page: int | Omit = OMIT,
        limit: int | Omit = OMIT,
        max_items: int | None = None,
        options: Options | None = None,
    ) -> Pager[Guest]:
        """List guests.

        ``GET /guests``

        Args:
            q: Part of a name.
            labels: Labels of which a guest has one.
            page: Which page, from 1. The walk over the pages begins here.
            limit: Guests a page holds.
            max_items: End after this many items; None: all of them.
            options: Choices for this call alone.

        Returns:
            The items, page after page as they are asked for; ``pages()`` gives the pages.

        Raises:
            Unauthorized: No token or a bad one (401).
        """
        return self._pages(
            LIST, query={"q": q, "labels": labels, "page": page, "limit": limit}, max_items=max_items, options=options
        )

    def create(
        self,
        *,
        first_name: str,
        email: str | None | Omit = OMIT,
        born: date | Omit = OMIT,
        tier: Tier | Omit = OMIT,
        address: Address | AddressParams | Omit = OMIT,
        companions: Sequence[NewGuest | NewGuestParams] | Omit = OMIT,
        options: Options | None = None,
    ) -> Guest:
        """Make a guest.

        ``POST /guests``

        Args:
            first_name: First name.
            email: Electronic address.
            born: Day of birth.
            tier: Sent as ``tier``.
            address: Sent as ``address``.
            companions: Who comes along.
            options: Choices for this call alone.

        Returns:
            The new guest.

        Raises:
            Conflict: Another guest has this address (409).
            Invalid: A field does not fit (422).
        """
        return self._call(
            CREATE,
            body={
                "firstName": first_name,
                "email": email,
                "born": born,
                "tier": tier,
                "address": address,
                "companions": companions,
            },
            options=options,
        )

    def get(self, guest_id: UUID, *, options: Options | None = None) -> Guest:
        """Get a guest.

        ``GET /guests/{guestId}``

        Args:
            guest_id: Which guest.
            options: Choices for this call alone.

        Returns:
            The guest.

        Raises:
            NotFound: No such guest (404).
        """
        return self._call(GET, path={"guestId": guest_id}, options=options)

    def update(
        self,
        guest_id: UUID,
        *,
        first_name: str | Omit = OMIT,
        email: str | None | Omit = OMIT,
        date: date | None | Omit = OMIT,
        options: Options | None = None,
    ) -> Guest:
        """Change some fields of a guest.

        A field that is left out stays; null clears it.

        ``PATCH /guests/{guestId}``

        Args:
            guest_id: Which guest.
            first_name: First name.
            email: Electronic address.
            date: Day of the last visit.
            options: Choices for this call alone.

        Returns:
            The guest as it is now.

        Raises:
            NotFound: No such guest (404).
        """
        return self._call(
            UPDATE,
            path={"guestId": guest_id},
            body={"firstName": first_name, "email": email, "date": date},
            options=options,
        )

    @deprecated("The API deprecates this operation.")
    def delete(self, guest_id: UUID, *, options: Options | None = None) -> None:
        """Forget a guest.

        The API deprecates this operation.

        ``DELETE /guests/{guestId}``

        Args:
            guest_id: Which guest.
            options: Choices for this call alone.

        Raises:
            NotFound: No such guest (404).
        """
        self._call(DELETE, path={"guestId": guest_id}, options=options)


class AsyncGuests(AsyncResource):
    """The asynchronous twin of :class:`Guests`."""

    def list(
        self,
        *,
        q: str | Omit = OMIT,
        labels: Sequence[str] | Omit = OMIT,
        page: int | Omit = OMIT,
        limit: int | Omit = OMIT,
        max_items: int | None = None,
        options: Options | None = None,
    ) -> AsyncPager[Guest]:
        """List guests.

        See :meth:`Guests.list`.
        """
        return self._pages(
            LIST, query={"q": q, "labels": labels, "page": page, "limit": limit}, max_items=max_items, options=options
        )

    async def create(
        self,
        *,
        first_name: str,
        email: str | None | Omit = OMIT,
        born: date | Omit = OMIT,
        tier: Tier | Omit = OMIT,
        address: Address | AddressParams | Omit = OMIT,
        companions: Sequence[NewGuest | NewGuestParams] | Omit = OMIT,
        options: Options | None = None,
    ) -> Guest:
        """Make a guest.

        See :meth:`Guests.create`.
        """
        return await self._call(
            CREATE,
            body={
                "firstName": first_name,
                "email": email,
                "born": born,
                "tier": tier,
                "address": address,
                "companions": companions,
            },
            options=options,
        )

    async def get(self, guest_id: UUID, *, options: Options | None = None) -> Guest:
        """Get a guest.

        See :meth:`Guests.get`.
        """
        return await self._call(GET, path={"guestId": guest_id}, options=options)

    async def update(
        self,
        guest_id: UUID,
        *,
        first_name: str | Omit = OMIT,
        email: str | None | Omit = OMIT,
        date: date | None | Omit = OMIT,
        options: Options | None = None,
    ) -> Guest:
        """Change some fields of a guest.

        See :meth:`Guests.update`.
        """
        return await self._call(
            UPDATE,
            path={"guestId": guest_id},
            body={"firstName": first_name, "email": email, "date": date},
            options=options,
        )

    @deprecated("The API deprecates this operation.")
    async def delete(self, guest_id: UUID, *, options: Options | None = None) -> None:
        """Forget a guest.

        See :meth:`Guests.delete`.
        """
        await self._call(DELETE, path={"guestId": guest_id}, options=options)
