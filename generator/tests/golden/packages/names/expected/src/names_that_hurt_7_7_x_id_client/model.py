"""Operations on model.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

import builtins
import datetime as dt
from datetime import date

from ._runtime import OMIT, Answer, AsyncResource, Omit, Operation, Options, Parameter, Resource
from .models import Operation as Operation_

__all__ = ["AsyncModelResource", "ModelResource"]

LIST: Operation[list[Operation_]] = Operation(
    "model.list", "GET", "/list", answers=(Answer("200", "application/json", list[Operation_]),)
)

DATE: Operation[list[date]] = Operation(
    "model.date",
    "GET",
    "/date",
    answers=(Answer("200", "application/json", list[date]),),
    parameters=(Parameter("date", "query"),),
)

OMIT_2: Operation[str] = Operation(
    "model.omit", "GET", "/omit", answers=(Answer("200", "text/plain", str), Answer("404"))
)


class ModelResource(Resource):
    """Operations on model."""

    def list(self, *, options: Options | None = None) -> builtins.list[Operation_]:
        """List.

        ``GET /list``

        Args:
            options: Choices for this call alone.

        Returns:
            All.
        """
        return self._call(LIST, options=options)

    def date(self, *, date: dt.date | Omit = OMIT, options: Options | None = None) -> builtins.list[dt.date]:
        """A method called as a type.

        ``GET /date``

        Args:
            date: Sent as ``date``.
            options: Choices for this call alone.

        Returns:
            A day.
        """
        return self._call(DATE, query={"date": date}, options=options)

    def omit(self, *, options: Options | None = None) -> str:
        """A method called as a constant.

        ``GET /omit``

        Args:
            options: Choices for this call alone.

        Returns:
            A text.

        Raises:
            NotFound: Status 404.
        """
        return self._call(OMIT_2, options=options)


class AsyncModelResource(AsyncResource):
    """The asynchronous twin of :class:`ModelResource`."""

    async def list(self, *, options: Options | None = None) -> builtins.list[Operation_]:
        """List.

        See :meth:`ModelResource.list`.
        """
        return await self._call(LIST, options=options)

    async def date(self, *, date: dt.date | Omit = OMIT, options: Options | None = None) -> builtins.list[dt.date]:
        """A method called as a type.

        See :meth:`ModelResource.date`.
        """
        return await self._call(DATE, query={"date": date}, options=options)

    async def omit(self, *, options: Options | None = None) -> str:
        """A method called as a constant.

        See :meth:`ModelResource.omit`.
        """
        return await self._call(OMIT_2, options=options)
