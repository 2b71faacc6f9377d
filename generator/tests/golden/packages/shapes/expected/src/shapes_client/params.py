"""Dictionaries that may be passed in place of models.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypeAlias, TypedDict

from .models import Cat, Dog, EverythingNestedInner, Tree

__all__ = [
    "CatParams",
    "DogParams",
    "EverythingNarrowedParams",
    "EverythingNestedInnerParams",
    "EverythingNestedParams",
    "EverythingRowsItemItemParams",
    "PetParams",
    "TreeParams",
]


class EverythingNarrowedParams(TypedDict, total=False):
    """EverythingNarrowed as a dictionary, with the names on the wire."""

    petType: Required[str]
    name: str
    lives: int


class EverythingNestedParams(TypedDict, total=False):
    """EverythingNested as a dictionary, with the names on the wire."""

    inner: EverythingNestedInner | EverythingNestedInnerParams


class EverythingNestedInnerParams(TypedDict, total=False):
    """EverythingNestedInner as a dictionary, with the names on the wire."""

    deep: int


class EverythingRowsItemItemParams(TypedDict, total=False):
    """EverythingRowsItemItem as a dictionary, with the names on the wire."""

    cell: str


PetParams: TypeAlias = "Cat | CatParams | Dog | DogParams"
"""Pet, with dictionaries where it has models."""


class CatParams(TypedDict, total=False):
    """Cat as a dictionary, with the names on the wire."""

    petType: Required[Literal["cat"]]
    name: str
    lives: int


class DogParams(TypedDict, total=False):
    """Dog as a dictionary, with the names on the wire."""

    petType: Required[Literal["dog"]]
    name: Required[str]
    barks: bool


class TreeParams(TypedDict, total=False):
    """Tree as a dictionary, with the names on the wire."""

    value: int
    children: Sequence[Tree | TreeParams]
    parent: Tree | TreeParams | None
    by_name: Mapping[str, Tree | TreeParams]
