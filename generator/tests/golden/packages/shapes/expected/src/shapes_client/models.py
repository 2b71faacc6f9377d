"""What the API answers and takes.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field
from typing_extensions import TypeAliasType

from ._runtime import Model, Specified, WireDate, WireDateTime, WireDecimalNumber, WireUUID

__all__ = [
    "Animal",
    "Both",
    "BothOption2",
    "Cat",
    "Dog",
    "Everything",
    "EverythingBoth",
    "EverythingNarrowed",
    "EverythingNested",
    "EverythingNestedInner",
    "EverythingRowsItemItem",
    "Json",
    "Name",
    "Names",
    "Nothing",
    "Pet",
    "Size",
    "Tree",
]


Json = TypeAliasType("Json", 'Annotated[bool | float | str | list[Json] | dict[str, Json] | None, Specified("Json")]')
"""Any JSON."""


class Everything(Model):
    """Everything."""

    kind: Literal["everything"]

    level: Literal[1, 2, 3] | int | None = None

    flag: bool | None = None

    ratio: int | float | None = None

    mixed: Literal[1, "two"] | int | str | None = None

    odd: Any | None = None

    never: Any | None = None

    whatever: Any | None = None

    day: WireDate

    moment: WireDateTime | None = None

    key: WireUUID | None = None

    price: WireDecimalNumber | None = None

    blob: bytes | None = None

    size: Annotated[int | None, Field(ge=0, le=10, multiple_of=2)] = None

    name: Annotated[str | None, Field(min_length=2, pattern="^[A-Z][a-z]+$")] = None

    clever: str | None = None

    tags: Annotated[list[Annotated[str, Field(max_length=5)]], Field(max_length=3, min_length=1)]

    point: tuple[int | float, int | float] | None = None

    open_point: list[int | float | str | bool] | None = None

    several: str | int | None = None

    scores: dict[str, list[Annotated[int, Field(ge=0)]]] | None = None

    labelled: dict[str, str] | None = None

    pet: Pet | None = None

    maybe_pet: Pet | None = None

    pets: list[Pet] | None = None

    plain_pet: Cat | Dog | None = None

    narrowed: EverythingNarrowed | None = None

    both: EverythingBoth | None = None

    tree: Tree | None = None

    json_2: Annotated[Json | None, Field(alias="json")] = None

    names: Names | None = None

    size_name: Size | None = None

    nested: EverythingNested | None = None

    rows: list[list[EverythingRowsItemItem]] | None = None


class EverythingNarrowed(Model):
    """EverythingNarrowed."""

    pet_type: Annotated[str, Field(alias="petType")]

    name: str | None = None
    """How it is called."""

    lives: int | None = None


EverythingBoth: TypeAlias = Annotated[Any, Specified("EverythingBoth")]


class EverythingNested(Model):
    """EverythingNested."""

    inner: EverythingNestedInner | None = None


class EverythingNestedInner(Model):
    """EverythingNestedInner."""

    deep: int | None = None


class EverythingRowsItemItem(Model):
    """EverythingRowsItemItem."""

    cell: str | None = None


class Animal(Model):
    """Animal."""

    pet_type: Annotated[str, Field(alias="petType")]

    name: str | None = None
    """How it is called."""


class Cat(Model):
    """Cat."""

    pet_type: Annotated[Literal["cat"], Field(alias="petType")]

    name: str | None = None
    """How it is called."""

    lives: int | None = None


class Dog(Model):
    """Dog."""

    pet_type: Annotated[Literal["dog"], Field(alias="petType")]

    name: str
    """How it is called."""

    barks: bool | None = None


Pet: TypeAlias = Annotated[Cat | Dog, Field(discriminator="pet_type"), Specified("Pet")]


class Tree(Model):
    """Tree."""

    value: int | None = None

    children: list[Tree] | None = None

    parent: Tree | None = None

    by_name: dict[str, Tree] | None = None


Name: TypeAlias = Annotated[str, Field(max_length=20, min_length=1), Specified("Name")]


Names: TypeAlias = Annotated[list[Name], Specified("Names")]
"""Names of things."""


Size: TypeAlias = Annotated[Literal["S", "M", "L"] | str, Specified("Size")]
"""How large."""


Nothing: TypeAlias = Annotated[dict[str, Any], Specified("Nothing")]


class Both(Model):
    """Both."""

    a: str | None = None


class BothOption2(Model):
    """BothOption2."""

    b: str | None = None
