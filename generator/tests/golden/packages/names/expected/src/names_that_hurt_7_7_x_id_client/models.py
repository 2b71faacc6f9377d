"""What the API answers and takes.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field
from typing_extensions import TypeAliasType

from ._runtime import Model, Specified, WireDate, WireDateTime

__all__ = ["Answer", "Answer2", "Class", "Con", "List2", "None_", "Operation", "PrintHi"]


List2 = TypeAliasType("List2", 'Annotated[list[List2], Specified("List2")]')


class Class(Model):
    """Docs \"\"\" with \\ and \u200b and   tab"""

    class_: Annotated[str, Field(alias="class")]
    """ends with a quote\""""

    with_quotes: Annotated[str, Field(alias='with "quotes"')]

    new_line: Annotated[str | None, Field(alias="new\nline")] = None

    dotted_name: Annotated[str | None, Field(alias="dotted.name")] = None

    spaced_name_2: Annotated[str | None, Field(alias="spaced name")] = None

    spaced_name: str | None = None

    ref_like: Annotated[str | None, Field(alias="$ref-like")] = None

    class_2: Annotated[str | None, Field(alias="__class__")] = None

    x: Annotated[str | None, Field(alias="__x")] = None

    model_config_2: Annotated[str | None, Field(alias="model_config")] = None

    copy_2: Annotated[str | None, Field(alias="copy")] = None

    schema_2: Annotated[str | None, Field(alias="schema")] = None

    date: WireDate | None = None
    """A field called as its type."""

    datetime: WireDateTime | None = None

    str_: Annotated[str | None, Field(alias="str")] = None

    list_: Annotated[list[str] | None, Field(alias="list")] = None

    uberraschung: Annotated[str | None, Field(alias="Überraschung")] = None

    xcf2abf0c: Annotated[str | None, Field(alias="日本")] = None

    field_1st: Annotated[str | None, Field(alias="1st")] = None

    braces: Annotated[str | None, Field(alias="{{ braces }}")] = None

    plus_1: Annotated[int | None, Field(alias="+1")] = None

    minus_1: Annotated[int | None, Field(alias="-1")] = None

    none: Annotated[None, Field(alias="None")] = None

    nested: Operation | None = None

    choices: Literal['"""', "'''", "\\", "\n", "é", "\u202e", "{{x}}", "ok"] | str | None = None


class Operation(Model):
    """Operation."""

    id: str | None = None

    true: Annotated[bool | None, Field(alias="True")] = None

    data_x: Annotated[str | None, Field(alias="data-x")] = None


class Answer(Model):
    """Answer."""

    answer: Annotated[Answer | None, Field(alias="Answer")] = None


Answer2: TypeAlias = Annotated[Literal["x", "y"] | str, Specified("Answer2")]


class Con(Model):
    """Con."""

    con: str | None = None


None_: TypeAlias = Annotated[str, Specified("None_")]


class PrintHi(Model):
    """PrintHi."""

    a: str | None = None
