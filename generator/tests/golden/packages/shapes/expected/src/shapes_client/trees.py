"""Operations on trees.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from collections.abc import Mapping

from ._runtime import OMIT, Answer, AsyncResource, Omit, Operation, Options, Parameter, Resource
from .models import Tree

__all__ = ["AsyncTrees", "Trees"]

GET: Operation[Tree | list[Tree]] = Operation(
    "trees.get",
    "GET",
    "/trees",
    answers=(Answer("200", "application/json", Tree), Answer("206", "application/json", list[Tree]), Answer("5XX")),
    parameters=(
        Parameter("depth", "query"),
        Parameter("filter", "query", style="deepObject"),
        Parameter("point", "query"),
    ),
)


class Trees(Resource):
    """Operations on trees."""

    def get(
        self,
        *,
        depth: int | None | Omit = OMIT,
        filter: Mapping[str, str] | Omit = OMIT,
        point: tuple[float, float] | Omit = OMIT,
        options: Options | None = None,
    ) -> Tree | list[Tree]:
        """Get a tree.

        ``GET /trees``

        Args:
            depth: Sent as ``depth``.
            filter: Sent as ``filter``.
            point: Sent as ``point``.
            options: Choices for this call alone.

        Returns:
            The tree. A part of it.

        Raises:
            ServerError: Not now (5XX).
        """
        return self._call(GET, query={"depth": depth, "filter": filter, "point": point}, options=options)


class AsyncTrees(AsyncResource):
    """The asynchronous twin of :class:`Trees`."""

    async def get(
        self,
        *,
        depth: int | None | Omit = OMIT,
        filter: Mapping[str, str] | Omit = OMIT,
        point: tuple[float, float] | Omit = OMIT,
        options: Options | None = None,
    ) -> Tree | list[Tree]:
        """Get a tree.

        See :meth:`Trees.get`.
        """
        return await self._call(GET, query={"depth": depth, "filter": filter, "point": point}, options=options)
