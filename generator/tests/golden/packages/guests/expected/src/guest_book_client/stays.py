"""Operations on stays.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

import builtins
from datetime import date
from uuid import UUID

from ._runtime import OMIT, Answer, AsyncResource, Omit, Operation, Options, Parameter, Resource
from .models import Stay

__all__ = ["AsyncStays", "Stays"]

LIST: Operation[list[Stay]] = Operation(
    "stays.list",
    "GET",
    "/guests/{guestId}/stays",
    answers=(Answer("200", "application/json", list[Stay]),),
    parameters=(
        Parameter("guestId", "path", style="simple", explode=False, required=True),
        Parameter("after", "query"),
    ),
)


class Stays(Resource):
    """Operations on stays."""

    def list(self, guest_id: UUID, *, after: date | Omit = OMIT, options: Options | None = None) -> builtins.list[Stay]:
        """List the stays of a guest.

        ``GET /guests/{guestId}/stays``

        Args:
            guest_id: Which guest.
            after: Stays that begin later.
            options: Choices for this call alone.

        Returns:
            All stays.
        """
        return self._call(LIST, path={"guestId": guest_id}, query={"after": after}, options=options)


class AsyncStays(AsyncResource):
    """The asynchronous twin of :class:`Stays`."""

    async def list(
        self, guest_id: UUID, *, after: date | Omit = OMIT, options: Options | None = None
    ) -> builtins.list[Stay]:
        """List the stays of a guest.

        See :meth:`Stays.list`.
        """
        return await self._call(LIST, path={"guestId": guest_id}, query={"after": after}, options=options)
