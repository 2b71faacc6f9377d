"""Operations on shapes.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from ._runtime import OMIT, Answer, AsyncResource, File, Omit, Operation, Options, Resource
from .models import (
    Cat,
    Dog,
    Everything,
    EverythingBoth,
    EverythingNarrowed,
    EverythingNested,
    EverythingRowsItemItem,
    Json,
    Names,
    Size,
    Tree,
)
from .params import (
    CatParams,
    DogParams,
    EverythingNarrowedParams,
    EverythingNestedParams,
    EverythingRowsItemItemParams,
    PetParams,
    TreeParams,
)

__all__ = ["AsyncShapesResource", "ShapesResource"]

SEND_SHAPE: Operation[Everything] = Operation(
    "shapes.send_shape",
    "POST",
    "/shapes",
    answers=(Answer("200", "application/json", Everything),),
    body="application/json",
)


class ShapesResource(Resource):
    """Operations on shapes."""

    def send_shape(
        self,
        *,
        kind: Literal["everything"],
        level: Literal[1, 2, 3] | int | Omit = OMIT,
        flag: bool | Omit = OMIT,
        ratio: float | Omit = OMIT,
        mixed: Literal[1, "two"] | int | str | None | Omit = OMIT,
        odd: Any | Omit = OMIT,
        never: Any | Omit = OMIT,
        whatever: Any | Omit = OMIT,
        day: date,
        moment: datetime | None | Omit = OMIT,
        key: UUID | Omit = OMIT,
        price: Decimal | Omit = OMIT,
        blob: File | bytes | Omit = OMIT,
        size: int | Omit = OMIT,
        name: str | Omit = OMIT,
        clever: str | Omit = OMIT,
        tags: Sequence[str],
        point: tuple[float, float] | Omit = OMIT,
        open_point: Sequence[float | str | bool] | Omit = OMIT,
        several: str | int | None | Omit = OMIT,
        scores: Mapping[str, Sequence[int]] | Omit = OMIT,
        labelled: Mapping[str, str] | Omit = OMIT,
        pet: PetParams | Omit = OMIT,
        maybe_pet: PetParams | None | Omit = OMIT,
        pets: Sequence[PetParams] | Omit = OMIT,
        plain_pet: Cat | CatParams | Dog | DogParams | Omit = OMIT,
        narrowed: EverythingNarrowed | EverythingNarrowedParams | Omit = OMIT,
        both: EverythingBoth | Omit = OMIT,
        tree: Tree | TreeParams | Omit = OMIT,
        json_2: Json | Omit = OMIT,
        names: Names | Omit = OMIT,
        size_name: Size | Omit = OMIT,
        nested: EverythingNested | EverythingNestedParams | Omit = OMIT,
        rows: Sequence[Sequence[EverythingRowsItemItem | EverythingRowsItemItemParams]] | Omit = OMIT,
        options: Options | None = None,
    ) -> Everything:
        """Send one of everything.

        ``POST /shapes``

        Args:
            kind: Sent as ``kind``.
            level: Sent as ``level``.
            flag: Sent as ``flag``.
            ratio: Sent as ``ratio``.
            mixed: Sent as ``mixed``.
            odd: Sent as ``odd``.
            never: Sent as ``never``.
            whatever: Sent as ``whatever``.
            day: Sent as ``day``.
            moment: Sent as ``moment``.
            key: Sent as ``key``.
            price: Sent as ``price``.
            blob: Sent as ``blob``.
            size: Sent as ``size``.
            name: Sent as ``name``.
            clever: Sent as ``clever``.
            tags: Sent as ``tags``.
            point: Sent as ``point``.
            open_point: Sent as ``open_point``.
            several: Sent as ``several``.
            scores: Sent as ``scores``.
            labelled: Sent as ``labelled``.
            pet: Sent as ``pet``.
            maybe_pet: Sent as ``maybe_pet``.
            pets: Sent as ``pets``.
            plain_pet: Sent as ``plain_pet``.
            narrowed: Sent as ``narrowed``.
            both: Sent as ``both``.
            tree: Sent as ``tree``.
            json_2: Sent as ``json``.
            names: Sent as ``names``.
            size_name: Sent as ``size_name``.
            nested: Sent as ``nested``.
            rows: Sent as ``rows``.
            options: Choices for this call alone.

        Returns:
            What came.
        """
        return self._call(
            SEND_SHAPE,
            body={
                "kind": kind,
                "level": level,
                "flag": flag,
                "ratio": ratio,
                "mixed": mixed,
                "odd": odd,
                "never": never,
                "whatever": whatever,
                "day": day,
                "moment": moment,
                "key": key,
                "price": price,
                "blob": blob,
                "size": size,
                "name": name,
                "clever": clever,
                "tags": tags,
                "point": point,
                "open_point": open_point,
                "several": several,
                "scores": scores,
                "labelled": labelled,
                "pet": pet,
                "maybe_pet": maybe_pet,
                "pets": pets,
                "plain_pet": plain_pet,
                "narrowed": narrowed,
                "both": both,
                "tree": tree,
                "json": json_2,
                "names": names,
                "size_name": size_name,
                "nested": nested,
                "rows": rows,
            },
            options=options,
        )


class AsyncShapesResource(AsyncResource):
    """The asynchronous twin of :class:`ShapesResource`."""

    async def send_shape(
        self,
        *,
        kind: Literal["everything"],
        level: Literal[1, 2, 3] | int | Omit = OMIT,
        flag: bool | Omit = OMIT,
        ratio: float | Omit = OMIT,
        mixed: Literal[1, "two"] | int | str | None | Omit = OMIT,
        odd: Any | Omit = OMIT,
        never: Any | Omit = OMIT,
        whatever: Any | Omit = OMIT,
        day: date,
        moment: datetime | None | Omit = OMIT,
        key: UUID | Omit = OMIT,
        price: Decimal | Omit = OMIT,
        blob: File | bytes | Omit = OMIT,
        size: int | Omit = OMIT,
        name: str | Omit = OMIT,
        clever: str | Omit = OMIT,
        tags: Sequence[str],
        point: tuple[float, float] | Omit = OMIT,
        open_point: Sequence[float | str | bool] | Omit = OMIT,
        several: str | int | None | Omit = OMIT,
        scores: Mapping[str, Sequence[int]] | Omit = OMIT,
        labelled: Mapping[str, str] | Omit = OMIT,
        pet: PetParams | Omit = OMIT,
        maybe_pet: PetParams | None | Omit = OMIT,
        pets: Sequence[PetParams] | Omit = OMIT,
        plain_pet: Cat | CatParams | Dog | DogParams | Omit = OMIT,
        narrowed: EverythingNarrowed | EverythingNarrowedParams | Omit = OMIT,
        both: EverythingBoth | Omit = OMIT,
        tree: Tree | TreeParams | Omit = OMIT,
        json_2: Json | Omit = OMIT,
        names: Names | Omit = OMIT,
        size_name: Size | Omit = OMIT,
        nested: EverythingNested | EverythingNestedParams | Omit = OMIT,
        rows: Sequence[Sequence[EverythingRowsItemItem | EverythingRowsItemItemParams]] | Omit = OMIT,
        options: Options | None = None,
    ) -> Everything:
        """Send one of everything.

        See :meth:`ShapesResource.send_shape`.
        """
        return await self._call(
            SEND_SHAPE,
            body={
                "kind": kind,
                "level": level,
                "flag": flag,
                "ratio": ratio,
                "mixed": mixed,
                "odd": odd,
                "never": never,
                "whatever": whatever,
                "day": day,
                "moment": moment,
                "key": key,
                "price": price,
                "blob": blob,
                "size": size,
                "name": name,
                "clever": clever,
                "tags": tags,
                "point": point,
                "open_point": open_point,
                "several": several,
                "scores": scores,
                "labelled": labelled,
                "pet": pet,
                "maybe_pet": maybe_pet,
                "pets": pets,
                "plain_pet": plain_pet,
                "narrowed": narrowed,
                "both": both,
                "tree": tree,
                "json": json_2,
                "names": names,
                "size_name": size_name,
                "nested": nested,
                "rows": rows,
            },
            options=options,
        )
